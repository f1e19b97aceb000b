"""What a configuration of a whole fleet takes, in one file of 1 MB: ``python -m benchmarks.large_file``."""

import sys
import tempfile

from benchmarks.documents import as_json, as_yaml
from benchmarks.race import Limit, program, race, report, written

_ROUNDS = 5
_SIZE = 1_000_000


def main() -> int:
    """Measure; return 1 if a limit is exceeded."""
    with tempfile.TemporaryDirectory() as folder:
        kept = [_validate(folder, "fleet.json", as_json(_SIZE)), _validate(folder, "fleet.yaml", as_yaml(_SIZE))]
    return 0 if all(kept) else 1


def _validate(folder: str, name: str, text: str) -> bool:
    """Compare a check with validating the file against the schema that allows everything."""
    path, schema = written(folder, name, text), written(folder, "schema", "{}")
    runners = [
        program("ocpplint", "check", "--no-cache", path),
        program("check-jsonschema", "--schemafile", schema, path),
    ]
    times = race(runners, _ROUNDS)
    return report(
        f"check of {name}, {len(text) / 1e6:.1f} MB", times, [Limit("ocpplint", "check-jsonschema", 1.0)]
    )


if __name__ == "__main__":
    sys.exit(main())
