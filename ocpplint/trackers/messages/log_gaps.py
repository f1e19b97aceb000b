"""Where a log lost messages: frames cut off, shortened or garbled, whose ids nobody knows."""

from bisect import bisect_left, bisect_right
from typing import Final

from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.location import Location
from ocpplint.trackers.messages.line_numbering import LineNumbering

_NEAR: Final = 1_000
"""Lines within which a call and its answer stand. A message lost farther away was part of another exchange."""
_MOST: Final = 100_000
_KINDS: Final = frozenset({"truncated", "malformed", "framing", "too-deep"})


class LogGaps:
    """The lines in which messages were lost, in the order of the trace; of very many, the first."""

    def __init__(self, parts: LineNumbering) -> None:
        self._parts = parts
        self._lines: list[int] = []

    def take(self, trouble: InputProblem) -> None:
        """Note a frame that was not understood."""
        if trouble.kind in _KINDS and len(self._lines) < _MOST:
            self._lines.append(self._parts.line(trouble.place.locate()))

    def before(self, location: Location) -> bool:
        """Say whether a message was lost shortly before: perhaps the call that is missing here."""
        line = self._parts.line(location)
        return self._any(line - _NEAR, line)

    def after(self, location: Location) -> bool:
        """Say whether a message was lost shortly after: perhaps the answer that is missing here."""
        line = self._parts.line(location)
        return self._any(line, line + _NEAR)

    def _any(self, first: int, last: int) -> bool:
        if len(self._lines) >= _MOST:
            return True
        return bisect_left(self._lines, first) < bisect_right(self._lines, last)
