"""The key of the cache: the user's alone, made once, and never a repository's. Without it a run takes longer, and no more."""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ocpplint.resources import signing_key
from ocpplint.resources.signing_key import Seal, cache_key, user_folder

GIVEN = "a key for all our runners"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "work").mkdir()
    monkeypatch.delenv("OCPPLINT_CACHE_KEY")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


def key_file(home: Path) -> Path:
    return home / "cache/ocpplint/key"


def test_a_key_is_made_once_and_only_the_user_can_read_it(home: Path) -> None:
    first = cache_key()
    assert first is not None
    assert len(first) == 32
    assert cache_key() == first
    assert stat.S_IMODE(key_file(home).stat().st_mode) == 0o600
    assert os.listdir(home / "cache/ocpplint") == ["key"]


def test_two_users_have_different_keys(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cache_key()
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "other"))
    assert cache_key() not in (first, None)


def test_it_does_not_stand_where_a_folder_for_the_cache_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCPPLINT_CACHE_DIR", str(home / "named"))
    assert cache_key() is not None
    assert not (home / "named").exists()
    assert key_file(home).exists()


def test_a_key_that_is_given_is_taken_and_none_made(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCPPLINT_CACHE_KEY", GIVEN)
    first = cache_key()
    monkeypatch.setenv("OCPPLINT_CACHE_KEY", GIVEN + ".")
    assert cache_key() not in (first, None)
    monkeypatch.setenv("OCPPLINT_CACHE_KEY", GIVEN)
    assert cache_key() == first
    assert not (home / "cache").exists()


def test_an_empty_one_counts_for_none_and_a_short_one_is_not_taken(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCPPLINT_CACHE_KEY", "x" * 15)
    assert cache_key() is None
    assert not (home / "cache").exists()
    monkeypatch.setenv("OCPPLINT_CACHE_KEY", "")
    assert cache_key() is not None
    assert key_file(home).exists()


@pytest.mark.parametrize("content", ["", "00", "x" * 64, "0" * 63, "0" * 65, "0" * 5000, "\udcff" * 64])
def test_half_a_key_is_made_anew(home: Path, content: str) -> None:
    cache_key()
    key_file(home).write_bytes(content.encode("utf-8", "surrogateescape"))
    made = cache_key()
    assert made is not None
    assert cache_key() == made


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602])
def test_a_key_that_others_can_read_is_made_anew(home: Path, mode: int) -> None:
    first = cache_key()
    key_file(home).chmod(mode)
    second = cache_key()
    assert second not in (first, None)
    assert cache_key() == second


@pytest.mark.parametrize(
    "plant",
    [
        lambda place, planted: place.symlink_to(planted),
        lambda place, planted: place.hardlink_to(planted),
        lambda place, _: place.mkdir(),
        lambda place, _: os.mkfifo(place),
    ],
    ids=["link", "hard link", "folder", "pipe"],
)
def test_what_is_no_file_of_the_users_own_is_no_key(home: Path, plant: Callable[[Path, Path], object]) -> None:
    planted, place = home / "planted", key_file(home)
    place.parent.mkdir(parents=True)
    planted.write_text("0" * 64)
    planted.chmod(0o600)
    plant(place, planted)
    assert cache_key() is None
    assert planted.read_text() == "0" * 64
    assert os.listdir(place.parent) == ["key"]


def test_no_key_is_taken_or_made_in_a_repository(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = home / "work/.cache/ocpplint/key"
    place.parent.mkdir(parents=True)
    place.write_text("0" * 64)
    place.chmod(0o600)
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "work/.cache"))
    assert cache_key() is None
    (home / "way").symlink_to(home / "work")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "way/.cache"))
    assert cache_key() is None
    place.unlink()
    assert cache_key() is None
    assert os.listdir(place.parent) == []


@pytest.mark.parametrize("stated", ["", "cache", "./cache"])
def test_a_folder_that_depends_on_the_current_one_is_not_the_users(
    home: Path, stated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account without a home leaves ``~`` as it is, and then a repository could have a folder of this name."""
    monkeypatch.setenv("XDG_CACHE_HOME", stated)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert user_folder() is None
    assert cache_key() is None
    assert os.listdir(home / "work") == []


def test_a_folder_that_cannot_be_written_has_no_key(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "file"))
    assert cache_key() is None


def test_a_check_depends_on_key_purpose_and_content() -> None:
    made = {
        Seal(key, purpose).check_of(*parts)
        for key in (b"one", b"two")
        for purpose in (b"results", b"compiled")
        for parts in ((b"a", b"b"), (b"a", b"c"))
    }
    assert len(made) == 8
    assert all(len(check) == signing_key.CHECK_LENGTH for check in made)
