"""A frame is found wherever it stands in a log, with what the text around it says of it; the rest is counted."""

import json
import os
from collections.abc import Iterable

import pytest

from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputProblem, InputReport, LineShape
from ocpplint.facts.message import Message
from ocpplint.readers.traces.dialect_loader import load_dialects
from ocpplint.readers.traces.dialects import NO_DIALECTS, Dialects
from ocpplint.readers.traces.lines import read_lines

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))


@pytest.fixture(scope="module")
def dialects() -> Dialects:
    return load_dialects()


class Reading:
    """What reading some lines gave."""

    def __init__(self, lines: Iterable[str], dialects: Dialects) -> None:
        self.report = InputReport("a.log")
        self.facts = list(read_lines(lines, "a.log", self.report, dialects))
        self.messages = [fact for fact in self.facts if isinstance(fact, Message)]
        self.troubles = [fact for fact in self.facts if isinstance(fact, InputProblem)]

    def ids(self) -> list[str]:
        return [message.id for message in self.messages]

    def kinds(self) -> list[tuple[str, int, int]]:
        places = [(fact.kind, fact.place.locate()) for fact in self.troubles]
        return [(kind, place.line, place.column) for kind, place in places]


def read(text: str, dialects: Dialects | None = None) -> Reading:
    return Reading(text.splitlines(keepends=True), dialects or NO_DIALECTS)


BOOT = '[2,"b1","BootNotification",{"chargePointVendor":"Éclair","chargePointModel":"X"}]'
BOOTED = '[3,"b1",{"status":"Accepted","interval":60,"currentTime":"2024-05-01T10:00:00Z"}]'
SET = '[2,"c1","ChangeConfiguration",{"key":"HeartbeatInterval","value":"60"}]'


def test_bare_frames_one_a_line() -> None:
    got = read(f"{BOOT}\n\n{BOOTED}\n")
    boot, answer = got.messages
    assert (boot.type, boot.id, boot.action, boot.sender) == (2, "b1", "BootNotification", "station")
    assert boot.payload == {"chargePointVendor": "Éclair", "chargePointModel": "X"}
    assert boot.location == Location("a.log", 1, 1, 1, len(BOOT) + 1)
    assert (answer.type, answer.action, answer.sender, answer.location.line) == (3, None, "csms", 3)
    assert (got.report.lines, got.report.frames, got.report.dialects) == (3, 2, {"bare": 2})


def test_call_errors_and_the_types_of_2_1() -> None:
    frames = (
        '[4,"a","NotImplemented","not here",{"x":1}]\n[5,"a","GenericError","",{}]\n'
        '[6,"b","NotifyPeriodicEventStream",{"id":1}]'
    )
    error, result_error, send = read(frames).messages
    assert (error.error_code, error.error_description, error.payload) == ("NotImplemented", "not here", {"x": 1})
    assert (result_error.type, result_error.error_code) == (5, "GenericError")
    assert (send.type, send.action, send.sender) == (6, "NotifyPeriodicEventStream", "station")


def test_a_call_error_without_details_is_read_and_objected_to() -> None:
    got = read('[4,"a","InternalError","x"]')
    assert [message.payload for message in got.messages] == [{}]
    assert [problem.message for problem in got.troubles] == ["a CALLERROR has 5 elements, this one has 4"]


def test_an_array_of_frames_on_one_line() -> None:
    got = read(f"[{BOOT}, {BOOTED}]")
    assert got.ids() == ["b1", "b1"]
    assert [message.location.column for message in got.messages] == [2, 2 + len(BOOT) + 2]


def test_any_prefix_will_do() -> None:
    got = read(f"2024-05-01T10:00:00.250Z|node-3|ws[12]>> {BOOT} (84 bytes)")
    (message,) = got.messages
    assert (message.dialect, message.time, message.location.column) == ("text", 1714557600.25, 42)


def test_the_point_of_view_is_learnt_from_the_actions(dialects: Dialects) -> None:
    head = "2024-05-01 10:00:00,000 - ocpp - INFO - CP1: "
    csms_log = read(f'{head}send [3,"x",{{}}]\n{head}receive message {BOOT}\n{head}send {BOOTED}', dialects)
    assert [message.sender for message in csms_log.messages] == [None, "station", "csms"]
    station_log = read(f'{head}send {BOOT}\n{head}receive message {BOOTED}\n{head}send [3,"y",{{}}]', dialects)
    assert [message.sender for message in station_log.messages] == ["station", "csms", "station"]


