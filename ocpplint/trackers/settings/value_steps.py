"""The steps of enrichment that rest on values and answers: mistakes in values, limits, and what the station answered.

Desired values are judged by all that is known of the key, what a station states of itself by the standard only.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from ocpplint.facts.fact import REFUSED, TAKEN
from ocpplint.facts.setting import Setting
from ocpplint.stations.keyspec import KeySpec
from ocpplint.trackers.settings.station_settings import READ_ONLY, Stated, StationSettings, is_stations_word
from ocpplint.values.check import LISTS, LONGEST, ValueCheck
from ocpplint.values.fault import ValueFault
from ocpplint.values.numbers import count_of

LONGEST_KEY = 50
"""Characters of a key that ChangeConfiguration can carry (OCPP 1.6, 6.9 and 7.17 CiString50Type)."""

_NUMBERED = "phase-rotations"
"""The syntax of lists whose items name connectors by their numbers."""
WRITE_ONLY = "W"
"""The access to secrets."""
_MOST_CHECKS = 10_000


def fill_too_long(station: StationSettings) -> None:
    """Mark what is longer than ChangeConfiguration can carry."""
    for setting in station.settings:
        if len(setting.key) > LONGEST_KEY:
            if not is_stations_word(setting):
                setting.too_long = "key"
        elif setting.value is not None and len(setting.value) > LONGEST and not is_stations_word(setting):
            setting.too_long = "value"


def fill_masked(station: StationSettings) -> None:
    """Mark the secrets whose value was made unreadable."""
    for setting in station.settings:
        if setting.spec is not None and setting.spec.access == WRITE_ONLY and setting.value:
            from ocpplint.values.judging import is_masked

            setting.masked = is_masked(setting.value)


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
        for setting in settings:
            if setting.value and is_stations_word(setting):
                _fill_reported_fault(setting)


_STANDARD_FAULTS = frozenset({"type", "choice", "item"})
"""The faults that a value has by the standard, whoever made the station."""


def _fill_reported_fault(setting: Setting) -> None:
    """Fill what is wrong with a value that a station states of a key of the standard, or with its type."""
    spec = setting.spec
    if spec is None or spec.role is not None:
        return
    value = setting.value or ""
    fault = _check_of(spec).fault(value)
    if fault is not None and fault.kind == "item":
        # Stations write `Local Auth List Management`.
        fault = _check_of(spec).fault(value.replace(" ", "")) and fault
    if fault is None or (fault.right_value is not None and _say_the_same(value, fault.right_value)):
        return
    if fault.kind == "type" or (spec.standard and fault.kind in _STANDARD_FAULTS):
        setting.reported_fault, setting.value_reason = fault.kind, fault.reason


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


def _say_the_same(value: str, other: str) -> bool:
    """Tell whether two values differ in case or as numbers are written only: stations write `True` and `60.0`."""
    if value.strip().lower() == other.lower():
        return True
    try:
        return float(value) == float(other)
    except ValueError:
        return False


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


_MOST_CHARACTERS = 18


def faults_of_limits(settings: Sequence[Setting], faulty: Collection[int]) -> dict[int, ValueFault]:
    """Return the faults of values above the limit (``limited_by``) in the same configuration.

    Faults are by the index of the setting; those in ``faulty`` have one already. If each value is within the limit and
    the sum of all connectors is not, the last one has the fault.
    """
    limited = [
        number
        for number, setting in enumerate(settings)
        if setting.spec is not None
        and setting.spec.limited_by is not None
        and setting.origin != "reported"
        and number not in faulty
    ]
    if not limited:
        return {}
    limits = {setting.base_key: setting for setting in settings if setting.origin != "reported"}
    found: dict[int, ValueFault] = {}
    connectors: dict[str, list[int]] = defaultdict(list)
    for number in limited:
        setting = settings[number]
        limit = limits.get(setting.spec.limited_by)
        fault = None if limit is None else _fault_of_one(setting, limit)
        if fault is None:
            connectors[setting.base_key].append(number)
        else:
            found[number] = fault
    for numbers in connectors.values():
        members = [settings[number] for number in numbers]
        fault = _fault_of_sum(members, limits.get(members[0].spec.limited_by))
        if fault is not None:
            found[numbers[-1]] = fault
    return found


def _fault_of_one(setting: Setting, limit: Setting) -> ValueFault | None:
    value, most = _number(setting), _number(limit)
    if value is None or most is None or value <= most:
        return None
    return ValueFault("limit", f"is {setting.value}, and `{limit.key}` allows {limit.value} to all together")


def _fault_of_sum(members: list[Setting], limit: Setting | None) -> ValueFault | None:
    values = {setting.connector: _number(setting) for setting in members if setting.connector is not None}
    known = [value for value in values.values() if value is not None]
    most = _number(limit) if limit is not None else None
    if limit is None or most is None or len(known) < len(values) or len(known) < 2 or sum(known) <= most:
        return None
    reason = f"is {members[-1].value}, with all connectors {sum(known):g}, and `{limit.key}` allows {limit.value}"
    return ValueFault("sum", reason)


def _number(setting: Setting) -> float | None:
    value = (setting.value or "").strip()
    plain = value.replace(".", "", 1)
    return float(value) if plain.isascii() and plain.isdigit() and len(value) <= _MOST_CHARACTERS else None


def fill_answer(station: StationSettings) -> None:
    """Fill whether the station accepted or refused the value, and its answer in words."""
    for setting in station.settings:
        outcome = setting.outcome
        if outcome is not None:
            setting.accepted = outcome in TAKEN
            setting.refused = outcome in REFUSED
            setting.answered = f" (the station answered {outcome})"


def fill_readonly(station: StationSettings) -> None:
    """Fill the access as stated by the input; for a command, as its station reported it before."""
    for setting in station.settings:
        if setting.origin == "commanded":
            setting.readonly = station.readonly.get(setting.key)
        else:
            setting.readonly = setting.stated_readonly
