"""What ``ocpplint plan`` says, and what it writes as frames."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.test_state import variable
from tests.support.command import ROOT, Outcome
from tests.support.in_process import run
from tests.support.written_trace import Trace, healthy

SCHEMA = json.loads((ROOT / "ocpplint" / "reporters" / "plan.schema.json").read_text("utf-8"))
WRITTEN = "5a5a5a5a5a5a5a5a5a5a"


def plan(folder: Path, desired: Any, trace: Trace, *options: str) -> Outcome:
    (folder / "desired.json").write_text(json.dumps(desired), "utf-8")
    trace.save(folder / "trace.jsonl")
    return run("plan", "desired.json", "--against", "trace.jsonl", *options, cwd=folder)


def report(done: Outcome) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(data, SCHEMA)
    (station,) = data["stations"]
    return dict(station)


def sent(done: Outcome) -> list[list[Any]]:
    """Return action and payload of each frame; each is a CALL with an id of its own."""
    found = [json.loads(line) for line in done.out.splitlines()]
    assert {frame[0] for frame in found} <= {2}
    assert len({frame[1] for frame in found}) == len(found)
    assert all(len(frame[1]) <= 36 for frame in found)
    return [frame[2:] for frame in found]


def test_frames_are_ready_to_be_sent(tmp_path: Path) -> None:
    desired = {"connectors": {"2": {"ConnectorPhaseRotation": "STR"}}, "RCMBDelta": 30, "HeartbeatInterval": 60}
    done = plan(tmp_path, desired, healthy(), "--output-format", "frames")
    assert sent(done) == [
        ["ChangeConfiguration", {"key": "ConnectorPhaseRotation_2", "value": "STR"}],
        ["ChangeConfiguration", {"key": "HeartbeatInterval", "value": "60"}],
    ]
    assert done.code == 0
    assert done.out == plan(tmp_path, desired, healthy(), "--output-format", "frames").out


def test_what_is_in_force_needs_nothing(tmp_path: Path) -> None:
    done = plan(tmp_path, {"RCMBDelta": "30"}, healthy())
    assert (done.code, "nothing to send" in done.out) == (0, True)
    assert plan(tmp_path, {"RCMBDelta": "30"}, healthy(), "--output-format", "frames").out == ""


def test_what_waits_needs_a_reset_alone(tmp_path: Path) -> None:
    trace = healthy().write("ResetRetries", "5", "RebootRequired")
    done = plan(tmp_path, {"ResetRetries": "5"}, trace, "--output-format", "frames")
    assert sent(done) == [["Reset", {"type": "Soft"}]]


def test_what_else_a_reset_brings_into_force_is_said(tmp_path: Path) -> None:
    trace = healthy().write("ResetRetries", "5", "RebootRequired").write("RCMBDelta", "1", "RebootRequired")
    done = plan(tmp_path, {"ResetRetries": "5"}, trace)
    assert "The reset also brings RCMBDelta = 1 into force (trace.jsonl:7)" in done.out
    (carried,) = report(plan(tmp_path, {"ResetRetries": "5"}, trace, "--output-format", "json"))["carried"]
    assert (carried["key"], carried["pending"]["value"]) == ("RCMBDelta", "1")
    both = plan(tmp_path, {"ResetRetries": "5", "RCMBDelta": "1"}, trace)
    assert "also brings" not in both.out


def test_a_key_that_once_needed_a_reboot_needs_it_again(tmp_path: Path) -> None:
    trace = healthy().write("ResetRetries", "5", "RebootRequired").boot()
    done = plan(tmp_path, {"ResetRetries": "3"}, trace, "--output-format", "frames")
    assert [action for action, _ in sent(done)] == ["ChangeConfiguration", "Reset"]


def test_what_cannot_be_reached_is_said_and_makes_the_exit_code_1(tmp_path: Path) -> None:
    done = plan(tmp_path, {"NumberOfConnectors": "4", "RCMBDelta": "1"}, healthy())
    assert done.code == 1
    assert "left out: NumberOfConnectors = 4: it can't be changed from outside" in done.out
    assert "1 write, 0 resets, 1 left out. Nothing was sent." in done.out
    assert (
        report(plan(tmp_path, {"NumberOfConnectors": "4"}, healthy(), "--output-format", "json"))["whole"] is False
    )


def test_a_key_that_may_be_another_connectors_is_never_written(tmp_path: Path) -> None:
    """Nobody knows whether `LampColour` has a value for each connector, unless the station has told."""
    desired = {"connectors": {"2": {"LampColour": "blue", "ConnectorPhaseRotation": "RTS"}}}
    for options in ((), ("--unverified",)):
        done = plan(tmp_path, desired, healthy(LampColour="green"), "--output-format", "json", *options)
        found = report(done)
        assert (found["calls"], [each["status"] for each in found["skipped"]]) == ([], ["not-comparable"])
    told = healthy(LampColour="green", LampColour_2="green")
    done = plan(tmp_path, desired, told, "--output-format", "frames")
    assert sent(done) == [["ChangeConfiguration", {"key": "LampColour_2", "value": "blue"}]]


def test_what_may_end_the_connection_is_written_last(tmp_path: Path) -> None:
    """A security profile only once its key is there (OCPP 1.6 security whitepaper, A05)."""
    desired = {"SecurityProfile": "2", "AuthorizationKey": WRITTEN, "RCMBDelta": "1"}
    trace = healthy(SecurityProfile="1")
    done = plan(tmp_path, desired, trace, "--output-format", "frames", "--unverified")
    assert [payload["key"] for _, payload in sent(done)] == ["RCMBDelta", "AuthorizationKey", "SecurityProfile"]


@pytest.mark.parametrize("form", ["full", "json"])
def test_credentials_are_in_frames_alone(tmp_path: Path, form: str) -> None:
    trace = healthy().write("AuthorizationKey", "0123456789abcdef0123")
    shown = plan(tmp_path, {"AuthorizationKey": WRITTEN}, trace, "--output-format", form).out
    assert WRITTEN not in shown
    assert "0123456789" not in shown
    assert "AuthorizationKey" in shown
    frames = plan(tmp_path, {"AuthorizationKey": WRITTEN}, trace, "--output-format", "frames")
    assert sent(frames) == [["ChangeConfiguration", {"key": "AuthorizationKey", "value": WRITTEN}]]


def test_what_cannot_be_compared_is_written_where_that_is_asked_for(tmp_path: Path) -> None:
    trace = healthy(AuthorizationKey="")
    done = plan(tmp_path, {"AuthorizationKey": WRITTEN}, trace, "--output-format", "json")
    assert ([each["status"] for each in report(done)["skipped"]], done.code) == (["not-comparable"], 0)
    done = plan(tmp_path, {"AuthorizationKey": WRITTEN}, trace, "--output-format", "json", "--unverified")
    assert [each["action"] for each in report(done)["calls"]] == ["ChangeConfiguration"]


def test_frames_of_several_stations_need_a_choice(tmp_path: Path) -> None:
    both = "".join(healthy(name).text for name in ("CP1", "CP2"))
    (tmp_path / "both.jsonl").write_text(both, "utf-8")
    (tmp_path / "desired.json").write_text('{"RCMBDelta": 1}', "utf-8")
    arguments = ("plan", "desired.json", "--against", "both.jsonl", "--output-format", "frames")
    done = run(*arguments, "--all-stations", cwd=tmp_path)
    assert (done.code, "choose one by --station" in done.err) == (2, True)
    assert len(sent(run(*arguments, "--station", "CP2", cwd=tmp_path))) == 1


def test_a_station_of_which_nothing_is_known_has_no_plan(tmp_path: Path) -> None:
    desired = {"stations": {"CP1": {"RCMBDelta": "30"}, "CP9": {"RCMBDelta": "30"}}}
    done = plan(tmp_path, desired, healthy())
    assert (done.code, "Station CP9 is wanted, and nothing is known of it" in done.out) == (1, True)
    assert json.loads(plan(tmp_path, desired, healthy(), "--output-format", "json").out)["absent"] == ["CP9"]
    assert plan(tmp_path, desired, healthy(), "--station", "CP1").code == 0


def modern(*told: dict[str, Any]) -> Trace:
    results = [{**each, "attributeStatus": "Accepted"} for each in told]
    asked = [{"component": each["component"], "variable": each["variable"]} for each in told]
    return Trace().call("GetVariables", {"getVariableData": asked}, {"getVariableResult": results})


INTERVAL, ATTEMPTS = "OCPPCommCtrlr.HeartbeatInterval", "OCPPCommCtrlr.ResetRetries"
ITEMS = {
    "component": {"name": "DeviceDataCtrlr"},
    "variable": {"name": "ItemsPerMessage", "instance": "SetVariables"},
    "attributeValue": "2",
}


@pytest.mark.parametrize(("told", "sizes"), [([], [1, 1, 1]), ([ITEMS], [2, 1])])
def test_variables_of_2x_go_as_many_at_a_time_as_the_station_takes(
    tmp_path: Path, told: list[dict[str, Any]], sizes: list[int]
) -> None:
    held = [variable(INTERVAL, "300"), variable(ATTEMPTS, "3"), variable("Connector.Available", "true", 2)]
    wanted = [variable(INTERVAL, "60"), variable(ATTEMPTS, "5"), variable("TxCtrlr.EVConnectionTimeOut", "30")]
    done = plan(tmp_path, {"setVariableData": wanted}, modern(*held, *told), "--output-format", "frames")
    frames = sent(done)
    assert [action for action, _ in frames] == ["SetVariables"] * len(sizes)
    assert [len(payload["setVariableData"]) for _, payload in frames] == sizes
    assert [item for _, payload in frames for item in payload["setVariableData"]] == wanted
