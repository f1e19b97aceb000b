"""The command as a user runs it: a process of its own, in a folder of its own."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]

# Compiled bytecode is kept, outside the checkout: without it every run would compile the package anew.
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "NO_COLOR")},
    "PYTHONPATH": str(ROOT),
    "PYTHONPYCACHEPREFIX": os.path.join(tempfile.gettempdir(), f"ocpplint-bytecode-{os.getuid()}"),
    "LC_ALL": "C.UTF-8",
}

HANGS = 60
"""Seconds after which a run is held to hang."""


class Outcome(NamedTuple):
    """What a run ended with."""

    code: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        """The codes of the findings, of a run with ``--output-format concise``."""
        return [line.split()[2] for line in self.out.splitlines() if line.count(":") >= 3]


def program() -> list[str]:
    """Return the installed command, or its equivalent where the checkout is not installed."""
    script = Path(sys.executable).parent / "ocpplint"
    return [str(script)] if script.exists() else [sys.executable, "-m", "ocpplint"]


def run(
    *arguments: str | os.PathLike[str],
    cwd: Path,
    stdin: str | bytes = b"",
    env: dict[str, str] | None = None,
    command: list[str] | None = None,
) -> Outcome:
    """Run ``ocpplint`` with these arguments in ``cwd``. Fails with ``TimeoutExpired`` where it hangs."""
    done = subprocess.run(
        [*(command or program()), *(os.fspath(argument) for argument in arguments)],
        cwd=cwd,
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        env={**ENVIRONMENT, "OCPPLINT_CACHE_DIR": os.environ["OCPPLINT_CACHE_DIR"], **(env or {})},
        capture_output=True,
        check=False,
        timeout=HANGS,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def write(folder: Path, files: dict[str, Any]) -> None:
    """Write text files into a folder, by their paths in it."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
