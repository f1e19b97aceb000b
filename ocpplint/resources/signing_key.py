"""The key that authenticates the files of a cache: only files signed with it are read.

``OCPPLINT_CACHE_KEY`` gives it, for machines that share a cache. Else it is made once and kept in the user's folder for
caches, wherever the results are. Without a key nothing is kept and nothing read, which costs time and nothing else.
"""

import os
import sys

from ocpplint.resources.cache_files import CacheFolder, cache_folder_at, is_in, repository_here

VARIABLE = "OCPPLINT_CACHE_KEY"

SHORTEST = 16
"""Characters of a key that is given: one of fewer could be guessed."""

_NAME = "key"

_BYTES = 32

CHECK_LENGTH = 32
"""Hexadecimal digits of a check."""


def user_folder() -> str | None:
    """Return the folder for caches that the platform gives the user, or None where there is none.

    It is the user's alone as long as it does not depend on the current folder.
    """
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        base = base if os.path.isabs(base) else os.path.expanduser("~/.cache")
    return os.path.join(base, "ocpplint") if os.path.isabs(base) else None


def cache_key() -> bytes | None:
    """Return the user's key, or None where there is none that only the user knows."""
    given = os.environ.get(VARIABLE)
    if given:
        return None if is_too_short() else _hash(os.fsencode(given))
    folder = user_folder()
    top = repository_here()
    # In a repository the key could be its author's.
    if folder is None or (top is not None and is_in(os.path.realpath(folder), top)):
        return None
    try:
        with cache_folder_at(folder, make=True) as place:
            return _read(place) or _made(place)
    except OSError:
        return None


def is_too_short() -> bool:
    """Return whether a key is given that could be guessed. An empty one counts for none: so CI passes unset secrets."""
    return 0 < len(os.environ.get(VARIABLE, "")) < SHORTEST


class Seal:
    """Signs data with the key. ``purpose`` has 16 bytes at most."""

    def __init__(self, key: bytes, purpose: bytes) -> None:
        from _blake2 import blake2b

        self._begun = blake2b(key=key, person=purpose, digest_size=CHECK_LENGTH // 2)

    def check_of(self, name: bytes, content: bytes) -> bytes:
        """Return the check of some content under a name."""
        made = self._begun.copy()
        made.update(name)
        made.update(content)
        return bytes(made.hexdigest().encode("ascii"))


def _hash(text: bytes) -> bytes:
    from _blake2 import blake2b

    return bytes(blake2b(text, digest_size=_BYTES).digest())


def _read(folder: CacheFolder) -> bytes | None:
    """Return the key that is kept; None where there is none, half a one, or one that others can read."""
    try:
        text = folder.read(_NAME, 2 * _BYTES + 1, secret=True)
        key = bytes.fromhex((text or b"").decode("ascii"))
    except (OSError, ValueError):
        return None
    return key if len(key) == _BYTES else None


def _made(folder: CacheFolder) -> bytes | None:
    """Make a key. Of runs that do so at once the last one prevails, so it is read again."""
    folder.replace(_NAME, os.urandom(_BYTES).hex().encode("ascii"))
    return _read(folder)
