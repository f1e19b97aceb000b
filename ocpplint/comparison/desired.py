"""Desired configurations: the settings of configuration files, assigned to the stations they are for."""

from collections.abc import Iterable
from typing import NamedTuple

from ocpplint.comparison.agreement import agree_as_written
from ocpplint.comparison.gathering import as_meant
from ocpplint.comparison.known import KnownStation
from ocpplint.facts.fact import Fact
from ocpplint.facts.setting import Setting
from ocpplint.stations.profile import Profile
from ocpplint.trackers.history.records import name_of


class DesiredSetting(NamedTuple):
    """One desired value of one station, under the key it must be sent with.

    ``setting`` has value, location and faults; ``rivals`` are other settings of the same rank with another value.
    """

    name: str
    setting: Setting
    rivals: tuple[Setting, ...] = ()

    @property
    def is_addressed(self) -> bool:
        """Whether its key addresses the connector that it is for.

        The bare form of a key of unknown scope may be for connector 1 or the station, but not for connector 2.
        """
        setting = self.setting
        meant = setting.connector_meant or 1
        return (
            setting.component is not None or setting.scope is not None or meant in (1, setting.connector_from_key)
        )


Wishes = dict[str, DesiredSetting]


class Desired:
    """Collects the settings of documents and assigns them to stations.

    A setting whose document names a station is for that one; otherwise it is for all, and a setting for a named station
    takes precedence. In a document that describes a station, such as a dump, read-only settings are not desired.
    """

    def __init__(self) -> None:
        self._general: list[Setting] = []
        self._named: dict[str, list[Setting]] = {}
        self._by_path: set[str] = set()
        self._for_kind: dict[Profile, Wishes] = {}

    def accepts(self, kind: type[Fact]) -> bool:
        """Return whether this is a setting."""
        return kind is Setting

    def on_fact(self, fact: Fact) -> None:
        """Collect a setting of a document; settings in a trace are not desired ones."""
        if not isinstance(fact, Setting) or not fact.editable or fact.value is None or not _is_wish(fact):
            return
        if fact.station is None:
            self._general.append(fact)
        else:
            self._named.setdefault(fact.station, []).append(fact)
            if fact.station_from_path:
                self._by_path.add(fact.station)

    def close(self, document: str | None = None) -> None:
        """Do nothing: the settings for a station may be in several documents."""

    def __len__(self) -> int:
        return len(self._general) + sum(map(len, self._named.values()))

    def share(self, stations: list[KnownStation]) -> tuple[dict[int, Wishes], list[str]]:
        """Return the desired settings of each station by its index in the list, and the named stations not in it.

        One desired and one known station are the same, unless both have names and these differ. Names from a path
        always count.
        """
        left = dict(self._named)
        shares: dict[int, Wishes] = {}
        for number, station in enumerate(stations):
            name = self._name_for(station, alone=len(stations) == 1)
            own = self._named[name] if name is not None else []
            left.pop(name or "", None)
            shares[number] = self._common(station.profile) | _wishes(own, station.profile)
        return shares, sorted(left)

    def _name_for(self, station: KnownStation, *, alone: bool) -> str | None:
        if station.identity in self._named:
            return station.identity
        folded = (station.identity or "").casefold()
        by_path = next((name for name in sorted(self._by_path) if name.casefold() == folded), None)
        if by_path is not None or not alone or len(self._named) != 1:
            return by_path
        (only,) = self._named
        return only if station.identity is None or only in self._by_path else None

    def _common(self, profile: Profile) -> Wishes:
        if profile not in self._for_kind:
            self._for_kind[profile] = _wishes(self._general, profile)
        return self._for_kind[profile]


def _is_wish(setting: Setting) -> bool:
    access = setting.spec.access if setting.spec is not None else None
    return setting.readonly is not True and not (setting.describes_station and access == "R")


def _wishes(settings: Iterable[Setting], profile: Profile) -> Wishes:
    wishes: Wishes = {}
    for written in settings:
        setting = as_meant(written, profile)
        name = name_of(setting)
        before = wishes.get(name)
        if before is None:
            wishes[name] = DesiredSetting(name, setting)
        elif agree_as_written(setting, before.setting.value, setting.value) is False:
            wishes[name] = before._replace(rivals=(*before.rivals, setting))
    return wishes
