"""Mistakes planted in healthy traffic: each is found once, at its line, and nothing else is."""

import copy
from typing import Any

import pytest

from tests.support.messages_sample import bare, found, judged, log

Frames = list[tuple[str, Any]]
STAMP = "2026-03-01T10:00:00Z"


def old_session() -> Frames:
    meter = {
        "connectorId": 1,
        "transactionId": 7,
        "meterValue": [{"timestamp": STAMP, "sampledValue": [{"value": "1"}]}],
    }
    start = {"connectorId": 1, "idTag": "TAG1", "meterStart": 0, "timestamp": STAMP}
    return [
        ("station", [2, "s1", "BootNotification", {"chargePointVendor": "Acme", "chargePointModel": "One"}]),
        ("csms", [3, "s1", {"status": "Accepted", "currentTime": STAMP, "interval": 300}]),
        (
            "station",
            [2, "s2", "StatusNotification", {"connectorId": 1, "errorCode": "NoError", "status": "Available"}],
        ),
        ("csms", [3, "s2", {}]),
        ("csms", [2, "c1", "ChangeConfiguration", {"key": "HeartbeatInterval", "value": "300"}]),
        ("station", [3, "c1", {"status": "Accepted"}]),
        ("station", [2, "s3", "StartTransaction", start]),
        ("csms", [3, "s3", {"transactionId": 7, "idTagInfo": {"status": "Accepted"}}]),
        ("station", [2, "s4", "MeterValues", meter]),
        ("csms", [3, "s4", {}]),
        ("station", [2, "s5", "Heartbeat", {}]),
        ("csms", [3, "s5", {"currentTime": STAMP}]),
        ("csms", [2, "c2", "UnlockConnector", {"connectorId": 1}]),
        ("station", [3, "c2", {"status": "Unlocked"}]),
        ("station", [2, "s6", "Heartbeat", {}]),
        ("csms", [3, "s6", {"currentTime": STAMP}]),
    ]


def modern_session() -> Frames:
    status = {"timestamp": STAMP, "connectorStatus": "Available", "evseId": 1, "connectorId": 1}
    variable = {
        "attributeValue": "300",
        "component": {"name": "OCPPCommCtrlr"},
        "variable": {"name": "HeartbeatInterval"},
    }
    result = {
        "attributeStatus": "Accepted",
        "component": {"name": "OCPPCommCtrlr"},
        "variable": {"name": "HeartbeatInterval"},
    }
    boot = {"reason": "PowerUp", "chargingStation": {"vendorName": "Acme", "model": "Two"}}
    return [
        ("station", [2, "s1", "BootNotification", boot]),
        ("csms", [3, "s1", {"status": "Accepted", "currentTime": STAMP, "interval": 300}]),
        ("station", [2, "s2", "StatusNotification", status]),
        ("csms", [3, "s2", {}]),
        ("csms", [2, "c1", "SetVariables", {"setVariableData": [variable]}]),
        ("station", [3, "c1", {"setVariableResult": [result]}]),
        ("station", [2, "s3", "Heartbeat", {}]),
        ("csms", [3, "s3", {"currentTime": STAMP}]),
        ("station", [2, "s4", "Heartbeat", {}]),
        ("csms", [3, "s4", {"currentTime": STAMP}]),
    ]


