"""Read a point in time that a caller names, by the clock of a trace."""

from datetime import UTC, datetime

from ocpplint.resources.quoting import UsageError

END = "end"


def moment_of(at: str | float | datetime | None) -> float | None:
    """Return a point in time in seconds since the epoch; None for the end. Raises ``UsageError`` for invalid text.

    A time without an offset is one of the trace's own clock, as stamps without an offset in the trace are; one without
    a date is for logs without dates. A date alone is its beginning.
    """
    if at is None or at == END:
        return None
    if isinstance(at, str):
        return _read(at)
    return _seconds(at) if isinstance(at, datetime) else float(at)


def _read(text: str) -> float:
    from ocpplint.readers.traces.times import read_stamp

    try:
        return _seconds(datetime.fromisoformat(text))
    except ValueError:
        found = read_stamp(text)
    if found is None:
        usual = "2026-03-01T10:00:00, 2026-03-01T10:00:00+01:00, 10:00:00"
        raise UsageError(f"`{text}` is no time: expected `end` or a time such as {usual}")
    return found


def _seconds(moment: datetime) -> float:
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()
