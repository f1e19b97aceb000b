"""Recent facts before the start of a sequence, which by their time may belong after it."""

from collections.abc import Iterable

from ocpplint.engine.event_clock import TimeSpan
from ocpplint.engine.join_index import Key, RecentItems
from ocpplint.engine.pending_matches import Told
from ocpplint.facts.log_time import ORDER_LINES, ORDER_TOLERANCE


class Earlier:
    """The last facts of one step by their keys, with the latest position and the latest time among them.

    Most facts are in order, and these two show at once that none of them belongs after a new one.
    """

    __slots__ = ("_last", "_recent", "_time")

    def __init__(self) -> None:
        self._recent: RecentItems[Told] = RecentItems()
        self._last = (-1, 0, 0)
        self._time: float | None = None

    def __len__(self) -> int:
        return len(self._recent)

    def add(self, key: Key, told: Told) -> None:
        """Keep a fact."""
        span = told.span
        self._recent.add(key, told)
        self._last = max(self._last, span.last)
        for time in (span.begin, span.end):
            if time is not None and (self._time is None or time > self._time):
                self._time = time

    def loose(self, key: Key) -> Iterable[Told]:
        """Return the facts whose keys are loosely the same as this one."""
        return self._recent.loose(key)

    def may_follow(self, first: TimeSpan) -> bool:
        """Return whether any of them may have come after a fact (``pending_matches.may_follow``)."""
        last, time = self._last, self._time
        if last > first.first or (last[0] == first.first[0] and first.first[1] - last[1] <= ORDER_LINES):
            return True
        return time is not None and first.begin is not None and time >= first.begin - ORDER_TOLERANCE

    def is_stamped_after(self, first: TimeSpan) -> bool:
        """Return whether any of them may have a later time than a fact (``pending_matches.is_stamped_after``)."""
        return self._time is not None and first.end is not None and self._time >= first.end

    def clear(self) -> None:
        """Drop everything."""
        self._recent.clear()
        self._last, self._time = (-1, 0, 0), None
