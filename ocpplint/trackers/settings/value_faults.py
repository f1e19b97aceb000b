"""What is wrong with a setting's value, by what is known of the key and of the station.

Only what somebody wants set is judged. What a station reports of itself is evidence.
"""

from ocpplint.facts.setting import Setting
from ocpplint.stations.keyspec import KeySpec
from ocpplint.trackers.settings.limits import faults_of_limits
from ocpplint.trackers.settings.station_settings import READ_ONLY, Stated, StationSettings, is_stations_word
from ocpplint.values.check import LISTS, LONGEST, ValueCheck
from ocpplint.values.fault import ValueFault
from ocpplint.values.numbers import count_of

LONGEST_KEY = 50
"""Characters of a key that ChangeConfiguration can carry (OCPP 1.6, 6.9 and 7.17 CiString50Type)."""

_NUMBERED = "phase-rotations"
"""The syntax of lists whose items name connectors by their numbers."""
_MOST_CHECKS = 10_000


def fill_too_long(station: StationSettings) -> None:
    """Mark what is longer than ChangeConfiguration can carry."""
    for setting in station.settings:
        if len(setting.key) > LONGEST_KEY:
            if not is_stations_word(setting):
                setting.too_long = "key"
        elif setting.value is not None and len(setting.value) > LONGEST and not is_stations_word(setting):
            setting.too_long = "value"


def fill_value_fault(station: StationSettings) -> None:
    """Fill what is wrong with the values: by the key, by what the station says of itself, by those beside them."""
    for settings, stated in station.groups():
        faults: dict[int, ValueFault] = {}
        for number, setting in enumerate(settings):
            fault = _fault(setting, stated)
            if fault is not None and not _is_stations_form(setting, fault, station):
                faults[number] = fault
        faults |= faults_of_limits(settings, faults)
        for number, fault in faults.items():
            setting = settings[number]
            setting.value_fault, setting.value_reason, setting.right_value = fault


def _fault(setting: Setting, stated: Stated) -> ValueFault | None:
    spec, value = setting.spec, setting.value
    if (
        spec is None
        or value is None
        or spec.access == READ_ONLY
        or spec.role is not None
        or is_stations_word(setting)
    ):
        return None
    fault = _check_of(spec).fault(value)
    if fault is None and value and spec.syntax in LISTS:
        return _list_fault(setting, stated.get(spec.length_key or ""))
    return fault


def _is_stations_form(setting: Setting, fault: ValueFault, station: StationSettings) -> bool:
    """Tell whether the station itself has reported a value of this form, which is then right there.

    A report shows how the station writes values, and not that every value in it is right.
    """
    if setting.component is not None or setting.value is None:
        return False
    if setting.origin == "reported":
        return fault.kind == "form" or (setting.spec.syntax == "boolean" and fault.right_value is not None)
    from ocpplint.values.sameness import same_form

    names = dict.fromkeys((setting.base_key + setting.connector_suffix, setting.base_key))
    reported = (station.word.last_reported(name) for name in names)
    return any(value is not None and same_form(setting.spec, fault, value, setting.value) for value in reported)


class _Checks:
    """The check of each key's values, made when a key is first seen: by what is known of it, kept as long as that."""

    def __init__(self) -> None:
        self._checks: dict[int, tuple[KeySpec, ValueCheck]] = {}

    def of(self, spec: KeySpec) -> ValueCheck:
        """Return the check of a key's values."""
        known = self._checks.get(id(spec))
        if known is None:
            if len(self._checks) >= _MOST_CHECKS:
                self._checks.clear()
            known = self._checks[id(spec)] = spec, ValueCheck(spec)
        return known[1]


_check_of = _Checks().of


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
