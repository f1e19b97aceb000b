"""Scopes that the registry does not know, learned from the reports of each station of a trace."""

from typing import TYPE_CHECKING, Any

from ocpplint.facts.fact import SHARED, TAKEN
from ocpplint.facts.message import Message
from ocpplint.facts.setting import Setting
from ocpplint.readers.settings.values import text_of
from ocpplint.stations.learning import ConfigurationReport, Lessons, names_connectors
from ocpplint.trackers.station.context import StationContext

if TYPE_CHECKING:
    from ocpplint.stations.profile import Profile

_MOST_PROFILES = 200
"""Learned profiles kept at a time. Stations of one kind and firmware share one, so a few serve thousands."""


_MOST_STATIONS = 500
"""Stations whose learned scopes are kept: those that reported last. A log may hold any number."""


class Learning:
    """Learns scopes from the reports of stations, and adds them to their profiles."""

    def __init__(self) -> None:
        self._stations: dict[str | None, StationContext] = {}
        self._profiles: dict[tuple[str, frozenset[tuple[str, str]]], Profile] = {}

    def take(self, report: ConfigurationReport, state: StationContext) -> None:
        """Learn from a report. Only with a known request does it prove that a key is missing."""
        if not names_connectors(state.profile):
            return
        if state.lessons is None:
            state.lessons = Lessons(state.profile)
        self._remember(state)
        state.lessons.take(report)
        self._teach(state, state.lessons)

    def weigh(self, setting: Setting, state: StationContext) -> None:
        """Learn from a command before it is checked: an accepted key exists."""
        if state.lessons is None or setting.outcome not in TAKEN:
            return
        reading = state.profile.read_key(setting.key)
        if reading.suffix and reading.spec is not None and reading.spec.scope == SHARED:
            state.lessons.refute(reading.base_key)
            self._teach(state, state.lessons)

    def _remember(self, state: StationContext) -> None:
        self._stations.pop(state.identity, None)
        self._stations[state.identity] = state
        if len(self._stations) > _MOST_STATIONS:
            oldest = self._stations.pop(next(iter(self._stations)))
            oldest.profile, oldest.lessons = oldest.profile.untaught, None

    def _teach(self, state: StationContext, lessons: Lessons) -> None:
        scopes = lessons.scopes()
        if not scopes:
            state.profile = state.profile.untaught
            return
        name = (lessons.profile.name, frozenset(scopes.items()))
        if name not in self._profiles:
            if len(self._profiles) >= _MOST_PROFILES:
                self._profiles.clear()
            self._profiles[name] = lessons.profile.taught(scopes)
        state.profile = self._profiles[name]


def report_of(answer: Message, call: Message | None) -> ConfigurationReport:
    """Read an answer to GetConfiguration and the call it belongs to, where that is known.

    A request without keys, or with an empty list, is for all keys (OCPP 1.6 section 5.8).
    """
    payload: dict[str, Any] = answer.payload
    values = {
        item["key"]: text_of(item.get("value"))
        for item in payload["configurationKey"]
        if isinstance(item, dict) and isinstance(item.get("key"), str)
    }
    return ConfigurationReport(values, _words(payload.get("unknownKey")), _asked(call), answer.location)


def _asked(call: Message | None) -> tuple[str, ...] | None:
    if call is None or call.action != "GetConfiguration" or not isinstance(call.payload, dict):
        return None
    keys = call.payload.get("key")
    return _words(keys) if keys is None or isinstance(keys, list) else None


def _words(value: Any) -> tuple[str, ...]:
    return tuple(word for word in value if isinstance(word, str)) if isinstance(value, list) else ()