def test_each_station_and_each_dialect_has_its_point_of_view(dialects: Dialects) -> None:
    lines = f'A: send {BOOT}\nB: receive message {BOOT}\nA: send [3,"1",{{}}]\nB: send [3,"2",{{}}]'
    assert [message.sender for message in read(lines, dialects).messages] == [
        "station",
        "station",
        "station",
        "csms",
    ]


def test_an_answer_tells_the_point_of_view_by_the_call_it_answers(dialects: Dialects) -> None:
    lines = f'> {SET}\n< [3,"c1",{{"status":"Accepted"}}]\n> [3,"unknown",{{}}]'
    assert [message.sender for message in read(lines, dialects).messages] == ["csms", "station", "csms"]


def test_two_messages_on_one_line(dialects: Dialects) -> None:
    got = read(f'[MO] Send: {BOOT}11:52:55.587 > [MO] Recv: [3,"b1",{{}}]', dialects)
    assert [(message.id, message.sender, message.dialect) for message in got.messages] == [
        ("b1", "station", "micro-ocpp"),
        ("b1", "csms", "micro-ocpp"),
    ]
    assert got.messages[1].time == pytest.approx(42775.587)


def test_a_frame_twice_on_one_line_is_one_message() -> None:
    assert read(f"frame={BOOT} raw={BOOT}").ids() == ["b1"]


def test_a_frame_logged_by_two_loggers_is_one_message_of_a_known_station(dialects: Dialects) -> None:
    head = "2024-05-01 10:00:00.000 "
    got = read(
        f"{head}DEBUG (MainThread) [websockets.server] < TEXT '{BOOT}' [84 bytes]\n"
        f"{head}INFO (MainThread) [ocpp] CP1: receive message {BOOT}\n"
        f"{head}INFO (MainThread) [ocpp] CP1: send {BOOTED}\n",
        dialects,
    )
    assert [(message.station, message.sender) for message in got.messages] == [("CP1", "station"), ("CP1", "csms")]
    assert got.report.frames == 2


def test_a_repeated_bare_frame_is_a_second_message() -> None:
    assert read(f"{BOOT}\n{BOOT}").ids() == ["b1", "b1"]


def test_equal_frames_of_two_stations_are_two_messages(dialects: Dialects) -> None:
    assert read(f"A: send {BOOT}\nINFO:ocpp:B: send {BOOT}", dialects).ids() == ["b1", "b1"]


ELIDED = "2024-05-01 10:00:00.000 DEBUG (MainThread) [websockets.server] > TEXT '{}' [98 bytes]\n"


@pytest.mark.parametrize(
    "shortened",
    ['[2,"c1","Chan...alue":"60"}]', '[2,"c1","GetC...rtedFeatureProfiles"]}]', '[3,"c1",{"con...x, y"}]}]'],
)
def test_a_shortened_frame_is_no_message(shortened: str, dialects: Dialects) -> None:
    got = read(ELIDED.format(shortened) + f"INFO:ocpp:CP1: send {BOOT}\n", dialects)
    assert got.ids() == ["b1"]
    assert (got.kinds(), got.report.truncated) == ([("truncated", 1, 72)], 1)


def test_a_shortened_frame_is_no_trouble_where_it_is_logged_whole(dialects: Dialects) -> None:
    whole, shortened = f"INFO:ocpp:CP1: send {SET}\n", ELIDED.format('[2,"c1","Chan...alue":"60"}]')
    for text in (whole + shortened, shortened + whole):
        got = read(text, dialects)
        assert (got.ids(), got.troubles, got.report.truncated) == (["c1"], [], 0)


def test_the_length_logged_beside_a_frame_betrays_that_it_was_shortened(dialects: Dialects) -> None:
    got = read(ELIDED.format('[3,"c1",{"status":"Acc...ed"}]'), dialects)
    assert (got.messages, got.report.truncated) == ([], 1)


def test_dots_in_a_value_shorten_nothing() -> None:
    assert read('[2,"a","DataTransfer",{"vendorId":"x","data":"loading..."}] [60 bytes]').ids() == ["a"]


