"""Speed of a check with all rules, beside the least it could take: ``python -m benchmarks.speed [MESSAGES]``.

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
_MOST_TIMES_THE_FLOOR = 4.0
_TO_START = 2
_FLOOR = ("benchmarks.floor",)
_CHECK = ("ocpplint", "check", "--no-cache")


def main() -> int:
    """Measure; return 1 if the limit is exceeded."""
    messages = number_from(sys.argv, _MESSAGES)
    with tempfile.TemporaryDirectory() as folder:
        long, short = _written(folder, messages), _written(folder, _TO_START)
        # In turns, so that what else the machine does weighs on both alike.
        rounds = [(_seconds(_FLOOR, long, short), _seconds(_CHECK, long, short)) for _ in range(_ROUNDS)]
    floor, check = (min(times) / messages for times in zip(*rounds, strict=True))
    ratio = check / floor
    verdict = "" if ratio <= _MOST_TIMES_THE_FLOOR else "  EXCEEDED"
    print(f"{messages:,} bare frames, processor time a message:")
    print(f"  floor     {floor * 1e6:6.2f} µs\n  ocpplint  {check * 1e6:6.2f} µs")
    print(f"  ratio     {ratio:6.2f} (at most {_MOST_TIMES_THE_FLOOR:.2f}){verdict}")
    return 1 if verdict else 0


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
