"""What is wrong with a setting's key, by what is known of the station. What a station reports of itself is evidence."""

from functools import lru_cache

from ocpplint.facts.setting import Setting
from ocpplint.stations.profile import Profile
from ocpplint.trackers.settings.station_settings import (
    FEATURE_PROFILES,
    READ_ONLY,
    StationSettings,
    is_modern,
    is_stations_word,
)

_DESCRIBING = 2
"""So many standard keys that nobody can change are no slips: the configuration tells what the station is."""
_MOST_KEYS = 10_000


def fill_describes_station(station: StationSettings) -> None:
    """Mark the settings of a configuration that tells what the station is."""
    for group in station.groups():
        if _describes(group.settings):
            for setting in group.settings:
                setting.describes_station = True


def _describes(settings: list[Setting]) -> bool:
    unchangeable: set[str] = set()
    for setting in settings:
        if setting.stated_readonly is not None:
            return True
        spec = setting.spec
        if spec is not None and spec.access == READ_ONLY and spec.standard:
            unchangeable.add(setting.base_key)
    return len(unchangeable) >= _DESCRIBING


def fill_spelled_key(station: StationSettings) -> None:
    """Fill the right spelling of keys that are written in another case than the profile has them."""
    for setting in station.settings:
        spec = setting.spec
        if spec is None or setting.base_key in setting.key or spec.role is not None:
            continue
        if not is_stations_word(setting) and not is_modern(setting):
            setting.spelled_key = _respelled(setting.key, setting.base_key)


def _respelled(key: str, base_key: str) -> str | None:
    """Write the key's base as the registry does; what names a connector stays."""
    start = key.lower().find(base_key.lower())
    return None if start < 0 else key[:start] + base_key + key[start + len(base_key) :]


def fill_unknown_key(station: StationSettings) -> None:
    """Mark the keys that these stations do not have, and fill the known key that one nearly is."""
    unknown = False
    for settings, profile, _ in station.parts:
        for setting in settings:
            if setting.spec is None and setting.base_key and not _is_open(setting):
                unknown = True
                setting.unknown_key = profile.complete
                setting.near_key = _slips_of(profile).near(setting.base_key)
    # Whoever sets both a key and what is nearly that key means two keys.
    for group in station.groups() if unknown else ():
        keys = {setting.base_key for setting in group.settings}
        for setting in group.settings:
            if setting.near_key in keys:
                setting.near_key = None


def _is_open(setting: Setting) -> bool:
    """Tell whether the profile has no say about the key."""
    return is_stations_word(setting) or is_modern(setting)


def fill_missing_profile(station: StationSettings) -> None:
    """Fill the feature profile of a key that its station does not list."""
    for group in station.groups():
        listed = group.stated.get(FEATURE_PROFILES)
        for setting in group.settings if listed is not None else ():
            spec = setting.spec
            if spec is None or spec.requires is None or spec.access == READ_ONLY or is_stations_word(setting):
                continue
            setting.missing_profile = _missing(spec.requires, listed or "")


def _missing(profile: str, stated: str) -> str | None:
    """Return a feature profile that is not in the list. Stations write `Local Auth List Management`, too."""
    listed = {"".join(item.split()).lower() for item in stated.split(",")}
    return None if not any(listed) or profile.lower() in listed else profile


class _Slips:
    """The known keys of one profile that unknown ones nearly are, worked out when one is first seen."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._near: dict[str, str | None] = {}

    def near(self, key: str) -> str | None:
        """Return the known key that an unknown one nearly is."""
        if key not in self._near:
            from ocpplint.stations.typo import known_with_slip

            if len(self._near) >= _MOST_KEYS:
                self._near.clear()
            self._near[key] = known_with_slip(key, self._profile.key_names())
        return self._near[key]


@lru_cache(maxsize=32)
def _slips_of(profile: Profile) -> _Slips:
    """Return the slips of a profile's keys. There are few profiles, and all inputs share them."""
    return _Slips(profile)
