"""Frames that go on in the lines below the one they open in: pretty-printed, or wrapped by a terminal."""

import re
from bisect import bisect_right

from ocpplint.facts import Location
from ocpplint.readers.traces.dialects import Context
from ocpplint.readers.traces.frames import OPENING, BracketScan, is_convincing

_MOST_LINES = 20_000
_MOST_CHARACTERS = 8_000_000
_LINES_TO_CONFIRM = 8
_NEVER = 1 << 62

_RECORD = (
    r"[\W_]{0,4}(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:|\d\d:\d\d:\d\d[.,]\d"
    r"|(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)\b)"
    r"|\[[\w.\-]+ *\] (?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\b"
)
_CONTAINER = r"[\w.\-]{1,64} {0,32}\| ?"


def container_prefix(line: str) -> str:
    """Return the container's name that ``docker compose logs`` put before the line, or an empty string."""
    found = re.match(_CONTAINER, line)
    return found[0].rstrip() if found is not None else ""


class OpenFrame:
    """A frame whose end has not been seen yet, with the lines it consists of so far."""

    __slots__ = (
        "_columns",
        "_container",
        "_numbers",
        "_offsets",
        "_pieces",
        "_scan",
        "_size",
        "_wraps",
        "context",
        "is_confirmed",
        "line",
        "opens_well",
    )

    def __init__(self, line: str, number: int, start: int, context: Context) -> None:
        self.context, self.line = context, line
        self._container = container_prefix(line)
        self._scan = BracketScan()
        self._pieces: list[str] = []
        self._offsets: list[int] = []
        self._numbers: list[int] = []
        self._columns: list[int] = []
        self._size = 0
        self._wraps = _NEVER
        self.is_confirmed = False
        self.opens_well = True
        self.add(line, number, start)

    def is_interrupted_by(self, line: str) -> bool:
        """Say whether a following line is no part of the frame: it begins a log record or another frame.

        Nor does any frame go on for longer than the bounds.
        """
        if len(self._pieces) >= _MOST_LINES or self._size >= _MOST_CHARACTERS:
            return True
        bare = line[self.body(line) :].lstrip()
        if re.match(_RECORD, bare) is not None:
            return True
        if "[" not in bare:
            return self._scan.in_string and bare.startswith('{"')
        opening = OPENING.search(bare)
        if opening is None or opening[2] is None:
            return False
        return bare.startswith("{") or is_convincing(bare[opening.start() :])

    def was_wrapped_before(self, offset: int) -> bool:
        """Say whether a line broke off within a string before the offset, so that it may be another's text."""
        return self._wraps <= offset

    @property
    def text(self) -> str:
        """The frame as far as it has come, a wrapped string put together again."""
        return "".join(self._pieces)

    def body(self, line: str) -> int:
        """Return where a following line begins behind the container's name that every line repeats."""
        if not self._container or not line.startswith(self._container):
            return 0
        start = len(self._container)
        return start + 1 if line[start : start + 1] == " " else start

    def add(self, line: str, number: int, start: int) -> int:
        """Go on with a line; return the offset in it behind the frame's end, or -1 if the frame is still open.

        A line that breaks off within a string was wrapped there, so the break is no part of it; any other
        break is white space.
        """
        line = line.rstrip("\r\n")
        end = self._scan.feed(line, start)
        piece = line[start:] if end < 0 else line[start:end]
        if end < 0 and not self._scan.in_string:
            piece += "\n"
        elif end < 0:
            self._wraps = min(self._wraps, self._size + len(piece))
        self._offsets.append(self._size)
        self._numbers.append(number)
        self._columns.append(start)
        self._pieces.append(piece)
        self._size += len(piece)
        if not self.is_confirmed:
            self._confirm()
        return end

    def _confirm(self) -> None:
        """Make out whether the array opens like a frame, as soon as enough of it is there."""
        opening = OPENING.match(self.text.rstrip("\n"))
        self.opens_well = opening is not None and len(self._pieces) <= _LINES_TO_CONFIRM
        self.is_confirmed = opening is not None and opening[0][-1:] in "\"'"

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column, 1-based, of an offset into ``text``."""
        index = max(bisect_right(self._offsets, offset) - 1, 0)
        return self._numbers[index], self._columns[index] + offset - self._offsets[index] + 1

    def location(self, path: str) -> Location:
        """Return where the frame stands, from its bracket to the end of what has been seen of it."""
        last = self._columns[-1] + len(self._pieces[-1].rstrip("\n")) + 1
        return Location(path, self._numbers[0], self._columns[0] + 1, self._numbers[-1], last)
