"""The captures of dialects in a log, line by line, for authors of dialects."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ocpplint.readers.traces.dialects import BARE, TEXT, Dialects, LineContext
from ocpplint.readers.traces.frame_scanner import find_pieces
from ocpplint.readers.traces.prefixes import Prefixes

_NAMES = ("station", "time", "direction")


class Captured(NamedTuple):
    """A line: the text before its frame, and the captures of the matching dialect.

    ``kind`` is ``frame`` (complete), ``open`` (continues on the next lines) or the kind of error; None in a line
    without a frame. ``context`` is None where no dialect matches. ``is_own``: the dialect is the user's.
    """

    number: int
    prefix: str
    kind: str | None
    context: LineContext | None = None
    is_own: bool = False

    @property
    def captured(self) -> dict[str, object]:
        """Return what was captured, by the names of the groups."""
        if self.context is None:
            return {}
        return {name: value for name in _NAMES if (value := getattr(self.context, name)) is not None}


def captures(lines: Iterable[str], own: frozenset[str], dialects: Dialects) -> Iterator[Captured]:
    """Yield what ``dialects`` capture of each line, and of each frame where a line has several.

    ``own`` are the names of the dialects that are the user's.
    """
    prefixes = Prefixes(dialects)
    above = ""
    for number, line in enumerate(lines, 1):
        start, nothing = 0, True
        for piece in find_pieces(line, prefixes, 0, above):
            context = piece.context if piece.context.dialect not in (BARE, TEXT) else None
            is_own = context is not None and context.dialect in own
            yield Captured(number, line[start : piece.start].strip(), piece.kind, context, is_own)
            start, nothing = piece.end, False
        above = line if nothing else ""
        if nothing:
            yield Captured(number, line.rstrip(), None)
