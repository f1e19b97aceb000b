"""The values of the options of rules: what a configuration may write, within the bounds that the rule declares."""

from collections.abc import Mapping
from typing import Any, Final

from ocpplint.conditions.durations import seconds
from ocpplint.resources.quoting import shortened, shown_value

DURATION: Final = "duration"

COUNT: Final = "count"

_BEYOND: Final = 1e15
"""Above any option's bounds; infinity and NaN are not below it."""

Option = Mapping[str, Any]
"""A declared option: ``type``, ``default``, ``description``, and mostly ``min``, ``max`` and ``unit``."""


def value_of(option: Option, written: Any) -> float:
    """Return the value of an option as a number: durations in seconds, counts as int.

    Raises ``ValueError`` for another type or unit, and for a value out of bounds.
    """
    value = _number_of(option, written)
    least, most = (option.get(bound) for bound in ("min", "max"))
    if least is not None and not value >= _number_of(option, least):
        raise ValueError(f"{shortened(shown(option, written))} is below the minimum of {shown(option, least)}")
    if most is not None and not value <= _number_of(option, most):
        raise ValueError(f"{shortened(shown(option, written))} is above the maximum of {shown(option, most)}")
    return value


def shown(option: Option, written: Any) -> str:
    """Write a value with its unit: ``10s``, ``1000 Wh``, ``3 boots``."""
    if isinstance(written, str):
        return written
    unit = "s" if option["type"] == DURATION else option.get("unit")
    return f"{written} {unit}" if unit else str(written)


def bounds(option: Option) -> str:
    """Return the bounds of an option in words: ``from 100ms to 1h``; empty where there are none."""
    parts = [
        f"{word} {shown(option, option[bound])}"
        for word, bound in (("from", "min"), ("to", "max"))
        if bound in option
    ]
    return " ".join(parts)


def _number_of(option: Option, written: Any) -> float:
    if option["type"] == DURATION and isinstance(written, str):
        return seconds(written)
    is_number = isinstance(written, int | float) and not isinstance(written, bool) and abs(written) < _BEYOND
    if not is_number or (option["type"] == COUNT and written % 1 != 0):
        raise ValueError(f"{shown_value(written)} is not {_wanted(option)}")
    return int(written) if option["type"] == COUNT else float(written)


def _wanted(option: Option) -> str:
    if option["type"] == DURATION:
        return "a duration such as 60s, 5m or 1h30m"
    unit = f" of {option['unit']}, without the unit" if option.get("unit") else ""
    return ("a whole number" if option["type"] == COUNT else "a number") + unit
