"""The cache of results: what judging a document came to, kept for as long as nothing has changed that decides it.

The results of one project and one way to check it stand in one file, a line each, under the hash of all that the result
follows from. Runs append to it, so that processes may race: a line that is torn, damaged or not written with the user's
key counts for nothing, and the document is judged again. That nothing can be read or written is no error either.
"""

import json
import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from ocpplint.resources.cache_files import CHECK_LENGTH, CacheFolder, Seal, cache_folder_at

_DAY = 86_400.0
_MOST_IN_FILE = 33_554_432
"""Bytes. A file that would grow beyond is written anew, with what the run has used."""
_MOST_BYTES = 134_217_728
"""Bytes kept of all files; those unused for longest go first."""
_MOST_FILES = 200
_ENDING = ".results"
_TAG = "CACHEDIR.TAG"
_SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of ocpplint: https://bford.info/cachedir/\n"
"""What tells backups that a folder is a cache (Cache Directory Tagging Specification)."""
_PURPOSE = b"results"
_HASH = CHECK_LENGTH
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
    """The results in the file that ``name`` and the user's ``key`` give.

    ``now`` is the clock, in seconds since the epoch.
    What is put is kept when the results are closed. Only the user can read it, as findings quote configurations.
    """

    def __init__(self, folder: str, name: str, key: bytes, now: Callable[[], float] = time.time) -> None:
        self._folder, self._now = folder, now
        self._check = Seal(key, _PURPOSE).check_of
        # Those who share a folder and not the key do not get in each other's way.
        self._file = Seal(key, b"file").check_of(name.encode("ascii"), b"").decode("ascii") + _ENDING
        self._kept: dict[bytes, bytes] | None = None
        self._used: dict[bytes, bytes] = {}
        self._new: dict[bytes, bytes] = {}

    def load(self) -> dict[bytes, bytes]:
        """Return the lines of the file by their keys, read when they are first asked for."""
        if self._kept is None:
            lines = self._read().split(b"\n")
            self._kept = {line[:_HASH]: line for line in lines if len(line) > 2 * _HASH}
        return self._kept

    def get(self, key: str) -> Any:
        """Return the JSON data that was kept under a key, or None."""
        name = key.encode("ascii")
        line = self.load().get(name)
        if line is None or line[_HASH : 2 * _HASH] != self._check(name, line[2 * _HASH :]):
            return None
        self._used[name] = line
        return json.loads(line[2 * _HASH :])

    def put(self, key: str, text: bytes) -> None:
        """Keep what ``encoded`` has made, under a key."""
        name = key.encode("ascii")
        self._new[name] = name + self._check(name, text) + text

    def close(self) -> None:
        """Write down what is new, and take out what is old or too much."""
        if not self._new and not self._used:
            return
        try:
            with cache_folder_at(self._folder, make=bool(self._new)) as folder:
                if self._new:
                    self._write(folder)
                elif folder.age(self._file, self._now()) > _DAY:
                    folder.touch(self._file)
        except OSError:
            # There are folders that can't be written in, and disks that are full.
            return
        finally:
            self._new.clear()

    def _read(self) -> bytes:
        try:
            with cache_folder_at(self._folder) as folder:
                return folder.read(self._file, _MOST_IN_FILE) or b""
        except OSError:
            return b""

    def _write(self, folder: CacheFolder) -> None:
        # A run that was killed may have left half a line.
        added = b"\n" + b"\n".join(self._new.values()) + b"\n"
        size = folder.append(self._file, added, _MOST_IN_FILE)
        if size is None:
            lines = b"\n".join([*self._used.values(), *self._new.values(), b""])
            folder.replace(self._file, lines[-_MOST_IN_FILE:])
        elif not size:
            self._mark(folder)
            folder.tidy(_ours(), self._now(), bytes_kept=_MOST_BYTES, files_kept=_MOST_FILES, but=self._file)

    def _mark(self, folder: CacheFolder) -> None:
        """See to it that a folder is known for what it is, if there is nothing else in it."""
        if all(name == self._file for name, _ in folder.entries()):
            folder.create(_TAG, _SIGNATURE.encode("ascii"))
            folder.create(".gitignore", b"*\n")


def _ours() -> re.Pattern[str]:
    """Match the names of files with results, and of what killed runs have left of them."""
    return re.compile(r"[0-9a-f]{32}\.results(?:\.[0-9a-f]+)?")
