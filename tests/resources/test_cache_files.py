"""The files of a cache: made, read, written and deleted where they are the user's own, and nothing beside them."""

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from ocpplint.resources import cache_files
from ocpplint.resources.cache_files import CacheFolder, cache_folder_at, repository_here

OURS = re.compile(r"[0-9a-f]{4}\.results")
NAME = "00ff.results"
LIMIT = 1_000
PRECIOUS = "export PATH\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with something precious beside it, far from the current folder."""
    (tmp_path / "profile").write_text(PRECIOUS)
    (tmp_path / "cache").mkdir()
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "cache"


def link(path: Path) -> None:
    path.symlink_to(path.parent.parent / "profile")


def hard_link(path: Path) -> None:
    path.hardlink_to(path.parent.parent / "profile")


def dangling_link(path: Path) -> None:
    path.symlink_to(path.parent.parent / "new")


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


IN_THE_WAY = pytest.mark.parametrize("plant", [link, hard_link, dangling_link, folder, pipe, device])


def untouched(place: Path) -> bool:
    above = place.parent
    return (above / "profile").read_text() == PRECIOUS and not (above / "new").exists()


@IN_THE_WAY
@pytest.mark.parametrize(
    "use",
    [
        lambda cache: cache.read(NAME, LIMIT),
        lambda cache: cache.append(NAME, b"added\n", LIMIT),
        lambda cache: cache.replace(NAME, b"whole\n"),
        lambda cache: cache.create(NAME, b"new\n"),
        lambda cache: cache.touch(NAME),
    ],
    ids=["read", "append", "replace", "create", "touch"],
)
def test_what_is_no_file_of_ones_own_is_left_alone(
    place: Path, plant: Callable[[Path], None], use: Callable[[CacheFolder], object]
) -> None:
    plant(place / NAME)
    before = os.lstat(place / NAME)
    with cache_folder_at(str(place)) as cache, pytest.raises(OSError):  # noqa: PT011  the system says which
        use(cache)
    assert untouched(place)
    after = os.lstat(place / NAME)
    assert (before.st_mode, before.st_ino, before.st_mtime) == (after.st_mode, after.st_ino, after.st_mtime)
    assert os.listdir(place) == [NAME]


