"""Whatever frames a log holds, in whatever dialect, all of them come back; whatever else it holds does no harm."""

import json
import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ocpplint.facts.inputs import InputReport
from ocpplint.facts.message import Message
from ocpplint.readers.traces.dialect_loader import load_dialects
from ocpplint.readers.traces.envelopes import tells
from ocpplint.readers.traces.frames import BracketScan, end_of_frame
from ocpplint.readers.traces.json_line import read_flat
from ocpplint.readers.traces.lines import read_lines
from ocpplint.readers.traces.recognise import looks_like_trace
from ocpplint.readers.traces.senders import ACTION_SENDERS
from ocpplint.readers.traces.wrapped import read_wrapped

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
DIALECTS = load_dialects()

Frame = list[Any]
Render = Callable[[str, bool, str], str]

STAMP = "2024-05-01 10:00:00"
TIME = 1714557600.0

# How each dialect writes a frame that a station did or did not send, seen from the CSMS.
RENDERINGS: dict[str, tuple[bool, bool, Render]] = {
    "home-assistant": (
        True,
        True,
        lambda cp, mine, f: (
            f"{STAMP}.000 INFO (MainThread) [ocpp] {cp}: {'receive message' if mine else 'send'} {f}"
        ),
    ),
    "websockets": (
        False,
        True,
        lambda _, mine, f: (
            f"{STAMP}.000 DEBUG (MainThread) [websockets.server] {'<' if mine else '>'} TEXT '{f}' [{len(f.encode('utf-8', 'surrogatepass'))} bytes]"
        ),
    ),
    "mobilityhouse": (
        True,
        True,
        lambda cp, mine, f: f"{STAMP},000 - ocpp - INFO - {cp}: {'receive message' if mine else 'send'} {f}",
    ),
    "evcc": (
        True,
        True,
        lambda cp, mine, f: f"[ocpp  ] TRACE 2024/05/01 10:00:00 {'recv' if mine else 'send'} {cp}: {f}",
    ),
    "ocpp-go": (
        True,
        True,
        lambda cp, mine, f: (
            f"[ocpp  ] TRACE 2024/05/01 10:00:00 "
            f"{'received JSON message from' if mine else 'sent JSON message to'} {cp}: {f}"
        ),
    ),
    "steve": (
        True,
        True,
        lambda cp, mine, f: (
            f"[INFO ] {STAMP},000 a.b.Logger - [chargeBoxId={cp}, sessionId=1-2] "
            f"{'Received' if mine else 'Sending'}: {f}"
        ),
    ),
    "micro-ocpp": (False, False, lambda _, mine, f: f"[MO] {'Recv' if mine else 'Send'}: {f}"),
    "solidstudio-vcp": (
        False,
        True,
        lambda _, mine, f: f"{STAMP} info: {'Receive message ⬅️' if mine else 'Sending message ➡️'}  {f}",
    ),
    "libocpp": (
        False,
        True,
        lambda _, mine, f: (
            f"2024-05-01T10:00:00Z: {'ChargePoint>CentralSystem' if mine else 'CentralSystem>ChargePoint'} "
            f"Message \n{f}\n"
        ),
    ),
    "openwb": (
        True,
        True,
        lambda cp, mine, f: (
            f"{STAMP},000 - {{ocpp:126}} - {{INFO:OCPP}} - {cp}: {'receive message' if mine else 'send'} {f}"
        ),
    ),
    "sap-simulator": (
        True,
        True,
        lambda cp, mine, f: (
            f"1.5.2024, 10:00:00 {cp} | {'>>' if mine else '<<'} Command 'X' {'sent' if mine else 'received'} request payload: {f}"
        ),
    ),
    "citrineos": (
        True,
        True,
        lambda cp, mine, f: (
            f"{STAMP}.000\tDEBUG\t/a/b.js:21\tCitrineOS Logger:Router\t{'Received message from' if mine else 'Message sent to'} {cp}: {f}"
        ),
    ),
    "ocpp-core": (
        True,
        True,
        lambda cp, mine, f: (
            f"{STAMP}.000 +00:00 [TRC] OCPPMiddleware.{'Receive16' if mine else 'SendOcpp16Message'} => Message for {cp}: {f}"
        ),
    ),
    "alfen": (
        False,
        True,
        lambda _, mine, f: f"38_2024-05-01T10:00:00.000Z:INFO:ocppj.c:421:{'Send' if mine else 'Recv'}: {f}",
    ),
    "arrow-to": (True, True, lambda cp, mine, f: f"{STAMP} {'←' if mine else '→'} {cp}: {f}"),
    "arrow-from": (True, False, lambda cp, mine, f: f"[{cp}] {'->' if mine else '<-'} {f}"),
    "websocket-client": (False, False, lambda _, mine, f: f"{'<' if mine else '>'} {f}"),
    "labelled": (False, True, lambda _, mine, f: f"{STAMP} INFO {'Received' if mine else 'Sent'}: {f}"),
}

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
payloads = st.dictionaries(
    texts,
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
        max_leaves=6,
    ),
    max_size=3,
)
ids = st.text(st.characters(codec="ascii", categories=["L", "N", "Pd"]), min_size=1, max_size=36)
# A station that is called like a direction ("IN") can't be told from one; so can't a bare number from a level or a count.
stations = st.from_regex(r"CP[A-Za-z0-9_.*-]{0,20}", fullmatch=True)
calls = st.tuples(st.just(2), ids, st.sampled_from(sorted(ACTION_SENDERS)), payloads).map(list)
noise = st.sampled_from(
    [
        "",
        "Traceback (most recent call last):",
        f"{STAMP}.000 INFO (MainThread) [x.y] set up [3] in 0.1 s",
        '{"event": "up"}',
    ]
)


