"""A file is replaced at one stroke: whenever the program dies, the old or the new file is there, whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ocpplint.sources.replacing import ChangedMeanwhileError, replace_file
from tests.support.command import ENVIRONMENT

OLD, NEW = b'{"old": true}\n' * 1000, b'{"new": true}\n' * 2000

DYING = """
import os, signal, sys
from ocpplint.sources.replacing import replace_file
path, name, moment = sys.argv[1:]
real = getattr(os, name)

def dying(*arguments, **named):
    if moment == "after":
        real(*arguments, **named)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(os, name, dying)
with open(path, "rb") as file:
    old = file.read()
replace_file(path, b'{"new": true}\\n' * 2000, old)
"""
STEPS = ["open", "fdopen", "fchown", "fchmod", "fsync", "replace"]


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("name", STEPS)
def test_a_kill_leaves_the_old_or_the_new_file(tmp_path: Path, name: str, moment: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(OLD)
    done = subprocess.run(
        [sys.executable, "-c", DYING, str(path), name, moment], env=ENVIRONMENT, check=False, timeout=60
    )
    assert done.returncode == -9
    assert path.read_bytes() == (NEW if (name, moment) == ("replace", "after") else OLD)


def test_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(OLD)
    path.chmod(0o640)
    replace_file(str(path), NEW, OLD)
    assert path.read_bytes() == NEW
    assert path.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["a.json"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "a.json", tmp_path / "link.json"
    target.write_bytes(OLD)
    link.symlink_to(target)
    replace_file(str(link), NEW, OLD)
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert os.listdir(tmp_path / "real") == ["a.json"]


def test_what_somebody_else_has_written_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"theirs")
    with pytest.raises(ChangedMeanwhileError):
        replace_file(str(path), NEW, OLD)
    assert path.read_bytes() == b"theirs"
    assert os.listdir(tmp_path) == ["a.json"]


def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(OLD)

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fails)
    with pytest.raises(OSError, match="No space"):
        replace_file(str(path), NEW, OLD)
    assert path.read_bytes() == OLD
    assert os.listdir(tmp_path) == ["a.json"]
