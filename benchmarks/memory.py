"""Memory while auditing a log that does not end soon: ``python -m benchmarks.memory [MESSAGES]``.

Five million messages of a hundred stations come through a pipe; the run must stay under 100 MB. A tenth of them
shows beside it that memory does not grow with their number. The rules on behaviour over time are measured apart, with
ten thousand stations: what a run with them takes beside one without. ``benchmarks.stations`` measures how much a
station takes.
"""

import sys

from benchmarks.fleet import lines_of_fleet
from benchmarks.traffic import log_lines
from benchmarks.usage import Usage, number_from, usage_of

_MESSAGES = 5_000_000
_STATIONS = 100
_MOST_MEGABYTES = 100
_MANY_STATIONS = 10_000
_MOST_FOR_BEHAVIOUR = 1.5


def main() -> int:
    """Measure; return 1 if the limit is exceeded."""
    messages = number_from(sys.argv, _MESSAGES)
    most = 0.0
    for count in (messages // 10, messages):
        usage = _audit(count)
        most = max(most, usage.megabytes)
        each = usage.seconds / count * 1e6
        print(f"audit of {count:,} messages: {usage.megabytes:.0f} MB, {each:.1f} µs a message")
    verdict = "" if most <= _MOST_MEGABYTES else "  EXCEEDED"
    print(f"  at most {_MOST_MEGABYTES} MB{verdict}")
    return max(1 if verdict else 0, _behaviour(messages // 100))


def _behaviour(transactions: int) -> int:
    """Measure what the rules on behaviour over time take; return 1 if the limit is exceeded."""
    with_them, without = (_check(transactions, *options) for options in ((), ("--ignore", "SEQ")))
    memory, time = with_them.megabytes / without.megabytes, with_them.seconds / without.seconds
    verdict = "" if memory <= _MOST_FOR_BEHAVIOUR else "  EXCEEDED"
    print(
        f"behaviour over time of {_MANY_STATIONS:,} stations: {memory:.2f} times the memory, {time:.2f} times the time"
    )
    print(f"  at most {_MOST_FOR_BEHAVIOUR} times the memory{verdict}")
    return 1 if verdict else 0


def _check(transactions: int, *options: str) -> Usage:
    lines = lines_of_fleet(transactions, _MANY_STATIONS)
    return usage_of("ocpplint", "check", *options, "--stdin-filename", "csms.log", "-", stdin=lines)


def _audit(count: int) -> Usage:
    return usage_of("ocpplint", "audit", "--stdin-filename", "csms.log", "-", stdin=log_lines(count, _STATIONS))


if __name__ == "__main__":
    sys.exit(main())
