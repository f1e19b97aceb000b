"""Limits of connectors against the limit of what feeds them, within one configuration."""

from collections import defaultdict
from collections.abc import Sequence

from ocpplint.facts.setting import Setting
from ocpplint.values.fault import ValueFault

_MOST_CHARACTERS = 18


def judge_limits(settings: Sequence[Setting]) -> None:
    """Fill the fault of a value above the one that its key's ``limited_by`` is given in the same configuration.

    Where each value is within the limit and all connectors' together are not, the last one has the fault.
    """
    limited = [
        setting
        for setting in settings
        if setting.spec is not None
        and setting.spec.limited_by is not None
        and setting.value_fault is None
        and setting.origin != "reported"
    ]
    if not limited:
        return
    limits = {setting.base_key: setting for setting in settings if setting.origin != "reported"}
    connectors: dict[str, list[Setting]] = defaultdict(list)
    for setting in limited:
        limit = limits.get(setting.spec.limited_by)
        if limit is None or not _judge_one(setting, limit):
            connectors[setting.base_key].append(setting)
    for members in connectors.values():
        _judge_sum(members, limits.get(members[0].spec.limited_by))


def _judge_one(setting: Setting, limit: Setting) -> bool:
    value, most = _number(setting), _number(limit)
    if value is None or most is None or value <= most:
        return False
    _blame(
        setting, ValueFault("limit", f"is {setting.value}, and `{limit.key}` allows {limit.value} to all together")
    )
    return True


def _judge_sum(members: list[Setting], limit: Setting | None) -> None:
    values = {setting.connector: _number(setting) for setting in members if setting.connector is not None}
    known = [value for value in values.values() if value is not None]
    most = _number(limit) if limit is not None else None
    if limit is None or most is None or len(known) < len(values) or len(known) < 2 or sum(known) <= most:
        return
    reason = f"is {members[-1].value}, with all connectors {sum(known):g}, and `{limit.key}` allows {limit.value}"
    _blame(members[-1], ValueFault("sum", reason))


def _blame(setting: Setting, fault: ValueFault) -> None:
    setting.value_fault, setting.value_reason, setting.right_value = fault


def _number(setting: Setting) -> float | None:
    value = (setting.value or "").strip()
    plain = value.replace(".", "", 1)
    return float(value) if plain.isascii() and plain.isdigit() and len(value) <= _MOST_CHARACTERS else None
