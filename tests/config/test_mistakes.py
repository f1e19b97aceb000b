"""Mistakes in the files that extend ocpplint are told with file, line, column and what was expected."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import write
from tests.support.in_process import run

STATION = '{"key": "RCMBDelta", "value": "30"}'
RULE = """\
code: ACM001
name: short-heartbeat
summary: Heartbeats come too often.
severity: warning
match:
  fact: setting
  when: base_key == "HeartbeatInterval" && int(value) < 60
message: "`{key}` is {value} s"
label: too often
help: write 300
why: Each heartbeat costs.
source: Acme operations handbook
examples:
  bad:
    - title: Every second
      text: |
        {"key": "<<HeartbeatInterval>>", "value": "1"}
  good:
    - title: Every five minutes
      text: |
        {"key": "HeartbeatInterval", "value": "300"}
"""
PROFILE = """\
name: acme
title: Acme wall boxes
source: Acme handbook
extends: generic
addressing:
  "1": "{key}"
  "2": "{key}Right"
keys:
  MaxCurrent:
    scope: Individual
    type: integer
"""


def complaint(folder: Path, files: dict[str, str], *arguments: str) -> str:
    """Return what ``check`` says of the files it was given to work by."""
    write(folder, {"station.json": STATION, **files})
    outcome = run("check", *arguments, "station.json", cwd=folder)
    assert outcome.code == 2
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    return outcome.err.splitlines()[-1].removeprefix("Error: ").replace(f"{folder}/", "")


def test_what_the_mistakes_are_made_in_is_right(tmp_path: Path) -> None:
    write(tmp_path, {"station.json": STATION, "own/x/ACM001-short-heartbeat.yaml": RULE, "acme.yaml": PROFILE})
    assert run("check", "--rules", "own", "--profile", "acme.yaml", "station.json", cwd=tmp_path).code == 0


@pytest.mark.parametrize("name", ["ocpplint.toml", "pyproject.toml"])
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('selct = ["SCP"]', ":1: unknown name `selct`; did you mean `select`?"),
        ('fail_on = "never"', ":1: unknown name `fail_on`; did you mean `fail-on`?"),
        ('\nselect = "SCP"', ":2: in `select`: expected a list, found 'SCP'"),
        ("profile = 7", ":1: in `profile`: expected text, found 7"),
        (
            '[severity]\nSCP001 = "fatal"',
            ":2: in `severity.SCP001`: 'fatal' is not allowed; expected one of 'error', 'warning', 'info'",
        ),
    ],
)
def test_a_configuration(tmp_path: Path, name: str, settings: str, said: str) -> None:
    line = int(said.split(":")[1])
    if name == "pyproject.toml":
        settings = "[tool.ocpplint]\n" + settings.replace("[severity]", "[tool.ocpplint.severity]")
        said = said.replace(f":{line}:", f":{line + 1}:")
    assert complaint(tmp_path, {name: settings}) == name + said


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('# quiet\nignore = [\n  "SCP001",\n  "SCP01O"]', ":4: no rule 'SCP01O'; did you mean 'SCP015'?"),
        ('[severity]\nSCP999 = "error"', ":2: no rule 'SCP999'"),
        (
            'fail-on = "never"\nprofile = "bendr"',
            ":2: in `profile`: bendr: no such profile; shipped are alfen, bender",
        ),
        ('profile = "profiles/own.yaml"', "own.yaml: no such profile file"),
        ('layout = "{connector}.json"', ":1: layout '{connector}.json' needs {station}, may have {connector}"),
        (
            '[options.SCP003]\nwindw = "5s"',
            ":2: in `options.SCP003`: the rule has no option 'windw'; it has 'window'",
        ),
        (
            '[options.SCP001]\nwindow = "5s"',
            ":2: in `options.SCP001`: the rule has no option 'window'; it has none",
        ),
        (
            '[options.SCP003]\nwindow = "5 parsecs"',
            ":2: in `options.SCP003.window`: '5 parsecs' is not a duration",
        ),
        (
            '[options.SEQ029]\nlimit = "9ms"',
            ":2: in `options.SEQ029.limit`: 9ms is below the minimum of 10ms",
        ),
        (
            "[options.SEQ029]\nlimit = 100_000",
            ":2: in `options.SEQ029.limit`: 100000 s is above the maximum of 1d",
        ),
        (
            '[options.SEQ029]\nlimit = "5 Wh"',
            ":2: in `options.SEQ029.limit`: '5 Wh' is not a duration",
        ),
        (
            '[options.SEQ024]\nenergy = "2 kWh"',
            ":2: in `options.SEQ024.energy`: '2 k••' is not a number of Wh, without the unit",
        ),
        (
            "[options.SEQ024]\nenergy = true",
            ":2: in `options.SEQ024.energy`: true is not a number of Wh",
        ),
        (
            "[options.SEQ024]\nenergy = inf",
            ":2: in `options.SEQ024.energy`: inf is not a number of Wh",
        ),
        (
            "[options.SEQ030]\nsamples = 4.5",
            ":2: in `options.SEQ030.samples`: 4.5 is not a whole number of timestamps",
        ),
        ("select = [", "ocpplint.toml: "),
    ],
)
def test_a_configuration_that_fits_its_schema(tmp_path: Path, settings: str, said: str) -> None:
    told = complaint(tmp_path, {"ocpplint.toml": settings})
    assert told.startswith("ocpplint.toml:")
    assert said in told


def test_what_the_command_line_says_wrong_is_not_the_configurations(tmp_path: Path) -> None:
    write(tmp_path, {"ocpplint.toml": 'profile = "bender"', "station.json": STATION})
    told = run("check", "--ignore", "SCP01O", "station.json", cwd=tmp_path)
    assert told.code == 2
    assert "ocpplint.toml" not in told.err


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("severity: warning", "severity: fatal", ":4:11: in `severity`: 'fatal' is not allowed"),
        ("label: too often", "labels: too often", ":1:1: `label` is missing"),
        ("fact: setting", "fact: settings", ":6:9: in `match.fact`: 'settings' is not allowed"),
        (
            "base_key ==",
            "base_kye ==",
            ":7:9: in `when`: `base_kye` is no field of `setting`; did you mean `base_key`?",
        ),
        ("< 60", "<< 60", ":7:56: in `when`: found `<`, expected a value"),
        ("int(value)", "integer(value)", ":7:44: in `when`: there is no function `integer`; did you mean `int`?"),
        ("{value} s", "{valeu} s", ":8:23: in `message`: `valeu` is no field of `setting`; did you mean `value`?"),
        ("severity: warning", "severity: [", ":6:7: did not find expected ',' or ']'"),
    ],
)
def test_a_rule(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert right in RULE
    path = "own/x/ACM001-short-heartbeat.yaml"
    got = complaint(tmp_path, {path: RULE.replace(right, wrong, 1)}, "--rules", "own")
    assert got.startswith(path + said)


def test_a_rule_that_takes_anothers_code(tmp_path: Path) -> None:
    path = "own/x/taken.yaml"
    got = complaint(tmp_path, {path: RULE.replace("ACM001", "SCP001")}, "--rules", "own")
    assert got.startswith(f"{path}: `SCP001` is taken by ")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            "scope: Individual",
            "scope: individual",
            ":10:12: in `keys.MaxCurrent.scope`: 'individual' is not allowed",
        ),
        ("scope:", "scpoe:", ":10:5: in `keys.MaxCurrent`: unknown name `scpoe`; did you mean `scope`?"),
        ("title: Acme wall boxes\n", "", ":1:1: `title` is missing"),
        ('"{key}Right"', '"{key}"', ":6:8: two connectors share the form '{key}'"),
        ("extends: generic", "extends: acme.yaml", ":4:10: `extends` goes in a circle"),
        ("extends: generic", "extends: genric", ":4:10: no profile 'genric' to extend"),
        ("extends: generic", 'match: [{vendor: "(("}]', ":4:18: in `match.0.vendor`: "),
    ],
)
def test_a_profile(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert right in PROFILE
    got = complaint(tmp_path, {"acme.yaml": PROFILE.replace(right, wrong, 1)}, "--profile", "acme.yaml")
    assert got.startswith("acme.yaml" + said)


def test_a_fixed_file_is_read_anew(tmp_path: Path) -> None:
    """What is compiled of a rule file is kept, and must not outlive the file."""
    path = tmp_path / "own" / "x" / "ACM001-short-heartbeat.yaml"
    write(tmp_path, {"station.json": '{"key": "HeartbeatInterval", "value": "90"}'})
    write(tmp_path, {str(path.relative_to(tmp_path)): RULE})
    arguments = ("check", "--rules", "own", "--select", "ACM", "--output-format", "concise", "station.json")
    assert run(*arguments, cwd=tmp_path).codes == []
    path.write_text(RULE.replace("< 60", "< 120"))
    assert run(*arguments, cwd=tmp_path).codes == ["ACM001"]


@pytest.mark.parametrize("environment", [{"OCPPLINT_CACHE_DIR": ""}, {"OCPPLINT_CACHE_DIR": "/dev/null/nowhere"}])
def test_without_a_place_to_keep_things_it_works_all_the_same(tmp_path: Path, environment: dict[str, str]) -> None:
    write(tmp_path, {"station.json": '{"key": "RCMBDelta_2", "value": "30"}'})
    outcome = run("check", "--output-format", "concise", "station.json", cwd=tmp_path, env=environment)
    assert outcome.codes == ["SCP001"]
    assert outcome.err == ""


def test_a_broken_cache_is_no_error(tmp_path: Path) -> None:
    write(tmp_path, {"station.json": '{"key": "RCMBDelta_2", "value": "30"}'})
    arguments = ("check", "--output-format", "concise", "station.json")
    environment = {"OCPPLINT_CACHE_DIR": str(tmp_path / "cache")}
    run(*arguments, cwd=tmp_path, env=environment)
    kept = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert kept
    for file in kept:
        file.write_text("{")
    assert run(*arguments, cwd=tmp_path, env=environment).codes == ["SCP001"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_output_that_finds_no_room_is_told_in_words(tmp_path: Path) -> None:
    write(tmp_path, {"station.json": '{"key": "RCMBDelta_2", "value": "30"}'})
    command = [sys.executable, "-m", "ocpplint", "check", "station.json"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (4, "ocpplint: can't go on: No space left on device\n")
