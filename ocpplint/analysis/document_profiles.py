"""The profiles of the stations in a document, chosen as those of a trace are: by what is told, said and shown."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final, get_args

from ocpplint.facts.fact import ProfileChoice
from ocpplint.facts.setting import Setting
from ocpplint.readers.settings.makes import NO_MAKE, Make, make_of, makes_beside
from ocpplint.stations.registry import ChosenProfile, Profiles
from ocpplint.trackers.settings.station_settings import ProfiledSettings

_SUREST_FIRST: Final[tuple[ProfileChoice, ...]] = get_args(ProfileChoice)

Stations = dict[str | None, list[ProfiledSettings]]
"""The settings of each station; those of one station in several parts where these name different makes."""


def profiled(settings: Sequence[Setting], path: str, profiles: Profiles) -> Stations:
    """Give the settings of each station in the document at ``path`` the profile they are read by.

    Settings that name no station are of all, and what they say or show holds for those that say and show nothing.
    """
    makes = makes_beside(settings) if profiles.auto else []
    members = _by_station_and_make(settings, makes)
    chosen = {
        station: [_chosen(make, part, station, path, profiles) for make, part in parts.items()]
        for station, parts in members.items()
    }
    shared = min(chosen.get(None, ()), key=_rank, default=None)
    found: Stations = {}
    for station, parts in members.items():
        for part, own in zip(parts.values(), chosen[station], strict=True):
            best = shared if shared is not None and own.choice == "assumed" else own
            found.setdefault(station, []).append(ProfiledSettings(part, *best))
    return found


def agreed(parts: Sequence[ProfiledSettings]) -> list[ProfiledSettings]:
    """Read the files of one station alike: what one of them says or shows holds for those that do neither."""
    best = min(parts, key=_rank)
    if best.choice == "assumed":
        return list(parts)
    return [
        part._replace(profile=best.profile, choice=best.choice) if part.choice == "assumed" else part
        for part in parts
    ]


def _by_station_and_make(
    settings: Sequence[Setting], makes: Sequence[Make]
) -> dict[str | None, dict[Make, list[Setting]]]:
    found: dict[str | None, dict[Make, list[Setting]]] = {}
    if not makes:
        for station, members in groupby(settings, key=attrgetter("station")):
            found.setdefault(station, {}).setdefault(NO_MAKE, []).extend(members)
        return found
    for setting, make in zip(settings, makes, strict=True):
        found.setdefault(setting.station, {}).setdefault(make, []).append(setting)
    return found


def _chosen(
    beside: Make, settings: list[Setting], station: str | None, path: str, profiles: Profiles
) -> ChosenProfile:
    if not profiles.auto:
        return profiles.usual(station, path)
    make = _completed(beside, make_of(settings))
    chosen = profiles.for_station(make.vendor, make.model, station, path, make.firmware)
    if chosen.choice not in ("assumed", "unlisted"):
        return chosen
    plain = [setting for setting in settings if setting.component is None]
    return profiles.shown_by(chosen, _keys(plain), _keys(each for each in plain if each.origin == "reported"))


def _completed(beside: Make, said: Make) -> Make:
    """Take what the settings themselves name, and the rest from what stands beside them."""
    return Make(*(own or other for own, other in zip(said, beside, strict=True)))


def _keys(settings: Iterable[Setting]) -> set[str]:
    return {setting.key for setting in settings}


def _rank(chosen: ChosenProfile | ProfiledSettings) -> int:
    return _SUREST_FIRST.index(chosen.choice)


def is_for_several(settings: ProfiledSettings) -> bool:
    """Tell whether settings are for several connectors by what stands around them, or by pairs of keys."""
    stated = (next((each for each in one.evidence if each.kind != "path"), None) for one in settings.settings)
    if len({each.connector for each in stated if each is not None}) > 1:
        return True
    connectors: dict[str, set[int]] = {}
    for setting in settings.settings:
        reading = settings.profile.read_key(setting.key)
        if reading.connector is not None:
            connectors.setdefault(reading.base_key, set()).add(reading.connector)
    return any(len(each) > 1 for each in connectors.values())
