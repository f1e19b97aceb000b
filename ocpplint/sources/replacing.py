"""Atomic writing of files: a complete new file beside the old one, then a rename.

A repository may hold a link under the name of any file that is written, or put one there meanwhile. So a path is
resolved link by link before anything is opened, links out of a repository are refused, and all that follows is done in
the folder that was opened, without following a link again. A pipe, a device or a folder is never written to.
"""

import errno
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Final, TextIO

from ocpplint.resources.regular import is_within
from ocpplint.sources.repository import repository_of

_GIT: Final = ".git"
_MOST_LINKS: Final = 40
"""So many links one behind the other Linux follows at most (path_resolution(7))."""
_STREAMS: Final = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/self/fd/")
_BY_HANDLE: Final = os.open in os.supports_dir_fd and os.rename in os.supports_dir_fd
"""Whether a file can be named by an open folder and its own name in it: not so on Windows."""
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_EXTRAS: Final = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | _NO_LINK
_KINDS: Final = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
)


class RefusedError(OSError):
    """A path that is not written; ``strerror`` is the reason, as the end of a sentence that begins with the path."""

    def __init__(self, reason: str) -> None:
        super().__init__(errno.EPERM, reason)


class ChangedMeanwhileError(RefusedError):
    """The file has changed since it was read."""

    def __init__(self) -> None:
        super().__init__("has been changed by somebody else meanwhile")


def place_of(path: str, base: str | None = None) -> str:
    """Return where a path leads, without links in it. Raises ``RefusedError`` for a link out of its repository.

    The repository of a link is the folder of the nearest ``.git`` above it, without that ``.git`` itself. Below
    ``base``, the folder that a path was found in or that decides it, it is that of ``base``, or ``base`` itself where
    there is no ``.git``. A link that stands in no repository is the user's own, and is followed.
    """
    own = None if base is None else repository_of(base)
    drive, tail = os.path.splitdrive(os.path.join(os.getcwd(), path))
    here, left = drive + os.sep, _steps(tail)
    roots: list[str | None] = []
    while left:
        ahead = os.path.normpath(os.path.join(here, left.pop()))
        if not os.path.islink(ahead):
            here = ahead
            continue
        if len(roots) == _MOST_LINKS:
            raise RefusedError("is a link that leads in a circle")
        roots.append(_confine(here, own))
        drive, tail = os.path.splitdrive(os.readlink(ahead))
        here = drive + os.sep if tail.startswith(os.sep) else here
        left += _steps(tail)
    for root in filter(None, roots):
        _expect_inside(here, root)
    return here


def _steps(path: str) -> list[str]:
    """Return the names in a path, the last one first."""
    return [name for name in reversed(path.split(os.sep)) if name not in ("", os.curdir)]


def _confine(folder: str, own: str | None) -> str | None:
    """Return the folder that a link in ``folder`` may not lead out of; None for a link of the user's."""
    if own is not None and is_within(folder, (own,)):
        return own
    root = repository_of(folder)
    return root if os.path.lexists(os.path.join(root, _GIT)) else None


def _expect_inside(place: str, root: str) -> None:
    if not is_within(place, (root,)):
        raise RefusedError("leads out of its repository by a link")
    if is_within(place, (os.path.join(root, _GIT),)):
        raise RefusedError(f"leads into the folder {_GIT} by a link")


