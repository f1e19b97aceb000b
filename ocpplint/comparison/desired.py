"""What stations should have: the settings of configuration files, shared out to the stations they are meant for."""

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
    """One value that one station should have, under the key it must be sent with.

    ``setting`` has value, place and what is wrong with it; ``rivals`` are other settings of the same rank that want
    another value.
    """

    name: str
    setting: Setting
    rivals: tuple[Setting, ...] = ()

    @property
    def is_addressed(self) -> bool:
        """Whether its key reaches the connector that it is meant for.

        Of a key whose scope nobody knows, the bare form may be connector 1's or the station's; it is not connector 2's.
        """
        setting = self.setting
        meant = setting.connector_meant or 1
        return (
            setting.component is not None or setting.scope is not None or meant in (1, setting.connector_from_key)
        )


Wishes = dict[str, DesiredSetting]


class Desired:
    """Listens to the facts, and shares out what documents want to stations.

    A setting whose document names a station is for that one; one that names none is for all, and gives way to what is
    wanted of a station by name. What describes a station, as a dump does, wants nothing of what nobody can change.
    """

    def __init__(self) -> None:
        self._general: list[Setting] = []
        self._named: dict[str, list[Setting]] = {}
        self._by_path: set[str] = set()
        self._for_kind: dict[Profile, Wishes] = {}

    def accepts(self, kind: type[Fact]) -> bool:
        """Settings are all that counts."""
        return kind is Setting

    def on_fact(self, fact: Fact) -> None:
        """Take in a setting of a document; what happened in a trace is nobody's wish."""
        if not isinstance(fact, Setting) or not fact.editable or fact.value is None or not _is_wish(fact):
            return
        if fact.station is None:
            self._general.append(fact)
        else:
            self._named.setdefault(fact.station, []).append(fact)
            if fact.station_evidence is not None and fact.station_evidence.kind in ("layout", "path"):
                self._by_path.add(fact.station)

    def close(self, document: str | None = None) -> None:
        """Nothing ends with a document: what is wanted of a station may stand in several."""

    def __len__(self) -> int:
        return len(self._general) + sum(map(len, self._named.values()))

    def share(self, stations: list[KnownStation]) -> tuple[dict[int, Wishes], list[str]]:
        """Return what is wanted of each station, by its place in the list, and the named stations that are not there.

        If one station is wanted and one is known, they are one, unless both have names and these differ. Names that
        only a path tells count in any case.
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
