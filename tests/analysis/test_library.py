"""``import ocpplint``: the commands as functions that return results, print nothing and end nothing."""

import ast
import importlib
import inspect
import json
import pkgutil
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import ocpplint
from tests.support.command import ENVIRONMENT, ROOT, run, write

PAGE = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
DESCRIBED = {
    name: set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (.*?) \|", table, re.MULTILINE))))
    for name, table in re.findall(r"of an? `(\w+)`.*?:\n\n(\|.*?)\n\n", PAGE, re.DOTALL | re.IGNORECASE)
}
API = ROOT / "tests" / "golden" / "api.txt"
MISTAKE = '{"RCMBDelta_2": "30"}\n'
SECRET = "5e2f9a01c4d87b36e0aa41f7b9c35d62"  # noqa: S105
DUMP = (
    '2026-03-01T10:00:00Z CP1 -> [2,"1","GetConfiguration",{}]\n'
    '2026-03-01T10:00:01Z CP1 <- [3,"1",{"configurationKey":['
    '{"key":"HeartbeatInterval","readonly":false,"value":"300"},'
    '{"key":"MeterValueSampleInterval","readonly":false,"value":"60"}]}]\n'
)
WANTED = json.dumps({"HeartbeatInterval": "600", "MeterValueSampleInterval": "60", "AuthorizationKey": SECRET})


