"""The steps of enrichment that rest on keys: base key, scope, connector, mistakes in keys, and neighbouring keys."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from ocpplint.facts.fact import CONFIDENCES, SHARED_SCOPES, TAKEN, Confidence, Location
from ocpplint.facts.setting import Setting
from ocpplint.readers.settings.variables import VALUE_ATTRIBUTES
from ocpplint.stations.addressing import HOLE
from ocpplint.stations.keyspec import KeySpec
from ocpplint.stations.profile import LEARNED_HERE, KeyReading, Profile
from ocpplint.trackers.settings.station_settings import (
    FEATURE_PROFILES,
    READ_ONLY,
    ProfiledSettings,
    StationSettings,
    is_modern,
    is_stations_word,
)
from ocpplint.values.numbers import count_of


def fill_key(station: StationSettings) -> None:
    """Read each key by the profile of its station, or by the device model if it names a variable."""
    for settings, profile, choice in station.parts:
        for setting in settings:
            setting.profile, setting.profile_choice = profile.name, choice
            if setting.component is None:
                _read(setting, profile)
            else:
                _find_variable(setting)


def fill_key_shown(station: StationSettings) -> None:
    """Mark the keys for a connector that the station itself has shown: by a report, or by accepting them.

    A report in a file may be what somebody wants, unless it says what only a station knows.
    """
    for setting in station.settings:
        if setting.connector_suffix and setting.component is None:
            name = setting.base_key + setting.connector_suffix
            is_own = setting.origin == "reported" and setting.stated_readonly is not None
            is_taken = setting.origin == "commanded" and setting.outcome in TAKEN
            is_said = setting.origin != "reported" and station.word.has_shown(name)
            setting.key_shown = is_own or is_taken or is_said


def _read(setting: Setting, profile: Profile) -> None:
    reading = profile.read_key(setting.key)
    setting.base_key = reading.base_key
    setting.connector_from_key = reading.connector
    setting.connector_suffix = reading.suffix
    setting.suffix_known = reading.suffix_known
    setting.spec = reading.spec
    if reading.spec is not None:
        setting.right_key = _right_key(setting, reading, profile)


def _right_key(setting: Setting, reading: KeyReading, profile: Profile) -> str:
    """Return the intended key: without suffix for a shared key, else the form of the intended connector."""
    scope = reading.spec.scope if reading.spec is not None else None
    if scope in SHARED_SCOPES:
        return reading.base_key
    if scope != "Individual":
        return setting.key
    connector = setting.connector_meant or reading.connector or reading.number
    if setting.connector_meant is None and not profile.can_address(reading.base_key, connector):
        # `_3` on a station of two: only the last connector can be intended besides the first.
        connector = max(profile.templates, default=1)
    if connector is None or not profile.can_address(reading.base_key, connector):
        return setting.key
    return profile.write_like(reading, connector)


def _find_variable(setting: Setting) -> None:
    """Look a variable of OCPP 2.x up in the device model, which is loaded with the first of them."""
    from ocpplint.stations.device_model import Name
    from ocpplint.trackers.settings.variables import read_variable

    name = Name(setting.component or "", setting.variable or "", setting.variable_instance)
    reading = read_variable(name)
    setting.base_key, setting.level = str(reading.name), reading.level
    if reading.suffix:
        setting.right_key, setting.connector_suffix = setting.base_key, reading.suffix
    if setting.attribute in VALUE_ATTRIBUTES:
        setting.spec = reading.spec


def fill_scope(station: StationSettings) -> None:
    """Fill the scope from the profile; a variable of OCPP 2.x has a level instead."""
    for setting in station.settings:
        spec = setting.spec
        if spec is not None and setting.component is None:
            setting.scope = spec.scope
            is_assumed = setting.profile_choice == "assumed" and not _is_of_any_station(spec)
            setting.scope_confidence = "low" if is_assumed else _confidence(spec)
            if station.proof is not None and spec.source == LEARNED_HERE:
                setting.scope_place = station.proof(setting.base_key)


def _is_of_any_station(spec: KeySpec) -> bool:
    """Tell whether the standard itself says that there is one of a key for each connector, and how it is written."""
    return spec.standard and HOLE in spec.key


def _confidence(spec: KeySpec) -> Confidence:
    """Return the confidence in a scope: a learned one has less than a documented one."""
    return min(spec.confidence, "medium", key=CONFIDENCES.index) if spec.learned else spec.confidence


def _agreed_confidence(setting: Setting) -> Confidence:
    """Return the confidence of several pieces of evidence: agreeing ones add up, else the strongest alone counts."""
    first = setting.evidence[0]
    agreeing = (item.confidence for item in setting.evidence if item.connector == first.connector)
    return max(agreeing, key=CONFIDENCES.index)


def fill_confidence(station: StationSettings) -> None:
    """Fill the confidence of scope and connector together: the lower of both."""
    for setting in station.settings:
        confidence: Confidence = _agreed_confidence(setting) if setting.evidence else "high"
        spec = setting.spec
        if spec is not None and setting.component is None and spec.confidence != confidence:
            confidence = min(confidence, spec.confidence, key=CONFIDENCES.index)
        if confidence != "high":
            setting.confidence = confidence


NUMBER_OF_CONNECTORS = "NumberOfConnectors"
"""The key with the number of a station's connectors (OCPP 1.6 section 9.1.21)."""


