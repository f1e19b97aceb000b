"""The examples on the page about the library do what the page says."""

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

import ocpplint
from tests.support.command import ENVIRONMENT, ROOT, write

PAGE = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
MISTAKE = '{"RCMBDelta_2": "30"}\n'


def example(title: str) -> str:
    """Return the example with this title; the first one has none."""
    opening = rf'python title="{re.escape(title)}"' if title else "python"
    found = re.search(rf"^```{opening}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the examples as the current folder."""
    folder = tmp_path / "examples"
    shutil.copytree(ROOT / "examples", folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.usefixtures("examples")
def test_the_first_example_prints_findings(capsys: pytest.CaptureFixture[str]) -> None:
    exec(example(""), {})  # noqa: S102  the page's own code
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["SCP004", "20"],
        ["SCP006", "22"],
    ]


def outcome_of(folder: Path) -> tuple[int, str]:
    """Run the test of the page in a repository."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_stations.py"],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_the_test_fails_for_a_mistake(tmp_path: Path) -> None:
    write(tmp_path, {"test_stations.py": example("test_stations.py"), "stations/a.json": MISTAKE})
    code, out = outcome_of(tmp_path)
    assert code == 1
    assert "SCP001: `RCMBDelta` is shared by both connectors (scope Both)" in out
    assert "stations/a.json:1" in out


def test_the_test_passes_without_one(tmp_path: Path) -> None:
    write(tmp_path, {"test_stations.py": example("test_stations.py"), "stations/a.json": '{"RCMBDelta": "30"}'})
    code, out = outcome_of(tmp_path)
    assert (code, "1 skipped" in out) == (0, True)


class Table(list[Any]):
    """What pandas makes of rows, as far as the page uses it: columns are the keys, and groups are summed."""

    def groupby(self, names: list[str]) -> Any:
        self.names = names
        return {"count": self}

    def sum(self) -> dict[tuple[Any, ...], int]:
        sums: dict[tuple[Any, ...], int] = {}
        for row in self:
            key = tuple(row[name] for name in self.names)
            sums[key] = sums.get(key, 0) + row["count"]
        return sums


@pytest.mark.usefixtures("examples")
def test_findings_are_rows_of_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    pandas = ModuleType("pandas")
    pandas.DataFrame = Table  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pandas", pandas)
    names: dict[str, Any] = {}
    exec(example("notebook.py"), names)  # noqa: S102  the page's own code
    rows = names["table"]
    assert len({tuple(row) for row in rows}) == 1
    assert names["counts"]["SCP004", "stations/harbour-01.json"] == 1
    assert json.loads(json.dumps(rows)) == rows


def posted(body: bytes, method: str = "POST") -> tuple[str, Any]:
    """Send a request to the application of the page, which ``wsgiref`` watches."""
    names: dict[str, Any] = {}
    exec(example("application.py"), names)  # noqa: S102  the page's own code
    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    environ |= {
        "REQUEST_METHOD": method,
        "CONTENT_LENGTH": str(len(body)),
        "QUERY_STRING": "",
        "wsgi.input": io.BytesIO(body),
    }
    statuses: list[str] = []

    def start_response(status: str, _headers: Any, _error: Any = None) -> Any:
        statuses.append(status)
        return lambda _: None

    answer = validator(names["application"])(environ, start_response)
    text = b"".join(answer)
    answer.close()  # type: ignore[attr-defined]
    return statuses[0], json.loads(text)


@pytest.mark.usefixtures("examples")
def test_the_application_answers_with_findings() -> None:
    status, answer = posted(MISTAKE.encode())
    assert (status, [finding["code"] for finding in answer["findings"]]) == ("200 OK", ["SCP001"])
    status, answer = posted(b"", "GET")
    assert status == "400 Bad Request"


@pytest.mark.usefixtures("examples")
def test_the_application_tells_of_a_configuration_that_cannot_be_used() -> None:
    Path("ocpplint.toml").write_text("select = 1\n", encoding="utf-8")
    status, answer = posted(MISTAKE.encode())
    assert status == "500 Internal Server Error"
    assert "`select`" in answer["error"]


def test_the_page_names_the_functions_and_their_arguments() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", PAGE.partition("## The results")[0], re.MULTILINE))
    assert set(rows) == {name for name in ocpplint.__all__ if callable(getattr(ocpplint, name)) and name.islower()}
