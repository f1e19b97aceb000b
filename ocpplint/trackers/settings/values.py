"""What is wrong with a setting: its value by what is known of the key, the key by what is known of the station.

Only what somebody wants set is judged. What a station reports of itself is evidence.
"""

from collections.abc import Mapping
from functools import lru_cache

from ocpplint.facts.setting import Setting
from ocpplint.stations.keyspec import KeySpec
from ocpplint.stations.profile import Profile
from ocpplint.trackers.settings.limits import judge_limits
from ocpplint.trackers.settings.resolution import Configurations
from ocpplint.values.check import LISTS, LONGEST, ValueCheck
from ocpplint.values.fault import ValueFault
from ocpplint.values.numbers import count_of

FEATURE_PROFILES = "SupportedFeatureProfiles"
"""The key that lists the feature profiles of a station (OCPP 1.6, 9.1.29)."""

READ_ONLY = "R"
"""The access to what nobody can set: its value is the station's own, in whatever configuration it stands."""

LONGEST_KEY = 50
"""Characters of a key that ChangeConfiguration can carry (OCPP 1.6, 6.9 and 7.17 CiString50Type)."""

_LIMITS = (FEATURE_PROFILES, "GetConfigurationMaxKeys")
_NUMBERED = "phase-rotations"
"""The syntax of lists whose items name connectors by their numbers."""
_DESCRIBING = 2
"""So many standard keys that nobody can change are no slips: the configuration tells what the station is."""
_MOST_KEYS = 10_000

Stated = Mapping[str, str]
"""What a station, or the configuration at hand, says of itself: the keys of ``states_limit`` and their values."""


class KeyChecks:
    """The checks of one profile's keys, made when a key is first seen."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._values: dict[str, ValueCheck] = {}
        self._slips: dict[str, str | None] = {}

    def value_check(self, spec: KeySpec) -> ValueCheck:
        """Return the check of a key's values."""
        check = self._values.get(spec.key)
        if check is None:
            if len(self._values) >= _MOST_KEYS:
                self._values.clear()
            check = self._values[spec.key] = ValueCheck(spec)
        return check

    def slip(self, key: str) -> str | None:
        """Return the known key that an unknown one nearly is."""
        if key not in self._slips:
            from ocpplint.stations.typo import known_with_slip

            if len(self._slips) >= _MOST_KEYS:
                self._slips.clear()
            self._slips[key] = known_with_slip(key, self._profile.key_names())
        return self._slips[key]


@lru_cache(maxsize=32)
def checks_of(profile: Profile) -> KeyChecks:
    """Return the checks of a profile's keys. There are few profiles, and all inputs share them."""
    return KeyChecks(profile)


def judge(setting: Setting, profile: Profile) -> None:
    """Fill what is wrong with a setting by itself."""
    if _is_stations_word(setting):
        return
    if len(setting.key) > LONGEST_KEY:
        setting.too_long = "key"
    elif setting.value is not None and len(setting.value) > LONGEST:
        setting.too_long = "value"
    spec = setting.spec
    if spec is None or spec.role is not None:
        if spec is None and setting.base_key and not _is_modern(setting):
            setting.unknown_key = profile.complete
            setting.near_key = checks_of(profile).slip(setting.base_key)
        return
    if setting.base_key not in setting.key and not _is_modern(setting):
        setting.spelled_key = _respelled(setting.key, setting.base_key)
    if setting.value is not None and spec.access != READ_ONLY:
        fault = checks_of(profile).value_check(spec).fault(setting.value)
        if fault is not None:
            setting.value_fault, setting.value_reason, setting.right_value = fault


def states_limit(key: str) -> bool:
    """Tell whether a key says what the station can do, so that its value is a measure for others."""
    return key in _LIMITS or key[-9:] == "MaxLength"


