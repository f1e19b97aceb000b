"""Programs run in turns, each measured by the processor time it used.

Elapsed time on a busy machine says more about the neighbours than about the program; processor time, and of several
runs the best, is what comes out the same tomorrow. Only ratios are compared: a limit in seconds would hold for one
machine.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

BIN = os.path.dirname(sys.executable)


class Runner(NamedTuple):
    """A program with its arguments."""

    name: str
    command: Sequence[str]


class Limit(NamedTuple):
    """What ``runner`` may take at most, in parts of what ``other`` takes."""

    runner: str
    other: str
    ratio: float


def program(name: str, *arguments: str) -> Runner:
    """Return an installed program, named by its first argument."""
    return Runner(name, [os.path.join(BIN, name), *arguments])


def race(runners: Sequence[Runner], rounds: int) -> dict[str, float]:
    """Return the least processor time of each runner, in seconds, after one round to warm up."""
    times: dict[str, list[float]] = {runner.name: [] for runner in runners}
    for _ in range(rounds + 1):
        for runner in runners:
            times[runner.name].append(_seconds(runner))
    return {name: min(taken[1:]) for name, taken in times.items()}


def report(title: str, times: dict[str, float], limits: Sequence[Limit]) -> bool:
    """Print the times and what has become of the limits; return whether all are kept."""
    print(f"{title}:")
    for name, taken in times.items():
        print(f"  {name:<18} {taken * 1000:8.1f} ms")
    kept = True
    for runner, other, most in limits:
        ratio = times[runner] / times[other]
        verdict = "" if ratio <= most else "  EXCEEDED"
        print(f"  {runner} / {other}: {ratio:.2f} (at most {most:.2f}){verdict}")
        kept = kept and not verdict
    return kept


def written(folder: str, name: str, text: str) -> str:
    """Write a file and return its path."""
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def _seconds(runner: Runner) -> float:
    """Run a program and return the processor time that it and its children used."""
    with subprocess.Popen(runner.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    # 1: it found something. Linters of style find much in a generated file.
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(runner.command)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime
