"""Time stamps of logs, read into seconds since the epoch.

Stamps without an offset are taken as UTC: differences within one log are right all the same. A stamp without
a date counts from midnight.
"""

import re
from functools import lru_cache

_STAMP = r"(?<!\d)(?:\d{4}[-/]\d\d[-/]\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d(?!\d))?(?![\d:])"
_NUMBER = r"\d{9,19}(?:\.\d+)?"
_DAYS_BEFORE_EPOCH = 719468
_MILLISECONDS_FROM = 1e11
"""Numbers above are too large for seconds (they would lie beyond the year 5000): milliseconds, or finer."""


def read_stamp(text: str) -> float | None:
    """Read ``2024-01-15T10:00:00.5Z``, ``2024/01/15 10:00:00,5+0200`` or ``10:00:00.5``; None if it is no time."""
    try:
        if text[2:3] == ":":
            return _clock(text, 0)
        return _day(text[:10]) + _clock(text, 11)
    except ValueError:
        return None


def find_stamp(text: str) -> float | None:
    """Read the first time stamp within ``text``, if there is one."""
    found = re.search(_STAMP, text)
    return read_stamp(found[0]) if found is not None else None


def read_time(value: object) -> float | None:
    """Read the time that a field of a JSON object gives: a stamp, or seconds, milliseconds … since the epoch."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _epoch(float(value))
    if not isinstance(value, str):
        return None
    return _epoch(float(value)) if re.fullmatch(_NUMBER, value) else find_stamp(value)


def _epoch(number: float) -> float | None:
    if not 1e8 <= number < 1e20:
        return None
    while number >= _MILLISECONDS_FROM:
        number /= 1000
    return number


def _clock(text: str, at: int) -> float:
    """Read ``HH:MM:SS`` with fraction and offset, which stand at ``at``, as seconds since midnight UTC."""
    seconds = int(text[at : at + 2]) * 3600 + int(text[at + 3 : at + 5]) * 60 + int(text[at + 6 : at + 8])
    rest = text[at + 8 :]
    if not rest:
        return float(seconds)
    offset = max(rest.find("+"), rest.find("-"))
    if offset >= 0:
        seconds -= _offset(rest[offset:])
        rest = rest[:offset]
    fraction = rest.rstrip("Z")
    return seconds + float("0." + fraction[1:]) if len(fraction) > 1 else float(seconds)


def _offset(text: str) -> int:
    digits = text[1:].replace(":", "")
    seconds = int(digits[:2]) * 3600 + int(digits[2:4] or 0) * 60
    return -seconds if text[0] == "-" else seconds


@lru_cache(maxsize=64)
def _day(text: str) -> int:
    """Return the seconds from the epoch to the beginning of the day ``YYYY-MM-DD``.

    The count of days in the Gregorian calendar, with years that begin in March so that the leap day comes last.
    """
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:10])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError(text)
    if month <= 2:
        year -= 1
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    days = 365 * year + year // 4 - year // 100 + year // 400 + of_year
    return (days - _DAYS_BEFORE_EPOCH) * 86400
