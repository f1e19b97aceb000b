"""Times and numbers in payloads, read only where they are unambiguous."""

from typing import Any, Final

from ocpplint.readers.traces.times import read_stamp

_LONGEST: Final = 100
"""Characters of a word. Ids of OCPP have 36 at most, statuses less."""
_LONGEST_STAMP: Final = 40
_SMALLEST_REGISTER: Final = 10_000
_FULL: Final = 0.9


def instant(value: Any) -> float | None:
    """Read a timestamp that names its zone into seconds since the epoch; None for any other.

    A time without zone may be local (OCPP 1.6 sections 3.14 and 3.15), so it is not used.
    """
    if not isinstance(value, str) or not 20 <= len(value) <= _LONGEST_STAMP or value[10] not in "Tt":
        return None
    if value[-1] not in "Zz" and not (value[-3] == ":" and value[-6] in "+-"):
        return None
    return read_stamp(value.upper() if value[-1] == "z" or value[10] == "t" else value)


def number(value: Any) -> int | None:
    """Return a whole number as it is; None for anything else, booleans included."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def word(value: Any) -> str | None:
    """Return a text that is not empty; None for anything else, and for a text too long to keep."""
    return value if isinstance(value, str) and 0 < len(value) <= _LONGEST else None


def written(value: Any) -> str:
    """Return a timestamp as written; empty for anything else."""
    return value if isinstance(value, str) and len(value) <= _LONGEST_STAMP else ""


def amount(value: Any) -> float | None:
    """Return a reading, which is text in OCPP 1.6 and a number in OCPP 2.x; None for an invalid one."""
    if isinstance(value, str):
        try:
            result = float(value)
        except ValueError:
            return None
    elif isinstance(value, int | float) and not isinstance(value, bool):
        result = float(value)
    else:
        return None
    return result if abs(result) < 1e15 else None


def rolled_over(before: float, now: float) -> bool:
    """Return whether a register of n digits was so full that it may have rolled over to 0."""
    return before >= _SMALLEST_REGISTER and before >= _FULL * 10.0 ** len(str(int(before))) and now < before / 10