def test_a_cut_frame_is_truncated() -> None:
    got = read(f"CP1 <- {SET[:40]}\n{BOOT}\n{BOOT.replace('b1', 'b2')[:50]}")
    assert got.ids() == ["b1"]
    assert (got.kinds(), got.report.truncated) == ([("truncated", 1, 8), ("truncated", 3, 1)], 2)


def test_a_cut_frame_with_the_next_record_glued_to_it() -> None:
    got = read(f"x: {SET[:40]}2024-05-01 10:00:00 y: {BOOT}")
    assert (got.ids(), got.kinds()) == (["b1"], [("truncated", 1, 4)])


def test_a_cut_frame_does_not_swallow_the_log_behind_it(dialects: Dialects) -> None:
    behind = [
        "2024-05-01 10:00:00 other",
        "INFO:ocpp:CP1: nothing",
        f'{{"raw":{json.dumps(BOOTED)}}}',
        f"x| {BOOTED}",
    ]
    for line in behind:
        got = read(f"CP1: send {SET[:40]}\n{line}\n{BOOT}", dialects)
        assert got.ids()[-1] == "b1"
        assert got.kinds() == [("truncated", 1, 11)], line


def test_a_malformed_frame_is_named_with_the_place() -> None:
    got = read('x [2,"m","MeterValues",{"connectorId":1,"transactionId":,"meterValue":[]}]')
    assert (got.messages, got.kinds()) == ([], [("malformed", 1, 57)])


def test_a_malformed_frame_over_many_lines_is_named_with_the_place() -> None:
    got = read('[2,"m","MeterValues",{\n  "connectorId":1,\n  "transactionId":,\n  "meterValue":[]\n}]\n')
    assert (got.kinds(), got.report.truncated) == ([("malformed", 3, 19)], 0)


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        ('[2,"a","Heartbeat"]', "a CALL has 4 elements, this one has 3: no payload"),
        ('[2,17,"Heartbeat",{}]', "the message id of this CALL is a number and must be a string"),
        ('[3,"a",{},{}]', "a CALLRESULT has 3 elements, this one has 4"),
    ],
)
def test_an_array_that_is_nearly_a_frame_says_what_is_wrong(frame: str, reason: str) -> None:
    got = read(f"x {frame}")
    assert ([problem.message for problem in got.troubles], got.messages) == ([reason], [])


@pytest.mark.parametrize(
    "line",
    [
        "enqueued CALL [3744316402, GetConfiguration] for CP1",
        'rows: [2, "Alice", "Smith"]',
        'rows: [3, "Alice", 17, {"a": 1}]',
        '{"rows": [[4, "Alice", "Smith"], [2, "Bob", "Jones", 3]]}',
        "[main  ] INFO nothing [2] [3,4]",
        '{"point": [2, 3], "name": "[2"}',
    ],
)
def test_other_arrays_are_no_business_of_ocpp(line: str) -> None:
    got = read(line)
    assert (got.facts, got.report.unrecognised) == ([], 0)


def test_the_repr_of_a_python_list_is_counted_not_read() -> None:
    got = read("got [2, 'a', 'Heartbeat', {}]\n[2,\n 'b',\n 'Heartbeat', {}]\n")
    assert (got.messages, got.report.unrecognised) == ([], 2)
    assert got.kinds() == [("unrecognised", 1, 5)]
    assert got.report.shapes == {"[2, '', '', {}]": LineShape(1, "got [2, 'a', 'Heartbeat', {}]", 2)}


@pytest.mark.parametrize("indent", [None, 0, 2])
def test_a_pretty_printed_frame(indent: int | None, dialects: Dialects) -> None:
    frame = json.dumps(json.loads(SET), indent=indent)
    got = read(f"INFO:ocpp:CP1: send {frame}\nINFO:ocpp:CP1: receive message {BOOT}\n", dialects)
    assert got.ids() == ["c1", "b1"]
    message = got.messages[0]
    assert (message.payload, message.station) == ({"key": "HeartbeatInterval", "value": "60"}, "CP1")
    last = frame.splitlines()[-1]
    start = 0 if "\n" in frame else 20
    assert (message.location.line, message.location.column) == (1, 21)
    assert (message.location.end_line, message.location.end_column) == (
        1 + frame.count("\n"),
        start + len(last) + 1,
    )


