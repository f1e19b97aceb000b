"""The forms a trace or log may have, and the traps in them: what a frame looks like once people and programs are done."""

import csv
import io
import json

import pytest

from ocpplint.facts.inputs import InputProblem, InputReport
from ocpplint.facts.message import Message
from ocpplint.readers.traces.dialect_loader import load_dialects
from ocpplint.readers.traces.lines import read_lines

BOOT = '[2,"b1","BootNotification",{"chargePointVendor":"Éclair","chargePointModel":"X"}]'
BOOTED = '[3,"b1",{"status":"Accepted","interval":60,"currentTime":"2024-05-01T10:00:00Z"}]'
BEAT = '[2,"h1","Heartbeat",{}]'
BEATEN = '[3,"h1",{"currentTime":"2024-05-01T10:00:00Z"}]'
TEN = 1714557600.0


class Reading:
    """What reading a text with the shipped dialects gave."""

    def __init__(self, text: str) -> None:
        self.report = InputReport("a.log")
        self.facts = list(read_lines(text.splitlines(keepends=True), "a.log", self.report, load_dialects()))
        self.messages = [fact for fact in self.facts if isinstance(fact, Message)]
        self.troubles = [fact for fact in self.facts if isinstance(fact, InputProblem)]

    def said(self) -> list[tuple[str, str | None, str | None, float | None]]:
        return [(message.id, message.station, message.sender, message.time) for message in self.messages]

    def ids(self) -> list[str]:
        return [message.id for message in self.messages]

    def kinds(self) -> list[tuple[str, int, int]]:
        places = [(problem.kind, problem.place.locate()) for problem in self.troubles]
        return [(kind, place.line, place.column) for kind, place in places]


