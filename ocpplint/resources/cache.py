"""A cache of compiled data files: rule packs, profiles, dialects.

Compiling needs lark, PyYAML and jsonschema, which together cost several times what a whole warm run takes.
The result is plain JSON, kept in the user's cache folder under a name that depends on the version of ocpplint
and on path and content of every file it came from, with a check that only the user's key makes. A cache that can't be
read or written is no error: the data is compiled again.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ocpplint.resources.cache_files import cache_folder_at
from ocpplint.resources.regular import read_regular
from ocpplint.resources.signing_key import CHECK_LENGTH, Seal, cache_key, user_folder
from ocpplint.resources.version import __version__

_PURPOSE = b"compiled"
_MOST_READ = 67_108_864
"""Bytes of a file to compile, and of what it was compiled to. Beyond that nothing is kept."""
_BYTES_KEPT, _FILES_KEPT = 67_108_864, 500
PRECOMPILED = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "precompiled")
"""A folder of the program itself (``precompile``): what stands in it is as good as the program, and needs no check."""


def cache_folder() -> str | None:
    """Return the folder for compiled data, or None where there is none or the user has switched caching off.

    ``OCPPLINT_CACHE_DIR`` names it; empty means no cache. Else it is the platform's folder for caches.
    """
    chosen = os.environ.get("OCPPLINT_CACHE_DIR")
    return user_folder() if chosen is None else chosen or None


def compiled(kind: str, paths: Iterable[str], build: Callable[[], Any]) -> Any:
    """Return what ``build`` makes of the files at ``paths``, from the cache if none of them has changed.

    ``build`` returns plain JSON data. Raises what ``build`` raises; failures are never cached.
    """
    return compiled_with_signature(kind, paths, build)[0]


def compiled_with_signature(kind: str, paths: Iterable[str], build: Callable[[], Any]) -> tuple[Any, str]:
    """Do the same, and tell by a hash of which paths and contents it was made; empty where that can't be told."""
    paths = list(paths)
    signature = _signature(paths)
    if not signature:
        return build(), ""
    name = f"{kind}-{signature}.compiled"
    text = _precompiled(name) or kept(name)
    if text is not None:
        return json.loads(text), signature
    data = build()
    if _signature(paths) != signature:
        # A file has been written meanwhile, so there is no telling of which content this was made.
        return data, ""
    _keep(name, data)
    return data, signature


def kept(name: str) -> bytes | None:
    """Return what the cache has under a name, if it is the user's own; None if there is nothing of the kind."""
    folder, key = cache_folder(), cache_key()
    if folder is None or key is None:
        return None
    try:
        with cache_folder_at(folder) as place:
            text = place.read(name, _MOST_READ)
    except OSError:
        return None
    if text is None or text[:CHECK_LENGTH] != Seal(key, _PURPOSE).check_of(
        name.encode("ascii"), text[CHECK_LENGTH:]
    ):
        return None
    return text[CHECK_LENGTH:]


def _keep(name: str, data: Any) -> None:
    folder, key = cache_folder(), cache_key()
    if folder is None or key is None:
        return
    import time

    text = json.dumps(data, separators=(",", ":")).encode("ascii")
    try:
        with cache_folder_at(folder, make=True) as place:
            place.replace(name, Seal(key, _PURPOSE).check_of(name.encode("ascii"), text) + text)
            place.tidy(_ours(), time.time(), bytes_kept=_BYTES_KEPT, files_kept=_FILES_KEPT, but=name)
    except OSError:
        # The folder may be read-only, or the disk full.
        return


def _ours() -> re.Pattern[str]:
    """Match the names of compiled files, and of what killed runs have left of them."""
    return re.compile(r"[a-z]+(?:-[a-z]+)*-[0-9a-f]{32}\.compiled(?:\.[0-9a-f]+)?")


def _precompiled(name: str) -> bytes | None:
    try:
        with open(os.path.join(PRECOMPILED, name), "rb") as file:
            return file.read()
    except OSError:
        return None


def _signature(paths: Sequence[str]) -> str:
    """Hash paths and contents; empty where a file can't be read, is no regular one or too large."""
    from _blake2 import blake2b

    made = blake2b(f"{__version__}\0{sys.version_info[:2]}".encode(), digest_size=16)
    try:
        for path in paths:
            content = read_regular(path, most=_MOST_READ)
            place = path if os.path.isabs(path) else os.path.abspath(path)
            made.update(f"\0{place}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
            made.update(content)
    except (OSError, ValueError):
        return ""
    return str(made.hexdigest())