def fill_connector_meant(station: StationSettings) -> None:
    """Fill the intended connector from the strongest evidence."""
    for setting in station.settings:
        if setting.evidence:
            setting.connector_meant = setting.evidence[0].connector


def fill_connector(station: StationSettings) -> None:
    """Fill the connector that the value is for; of a variable of OCPP 2.x the EVSE in its address."""
    for setting in station.settings:
        if setting.component is not None:
            setting.connector = setting.connector_meant or setting.evse or None
        elif setting.connector_meant is not None:
            setting.connector = setting.connector_meant
        else:
            setting.connector = setting.connector_from_key


def fill_connectors_in_value(station: StationSettings) -> None:
    """Fill the connectors that the value itself names, for keys with such values."""
    for setting in station.settings:
        spec = setting.spec
        if spec is not None and spec.connector_values == "index" and setting.component is None:
            setting.connectors_in_value = _connectors_in(setting.value)


def fill_station_connectors(station: StationSettings) -> None:
    """Fill the number of the station's connectors: by the same configuration, the trace, or the profile."""
    counted = counted_connectors(station.settings)
    for settings, profile, _ in station.parts:
        for setting in settings:
            if counted is not None:
                setting.station_connectors = counted
            else:
                documented = profile.connectors if setting.component is None else None
                setting.station_connectors = station.connectors or documented


def counted_connectors(settings: list[Setting]) -> int | None:
    """Return the number of connectors in a configuration or report of a station; None if it states none."""
    counted = None
    for setting in settings:
        if setting.base_key == NUMBER_OF_CONNECTORS and setting.origin != "commanded":
            count = count_of(setting.value)
            counted = counted if count is None else count
    return counted


def _connectors_in(value: str | None) -> tuple[int, ...]:
    """Return the connectors of an indexed list such as ``1.RST,2.RTS`` (OCPP 1.6 edition 2, section 9.1.7)."""
    items = [item.strip().partition(".") for item in (value or "").split(",")]
    if not all(number.isascii() and number.isdecimal() and len(number) < 3 and what for number, _, what in items):
        return ()
    return tuple(dict.fromkeys(int(number) for number, _, _ in items))


_DESCRIBING = 2
"""From this number of read-only standard keys on, a configuration describes the station and does not set it."""
_MOST_KEYS = 10_000


def fill_describes_station(station: StationSettings) -> None:
    """Mark the settings of a configuration that describes the station."""
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
    """Fill the right spelling of keys whose case differs from the profile."""
    for setting in station.settings:
        spec = setting.spec
        if spec is None or setting.base_key in setting.key or spec.role is not None:
            continue
        if not is_stations_word(setting) and not is_modern(setting):
            setting.spelled_key = _respelled(setting.key, setting.base_key)
            setting.one_letter_in_case = _differing(setting.key, setting.spelled_key) == 1


def _differing(key: str, spelled_key: str | None) -> int:
    return sum(map(str.__ne__, key, spelled_key or key))


def _respelled(key: str, base_key: str) -> str | None:
    """Return the key with its base as in the registry, and its connector suffix unchanged."""
    start = key.lower().find(base_key.lower())
    return None if start < 0 else key[:start] + base_key + key[start + len(base_key) :]


def fill_unknown_key(station: StationSettings) -> None:
    """Mark the keys that these stations do not have, and fill the known key that one is a typo of."""
    unknown = False
    for settings, profile, _ in station.parts:
        for setting in settings:
            if setting.spec is None and setting.base_key and not _is_open(setting):
                unknown = True
                setting.unknown_key = profile.complete
                setting.near_key = _typos_of(profile).near(setting.base_key)
    # A configuration that sets both keys means two keys.
    for group in station.groups() if unknown else ():
        keys = {setting.base_key for setting in group.settings}
        for setting in group.settings:
            if setting.near_key in keys:
                setting.near_key = None


def _is_open(setting: Setting) -> bool:
    """Return whether the profile says nothing about the key."""
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
    """Return a feature profile that is missing in the list. Stations also write `Local Auth List Management`."""
    listed = {"".join(item.split()).lower() for item in stated.split(",")}
    return None if not any(listed) or profile.lower() in listed else profile


