"""The state of an open sequence: its first fact, and candidate violations."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from ocpplint.engine.event_clock import Clock, EventClock, TimeSpan
from ocpplint.facts.log_time import LOG_SILENCE, ORDER_LINES, ORDER_TOLERANCE


class Verdict(NamedTuple):
    """A broken sequence: the fact where that is reported, the first fact, and the other facts in it.

    ``waited`` is the time in seconds from the first fact to the deciding one, if there are times.
    """

    fact: Any
    first: Any
    others: Sequence[Any]
    waited: float | None


class Told(NamedTuple):
    """A fact with its span in the trace."""

    fact: Any
    span: TimeSpan


class PendingMatch:
    """A sequence that has begun. ``deadline`` is when it ends by the clock of its station."""

    __slots__ = ("clock", "deadline", "ended", "first", "number", "span", "within")

    def __init__(self, first: Any, course: EventClock, within: float | None) -> None:
        course.begun += 1
        self.first = first
        self.number = course.begun
        self.span = course.span(first)
        self.clock: Clock = course.of(getattr(first, "station", None))
        self.within = within
        end = self.span.end
        self.deadline = None if within is None or end is None else end + within
        self.ended: Told | None = None
        """The fact that ended it."""

    def is_whole(self, course: EventClock) -> bool:
        """Return whether the log has no known gap since it began."""
        return self.number > max(self.clock.lost, course.lost)

    def is_watched(self, course: EventClock) -> bool:
        """Return whether, besides, the station was never silent for so long that logging may have stopped."""
        return self.is_whole(course) and self.number > self.clock.silent

    def is_overdue(self) -> bool:
        """Return whether the station's time is past the deadline, and the log was complete at that time."""
        now, deadline, clock = self.clock.time, self.deadline, self.clock
        if now is None or deadline is None or self.within is None or now <= deadline:
            return False
        before = clock.before
        return before is None or before > deadline or now - before <= max(LOG_SILENCE, self.within)

    def waited(self, end: float | None) -> float | None:
        """Return the time in seconds from its beginning to ``end``."""
        return None if end is None or self.span.end is None else max(0.0, end - self.span.end)


class Suspicion:
    """A forbidden fact in open sequences, held back while an end of these may still arrive."""

    __slots__ = ("cases", "told")

    def __init__(self, told: Told, cases: Sequence[PendingMatch]) -> None:
        self.told, self.cases = told, cases

    def holds(self) -> list[PendingMatch]:
        """Return the sequences that were open when the fact came."""
        return [case for case in self.cases if case.ended is None or precedes(self.told.span, case.ended.span)]


def follows(span: TimeSpan, first: TimeSpan) -> bool:
    """Return whether one fact certainly comes after another: by position and, if both have times, by time."""
    if span.first <= first.last:
        return False
    return span.begin is None or first.end is None or span.begin >= first.end


def precedes(span: TimeSpan, end: TimeSpan) -> bool:
    """Return whether one fact certainly comes before another."""
    if span.last >= end.first:
        return False
    return span.end is None or end.begin is None or span.end <= end.begin


def is_stamped_after(span: TimeSpan, first: TimeSpan) -> bool:
    """Return whether one fact has a later time than another, whatever their positions."""
    return span.begin is not None and first.end is not None and span.begin >= first.end


def may_follow(span: TimeSpan, first: TimeSpan) -> bool:
    """Return whether one fact may have come after another, by its position or by its time."""
    if span.last > first.first:
        return True
    if span.end is not None and first.begin is not None:
        return span.end >= first.begin - ORDER_TOLERANCE
    return span.last[0] == first.first[0] and first.first[1] - span.last[1] <= ORDER_LINES


def may_precede(span: TimeSpan, end: TimeSpan) -> bool:
    """Return whether one fact may have come before another, by its position or by its time."""
    if span.first < end.last:
        return True
    return span.begin is not None and end.end is not None and span.begin <= end.end
