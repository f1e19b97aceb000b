"""Limits of connectors against the limit of their supply, within one configuration."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from ocpplint.facts.setting import Setting
from ocpplint.values.fault import ValueFault

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
