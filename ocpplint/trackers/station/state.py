"""The state of each station's settings at the end of a trace."""

from collections.abc import Iterator
from typing import Final

from ocpplint.facts.fact import Location
from ocpplint.facts.station_state import StationState
from ocpplint.trackers.history.histories import Histories
from ocpplint.trackers.history.station import StationHistory
from ocpplint.trackers.station.context import StationContext
from ocpplint.trackers.station.stations import Stations

_NOWHERE: Final = Location("", 0, 0, 0, 0)


def standings(histories: Histories, stations: Stations, document: str) -> Iterator[StationState]:
    """Yield the state of each station that reported or received settings."""
    for identity, history in histories.known():
        if len(history):
            yield _station(identity, history, stations[identity], document)


def _station(identity: str | None, history: StationHistory, state: StationContext, document: str) -> StationState:
    settings = list(history.states())
    told = [seen for each in settings for seen in (each.held, each.pending) if seen is not None]
    return StationState(
        identity,
        document,
        told[0].place if told else _NOWHERE,
        state.profile,
        settings,
        complete=None if history.complete is None else history.complete.place,
        denied=history.denied,
        time=max((seen.time for seen in told if seen.time is not None), default=None),
        vendor=state.vendor,
        model=state.model,
        firmware=state.firmware,
        second_of=state.second_of,
    )