@IN_THE_WAY
@pytest.mark.parametrize(
    "use",
    [
        lambda cache: cache.read(NAME, LIMIT),
        lambda cache: cache.append(NAME, b"added\n", LIMIT),
        lambda cache: cache.touch(NAME),
    ],
    ids=["read", "append", "touch"],
)
def test_a_file_swapped_between_look_and_open_is_not_used(
    place: Path,
    plant: Callable[[Path], None],
    use: Callable[[CacheFolder], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (place / NAME).write_text("ours\n")
    look = CacheFolder._status

    def look_and_swap(self: CacheFolder, name: str) -> os.stat_result | None:
        seen = look(self, name)
        (place / NAME).unlink()
        plant(place / NAME)
        return seen

    monkeypatch.setattr(CacheFolder, "_status", look_and_swap)
    with cache_folder_at(str(place)) as cache, pytest.raises(OSError):  # noqa: PT011  the system says which
        use(cache)
    assert untouched(place)


def test_a_link_put_in_place_while_a_file_is_written_is_replaced_and_not_followed(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = CacheFolder.create

    def create_and_plant(self: CacheFolder, name: str, content: bytes) -> None:
        create(self, name, content)
        link(place / NAME)

    monkeypatch.setattr(CacheFolder, "create", create_and_plant)
    with cache_folder_at(str(place)) as cache:
        cache.replace(NAME, b"whole\n")
    assert untouched(place)
    assert (place / NAME).read_text() == "whole\n"
    assert not (place / NAME).is_symlink()


def test_files_of_somebody_else_are_not_used(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / NAME).write_text("theirs\n")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with cache_folder_at(str(place)) as cache:
        with pytest.raises(PermissionError):
            cache.read(NAME, LIMIT)
        with pytest.raises(PermissionError):
            cache.append(NAME, b"added\n", LIMIT)
        cache.tidy(OURS, 1e12, bytes_kept=0, files_kept=0, but="")
    assert (place / NAME).read_text() == "theirs\n"


def test_only_files_of_our_naming_are_deleted(place: Path) -> None:
    others = ["00ff.results.txt", "a.results", "00FF.results", "x00ff.results", "00ff.results\n", "notes.md"]
    for name in (NAME, "11ff.results", *others):
        (place / name).write_text("x")
    (place / "22ff.results").mkdir()
    link(place / "33ff.results")
    hard_link(place / "44ff.results")
    os.mkfifo(place / "55ff.results")
    with cache_folder_at(str(place)) as cache:
        cache.tidy(OURS, 1e12, bytes_kept=0, files_kept=0, but="11ff.results")
    left = {"11ff.results", "22ff.results", "33ff.results", "44ff.results", "55ff.results", *others}
    assert set(os.listdir(place)) == left
    assert untouched(place)


def test_of_a_file_no_more_is_read_than_is_asked_for(place: Path) -> None:
    (place / NAME).write_text("x" * 50)
    with cache_folder_at(str(place)) as cache:
        assert cache.read(NAME, 20) == b"x" * 20


def test_a_file_does_not_grow_beyond_its_limit(place: Path) -> None:
    with cache_folder_at(str(place)) as cache:
        assert [cache.append(NAME, b"x" * 40, 100) for _ in range(3)] == [0, 40, None]
    assert (place / NAME).stat().st_size == 80


def test_what_others_can_read_is_no_secret(place: Path) -> None:
    (place / NAME).write_text("secret")
    with cache_folder_at(str(place)) as cache:
        for mode, is_secret in ((0o600, True), (0o400, True), (0o644, False), (0o620, False), (0o660, False)):
            (place / NAME).chmod(mode)
            if is_secret:
                assert cache.read(NAME, LIMIT, secret=True) == b"secret"
            else:
                with pytest.raises(PermissionError):
                    cache.read(NAME, LIMIT, secret=True)


def test_nobody_else_can_read_what_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "cache"
    with cache_folder_at(str(path), make=True) as cache:
        cache.append(NAME, b"x", LIMIT)
        cache.replace("11ff.results", b"x")
    assert {stat.S_IMODE((path / name).stat().st_mode) for name in os.listdir(path)} == {0o600}
    assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_nothing_is_left_of_a_file_that_could_not_be_written(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_names: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", full)
    with cache_folder_at(str(place)) as cache, pytest.raises(OSError, match="no space"):
        cache.replace(NAME, b"whole\n")
    assert os.listdir(place) == []


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("outside", "repository/.git", "repository/depot"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repository")
    return tmp_path / "repository"


def made(path: str) -> bool:
    """Tell whether a file could be written in a folder."""
    try:
        with cache_folder_at(path, make=True) as cache:
            cache.append(NAME, b"x", LIMIT)
    except OSError:
        return False
    return True


@pytest.mark.parametrize("path", [".cache", "a/.cache", "depot/../.cache", "{here}/.cache", "depot/.cache"])
def test_a_folder_in_the_repository_is_used(repository: Path, path: str) -> None:
    assert made(path.format(here=repository))
    assert list(repository.rglob(NAME))


@pytest.mark.parametrize(
    "path", [".cache", ".cache/results", "{here}/.cache", "{other}/.cache", "../repository/.cache"]
)
@pytest.mark.parametrize("start", [".", "depot"])
def test_a_link_in_the_repository_is_not_followed_to_a_folder(
    repository: Path, path: str, start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repository.parent / "way"
    other.symlink_to(repository)
    (repository / ".cache").symlink_to(repository.parent / "outside")
    place = os.path.abspath(path.format(here=repository, other=other))
    monkeypatch.chdir(repository / start)
    assert not made(place)
    assert os.listdir(repository.parent / "outside") == []


def test_a_link_below_a_folder_that_is_none_is_not_followed_either(repository: Path) -> None:
    (repository / "cache").mkdir()
    (repository / "cache/results").symlink_to(repository.parent / "outside")
    assert not made("cache/results")
    assert os.listdir(repository.parent / "outside") == []


def test_the_users_own_links_are_followed(repository: Path) -> None:
    way = repository.parent / "disk"
    way.symlink_to(repository.parent / "outside")
    assert made(str(way / "cache"))
    assert made(str(way))


@pytest.mark.parametrize("plant", [pipe, lambda path: path.write_text("x")])
def test_what_is_no_folder_is_none(repository: Path, plant: Callable[[Path], object]) -> None:
    plant(repository / ".cache")
    plant(repository.parent / "outside" / "cache")
    assert not made(".cache")
    assert not made(str(repository.parent / "outside" / "cache"))


def test_where_folders_cannot_be_opened_links_are_seen_all_the_same(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows."""
    monkeypatch.setattr(os, "supports_dir_fd", set())
    monkeypatch.setattr(cache_files, "_SAFELY", 0)
    assert made("cache")
    assert made("cache")
    (repository / ".cache").symlink_to(repository.parent / "outside")
    assert not made(".cache")
    (repository / "cache" / NAME).unlink()
    (repository / "cache" / NAME).symlink_to(repository.parent / "outside" / "new")
    assert not made("cache")
    assert os.listdir(repository.parent / "outside") == []
    with cache_folder_at("cache") as cache:
        cache.replace("11ff.results", b"whole")
        cache.touch("11ff.results")
        cache.tidy(OURS, 1e12, bytes_kept=0, files_kept=0, but="")
    assert os.listdir("cache") == [NAME]


def test_the_repository_is_that_of_the_nearest_git_folder(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "depot")
    assert repository_here() == str(repository)
    (repository / "depot/.git").write_text("gitdir: ../.git/worktrees/depot\n")
    assert repository_here() == str(repository / "depot")


def test_without_git_it_is_the_current_folder_unless_the_users_home_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home/work").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for folder, expected in (("home/work", str(tmp_path / "home/work")), ("home", None), (".", None)):
        monkeypatch.chdir(tmp_path / folder)
        assert repository_here() == expected