def judge_by_station(setting: Setting, stated: Stated) -> None:
    """Fill what is wrong with a setting by what its station says of itself."""
    spec = setting.spec
    if spec is None or spec.access == READ_ONLY or _is_stations_word(setting):
        return
    if spec.requires is not None and FEATURE_PROFILES in stated:
        setting.missing_profile = _missing(spec.requires, stated[FEATURE_PROFILES])
    if setting.value_fault is None and spec.syntax in LISTS and setting.value:
        fault = _list_fault(setting, stated.get(spec.length_key or ""))
        if fault is not None:
            setting.value_fault, setting.value_reason, setting.right_value = fault


def judge_together(configurations: Configurations) -> None:
    """Fill what is wrong with the settings of one document by what else it says of the same station."""
    stations: dict[tuple[str | None, str], list[Setting]] = {}
    for (station, group, _), part in configurations.items():
        known = stations.get((station, group))
        stations[station, group] = part if known is None else known + part
    for members in stations.values():
        describes, stated, notable = _overview(members)
        for setting in members if describes or stated else notable:
            setting.describes_station = describes
            judge_by_station(setting, stated)
        if notable:
            # Whoever sets both a key and what is nearly that key means two keys.
            keys = {setting.base_key for setting in members}
            for setting in notable:
                setting.near_key = None if setting.near_key in keys else setting.near_key
        judge_limits(members)


def _overview(settings: list[Setting]) -> tuple[bool, Stated, list[Setting]]:
    """Look through a configuration: whether it describes its station, what it says of that, and what is notable.

    Notable are keys that look like slips, and values whose connectors can be counted.
    """
    stated: dict[str, str] = {}
    notable: list[Setting] = []
    unchangeable: set[str] = set()
    is_reported = False
    for setting in settings:
        spec, key = setting.spec, setting.base_key
        if setting.readonly is not None:
            is_reported = True
        if setting.near_key is not None:
            notable.append(setting)
        if spec is not None:
            if spec.access == READ_ONLY and spec.standard:
                unchangeable.add(key)
            if setting.station_connectors is not None and spec.syntax == _NUMBERED:
                notable.append(setting)
        if setting.value is not None and states_limit(key):
            stated[key] = setting.value
    return is_reported or len(unchangeable) >= _DESCRIBING, stated, notable


def _is_stations_word(setting: Setting) -> bool:
    """Tell what a station says of itself: only a station knows what is read-only."""
    return setting.origin == "reported" or setting.readonly is not None


def _is_modern(setting: Setting) -> bool:
    return setting.ocpp is not None and setting.ocpp.startswith("2")


def _respelled(key: str, base_key: str) -> str | None:
    """Write the key's base as the registry does; what names a connector stays."""
    start = key.lower().find(base_key.lower())
    return None if start < 0 else key[:start] + base_key + key[start + len(base_key) :]


def _missing(profile: str, stated: str) -> str | None:
    """Return a feature profile that is not in the list. Stations write `Local Auth List Management`, too."""
    listed = {"".join(item.split()).lower() for item in stated.split(",")}
    return None if not any(listed) or profile.lower() in listed else profile


def _list_fault(setting: Setting, most: str | None) -> ValueFault | None:
    numbered = setting.spec.syntax == _NUMBERED and setting.station_connectors is not None
    limit = count_of(most)
    if not limit and not numbered:
        return None
    from ocpplint.values.lists import items_of

    items = items_of(setting.value or "")
    if limit and len(items) > limit:
        reason = f"has {len(items)} items, and {setting.spec.length_key} says that {limit} are the most"
        return ValueFault("list-length", reason)
    return _strange_connector(items, setting) if numbered else None


def _strange_connector(items: list[str], setting: Setting) -> ValueFault | None:
    """Judge the connectors that a list of phase rotations names by how many the station has."""
    from ocpplint.values.rotations import highest_connector

    connectors = setting.station_connectors
    if connectors is None or highest_connector(items) <= connectors:
        return None
    have = "one connector" if connectors == 1 else f"{connectors} connectors"
    return ValueFault("item", f"names connector {highest_connector(items)}, and the station has {have}")
