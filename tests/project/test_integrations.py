"""What the action installs and the image is built of, from the checkout and without a network."""

import os
import re
import sys
from pathlib import Path

import pytest

from tests.integrations.test_ci import executed, instructions, step
from tests.support.command import ROOT, write
from tests.support.offline import OFFLINE, must, requires_wheelhouse, snapshot

pytestmark = [pytest.mark.slow, requires_wheelhouse]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return snapshot(tmp_path_factory.mktemp("project") / "ocpplint")


def test_the_action_installs_the_revision_it_is_of(checkout: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    env = {
        **OFFLINE,
        "PYTHON": sys.executable,
        "VERSION": "",
        "GITHUB_ACTION_PATH": str(checkout),
        "GITHUB_OUTPUT": str(output),
        "RUNNER_TEMP": str(tmp_path),
    }
    repository = tmp_path / "work"
    modules = {
        f"{name}.py": "raise SystemExit('run')" for name in ("venv", "pip", "ensurepip", "click", "ocpplint")
    }
    write(repository, modules)
    done = executed(step("install")["run"], repository, env)
    assert (done.code, done.out) == (0, ""), done.err
    program = output.read_text().removeprefix("python=").strip()
    version = re.search(
        r'"(.*)"', (ROOT / "ocpplint" / "resources" / "version.py").read_text().split("__version__")[1]
    )
    assert version is not None
    assert must(program, "-I", "-m", "ocpplint", "--version", cwd=repository) == f"ocpplint {version[1]}\n"


@pytest.mark.parametrize("version", ["git+https://example.com/x", "--index-url=x", "../own", "latest"])
def test_a_version_is_nothing_else(version: str, tmp_path: Path) -> None:
    env = {**OFFLINE, "PYTHON": sys.executable, "VERSION": version, "RUNNER_TEMP": str(tmp_path)}
    done = executed(step("install")["run"], tmp_path, env)
    assert done.code == 2
    assert not (tmp_path / "ocpplint").exists()


def test_the_image_is_built_and_starts_with_all_compiled(checkout: Path, tmp_path: Path) -> None:
    """The commands of the Dockerfile, run here in folders of their own in place of those of the image."""
    places = {"/opt/ocpplint": str(tmp_path / "opt"), "/wheels": str(tmp_path / "wheels")}
    env = {**OFFLINE, "OCPPLINT_CACHE_DIR": "", "PIP_ROOT_USER_ACTION": "ignore"}
    env["PATH"] = f"{os.path.dirname(sys.executable)}:{env['PATH']}"
    commands = [rest for name, rest in instructions() if name == "RUN"]
    assert len(commands) == 3
    for command in commands:
        for place, ours in places.items():
            command = command.replace(place, ours)
        done = executed(command, checkout, env)
        assert done.code == 0, done.out + done.err
    program = tmp_path / "opt" / "bin" / "ocpplint"
    files = sorted(path for path in (ROOT / "examples").rglob("*.*") if path.suffix in (".json", ".jsonl", ".log"))
    assert len(files) > 3
    cache = tmp_path / "cache"
    env = {**env, "OCPPLINT_CACHE_DIR": str(cache), "OCPPLINT_CACHE_KEY": "what is not compiled"}
    must(program, "check", "--no-cache", "--fail-on", "never", *files, cwd=tmp_path, env=env)
    assert all(path.name.startswith("config-") for path in cache.iterdir())
    assert not (tmp_path / "opt" / "bin" / "pip").exists()
