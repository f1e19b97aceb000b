"""Files entered from an input to its finding: ``python -m tools.files_entered [PYTHON]``.

PYTHON is the interpreter of the version to measure; this one if none is given. One setting in JSON, and the two log
lines of a ChangeConfiguration and its refusal, are checked by the real program under a profiler. It prints the files
inside ``ocpplint/`` that are entered from the first byte of the input to the last finding's arrival, in this order,
and how often the file changes from one call to the next. What runs at import does not count.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

_SETTING = '{"RCMBDelta_2": "30"}\n'
_REFUSAL = """\
2026-03-01 10:00:00.000 INFO (Main) [ocpp] CP7: send [2,"c1","ChangeConfiguration",{"key":"RCMBDelta_2","value":"30"}]
2026-03-01 10:00:00.100 INFO (Main) [ocpp] CP7: receive message [3,"c1",{"status":"NotSupported"}]
"""
INPUTS: Mapping[str, tuple[str, str]] = {
    "one JSON setting": ("station.json", _SETTING),
    "two log lines": ("csms.log", _REFUSAL),
}
_LOG = os.path.join(os.path.dirname(os.path.abspath(__file__)), "enter_log.py")
_ROUNDS = 2
"""The first run fills the caches that the program keeps between runs; the last one is measured."""


class Calls(NamedTuple):
    """The files of the calls, in order: to the finding, and from there to the end of the process."""

    to_finding: list[str]
    further: list[str]


def calls_of(python: str, name: str, text: str, rounds: int = _ROUNDS) -> Calls:
    """Check an input, and return the calls that were made. RuntimeError if there is no finding."""
    with tempfile.TemporaryDirectory() as folder:
        path, target = os.path.join(folder, name), os.path.join(folder, "log")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        command = (python, _LOG, target, path, "check", "--no-cache", "--output-format", "concise", name)
        environment = {**os.environ, "XDG_CACHE_HOME": folder, "HOME": folder}
        for _ in range(rounds):
            # The exit code tells of the findings; without a log it has failed, and said why.
            subprocess.run(command, cwd=folder, env=environment, check=False, stdout=subprocess.DEVNULL)
        with open(target, encoding="utf-8") as file:
            calls = Calls(*json.load(file))
    if not calls.to_finding:
        raise RuntimeError(f"{name} gives no finding")
    return calls


def numbers(calls: Sequence[str]) -> tuple[int, int]:
    """Return how many files are entered, and how often the file changes."""
    return len(set(calls)), sum(one != other for one, other in pairwise(("", *calls)))


def main() -> int:
    """Measure both inputs."""
    python = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else sys.executable
    for what, (name, text) in INPUTS.items():
        calls = calls_of(python, name, text)
        files, changes = numbers(calls.to_finding)
        whole, all_changes = numbers([*calls.to_finding, *calls.further])
        print(f"{what} to its finding: {files} files, {changes} changes of file", end="")
        print(f" (to the end of the process: {whole} files, {all_changes} changes)")
        for entered in dict.fromkeys(calls.to_finding):
            print(f"  {entered}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
