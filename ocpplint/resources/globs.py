"""Patterns for paths and names in a configuration."""

import os
import re
from functools import cache

_GLOB = r"(?s)(\*\*/)|(\*\*)|(\*)|(\?)|(.)"
_TRANSLATED = ("(?:.*/)?", ".*", "[^/]*", "[^/]")


def path_matches(glob: str, path: str, folder: str) -> bool:
    """Return whether a path matches a pattern that starts at ``folder``, or stands below a folder that does.

    ``*`` and ``?`` stop at a slash, ``**`` does not.
    """
    relative = os.path.relpath(os.path.abspath(path), folder or None).replace(os.sep, "/")
    return _compiled(glob).fullmatch(relative) is not None


def name_matches(pattern: str, name: str | None) -> bool:
    """Return whether a name matches a pattern: ``*`` and ``?`` stand for any text and any character."""
    from fnmatch import fnmatchcase

    return name is not None and fnmatchcase(name, pattern)


@cache
def _compiled(glob: str) -> re.Pattern[str]:
    def translated(part: re.Match[str]) -> str:
        kind = part.lastindex or 0
        return re.escape(part[0]) if kind > len(_TRANSLATED) else _TRANSLATED[kind - 1]

    return re.compile(re.sub(_GLOB, translated, glob.removeprefix("./").rstrip("/")) + "(?:/.*)?", re.DOTALL)
