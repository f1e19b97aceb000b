"""The cache of results: the outcome of each document, valid while nothing that it depends on changes.

The results of one project under one set of options are in one file, one line each, with the hash of everything the
result depends on. Runs append to it, so processes may race: a torn, damaged or wrongly signed line is ignored, and the
document is checked again. A cache that can't be read or written is no error either.
"""

import json
import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from ocpplint.resources.cache_files import CacheFolder, cache_folder_at
from ocpplint.resources.signing_key import CHECK_LENGTH, Seal

_DAY = 86_400.0
_MOST_IN_FILE = 33_554_432
"""Bytes. A file that would grow larger is rewritten with the entries that the run has used."""
_MOST_BYTES = 134_217_728
"""Bytes of all files; the least recently used are deleted first."""
_MOST_FILES = 200
_ENDING = ".results"
_TAG = "CACHEDIR.TAG"
_SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of ocpplint: https://bford.info/cachedir/\n"
"""Marks a folder as a cache for backup programs (Cache Directory Tagging Specification)."""
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
    New results are written by ``close``. Only the user can read the file, since findings quote configurations.
    """

    def __init__(self, folder: str, name: str, key: bytes, now: Callable[[], float] = time.time) -> None:
        self._folder, self._now = folder, now
        self._check = Seal(key, _PURPOSE).check_of
        # Users who share a folder and not the key have separate files.
        self._file = Seal(key, b"file").check_of(name.encode("ascii"), b"").decode("ascii") + _ENDING
        self._kept: dict[bytes, bytes] | None = None
        self._used: dict[bytes, bytes] = {}
        self._new: dict[bytes, bytes] = {}

    def load(self) -> dict[bytes, bytes]:
        """Return the lines of the file by key, read at first use."""
        if self._kept is None:
            lines = self._read().split(b"\n")
            self._kept = {line[:_HASH]: line for line in lines if len(line) > 2 * _HASH}
        return self._kept

    def get(self, key: str) -> Any:
        """Return the JSON data under a key, or None."""
        name = key.encode("ascii")
        line = self.load().get(name)
        if line is None or line[_HASH : 2 * _HASH] != self._check(name, line[2 * _HASH :]):
            return None
        self._used[name] = line
        return json.loads(line[2 * _HASH :])

    def put(self, key: str, text: bytes) -> None:
        """Store a result of ``encoded`` under a key."""
        name = key.encode("ascii")
        self._new[name] = name + self._check(name, text) + text

    def close(self) -> None:
        """Write new results and delete old ones."""
        if not self._new and not self._used:
            return
        try:
            with cache_folder_at(self._folder, make=bool(self._new)) as folder:
                if self._new:
                    self._write(folder)
                elif folder.age(self._file, self._now()) > _DAY:
                    folder.touch(self._file)
        except OSError:
            # The folder may be read-only, or the disk full.
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
        # A killed run may have left half a line.
        added = b"\n" + b"\n".join(self._new.values()) + b"\n"
        size = folder.append(self._file, added, _MOST_IN_FILE)
        if size is None:
            lines = b"\n".join([*self._used.values(), *self._new.values(), b""])
            folder.replace(self._file, lines[-_MOST_IN_FILE:])
        elif not size:
            self._mark(folder)
            folder.tidy(_ours(), self._now(), bytes_kept=_MOST_BYTES, files_kept=_MOST_FILES, but=self._file)

    def _mark(self, folder: CacheFolder) -> None:
        """Mark an otherwise empty folder as a cache."""
        if all(name == self._file for name, _ in folder.entries()):
            folder.create(_TAG, _SIGNATURE.encode("ascii"))
            folder.create(".gitignore", b"*\n")


def _ours() -> re.Pattern[str]:
    """Match the names of result files, and of the temporary files of killed runs."""
    return re.compile(r"[0-9a-f]{32}\.results(?:\.[0-9a-f]+)?")
