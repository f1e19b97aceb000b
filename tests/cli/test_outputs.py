"""Where reports go: standard output, files beside it, the summary of a job; and counting instead of showing."""

import json
import os
import stat
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from ocpplint.cli import destinations
from ocpplint.reporters.formats import FORMATS
from ocpplint.reporters.report import Report
from tests.support.command import write
from tests.support.in_process import run

PAIR = """[
  {"key": "RCMBDelta_2", "value": "30"},
  // Connector 2
  {"key": "ConnectorPhaseRotation", "value": "RTS"}
]
"""
TRACE = '2026-03-01 10:00:00 CP7 -> [2,"1","ChangeConfiguration",{"key":"RCMBDelta_2","value":"30"}]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, {"pair.jsonc": PAIR})
    return tmp_path


def test_every_format_can_be_written_at_once(folder: Path) -> None:
    arguments = [part for name in FORMATS for part in ("--output", f"{name}=out.{name}")]
    outcome = run("check", "pair.jsonc", *arguments, cwd=folder)
    assert (outcome.code, outcome.err) == (1, "")
    assert {path.name for path in folder.iterdir()} == {"pair.jsonc", *(f"out.{name}" for name in FORMATS)}
    assert (folder / "out.full").read_text() == outcome.out
    assert len(json.loads((folder / "out.gitlab").read_text())) == 2
    for name in ("junit", "checkstyle"):
        assert len(list(Xml.parse(folder / f"out.{name}").iter("testcase" if name == "junit" else "error"))) == 2  # noqa: S314


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_each_format_goes_to_standard_output(name: str, folder: Path) -> None:
    run("check", "pair.jsonc", "--output", f"{name}=../{folder.name}.out", cwd=folder)
    written = (folder.parent / f"{folder.name}.out").read_text()
    assert run("check", "pair.jsonc", "--output-format", name, cwd=folder).out == written
    assert run("check", "pair.jsonc", "--output", f"{name}=-", cwd=folder).out == written


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--output", "json=a.json", "--output", "sarif=./a.json"], "json goes to that file already"),
        (["--output", "json=-", "--output", "jsonl=-"], "room for one format, not for json and jsonl"),
        (["--output", "json=-", "--output-format", "full"], "room for one format, not for json and full"),
        (["--output", "json=sub"], "json=sub: is a folder"),
        (["--output", "json=nowhere/a.json"], "nowhere/a.json: there is no such folder"),
        (["--output", "jsno=a.json"], "expected FORMAT=FILE with a format of full, concise, json"),
        (["--output", "json="], "expected FORMAT=FILE"),
        (["--output", "json=pair.jsonc"], "json=pair.jsonc: would overwrite an input"),
        (["--output", "json=link.jsonc"], "json=link.jsonc: would overwrite an input"),
        (["--statistics", "--output-format", "sarif"], "--statistics needs a format that shows them"),
        (["--statistics", "--follow"], "uncounted"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(arguments: list[str], said: str, folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "link.jsonc").symlink_to("pair.jsonc")
    outcome = run("check", "pair.jsonc", *arguments, cwd=folder)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert sorted(path.name for path in folder.iterdir()) == ["link.jsonc", "pair.jsonc", "sub"]
    assert (folder / "pair.jsonc").read_text() == PAIR


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is full")
def test_a_file_that_cannot_be_written_costs_no_other_output(folder: Path) -> None:
    arguments = ("--output", "json=/dev/full", "--output", "sarif=a.sarif", "--output-format", "concise")
    outcome = run("check", "pair.jsonc", *arguments, cwd=folder)
    assert (outcome.code, outcome.codes) == (2, ["SCP001", "SCP004"])
    assert "--output json=/dev/full: No space left on device" in outcome.err
    assert json.loads((folder / "a.sarif").read_text())["version"] == "2.1.0"


def test_what_an_earlier_run_wrote_is_no_input(folder: Path) -> None:
    arguments = ("audit", ".", "--output-format", "concise", "--output", "json=report.json")
    write(folder, {"csms.log": TRACE})
    first, second = (run(*arguments, cwd=folder) for _ in range(2))
    assert first == second
    paths = [entry["path"] for entry in json.loads((folder / "report.json").read_text())["inputs"]]
    assert paths == ["csms.log", "pair.jsonc"]


class TestFiles:
    @staticmethod
    def put(path: Path, name: str = "json") -> None:
        destinations.write_file(name, str(path), Report([]), None, {})  # type: ignore[arg-type]  # nothing to look up

    def test_a_file_keeps_its_permissions(self, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        path.write_text("old")
        path.chmod(0o640)
        self.put(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        assert json.loads(path.read_text())["version"] == 1

    def test_a_new_file_has_the_usual_permissions(self, tmp_path: Path) -> None:
        (tmp_path / "usual").touch()
        self.put(tmp_path / "a.json")
        assert (tmp_path / "a.json").stat().st_mode == (tmp_path / "usual").stat().st_mode

    def test_a_link_stays_one(self, tmp_path: Path) -> None:
        (tmp_path / "there.json").write_text("old")
        (tmp_path / "link.json").symlink_to("there.json")
        self.put(tmp_path / "link.json")
        assert (tmp_path / "link.json").is_symlink()
        assert json.loads((tmp_path / "there.json").read_text())["version"] == 1

    def test_a_device_is_written_to(self) -> None:
        self.put(Path(os.devnull))
        assert stat.S_ISCHR(os.stat(os.devnull).st_mode)

    @pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="no pipe has a name there")
    def test_a_pipe_is_written_to(self) -> None:
        reader, writer = os.pipe()
        self.put(Path(f"/dev/fd/{writer}"))
        os.close(writer)
        with open(reader, encoding="utf-8") as pipe:
            assert json.load(pipe)["version"] == 1

    @pytest.mark.parametrize("error", [OSError("full"), KeyboardInterrupt()])
    def test_a_run_that_ends_early_leaves_the_old_file(
        self, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def half(report: Report, out: object, style: object, source: object) -> None:  # noqa: ARG001
            out.write("half")  # type: ignore[attr-defined]
            raise error

        path = tmp_path / "a.json"
        path.write_text("old")
        monkeypatch.setattr(destinations, "FORMATS", {"json": half})
        with pytest.raises(type(error)):
            self.put(path)
        assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]
        assert path.read_text() == "old"

    def test_colours_stay_on_the_terminal(self, folder: Path) -> None:
        outcome = run("check", ".", "--output", "full=out.txt", cwd=folder, env={"FORCE_COLOR": "1"})
        assert "\x1b[" in outcome.out
        assert "\x1b[" not in (folder / "out.txt").read_text()


class TestJobSummary:
    @staticmethod
    def github(folder: Path, *arguments: str, summary: str = "summary.md") -> str:
        environ = {"GITHUB_STEP_SUMMARY": str(folder / summary)}
        outcome = run("check", "pair.jsonc", *arguments, cwd=folder, env=environ)
        assert outcome.code == 1
        return outcome.err

    def test_findings_are_added_to_what_it_holds(self, folder: Path) -> None:
        (folder / "summary.md").write_text("before\n")
        assert self.github(folder, "--output-format", "github") == ""
        assert self.github(folder, "--output-format", "github") == ""
        text = (folder / "summary.md").read_text()
        assert text.startswith("before\n## ocpplint: 2 errors\n")
        assert text.count("`pair.jsonc:2:12`") == 2

    def test_other_formats_leave_it_alone(self, folder: Path) -> None:
        self.github(folder, "--output-format", "concise")
        assert not (folder / "summary.md").exists()

    def test_a_clean_run_adds_nothing(self, folder: Path) -> None:
        environ = {"GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
        run("check", "pair.jsonc", "--ignore", "ALL", "--output-format", "github", cwd=folder, env=environ)
        assert not (folder / "summary.md").exists()

    def test_one_that_cannot_be_written_is_said(self, folder: Path) -> None:
        said = self.github(folder, "--output-format", "github", summary="nowhere/summary.md")
        assert "summary.md: No such file or directory" in said

    def test_one_that_would_be_refused_is_left_as_it_is(self, folder: Path) -> None:
        (folder / "summary.md").write_text("x" * (1024 * 1024 - 100))
        said = self.github(folder, "--output-format", "github")
        assert said == "ocpplint: the summary of this step has no room for the findings\n"
        assert (folder / "summary.md").stat().st_size == 1024 * 1024 - 100


def test_statistics_take_the_place_of_the_findings(folder: Path) -> None:
    outcome = run("check", "pair.jsonc", "--statistics", "--output", "jsonl=out.jsonl", cwd=folder)
    assert outcome.code == 1
    assert outcome.out.split("\n")[:2] == [
        "1  error    SCP001  suffix-on-shared-key        1 fixable",
        "1  error    SCP004  missing-connector-2-suffix  1 fixable",
    ]
    kinds = [next(iter(json.loads(line))) for line in (folder / "out.jsonl").read_text().splitlines()]
    assert kinds == ["version", "finding", "finding", "input", "statistic", "statistic", "summary"]


def test_an_audit_tells_of_the_stations_in_files_too(tmp_path: Path) -> None:
    write(tmp_path, {"csms.log": TRACE})
    run("audit", "csms.log", "--output", "json=a.json", "--output", "jsonl=a.jsonl", cwd=tmp_path)
    (station,) = json.loads((tmp_path / "a.json").read_text())["stations"]
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert [line["station"] for line in lines if "station" in line] == [station]


def test_junit_fails_where_the_run_does(folder: Path) -> None:
    run("check", "pair.jsonc", "--fail-on", "never", "--output", "junit=a.xml", cwd=folder)
    assert Xml.parse(folder / "a.xml").getroot().get("failures") == "0"  # noqa: S314
    run("check", "pair.jsonc", "--output", "junit=a.xml", cwd=folder)
    assert Xml.parse(folder / "a.xml").getroot().get("failures") == "2"  # noqa: S314


def test_gitlab_names_files_from_the_project(folder: Path) -> None:
    (folder / "sub").mkdir()
    environ = {"CI_PROJECT_DIR": str(folder)}
    outcome = run("check", "../pair.jsonc", "--output-format", "gitlab", cwd=folder / "sub", env=environ)
    assert {entry["location"]["path"] for entry in json.loads(outcome.out)} == {"pair.jsonc"}


@pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
def test_services_get_files_named_from_the_project(folder: Path, variable: str) -> None:
    """A run in a folder of the repository, as the action's `working-directory` makes it."""
    write(folder, {"depot/pair.jsonc": (folder / "pair.jsonc").read_text()})
    environ = {variable: str(folder), "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
    arguments = ("check", "pair.jsonc", "--output-format", "github", "--output", "sarif=found.sarif")
    said = run(*arguments, cwd=folder / "depot", env=environ)
    assert said.out.count("file=depot/pair.jsonc,") == 2
    results = json.loads((folder / "depot" / "found.sarif").read_text())["runs"][0]["results"]
    places = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results}
    assert places == {"depot/pair.jsonc"}
    assert (folder / "summary.md").read_text().count("| `depot/pair.jsonc:") == 2


def test_files_outside_of_the_project_keep_their_names(folder: Path) -> None:
    environ = {"GITHUB_WORKSPACE": str(folder / "elsewhere")}
    said = run("check", "pair.jsonc", "--output-format", "github", cwd=folder, env=environ)
    assert said.out.count("file=pair.jsonc,") == 2
