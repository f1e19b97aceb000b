"""A stranger's first minutes: make in an empty clone, and what CI runs."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.command import ROOT
from tests.support.offline import OFFLINE, requires_wheelhouse, snapshot

MAKE = shutil.which("make")


def make(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    assert MAKE is not None
    return subprocess.run(
        [MAKE, "--no-print-directory", *arguments],
        cwd=folder,
        env={**OFFLINE, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.mark.slow
@requires_wheelhouse
def test_the_demo_in_an_empty_clone(tmp_path: Path) -> None:
    clone = snapshot(tmp_path / "ocpplint")
    settings = {
        "PYTHON": sys.executable,
        "PYTHONDONTWRITEBYTECODE": "1",
        "OCPPLINT_CACHE_DIR": str(tmp_path / "c"),
    }
    first = make(clone, "demo", **settings)
    assert first.returncode == 0, first.stdout + first.stderr
    assert first.stdout.startswith("Installing ocpplint into .venv\n")
    assert "error SCP004 missing-connector-2-suffix" in first.stdout
    again = make(clone, "demo", **settings)
    assert again.stdout == first.stdout.removeprefix("Installing ocpplint into .venv\n")
    os.utime(clone / "constraints.txt")
    assert make(clone, "demo", **settings).stdout == first.stdout


def test_without_a_suitable_python_there_is_a_clear_message(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).touch()
    for name in ("python3.11", "python3"):
        stub = tmp_path / "bin" / name
        stub.parent.mkdir(exist_ok=True)
        stub.write_text("#!/bin/sh\nexit 1\n")
        stub.chmod(0o755)
    done = make(tmp_path, "demo", PATH=str(tmp_path / "bin"))
    assert done.returncode == 2
    assert "ocpplint needs Python 3.11 or later" in done.stderr
    assert "make PYTHON=/path/to/python3.13 demo" in done.stderr


def test_make_alone_says_what_there_is(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    listed = re.findall(r"^make ([\w-]+)", make(tmp_path).stdout, re.MULTILINE)
    phony = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {*listed, "help"} == set(" ".join(phony).split())


STEPS = ("make", "ruff check", "ruff format", "mypy", "lint-imports")


def ci_run(folder: Path, failing: str) -> subprocess.CompletedProcess[str]:
    """Run ``.ci/run`` with programs that only say that they ran; the step that ``failing`` names fails."""
    (folder / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", folder / ".ci" / "run")
    for place in ("bin/make", ".venv/bin/ruff", ".venv/bin/mypy", ".venv/bin/lint-imports"):
        stub = folder / place
        stub.parent.mkdir(parents=True, exist_ok=True)
        ran = '"$(basename "$0") $*"'
        stub.write_text(f'#!/bin/sh\necho ran {ran}\ncase {ran} in "{failing}"*) exit 1;; esac\n')
        stub.chmod(0o755)
    environment = {**OFFLINE, "PATH": f"{folder / 'bin'}:{OFFLINE['PATH']}"}
    return subprocess.run(
        [folder / ".ci" / "run"], cwd="/", env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_ci_runs_every_step(tmp_path: Path) -> None:
    done = ci_run(tmp_path, failing="nothing")
    ran = re.findall(r"^ran (.*?) *$", done.stdout, re.MULTILINE)
    assert ran == [
        "make --no-print-directory test",
        "ruff check .",
        "ruff format --check .",
        "mypy",
        "lint-imports --no-cache",
    ]
    assert done.returncode == 0


@pytest.mark.parametrize("failing", STEPS)
def test_ci_fails_with_any_step_and_runs_the_others(tmp_path: Path, failing: str) -> None:
    done = ci_run(tmp_path, failing)
    assert done.returncode == 1
    assert len(re.findall(r"^ran ", done.stdout, re.MULTILINE)) == len(STEPS)
    assert re.fullmatch(rf"failed: \S*{failing}.*\n", done.stderr)


def test_constraints_are_plain_pins_of_what_is_needed() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *extras["dev"], *extras["docs"]]
    assert {_name(line) for line in needed} <= {_name(line) for line in pins}
    assert pins == sorted(pins, key=str.lower)


def _name(requirement: str) -> str:
    """Return the normalised name of a requirement (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[=<>!~;\[ ]", requirement)[0]).lower()
