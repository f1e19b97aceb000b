"""Frames wrapped in JSON are found once each, with the station, time and direction of the objects around them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ocpplint.documents.tree import Document, Node, NodeSpans, Number, Object, Route, Span
from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputReport
from ocpplint.facts.message import Message
from ocpplint.readers.traces.dialects import NO_DIALECTS
from ocpplint.readers.traces.documents import frames_in_document
from ocpplint.readers.traces.frames import is_frame
from ocpplint.readers.traces.lines import read_lines
from ocpplint.readers.traces.recognise import looks_like_trace
from ocpplint.readers.traces.wrapped import read_wrapped

CALL: list[Any] = [2, "b1", "BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"}]
ANSWER: list[Any] = [3, "b1", {"status": "Accepted"}]
TEN = 1714557600.0  # 2024-05-01T10:00:00Z


def read(*lines: object) -> list[Message]:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return [
        fact for fact in read_lines(texts, "a.jsonl", InputReport(""), NO_DIALECTS) if isinstance(fact, Message)
    ]


@pytest.mark.parametrize("field", ["message", "payload", "frame", "raw", "msg", "data", "log", "body", "content"])
@pytest.mark.parametrize("spell", [lambda frame: frame, json.dumps, lambda frame: json.dumps(frame, indent=1)])
def test_a_frame_in_any_field_as_array_or_as_text(field: str, spell: Callable[[Any], Any]) -> None:
    (message,) = read({"n": 1, field: spell(CALL)})
    assert (message.id, message.payload, message.dialect) == ("b1", CALL[3], "json")


@pytest.mark.parametrize(
    "name",
    ["chargePointId", "charge_box_id", "stationId", "station", "cpId", "chargePoint", "identity", "client-id"],
)
def test_the_station_under_its_usual_names(name: str) -> None:
    assert [message.station for message in read({name: "CP7", "message": CALL})] == ["CP7"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("timestamp", "2024-05-01T10:00:00.000Z"),
        ("@timestamp", "2024-05-01T12:00:00+02:00"),
        ("time", "2024-05-01 10:00:00"),
        ("ts", TEN),
        ("ts", TEN * 1000),
        ("ts", "1714557600000"),
    ],
)
def test_the_time_under_its_usual_names(name: str, value: object) -> None:
    assert [message.time for message in read({name: value, "message": CALL})] == [TEN]


@pytest.mark.parametrize(
    ("name", "value", "sender"),
    [
        ("direction", "cp-to-csms", "station"),
        ("direction", "CS_TO_CSMS", "station"),
        ("direction", "CSMS_TO_CS", "csms"),
        ("direction", "CP->CS", "station"),
        ("direction", "cs → cp", "csms"),
        ("dir", "fromChargePoint", "station"),
        ("sender", "csms", "csms"),
        ("type", "application-log", None),
        ("direction", "out", None),
    ],
)
def test_the_direction_of_an_answer(name: str, value: str, sender: str | None) -> None:
    assert [message.sender for message in read({name: value, "message": [3, "x", {}]})] == [sender]


def test_words_for_the_direction_are_the_writers_until_an_action_tells_who_that_is() -> None:
    lines = [{"dir": "in", "m": CALL}, {"dir": "out", "m": ANSWER}, {"dir": "in", "m": [3, "z", {}]}]
    assert [message.sender for message in read(*lines)] == ["station", "csms", "station"]


def test_the_protocol_version() -> None:
    assert [
        message.ocpp for message in read({"protocol": "ocpp2.0.1", "m": CALL}, {"ocppVersion": "1.6", "m": CALL})
    ] == [
        "2.0.1",
        "1.6",
    ]


def test_a_frame_given_decoded_and_raw_counts_once_at_its_raw_place() -> None:
    line = json.dumps(
        {
            "timestamp": "2024-05-01T10:00:00Z",
            "chargePointId": "CP1",
            "direction": "cp-to-csms",
            "messageType": "CALL",
            "messageId": "b1",
            "action": "BootNotification",
            "payload": CALL[3],
            "raw": json.dumps(CALL),
        }
    )
    (message,) = read(line)
    assert (message.id, message.station, message.sender, message.time) == ("b1", "CP1", "station", TEN)
    start = line.index("[2,") + 1
    assert message.location == Location("a.jsonl", 1, start, 1, len(line) - 1)


def test_a_frame_given_in_pieces_is_put_together() -> None:
    call = {"messageTypeId": 2, "uniqueId": "a", "action": "Heartbeat", "payload": {}}
    error = {"messageType": "CALLERROR", "messageId": "a", "errorCode": "GenericError", "errorDescription": "no"}
    got = read(call, {"messageType": "CallResult", "messageId": "a", "payload": {"currentTime": "x"}}, error)
    assert [(message.type, message.id, message.action) for message in got] == [
        (2, "a", "Heartbeat"),
        (3, "a", None),
        (4, "a", None),
    ]
    assert (got[2].error_code, got[2].error_description) == ("GenericError", "no")


def test_a_request_and_its_response_in_one_object_are_two() -> None:
    assert [message.type for message in read({"request": CALL, "response": ANSWER})] == [2, 3]


def test_the_nearest_object_outranks_those_around_it() -> None:
    value = {
        "station": "A",
        "time": "2024-05-01T10:00:00Z",
        "events": [{"message": CALL}, {"cp_id": "B", "m": ANSWER}],
    }
    assert [(message.station, message.time) for message in read(value)] == [("A", TEN), ("B", TEN)]


def test_metadata_beside_the_events_tells_of_them() -> None:
    value = {"metadata": {"stationId": "A", "ocppVersion": "1.6"}, "events": [{"message": CALL}]}
    assert [(message.station, message.ocpp) for message in read(value)] == [("A", "1.6")]


def test_a_log_line_in_a_field_of_a_container_log() -> None:
    value = {"log": f"some text: {json.dumps(CALL)}\n", "stream": "stdout", "time": "2024-05-01T10:00:00.000Z"}
    assert [(message.id, message.time) for message in read(value)] == [("b1", TEN)]


def test_frames_of_a_payload_are_not_searched_for() -> None:
    inner = [2, "d", "DataTransfer", {"vendorId": "x", "data": json.dumps(CALL)}]
    assert [message.id for message in read({"message": inner})] == ["d"]


def test_json_lines_without_frames_are_no_trouble() -> None:
    assert read({"event": "connected", "list": [2, "x", 3], "text": "[2,3]"}) == []


def test_deeply_nested_values_are_walked_without_recursion() -> None:
    value: object = CALL
    for _ in range(20_000):
        value = [value]
    assert [wrapped.frame for wrapped in read_wrapped(value)] == [CALL]


def tree_of(value: Any) -> Node:
    if isinstance(value, dict):
        return Object([(key, tree_of(item)) for key, item in value.items()])
    if isinstance(value, list):
        return [tree_of(item) for item in value]
    return Number(json.dumps(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def test_frames_in_a_document_have_their_place_and_plain_payloads() -> None:
    payload = {"connectorId": 1, "meterValue": [{"power": 21.4, "ok": True, "none": None}]}
    session = {"stationId": "A", "events": [{"dir": "CS_TO_CSMS", "message": [2, "m", "MeterValues", payload]}]}
    routes: dict[Route, NodeSpans] = {(0, 1, 0, 1): NodeSpans(None, Span(70, 90))}
    document = Document("", [tree_of(session)], routes.__getitem__)
    report = InputReport("s.json")
    facts = list(
        frames_in_document(document, "s.json", report, lambda offset: (offset // 40 + 1, offset % 40 + 1))
    )
    (message,) = facts
    assert isinstance(message, Message)
    assert message.payload == payload
    assert (message.station, message.sender) == ("A", "station")
    assert message.location == Location("s.json", 2, 31, 3, 11)
    assert (report.frames, report.stations) == (1, {"A": None})


def test_equal_frames_of_a_document_are_all_messages() -> None:
    span = NodeSpans(None, Span(0, 1))
    document = Document("", [[tree_of(CALL), tree_of(CALL)]], lambda _: span)
    assert len(list(frames_in_document(document, "s.json", InputReport(""), lambda _: (1, 1)))) == 2


@pytest.mark.parametrize(
    ("value", "frame"),
    [
        ([2, "a", "Heartbeat", {}], True),
        ([2, "a", "AnotherAction", {}], True),
        ([2, "a", "Heartbeat", []], True),
        ([2, "a", "GetC...tion", {}], False),
        ([2, "a", "Alice", []], False),
        ([2, "a", "Heartbeat"], False),
        ([2, 1, "Heartbeat", {}], False),
        ([True, "a", {}], False),
        ([3, "a", {}], True),
        ([3, "a", "x"], False),
        ([4, "a", "GenericError", "", {}], True),
        ([4, "a", "VendorsOwn", "", {}], True),
        ([4, "a", "GenericError"], True),
        ([4, "a", "Alice"], False),
        ([6, "a", "NotifyPeriodicEventStream", {}], True),
        ([7, "a", "Heartbeat", {}], False),
        ([], False),
        ({}, False),
        (None, False),
    ],
)
def test_what_a_frame_is(value: object, frame: bool) -> None:
    assert is_frame(value) is frame


@pytest.mark.parametrize(
    ("head", "is_trace"),
    [
        (f"some log\nline: {json.dumps(CALL)}\n", True),
        (json.dumps({"raw": json.dumps(CALL)}), True),
        (json.dumps({"messageType": "CALL", "messageId": "a", "action": "Heartbeat", "payload": {}}), True),
        (json.dumps([CALL], indent=2), True),
        (json.dumps(CALL)[:40], True),
        ('{"configurationKey":[{"key":"A","value":"[2,3]"}]}', False),
        ('key: [2, "a"]\n', False),
        ("", False),
    ],
)
def test_what_looks_like_a_trace(head: str, is_trace: bool) -> None:
    assert looks_like_trace(head) is is_trace
