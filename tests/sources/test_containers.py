"""Any packing and any encoding of a log gives the same messages at the same places."""

import io
import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocpplint.sources.chunks import ReadStats
from ocpplint.sources.discover import discover
from ocpplint.sources.layout import Layout
from ocpplint.sources.lines import SourceLines
from ocpplint.sources.source import decoded
from tests.support.containers_sample import ENCODINGS, PACKINGS, heard, log_line, universal_lines

SOURCES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=12)
FRAMES = st.builds(
    lambda number, text: [2, f"m{number}", "DataTransfer", {"vendorId": "com.example", "data": text}],
    st.integers(0, 10**6),
    SOURCES,
)
LINES = st.lists(
    st.one_of(
        st.builds(log_line, st.just("10:00:00"), st.sampled_from(["send", "receive message"]), FRAMES),
        st.sampled_from(
            ["", "2026-03-01 10:00:00.000 INFO (MainThread) [homeassistant] nothing of note", "→ ±0 ✓"]
        ),
    ),
    max_size=8,
)
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def texts() -> st.SearchStrategy[str]:
    return st.builds(
        lambda lines, end, last: (
            end.join([log_line("09:00:00", "send", [3, "x", {}]), *lines]) + (end if last else "")
        ),
        LINES,
        LINE_ENDS,
        st.booleans(),
    )


@settings(max_examples=60, deadline=None)
@given(text=texts(), packing=st.sampled_from(sorted(PACKINGS)), encoding=st.sampled_from(sorted(ENCODINGS)))
def test_packing_and_encoding_change_nothing(text: str, packing: str, encoding: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain, other = Path(folder, "plain.log"), Path(folder, "other.bin")
        plain.write_bytes(text.encode())
        other.write_bytes(PACKINGS[packing](ENCODINGS[encoding](text)))
        expected = heard(plain)
        assert len(expected.messages) >= 1
        found = heard(other)
        assert found.messages == expected.messages
        assert found.troubles == []
        lines = SourceLines(discover([str(other)], Layout()))
        lines.expect(fact.location for fact in found.of(object) if hasattr(fact, "location"))
        for message in found.messages:
            number = message[-1][0]
            assert lines.line(str(other), number) == universal_lines(text)[number - 1]


@given(text=texts(), encoding=st.sampled_from(sorted(ENCODINGS)), cuts=st.lists(st.integers(0, 400)))
@settings(max_examples=100, deadline=None)
def test_it_does_not_matter_where_chunks_end(text: str, encoding: str, cuts: list[int]) -> None:
    data = ENCODINGS[encoding](text)
    # What an encoding is, is told from the first chunk or more of it.
    places = [0, *sorted({cut + 20_200 if "hole" in encoding else cut + 200 for cut in cuts}), len(data)]
    chunks = [data[start:end] for start, end in itertools.pairwise(places) if start < end]
    account = ReadStats()
    assert b"".join(decoded(iter(chunks), account)).decode() == text
    assert account.faults == []
    assert account.lines == sum(line.endswith(("\n", "\r")) for line in io.StringIO(text, newline=""))


LATIN = "CP7: Straße 5, Café"


@pytest.mark.parametrize(
    ("data", "text", "places"),
    [
        (b"ok\nStra\xdfe \x80\n\xfc", "ok\nStraße €\nü", [(2, 5)]),
        ("ok\n→ ".encode() + b"\xe4\r\n", "ok\n→ ä\r\n", [(2, 3)]),
        (b"ok \xe2\x9e ok", "ok \ufffd ok", [(1, 4)]),
        (b"ok \xe2\x9e", "ok \ufffd", [(1, 4)]),
        (b"ok \x81", "ok \ufffd", [(1, 4)]),
        (b"ok \xed\xa0\x80", "ok \ufffd", [(1, 4)]),
        (b"\xff\xfe" + "a\nb".encode("utf-16-le") + b"\0\xd8" + b"c\0", "a\nb\ufffdc", [(2, 2)]),
        (b"\xff\xfe" + "a\nb".encode("utf-16-le") + b"c", "a\nb\ufffd", [(2, 2)]),
        (b"\xef\xbb\xbfok", "ok", []),
        (b"a\0b\0\0\nc", "ab\nc", []),
        (b"", "", []),
    ],
)
def test_what_is_not_of_the_encoding(data: bytes, text: str, places: list[tuple[int, int]]) -> None:
    account = ReadStats()
    assert b"".join(decoded(iter([data]), account)).decode() == text
    assert [(fault.line, fault.column) for fault in account.faults] == places
    assert all(fault.kind == "encoding" for fault in account.faults)


@given(data=st.binary(max_size=60).map(lambda data: b"a log " * 40 + data), cuts=st.lists(st.integers(0, 300)))
def test_no_bytes_are_too_odd(data: bytes, cuts: list[int]) -> None:
    places = [0, *sorted(set(cuts) & set(range(1, len(data)))), len(data)]
    whole, parts = ReadStats(), ReadStats()
    text = b"".join(decoded(iter([data]), whole)).decode()
    chunks = [data[start:end] for start, end in itertools.pairwise(places)]
    assert b"".join(decoded(iter(chunks), parts)).decode() == text
    assert parts.faults == whole.faults


def test_the_first_byte_that_is_no_utf8_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "csms.log"
    lines = [log_line("10:00:00", "send", [3, f"x{number}", {"text": LATIN}], "Café") for number in range(3)]
    path.write_bytes("\n".join(["nothing", *lines]).encode("latin-1"))
    recorder = heard(path)
    assert recorder.troubles == [("encoding", 2, lines[0].index("é") + 1)]
    assert [message[3]["text"] for message in recorder.messages] == [LATIN] * 3
    assert "9 characters that are not UTF-8" in recorder.facts[-1].message  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
        b"\x7fELF" + bytes(60) + b'[2,"1","Heartbeat",{}]' * 9,
        bytes(range(256)) * 64 + b'\n[2,"1","Heartbeat",{}]\n',
        b"\x00\x01\x00\x02key\x00\x00\x03" * 900,
    ],
)
def test_what_is_no_text_is_not_read_as_text(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "dump.log"
    path.write_bytes(data)
    assert heard(path).facts == []