class _Folder:
    """An open folder: files are opened relative to it, even if its path changes."""

    def __init__(self, path: str, start: str) -> None:
        """Open ``path`` from ``start``, which is above it, step by step and following no link."""
        self._path = path
        self._handle = _opened_folder(start) if _BY_HANDLE else -1
        try:
            for step in reversed(_steps(os.path.relpath(path, start)) if _BY_HANDLE else ()):
                below = _opened_folder(step, self._handle)
                os.close(self._handle)
                self._handle = below
        except BaseException:
            self.close()
            raise

    def look(self, name: str) -> os.stat_result | None:
        """Return what stands under a name, or None. Raises ``RefusedError`` for what is no regular file."""
        try:
            status = os.lstat(self._named(name), dir_fd=self._dir_fd)
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(status.st_mode):
            raise RefusedError(f"is {_kind(status)}, not a regular file")
        return status

    def open(self, name: str, flags: int, mode: int = 0o600) -> int:
        """Open a file, but not through a link."""
        return os.open(self._named(name), flags | _EXTRAS, mode, dir_fd=self._dir_fd)

    def replace(self, name: str, other: str) -> None:
        """Give a file the name of another one, which is gone then."""
        handle = self._dir_fd
        os.replace(self._named(name), self._named(other), src_dir_fd=handle, dst_dir_fd=handle)

    def remove(self, name: str) -> None:
        """Remove a file."""
        os.unlink(self._named(name), dir_fd=self._dir_fd)

    def settle(self) -> None:
        """Have new entries written to the disk, where the system can be asked for that."""
        if _BY_HANDLE:
            with suppress(OSError):
                os.fsync(self._handle)

    def close(self) -> None:
        """Let go of the folder."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    @property
    def _dir_fd(self) -> int | None:
        return self._handle if _BY_HANDLE else None

    def _named(self, name: str) -> str:
        return name if _BY_HANDLE else os.path.join(self._path, name)


def _opened_folder(path: str, above: int | None = None) -> int:
    try:
        return os.open(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _EXTRAS, dir_fd=above)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EMLINK, errno.ENOTDIR) and above is not None:
            raise RefusedError("leads through a folder that has become a link meanwhile") from error
        raise


def _kind(status: os.stat_result) -> str:
    return next((name for is_kind, name in _KINDS if is_kind(status.st_mode)), "a device")


@contextmanager
def replacing(
    path: str, *, base: str | None = None, expected: bytes | None = None, is_new: bool = False
) -> Iterator[IO[bytes]]:
    """Yield a file that takes the place of the one at ``path`` when all is written, if nothing has failed.

    It is complete on the disk before it takes the name, so that whoever looks, and whenever the power fails, finds the
    old file or the new one, whole. Owner, permissions and extended attributes are kept as far as the system lets us. A
    link inside its repository stays, and what it names changes; of a file with several names only this one does.

    ``base`` is that of ``place_of``; ``expected`` is what the old file has to hold; with ``is_new`` there must be none.
    Raises ``RefusedError``, ``ChangedMeanwhileError`` and ``OSError``; the file is then as it was.
    """
    where, name = os.path.split(place_of(path, base))
    folder = _Folder(where, repository_of(where))
    try:
        old = folder.look(name)
        if old is not None and is_new:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        temporary = f".ocpplint-{os.urandom(8).hex()}.tmp"
        handle = folder.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if old is None else 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                if old is not None:
                    _keep_attributes(folder, name, old, handle)
                os.fsync(handle)
            _expect_unchanged(folder, name, old, expected)
            folder.replace(temporary, name)
        except BaseException:
            with suppress(OSError):
                folder.remove(temporary)
            raise
        folder.settle()
    finally:
        folder.close()


def replace_file(path: str, data: bytes, expected: bytes, base: str | None = None) -> None:
    """Put ``data`` in the place of a file that holds ``expected``, as ``replacing`` does."""
    with replacing(path, base=base, expected=expected) as file:
        file.write(data)


@contextmanager
def replacing_text(path: str, *, base: str | None = None, is_new: bool = False) -> Iterator[TextIO]:
    """Do what ``replacing`` does, for text in UTF-8."""
    with replacing(path, base=base, is_new=is_new) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
        yield text
        text.detach()


@contextmanager
def writing_text(path: str, *, is_new: bool = False) -> Iterator[TextIO]:
    """Yield a file for text that the user has named: a pipe, a device or an open file of ours may stand under the name.

    These can't be replaced, and are written to as they are; anything else is replaced as ``replacing_text`` does.
    """
    if not is_stream(path):
        with replacing_text(path, is_new=is_new) as file:
            yield file
        return
    ours = _is_open_already(path)
    flags = os.O_WRONLY | getattr(os, "O_NOCTTY", 0) | (os.O_TRUNC if ours else _NO_LINK)
    handle = os.open(path if ours else place_of(path), flags)
    with open(handle, "w", encoding="utf-8", newline="\n") as file:
        if not ours and stat.S_ISREG(os.fstat(handle).st_mode):
            raise ChangedMeanwhileError
        yield file


@contextmanager
def appending(path: str) -> Iterator[IO[bytes]]:
    """Yield a regular file, made if need be, that is written on at its end. Raises ``OSError``."""
    where, name = os.path.split(place_of(path))
    folder = _Folder(where, repository_of(where))
    try:
        folder.look(name)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0)
        with os.fdopen(folder.open(name, flags, 0o666), "ab") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise ChangedMeanwhileError
            yield file
    finally:
        folder.close()


def is_stream(path: str) -> bool:
    """Tell a pipe, a device or an open file of this process, which are written to as they are, from a file."""
    if _is_open_already(path):
        return True
    try:
        mode = os.stat(place_of(path)).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _is_open_already(path: str) -> bool:
    return os.path.normpath(path).startswith(_STREAMS)


def _keep_attributes(folder: _Folder, name: str, old: os.stat_result, handle: int) -> None:
    """Give an open file the owner, permissions and extended attributes of ``old``, which has ``name``."""
    if hasattr(os, "fchown"):
        with suppress(PermissionError):
            os.fchown(handle, old.st_uid, old.st_gid)
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            _copy_extended(folder, name, handle)
    if hasattr(os, "fchmod"):
        os.fchmod(handle, stat.S_IMODE(old.st_mode) & 0o777)


def _copy_extended(folder: _Folder, name: str, handle: int) -> None:
    source = folder.open(name, os.O_RDONLY | os.O_NONBLOCK)
    try:
        for attribute in os.listxattr(source):
            with suppress(OSError):
                os.setxattr(handle, attribute, os.getxattr(source, attribute))
    finally:
        os.close(source)


def _expect_unchanged(folder: _Folder, name: str, old: os.stat_result | None, expected: bytes | None) -> None:
    """Raise ``ChangedMeanwhileError`` if another file has the name than at first, or if it holds something else."""
    now = folder.look(name)
    if (now is None) is not (old is None) or (old and now and not os.path.samestat(old, now)):
        raise ChangedMeanwhileError
    if expected is None:
        return
    with os.fdopen(folder.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
        if file.read(len(expected) + 1) != expected:
            raise ChangedMeanwhileError
