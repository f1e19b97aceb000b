"""What a repository of several hundred files takes, with a cache and processes: ``python -m benchmarks.repository``."""

import os
import sys
import tempfile
import time
from collections.abc import Sequence

from benchmarks.documents import as_json
from benchmarks.race import Limit, Runner, program, race, report, written

_ROUNDS = 5
_SIZE = 3_000
_FILES = 600
_FEW = 3


def main() -> int:
    """Measure; return 1 if a limit is exceeded."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OCPPLINT_CACHE_DIR"] = os.path.join(folder, "cache")
        kept = [_cache(folder, _FILES, 0.4), _cache(folder, _FEW, 1.1), _processes(folder)]
    return 0 if all(kept) else 1


def _repository(folder: str, files: int) -> str:
    """Write a repository, and return its folder."""
    place = os.path.join(folder, f"of-{files}")
    os.makedirs(place, exist_ok=True)
    for number in range(files):
        written(place, f"depot-{number:04}.json", as_json(_SIZE).replace("CP0", f"D{number:04}-"))
    return place


def _cache(folder: str, files: int, warm: float) -> bool:
    """Compare a run that knows everything, one that keeps what it finds, and one that has no cache."""
    place = _repository(folder, files)
    results = os.path.join(folder, "results")
    check = ("check", "--jobs", "1", place)
    runners = [
        program("ocpplint", *check, "--no-cache")._replace(name="without"),
        _emptying(results, program("ocpplint", *check, "--cache-dir", results)),
        program("ocpplint", *check)._replace(name="warm"),
    ]
    limits = [Limit("warm", "without", warm), Limit("cold", "without", 1.2)]
    return report(f"{files} files", race(runners, _ROUNDS), limits)


def _emptying(folder: str, runner: Runner) -> Runner:
    """Have a runner find an empty cache. To remove one takes a millisecond, and the shell that does it two."""
    script = 'rm -rf "$1"; shift; exec "$@"'
    return Runner("cold", ["sh", "-c", script, "sh", folder, *runner.command])


def _processes(folder: str) -> bool:
    """Compare two processes with one: what they take together, and, for the reader, the time that passes."""
    place = _repository(folder, _FILES)
    runners = [
        program("ocpplint", "check", "--no-cache", "--jobs", jobs, place)._replace(name=f"--jobs {jobs}")
        for jobs in ("1", "2")
    ]
    passing = {runner.name: min(_elapsed(runner.command) for _ in range(_ROUNDS)) for runner in runners}
    report(f"{_FILES} files, time that passes", passing, [])
    return report(f"{_FILES} files", race(runners, _ROUNDS), [Limit("--jobs 2", "--jobs 1", 1.35)])


def _elapsed(command: Sequence[str]) -> float:
    from subprocess import DEVNULL, run

    begin = time.perf_counter()
    run(command, stdout=DEVNULL, check=False)
    return time.perf_counter() - begin


if __name__ == "__main__":
    sys.exit(main())
