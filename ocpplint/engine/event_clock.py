"""The course of a trace as sequences need it: what time it is at each station, and where something may be missing.

Time is the trace's own, and each station's for itself: several stations, or the parts of several logs, may stand in
one trace. Only messages that are no answers tell it, since a log of one side shows only these and their answers.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from ocpplint.facts.fact import Fact
from ocpplint.facts.log_time import LOG_SILENCE, STEP_BACK
from ocpplint.facts.message import Message

_NEVER: Final = float("inf")


class TimeSpan(NamedTuple):
    """When and where a fact begins and ends: an exchange at its call and at its answer, others at one point.

    ``first`` and ``last`` are places in the order of the trace.
    """

    begin: float | None
    end: float | None
    first: tuple[int, int, int]
    last: tuple[int, int, int]


class Clock:
    """The time of one station. ``due`` is when the first of those who wait may be decided."""

    __slots__ = (
        "before",
        "due",
        "first_sender",
        "has_both_sides",
        "is_crowd",
        "lost",
        "silent",
        "time",
        "waiting",
    )

    def __init__(self) -> None:
        self.time: float | None = None
        self.before: float | None = None
        """The time before the last."""
        self.first_sender: str | None = None
        """The side that has sent something that is no answer, and whether both have: else the log may lack a side."""
        self.has_both_sides = False
        self.is_crowd = False
        """Whether several stations hide behind this one, as the trace does not name them."""
        self.lost = 0
        """The number of the last sequence that had begun when something of this station was lost."""
        self.silent = 0
        """The same when the station was silent for long."""
        self.due = _NEVER
        self.waiting: dict[Any, float] = {}

    @property
    def shows_both_sides(self) -> bool:
        """Whether the log is known to hold what both sides send."""
        return self.has_both_sides and not self.is_crowd

    def wait(self, item: Any, due: float) -> None:
        """Have something decided when it is later than ``due``."""
        self.waiting[item] = due
        self.due = min(self.due, due)

    def overdue(self, now: float) -> Sequence[Any]:
        """Return what is to be decided now, and wait for the rest."""
        found = [item for item, due in self.waiting.items() if due < now]
        for item in found:
            del self.waiting[item]
        self.due = min(self.waiting.values(), default=_NEVER)
        return found


class EventClock:
    """Follows the clocks of a trace. ``begun`` counts the sequences that have begun, which tells before from after."""

    def __init__(self) -> None:
        self.begun = 0
        self.lost = 0
        """The number of the last sequence that had begun when something was lost, nobody knows of which station."""
        self._clocks: dict[str | None, Clock] = {}
        self._parts: dict[str, int] = {}
        self._path: str | None = None
        self._fact: Fact | None = None
        self._span = TimeSpan(None, None, (0, 0, 0), (0, 0, 0))

    def of(self, station: str | None) -> Clock:
        """Return the clock of a station."""
        clock = self._clocks.get(station)
        if clock is None:
            clock = self._clocks[station] = Clock()
            clock.is_crowd = not station
        return clock

    def tick(self, message: Message) -> Sequence[Any]:
        """Take in a message that tells the time; return what is to be decided, now that it is so late."""
        if message.location.path != self._path:
            self._path = message.location.path
            self._parts.setdefault(self._path, len(self._parts))
        clock = self._clocks.get(message.station) or self.of(message.station)
        sender = message.sender
        if clock.first_sender is None:
            clock.first_sender = sender
        elif sender is not None and sender != clock.first_sender:
            clock.has_both_sides = True
        time, last = message.time, clock.time
        if time is None:
            return ()
        if last is not None and not -STEP_BACK <= time - last <= LOG_SILENCE:
            self._jump(clock, time, last)
        elif last is not None and time < last:
            return ()
        clock.time, clock.before = time, last
        return clock.overdue(time) if time > clock.due else ()

    def restart(self, fact: Fact) -> None:
        """Take note of whether one station or several bear the name of the one that begins anew."""
        self.of(fact.station).is_crowd = not fact.one_station

    def mark_gap(self, fact: Fact) -> None:
        """Take note that something is missing: of one station, or nobody knows of which."""
        whose = fact.loses
        if whose == "station":
            self.of(fact.station).lost = self.begun
        elif whose == "trace":
            self.lost = self.begun

    def span(self, fact: Fact) -> TimeSpan:
        """Tell when and where in the trace a fact begins and ends."""
        if fact is not self._fact:
            # Several rules ask for the same fact, one after the other.
            self._fact, self._span = fact, self._work_out(fact)
        return self._span

    def _work_out(self, fact: Fact) -> TimeSpan:
        (begin, start), (end, stop) = fact.begins, fact.ends
        first = self._place(start)
        return TimeSpan(begin, end, first, first if stop is start else self._place(stop))

    def clear(self) -> None:
        """Forget everything: another trace begins."""
        self._clocks.clear()
        self._parts.clear()
        self._path = None
        self._fact = None
        self.begun = self.lost = 0

    def _place(self, place: Any) -> tuple[int, int, int]:
        location = place.locate()
        part = self._parts.setdefault(location.path, len(self._parts))
        return part, location.line, location.column

    def _jump(self, clock: Clock, time: float, last: float) -> None:
        """Take note of a break: a jump back is one, a jump forward may be one, for stations may be silent for long."""
        if time < last:
            clock.lost = self.begun
        else:
            clock.silent = self.begun
