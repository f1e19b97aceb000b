"""Line numbers across the parts of a rotated log, so that they give the order of messages."""

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
        """Start or continue a part; ``report`` counts its lines."""
        if report is self._last:
            return
        if self._last is not None:
            self._total += self._last.lines
        self._last = report
        self._before[report.path] = self._total

    def line(self, location: Location) -> int:
        """Return the number of a line in the whole trace."""
        return self._before.get(location.path, 0) + location.line
