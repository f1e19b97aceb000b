"""Durations as rules and configurations write them: ``60s``, ``5m``, ``1h30m``, ``500ms``, or a number of seconds."""

import re

_PART = r"(\d+(?:\.\d+)?)(ms|s|m|h|d)"
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def seconds(text: str | float) -> float:
    """Return the duration in seconds. Raises ``ValueError`` for what is not a duration."""
    if not isinstance(text, str):
        return float(text)
    plain = text.replace(" ", "")
    parts = re.findall(_PART, plain)
    if not parts or "".join(number + unit for number, unit in parts) != plain:
        raise ValueError(f"{text!r} is not a duration such as 60s, 5m or 1h30m")
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)
