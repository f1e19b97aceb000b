"""The signed files of a cache: regular files of the user, opened by name in a folder, never through a link.

What is checked is the file that has been opened, so that it does not help to put another in its place meanwhile.
Everything here raises ``OSError`` for what is in the way; a cache that can't be used costs time and nothing else.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re


_SAFELY = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_BINARY"))
"""Neither through a link nor waiting for the other end of a pipe."""
_FOLDER = sum(getattr(os, name, 0) for name in ("O_DIRECTORY", "O_NONBLOCK"))
_BESIDE = 8
"""Random bytes in the name of the file that takes the place of another once it is whole."""
_MOST_SECONDS = 30 * 86_400.0
"""A file that no run has used for so long goes."""


class CacheFolder:
    """A folder of cache files. ``number`` is its file descriptor, or None where the system opens no folders."""

    def __init__(self, path: str, number: int | None) -> None:
        self._path, self._number = path, number

    def read(self, name: str, most: int, *, secret: bool = False) -> bytes | None:
        """Return the first ``most`` bytes of a file; None where there is none.

        Raises ``OSError`` for what is no file of the user's own, and of a ``secret`` that others can read.
        """
        if self._status(name) is None:
            return None
        with open(self._open(name, os.O_RDONLY, secret=secret), "rb", buffering=0) as file:
            return file.read(min(most, os.fstat(file.fileno()).st_size))

    def append(self, name: str, content: bytes, most: int) -> int | None:
        """Write at the end of a file, in one go, and return its size before.

        None, and nothing is written, if it would exceed ``most`` bytes.
        """
        number = self._open_or_create(name, os.O_WRONLY | os.O_APPEND)
        with open(number, "wb", buffering=0) as file:
            size = os.fstat(number).st_size
            if size + len(content) > most:
                return None
            file.write(content)
            return size

    def create(self, name: str, content: bytes) -> None:
        """Write a file where nothing of that name is."""
        with open(self._create(name), "wb") as file:
            file.write(content)

    def replace(self, name: str, content: bytes) -> None:
        """Put a whole file in the place of one, or of none."""
        self._status(name)
        beside = f"{name}.{os.urandom(_BESIDE).hex()}"
        try:
            self.create(beside, content)
            os.replace(self._at(beside), self._at(name), src_dir_fd=self._number, dst_dir_fd=self._number)
        except OSError:
            with suppress(OSError):
                os.unlink(self._at(beside), dir_fd=self._number)
            raise

    def age(self, name: str, now: float) -> float:
        """Return the seconds since a file was written or ``touch``-ed."""
        status = self._status(name)
        return 0.0 if status is None else now - status.st_mtime

    def touch(self, name: str) -> None:
        """Let a file be as young as if it were new."""
        number = self._open(name, os.O_WRONLY)
        try:
            os.utime(number if os.utime in os.supports_fd else self._at(name))
        finally:
            os.close(number)

    def entries(self) -> Iterator[tuple[str, os.stat_result]]:
        """Yield all there is in the folder by name, links as links."""
        with os.scandir(self._path if self._number is None else self._number) as entries:
            for entry in entries:
                with suppress(OSError):
                    yield entry.name, os.stat(self._at(entry.name), dir_fd=self._number, follow_symlinks=False)

    def tidy(self, ours: "re.Pattern[str]", now: float, *, bytes_kept: int, files_kept: int, but: str) -> None:
        """Delete files whose whole names match ``ours``, except one.

        Those go that were not used for a month, and those unused for longest that are too many or too large together.
        """
        found = [
            (status.st_mtime, status.st_size, name)
            for name, status in self.entries()
            if ours.fullmatch(name) and _is_own(status)
        ]
        size = 0
        for number, (used, length, name) in enumerate(sorted(found, reverse=True)):
            size += length
            too_much = used < now - _MOST_SECONDS or size > bytes_kept or number >= files_kept
            if name != but and too_much:
                with suppress(OSError):
                    os.unlink(self._at(name), dir_fd=self._number)

    def close(self) -> None:
        """Let go of the folder."""
        if self._number is not None:
            os.close(self._number)

    def _at(self, name: str) -> str:
        return os.path.join(self._path, name) if self._number is None else name

    def _status(self, name: str) -> os.stat_result | None:
        """Look at a file; None where there is none. Raises ``OSError`` for what is no file of the user's own."""
        try:
            status = os.stat(self._at(name), dir_fd=self._number, follow_symlinks=False)
        except FileNotFoundError:
            return None
        if not _is_own(status):
            raise PermissionError(f"{name} is no file of the user's own")
        return status

    def _open(self, name: str, flags: int, *, secret: bool = False) -> int:
        """Open a file that is there."""
        seen = self._status(name)
        number = os.open(self._at(name), flags | _SAFELY, dir_fd=self._number)
        status = os.fstat(number)
        if seen is None or not _is_own(status) or not os.path.samestat(seen, status):
            os.close(number)
            raise PermissionError(f"{name} is no longer the file that it was")
        if secret and os.name == "posix" and status.st_mode & 0o077:
            os.close(number)
            raise PermissionError(f"others can read {name}")
        return number

    def _create(self, name: str, flags: int = os.O_WRONLY) -> int:
        """Make a file that only the user can read."""
        return os.open(self._at(name), flags | os.O_CREAT | os.O_EXCL | _SAFELY, 0o600, dir_fd=self._number)

    def _open_or_create(self, name: str, flags: int) -> int:
        try:
            return self._open(name, flags)
        except FileNotFoundError:
            try:
                return self._create(name, flags)
            except FileExistsError:
                # Another run was faster.
                return self._open(name, flags)


