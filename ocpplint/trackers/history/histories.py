"""The histories of all stations of one trace, told by the settings and exchanges in it."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Final

from ocpplint.facts.log_time import GIVEN_UP, LOG_OFF
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.setting import Setting
from ocpplint.facts.setting_history import Cause, KeyReport
from ocpplint.facts.vocabulary import REFUSED
from ocpplint.stations.learning import ConfigurationReport
from ocpplint.trackers.history.base_reports import BaseReport
from ocpplint.trackers.history.reboots import Reboots
from ocpplint.trackers.history.records import Moment, written
from ocpplint.trackers.history.reported_values import sights_of
from ocpplint.trackers.history.reports import is_whole, key_report
from ocpplint.trackers.history.setting_history import is_contradicted, past_of_report, past_of_write
from ocpplint.trackers.history.station import StationHistory, swing_name
from ocpplint.trackers.station.context import StationContext
from ocpplint.trackers.station.stations import Stations

if TYPE_CHECKING:
    from ocpplint.facts.location import Location

WRITES: Final = frozenset(("ChangeConfiguration", "SetVariables"))
"""The calls that write settings, each with an answer that says what became of it."""

MOST_VALUES: Final = 250_000
"""Values kept of all stations together: some hundred of each of some thousand stations. Beyond that the stations that
have been silent for longest are forgotten, so that nothing is said of them until they have told all anew."""

EVERY_VALUE: Final = 1_000_000_000
"""For those who ask at the end how the settings of all stations stand."""

_TOLD: Final = (None, "Accepted")
"""Outcomes of a question that tell a value (OCPP 2.0.1, GetVariableStatusEnumType); 1.6 has none."""

_CHECK_EVERY: Final = 1_000
_MOST_RECENT: Final = 64
"""Answered writes of one station remembered to tell how many were open at a time."""


class _Station:
    """One station: its life, and the writes that were answered last."""

    __slots__ = ("base_report", "context", "last_time", "reboots", "recent")

    def __init__(self, context: StationContext) -> None:
        self.context = context
        self.reboots = Reboots()
        self.recent: list[tuple[Location, Location, float | None]] = []
        """The writes answered last: where they were sent, where answered, and when they were sent."""
        self.last_time: float | None = None
        self.base_report: BaseReport | None = None

    @property
    def parts(self) -> BaseReport:
        """Its report in parts; few stations tell one."""
        if self.base_report is None:
            self.base_report = BaseReport()
        return self.base_report

    @property
    def history(self) -> StationHistory:
        """What is known of its settings."""
        return self.reboots.history

    def pass_time(self, time: float | None) -> None:
        """Take note of the time. A log without names that is silent for so long may go on with another station."""
        last, self.last_time = self.last_time, self.last_time if time is None else time
        if self.context.is_anonymous and last is not None and time is not None and abs(time - last) > LOG_OFF:
            self.reboots = Reboots()
            self.recent.clear()


class Histories:
    """Takes in what a trace tells of settings, and gives each setting its past.

    ``most_values`` bounds how many values are kept.
    """

    def __init__(self, most_values: int = MOST_VALUES, contexts: Stations | None = None) -> None:
        self._contexts = Stations() if contexts is None else contexts
        self._stations: dict[str | None, _Station] = {}
        self._most_values = most_values
        self._order = 0

    def known(self) -> Iterable[tuple[str | None, StationHistory]]:
        """Return the stations with their histories, those last that told something last. Several have none."""
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
        """Take in a call that tells of reboots (``reboots.ACTIONS``)."""
        station = self._station(exchange.call.station)
        before = station.history
        station.reboots.track(exchange, self.now(exchange))
        # Without names, two that boot are two stations, of which nobody knows who is told what.
        if station.history is not before:
            station.context.split()

    def commanded(
        self, setting: Setting, exchange: Exchange, moment: Moment, second_of: str | None = None
    ) -> None:
        """Take in a setting that was written: give it its past, and if it was refused, the causes.

        ``second_of`` is the identity whose station this one is a second connection of, so that both write one value.
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
        """Take note of when a write was sent and when it was answered."""
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
        """Take in settings that a station reported, and give them their past. ``open_calls`` have no answer yet."""
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
        """Take in an answer to GetConfiguration whose settings are taken in, and tell what it lacks."""
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
        """Take in a GetBaseReport with its answer."""
        call = exchange.call
        said = None if exchange.answer is None else exchange.answer.payload
        if isinstance(said, dict) and said.get("status") == "Accepted" and isinstance(call.payload, dict):
            self._station(call.station).parts.ask(call)

    def part(self, exchange: Exchange, moment: Moment) -> KeyReport | None:
        """Take in a NotifyReport; return what its report lacks, if that is plain with this one."""
        station = self._station(exchange.call.station)
        if station.context.is_anonymous:
            return None
        lacking = station.parts.take(exchange.call, self._contexts.gaps.doubts)
        if station.parts.is_whole:
            station.history.complete = moment
        return lacking

    def moment(self, message: Message, call: Message | None) -> Moment:
        """Return the moment of a message, an answer to ``call`` if that is known."""
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
        # Put back at the end: those that are silent for longest stand first.
        self._stations[identity] = station
        return station

    def _forget(self) -> None:
        kept = sum(len(station.history) for station in self._stations.values())
        while kept > self._most_values and len(self._stations) > 1:
            kept -= len(self._stations.pop(next(iter(self._stations))).history)


def _causes(setting: Setting, history: StationHistory, moment: Moment) -> tuple[Cause, ...]:
    # Most traces hold no refusal.
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
