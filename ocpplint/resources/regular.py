"""Opening of files that are read whole, and of inputs found in folders: regular files only.

A pipe, a socket or a device may never end, and a link may lead to a file that must not appear in a report. So a file
is checked before it is opened, since opening a device may have side effects, and again when it is open, since it may
have been replaced in between.
"""

import errno
import os
import stat
from io import BufferedReader
from typing import Final

MOST_BYTES: Final = 1_048_576
"""Bytes of a file of rules, profiles, dialects or configuration; the largest that ships has a thirtieth of it."""

Within = tuple[str, ...]
"""Folders, links resolved, that a file has to stand in."""

_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_DESCRIPTORS: Final = "/proc/self/fd/"
_look, _look_at_link = os.stat, os.lstat
_KINDS: Final = (
    (stat.S_ISDIR, "folder"),
    (stat.S_ISFIFO, "pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISCHR, "device"),
    (stat.S_ISBLK, "device"),
)


def is_within(place: str, folders: Within) -> bool:
    """Return whether a path without links is one of the folders, or stands in one."""
    for folder in folders:
        end = len(folder.rstrip(os.sep))
        if place.startswith(folder) and place[end : end + 1] in (os.sep, ""):
            return True
    return False


def leads_out(path: str, folders: Within | None) -> bool:
    """Return whether a path, links resolved, stands in none of the folders; None are all."""
    return folders is not None and not is_within(os.path.realpath(path), folders)


def open_regular(path: str, within: Within | None = None) -> int:
    """Open a regular file for reading and return its descriptor; with ``within``, only one that stands there.

    Raises ``OSError`` whose text says what else it is.
    """
    return _opened(path, within)[0]


def _opened(path: str, within: Within | None) -> tuple[int, os.stat_result]:
    flags = _FLAGS
    if within is None:
        status = _look(path)
    else:
        flags |= _NO_LINK
        status = _look_at_link(path)
        if stat.S_ISLNK(status.st_mode):
            path = os.path.realpath(path)
            _expect_inside(path, within)
            status = _look(path)
    _expect_regular(status)
    handle = os.open(path, flags)
    try:
        status = os.fstat(handle)
        _expect_regular(status)
        if within is not None:
            _expect_inside(_place_of(handle, path), within)
    except BaseException:
        os.close(handle)
        raise
    return handle, status


def check_regular(path: str, within: Within | None = None, most: int = MOST_BYTES) -> None:
    """Raise ``OSError`` where ``read_regular`` would, as far as can be told without opening the file."""
    if within is not None and os.path.islink(path):
        _expect_inside(os.path.realpath(path), within)
    status = os.stat(path)
    _expect_regular(status)
    _expect_small(status.st_size, most)


def opened_regular(path: str, within: Within | None = None) -> BufferedReader:
    """Open a regular file as ``open_regular`` does, to be read piece by piece. Raises ``OSError``."""
    return os.fdopen(open_regular(path, within), "rb")


def read_regular(path: str, within: Within | None = None, most: int = MOST_BYTES) -> bytes:
    """Return what a regular file holds, ``most`` bytes at the most. Raises ``OSError`` for one that holds more."""
    handle, status = _opened(path, within)
    try:
        # What a file says of its size need not be so: those in /proc say 0, and others grow.
        size, left = status.st_size, most + 1
        _expect_small(size, most)
        pieces: list[bytes] = []
        while left and (piece := os.read(handle, min(left, size + 1 if size else 65_536))):
            pieces.append(piece)
            left -= len(piece)
    finally:
        os.close(handle)
    _expect_small(most + 1 - left, most)
    return b"".join(pieces)


def read_text(path: str, within: Within | None = None, most: int = MOST_BYTES) -> str:
    r"""Return the text of a regular file in UTF-8, its lines ended by ``\n`` and without a byte order mark.

    Raises ``OSError`` as ``read_regular`` does, and ``UnicodeDecodeError``.
    """
    text = read_regular(path, within, most).decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def why(error: OSError) -> str:
    """Return the reason of an error as the end of a sentence that begins with what could not be read."""
    said = error.strerror or "can't be read"
    return said[:1].lower() + said[1:]


def _expect_regular(status: os.stat_result) -> None:
    if stat.S_ISREG(status.st_mode):
        return
    kind = next((name for is_kind, name in _KINDS if is_kind(status.st_mode)), "special file")
    raise OSError(errno.EINVAL, f"a {kind}, not a regular file")


def _expect_small(size: int, most: int) -> None:
    if size > most:
        raise OSError(errno.EFBIG, f"larger than {most} bytes")


def _expect_inside(place: str, folders: Within) -> None:
    if not is_within(place, folders):
        raise OSError(errno.EPERM, "a link out of its repository, which the option `allow-outside` allows")


def _place_of(handle: int, path: str) -> str:
    """Return where an open file stands: any folder of its path may have been replaced by a link meanwhile."""
    try:
        return os.readlink(f"{_DESCRIPTORS}{handle}")
    except OSError:
        place = os.path.realpath(path)
        if not os.path.samestat(os.stat(place), os.fstat(handle)):
            raise OSError(errno.EAGAIN, "replaced while it was opened") from None
        return place
