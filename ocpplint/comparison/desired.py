"""Desired configurations: the settings of configuration files, assigned to the stations they are for."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ocpplint.comparison.agreement import agree_as_written
from ocpplint.comparison.aiming import Aim, Stations, path_of
from ocpplint.comparison.gathering import as_meant
from ocpplint.comparison.known import KnownStation
from ocpplint.facts.fact import Fact, Place
from ocpplint.facts.setting import Setting
from ocpplint.resources.globs import name_matches
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


class Unaimed(NamedTuple):
    """Settings of a document that names none of these stations. ``place`` is where the first of them stands."""

    path: str
    place: Place
    settings: int
    stations: list[str]


class Targets(NamedTuple):
    """What is reported of the stations that documents are for.

    ``absent`` are desired stations that are not known, ``unaimed`` the settings that are compared with stations their
    documents do not name, ``aims`` the stations of documents by a name that is no identity, with the paths.
    """

    absent: list[str]
    unaimed: list[Unaimed]
    aims: list[tuple[str, Aim]]


class Shares(NamedTuple):
    """The desired settings of each known station, by its index, and which documents are for which station."""

    wishes: list[Wishes]
    targets: Targets


class Desired:
    """Collects the settings of documents and assigns them to stations.

    A setting whose document or path names a station is for that one; otherwise it is for all, or for those that the
    configuration states, and a setting for a named station takes precedence. In a document that describes a station,
    such as a dump, read-only settings are not desired.
    """

    def __init__(self) -> None:
        self._settings: list[Setting] = []

    def accepts(self, kind: type[Fact]) -> bool:
        """Return whether this is a setting."""
        return kind is Setting

    def on_fact(self, fact: Fact) -> None:
        """Collect a setting of a document; settings in a trace are not desired ones."""
        if isinstance(fact, Setting) and fact.editable and fact.value is not None and _is_wish(fact):
            self._settings.append(fact)

    def close(self, document: str | None = None) -> None:
        """Do nothing: the settings for a station may be in several documents."""

    def __len__(self) -> int:
        return len(self._settings)

    def share(
        self, stations: Sequence[KnownStation], meant_for: Callable[[str], Sequence[str] | None] = lambda _: None
    ) -> Shares:
        """Assign the settings to the known stations.

        ``meant_for`` returns the patterns of names that the configuration states for a path. One desired and one known
        station are the same, unless both have names and these differ. Names from a path always count.
        """
        aims, unnamed = self._aimed(stations)
        absent = {aim.name for _, aim in aims if aim.station is None}
        wanted = {aim.name for _, aim in aims}
        if len(stations) == 1 and len(wanted) == 1 and absent and self._is_the_one(stations[0]):
            aims, absent = [(setting, aim._replace(station=0)) for setting, aim in aims], set()
        own: dict[int, list[Setting]] = {}
        for setting, aim in aims:
            if aim.station is not None:
                own.setdefault(aim.station, []).append(setting)
        general = _General(stations, meant_for, aims)
        for setting in unnamed:
            general.add(setting)
        wishes = [
            general.wishes_of(number) | _wishes(own.get(number, ()), station.profile)
            for number, station in enumerate(stations)
        ]
        weak = list(
            dict.fromkeys((path_of(each), aim) for each, aim in aims if aim.by and aim.station is not None)
        )
        return Shares(wishes, Targets(sorted(absent | general.missed), general.unaimed(), weak))

    def _aimed(self, stations: Sequence[KnownStation]) -> tuple[list[tuple[Setting, Aim]], list[Setting]]:
        """Return the settings for named stations, and those that name none."""
        known = Stations(stations)
        known.learn(self._settings)
        aims: list[tuple[Setting, Aim]] = []
        unnamed: list[Setting] = []
        cached: dict[tuple[str | None, str, str, str], Aim | None] = {}
        for setting in self._settings:
            kind = setting.station_evidence.text if setting.station_evidence is not None else ""
            asked = (setting.station, kind, path_of(setting), setting.group)
            if asked not in cached:
                cached[asked] = known.aim(setting)
            aim = cached[asked]
            if aim is None:
                unnamed.append(setting)
            else:
                aims.append((setting, aim))
        return aims, unnamed

    def _is_the_one(self, station: KnownStation) -> bool:
        evidence = (each.station_evidence for each in self._settings if each.station is not None)
        by_path = any(each is not None and each.kind in ("layout", "path") for each in evidence)
        return station.identity is None or by_path


class _General:
    """The settings that name no station, and the stations they apply to."""

    def __init__(
        self,
        stations: Sequence[KnownStation],
        meant_for: Callable[[str], Sequence[str] | None],
        aims: Iterable[tuple[Setting, Aim]],
    ) -> None:
        self._stations = stations
        self._meant_for = meant_for
        self._settings: dict[str, list[Setting]] = {}
        self._wishes: dict[tuple[str, Profile], Wishes] = {}
        self._targets: dict[str, frozenset[int]] = {}
        self._named: dict[str, set[int]] = {}
        for setting, aim in aims:
            if aim.station is not None:
                self._named.setdefault(setting.document, set()).add(aim.station)
        self.missed: set[str] = set()
        """Patterns in the configuration that match no known station."""

    def add(self, setting: Setting) -> None:
        """Add a setting of a document."""
        self._settings.setdefault(setting.document, []).append(setting)

    def wishes_of(self, number: int) -> Wishes:
        """Return the desired settings of a station, in the order of the documents."""
        found: dict[str, None] = {document: None for document in self._settings if number in self._for(document)}
        settings = [setting for document in found for setting in self._settings[document]]
        asked = ("\n".join(found), self._stations[number].profile)
        if asked not in self._wishes:
            self._wishes[asked] = _wishes(settings, asked[1])
        return self._wishes[asked]

    def unaimed(self) -> list[Unaimed]:
        """Return the documents that apply to stations which they do not name."""
        # A second connection of a station is no station of its own.
        if len([station for station in self._stations if station.second_of is None]) < 2:
            return []
        return [
            Unaimed(path_of(settings[0]), settings[0].place, len(settings), rest)
            for document, settings in self._settings.items()
            if self._patterns(document) is None and (rest := self._not_named_in(document))
        ]

    def _not_named_in(self, document: str) -> list[str]:
        named = self._named.get(document, ())
        return [station.label for number, station in enumerate(self._stations) if number not in named]

    def _patterns(self, document: str) -> Sequence[str] | None:
        return self._meant_for(path_of(self._settings[document][0]))

    def _for(self, document: str) -> frozenset[int]:
        """Return the stations that the settings of a document apply to."""
        found = self._targets.get(document)
        if found is None:
            patterns = self._patterns(document)
            found = frozenset(
                number
                for number, station in enumerate(self._stations)
                if patterns is None or any(name_matches(pattern, station.label) for pattern in patterns)
            )
            self._targets[document] = found
            if patterns is not None and not found:
                self.missed |= set(patterns)
        return found


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
