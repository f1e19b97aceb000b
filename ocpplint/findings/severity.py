"""The severity of a finding."""

from typing import Literal

Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")


def at_least(severity: Severity, floor: Severity) -> bool:
    """Return whether ``severity`` is at least ``floor``."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(floor)
