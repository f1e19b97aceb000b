"""The course of a trace as sequences need it: what time it is at each station, and where something may be missing.

Time is the trace's own, and each station's for itself: several stations, or the parts of several logs, may stand in
one trace. Calls tell it, since a log of one side's commands shows only these and their answers.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from ocpplint.facts.events import Boot
from ocpplint.facts.fact_types import Fact
from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.violation import Violation
from ocpplint.trackers.station.identity import is_serial

GRACE: Final = 60.0
"""Seconds after which nothing of the time before comes any more: exchanges are told when they are answered, and lines
may be out of order. After so long an answer does not come (``conversations``)."""
_STEP_BACK: Final = 60.0
"""Seconds the clock may go back because several threads write. More is another log, or a clock that was set."""
SILENCE: Final = 3600.0
"""Seconds without a call after which nobody knows whether the log was on all the time."""
_LOSSES: Final = frozenset({"truncated", "malformed", "framing", "too-deep"})
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
        "begins_with_boot",
        "csms_calls",
        "due",
        "is_crowd",
        "lost",
        "silent",
        "station_calls",
        "time",
        "waiting",
    )

    def __init__(self) -> None:
        self.time: float | None = None
        self.before: float | None = None
        """The time of the call before the last."""
        self.station_calls = self.csms_calls = False
        """Whether the station, and the CSMS, has called at all: else the log may have none of its calls."""
        self.begins_with_boot = False
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
        """Whether the log is known to hold the calls of both sides."""
        return self.station_calls and self.csms_calls and not self.is_crowd

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
        self._boots: set[tuple[str | None, str | None]] = set()
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
        """Take in a CALL; return what is to be decided, now that it is so late."""
        if message.location.path != self._path:
            self._path = message.location.path
            self._parts.setdefault(self._path, len(self._parts))
        clock = self._clocks.get(message.station) or self._first(message)
        if message.sender == "station":
            clock.station_calls = True
        elif message.sender == "csms":
            clock.csms_calls = True
        time, last = message.time, clock.time
        if time is None:
            return ()
        if last is not None and not -_STEP_BACK <= time - last <= SILENCE:
            self._jump(clock, time, last)
        elif last is not None and time < last:
            return ()
        clock.time, clock.before = time, last
        return clock.overdue(time) if time > clock.due else ()

    def boot(self, fact: Boot) -> None:
        """Tell whether a log without names is of one station: it begins with its boot, with a serial number."""
        if not fact.station:
            clock, serials = self.of(fact.station), (fact.charge_point_serial, fact.charge_box_serial)
            self._boots.add(serials)
            is_one = clock.begins_with_boot and len(self._boots) == 1 and any(map(is_serial, serials))
            clock.is_crowd = not is_one

    def _first(self, message: Message) -> Clock:
        clock = self.of(message.station)
        clock.begins_with_boot = message.action == "BootNotification"
        return clock

    def lose(self, fact: InputProblem | Violation) -> None:
        """Take note that a message is missing: one that could not be read, or the call of an answer."""
        if isinstance(fact, Violation):
            if fact.kind == "unrequested-answer":
                self.of(fact.station).lost = self.begun
        elif fact.kind in _LOSSES:
            if fact.station is None:
                self.lost = self.begun
            else:
                self.of(fact.station).lost = self.begun

    def span(self, fact: Fact) -> TimeSpan:
        """Tell when and where in the trace a fact begins and ends."""
        if fact is not self._fact:
            # Several rules ask for the same fact, one after the other.
            self._fact, self._span = fact, self._work_out(fact)
        return self._span

    def _work_out(self, fact: Fact) -> TimeSpan:
        if not isinstance(fact, Exchange):
            time = getattr(fact, "time", None)
            place = self._place(fact.location if isinstance(fact, Message) else fact.place)
            return TimeSpan(time, time, place, place)
        answer = fact.answer
        first = self._place(fact.call.location)
        return TimeSpan(
            fact.call.time, fact.time, first, first if answer is None else self._place(answer.location)
        )

    def clear(self) -> None:
        """Forget everything: another trace begins."""
        self._clocks.clear()
        self._parts.clear()
        self._path = None
        self._boots.clear()
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
