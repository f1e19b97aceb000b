"""Logs and traces read line by line: every frame, with what the text around it says of it.

Nothing is kept but the last message, an open frame, and a bounded memory of calls: a log of any length is read
in flat memory.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import orjson

from ocpplint.facts import InputReport, Location, Message, Trouble
from ocpplint.readers.traces.continued import OpenFrame
from ocpplint.readers.traces.dialects import Dialect
from ocpplint.readers.traces.frames import OPENING
from ocpplint.readers.traces.pieces import Piece, find_odd_piece, find_pieces, judge_closed, lost
from ocpplint.readers.traces.spans import FrameSpans
from ocpplint.readers.traces.tally import Tally
from ocpplint.readers.traces.wrapped import Wrapped, read_wrapped

_WRAPS = re.compile(r"\"(?i:ocpp)?_?(?i:message|msg)_?(?i:type)|\[(?:\\+[nrt] *)+[2-6]")
"""What a JSON line with a frame has where no bracket opens one: its type as a field, or escaped line ends."""
_EXAMPLE_LENGTH = 160


def read_lines(
    lines: Iterable[str], path: str, report: InputReport, dialects: Sequence[Dialect]
) -> Iterator[Message | Trouble]:
    """Find the OCPP-J frames in the lines of a log or trace, and what should have been one.

    ``report`` is filled on the way and complete at the end. Lines may keep their line ends.
    """
    reader = LineReader(path, report, dialects)
    released = reader.released
    try:
        for reader.number, line in enumerate(lines, 1):
            reader.read(line)
            if released:
                yield from released
                released.clear()
    finally:
        report.lines = reader.number
    reader.end()
    yield from released


class LineReader:
    """Reads one log; what is found goes into ``released``."""

    __slots__ = ("_above", "_dialects", "_open", "_tally", "number", "released")

    def __init__(self, path: str, report: InputReport, dialects: Sequence[Dialect]) -> None:
        self.number = 0
        self._tally = Tally(path, report)
        self._dialects = dialects
        self._open: OpenFrame | None = None
        self._above = ""
        self.released = self._tally.released

    def read(self, line: str) -> None:
        """Take the next line; ``number`` is its number."""
        start = 0
        if self._open is not None:
            start = self._continue(self._open, line)
            if start < 0:
                return
        above, self._above = self._above, ""
        if start == 0 and self._read_json(line):
            return
        if "[" not in line:
            self._above = line
            return
        nothing = True
        for piece in find_pieces(line, self._dialects, start, above):
            nothing = False
            self._take(piece, line)
        if nothing and start == 0:
            odd = find_odd_piece(line, self._dialects)
            if odd is not None:
                self._take(odd, line)
            self._above = line

    def pause(self) -> None:
        """Take note that there are no more lines for now: nobody logs the last message again after a while."""
        if self._open is None:
            self._tally.end()

    def end(self) -> None:
        """Take note that there are no more lines."""
        if self._open is not None:
            self._give_up(self._open)
        self._tally.end()

    def _take(self, piece: Piece, line: str) -> None:
        if piece.kind == "open":
            self._open = OpenFrame(line, self.number, piece.start, piece.context)
            return
        location = Location(self._tally.path, self.number, piece.start + 1, self.number, piece.end + 1)
        if piece.kind == "frame":
            self._tally.accept(piece.value, location, piece.context, line)
            return
        at = location
        if piece.at > piece.start:
            at = Location(self._tally.path, self.number, piece.at + 1, self.number, piece.at + 2)
        self._tally.refuse(piece, location, at, line[piece.start : piece.start + _EXAMPLE_LENGTH])

    def _continue(self, frame: OpenFrame, line: str) -> int:
        """Go on with an open frame; return where the rest of the line begins, -1 if there is none."""
        if frame.is_interrupted_by(line):
            self._give_up(frame)
            return 0
        end = frame.add(line, self.number, frame.body(line))
        if not frame.opens_well:
            self._open = None
            return 0
        if end < 0:
            return -1
        self._open = None
        self._close(frame)
        return end

    def _close(self, frame: OpenFrame) -> None:
        piece = judge_closed(frame.text, frame.context)
        if piece is None:
            return
        location = frame.location(self._tally.path)
        if piece.kind == "frame":
            self._tally.accept(piece.value, location, frame.context, frame.line)
            return
        if piece.kind == "malformed" and frame.was_wrapped_before(piece.at):
            piece = lost(frame.text, 0, len(frame.text), frame.context)
        line, column = frame.position(piece.at)
        at = Location(self._tally.path, line, column, line, column + 1)
        self._tally.refuse(piece, location, at, frame.line)

    def _give_up(self, frame: OpenFrame) -> None:
        self._open = None
        if frame.is_confirmed:
            piece = lost(frame.text, 0, len(frame.text), frame.context)
            location = frame.location(self._tally.path)
            self._tally.refuse(piece, location, location, frame.text[:_EXAMPLE_LENGTH])

    def _read_json(self, line: str) -> bool:
        """Read a line that is a JSON object, or an array of them; False if it is none."""
        text = line.strip("\ufeff \t\r\n,")
        if not text.startswith(("{", "[{")) or not text.endswith(("}", "]")):
            return False
        if OPENING.search(text) is None and _WRAPS.search(text) is None:
            return True
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError:
            return False
        spans = FrameSpans(line)
        for wrapped in read_wrapped(value):
            self._take_wrapped(wrapped, line, spans)
        return True

    def _take_wrapped(self, wrapped: Wrapped, line: str, spans: FrameSpans) -> None:
        frame = wrapped.frame
        start, end = spans.span(None if wrapped.whole or isinstance(frame, str) or len(frame) < 2 else frame)
        location = Location(self._tally.path, self.number, start + 1, self.number, end + 1)
        self._tally.wrapped(wrapped, location, self._dialects, line)
