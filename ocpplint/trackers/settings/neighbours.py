"""Fields that depend on other settings of the configuration: repeated key, right key, missing connectors."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from ocpplint.facts.location import Location
from ocpplint.facts.setting import Setting
from ocpplint.trackers.settings.connector import counted_connectors
from ocpplint.trackers.settings.station_settings import StationSettings


def fill_repeated(station: StationSettings) -> None:
    """Mark the settings whose key occurs more than once in the same configuration."""
    for settings in _compared(station):
        if len({setting.key for setting in settings}) < len(settings):
            counts = Counter(setting.key for setting in settings)
            for setting in settings:
                setting.repeated = counts[setting.key] > 1


def fill_right_key_set(station: StationSettings) -> None:
    """Mark the settings whose right key is also set in the same configuration."""
    for settings in _compared(station):
        keys = {setting.key for setting in settings}
        for setting in settings:
            setting.right_key_set = setting.right_key != setting.key and setting.right_key in keys


def fill_missing_connector(station: StationSettings) -> None:
    """Fill the connector that an Individual key is not set for, where it is set for others."""
    # On a station with one connector, settings for a second one are the mistake, not missing ones.
    if len(station.settings) > 1 and counted_connectors(station.settings) != 1:
        for settings in _compared(station):
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


def _compared(station: StationSettings) -> list[list[Setting]]:
    """Return the groups that are compared: reported settings separately from desired ones."""
    if len(station.settings) < 2:
        return []
    found: list[list[Setting]] = []
    for group in station.groups():
        origins: dict[str, list[Setting]] = {}
        for setting in group.settings:
            origins.setdefault(setting.origin, []).append(setting)
        found += origins.values()
    return found
