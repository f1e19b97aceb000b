"""A server that logs each frame in two layers: each is one message, whatever other connections write in between."""

import json

import pytest

from ocpplint.facts.inputs import InputProblem, InputReport
from ocpplint.facts.message import Message
from ocpplint.readers.traces.dialect_loader import load_dialects
from ocpplint.readers.traces.lines import read_lines

STATUS = {"connectorId": 1, "errorCode": "NoError", "status": "Available", "info": "a text of some length"}
CALLS = [
    (station, json.dumps([2, str(number), "StatusNotification", STATUS], separators=(",", ":")))
    for number in range(3)
    for station in ("CP-1", "CP-2")
]
"""Two stations that use the same ids, for messages that are the same in all else."""


def above(station: str, frame: str) -> str:
    return f"12:00:00.000 INFO (MainThread) [ocpp] {station}: receive message {frame}"


def below(frame: str, *, whole: bool = True) -> str:
    shown = frame if whole else f"{frame[:48]}...{frame[-24:]}"
    return f"12:00:00.000 DEBUG (MainThread) [websockets.server] < TEXT '{shown}' [{len(frame)} bytes]"


def read(*lines: str) -> tuple[list[Message | InputProblem], InputReport]:
    report = InputReport("csms.log")
    facts = list(read_lines([line + "\n" for line in lines], "csms.log", report, load_dialects()))
    return facts, report


def pair(station: str, frame: str, *, whole: bool = True) -> list[str]:
    return [below(frame, whole=whole), above(station, frame)]


@pytest.mark.parametrize("whole", [True, False])
def test_the_records_of_two_connections_interleave(whole: bool) -> None:
    lines = pair(*CALLS[0], whole=whole) + pair(*CALLS[1], whole=whole)
    lines += [below(frame, whole=whole) for _, frame in CALLS[2:]]
    lines += [above(station, frame) for station, frame in CALLS[2:]]
    facts, report = read(*lines)
    assert sorted((fact.station, fact.id) for fact in facts if isinstance(fact, Message)) == sorted(
        (station, json.loads(frame)[1]) for station, frame in CALLS
    )
    assert len(facts) == len(CALLS)
    assert (report.frames, report.truncated) == (len(CALLS), 0)


def test_a_message_has_the_time_at_which_it_was_first_logged() -> None:
    early = [below(frame) for _, frame in CALLS[2::2]]
    late = [above(station, frame).replace("12:00:00", "12:02:00") for station, frame in CALLS[2::2]]
    facts, report = read(*pair(*CALLS[0]), *early, *late)
    assert [type(fact).__name__ for fact in facts] == ["Message"] * 3
    assert (report.steps_back, report.first_time) == (0, report.last_time)


def test_what_only_the_lower_layer_logs_is_told_of_in_its_place() -> None:
    (station, first), (_, second), (_, third), *_ = [(s, f) for s, f in CALLS if s == "CP-1"]
    facts, report = read(
        *pair(station, first), below(second, whole=False), *pair(station, third), *pair(station, first)
    )
    assert [fact.id if isinstance(fact, Message) else fact.kind for fact in facts] == ["0", "truncated", "2", "0"]
    assert report.elided == 1


def test_many_messages_later_an_equal_one_is_another() -> None:
    frames = [f'[2,"{number}","Heartbeat",{{}}]' for number in range(40)]
    once = [line for frame in frames for line in pair("CP-1", frame)]
    assert read(*once, below(frames[0]))[1].frames == len(frames) + 1


@pytest.mark.parametrize("frame", ['[2,"a","Heartbeat",{]', '[2,17,"Heartbeat",{}]'])
def test_a_broken_frame_is_told_of_once_however_often_it_is_quoted(frame: str) -> None:
    quoted = f"12:00:00.000 ERROR (MainThread) [app] Unable to parse message: '{frame}', {{'message': '{frame}'}}"
    facts, _ = read(above("CP-1", frame), quoted, f"app.Error: {{'message': '{frame}'}}")
    assert [fact.place.locate().line for fact in facts if isinstance(fact, InputProblem)] == [1]


def test_a_broken_frame_that_is_sent_again_is_told_of_again() -> None:
    line = above("CP-1", '[2,"a","Heartbeat",{]')
    facts, _ = read(line, above("CP-1", CALLS[0][1]), line)
    assert [type(fact).__name__ for fact in facts] == ["InputProblem", "Message", "InputProblem"]


def test_the_dots_of_a_shortened_frame_may_stand_where_a_bracket_was() -> None:
    frame = '[3,"00000000-0000-4000-8000-000000000010",{"setVariableResult":[{"attributeStatus":"Accepted"}]}]'
    facts, report = read(below(frame, whole=False), above("CP-1", frame))
    assert [fact.payload for fact in facts if isinstance(fact, Message)] == [json.loads(frame)[2]]
    assert (len(facts), report.truncated) == (1, 0)
