"""Logs and traces, read line by line: every frame, with the data from the text around it.

Only the last message, an open frame and a bounded number of calls are kept, so memory does not grow with the
length of the log.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import orjson

from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputProblem, InputReport
from ocpplint.facts.message import Message
from ocpplint.readers.traces.dialects import BARE, CSV, JSON, Dialects, LineContext
from ocpplint.readers.traces.frame_scanner import (
    BOLD,
    ScannedPiece,
    find_odd_piece,
    find_pieces,
    judge_closed,
    lost,
)
from ocpplint.readers.traces.frame_sink import FrameSink
from ocpplint.readers.traces.frames import OPENING
from ocpplint.readers.traces.multiline_frame import OpenFrame
from ocpplint.readers.traces.prefixes import Prefixes

if TYPE_CHECKING:
    from ocpplint.readers.traces.nested import Nested
    from ocpplint.readers.traces.tables import LogTable

_WRAPS = re.compile(r"\"(?i:ocpp)?_?(?i:message|msg)_?(?i:type)|\[(?:\\+[nrt] *)+[2-6]")
"""What a JSON line with a frame has where no bracket opens one: its type as a field, or escaped line ends."""
_HEADS = frozenset(("[2", "[3", "[4", "[5", "[6"))
_AT_ONCE = 16
"""So many facts are passed on together, which is quicker than one by one and keeps them in the processor's cache."""
_BARE = LineContext(BARE)
_SOAP = "schemas.xmlsoap.org/soap/envelope"
_SOAP_2 = "www.w3.org/2003/05/soap-envelope"


def read_lines(
    lines: Iterable[str], path: str, report: InputReport, dialects: Dialects
) -> Iterator[Message | InputProblem]:
    """Find the OCPP-J frames in the lines of a log or trace, and what should have been one.

    ``report`` is filled on the way and complete at the end. Lines may keep their line ends.
    """
    reader = LineReader(path, report, dialects)
    released, read = reader.released, reader.read
    try:
        for reader.number, line in enumerate(lines, 1):
            read(line)
            if len(released) >= _AT_ONCE:
                yield from released
                released.clear()
        reader.end()
        yield from released
    finally:
        report.lines = reader.number