OLD_PLANTS: list[tuple[str, int, list[Any], Any]] = [
    # code, frame, path into it, what stands there instead
    ("MSG003", 1, [2, "status"], "accepted"),
    ("MSG003", 1, [2, "interval"], "300"),
    ("MSG003", 2, [3, "status"], "Availible"),
    ("MSG003", 2, [3, "info"], "x" * 51),
    ("MSG003", 2, [3, "evseId"], 1),
    ("MSG003", 3, [2, "currentTime"], STAMP),
    ("MSG003", 4, [3, "key"], 5),
    ("MSG003", 4, [3, "value"], "x" * 501),
    ("MSG003", 6, [3, "idTag"], "x" * 21),
    ("MSG003", 6, [3, "meterStart"], 1.5),
    ("MSG003", 6, [3, "idTag"], None),
    ("MSG003", 8, [3, "meterValue"], []),
    ("MSG003", 8, [3, "meterValue", 0, "sampledValue", 0, "value"], 1),
    ("MSG003", 8, [3, "meterValue", 0, "sampledValue", 0, "measurand"], "Current.Import.L1"),
    ("MSG003", 13, [2, "status"], "Accepted"),
    ("MSG010", 6, [3, "timestamp"], "2026-03-01T10:00:00"),
    ("MSG010", 6, [3, "timestamp"], "2026-03-01 10:00:00Z"),
    ("MSG010", 8, [3, "meterValue", 0, "timestamp"], "2026-03-01T10:00:00+03"),
    ("MSG010", 11, [2, "currentTime"], "2026-03-01T9:00:00Z"),
    ("MSG010", 11, [2, "currentTime"], ""),
    ("MSG011", 4, [3, "value"], 300),
    ("MSG011", 4, [3, "value"], True),
    ("MSG012", 0, [3, "chargePointModel"], ""),
    ("MSG012", 6, [3, "connectorId"], 0),
    ("MSG012", 6, [3, "idTag"], ""),
    ("MSG012", 12, [3, "connectorId"], 0),
    ("MSG002", 10, [2], "HeartBeat"),
    ("MSG002", 4, [2], "SetVariables"),
    ("MSG001", 10, [3], []),
    ("MSG001", 10, [3], None),
    ("MSG001", 10, [1], ""),
]
MODERN_PLANTS: list[tuple[str, int, list[Any], Any]] = [
    ("MSG003", 0, [3, "reason"], "powerup"),
    ("MSG003", 0, [3, "chargingStation", "serialNumber"], "x" * 26),
    ("MSG003", 2, [3, "connectorStatus"], "Charging"),
    ("MSG003", 3, [2, "status"], "Accepted"),
    ("MSG003", 4, [3, "setVariableData", 0, "attributeValue"], 300),
    ("MSG003", 5, [2, "setVariableResult", 0, "attributeStatus"], "accepted"),
    ("MSG010", 2, [3, "timestamp"], "2026-03-01T10:00:00"),
    ("MSG012", 0, [3, "chargingStation", "model"], ""),
    ("MSG002", 4, [2], "ChangeConfiguration"),
    ("MSG002", 6, [2], "StartTransaction"),
]


def planted(session: Frames, frame: int, path: list[Any], value: Any) -> Frames:
    """Put ``value`` where ``path`` leads in a frame; an answer's id goes with that of its call."""
    session = copy.deepcopy(session)
    node = session[frame][1]
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    if path == [1]:
        session[frame + 1][1][1] = value
    return session


@pytest.mark.parametrize(("code", "frame", "path", "value"), OLD_PLANTS)
def test_a_mistake_in_a_session_of_1_6(code: str, frame: int, path: list[Any], value: Any) -> None:
    assert found(log(planted(old_session(), frame, path, value))) == [(code, frame + 1)]


@pytest.mark.parametrize(("code", "frame", "path", "value"), OLD_PLANTS)
def test_a_mistake_in_bare_frames_of_1_6(code: str, frame: int, path: list[Any], value: Any) -> None:
    assert found(bare(planted(old_session(), frame, path, value)), "frames.txt") == [(code, frame + 1)]


@pytest.mark.parametrize(("code", "frame", "path", "value"), MODERN_PLANTS)
def test_a_mistake_in_a_session_of_2_0_1(code: str, frame: int, path: list[Any], value: Any) -> None:
    assert found(log(planted(modern_session(), frame, path, value))) == [(code, frame + 1)]


@pytest.mark.parametrize("session", [old_session(), modern_session()], ids=["1.6", "2.0.1"])
def test_the_sessions_are_healthy(session: Frames) -> None:
    assert found(log(session)) == []
    assert found(bare(session), "frames.txt") == []


def test_a_missing_field_is_named() -> None:
    session = old_session()
    del session[6][1][3]["meterStart"]
    (finding,) = judged(log(session))
    assert "required field `meterStart` is missing" in finding.message
    assert (finding.code, finding.station, finding.severity, finding.confidence) == (
        "MSG003",
        "CP7",
        "error",
        "high",
    )


def test_a_misspelt_required_field_is_one_mistake() -> None:
    session = old_session()
    session[6][1][3]["meter_start"] = session[6][1][3].pop("meterStart")
    (finding,) = judged(log(session))
    assert "no field `meter_start`: write `meterStart`" in finding.message


def test_an_answer_points_at_its_call() -> None:
    (finding,) = judged(log(planted(old_session(), 13, [2, "status"], "Accepted")))
    assert [(related.location.line, related.message) for related in finding.related] == [
        (13, "the call it answers")
    ]
    assert "the answer to `UnlockConnector`" in finding.message


