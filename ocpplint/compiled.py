"""A cache for what is compiled from data files: rule packs, profiles, dialects.

Compiling needs lark, PyYAML and jsonschema, which together cost several times what a whole warm run takes.
The result is plain JSON, kept in the user's cache folder under a name that depends on the version of ocpplint
and on path, size and modification time of every file it came from. A cache that can't be read or written is
no error: the data is compiled again.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from ocpplint import __version__


def cache_folder() -> str | None:
    """Return the folder for compiled data, or None where the user has switched caching off.

    ``OCPPLINT_CACHE_DIR`` names it; empty means no cache. Else it is the platform's folder for caches.
    """
    chosen = os.environ.get("OCPPLINT_CACHE_DIR")
    if chosen is not None:
        return chosen or None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "ocpplint")


def compiled(kind: str, paths: Iterable[str], build: Callable[[], Any]) -> Any:
    """Return what ``build`` makes of the files at ``paths``, from the cache if none of them has changed.

    ``build`` returns plain JSON data. Raises what ``build`` raises; failures are never cached.
    """
    folder = cache_folder()
    if folder is None:
        return build()
    path = os.path.join(folder, f"{kind}-{_signature(paths)}.json")
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        data = build()
        _store(path, data)
        return data


def _signature(paths: Iterable[str]) -> str:
    seen = [__version__, str(sys.version_info[:2])]
    for path in paths:
        status = os.stat(path)
        seen.append(f"{os.path.abspath(path)}\0{status.st_size}\0{status.st_mtime_ns}")
    return _digest("\1".join(seen))


def _digest(text: str) -> str:
    from _blake2 import blake2b

    return str(blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest())


def _store(path: str, data: Any) -> None:
    """Write through a temporary file, so that a racing or killed process never leaves half a cache."""
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(data, file, separators=(",", ":"))
        os.replace(temporary, path)
    except OSError:
        return
