"""The setting histories of all stations of one trace, from its settings and exchanges."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Final

from ocpplint.facts.events import KeyReport
from ocpplint.facts.fact import REFUSED
from ocpplint.facts.log_time import GIVEN_UP, LOG_OFF
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.setting import Setting
from ocpplint.facts.setting_history import Cause
from ocpplint.stations.learning import ConfigurationReport
from ocpplint.trackers.history.base_reports import BaseReport
from ocpplint.trackers.history.records import Moment, written
from ocpplint.trackers.history.reported_values import sights_of
from ocpplint.trackers.history.reports import is_whole, key_report
from ocpplint.trackers.history.setting_history import is_contradicted, past_of_report, past_of_write
from ocpplint.trackers.history.station import Reboots, StationHistory, swing_name
from ocpplint.trackers.station.context import StationContext
from ocpplint.trackers.station.stations import Stations

if TYPE_CHECKING:
    from ocpplint.facts.fact import Location

WRITES: Final = frozenset(("ChangeConfiguration", "SetVariables"))
"""The calls that write settings, with the outcome in their answers."""

MOST_VALUES: Final = 250_000
"""Values kept of all stations together: some hundred of each of some thousand stations. Beyond that the stations silent
for longest are dropped, and have no history until they report again."""

EVERY_VALUE: Final = 1_000_000_000
"""No limit, where a listener uses the state of all stations at the end."""

_TOLD: Final = (None, "Accepted")
"""Outcomes of a read that have a value (OCPP 2.0.1, GetVariableStatusEnumType); 1.6 has none."""

_CHECK_EVERY: Final = 1_000
_MOST_RECENT: Final = 64
"""Answered writes kept of one station, to count how many were open at a time."""


class _Station:
    """One station: its reboots, and the writes that were answered last."""

    __slots__ = ("base_report", "context", "last_time", "reboots", "recent")

    def __init__(self, context: StationContext) -> None:
        self.context = context
        self.reboots = Reboots()
        self.recent: list[tuple[Location, Location, float | None]] = []
        """The last answered writes: location of call and answer, and the time of the call."""
        self.last_time: float | None = None
        self.base_report: BaseReport | None = None

    @property
    def parts(self) -> BaseReport:
        """Its report in parts; few stations send one."""
        if self.base_report is None:
            self.base_report = BaseReport()
        return self.base_report

    @property
    def history(self) -> StationHistory:
        """The history of its settings."""
        return self.reboots.history

    def pass_time(self, time: float | None) -> None:
        """Record the time. After a long silence, a log without names may continue with another station."""
        last, self.last_time = self.last_time, self.last_time if time is None else time
        if self.context.is_anonymous and last is not None and time is not None and abs(time - last) > LOG_OFF:
            self.reboots = Reboots()
            self.recent.clear()


class Histories:
    """Follows the settings in a trace, and fills the history of each setting.

    ``most_values`` bounds how many values are kept.
    """

    def __init__(self, most_values: int = MOST_VALUES, contexts: Stations | None = None) -> None:
        self._contexts = Stations() if contexts is None else contexts
        self._stations: dict[str | None, _Station] = {}
        self._most_values = most_values
        self._order = 0

    def known(self) -> Iterable[tuple[str | None, StationHistory]]:
        """Return the stations with their histories, the most recent last. Several have none."""
        stations = self._stations.items()
        return [(identity, station.history) for identity, station in stations if not station.context.is_several]

    def of(self, identity: str | None) -> StationHistory:
        """Return the history of one station."""
        return self._station(identity).history

    def now(self, exchange: Exchange) -> Moment:
        """Return the moment at which an exchange was complete."""
        call = exchange.call
        return self.moment(call if exchange.answer is None else exchange.answer, call)

    def track(self, exchange: Exchange) -> None:
        """Process a call about reboots (``reboots.ACTIONS``)."""
        station = self._station(exchange.call.station)
        before = station.history
        station.reboots.track(exchange, self.now(exchange))
        # Without names, boots of two stations leave open which one receives a message.
        if station.history is not before:
            station.context.split()

    def commanded(
        self, setting: Setting, exchange: Exchange, moment: Moment, second_of: str | None = None
    ) -> None:
        """Process a written setting: fill its history and, if it was refused, the causes.

        ``second_of`` is the identity whose station this is a second connection of, so that both write the same value.
        """
        station = self._station(setting.station)
        history = StationHistory() if station.context.is_several else station.history
        if exchange.call.action not in WRITES:
            history.doubt(setting)
            return
        if setting.outcome in REFUSED:
            setting.causes = _causes(setting, history, moment)
        write = written(setting, moment)
        shared = history if second_of is None else self.of(second_of)
        swing = shared.swings.get(swing_name(setting))
        setting.history = past_of_write(setting, write, history, swing, _open(station, exchange))
        history.write(setting, write)
        shared.swing(setting, write)

    def answered(self, exchange: Exchange) -> None:
        """Record when a write was sent and when it was answered."""
        if exchange.answer is not None and exchange.call.action in WRITES:
            station = self._station(exchange.call.station)
            station.recent.append((exchange.call.location, exchange.answer.location, exchange.call.time))
            del station.recent[:-_MOST_RECENT]

    def reported(
        self,
        settings: Iterable[Setting],
        moment: Moment,
        station: str | None,
        open_calls: Collection[Message] = (),
    ) -> None:
        """Process reported settings and fill their history. ``open_calls`` have no answer yet."""
        known = self._station(station)
        if known.context.is_several:
            return
        history = known.history
        sights = sights_of(moment)
        for setting in settings:
            if setting.outcome not in _TOLD:
                history.deny((setting.key,), moment.place)
                continue
            if history.written:
                setting.history = past_of_report(setting, history, moment)
                setting.contradicted = is_contradicted(setting, history, moment, open_calls)
            history.see(setting, sights)

    def report(
        self,
        report: ConfigurationReport,
        settings: list[Setting],
        moment: Moment,
        answer: Message,
        limit: int | None,
    ) -> KeyReport:
        """Process an answer to GetConfiguration whose settings are processed, and return its missing keys."""
        station = self._station(answer.station)
        history = StationHistory() if station.context.is_several else station.history
        told = key_report(report, settings, answer, history, limit)
        history.deny(told.unknown, answer.location)
        if is_whole(report, limit):
            history.complete = moment
        elif report.asked == () and limit is None:
            history.asked_for_all = moment.place
        return told

    def ask_for_all(self, exchange: Exchange) -> None:
        """Process a GetBaseReport with its answer."""
        call = exchange.call
        said = None if exchange.answer is None else exchange.answer.payload
        if isinstance(said, dict) and said.get("status") == "Accepted" and isinstance(call.payload, dict):
            self._station(call.station).parts.ask(call)

    def part(self, exchange: Exchange, moment: Moment) -> KeyReport | None:
        """Process a NotifyReport; return the missing parts of its report, if this is the last one."""
        station = self._station(exchange.call.station)
        if station.context.is_anonymous:
            return None
        lacking = station.parts.take(exchange.call, self._contexts.gaps.doubts)
        if station.parts.is_whole:
            station.history.complete = moment
        return lacking

    def moment(self, message: Message, call: Message | None) -> Moment:
        """Return the moment of a message, which answers ``call`` if that is known."""
        self._order += 1
        if self._order % _CHECK_EVERY == 0:
            self._forget()
        station = self._station(message.station)
        station.pass_time(message.time)
        history = station.history
        return Moment(
            place=message.location,
            asked=message.location if call is None else call.location,
            time=message.time,
            order=self._order,
            session=history.session,
            reboots=history.reboots,
            losses=self._contexts.gaps.doubts,
        )

    def _station(self, identity: str | None) -> _Station:
        station = self._stations.pop(identity, None)
        if station is None:
            station = _Station(self._contexts[identity])
        # Moved to the end: the stations silent for longest are first.
        self._stations[identity] = station
        return station

    def _forget(self) -> None:
        kept = sum(len(station.history) for station in self._stations.values())
        while kept > self._most_values and len(self._stations) > 1:
            kept -= len(self._stations.pop(next(iter(self._stations))).history)


def _causes(setting: Setting, history: StationHistory, moment: Moment) -> tuple[Cause, ...]:
    # Imported here, since most traces have no refusal.
    from ocpplint.trackers.history.causes import ranked
    from ocpplint.trackers.history.key_evidence import knowledge_of

    return ranked(setting, knowledge_of(setting, history, moment))


def _open(station: _Station, exchange: Exchange) -> int:
    """Count the writes that had no answer yet when this one was sent (OCPP-J 1.6, section 4.1.1)."""
    sent, now, count = exchange.call.location, exchange.call.time, 0
    for asked, answered, time in reversed(station.recent):
        if answered.path != sent.path or answered < sent:
            break
        has_timed_out = now is not None and time is not None and now - time >= GIVEN_UP
        count += asked < sent and not has_timed_out
    return count
