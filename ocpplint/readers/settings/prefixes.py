"""Names of environment variables that are a key behind a prefix: ``OCPP_HeartbeatInterval``, ``CP1__OCPP__RCMBDelta``.

A prefix is one only where the rest is a known key exactly; then all that begins with it and
looks like a key belongs to it.
"""

import re
from collections.abc import Callable, Iterable

from ocpplint.documents.growing_tree import Part, dotted_parts

_NAMES = re.compile(r"(?m)^[ \t]*(?:export[ \t]+)?'?(\w+)'?[ \t]*=")
_KEY_LIKE = re.compile(r"[A-Z]\w*[a-z]\w*")
_MOST_PARTS = 8


class Prefixes:
    """The prefixes of the names in one text; ``knows`` says whether a name is that of a known key."""

    def __init__(self, text: str, knows: Callable[[str], bool]) -> None:
        self._knows = knows
        found = filter(None, map(self._prefix, dict.fromkeys(_NAMES.findall(text))))
        self._found = sorted(set(found), key=len, reverse=True)

    def _prefix(self, name: str) -> str:
        """Return what stands before a known key; nothing for a known key, and for any other name."""
        if "_" not in name or self._knows(name):
            return ""
        rests = _rests(name)
        return next((name[: -len(rest)] for rest in rests if self._knows(rest)), "")

    def parts(self, name: str, start: int) -> list[Part]:
        """Return the parts of a name that stands at ``start``: what its prefix names, and the key."""
        if not self._found or self._knows(name):
            return dotted_parts(name, start)
        prefix = next((each for each in self._found if name.startswith(each)), "")
        rest = name[len(prefix) :]
        if not prefix or not (_KEY_LIKE.fullmatch(rest) or self._knows(rest)):
            return dotted_parts(name, start)
        above = [
            Part(found[0], start + found.start(), start + found.end())
            for found in re.finditer(r"[^_]+(?:_[^_]+)*", prefix)
        ]
        return [*above, Part(rest, start + len(prefix), start + len(name))]


def _rests(name: str) -> Iterable[str]:
    """Yield what stands behind each underscore, the longest first."""
    at = 0
    for _ in range(_MOST_PARTS):
        at = name.find("_", at) + 1
        if not at:
            return
        if at < len(name) and name[at] != "_" and name[:at].strip("_"):
            yield name[at:]
