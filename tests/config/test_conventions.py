"""A configuration says which reports are desired, and who adds the suffix of a connector."""

import json
from pathlib import Path

import pytest

from tests.support.command import write
from tests.support.in_process import run

REPORT = """\
{"configurationKey": [
  {"key": "HeartbeatInterval", "readonly": false, "value": "abc"},
  {"key": "RCMBDelta_2", "readonly": false, "value": "30"}
]}
"""


def found(folder: Path, *arguments: str) -> list[tuple[str, str]]:
    """Return severity and code of each finding in a folder."""
    got = run("check", "--profile", "bender", "--output-format", "json", *arguments, cwd=folder)
    return [(each["severity"], each["code"]) for each in json.loads(got.out)["findings"]]


@pytest.mark.parametrize("glob", ["desired", "desired/*.json", "**/a.json"])
def test_a_report_is_desired_where_the_configuration_says_so(tmp_path: Path, glob: str) -> None:
    write(tmp_path, {"desired/a.json": REPORT})
    assert found(tmp_path) == [("warning", "VAL014"), ("warning", "SCP001")]
    write(tmp_path, {"ocpplint.toml": f'[[desired]]\npath = "{glob}"\n'})
    assert found(tmp_path) == [("error", "VAL001"), ("error", "SCP001")]
    write(tmp_path, {"ocpplint.toml": '[[desired]]\npath = ["other"]\n'})
    assert found(tmp_path) == [("warning", "VAL014"), ("warning", "SCP001")]


def test_variables_are_desired_there_too(tmp_path: Path) -> None:
    variable = '{"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "HeartbeatInterval"}'
    write(tmp_path, {"a.json": f'{{"reportData": [{variable}, "variableAttribute": [{{"value": "abc"}}]}}]}}'})
    before = found(tmp_path)
    write(tmp_path, {"ocpplint.toml": '[[desired]]\npath = "a.json"\n'})
    assert before == [("warning", "VAL014")]
    assert found(tmp_path) == [("error", "VAL001")]


LOG = """\
CP-1: send [2,"a","GetConfiguration",{}]
CP-1: receive message [3,"a",{"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"60"}]}]
"""
WANTED = '{"chargePointId": "CP-1", "configurationKey": [{"key": "HeartbeatInterval", "readonly": false, "value": "300"}]}'


def test_what_drift_and_plan_get_as_desired_is_desired(tmp_path: Path) -> None:
    write(tmp_path, {"csms.log": LOG, "wanted.json": WANTED})
    drift = json.loads(
        run("drift", "wanted.json", "--against", "csms.log", "--output-format", "json", cwd=tmp_path).out
    )
    ((setting,),) = [station["settings"] for station in drift["stations"]]
    assert (setting["status"], setting["wanted"]["value"], setting["known"]["value"]) == ("drifted", "300", "60")
    plan = run("plan", "wanted.json", "--against", "csms.log", cwd=tmp_path)
    assert "ChangeConfiguration HeartbeatInterval = 300, has 60" in plan.out


SECTIONS = """\
stations:
  CP-1:
    connector1: {ConnectorPhaseRotation: RST}
    connector2: {ConnectorPhaseRotation: RTS}
"""
ADDED = 'connector-suffix = "added-by-backend"\n'


def test_a_bare_key_in_a_section_is_right_where_the_backend_adds_the_suffix(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": SECTIONS})
    assert found(tmp_path) == [("error", "SCP004")]
    write(tmp_path, {"ocpplint.toml": ADDED})
    assert found(tmp_path) == []


def test_a_suffix_would_be_doubled_there(tmp_path: Path) -> None:
    text = SECTIONS.replace("ConnectorPhaseRotation: RTS", "ConnectorPhaseRotation_2: RTS")
    write(tmp_path, {"a.yaml": text})
    assert found(tmp_path) == []
    write(tmp_path, {"ocpplint.toml": ADDED})
    assert found(tmp_path) == [("error", "SCP004")]
    run("check", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert (tmp_path / "a.yaml").read_text() == SECTIONS


def test_a_shared_key_would_get_a_suffix_there(tmp_path: Path) -> None:
    write(tmp_path, {"ocpplint.toml": ADDED, "a.yaml": SECTIONS.replace("RTS}", "RTS, RCMBDelta: 30}")})
    got = json.loads(run("check", "--profile", "bender", "--output-format", "json", cwd=tmp_path).out)["findings"]
    assert [(each["code"], "`RCMBDelta_2`" in each["message"]) for each in got] == [("SCP006", True)]


def test_a_plan_sends_the_key_with_its_suffix(tmp_path: Path) -> None:
    log = LOG.replace("HeartbeatInterval", "ConnectorPhaseRotation_2").replace('"60"', '"RST"')
    write(tmp_path, {"ocpplint.toml": ADDED, "wanted.yaml": SECTIONS, "csms.log": log})
    plan = run("plan", "wanted.yaml", "--against", "csms.log", cwd=tmp_path)
    assert "ChangeConfiguration ConnectorPhaseRotation_2 = RTS" in plan.out


def test_many_sections_without_suffix_are_one_finding(tmp_path: Path) -> None:
    stations = [SECTIONS.removeprefix("stations:\n").replace("CP-1", f"CP-{number}") for number in range(1, 49)]
    write(tmp_path, {"a.yaml": "stations:\n" + "".join(stations)})
    got = json.loads(run("check", "--profile", "bender", "--output-format", "json", cwd=tmp_path).out)["findings"]
    (finding,) = got
    assert (finding["code"], finding["line"], finding["fix"]) == ("SCP004", 4, None)
    assert finding["message"].startswith("48 keys with scope Individual")
    assert "added-by-backend" in finding["help"]
    text = (
        (tmp_path / "a.yaml")
        .read_text()
        .replace("ConnectorPhaseRotation: RTS", "ConnectorPhaseRotation_2: RTS", 1)
    )
    write(tmp_path, {"a.yaml": text})
    assert found(tmp_path) == [("error", "SCP004")] * 47
