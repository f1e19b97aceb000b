"""The parts of a trace: a rotated log's lines are counted on from part to part, so that order can be told by them."""

from ocpplint.facts.inputs import InputReport
from ocpplint.facts.location import Location


class LineNumbering:
    """Counts the lines of all parts of one trace."""

    __slots__ = ("_before", "_last", "_total")

    def __init__(self) -> None:
        self._before: dict[str, int] = {}
        self._last: InputReport | None = None
        self._total = 0

    def begin(self, report: InputReport) -> None:
        """Take note of a part, or that one goes on; ``report`` counts its lines."""
        if report is self._last:
            return
        if self._last is not None:
            self._total += self._last.lines
        self._last = report
        self._before[report.path] = self._total

    def line(self, location: Location) -> int:
        """Return the number of a line in the whole trace."""
        return self._before.get(location.path, 0) + location.line
