"""The moment that ``--at`` names."""

from datetime import UTC, datetime

import click

END = "end"


def moment_of(text: str | None) -> float | None:
    """Read a moment, in seconds since the epoch; None for the end. Raises ``click.UsageError`` for anything else.

    A time without an offset is one of the trace's own clock, as stamps without an offset in the trace are; one without
    a date is for logs without dates. A date alone is its beginning.
    """
    if text is None or text == END:
        return None
    from ocpplint.readers.traces.times import read_stamp

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        found = read_stamp(text)
        if found is None:
            usual = "2026-03-01T10:00:00, 2026-03-01T10:00:00+01:00, 10:00:00"
            raise click.UsageError(f"--at {text}: expected `end` or a time such as {usual}") from None
        return found
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()
