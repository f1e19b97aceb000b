"""What follows for a setting from its station's profile: base key, scope, the connector addressed and the one meant."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ocpplint.facts.setting import Setting
from ocpplint.facts.vocabulary import CONFIDENCES, SHARED_SCOPES, Confidence
from ocpplint.stations.keyspec import KeySpec
from ocpplint.stations.profile import KeyReading, Profile
from ocpplint.values.numbers import count_of

if TYPE_CHECKING:
    from ocpplint.facts.location import Location

NUMBER_OF_CONNECTORS = "NumberOfConnectors"
"""The key that tells how many connectors a station has (OCPP 1.6 section 9.1.21)."""


Configurations = dict[tuple[str | None, str, str], list[Setting]]
"""The settings of one document by station, group and origin."""


def resolve(setting: Setting, profile: Profile) -> None:
    """Fill the second block of ``setting`` from the profile of its station."""
    setting.profile = profile.name
    if setting.evidence:
        setting.connector = setting.connector_meant = setting.evidence[0].connector
        setting.confidence = _agreed_confidence(setting)
    if setting.component is not None or "Ctrlr." in setting.key:
        from ocpplint.trackers.settings.variables import resolve_variable

        if resolve_variable(setting):
            return
    reading = profile.read_key(setting.key)
    setting.base_key = reading.base_key
    setting.connector_from_key = reading.connector
    setting.connector_suffix = reading.suffix
    setting.suffix_known = reading.suffix_known
    setting.spec = reading.spec
    setting.station_connectors = profile.connectors
    spec = reading.spec
    if spec is not None:
        setting.scope = spec.scope
        setting.scope_confidence = _scope_confidence(spec)
        if spec.confidence != setting.confidence:
            setting.confidence = min(setting.confidence, spec.confidence, key=CONFIDENCES.index)
        setting.right_key = _right_key(setting, reading, profile)
        if spec.connector_values == "index":
            setting.connectors_in_value = _connectors_in(setting.value)
    if setting.connector is None:
        setting.connector = reading.connector


def resolve_together(configurations: Configurations) -> None:
    """Fill what depends on a setting's neighbours: those of one document, report or pair of files."""
    connectors_of: dict[str | None, int] = {}
    for (station, _, _), members in configurations.items():
        for setting in members:
            count = count_of(setting.value) if setting.base_key == NUMBER_OF_CONNECTORS else None
            if count is not None:
                connectors_of[station] = count
    for (station, _, _), members in configurations.items():
        _compare(members, connectors_of.get(station))


def configurations_of(settings: Iterable[Setting]) -> Configurations:
    """Return the settings of each station and group by their origin."""
    found: Configurations = {}
    members: list[Setting] = []
    last = None
    for setting in settings:
        # Those of one configuration mostly follow each other, and share the very texts.
        if (
            last is None
            or setting.group is not last.group
            or setting.station is not last.station
            or setting.origin != last.origin
        ):
            members = found.setdefault((setting.station, setting.group, setting.origin), [])
        members.append(setting)
        last = setting
    return found


def mark_shared_text(settings: Iterable[Setting]) -> None:
    """Mark the settings of a document that the same text gives in several places."""
    places: dict[Location, list[Setting]] = defaultdict(list)
    for setting in settings:
        places[setting.place.locate()].append(setting)
    for sharing in places.values():
        for setting in sharing:
            setting.shared_text = len(sharing) > 1


def _compare(settings: list[Setting], station_connectors: int | None) -> None:
    keys = {setting.key for setting in settings}
    if len(keys) < len(settings):
        counts = Counter(setting.key for setting in settings)
        for setting in settings:
            setting.repeated = counts[setting.key] > 1
    connectors_with: dict[str, set[int]] = defaultdict(set)
    for setting in settings:
        if station_connectors is not None:
            setting.station_connectors = station_connectors
        setting.right_key_set = setting.right_key != setting.key and setting.right_key in keys
        if setting.scope == "Individual" and setting.connector is not None:
            connectors_with[setting.base_key].add(setting.connector)
    configured = set().union(*connectors_with.values()) if connectors_with else set()
    # Of a station with one connector, the settings for a second one are the mistake, not those it lacks.
    if len(configured) < 2 or station_connectors == 1:
        return
    for setting in settings:
        if setting.scope == "Individual" and setting.connector is not None:
            missing = sorted(configured - connectors_with[setting.base_key])
            setting.missing_for_connector = missing[0] if missing else None


def _scope_confidence(spec: KeySpec) -> Confidence:
    """What reports show is less sure than what a document states; of the key's type it says nothing."""
    return min(spec.confidence, "medium", key=CONFIDENCES.index) if spec.learned else spec.confidence


def _agreed_confidence(setting: Setting) -> Confidence:
    """Evidence that agrees supports each other; where weaker evidence contradicts, the strongest stands alone."""
    first = setting.evidence[0]
    agreeing = (item.confidence for item in setting.evidence if item.connector == first.connector)
    return max(agreeing, key=CONFIDENCES.index)


def _connectors_in(value: str | None) -> tuple[int, ...]:
    """Return the connectors of an indexed list such as ``1.RST,2.RTS`` (OCPP 1.6 edition 2, section 9.1.7)."""
    items = [item.strip().partition(".") for item in (value or "").split(",")]
    if not all(number.isascii() and number.isdecimal() and len(number) < 3 and what for number, _, what in items):
        return ()
    return tuple(dict.fromkeys(int(number) for number, _, _ in items))


def _right_key(setting: Setting, reading: KeyReading, profile: Profile) -> str:
    """Return the key that says what is meant: without suffix for a shared key, else the meant connector's form."""
    if setting.scope in SHARED_SCOPES:
        return reading.base_key
    if setting.scope != "Individual":
        return setting.key
    connector = setting.connector_meant or reading.connector or reading.number
    if setting.connector_meant is None and connector not in profile.templates:
        # `_3` on a station of two: the last connector is the only one besides the first that can be meant.
        connector = max(profile.templates, default=1)
    return profile.write_key(reading.base_key, connector) if connector in profile.templates else setting.key
