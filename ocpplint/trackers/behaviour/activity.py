"""The activity of all stations of one trace: dispatches each message to the detectors that it concerns."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from ocpplint.facts.detectors import NONE, Detectors
from ocpplint.facts.events import Incident, Transaction
from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.setting import Setting
from ocpplint.trackers.behaviour import (
    answers,
    boots,
    charging_profiles,
    clocks,
    heartbeats,
    meters,
    sessions,
    statuses,
    updates,
)
from ocpplint.trackers.behaviour.station import NEVER, MemoryBudget, StationActivity
from ocpplint.trackers.station.stations import Stations
from ocpplint.trackers.station.transactions import TOLD_BY, Transactions

_MOST_HELD: Final = 1_000
_BY_ITSELF: Final = frozenset(
    (
        *("fault", "falling-meter", "unauthorized-charging", "failed-update", "slow-answer"),
        *("profile-periods", "profile-validity"),
    )
)
"""The detectors by action: what one message, exchange or transaction shows of its station."""
_TAKEN: Final = {"commanded": ("Accepted",), "reported": (None, "Accepted"), "desired": ()}
"""Outcomes after which a setting is in force."""

_Called = Callable[[Message, dict[str, Any], StationActivity], Sequence[Incident]]
_Answered = Callable[[Exchange, StationActivity], Sequence[Incident]]

_CALLS: Final[dict[str | None, tuple[_Called, ...]]] = {
    "BootNotification": (boots.called,),
    "StatusNotification": (statuses.called, clocks.called),
    "StopTransaction": (sessions.stopped, clocks.called),
    "StartTransaction": (clocks.called,),
    "TransactionEvent": (sessions.event, clocks.called),
    "MeterValues": (meters.called,),
    "FirmwareStatusNotification": (updates.called,),
    "SignedFirmwareStatusNotification": (updates.called,),
}
_KEPT: Final = frozenset(("StopTransaction", "TransactionEvent", "MeterValues"))
"""Calls that a station queues while it is offline."""
_ANSWERS: Final[dict[str | None, tuple[_Answered, ...]]] = {
    "BootNotification": (clocks.told, boots.answered),
    "Heartbeat": (clocks.told,),
    "StartTransaction": (sessions.answered,),
    "TransactionEvent": (sessions.answered,),
    "SetChargingProfile": (charging_profiles.answered,),
    "Reset": (boots.commanded,),
    "TriggerMessage": (boots.commanded,),
    "ExtendedTriggerMessage": (boots.commanded,),
    "UpdateFirmware": (boots.commanded, updates.answered),
    "SignedUpdateFirmware": (boots.commanded, updates.answered),
}
_ROUTINE: Final = ("Heartbeat", "StatusNotification")
"""Calls of a connected station outside its transactions."""
_HEARTBEATS: Final = ("HeartbeatInterval", "OCPPCommCtrlr.HeartbeatInterval")
_NUMBERS: Final = frozenset(
    (
        *(*_HEARTBEATS, *meters.SAMPLE_INTERVALS, *meters.SAMPLED_DATA, *meters.ENERGY_FOR_REFUSED),
        *("MinimumStatusDuration", "ChargeProfileMaxStackLevel", "NumberOfConnectors"),
    )
)
"""Keys whose values the detectors use: numbers, and the lengths of lists."""


class Activity:
    """Follows the activity of the stations. Memory grows with their number, not with the trace.

    ``detectors`` holds the parameters of the enabled detectors.

    Incidents of an unnamed station are held back: only the end of the trace shows that it was one station, and only if
    it has reported its serial number.
    """

    def __init__(self, stations: Stations | None = None, detectors: Detectors = NONE) -> None:
        self._stations = Stations() if stations is None else stations
        self._gaps = self._stations.gaps
        self._detectors = detectors
        self._slow_after = detectors.slow_answers.limit if detectors.slow_answers is not None else NEVER
        self._known: dict[str | None, StationActivity] = {}
        self._share = MemoryBudget()
        self._transactions = Transactions(self._stations)
        self._held: list[Incident] = []

    def track(self, message: Message) -> Sequence[Transaction | Incident]:
        """Process a CALL."""
        life = self._known.get(message.station) or self._begin(message.station)
        if life.losses != self._gaps.unplaced:
            # The station is unknown: each one records the gap at its next message.
            life.losses = self._gaps.unplaced
            life.mark_gap()
        sender, follows = message.sender, _CALLS.get(message.action)
        found: Sequence[Incident] = ()
        if sender == "station":
            found = _sign_of_life(message, life)
        if follows is None or type(message.payload) is not dict:
            return self._certain(message.station, found) if found else found
        begun_or_over = self._transactions.track(message) if message.action in TOLD_BY else ()
        for fact in begun_or_over:
            sessions.changed(fact, life)
        if sender is not None:
            if life.away is not None and message.action in _KEPT:
                found = (*found, *heartbeats.queued(message, message.payload, life))
            for follow in follows:
                more = follow(message, message.payload, life)
                found = (*found, *more) if more else found
        if found:
            found = self._certain(message.station, found)
        return (*begun_or_over, *found) if begun_or_over else found

    def started(self, exchange: Exchange) -> Sequence[Transaction]:
        """Process a StartTransaction with its answer, which gives the transaction its id."""
        begun_or_over = self._transactions.answered(exchange)
        for fact in begun_or_over:
            sessions.changed(fact, self._of(fact.station))
        return begun_or_over

    def answered(self, exchange: Exchange) -> Sequence[Incident]:
        """Process a call with its answer."""
        call, answer = exchange.call, exchange.answer
        if answer is None:
            return ()
        life = self._known.get(call.station) or self._begin(call.station)
        found: Sequence[Incident] = ()
        if call.time is not None and answer.time is not None:
            if answer.sender == "station" and life.last is not None and answer.time > life.last:
                life.last = answer.time
            seconds = answer.time - call.time
            if seconds > self._slow_after:
                found = answers.slow(call, answer, seconds)
        follows = _ANSWERS.get(call.action)
        if follows is not None:
            for follow in follows:
                more = follow(exchange, life)
                found = (*found, *more) if more else found
        return self._certain(call.station, found) if found else found

    def setting(self, setting: Setting) -> None:
        """Process a setting that a station reports or receives."""
        key, value = setting.key, setting.value
        if key not in _NUMBERS or value is None or setting.outcome not in _TAKEN[setting.origin]:
            return
        life = self._of(setting.station)
        if key in meters.SAMPLED_DATA:
            value = str(len(value))
        if not (value.isdecimal() and len(value) < 10):
            life.settings.pop(key, None)
            return
        life.settings[key] = float(value)
        if key in _HEARTBEATS:
            life.set_interval(float(value))

    def lost(self, problem: InputProblem) -> None:
        """Record a lost message, of a known or unknown station."""
        if problem.station is not None:
            self._of(problem.station).mark_gap()

    def finish(self) -> Iterator[Incident]:
        """Yield what was held back, if a log without station names is that of one station."""
        for each in self._held:
            if each.kind in _BY_ITSELF or self._stations[each.station].is_one:
                yield each
        self._held.clear()

    def _of(self, station: str | None) -> StationActivity:
        return self._known.get(station) or self._begin(station)

    def _begin(self, station: str | None) -> StationActivity:
        life = self._known[station] = StationActivity(self._share, self._detectors)
        life.losses = self._gaps.unplaced
        return life

    def _certain(self, station: str | None, found: Sequence[Incident]) -> Sequence[Incident]:
        """Hold back incidents that several unnamed stations would explain."""
        if station:
            return found
        for each in found[: _MOST_HELD - len(self._held)]:
            each.confidence = "low" if each.confidence == "low" else "medium"
            self._held.append(each)
        return ()


class _NoActivity(Activity):
    """A null object, where no listener uses transactions and incidents."""

    def track(self, _message: Message) -> Sequence[Transaction | Incident]:
        """Ignore a CALL."""
        return ()

    def started(self, _exchange: Exchange) -> Sequence[Transaction]:
        """Ignore the start of a transaction."""
        return ()

    def answered(self, _exchange: Exchange) -> Sequence[Incident]:
        """Ignore a call with its answer."""
        return ()

    def setting(self, _setting: Setting) -> None:
        """Ignore a setting."""

    def lost(self, _trouble: InputProblem) -> None:
        """Ignore a gap."""


NO_LIVES: Final = _NoActivity()


def _sign_of_life(message: Message, life: StationActivity) -> Sequence[Incident]:
    """Record that the station is online, and check the silence before."""
    found: Sequence[Incident] = ()
    time, action = message.time, message.action
    if time is not None:
        if life.last is None:
            life.last = time
        elif time > life.last:
            if time - life.last > life.attention:
                found = heartbeats.silence(message, life, time - life.last)
            elif action == "Heartbeat" == life.last_action:
                life.is_punctual = True
            life.last = time
        if action in _ROUTINE:
            life.last_other = time
    life.last_action = action
    life.alone_since = None
    return found
