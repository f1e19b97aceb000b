"""Speed of a check, beside the least it could take: ``python -m benchmarks.speed [MESSAGES]``.

One million bare frames of OCPP 1.6 on one core. The floor (``benchmarks.floor``) is measured in the same run, so the
ratio holds on any machine. What both need to start is taken off.
"""

import os
import sys
import tempfile

from benchmarks.traffic import bare_frames
from benchmarks.usage import number_from, usage_of

_MESSAGES = 1_000_000
_ROUNDS = 5
_TO_START = 2
_FLOOR = ("benchmarks.floor",)
_CHECK = ("ocpplint", "check", "--no-cache")
_CHECKS = (
    ("rules on messages and settings", (*_CHECK, "--ignore", "SEQ"), 4.0),
    ("and those on behaviour over time", _CHECK, 11.0),
)
"""What is measured, and how many times the floor it may take at most."""


def main() -> int:
    """Measure; return 1 if a limit is exceeded."""
    messages = number_from(sys.argv, _MESSAGES)
    commands = (_FLOOR, *(command for _, command, _ in _CHECKS))
    with tempfile.TemporaryDirectory() as folder:
        long, short = _written(folder, messages), _written(folder, _TO_START)
        # In turns, so that what else the machine does weighs on all alike.
        rounds = [[_seconds(command, long, short) for command in commands] for _ in range(_ROUNDS)]
    floor, *checks = (min(times) / messages for times in zip(*rounds, strict=True))
    print(f"{messages:,} bare frames, processor time a message:")
    print(f"  floor {floor * 1e6:.2f} µs")
    return max(_told(what, check, floor, most) for (what, _, most), check in zip(_CHECKS, checks, strict=True))


def _told(what: str, check: float, floor: float, most: float) -> int:
    """Print a result; return 1 if it is over its limit."""
    ratio = check / floor
    exceeded = ratio > most
    print(f"  {what}: {check * 1e6:.2f} µs, {ratio:.2f} (at most {most:.2f}){'  EXCEEDED' if exceeded else ''}")
    return int(exceeded)


def _seconds(command: tuple[str, ...], long: str, short: str) -> float:
    """Return what the messages take without the start, in seconds of processor time."""
    return usage_of(*command, long).seconds - usage_of(*command, short).seconds


def _written(folder: str, count: int) -> str:
    path = os.path.join(folder, f"frames-{count}.txt")
    with open(path, "wb") as file:
        file.writelines(bare_frames(count))
    return path


if __name__ == "__main__":
    sys.exit(main())
