"""Numbers: range, and numbers that seem to be in another unit."""

from typing import Final

from ocpplint.stations.keyspec import KeySpec
from ocpplint.values.fault import ValueFault

_SECONDS: Final = ("s", "seconds")
_AMPERES: Final = ("A", "ampere", "amperes")
_TENTHS_OF_AMPERES: Final = ("0.1 A", "dA", "deciampere", "deciamperes")
_MILLIAMPERES: Final = ("mA", "milliampere", "milliamperes")

_LONGEST_COUNT: Final = 9
_HOUR, _DAY = 3_600, 86_400
_LONG: Final = 10_000
"""Seconds. So long an interval is one of hours, and people write those as multiples of an hour."""
_CABLE: Final = range(6, 81)
"""Amperes that one connector of alternating current can be set to (IEC 61851-1: 6 to 80 A by its control pilot)."""
_LARGEST_CURRENT: Final = 1_000
"""Amperes that no setting of a station reaches."""


def count_of(text: str | None) -> int | None:
    """Read how many of something a station says it has; None if that is no reasonable number."""
    bare = text.strip() if text is not None else ""
    return int(bare) if bare.isdecimal() and len(bare) <= _LONGEST_COUNT else None


def number_fault(spec: KeySpec, number: float, written: str) -> ValueFault | None:
    """Return what is wrong with a number: it is out of range, or suspicious in the key's unit."""
    if spec.minimum is not None and number < spec.minimum:
        return _out_of_range(spec, number, f"is {written}, and {_shown(spec.minimum)} is the least")
    if spec.maximum is not None and number > spec.maximum:
        return _out_of_range(spec, number, f"is {written}, and {_shown(spec.maximum)} is the greatest")
    guess = _other_unit(spec.unit, number)
    return None if guess is None else ValueFault("unit", f"is {written} {spec.unit}, which {guess}")


def _out_of_range(spec: KeySpec, number: float, reason: str) -> ValueFault:
    guess = _other_unit(spec.unit, number)
    allowed = f"{reason} allowed{f' (in {spec.unit})' if spec.unit else ''}"
    return ValueFault("range", allowed if guess is None else f"{allowed}; it {guess}")


def _shown(limit: float) -> str:
    return str(int(limit)) if limit == int(limit) else str(limit)


def _other_unit(unit: str | None, number: float) -> str | None:
    """Say what a number looks like that is odd in its own unit and usual in a smaller or greater one."""
    if unit in _SECONDS:
        return f"looks like {number / 1000:g} s in milliseconds" if _is_milliseconds(number) else None
    if unit in _AMPERES:
        return f"looks like {number / 1000:g} A in milliamperes" if number >= _LARGEST_CURRENT else None
    if unit in _TENTHS_OF_AMPERES:
        return (
            f"is {number / 10:g} A and looks like {number:g} A in amperes" if _is_too_little(number, 10) else None
        )
    if unit in _MILLIAMPERES:
        return (
            f"is {number / 1000:g} A and looks like {number:g} A in amperes"
            if _is_too_little(number, 1000)
            else None
        )
    return None


def _is_milliseconds(number: float) -> bool:
    """Thousands that are no hours, and beyond two days no days: 30000, 60000, 900000, but not 7200, 86400, 36000."""
    if number < _LONG or number % 1000:
        return False
    return number % (_DAY if number > 2 * _DAY else _HOUR) != 0


def _is_too_little(number: float, parts: int) -> bool:
    """A current below 6 A, the least a car charges with, that would be a usual one in amperes."""
    return number / parts < _CABLE.start and number in _CABLE
