"""Gaps in a trace: frames cut off, shortened or garbled, with unknown ids."""

from bisect import bisect_left, bisect_right
from typing import Final

from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.location import Location
from ocpplint.facts.log_time import GAP_LINES
from ocpplint.trackers.station.line_numbering import LineNumbering

_MOST: Final = 100_000


class LogGaps:
    """The lines in which messages were lost, in the order of the trace, up to a bound.

    ``unplaced`` counts lost messages of unknown stations. ``doubts`` counts everything not understood: lost messages,
    and text that may have been a message.
    """

    def __init__(self) -> None:
        self.lines = LineNumbering()
        self.unplaced = 0
        self.doubts = 0
        self._lost: list[int] = []

    def take(self, problem: InputProblem) -> bool:
        """Record a problem; return whether a message was lost with it."""
        self.doubts += 1
        if not problem.is_loss():
            return False
        self.unplaced += problem.station is None
        if len(self._lost) < _MOST:
            self._lost.append(self.lines.line(problem.place.locate()))
        return True

    def before(self, location: Location) -> bool:
        """Return whether a message was lost shortly before, perhaps the missing call."""
        line = self.lines.line(location)
        return self._any(line - GAP_LINES, line)

    def after(self, location: Location) -> bool:
        """Return whether a message was lost shortly after, perhaps the missing answer."""
        line = self.lines.line(location)
        return self._any(line, line + GAP_LINES)

    def _any(self, first: int, last: int) -> bool:
        if len(self._lost) >= _MOST:
            return True
        return bisect_left(self._lost, first) < bisect_right(self._lost, last)
