"""Installing ocpplint without a network, from the wheels that ``make`` has put beside the environment."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import ENVIRONMENT, ROOT

WHEELHOUSE = Path(sys.prefix) / "wheelhouse"

requires_wheelhouse = pytest.mark.skipif(
    not WHEELHOUSE.is_dir(), reason=f"no wheels in {WHEELHOUSE}: `make test` puts them there"
)

# The caller's pip settings name places that are not to be looked at.
BASE = {name: value for name, value in ENVIRONMENT.items() if not name.startswith(("PIP_", "PYTHON", "GIT_"))}
OFFLINE = {
    **BASE,
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_NO_INDEX": "1",
    "PIP_FIND_LINKS": str(WHEELHOUSE),
    "PIP_NO_CACHE_DIR": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "tests"), ("EMAIL", "tests@example.com"))
    },
}

_LEFT_OUT = shutil.ignore_patterns(".*_cache", "__pycache__", ".venv", ".git", ".hypothesis", "*.egg-info")


def snapshot(target: Path) -> Path:
    """Copy what the project consists of, uncommitted changes included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:  # an unpacked source distribution
        return Path(shutil.copytree(ROOT, target, ignore=_LEFT_OUT))
    for name in filter(os.path.isfile, (os.path.join(ROOT, line) for line in listed.stdout.splitlines())):
        copy = target / os.path.relpath(name, ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(name, copy)
    return target


def must(*command: str | os.PathLike[str], cwd: Path, env: dict[str, str] = OFFLINE) -> str:
    """Run a command that has to succeed, and return what it prints."""
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout
