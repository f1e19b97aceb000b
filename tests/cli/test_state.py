"""What ``ocpplint state`` tells of a trace: every value with its evidence, at any moment, in every form."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.support.command import ROOT
from tests.support.in_process import run
from tests.support.written_trace import STANDARD, Trace, healthy

SCHEMA = json.loads((ROOT / "ocpplint" / "reporters" / "state.schema.json").read_text("utf-8"))


def state(folder: Path, *options: str) -> dict[str, Any]:
    done = run("state", "trace.jsonl", *options, "--output-format", "json", cwd=folder)
    assert done.code == 0, done.err
    report: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(report, SCHEMA)
    return report


def setting(report: dict[str, Any], key: str, station: int = 0) -> dict[str, Any]:
    (found,) = (each for each in report["stations"][station]["settings"] if each["key"] == key)
    return dict(found)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A station tells all (line 4); then (lines 5 to 12) one value is written, one waits, one is refused, one is lost."""
    trace = healthy().write("RCMBDelta", "10").write("ResetRetries", "5", "RebootRequired")
    trace.write("ConnectionTimeOut", "often", "Rejected").write("ConnectorPhaseRotation_2", "SRT", None)
    trace.save(tmp_path / "trace.jsonl")
    return tmp_path


def test_each_value_has_its_evidence(folder: Path) -> None:
    report = state(folder)
    delta, retries = setting(report, "RCMBDelta"), setting(report, "ResetRetries")
    assert (delta["value"], delta["certainty"], delta["scope"]) == ("10", "assumed", "Both")
    evidence = {
        "by": "write",
        "action": "ChangeConfiguration",
        "outcome": "Accepted",
        "path": "trace.jsonl",
        "line": 5,
    }
    assert evidence.items() <= delta["held"].items()
    assert (retries["value"], retries["certainty"], retries["held"]["line"]) == ("3", "confirmed", 4)
    assert (retries["pending"]["value"], retries["pending"]["outcome"]) == ("5", "RebootRequired")
    assert setting(report, "ConnectionTimeOut")["refused"]["value"] == "often"
    rotation = setting(report, "ConnectorPhaseRotation_2")
    assert (rotation["value"], rotation["connector"], rotation["certainty"]) == ("RTS", 2, "uncertain")
    assert report["stations"][0]["complete"] == {"path": "trace.jsonl", "line": 4}


def test_what_was_written_and_read_back_is_confirmed(folder: Path) -> None:
    healthy().write("RCMBDelta", "10").report({"RCMBDelta": "10", "ResetRetries": "3"}).save(
        folder / "trace.jsonl"
    )
    delta = setting(state(folder), "RCMBDelta")
    assert (delta["held"]["by"], delta["written"]["line"], delta["written"]["value"]) == ("report", 5, "10")
    rows = [line.split() for line in run("state", "trace.jsonl", cwd=folder).out.splitlines()]
    words = {row[1]: row[3] for row in rows if len(row) > 4}
    assert (words["RCMBDelta"], words["ResetRetries"]) == ("confirmed", "reported")


@pytest.mark.parametrize(
    ("at", "delta", "pending"),
    [
        ("2026-03-01T00:00:03", "30", None),
        ("2026-03-01T00:00:04", "30", None),
        ("2026-03-01T00:00:05Z", "10", None),
        ("2026-03-01T01:00:06+01:00", "10", None),
        ("2026-03-01T00:00:07", "10", "5"),
        ("end", "10", "5"),
    ],
)
def test_the_state_is_that_of_the_moment(folder: Path, at: str, delta: str, pending: str | None) -> None:
    """A write counts from its answer on, which comes a second later."""
    report = state(folder, "--at", at)
    assert setting(report, "RCMBDelta")["value"] == delta
    waiting = setting(report, "ResetRetries")["pending"]
    assert (waiting and waiting["value"]) == pending


def test_before_the_first_report_nothing_is_known(folder: Path) -> None:
    done = run("state", "trace.jsonl", "--at", "2026-02-28", cwd=folder)
    assert done.code == 3
    assert "nothing is known" in done.err


def test_what_is_no_time_is_a_mistake(folder: Path) -> None:
    done = run("state", "trace.jsonl", "--at", "yesterday", cwd=folder)
    assert (done.code, "expected `end` or a time" in done.err) == (2, True)


def test_the_table_fits_a_terminal_of_100_columns(folder: Path) -> None:
    long = healthy("CP1", MeterValuesSampledData=",".join(["Energy.Active.Import.Register", *["Voltage"] * 40]))
    long.save(folder / "trace.jsonl")
    lines = run("state", "trace.jsonl", cwd=folder).out.splitlines()
    assert max(map(len, lines)) <= 100
    assert any("Energy.A" in line and "…" in line for line in lines)


def test_the_words_of_the_table_are_explained(folder: Path) -> None:
    out = run("state", "trace.jsonl", cwd=folder).out
    for word in ("reported", "assumed", "uncertain", "pending"):
        assert f"\n{word}: " in out
    assert "\nconfirmed: " not in out


def test_the_configuration_is_one_that_check_reads_and_that_has_not_drifted(folder: Path) -> None:
    text = run("state", "trace.jsonl", "--output-format", "config", cwd=folder).out
    (folder / "now.json").write_text(text, "utf-8")
    checked = json.loads(run("check", "now.json", "--output-format", "json", cwd=folder).out)
    assert checked["findings"] == []
    assert (checked["inputs"][0]["settings"], checked["inputs"][0]["stations"]) == (len(STANDARD), ["CP1"])
    compared = json.loads(
        run("drift", "now.json", "--against", "trace.jsonl", "--output-format", "json", cwd=folder).out
    )
    statuses = {each["status"] for each in compared["stations"][0]["settings"]}
    # What waits for a reboot is another value than the one in force.
    assert statuses == {"in-sync", "drifted", "extra"} - {"extra"}
    assert [e["key"] for e in compared["stations"][0]["settings"] if e["status"] == "drifted"] == ["ResetRetries"]


def test_stations_of_one_trace_are_told_apart(tmp_path: Path) -> None:
    texts = [healthy(name, RCMBDelta=delta).text for name, delta in (("CP1", "1"), ("CP2", "2"))]
    (tmp_path / "trace.jsonl").write_text("".join(texts), "utf-8")
    report = state(tmp_path)
    assert [setting(report, "RCMBDelta", number)["value"] for number in (0, 1)] == ["1", "2"]
    (only,) = state(tmp_path, "--station", "CP2")["stations"]
    assert only["station"] == "CP2"
    done = run("state", "trace.jsonl", "--station", "CP3", cwd=tmp_path)
    assert (done.code, "there are CP1, CP2" in done.err) == (3, True)


def test_a_later_trace_goes_before_an_earlier_one(tmp_path: Path) -> None:
    """In the order of their own times, not of their names."""
    Trace("CP1", "2026-03-02").boot().report({"RCMBDelta": "2"}).save(tmp_path / "a.jsonl")
    Trace("CP1", "2026-03-01").boot().report({"RCMBDelta": "1", "ResetRetries": "3"}).save(tmp_path / "b.jsonl")
    done = run("state", "a.jsonl", "b.jsonl", "--output-format", "json", cwd=tmp_path)
    report = json.loads(done.out)
    assert setting(report, "RCMBDelta")["value"] == "2"
    assert setting(report, "ResetRetries")["value"] == "3"


def test_a_log_without_dates_has_times_of_day(tmp_path: Path) -> None:
    lines = [
        '10:00:00 [CP1] [2,"1","ChangeConfiguration",{"key":"RCMBDelta","value":"1"}]',
        '10:00:01 [CP1] [3,"1",{"status":"Accepted"}]',
        '10:05:00 [CP1] [2,"2","ChangeConfiguration",{"key":"RCMBDelta","value":"2"}]',
        '10:05:01 [CP1] [3,"2",{"status":"Accepted"}]',
    ]
    (tmp_path / "trace.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    assert setting(state(tmp_path, "--at", "10:04:00"), "RCMBDelta")["value"] == "1"
    assert setting(state(tmp_path), "RCMBDelta")["value"] == "2"


def test_two_stations_that_nothing_names_are_not_made_one(tmp_path: Path) -> None:
    """Of two that boot in a log without names nobody knows who was told what."""
    texts = [Trace(None).boot(model=model).report(STANDARD).text for model in ("CC612", "CC613")]
    (tmp_path / "trace.jsonl").write_text("".join(texts), "utf-8")
    assert run("state", "trace.jsonl", cwd=tmp_path).code == 3


def test_a_second_connection_is_named_as_one(tmp_path: Path) -> None:
    lines = []
    for name in ("CP1", "CP1-2"):
        make = {
            "chargePointVendor": "Bender GmbH Co. KG",
            "chargePointModel": "CC612",
            "chargePointSerialNumber": "S-4711",
        }
        accepted = {"currentTime": "2026-03-01T00:00:00Z", "interval": 300, "status": "Accepted"}
        trace = Trace(name).call("BootNotification", make, accepted, by_station=True)
        lines.append(trace.report({"RCMBDelta": "30"}).text)
    (tmp_path / "trace.jsonl").write_text("".join(lines), "utf-8")
    assert [each["second_of"] for each in state(tmp_path)["stations"]] == [None, "CP1"]


def variable(name: str, value: str, evse: int | None = None) -> dict[str, Any]:
    component, _, short = name.partition(".")
    placed = {"name": component} if evse is None else {"name": component, "evse": {"id": evse}}
    return {"component": placed, "variable": {"name": short}, "attributeValue": value}


def test_variables_of_2x_are_known_by_component_and_evse(tmp_path: Path) -> None:
    told = [
        {**variable("OCPPCommCtrlr.HeartbeatInterval", "300"), "attributeStatus": "Accepted"},
        {**variable("Connector.Available", "true", 1), "attributeStatus": "Accepted"},
    ]
    asked = [{"component": each["component"], "variable": each["variable"]} for each in told]
    trace = Trace().call("GetVariables", {"getVariableData": asked}, {"getVariableResult": told})
    written = variable("OCPPCommCtrlr.HeartbeatInterval", "60")
    result = {
        "component": written["component"],
        "variable": written["variable"],
        "attributeStatus": "RebootRequired",
    }
    trace.call("SetVariables", {"setVariableData": [written]}, {"setVariableResult": [result]})
    trace.save(tmp_path / "trace.jsonl")
    report = state(tmp_path)
    interval, available = (
        setting(report, "OCPPCommCtrlr.HeartbeatInterval"),
        setting(report, "Connector.Available"),
    )
    assert (interval["value"], interval["pending"]["value"], interval["connector"]) == ("300", "60", None)
    assert (available["value"], available["connector"]) == ("true", 1)
    text = run("state", "trace.jsonl", "--output-format", "config", cwd=tmp_path).out
    (tmp_path / "now.json").write_text(text, "utf-8")
    checked = json.loads(run("check", "now.json", "--output-format", "json", cwd=tmp_path).out)
    assert (checked["findings"], checked["inputs"][0]["settings"]) == ([], 2)
