"""Where a trace lost messages: frames cut off, shortened or garbled, whose ids nobody knows."""

from bisect import bisect_left, bisect_right
from typing import Final

from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.location import Location
from ocpplint.facts.log_time import GAP_LINES
from ocpplint.trackers.station.line_numbering import LineNumbering

_MOST: Final = 100_000


class LogGaps:
    """The lines in which messages were lost, in the order of the trace; of very many, the first.

    ``unplaced`` counts the losses of which nobody knows whose message it was. ``doubts`` counts what was not
    understood: besides the losses, what may have been a message or not.
    """

    def __init__(self) -> None:
        self.lines = LineNumbering()
        self.unplaced = 0
        self.doubts = 0
        self._lost: list[int] = []

    def take(self, problem: InputProblem) -> bool:
        """Note what was not understood; say whether a message was lost with it."""
        self.doubts += 1
        if not problem.is_loss():
            return False
        self.unplaced += problem.station is None
        if len(self._lost) < _MOST:
            self._lost.append(self.lines.line(problem.place.locate()))
        return True

    def before(self, location: Location) -> bool:
        """Say whether a message was lost shortly before: perhaps the call that is missing here."""
        line = self.lines.line(location)
        return self._any(line - GAP_LINES, line)

    def after(self, location: Location) -> bool:
        """Say whether a message was lost shortly after: perhaps the answer that is missing here."""
        line = self.lines.line(location)
        return self._any(line, line + GAP_LINES)

    def _any(self, first: int, last: int) -> bool:
        if len(self._lost) >= _MOST:
            return True
        return bisect_left(self._lost, first) < bisect_right(self._lost, last)