# What collectors put before every line, whichever program wrote it.
HEADS: dict[str, str] = {
    "": "",
    "coloured": "\x1b[1;32m",
    "docker-compose": "csms-1  | ",
    "kubernetes": "2024-05-01T10:00:00.000000000Z stdout F ",
    "kubectl": "[pod/csms-5d9f/csms] ",
    "syslog": "<134>1 2024-05-01T10:00:00Z host csms 123 - - ",
    "journal": "2024-05-01T10:00:00.000000+0000 host csms[123]: ",
    "alfen-record": "38_2024-05-01T10:00:00.000Z:INFO:ocppj.c:421:",
    "ruby-record": "I, [2024-05-01T10:00:00.000000 #77]  INFO -- : ",
    "serial-monitor": "2024-05-01 10:00:00.000 -> ",
    "stamped": "[2024-05-01 10:00:00.000] ",
}
TIMELESS = ("", "coloured", "docker-compose", "kubectl")


def test_every_shipped_carrier_is_rendered() -> None:
    assert set(HEADS) - {""} == {carrier.name for carrier in DIALECTS.carriers}


@pytest.mark.parametrize("dialect", RENDERINGS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_frames_written_in_a_dialect_come_back(dialect: str, data: st.DataObject) -> None:
    names_station, has_time, render = RENDERINGS[dialect]
    # An arrow alone before a frame is a direction, so that what a serial monitor writes is ambiguous there.
    ambiguous = {"serial-monitor"} if dialect == "libocpp" else set()
    carrier = data.draw(st.sampled_from(sorted(HEADS.keys() - ambiguous)))
    head = HEADS[carrier]
    has_time = has_time or carrier not in TIMELESS
    frames = data.draw(st.lists(calls, min_size=1, max_size=6, unique_by=lambda frame: frame[1]))
    station = data.draw(stations)
    lines: list[str] = []
    expected: list[tuple[Any, ...]] = []
    for frame in frames:
        sender = ACTION_SENDERS[frame[2]]
        for written, by in ((frame, sender), ([3, frame[1], {}], "csms" if sender == "station" else "station")):
            compact = json.dumps(written, ensure_ascii=data.draw(st.booleans()), separators=(",", ":"))
            lines += [head + line for line in render(station, by == "station", compact).split("\n")]
            lines.append(head + data.draw(noise))
            expected.append(
                (
                    *written[:2],
                    written[-1],
                    by,
                    station if names_station else None,
                    TIME if has_time else None,
                    dialect,
                )
            )
    report = InputReport("a.log")
    got = [
        (fact.type, fact.id, fact.payload, fact.sender, fact.station, fact.time, fact.dialect)
        for fact in read_lines(lines, "a.log", report, DIALECTS)
        if isinstance(fact, Message)
    ]
    assert got == expected
    assert (report.frames, report.unrecognised, report.truncated) == (len(expected), 0, 0)


def test_every_shipped_dialect_is_rendered() -> None:
    assert set(RENDERINGS) == {dialect.name for dialect in DIALECTS.dialects}


@settings(max_examples=80, deadline=None)
@given(st.lists(calls, max_size=5, unique_by=lambda frame: frame[1]), st.sampled_from([None, 0, 2]))
def test_bare_frames_pretty_or_not_come_back(frames: list[Frame], indent: int | None) -> None:
    text = "\n".join(json.dumps(frame, indent=indent) for frame in frames)
    facts = read_lines(text.split("\n"), "a.log", InputReport(""), DIALECTS)
    assert [fact.payload for fact in facts if isinstance(fact, Message)] == [frame[3] for frame in frames]


fragments = st.sampled_from(
    [
        '[2,"',
        '"Heartbeat",',
        "{}",
        "]",
        "[",
        "\\",
        '"',
        "'",
        "{",
        "}",
        "[3,",
        '"a",',
        "...",
        "\n",
        ": ",
        "\udc80",
        '[2,\\"',
    ]
)
junk = st.lists(fragments | st.text(max_size=4), max_size=40).map("".join)


@settings(max_examples=400, deadline=None)
@given(junk)
def test_junk_never_crashes_and_is_placed_within_its_text(text: str) -> None:
    lines = text.split("\n")
    report = InputReport("a.log")
    for fact in read_lines(lines, "a.log", report, DIALECTS):
        place = (fact.location if isinstance(fact, Message) else fact.place).locate()
        assert 1 <= place.line <= place.end_line <= len(lines)
        assert (place.line, place.column) < (place.end_line, place.end_column)
        assert place.column <= len(lines[place.line - 1]) + 1
    assert report.lines == len(lines)
    looks_like_trace(text)


@settings(max_examples=200, deadline=None)
@given(calls, st.integers(1, 30))
def test_the_end_of_a_frame_is_found_in_pieces_as_in_one(frame: Frame, width: int) -> None:
    text = json.dumps(frame, separators=(",", ":")) + "]]"
    assert end_of_frame(text, 0) == len(text) - 2
    scan, at = BracketScan(), 0
    while (end := scan.feed(text[at : at + width])) < 0:
        at += width
    assert at + end == len(text) - 2


flat_names = st.sampled_from(
    [
        "timestamp",
        "chargePointId",
        "direction",
        "protocol",
        "message",
        "raw",
        "payload",
        "note",
        "labels",
        "type",
        "n",
    ]
)
flat_values: st.SearchStrategy[Any] = (
    st.none()
    | st.integers(-5, 2_000_000_000)
    | st.sampled_from(
        ["2024-05-01T10:00:00Z", "CP1", "cp-to-csms", "out", "1.6", "a [2] b", "", "[3,", 'x [2,"a","b",{}]']
    )
    | calls
    | calls.map(json.dumps)
    | st.just({})
    | st.just({"stationId": "B", "ts": 1714557600})
    | payloads
)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(flat_names, flat_values, max_size=6))
def test_what_is_found_in_a_flat_object_is_what_the_thorough_walk_finds(value: dict[str, Any]) -> None:
    assume(not any(tells(name) and isinstance(item, str) and "[" in item for name, item in value.items()))
    flat = read_flat(value)
    if flat is not None:
        assert [(found.frame, found.envelope, found.fault) for found in read_wrapped(value)] == [(*flat, None)]
