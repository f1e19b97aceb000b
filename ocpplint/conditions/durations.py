"""Durations as rules and configurations write them: ``60s``, ``5m``, ``1h30m``, ``500ms``, or a number of seconds."""

import re

from ocpplint.resources.quoting import shortened

_PART = r"(\d+(?:\.\d+)?)(ms|s|m|h|d)"
PATTERN = r"^\s*(\d+(\.\d+)?\s*(ms|s|m|h|d)\s*)+$"
"""What a schema can say of a duration that is a text."""
_WORDS = (("s", 1, 120), ("min", 60, 7_200), ("h", 3_600, 172_800), ("days", 86_400, float("inf")))
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def seconds(text: str | float) -> float:
    """Return the duration in seconds. Raises ``ValueError`` for what is not a duration."""
    if not isinstance(text, str):
        return float(text)
    plain = text.replace(" ", "")
    parts = re.findall(_PART, plain)
    if not parts or "".join(number + unit for number, unit in parts) != plain:
        raise ValueError(f"{shortened(text)!r} is not a duration such as 60s, 5m or 1h30m")
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)


def in_words(duration: float) -> str:
    """Write a number of seconds for a reader, rounded down: ``45 s``, ``12 min``, ``3 h``, ``2 days``."""
    unit, size = next((unit, size) for unit, size, most in _WORDS if duration < most)
    return f"{int(duration // size)} {unit}"
