"""How the settings of each station of a trace stand, told when the trace has ended."""

from collections.abc import Iterator
from typing import Final

from ocpplint.facts.location import Location
from ocpplint.facts.setting_history import Known
from ocpplint.facts.station_state import SettingState, StationState, Telling
from ocpplint.trackers.history.histories import Histories
from ocpplint.trackers.history.records import Moment
from ocpplint.trackers.history.station import StationHistory
from ocpplint.trackers.station.context import StationContext
from ocpplint.trackers.station.stations import Stations

_NOWHERE: Final = Location("", 0, 0, 0, 0)
_EPOCH: Final = Moment(_NOWHERE, _NOWHERE, 0.0, 0, 0, 0, 0)
"""Seen from the epoch, the age of what happened is minus its time."""


def standings(histories: Histories, stations: Stations, document: str) -> Iterator[StationState]:
    """Yield the standing of each station that told, or was told, anything of its settings."""
    for identity, history in histories.known():
        if len(history):
            yield _station(identity, history, stations[identity], document)


def _station(identity: str | None, history: StationHistory, state: StationContext, document: str) -> StationState:
    settings = list(_settings(history))
    told = [telling for each in settings for telling in (each.held, each.pending) if telling is not None]
    return StationState(
        identity,
        document,
        told[0].place if told else _NOWHERE,
        state.profile,
        settings,
        complete=None if history.complete is None else history.complete.place,
        denied=history.denied,
        time=max((telling.time for telling in told if telling.time is not None), default=None),
        vendor=state.vendor,
        model=state.model,
        firmware=state.firmware,
        second_of=state.second_of,
    )


def _settings(history: StationHistory) -> Iterator[SettingState]:
    for each in history.effective(_EPOCH):
        writes = history.written.get(each.name)
        taken = writes.taken if writes is not None else None
        refused = writes.refused if writes is not None else None
        yield SettingState(
            each.name,
            _telling(each.value),
            _telling(each.pending),
            _telling(None if taken is None else taken.known(_EPOCH)),
            _telling(None if refused is None else refused.known(_EPOCH)),
            each.is_confirmed,
            writes is not None and writes.is_doubtful,
            each.readonly,
        )


def _telling(known: Known | None) -> Telling | None:
    if known is None:
        return None
    time = None if known.age is None else -known.age
    return Telling(known.value, known.by, known.place, time, known.outcome, known.writer)