class _Typos:
    """The known keys of one profile by their typos, found when an unknown key is first seen."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._near: dict[str, str | None] = {}

    def near(self, key: str) -> str | None:
        """Return the known key that an unknown one is a typo of."""
        if key not in self._near:
            from ocpplint.stations.typo import key_without_typo

            if len(self._near) >= _MOST_KEYS:
                self._near.clear()
            self._near[key] = key_without_typo(key, self._profile.key_names())
        return self._near[key]


@lru_cache(maxsize=32)
def _typos_of(profile: Profile) -> _Typos:
    """Return the typos of a profile's keys. There are few profiles, and all inputs share them."""
    return _Typos(profile)


def fill_repeated(station: StationSettings) -> None:
    """Mark the settings whose key occurs more than once in the same configuration."""
    for settings in station.compared():
        keys = list(map(_sent_key, settings)) if station.suffix_added else [setting.key for setting in settings]
        if len(set(keys)) < len(settings):
            counts = Counter(keys)
            for setting, key in zip(settings, keys, strict=True):
                setting.repeated = counts[key] > 1


def _sent_key(setting: Setting) -> str:
    """Return what tells the key apart that a station gets: the backend may add the connector to the one written."""
    return f"{setting.key} {setting.connector_meant}" if setting.suffix_added else setting.key


def fill_right_key_set(station: StationSettings) -> None:
    """Mark the settings whose right key is also set in the same configuration."""
    for settings in station.compared():
        keys = {setting.key for setting in settings}
        for setting in settings:
            setting.right_key_set = setting.right_key != setting.key and setting.right_key in keys


def fill_missing_connector(station: StationSettings) -> None:
    """Fill the connector that an Individual key is not set for, where it is set for others."""
    # On a station with one connector, settings for a second one are the mistake, not missing ones.
    if len(station.settings) > 1 and counted_connectors(station.settings) != 1:
        for settings in station.compared():
            _fill_missing_connector(settings)


def _fill_missing_connector(settings: list[Setting]) -> None:
    individual = [each for each in settings if each.scope == "Individual" and each.connector is not None]
    connectors_with: dict[str, set[int]] = defaultdict(set)
    for setting in individual:
        if setting.connector is not None:
            connectors_with[setting.base_key].add(setting.connector)
    configured = set().union(*connectors_with.values())
    if len(configured) < 2:
        return
    for setting in individual:
        missing = sorted(configured - connectors_with[setting.base_key])
        setting.missing_for_connector = missing[0] if missing else None


def fill_shared_text(station: StationSettings) -> None:
    """Mark the settings of a document that share their text with others."""
    if station.shared_text:
        for setting in station.settings:
            setting.shared_text = setting.place.locate() in station.shared_text


def shared_places(settings: Iterable[Setting]) -> frozenset[Location]:
    """Return the locations of more than one setting, of one station or of several."""
    counts = Counter(setting.place.locate() for setting in settings)
    return frozenset(place for place, count in counts.items() if count > 1)


_SECTIONS = frozenset({"field", "structure", "path"})
"""The evidence of sections for connectors, from which a backend can tell them."""
_MANY = 5
"""From so many keys on, what all sections of a document have in common is a way of writing them."""


def fill_suffix_added(station: StationSettings) -> None:
    """Mark the settings to whose keys the backend adds the suffix of their connector."""
    if station.suffix_added:
        for setting in station.settings:
            setting.suffix_added = setting.component is None and _is_in_section(setting)


def _is_in_section(setting: Setting) -> bool:
    """Return whether a desired setting of a file stands in the section of another connector than the first."""
    meant = setting.evidence[0] if setting.evidence else None
    is_desired = setting.origin == "desired" and setting.editable
    return is_desired and meant is not None and meant.connector > 1 and meant.kind in _SECTIONS


def fill_bare_sections(station: StationSettings) -> None:
    """Fill how many keys of the document stand without suffix in sections of other connectors."""
    if station.bare:
        bare = {id(setting) for setting in station.bare}
        for setting in station.settings:
            if id(setting) in bare:
                setting.bare_sections = len(bare)
                setting.first_bare = setting is station.bare[0]


def bare_in_sections(parts: Iterable[ProfiledSettings]) -> list[Setting]:
    """Return the keys with scope Individual that have no suffix in the sections of a document's other connectors.

    None where one of them has a suffix, or where they are few: each is a mistake of its own then.
    """
    found: list[Setting] = []
    for settings, profile, _ in parts:
        for setting in settings:
            if not setting.evidence or not _is_in_section(setting) or setting.component is not None:
                continue
            reading = profile.read_key(setting.key)
            if reading.spec is not None and reading.spec.scope == "Individual":
                if reading.suffix:
                    return []
                found.append(setting)
    return found if len(found) >= _MANY else []
