"""How grave a finding is."""

from typing import Literal

Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")


def at_least(severity: Severity, floor: Severity) -> bool:
    """Tell whether ``severity`` is as grave as ``floor`` or graver."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(floor)