def table(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


SAID = [("b1", "CP1", "station", TEN), ("b1", "CP1", "csms", TEN + 1)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_whose_cells_are_quoted(delimiter: str) -> None:
    rows = [
        ["timestamp", "charge_point_id", "direction", "message"],
        ["2024-05-01T10:00:00Z", "CP1", "received", BOOT],
        ["2024-05-01T10:00:01Z", "CP1", "sent", BOOTED],
    ]
    got = Reading(table(rows, delimiter))
    assert got.said() == SAID
    assert got.report.dialects == {"csv": 2}
    assert got.messages[0].payload["chargePointVendor"] == "Éclair"


def test_a_table_whose_json_is_not_quoted_has_columns_on_both_sides_of_it() -> None:
    text = (
        "time,station,message,direction\n"
        f"2024-05-01T10:00:00Z,CP1,{BOOT},received\n2024-05-01T10:00:01Z,CP1,{BOOTED},sent\n"
    )
    assert Reading(text).said() == SAID


def test_a_table_that_gives_the_elements_of_a_frame_in_columns() -> None:
    rows = [
        ["timestamp", "stationId", "messageType", "messageId", "action", "payload"],
        ["2024-05-01T10:00:00Z", "CP1", "CALL", "h1", "Heartbeat", "{}"],
        ["2024-05-01T10:00:01Z", "CP1", "CALLRESULT", "h1", "", '{"currentTime":"x"}'],
    ]
    got = Reading(table(rows))
    assert [(message.type, message.id, message.payload, message.station) for message in got.messages] == [
        (2, "h1", {}, "CP1"),
        (3, "h1", {"currentTime": "x"}, "CP1"),
    ]


def test_a_quoted_cell_without_a_header() -> None:
    got = Reading(
        table([["2024-05-01T10:00:00Z", "CP1", "IN", BOOT], ["2024-05-01T10:00:01Z", "CP1", "OUT", BOOTED]])
    )
    assert [(message.id, message.sender, message.time) for message in got.messages] == [
        ("b1", "station", TEN),
        ("b1", "csms", TEN + 1),
    ]
    assert got.messages[0].payload == json.loads(BOOT)[3]


def test_an_empty_id_is_no_doubled_quote() -> None:
    got = Reading('[2,"","Heartbeat",{}]\nx [2,"", "Authorize",{}]\n')
    assert got.ids() == ["", ""]


def test_loki_and_cloudwatch() -> None:
    lines = [
        {"stream": {"app": "csms"}, "values": [["1714557600000000000", f"CP1: receive message {BOOT}"]]},
        {"timestamp": 1714557601000, "message": f"2024-05-01 10:00:01,000 - ocpp - INFO - CP1: send {BOOTED}"},
    ]
    assert Reading("\n".join(map(json.dumps, lines))).said() == SAID


def test_json_behind_the_head_of_a_logger() -> None:
    text = (
        '2024-05-01 10:00:00 info: ocpp {"chargePointId":"CP1","direction":"in","message":' + BOOT + "}\n"
        'csms-1  | {"ts":"2024-05-01T10:00:01Z","cp":"CP1","station":"CP1","dir":"out","raw":'
        + json.dumps(BOOTED)
        + "}\n"
    )
    assert Reading(text).said() == SAID


@pytest.mark.parametrize(
    "disguise",
    [
        lambda frame: frame.replace('"', "&quot;"),
        lambda frame: frame.replace('"', "&#34;").replace("é", "&eacute;"),
        lambda frame: frame.replace('"', "”"),
        lambda frame: frame.replace('"', "„"),
    ],
    ids=["entities", "numeric", "typographic", "german"],
)
def test_a_frame_with_changed_quotes(disguise: object) -> None:
    assert callable(disguise)
    got = Reading(f"2024-05-01 10:00:00 <b>CP-7</b>: {disguise(BOOT)} behind\n")
    (message,) = got.messages
    assert message.payload == json.loads(BOOT)[3]
    assert message.location.column == 34
    assert message.location.end_column == 34 + len(disguise(BOOT))
    assert (got.troubles, got.report.unrecognised) == ([], 0)


def test_typographic_quotes_in_a_value_are_text() -> None:
    got = Reading('[2,"d","DataTransfer",{"vendorId":"x","data":"“so” &quot;"}]')
    assert got.messages[0].payload["data"] == "“so” &quot;"


def test_markdown() -> None:
    text = f"### Log\n\n```json\n{BOOT}\n{BOOTED}\n```\n\n- `{BEAT}` and **{BEATEN}**\n"
    assert Reading(text).ids() == ["b1", "b1", "h1", "h1"]


def test_bold_put_around_a_value_is_no_part_of_it() -> None:
    frame = '[2,"s","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"**Available**"}]'
    for text in (frame, f"[MO] Send: {frame}", f'[MO] Send: {frame}11:52:55.587 > [MO] Recv: [3,"s",{{}}]'):
        assert Reading(text).messages[0].payload["status"] == "Available", text


@pytest.mark.parametrize(
    "shown",
    ["[2, 'h1', 'Heartbeat', {}]", '[2, "h1", "Heartbeat", {"a"=>1}]', "[ 2, 'h1', 'Heartbeat', {} ]"],
    ids=["python", "ruby", "javascript"],
)
def test_what_a_program_shows_of_a_frame_logged_beside_it_is_no_second_one(shown: str) -> None:
    for text in (f"CP1: send {BEAT}\nsent {shown}\n", f"sending {shown}\nCP1: send {BEAT}\n"):
        got = Reading(text)
        assert (got.ids(), got.troubles, got.report.unrecognised) == (["h1"], [], 0)
    alone = Reading(f"sent {shown}\n")
    assert (alone.ids(), alone.kinds(), alone.report.unrecognised) == ([], [("unrecognised", 1, 6)], 1)


def test_lines_that_were_not_understood_are_told_of_by_shape() -> None:
    got = Reading(
        "".join(f"got [2, 'id{n}', 'Heartbeat', {{}}]\ngot [3, 'id{n}', {{'status': 'x{n}'}}]\n" for n in range(5))
    )
    assert got.report.unrecognised == 10
    assert {name: shape.count for name, shape in got.report.shapes.items()} == {
        "[2, '', '', {}]": 5,
        "[3, '', {'': ''}]": 5,
    }
    assert got.kinds() == [("unrecognised", 1, 5), ("unrecognised", 2, 5)]


def test_bytes_as_python_shows_them() -> None:
    frame = '[2,"n","DataTransfer",{"vendorId":"é","data":"{\\"a\\":1}"}]'
    shown = repr(frame.encode())
    head = "2024-05-01 10:00:00.000 "
    got = Reading(
        f"{head}DEBUG (MainThread) [websockets.protocol] server < Frame(fin=True, opcode=1, data={shown}, rsv1=False)\n"
        f"{head}INFO (MainThread) [ocpp] CP1: receive message {frame}\n"
    )
    (message,) = got.messages
    assert (message.payload, message.station) == ({"vendorId": "é", "data": '{"a":1}'}, "CP1")
    assert got.troubles == []


def parts(frame: str, width: int) -> list[str]:
    return [frame[at : at + width] for at in range(0, len(frame), width)]


@pytest.mark.parametrize("width", [7, 20, 33])
def test_a_frame_split_over_records_with_a_prefix_each(width: int) -> None:
    split = parts(BOOT, width)
    lines = [f"{38 + n}_2024-05-01T10:00:00.{n:03}Z:INFO:ocppj.c:421:{part}" for n, part in enumerate(split)]
    lines[0] = lines[0].replace(split[0], f"Send: {split[0]}", 1)
    got = Reading("\n".join([*lines, "99_2024-05-01T10:00:01.000Z:INFO:ocppj.c:421:Recv: " + BOOTED]))
    assert [(message.id, message.sender, message.dialect) for message in got.messages] == [
        ("b1", "station", "alfen"),
        ("b1", "csms", "alfen"),
    ]
    assert (got.report.joined, got.troubles) == (1, [])
    assert got.messages[0].location.end_line == len(split)


def test_a_cut_frame_does_not_swallow_the_records_behind_it() -> None:
    head = "2024-05-01 10:00:00.000 "
    noise = "".join(f"{head}something {n}\n" for n in range(100))
    got = Reading(
        f"{head}CP1: send {BOOT[:40]}\n{noise}{head}CP1: receive message {BEAT}\n{head}CP1: send {BEATEN}\n"
    )
    assert (got.ids(), got.kinds()) == (["h1", "h1"], [("truncated", 1, 35)])


def test_records_taken_for_a_part_of_a_cut_frame_are_read_again() -> None:
    head = "May  1 10:00:00 host csms[1]: "
    got = Reading(
        f'{head}CP1: send [2,"x","DataTransfer",{{"data":"a\n{head}CP1: note "x"\n{head}CP1: receive message {BEAT}\n'
    )
    assert (got.ids(), got.report.truncated) == (["h1"], 1)


@pytest.mark.parametrize(
    "head",
    [
        "csms-1  | ",
        "May  1 10:00:00 host csms[1]: ",
        "2024-05-01T10:00:00.123456789Z stdout F ",
        "2024-05-01T10:00:00.1Z ",
    ],
)
def test_a_pretty_printed_frame_with_a_carrier_before_each_line(head: str) -> None:
    lines = json.dumps(json.loads(BOOT), indent=2, ensure_ascii=False).splitlines()
    lines[0] = "CP1: send " + lines[0]
    got = Reading("".join(f"{head}{line}\n" for line in [*lines, f"CP1: receive message {BOOTED}"]))
    assert [(message.id, message.station, message.sender) for message in got.messages] == [
        ("b1", "CP1", "station"),
        ("b1", "CP1", "csms"),
    ]
    assert got.messages[0].payload == json.loads(BOOT)[3]
    assert got.troubles == []


def test_another_containers_lines_stand_between_those_of_a_frame() -> None:
    lines = json.dumps(json.loads(BOOT), indent=2).splitlines()
    text = "".join(f"csms-1  | {line}\ndb-1    | LOG:  checkpoint [{n}]\n" for n, line in enumerate(lines))
    got = Reading(text)
    assert (got.ids(), got.troubles) == (["b1"], [])


@pytest.mark.parametrize("width", [40, 80])
def test_a_log_wrapped_by_a_terminal(width: int) -> None:
    long = json.dumps(
        [2, "w", "DataTransfer", {"vendorId": "x", "data": "0123456789" * 9, "n": 1234567890123, "b": True}]
    )
    line = f"2024-05-01 10:00:00.000 INFO (MainThread) [ocpp] CP-7: send {long}"
    got = Reading(
        "\n".join(parts(line, width))
        + f"\n2024-05-01 10:00:01.000 INFO (MainThread) [ocpp] CP-7: receive message {BEAT}\n"
    )
    assert got.ids()[-1] == "h1"
    assert got.messages[0].payload["data"].replace(" ", "") == "0123456789" * 9
    assert got.troubles == []


def test_colours() -> None:
    got = Reading(f"\x1b[32m2024-05-01 10:00:00.000 INFO (MainThread) [ocpp] CP1: send {BEATEN}\x1b[0m\n")
    assert got.said() == [("h1", "CP1", "csms", TEN)]


def test_newest_first_is_read_as_it_stands() -> None:
    head = "2024-05-01 10:00:{:02}.000 INFO (MainThread) [ocpp] CP1: "
    lines = [
        head.format(60 - n - 1)
        + (f"send {BEATEN}" if n % 2 == 0 else f"receive message {BEAT}").replace("h1", f"h{n // 2}")
        for n in range(20)
    ]
    got = Reading("\n".join(lines))
    assert len(got.messages) == 20
    assert {message.sender for message in got.messages if message.type == 3} == {"csms"}
    assert got.troubles == []


def test_a_clock_that_is_set_back_is_told_of_once_a_place() -> None:
    head = "2024-05-01 {}:00.000 INFO (MainThread) [ocpp] CP1: receive message "
    times = ["02:57", "02:58", "02:59", "02:00", "02:01"]
    got = Reading("\n".join(head.format(time) + BEAT.replace("h1", f"h{n}") for n, time in enumerate(times)))
    assert got.kinds() == [("clock", 4, 71)]
    assert (got.report.first_time, got.report.last_time) == (TEN - 8 * 3600, TEN - 7 * 3600 - 60)


@pytest.mark.parametrize(
    ("first", "second"),
    [("10:00:01", "10:00:00"), ("2024-05-03 10:00:00", "2024-05-01 10:00:00"), ("23:59:59", "00:00:01")],
    ids=["threads", "two logs", "midnight"],
)
def test_other_steps_back_are_none(first: str, second: str) -> None:
    text = "\n".join(
        f"{time}.000 INFO (MainThread) [ocpp] CP1: receive message {BEAT}".replace("h1", f"h{n}")
        for n, time in enumerate([first, first, first, second])
    )
    assert Reading(text).troubles == []


def test_soap_is_named_once() -> None:
    envelope = '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body/></s:Envelope>'
    got = Reading(f"in {envelope}\nout {envelope}\n".replace("out", "out ["))
    assert [kind for kind, _, _ in got.kinds()] == ["soap"]


def test_the_versions_that_an_input_names() -> None:
    lines = [{"protocol": "ocpp1.6", "m": json.loads(BEAT)}, {"protocol": "ocpp2.0.1", "m": json.loads(BOOT)}]
    assert list(Reading("\n".join(map(json.dumps, lines))).report.versions) == ["1.6", "2.0.1"]


@pytest.mark.parametrize(
    "station",
    ["10.1.2.3:9000", "CP_1", "depot-2", "Wallbox_1", "AB****", "1000", "*", "DE*ABC*E123", ""],
)
def test_stations_of_any_spelling(station: str) -> None:
    got = Reading(f"2024-05-01 10:00:00.000 INFO (MainThread) [ocpp] {station}: receive message {BEAT}\n")
    assert [message.station for message in got.messages] == [station or None]


def test_two_stamps_on_a_line_the_records_own_counts() -> None:
    got = Reading(
        f"May  1 10:00:00 host csms[1]: 2024-05-01 10:00:00,000 - ocpp - INFO - CP1: receive message {BEAT}\n"
    )
    assert got.said() == [("h1", "CP1", "station", TEN)]