def test_a_frame_below_the_line_that_tells_of_it(dialects: Dialects) -> None:
    frame = json.dumps(json.loads(BOOT), indent=2)
    got = read(f"2024-05-01T10:00:00.5Z: ChargePoint>CentralSystem BootNotification \n{frame}\n\n", dialects)
    (message,) = got.messages
    assert (message.dialect, message.sender, message.time) == ("libocpp", "station", 1714557600.5)
    assert message.location[1:3] == (2, 1)


def test_a_pretty_printed_array_of_frames() -> None:
    assert read(json.dumps([json.loads(BOOT), json.loads(BOOTED)], indent=2)).ids() == ["b1", "b1"]


def test_a_pretty_printed_frame_behind_a_container_name(dialects: Dialects) -> None:
    lines = json.dumps(json.loads(SET), indent=2).splitlines()
    lines[0] = "CP1: send " + lines[0]
    got = Reading([f"csms-1  | {line}\n" for line in lines], dialects)
    assert [(message.id, message.station) for message in got.messages] == [("c1", "CP1")]
    assert got.messages[0].location[1:] == (1, 21, 9, 12)


@pytest.mark.parametrize("width", [30, 41, 60])
def test_a_frame_wrapped_by_a_terminal(width: int) -> None:
    text = f'CP1 -> [2,"w","DataTransfer",{{"vendorId":"x","data":"{"0123456789 " * 12}\\"end\\\\"}}]'
    pieces = [text[at : at + width] for at in range(0, len(text), width)]
    got = Reading([piece + "\n" for piece in pieces], NO_DIALECTS)
    assert [message.payload["data"] for message in got.messages] == ["0123456789 " * 12 + '"end\\']
    assert got.messages[0].location.end_line == len(pieces)


def test_a_frame_escaped_in_a_field_of_a_text_log() -> None:
    quoted = json.dumps(BOOT, ensure_ascii=False)
    got = read(f"level=info msg={quoted} n=1\nlevel=info msg={json.dumps(quoted)}\n")
    assert got.ids() == ["b1", "b1"]
    assert got.messages[0].payload["chargePointVendor"] == "Éclair"
    assert got.messages[0].location == Location("a.log", 1, 17, 1, 15 + len(quoted))


def test_surrogates_without_a_partner_do_no_harm() -> None:
    got = read('[2,"a","DataTransfer",{"vendorId":"\\ud83d","data":"\udc80"}]')
    assert got.messages[0].payload == {"vendorId": "\ufffd", "data": "\ufffd"}


def test_a_payload_nested_too_deep_is_said_to_be() -> None:
    got = read('[2,"a","DataTransfer",{"data":' + "[" * 5000 + "]" * 5000 + "}]")
    assert [problem.kind for problem in got.troubles] == ["too-deep"]


@pytest.mark.parametrize(
    "line",
    [
        '[2,"' * 100_000,
        '[2,\\"' * 100_000,
        "[" * 500_000,
        '[2,"1","Heartbeat",{"a":"' * 20_000,
        '[3,"1",{}]' * 50_000,
        '[2,"1","DataTransfer",{"data":"' + "x" * 10_000_000,
        "[2," + "\\" * 200_000 + '"',
        '{"a":[' + '[3,"\\u0041",{}],' * 20_000 + "0]}",
    ],
    ids=["openings", "escaped", "brackets", "cut", "glued", "long", "backslashes", "wrapped"],
)
def test_the_work_is_linear_in_a_monstrous_line(line: str, dialects: Dialects) -> None:
    """With quadratic work this test would run for hours."""
    got = read(f"{line}\n2024-05-01 10:00:00 CP1 {BOOT}", dialects)
    assert got.ids()[-1] == "b1"


def test_nothing_is_held_back_but_a_few_messages() -> None:
    lines = (f'[2,"{number}","Heartbeat",{{}}]' for number in range(1000))
    taken = 0

    def counted() -> Iterable[str]:
        nonlocal taken
        for line in lines:
            taken += 1
            yield line

    facts = read_lines(counted(), "a.log", InputReport("a.log"), NO_DIALECTS)
    assert isinstance(first := next(facts), Message)
    assert first.id == "0"
    assert taken < 20
