"""The event clock for sequences: the time of each station, and gaps in the trace.

Time is that of the trace, separately for each station, since a trace may hold several stations or logs. Only messages
that are no answers advance it, since a log of one side shows only these and their answers.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ocpplint.facts.fact import Fact
from ocpplint.facts.log_time import LOG_SILENCE, STEP_BACK

if TYPE_CHECKING:
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
    """The time of one station. ``due`` is when the first waiting item may be decided."""

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
        """The previous time."""
        self.first_sender: str | None = None
        """The side that sent a call, and whether both sides did: otherwise the log may lack one side."""
        self.has_both_sides = False
        self.is_crowd = False
        """Whether this identity may be several stations that the trace does not name."""
        self.lost = 0
        """The number of the last sequence that had begun when a message of this station was lost."""
        self.silent = 0
        """The number of the last sequence that had begun when the station was silent for long."""
        self.due = _NEVER
        self.waiting: dict[Any, float] = {}

    @property
    def shows_both_sides(self) -> bool:
        """Whether the log is known to hold the messages of both sides."""
        return self.has_both_sides and not self.is_crowd

    def wait(self, item: Any, due: float) -> None:
        """Schedule an item to be decided after ``due``."""
        self.waiting[item] = due
        self.due = min(self.due, due)

    def overdue(self, now: float) -> Sequence[Any]:
        """Return the items that are due, and keep the others."""
        found = [item for item, due in self.waiting.items() if due < now]
        for item in found:
            del self.waiting[item]
        self.due = min(self.waiting.values(), default=_NEVER)
        return found


class EventClock:
    """The clocks of a trace. ``begun`` counts the sequences that have begun, which orders events."""

    def __init__(self) -> None:
        self.begun = 0
        self.lost = 0
        """The number of the last sequence that had begun when a message of an unknown station was lost."""
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

    def tick(self, message: "Message") -> Sequence[Any]:
        """Process a message that advances the time; return the items that are due."""
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
        """Record whether the identity that reboots is one station or several."""
        self.of(fact.station).is_crowd = not fact.one_station

    def mark_gap(self, fact: Fact) -> None:
        """Record a gap: of one station, or of an unknown one."""
        whose = fact.loses
        if whose == "station":
            self.of(fact.station).lost = self.begun
        elif whose == "trace":
            self.lost = self.begun

    def span(self, fact: Fact) -> TimeSpan:
        """Return when and where in the trace a fact begins and ends."""
        if fact is not self._fact:
            # Several rules use the same fact in a row.
            self._fact, self._span = fact, self._work_out(fact)
        return self._span

    def _work_out(self, fact: Fact) -> TimeSpan:
        (begin, start), (end, stop) = fact.begins, fact.ends
        first = self._place(start)
        return TimeSpan(begin, end, first, first if stop is start else self._place(stop))

    def clear(self) -> None:
        """Forget everything, for another trace."""
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
        """Record a jump of the clock: backwards a gap, forwards perhaps one."""
        if time < last:
            clock.lost = self.begun
        else:
            clock.silent = self.begun