@pytest.fixture
def depot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own with a configuration, a trace and what is wanted, as the current one."""
    write(tmp_path, {"s.json": MISTAKE, "cp1.log": DUMP, "wanted.json": WANTED})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_check_returns_findings(depot: Path, capfd: pytest.CaptureFixture[str]) -> None:
    result = ocpplint.check(depot / "s.json")
    assert [finding.code for finding in result.findings] == ["SCP001"]
    assert (result.fails, result.suppressed, result.warnings) == (True, 0, ())
    assert [(entry.kind, entry.settings) for entry in result.inputs] == [("settings", 1)]
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("depot")
@pytest.mark.parametrize("fail_on", ["never", "error"])
def test_what_fails_is_for_the_caller_to_say(fail_on: Any) -> None:
    assert ocpplint.check("s.json", fail_on=fail_on).fails == (fail_on == "error")


def test_a_result_is_the_json_output(depot: Path) -> None:
    """Both are read by programs, so there is one form for both."""
    for name, result in (
        ("check", ocpplint.check(["s.json", "cp1.log"])),
        ("audit", ocpplint.audit(["s.json", "cp1.log"])),
        ("state", ocpplint.state(["s.json", "cp1.log"])),
    ):
        said = run(name, "s.json", "cp1.log", "--output-format", "json", cwd=depot)
        assert json.loads(said.out) == result.as_dict()
    for name, compared in (
        ("drift", ocpplint.drift("wanted.json", "cp1.log")),
        ("plan", ocpplint.plan("wanted.json", "cp1.log")),
    ):
        said = run(name, "wanted.json", "--against", "cp1.log", "--output-format", "json", cwd=depot)
        assert json.loads(said.out) == compared.as_dict()
        assert said.code == int(compared.fails)


def test_a_text_in_memory_is_checked_as_a_file_of_its_name(depot: Path) -> None:
    write(depot, {"ocpplint.toml": 'layout = "{station}/c{connector}.json"\n'})
    text = ocpplint.Text("CP7/c2.json", '{"RCMBDelta": "30"}')
    found = ocpplint.check(text).findings
    assert [(finding.station, finding.location.path) for finding in found] == [("CP7", "CP7/c2.json")]
    write(depot, {"CP7/c2.json": '{"RCMBDelta": "30"}'})
    from_file = ocpplint.check("CP7/c2.json").findings
    assert [each.as_dict() for each in found] == [each.as_dict() for each in from_file]


@pytest.mark.usefixtures("depot")
def test_texts_and_files_are_checked_together() -> None:
    result = ocpplint.check(["s.json", ocpplint.Text("b.json", MISTAKE.encode("utf-16"))])
    assert [finding.location.path for finding in result.findings] == ["b.json", "s.json"]
    with pytest.raises(ocpplint.UsageError, match=r"s\.json: two inputs have this name"):
        ocpplint.check(["s.json", ocpplint.Text("s.json", "{}")])


def test_a_text_does_not_lead_to_files(depot: Path) -> None:
    """Its name may come from a stranger: nothing is read for the sake of it."""
    write(
        depot,
        {"secret/c1.json": '{"RCMBDelta_2": "1"}', "ocpplint.toml": 'layout = "{station}/c{connector}.json"\n'},
    )
    result = ocpplint.check(ocpplint.Text("secret/c2.json", "{}"))
    assert [entry.path for entry in result.inputs] == ["secret/c2.json"]
    assert result.findings == ()


@pytest.mark.usefixtures("depot")
def test_what_a_station_has() -> None:
    (station,) = ocpplint.state("cp1.log").stations
    assert [(each.key, each.value, each.certainty) for each in station.settings] == [
        ("HeartbeatInterval", "300", "confirmed"),
        ("MeterValueSampleInterval", "60", "confirmed"),
    ]
    held = station.settings[0].held
    assert held is not None
    assert (held.by, held.action, held.line) == ("report", "GetConfiguration", 2)


@pytest.mark.usefixtures("depot")
def test_a_moment_is_text_a_number_or_a_datetime() -> None:
    early = datetime(2026, 3, 1, 9, tzinfo=UTC)
    for at in ("2026-03-01T09:00:00Z", early, early.replace(tzinfo=None), early.timestamp()):
        with pytest.raises(ocpplint.NoInputError, match="nothing is known"):
            ocpplint.state("cp1.log", at=at)
    with pytest.raises(ocpplint.UsageError, match="expected `end` or a time"):
        ocpplint.state("cp1.log", at="soon")


@pytest.mark.usefixtures("depot")
def test_drift_and_plan() -> None:
    drift = ocpplint.drift("wanted.json", "cp1.log")
    statuses = {each.key: each.status for each in drift.stations[0].settings}
    assert (statuses["HeartbeatInterval"], statuses["MeterValueSampleInterval"]) == ("drifted", "in-sync")
    assert drift.fails
    assert not ocpplint.drift("wanted.json", "cp1.log", fail_on="never").fails
    (planned,) = ocpplint.plan("wanted.json", "cp1.log").stations
    first = planned.calls[0].writes[0]
    assert (planned.calls[0].action, first.key, first.value, first.before) == (
        "ChangeConfiguration",
        "HeartbeatInterval",
        "600",
        "300",
    )
    assert planned.frames[0][2:] == ["ChangeConfiguration", {"key": "HeartbeatInterval", "value": "600"}]


@pytest.mark.usefixtures("depot")
def test_no_result_shows_a_credential_but_frames() -> None:
    plan = ocpplint.plan("wanted.json", "cp1.log", unverified=True)
    assert any(SECRET in str(frame) for station in plan.stations for frame in station.frames)
    results = (
        ocpplint.check(["wanted.json", ocpplint.Text("x.json", f'{{"AuthorizationKey_2": "{SECRET}"}}')]),
        ocpplint.audit("wanted.json"),
        ocpplint.state("wanted.json"),
        ocpplint.drift("wanted.json", "cp1.log"),
        plan,
    )
    for result in results:
        assert SECRET not in repr(result)
        assert SECRET not in json.dumps(result.as_dict())
    assert SECRET not in "".join(finding.message + finding.help for finding in results[0].findings)


def test_a_mistake_in_a_configuration_says_where_it_is(depot: Path) -> None:
    write(depot, {"ocpplint.toml": '\nselect = ["NOPE"]\n'})
    with pytest.raises(ocpplint.UsageError) as caught:
        ocpplint.check("s.json")
    error = caught.value
    assert (Path(error.path or "").name, error.line, error.reason) == ("ocpplint.toml", 2, "no rule 'NOPE'")
    with pytest.raises(ocpplint.UsageError) as caught:
        ocpplint.check("s.json", config=depot / "none.toml")
    assert caught.value.reason == "no such configuration file"


@pytest.mark.usefixtures("depot")
def test_a_mistake_in_an_argument_has_no_place() -> None:
    with pytest.raises(ocpplint.UsageError) as caught:
        ocpplint.check("s.json", select=["NOPE"])
    assert (caught.value.path, caught.value.line, str(caught.value)) == (None, None, "no rule 'NOPE'")


@pytest.mark.usefixtures("depot")
@pytest.mark.parametrize("paths", ["nowhere", "*.none", []])
def test_nothing_to_work_on_is_an_exception_of_its_own(paths: Any) -> None:
    with pytest.raises(ocpplint.NoInputError):
        ocpplint.check(paths)


@pytest.mark.usefixtures("depot")
def test_what_cannot_be_understood_is_a_finding_and_no_exception() -> None:
    result = ocpplint.check(ocpplint.Text("s.json", '{"RCMBDelta": '))
    assert [finding.code[:3] for finding in result.findings] == ["INP"]


def test_no_function_shares_the_name_of_a_package() -> None:
    """Importing a submodule sets its name in the package that holds it: none may replace a function."""
    for module in pkgutil.walk_packages(ocpplint.__path__, "ocpplint."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in ocpplint.__all__:
        assert not inspect.ismodule(getattr(ocpplint, name)), name
    assert callable(ocpplint.plan)
    assert set(ocpplint.__all__) <= set(dir(ocpplint))


def test_the_library_is_loaded_when_it_is_asked_for() -> None:
    script = "import sys, ocpplint; print(sorted(m for m in sys.modules if m.startswith('ocpplint')))"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=ENVIRONMENT
    )
    assert loaded.stdout == "['ocpplint', 'ocpplint.resources', 'ocpplint.resources.version']\n"


def test_the_library_needs_no_command_line(depot: Path) -> None:
    script = (
        "import sys, ocpplint\n"
        "ocpplint.check('s.json'), ocpplint.audit('cp1.log'), ocpplint.state('cp1.log')\n"
        "ocpplint.drift('wanted.json', 'cp1.log'), ocpplint.plan('wanted.json', 'cp1.log')\n"
        "print([m for m in sys.modules if m == 'click' or m.startswith('ocpplint.cli')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=ENVIRONMENT, cwd=depot
    )
    assert done.stdout == "[]\n"


def test_what_is_public_is_what_was_promised() -> None:
    """A change here is a change of the library: an addition is a new minor version, all else a new major one."""
    assert "\n".join(public()) + "\n" == API.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DESCRIBED)
def test_what_is_described_is_there(name: str) -> None:
    members = {re.split(r"\W", member)[0] for member in _members(getattr(ocpplint, name))}
    assert DESCRIBED[name] - members == set()


def public() -> Iterator[str]:
    """Yield each public name with its signature or its members, as the source has them."""
    for name in ocpplint.__all__:
        value = getattr(ocpplint, name)
        if inspect.isfunction(value):
            yield f"{name}{_signature(_parsed(value))}"
        elif inspect.isclass(value):
            yield f"{name}({', '.join(_bases(value))})"
            yield from (f"    {member}" for member in _members(value) if _is_promised(name, member))
        else:
            yield name


def _is_promised(name: str, member: str) -> bool:
    """Tell whether the documentation describes a member; of the classes that it has no table for, all are promised."""
    return name not in DESCRIBED or re.split(r"\W", member)[0] in DESCRIBED[name]


def _bases(value: type) -> list[str]:
    return [base.__name__ for base in value.__bases__ if base is not object and not base.__name__.startswith("_")]


def _members(value: type) -> list[str]:
    members = []
    for base in reversed(value.__mro__):
        if not base.__module__.startswith("ocpplint"):
            continue
        for node in _parsed(base).body:
            if isinstance(node, ast.AnnAssign):
                members.append(ast.unparse(node.target) + ": " + ast.unparse(node.annotation))
            elif isinstance(node, ast.FunctionDef):
                members.append(node.name + _signature(node))
    return [member for member in members if not member.startswith("_") or member.startswith("__init__")]


def _parsed(value: Any) -> Any:
    return ast.parse(textwrap.dedent(inspect.getsource(value))).body[0]


def _signature(node: ast.FunctionDef) -> str:
    returned = "" if node.returns is None else f" -> {ast.unparse(node.returns)}"
    return f"({ast.unparse(node.args)}){returned}"
