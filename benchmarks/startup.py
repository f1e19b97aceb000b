"""What somebody waits for who commits one small file: ``python -m benchmarks.startup``."""

import sys
import tempfile

from benchmarks.documents import as_json, as_yaml
from benchmarks.race import Limit, program, race, report, written

_ROUNDS = 15
_SIZE = 3_000


def main() -> int:
    """Measure; return 1 if a limit is exceeded."""
    with tempfile.TemporaryDirectory() as folder:
        kept = [_check(folder, "station.json", as_json(_SIZE)), _check(folder, "station.yaml", as_yaml(_SIZE))]
    return 0 if all([*kept, _version()]) else 1


def _check(folder: str, name: str, text: str) -> bool:
    path, schema = written(folder, name, text), written(folder, "schema", "{}")
    runners = [
        program("ocpplint", "check", path),
        program("yamllint", path),
        program("check-jsonschema", "--schemafile", schema, path),
    ]
    limits = [Limit("ocpplint", "yamllint", 0.8), Limit("ocpplint", "check-jsonschema", 0.35)]
    return report(f"check of {name}, {len(text) / 1000:.1f} kB", race(runners, _ROUNDS), limits)


def _version() -> bool:
    runners = [program("ocpplint", "--version"), program("yamllint", "--version")]
    return report("--version", race(runners, _ROUNDS), [Limit("ocpplint", "yamllint", 0.6)])


if __name__ == "__main__":
    sys.exit(main())
