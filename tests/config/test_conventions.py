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
    got = run("check", "--output-format", "json", *arguments, cwd=folder)
    return [(each["severity"], each["code"]) for each in json.loads(got.out)["findings"]]


@pytest.mark.parametrize("glob", ["desired", "desired/*.json", "**/a.json"])
def test_a_report_is_desired_where_the_configuration_says_so(tmp_path: Path, glob: str) -> None:
    write(tmp_path, {"desired/a.json": REPORT})
    assert found(tmp_path) == [("warning", "VAL014"), ("warning", "SCP001")]
    write(tmp_path, {"ocpplint.toml": f'desired = ["{glob}"]\n'})
    assert found(tmp_path) == [("error", "VAL001"), ("error", "SCP001")]
    write(tmp_path, {"ocpplint.toml": 'desired = "other"\n'})
    assert found(tmp_path) == [("warning", "VAL014"), ("warning", "SCP001")]


def test_variables_are_desired_there_too(tmp_path: Path) -> None:
    variable = '{"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "HeartbeatInterval"}'
    write(tmp_path, {"a.json": f'{{"reportData": [{variable}, "variableAttribute": [{{"value": "abc"}}]}}]}}'})
    before = found(tmp_path)
    write(tmp_path, {"ocpplint.toml": 'desired = ["a.json"]\n'})
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
