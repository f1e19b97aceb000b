"""The cache of results: what judging a document came to, kept for as long as nothing has changed that decides it.

A result stands in a file of its own, under the hash of all that it follows from. Processes may race: each file is
written whole, and all that write it write the same. What can't be read, is damaged or can't be written is no error; the
document is then judged again.
"""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

_DAY = 86_400.0
_MOST_DAYS = 30
"""A result that no run has used for so many days goes."""
_MOST_BYTES = 134_217_728
"""Bytes that are kept after tidying up; the results unused for longest go first."""
_MANY = 1_000
"""So many new results are a reason to tidy up before the day is over."""
_MARK = "tidied"
_TAG = "CACHEDIR.TAG"
_SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of ocpplint: https://bford.info/cachedir/\n"
"""What tells backups that a folder is a cache (Cache Directory Tagging Specification)."""


def digest(parts: Iterable[bytes]) -> str:
    """Hash bytes into 32 hexadecimal digits."""
    from _blake2 import blake2b

    made = blake2b(digest_size=16)
    for part in parts:
        made.update(part)
    return str(made.hexdigest())


class Results:
    """The results in ``folder``; ``now`` is the clock, in seconds since the epoch.

    Only the user can read them, as they quote configurations.
    """

    def __init__(self, folder: str, now: Callable[[], float] = time.time) -> None:
        self._folder, self._now = folder, now
        self._written = 0

    def get(self, key: str) -> Any:
        """Return what was kept under a key, or None."""
        path = self._path(key)
        try:
            with open(path, "rb") as file:
                unused_for = self._now() - os.fstat(file.fileno()).st_mtime
                kept = file.read()
            if unused_for > _DAY:
                os.utime(path)
        except (OSError, ValueError):
            return None
        check, _, text = kept.partition(b"\n")
        if check.decode("ascii", "replace") != digest((key.encode(), text)):
            return None
        return json.loads(text)

    def put(self, key: str, data: Any) -> None:
        """Keep JSON data under a key."""
        text = json.dumps(data, separators=(",", ":")).encode("ascii")
        try:
            self._write(self._path(key), b"%b\n%b" % (digest((key.encode(), text)).encode("ascii"), text))
            self._written += 1
        except OSError:
            return

    def tidy(self) -> None:
        """Take out what is old or too much, after a run that added something: once a day, or when it was a lot."""
        mark = os.path.join(self._folder, _MARK)
        if not self._written or (self._written < _MANY and self._now() - _modified(mark) < _DAY):
            return
        try:
            self._write(mark, b"")
            self._write(os.path.join(self._folder, _TAG), _SIGNATURE.encode("ascii"))
            self._write(os.path.join(self._folder, ".gitignore"), b"*\n")
        except OSError:
            return
        for path in self._surplus():
            _remove(path)

    def _path(self, key: str) -> str:
        return os.path.join(self._folder, key[:2], key[2:])

    def _write(self, path: str, content: bytes) -> None:
        """Write through a file beside it, so that a racing or killed process never leaves half of it. May fail."""
        beside = f"{path}.{os.getpid()}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            descriptor = os.open(beside, flags, 0o600)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            descriptor = os.open(beside, flags, 0o600)
        try:
            with open(descriptor, "wb") as file:
                file.write(content)
            os.replace(beside, path)
        except BaseException:
            _remove(beside)
            raise

    def _surplus(self) -> Iterator[str]:
        """Yield the files that have to go, from the one used last to the one unused for longest."""
        oldest = self._now() - _MOST_DAYS * _DAY
        size = 0
        for used, bytes_, path in sorted(self._kept(), reverse=True):
            size += bytes_
            if used < oldest or size > _MOST_BYTES:
                yield path

    def _kept(self) -> Iterator[tuple[float, int, str]]:
        for group in _entries(self._folder):
            if len(group.name) == 2 and group.is_dir(follow_symlinks=False):
                for entry in _entries(group.path):
                    status = _status(entry)
                    if status is not None:
                        yield status.st_mtime, status.st_size, entry.path


def _entries(folder: str) -> "list[os.DirEntry[str]]":
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _status(entry: "os.DirEntry[str]") -> os.stat_result | None:
    """Return size and time of a file, or None if somebody has taken it away meanwhile."""
    try:
        return entry.stat(follow_symlinks=False)
    except OSError:
        return None


def _modified(path: str) -> float:
    try:
        return os.stat(path).st_mtime
    except OSError:
        return 0.0


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