class LineReader:
    """Reads one log; its facts go into ``released``."""

    __slots__ = ("_above", "_json", "_open", "_prefixes", "_sink", "_table", "number", "released")

    def __init__(self, path: str, report: InputReport, dialects: Dialects) -> None:
        self.number = 0
        self._prefixes = Prefixes(dialects)
        self._sink = FrameSink(path, report, self._prefixes)
        self._open: OpenFrame | None = None
        self._json: Nested | None = None
        self._table: LogTable | None = None
        self._above = ""
        self.released = self._sink.released

    def read(self, line: str) -> None:
        """Take the next line; ``number`` is its number."""
        found = None
        if self._open is None:
            if line[:2] in _HEADS:
                if not self._above and self._accept_rest(line, 0, _BARE):
                    return
            elif "[" in line:
                found = OPENING.search(line)
                if found is not None and self._read_again(line, found):
                    return
        self._read(line, found)

    def _read_again(self, line: str, found: re.Match[str]) -> bool:
        """Read a line that is written as the last one was: one frame behind a prefix of the same dialect."""
        if found[2] != '"' or found[1]:
            return False
        context = self._prefixes.again(line, 0, found.start())
        if context is None or not self._accept_rest(line, found.start(), context):
            return False
        self._above = ""
        return True

    def _accept_rest(self, line: str, opening: int, context: LineContext) -> bool:
        """Take a line that is a frame and nothing else from ``opening`` on, as it is in nearly every log."""
        text = line[opening:] if opening else line
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError:
            return False
        if "*" in line and BOLD in line:
            return False
        number, sink = self.number, self._sink
        end = len(line) if line.endswith("]\n") else len(line.rstrip()) + 1
        place = tuple.__new__(Location, (sink.path, number, opening + 1, number, end))
        return sink.accept(value, place, context, line, text)

    def _read(self, line: str, found: re.Match[str] | None = None) -> None:
        start = 0
        if self._open is not None:
            start = self._continue(self._open, line)
            if start < 0:
                return
        above, self._above = self._above, ""
        if start == 0 and (self._read_json(line, 0) or (self._table is not None and self._read_row(line))):
            return
        if "[" not in line:
            self._without_bracket(line)
            return
        nothing = True
        for piece in find_pieces(line, self._prefixes, start, above, None if start else found):
            nothing = False
            if (
                start == 0
                and piece.start
                and "{" in line[: piece.start]
                and self._read_json(line, line.index("{"))
            ):
                return
            start = -1
            self._take(piece, line)
        if nothing and start == 0:
            odd = find_odd_piece(line, self._prefixes)
            if odd is not None:
                self._take(odd, line)
            self._above = line
            if "&" in line or not line.isascii():
                self._read_disguised(line, above)

    def pause(self) -> None:
        """Record that there are no more lines for now: nobody logs the last message again after a while."""
        if self._open is None:
            self._sink.end()

    def end(self) -> None:
        """Record that there are no more lines."""
        while self._open is not None:
            self._give_up(self._open)
        self._sink.end()

    def _without_bracket(self, line: str) -> None:
        self._above = line
        if self.number == 1 and any(delimiter in line for delimiter in ",;\t|"):
            from ocpplint.readers.traces.tables import table_of

            self._table = table_of(line)
        if "{" in line and _WRAPS.search(line) is not None and self._read_json(line, line.index("{")):
            self._above = ""
        elif "<" in line and (_SOAP in line or _SOAP_2 in line):
            self._sink.soap(self._whole(line))

    def _take(self, piece: ScannedPiece, line: str) -> None:
        if piece.kind == "open":
            self._open = OpenFrame(line, self.number, piece.start, piece.context, self._prefixes)
            return
        location = Location(self._sink.path, self.number, piece.start + 1, self.number, piece.end + 1)
        if piece.kind == "frame":
            self._sink.accept(piece.value, location, self._tabled(piece, line), line)
            return
        at = location
        if piece.at > piece.start:
            at = Location(self._sink.path, self.number, piece.at + 1, self.number, piece.at + 2)
        self._sink.refuse(piece, location, at, line)

    def _tabled(self, piece: ScannedPiece, line: str) -> LineContext:
        if self._table is None:
            return piece.context
        return self._table.context(line[: piece.start], line[piece.end :])

    def _continue(self, frame: OpenFrame, line: str) -> int:
        """Go on with an open frame; return where the rest of the line begins, -1 if there is none."""
        start = frame.body(line)
        if frame.is_foreign(line, start):
            return -1
        if frame.is_interrupted_by(line, start):
            self._give_up(frame)
            return 0 if self._open is None else self._continue(self._open, line)
        end = frame.add(line, self.number, start)
        if not frame.opens_well:
            self._open = None
            return 0
        if end < 0:
            return -1
        self._open = None
        return end if self._close(frame) else -1

    def _close(self, frame: OpenFrame) -> bool:
        """Check a frame whose last bracket has been found; False if its lines were read again instead."""
        text = frame.text
        piece = judge_closed(text, frame.context)
        if piece is not None and piece.kind == "frame":
            self._sink.joined += frame.is_joined
            self._sink.accept(piece.value, frame.location(self._sink.path), frame.context, frame.line)
            return True
        if frame.on_trial:
            self._give_up(frame)
            return False
        if piece is None:
            return True
        location = frame.location(self._sink.path)
        if piece.kind == "malformed" and frame.was_wrapped_before(piece.at):
            piece = lost(text, 0, len(text), frame.context)
        line, column = frame.position(piece.at)
        at = Location(self._sink.path, line, column, line, column + 1)
        self._sink.refuse(piece, location, at, text)
        return True

    def _give_up(self, frame: OpenFrame) -> None:
        self._open = None
        if frame.is_confirmed:
            text = frame.text
            piece = lost(text, 0, len(text), frame.context)
            location = frame.location(self._sink.path)
            self._sink.refuse(piece, location, location, text)
        now = self.number
        for self.number, line in frame.on_trial:
            self._read(line)
        self.number = now

    def _read_json(self, line: str, start: int) -> bool:
        """Read a line that is a JSON object from ``start`` on, or an array of them; False if it is none."""
        text = (line[start:] if start else line).strip("\ufeff \t\r\n,")
        if not text.startswith(("{", "[{")) or not text.endswith(("}", "]")):
            return False
        if OPENING.search(text) is None and _WRAPS.search(text) is None:
            return True
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError:
            return False
        around = self._prefixes.context(line, 0, start, None, "") if start else None
        return self._nested().within(value, self.number, line, JSON, around) or not start

    def _nested(self) -> "Nested":
        if self._json is None:
            from ocpplint.readers.traces.nested import Nested

            self._json = Nested(self._sink, self._prefixes)
        return self._json

    def _read_row(self, line: str) -> bool:
        """Read a row of a table; False where it has not the cells that its header names, or no frame."""
        row = self._table.row(line) if self._table is not None else None
        return row is not None and self._nested().within(row, self.number, line, CSV, None)

    def _read_disguised(self, line: str, above: str) -> None:
        """Read a line in which a web page or a word processor has changed the quotes."""
        from ocpplint.readers.traces.html_entities import Unescaped, is_disguised

        if not is_disguised(line):
            return
        undisguised = Unescaped(line)
        for piece in find_pieces(undisguised.text, self._prefixes, 0, above):
            start, end = undisguised.offset(piece.start), undisguised.offset(piece.end)
            kind = piece.kind if piece.kind in ("frame", "elided", "truncated") else "unrecognised"
            self._take(piece._replace(kind=kind, start=start, end=end, at=0), line)
            self._above = ""

    def _whole(self, line: str) -> Location:
        return Location(self._sink.path, self.number, 1, self.number, max(len(line.rstrip()), 1) + 1)
