"""The hooks for pre-commit: the catalogue for ``.pre-commit-hooks.yaml``.

``python -m ocpplint.integrations.hooks`` prints that file. A hook takes what ``ocpplint check .`` would read
in its place, so that a file is checked in a commit if it is checked in CI: the file extensions and excluded folders are
those of ``documents`` and ``sources``.
"""

import re
import sys
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from ocpplint.documents.formats import CONFIGURATIONS_OF_OURS, ENDINGS, ENV_SEPARATORS
from ocpplint.sources.discover import SKIPPED_FOLDERS
from ocpplint.sources.rotated import PACKED_ENDINGS

MINIMUM_PRE_COMMIT: Final = "2.9.2"
"""The first version in which ``types_or``, which users narrow a hook with, does what it should."""

_TRACE_ENDINGS: Final = (".log", ".jsonl", ".ndjson")
"""Of the endings of logs those that hold little else. Text and tables (``requirements.txt``) mostly do."""

_LOCK_FILES: Final = ("package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml")
"""Large, changed often, and written by programs that know of no charging station."""

_HEAD: Final = (
    "# Written from the catalogue in ocpplint/integrations/hooks.py: `make docs` brings it up to date.\n"
)


_ENV: Final = rf"env([{''.join(map(re.escape, ENV_SEPARATORS))}][^/]*)?$"
_ENV_NAME: Final = rf"(^|/)\.{_ENV.removesuffix('$')}"
"""Hidden files of environment variables: ``.env``, ``.env.prod``."""


class Hook(NamedTuple):
    """One hook: what it is called, what it runs, and which files it takes: ``files`` is searched for in their paths."""

    id: str
    name: str
    description: str
    entry: str
    files: str
    types: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        """Return the hook's entry in ``.pre-commit-hooks.yaml``.

        One process at a time: several at once would tell a conflict between two files twice, and fix a file twice.
        """
        return {
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "entry": self.entry,
            "language": "python",
            "files": self.files,
            "exclude": _left_out(),
            "types": list(self.types),
            "require_serial": True,
            "minimum_pre_commit_version": MINIMUM_PRE_COMMIT,
        }


def _one_of(words: Iterable[str]) -> str:
    return "(" + "|".join(map(re.escape, words)) + ")"


def _configurations() -> str:
    return rf"(?i)(\.{_one_of(ending[1:] for ending in ENDINGS)}|{_ENV_NAME})$"


def _traces() -> str:
    """Match traces and logs, packed or not, and older parts of them: ``csms.log.1``, ``csms.log-20260301.gz``."""
    packed = _one_of(ending[1:] for ending in PACKED_ENDINGS)
    return rf"(?i)\.{_one_of(ending[1:] for ending in _TRACE_ENDINGS)}([._-]\d[\dtz._:-]*)?(\.{packed})?$"


def _left_out() -> str:
    """Match what a folder is not searched for, hidden names above all, and lock files."""
    files = (*_LOCK_FILES, *sorted(CONFIGURATIONS_OF_OURS))
    return rf"(^|/)(\.(?!{_ENV})|{_one_of(sorted(SKIPPED_FOLDERS))}/|{_one_of(files)}$)"


def catalogue() -> tuple[Hook, ...]:
    """Return the hooks."""
    return (
        Hook(
            "ocpplint",
            "ocpplint",
            "Find mistakes in the configuration of EV charging stations that speak OCPP.",
            "ocpplint check",
            _configurations(),
            ("text",),
        ),
        Hook(
            "ocpplint-fix",
            "ocpplint (fix)",
            "Apply safe fixes to configurations, and report the other findings.",
            "ocpplint check --fix",
            _configurations(),
            ("text",),
        ),
        Hook(
            "ocpplint-trace",
            "ocpplint (traces)",
            "Find mistakes in OCPP traces and in the logs of stations and backends.",
            "ocpplint check",
            _traces(),
            ("file",),
        ),
    )


def hooks_text() -> str:
    """Return the text of ``.pre-commit-hooks.yaml``."""
    import yaml

    entries = (yaml.safe_dump([hook.as_data()], sort_keys=False, width=1000) for hook in catalogue())
    return _HEAD + "\n".join(entries)


if __name__ == "__main__":
    sys.stdout.write(hooks_text())
