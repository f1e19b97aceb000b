"""The cache of results: what judging a document came to, kept for as long as nothing has changed that decides it.

The results of one project and one way to check it stand in one file, a line each, under the hash of all that the result
follows from. Runs append to it, so that processes may race: a line that is torn, damaged or not understood counts for
nothing, and the document is judged again. That nothing can be read or written is no error either.
"""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

_DAY = 86_400.0
_MOST_DAYS = 30
"""A file that no run has used for so many days goes."""
_MOST_IN_FILE = 33_554_432
"""Bytes. A file that would grow beyond is written anew, with what the run has used."""
_MOST_BYTES = 134_217_728
"""Bytes kept of all files; those unused for longest go first."""
_MOST_FILES = 200
_ENDING = ".results"
_TAG = "CACHEDIR.TAG"
_SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of ocpplint: https://bford.info/cachedir/\n"
"""What tells backups that a folder is a cache (Cache Directory Tagging Specification)."""
_HASH = 32
_ENCODER = json.JSONEncoder(separators=(",", ":"))


def digest(parts: Iterable[bytes]) -> str:
    """Hash bytes into 32 hexadecimal digits."""
    from _blake2 import blake2b

    made = blake2b(digest_size=_HASH // 2)
    for part in parts:
        made.update(part)
    return str(made.hexdigest())


def encoded(data: Any) -> bytes:
    """Write JSON data as one line."""
    return _ENCODER.encode(data).encode("ascii")


class Results:
    """The results in the file ``name`` of a folder; ``now`` is the clock, in seconds since the epoch.

    What is put is kept when the results are closed. Only the user can read it, as findings quote configurations.
    """

    def __init__(self, folder: str, name: str, now: Callable[[], float] = time.time) -> None:
        self._folder, self._now = folder, now
        self._path = os.path.join(folder, name + _ENDING)
        self._kept: dict[bytes, bytes] | None = None
        self._used: dict[bytes, bytes] = {}
        self._new: dict[bytes, bytes] = {}

    def load(self) -> dict[bytes, bytes]:
        """Return the lines of the file by their keys, read when they are first asked for."""
        if self._kept is None:
            lines = _read(self._path).split(b"\n")
            self._kept = {line[:_HASH]: line for line in lines if len(line) > 2 * _HASH}
        return self._kept

    def get(self, key: str) -> Any:
        """Return the JSON data that was kept under a key, or None."""
        name = key.encode("ascii")
        line = self.load().get(name)
        if line is None or line[_HASH : 2 * _HASH] != _check(name, line[2 * _HASH :]):
            return None
        self._used[name] = line
        return json.loads(line[2 * _HASH :])

    def put(self, key: str, text: bytes) -> None:
        """Keep what ``encoded`` has made, under a key."""
        name = key.encode("ascii")
        self._new[name] = name + _check(name, text) + text

    def close(self) -> None:
        """Write down what is new, and take out what is old or too much."""
        try:
            if self._new:
                self._write()
            elif self._used and self._now() - os.stat(self._path).st_mtime > _DAY:
                os.utime(self._path)
        except OSError:
            # There are folders that can't be written in, and disks that are full.
            return
        finally:
            self._new.clear()

    def _write(self) -> None:
        os.makedirs(self._folder, mode=0o700, exist_ok=True)
        # A run that was killed may have left half a line.
        added = b"\n" + b"\n".join(self._new.values()) + b"\n"
        size = _size(self._path)
        if size + len(added) <= _MOST_IN_FILE:
            with _opened(self._path, os.O_APPEND) as file:
                file.write(added)
            if not size:
                self._tidy()
            return
        _replace(self._path, b"\n".join([*self._used.values(), *self._new.values(), b""])[-_MOST_IN_FILE:])

    def _tidy(self) -> None:
        """Make room after a file has been added, and see to it that the folder is known for what it is."""
        tag = os.path.join(self._folder, _TAG)
        if not os.path.exists(tag):
            _replace(tag, _SIGNATURE.encode("ascii"))
            _replace(os.path.join(self._folder, ".gitignore"), b"*\n")
        for path in self._surplus():
            os.unlink(path)

    def _surplus(self) -> Iterator[str]:
        """Yield the files that have to go, from the one used last to the one unused for longest."""
        oldest = self._now() - _MOST_DAYS * _DAY
        size = 0
        for number, (used, length, path) in enumerate(sorted(_files(self._folder), reverse=True)):
            size += length
            if path != self._path and (used < oldest or size > _MOST_BYTES or number >= _MOST_FILES):
                yield path


def _check(name: bytes, text: bytes) -> bytes:
    return digest((name, text)).encode("ascii")


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(_MOST_IN_FILE)
    except OSError:
        return b""


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return 0


def _opened(path: str, flag: int) -> Any:
    """Open a file for writing, all that is written in one go, that nobody else can read."""
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0) | flag
    return open(os.open(path, flags, 0o600), "wb", buffering=0)


def _replace(path: str, content: bytes) -> None:
    beside = f"{path}.{os.getpid()}"
    try:
        with _opened(beside, os.O_TRUNC) as file:
            file.write(content)
        os.replace(beside, path)
    except OSError:
        if os.path.exists(beside):
            os.unlink(beside)
        raise


def _files(folder: str) -> Iterator[tuple[float, int, str]]:
    """Yield time, size and path of the files with results, and of what killed runs have left of them."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if _ENDING in entry.name:
                status = entry.stat(follow_symlinks=False)
                yield status.st_mtime, status.st_size, entry.path