def test_the_payload_of_another_version_is_one_mistake() -> None:
    session = old_session()
    session[2] = modern_session()[2]
    (finding,) = judged(log(session))
    assert finding.location.line == 3
    assert "the payload is that of OCPP 2.0.1 or 2.1, and this station speaks 1.6" in finding.message


def test_the_same_mistake_again_is_counted() -> None:
    session = planted(planted(old_session(), 11, [2, "currentTime"], "x"), 15, [2, "currentTime"], "y")
    (finding,) = judged(log(session))
    assert (finding.code, finding.count) == ("MSG010", 2)


def test_two_mistakes_are_two_findings() -> None:
    session = planted(planted(old_session(), 6, [3, "connectorId"], 0), 6, [3, "timestamp"], "soon")
    assert found(log(session)) == [("MSG010", 7), ("MSG012", 7)]


@pytest.mark.parametrize(
    ("code", "severity"),
    [
        ("InternalError", "warning"),
        ("NotImplemented", "info"),
        ("FormatViolation", "warning"),
        ("Oops", "warning"),
    ],
)
def test_an_error_answer(code: str, severity: str) -> None:
    session = old_session()
    session[13] = ("station", [4, "c2", code, "", {}])
    (finding,) = judged(log(session))
    assert (finding.code, finding.location.line, finding.severity) == ("MSG008", 14, severity)
    assert "`UnlockConnector` is answered" in finding.message


@pytest.mark.parametrize(
    ("session", "code", "words"),
    [
        (old_session(), "FormatViolation", "not well-formed; the code is one of OCPP 2.0.1, not of 1.6"),
        (old_session(), "FormationVioation", "no error code of OCPP 1.6; did you mean `FormationViolation`?"),
        (modern_session(), "FormationViolation", "the code is one of OCPP 1.6, not of 2.0.1 or 2.1"),
        (modern_session(), "RpcFrameworkError", "no valid message"),
    ],
)
def test_the_code_of_an_error_is_checked_against_the_version(session: Frames, code: str, words: str) -> None:
    session = [*session, ("csms", [2, "c9", "ClearCache", {}]), ("station", [4, "c9", code, "", {}])]
    (finding,) = judged(log(session))
    assert words in finding.message


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        ('[2,17,"Heartbeat",{}]', "the message id of this CALL is a number"),
        ('[3,17,{"currentTime":"2026-03-01T10:00:00Z"}]', "the message id of this CALLRESULT is a number"),
        ('[2,null,"Heartbeat",{}]', "the message id of this CALL is null"),
        ('[2,"x1","Heartbeat"]', "4 elements, this one has 3: no payload"),
        ('[2,"x1","Heartbeat",{},{}]', "4 elements, this one has 5"),
        ('[2,"x1",{}]', "this CALL has no action"),
        ('[2,"x1"]', "4 elements, this one has 2"),
        ('[3,"x1",null]', "the payload of this CALLRESULT is null"),
        ('[3,"x1",{},{}]', "3 elements, this one has 4"),
        ('[13,"x1","Heartbeat",{}]', "the message type is 13"),
        ('["2","x1","Heartbeat",{}]', 'the message type is "2"'),
        ('[6,"x1","NotifyPeriodicEventStream",{}]', "message type 6 (SEND) exists since OCPP 2.1"),
    ],
)
def test_a_frame_that_is_none(frame: str, words: str) -> None:
    session = old_session()
    session.insert(10, ("station", frame))
    (finding,) = judged(log(session))
    assert (finding.code, finding.location.line, finding.station) == ("MSG001", 11, "CP7")
    assert words in finding.message


@pytest.mark.parametrize(
    "noise",
    [
        'sizes are [2, 4, 8] and [3,"large",{"n":1}]',
        'retry [13,"soon","later"] of [5,"a"]',
        "[2,17,18]",
        "[1, 2, 3]",
        '2026-03-01 10:00:00.000 INFO (MainThread) [app] levels [3,17,{"n":1}]',
        '2026-03-01 10:00:12.673 DEBUG (MainThread) [websockets.server] > TEXT \'[2,"c1","Chan...300"}]\' [137 bytes]',
    ],
)
def test_what_looks_like_a_frame_is_none(noise: str) -> None:
    lines = log(old_session()).splitlines()
    assert found("\n".join([*lines[:5], noise, *lines[5:]])) == []


def test_a_frame_cut_off_by_the_log_is_not_the_stations_fault() -> None:
    lines = log(old_session()).splitlines()
    lines[6] = lines[6][:-20]
    assert found("\n".join(lines)) == []
