"""Frames over several lines: pretty-printed, wrapped by a terminal, or split.

A program that logs a long frame in several records, or a collector that cuts long lines, puts a prefix before each
part. Such parts are joined tentatively: if they form no frame, the lines are read again one by one.
"""

import re
from bisect import bisect_right

from ocpplint.facts.fact import Location
from ocpplint.readers.traces.dialects import LineContext
from ocpplint.readers.traces.frames import OPENING, BracketScan, is_convincing
from ocpplint.readers.traces.prefixes import Prefixes

_MOST_LINES = 20_000
_MOST_CHARACTERS = 8_000_000
_MOST_ON_TRIAL = 64
_LINES_TO_CONFIRM = 8
_NEVER = 1 << 62

_RECORD = (
    r"[\W_]{0,4}(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:|\d\d:\d\d:\d\d[.,]\d"
    r"|(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)\b)"
    r"|\[[\w.\-]+ *\] (?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\b"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d|\d{1,10}_\d{4}-\d\d-\d\d"
)
_NUMBERS = r"\d+"


class OpenFrame:
    """A frame whose end has not been seen yet, with the lines it consists of so far."""

    __slots__ = (
        "_carried",
        "_columns",
        "_numbers",
        "_offsets",
        "_pieces",
        "_prefixes",
        "_scan",
        "_size",
        "_tag",
        "_wraps",
        "context",
        "is_confirmed",
        "line",
        "on_trial",
        "opens_well",
    )

    def __init__(self, line: str, number: int, start: int, context: LineContext, prefixes: Prefixes) -> None:
        self.context, self.line = context, line
        self._prefixes = prefixes
        self._carried = prefixes.carried(line, 0) if start else 0
        self._tag = _tag(line[: self._carried])
        self._scan = BracketScan()
        self._pieces: list[str] = []
        self._offsets: list[int] = []
        self._numbers: list[int] = []
        self._columns: list[int] = []
        self._size = 0
        self._wraps = _NEVER
        self.is_confirmed = False
        self.opens_well = True
        self.on_trial: list[tuple[int, str]] = []
        """The lines that look like records of their own, to be read again if no frame comes of them."""
        self.add(line, number, start)

    def is_interrupted_by(self, line: str, start: int) -> bool:
        """Return whether a following line is no part of the frame: it begins a log record or another frame.

        ``start`` is where the line goes on behind its carriers. Nor does any frame go on for longer than the bounds.
        """
        if len(self._pieces) >= _MOST_LINES or self._size >= _MOST_CHARACTERS:
            return True
        if len(self.on_trial) >= _MOST_ON_TRIAL:
            return True
        bare = line[start:].lstrip()
        if re.match(_RECORD, bare) is not None:
            return True
        if "[" not in bare:
            return self._scan.in_string and bare.startswith('{"')
        opening = OPENING.search(bare)
        if opening is None or opening[2] is None:
            return False
        return bare.startswith("{") or is_convincing(bare[opening.start() :])

    def is_foreign(self, line: str, start: int) -> bool:
        """Return whether a line is another program's, which a collector put in between."""
        if not self._tag or re.match(_RECORD, line) is not None:
            return False
        carried = self._prefixes.carried(line, 0, 1)
        return carried > start and OPENING.search(line) is None

    def was_wrapped_before(self, offset: int) -> bool:
        """Return whether a line broke off within a string before the offset, so that it may be another's text."""
        return self._wraps <= offset

    @property
    def is_joined(self) -> bool:
        """Whether it was wrapped or split, rather than printed over several lines."""
        return self._wraps < _NEVER or bool(self.on_trial)

    @property
    def text(self) -> str:
        """The frame as far as it has come, a wrapped string put together again."""
        return "".join(self._pieces)

    def body(self, line: str) -> int:
        """Return where a following line begins behind the carriers that every line repeats."""
        if not self._tag:
            return 0
        start = self._prefixes.carried(line, 0)
        if start and _tag(line[:start]) == self._tag:
            return start
        return len(line.rstrip()) if _tag(line) == self._tag else 0

    def add(self, line: str, number: int, start: int) -> int:
        """Go on with a line; return the offset in it behind the frame's end, or -1 if the frame is still open.

        A line that breaks off within a string was wrapped there, so the break is no part of it; any other
        break is white space.
        """
        if start and self._pieces and re.match(_RECORD, line) is not None:
            self.on_trial.append((number, line))
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


def _tag(carriers: str) -> str:
    """Return what stays the same from line to line: everything but numbers, and so but times."""
    return re.sub(_NUMBERS, "0", carriers).rstrip()
