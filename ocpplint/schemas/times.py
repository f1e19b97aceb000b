"""Explanations of invalid timestamps.

OCPP 1.6 asks for ISO 8601 (section 3.15), its JSON schemas and OCPP 2.x (part 2, section 3.1) for RFC 3339: a date,
``T``, a time to the second, and ``Z`` or an offset.
"""

import re
from typing import Final

_FAULTS: Final = (
    (r"[+-]\d\d:\d\d:\d\d|\d{10,13}(\.\d+)?", "it is not a date and a time"),
    (r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?", "it has no time zone: add `Z`, or an offset such as `+01:00`"),
    (r"\d{4}-\d\d-\d\d .*", "a blank stands where `T` belongs"),
    (r".*T\d:.*", "the hour has one digit"),
    (r".*T.*[+-]\d\d", "the offset has no minutes: write `+03:00`"),
    (r".*T.*[+-]\d{4}", "the offset has no colon: write `+03:00`"),
    (r".*T\d\d:\d\d([Zz+-].*)?", "it has no seconds"),
    (r".*,\d+.*", "a comma stands where the decimal point belongs"),
    (r"\d{4}-\d\d-\d\d", "it has no time of day"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", "there is no such day or time"),
    (r"\s.*|.*\s", "blanks stand around it"),
    (r"", "it is empty"),
)


def time_fault(text: str) -> str:
    """Say what keeps ``text`` from being a time as RFC 3339 writes it, section 5.6."""
    return next((fault for form, fault in _FAULTS if re.fullmatch(form, text)), "it is not a date and a time")


def lacks_zone_only(text: str) -> bool:
    """Return whether the time zone is all that is missing: ISO 8601, and so the text of OCPP 1.6, allows that."""
    return re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?", text) is not None
