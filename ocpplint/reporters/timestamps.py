"""Timestamps in reports, in the clock of the trace."""

from datetime import UTC, datetime

from ocpplint.readers.traces.times import YEARLESS

_DAY = 86_400


def moment_text(seconds: float) -> str:
    """Write a time; a log without dates counts from midnight, one may have no year."""
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return "?"
    if seconds < _DAY:
        return moment.strftime("%H:%M:%S")
    return moment.strftime("%b %d %H:%M:%S" if moment.year == YEARLESS else "%Y-%m-%d %H:%M:%S")
