"""What a program takes: processor time and memory, whatever else the machine is doing."""

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Usage(NamedTuple):
    """What a program used: processor time in seconds, and the most memory it held at a time in megabytes."""

    seconds: float
    megabytes: float


def usage_of(module: str, *arguments: str, stdin: Iterable[bytes] = ()) -> Usage:
    """Run a module of Python as a program, feed it ``stdin``, and return what it took.

    Raises ``RuntimeError`` unless it ends with 0.
    """
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        _feed(process, stdin)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1_000_000 if sys.platform == "darwin" else 1000
    return Usage(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def number_from(arguments: Sequence[str], default: int) -> int:
    """Return the number a benchmark is called with, or the one it is meant for."""
    return int(arguments[1].replace("_", "")) if len(arguments) > 1 else default


def _feed(process: "subprocess.Popen[bytes]", stdin: Iterable[bytes]) -> None:
    if process.stdin is None:
        raise ValueError("a pipe was asked for")
    with process.stdin as pipe:
        for line in stdin:
            pipe.write(line)
