"""Timestamps of logs, converted to seconds since the epoch.

Timestamps without an offset are read as UTC: differences within one log are still correct. A timestamp without
a date counts from midnight, one without a year from the beginning of ``YEARLESS``.
"""

import re
from functools import lru_cache

YEARLESS = 1972
"""Stands for the year where a stamp has none. A leap year, so that 29 February exists."""

CLOCK = r"\d\d:\d\d:\d\d(?:[.,]\d{1,9})?"
OFFSET = r"(?: ?(?:Z|UTC|GMT)\b| ?[+-]\d\d(?::?\d\d)?(?!\d))?"
_ISO = r"\d{4}(?P<s>[-/.])\d\d(?P=s)\d\d(?:[T_]|,? )\d\d:\d\d:\d\d(?:[.,:]\d{1,9})?"
_DATE = (
    r"\d{1,2}[./-](?:\d{1,2}|[A-Z][a-z]{2})[./-]\d{2,4}(?:[T:]|,? )\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?"
    r"(?: ?[AaPp][Mm](?!\w))?"
    r"|(?:[A-Z][a-z]{2}[ /] ?\d{1,2}|\d\d-\d\d) \d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: \d{4}(?![\d-]))?"
)
_STAMP = rf"(?<![\d.:-])(?:{_ISO}|{_DATE}|{CLOCK}){OFFSET}(?![\d:])"
_PARTS = (
    r"(?:(?P<first>\d{1,2})(?P<sep>[./-])(?P<second>\d{1,2}|[A-Z][a-z]{2})[./-](?P<year>\d{2,4})"
    r"|(?P<month>[A-Z][a-z]{2}|\d\d)[ /-] ?(?P<day>\d{1,2}))(?:[T:]|,? )"
    r"(?P<clock>\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?)(?P<half> ?[AaPp][Mm])?(?: (?P<last>\d{4}))?"
    r"(?P<zone> ?(?:Z|UTC|GMT)| ?[+-]\d\d(?::?\d\d)?)?"
)
_NUMBER = r"\d{9,19}(?:\.\d+)?"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS_BEFORE_EPOCH = 719468
_MILLISECONDS_FROM = 1e11
"""Numbers above are too large for seconds (they would lie beyond the year 5000): milliseconds, or finer."""


def read_stamp(text: str) -> float | None:
    """Read a time stamp of one of the forms that logs have; None if it is no time.

    ``2024-01-15T10:00:00.5Z``, ``2024/01/15 10:00:00,5+0200``, ``10:00:00.5``, ``15.1.2024, 10:00:00``,
    ``1/15/2024, 10:00:00 AM``, ``15/Jan/2024:10:00:00 +0100``, ``Jan 15 10:00:00``, ``01-15 10:00:00``. Where
    day and month could be either, the day is taken to come first, unless there is AM or PM behind.
    """
    try:
        if text[16:17] == ":" and text[:4].isdigit():
            return _minute(text[:17]) + _seconds(text[17:])
        if text[2:3] == ":":
            return _minute_of_day(text[:6]) + _seconds(text[6:])
        return _unusual(text)
    except ValueError:
        return None


def find_stamp(text: str) -> float | None:
    """Read the first time stamp within ``text``, if there is one."""
    found = re.search(_STAMP, text)
    return read_stamp(found[0]) if found is not None else None


def part_stamp(text: str) -> tuple[str | None, str]:
    """Return the first time stamp within ``text`` and the text without it."""
    found = re.search(_STAMP, text)
    return (found[0], f"{text[: found.start()]} {text[found.end() :]}") if found is not None else (None, text)


def read_time(value: object) -> float | None:
    """Read the time that a field of a JSON object gives: a stamp, or seconds, milliseconds … since the epoch."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _epoch(float(value))
    if not isinstance(value, str):
        return None
    if value[4:5] == "-" and value[16:17] == ":" and len(value) < 36:
        return read_stamp(value)
    return _epoch(float(value)) if re.fullmatch(_NUMBER, value) else find_stamp(value)


def _epoch(number: float) -> float | None:
    if not 1e8 <= number < 1e20:
        return None
    while number >= _MILLISECONDS_FROM:
        number /= 1000
    return number


@lru_cache(maxsize=256)
def _minute(text: str) -> float:
    """Return the seconds from the epoch to the minute ``YYYY-MM-DD HH:MM:``. A log has many lines of one minute."""
    return _day(int(text[:4]), int(text[5:7]), int(text[8:10])) + _minute_of_day(text[11:17])


def _minute_of_day(text: str) -> float:
    return int(text[:2]) * 3600.0 + int(text[3:5]) * 60


def _seconds(text: str) -> float:
    """Read ``SS`` with fraction and offset, as seconds since the full minute UTC."""
    if text[-1:] == "Z":
        text = text[:-1]
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return _seconds_with_offset(text)


def _seconds_with_offset(text: str) -> float:
    rest = text.removesuffix("UTC").removesuffix("GMT").rstrip()
    at = max(rest.find("+"), rest.find("-"))
    offset = _offset(rest[at:]) if at >= 0 else 0
    number = rest[:at] if at >= 0 else rest
    return float(number.rstrip().replace(",", ".").replace(":", ".")) - offset


def _offset(text: str) -> int:
    digits = text[1:].replace(":", "")
    seconds = int(digits[:2]) * 3600 + int(digits[2:4] or 0) * 60
    return -seconds if text[0] == "-" else seconds


def _unusual(text: str) -> float | None:
    """Read a stamp of a locale, of syslog or of a web server."""
    found = re.fullmatch(_PARTS, text)
    if found is None:
        return None
    hours, minutes, seconds = found["clock"].split(":")
    half = (found["half"] or "").strip().lower()
    hour = int(hours) % 12 + (12 if half == "pm" else 0) if half else int(hours)
    zone = (found["zone"] or "").strip()
    clock = hour * 3600 + int(minutes) * 60 + _seconds(seconds + zone)
    return _day(*_date(found, american=bool(half))) + clock


def _date(found: re.Match[str], *, american: bool) -> tuple[int, int, int]:
    if found["first"] is None:
        return int(found["last"] or YEARLESS), _month(found["month"]), int(found["day"])
    year = int(found["year"])
    year += 2000 if year < 100 else 0
    first, second = int(found["first"]), _month(found["second"])
    if second > 12 or (american and first <= 12 and found["sep"] == "/"):
        return year, first, second
    return year, second, first


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.index(text) + 1


@lru_cache(maxsize=64)
def _day(year: int, month: int, day: int) -> int:
    """Return the seconds from the epoch to the beginning of a day.

    The count of days in the Gregorian calendar, with years that begin in March so that the leap day comes last.
    """
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError((year, month, day))
    if month <= 2:
        year -= 1
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    days = 365 * year + year // 4 - year // 100 + year // 400 + of_year
    return (days - _DAYS_BEFORE_EPOCH) * 86400