@contextmanager
def cache_folder_at(path: str, *, make: bool = False) -> Iterator[CacheFolder]:
    """Open a folder for the time of a ``with`` block; ``make`` it, for the user alone, where it is missing.

    Raises ``OSError`` where a link in the repository at hand would lead elsewhere.
    """
    start, names = _split(os.path.abspath(path))
    if make and not names:
        os.makedirs(start, mode=0o700, exist_ok=True)
    folder = CacheFolder(os.path.join(start, *names), _descend(start, names, make=make))
    try:
        yield folder
    finally:
        folder.close()


def repository_here() -> str | None:
    """Return the folder that a stranger may have filled: of the ``.git`` nearest above, or the current one.

    None at, or above, the user's home outside of any repository: there all is the user's own.
    """
    here = folder = os.getcwd()
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            home = os.path.expanduser("~")
            return None if os.path.isabs(home) and is_in(os.path.realpath(home), here) else here
        folder = above
    return folder


def is_in(path: str, folder: str) -> bool:
    """Return whether a normalised path is a folder or stands in it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _split(path: str) -> tuple[str, list[str]]:
    """Split a path into the user's own way and, in a repository, the names that may be links of somebody else's."""
    top = repository_here()
    if top is None:
        return path, []
    if is_in(path, top):
        return top, [name for name in path[len(top) :].split(os.sep) if name]
    if os.path.realpath(path) == path:
        return path, []
    return _enter(path, top)


def _enter(path: str, top: str) -> tuple[str, list[str]]:
    """Split a path with links in it where it first enters ``top``, if it does."""
    way, names, found = path, list[str](), (path, list[str]())
    while os.path.dirname(way) != way:
        if is_in(os.path.realpath(way), top):
            found = way, names
        way, name = os.path.split(way)
        names = [name, *names]
    return found


def _descend(start: str, names: list[str], *, make: bool) -> int | None:
    """Open the folder that ``names`` lead to from ``start``, none of them a link."""
    if os.open not in os.supports_dir_fd:
        _walk(start, names, make=make)
        return None
    number = os.open(start, os.O_RDONLY | _FOLDER)
    for name in names:
        try:
            if make:
                with suppress(FileExistsError):
                    os.mkdir(name, 0o700, dir_fd=number)
            below = os.open(name, os.O_RDONLY | _FOLDER | _SAFELY, dir_fd=number)
        finally:
            os.close(number)
        number = below
    return number


def _walk(start: str, names: list[str], *, make: bool) -> None:
    """Do the same by looking at each, where the system opens no folders."""
    for name in names:
        start = os.path.join(start, name)
        if make:
            with suppress(FileExistsError):
                os.mkdir(start, 0o700)
        if not stat.S_ISDIR(os.lstat(start).st_mode):
            raise NotADirectoryError(f"{start} is no folder")


def _is_own(status: os.stat_result) -> bool:
    """Tell a regular file of the user's, of one name only: a second may stand for anything."""
    owned = os.name != "posix" or status.st_uid == os.geteuid()
    return stat.S_ISREG(status.st_mode) and status.st_nlink == 1 and owned
