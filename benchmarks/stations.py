"""Memory while checking a fleet that goes on charging: ``python -m benchmarks.stations [TRANSACTIONS]``.

A million transactions of ten thousand stations come through a pipe. Beside them stand a tenth of the transactions, of
as many stations: what is kept is kept of stations, and not of what they have done. A quick run takes fewer of them.
"""

import sys

from benchmarks.fleet import lines_of_fleet
from benchmarks.usage import Usage, number_from, usage_of

_TRANSACTIONS = 1_000_000
_STATIONS = 10_000
_MOST_GROWTH = 1.2
_MOST_KILOBYTES = 14.0
"""Of one station, with everything that its present transaction keeps open."""


def main() -> int:
    """Measure; return 1 if a limit is exceeded."""
    transactions = number_from(sys.argv, _TRANSACTIONS)
    alone = _check(10, 1)
    tenth, whole = (_check(count, _STATIONS) for count in (transactions // 10, transactions))
    growth = whole.megabytes / tenth.megabytes
    kilobytes = (whole.megabytes - alone.megabytes) * 1000 / _STATIONS
    print(
        f"{transactions:,} transactions of {_STATIONS:,} stations: {whole.megabytes:.0f} MB, {whole.seconds:.0f} s"
    )
    return max(
        _verdict(f"{growth:.2f} times the memory of a tenth of them", growth, _MOST_GROWTH),
        _verdict(f"{kilobytes:.1f} kB a station", kilobytes, _MOST_KILOBYTES),
    )


def _verdict(what: str, measured: float, most: float) -> int:
    exceeded = measured > most
    print(f"  {what} (at most {most}){'  EXCEEDED' if exceeded else ''}")
    return 1 if exceeded else 0


def _check(transactions: int, stations: int) -> Usage:
    lines = lines_of_fleet(transactions, stations)
    return usage_of("ocpplint", "check", "--stdin-filename", "csms.log", "-", stdin=lines)


if __name__ == "__main__":
    sys.exit(main())
