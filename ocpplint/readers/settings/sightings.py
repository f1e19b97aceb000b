"""A quick look for known keys of a document that are no settings: nearly every document has none, and is done then.

What it finds may turn out to be spoken of only, which ``unread`` judges. It is a module of its own since every document
is looked at, and few are judged.
"""

import re
from collections.abc import Callable, Mapping

from ocpplint.documents.tree import Node, Object
from ocpplint.facts.fact import KeySighting

MARKS = ("=", ":", ",", "\t", "|", "  ", ">", ";", "set ")
"""One of these stands between a key and its value in a text."""
_SHORTEST_KEY = 5
SHORTEST_TEXT = 8
"""Characters of a key, a separator and a value."""
WORD = r"[A-Za-z][\w.-]{5,}(?:\[\d{1,2}\])?"
_CAPITAL_INSIDE = re.compile(r"[a-z0-9_][A-Z]|[A-Z]{2}[a-z]")
"""What nearly every key has in its name that is enough by itself."""

Sighting = Callable[[str], KeySighting | None]


def may_hold_unread(roots: list[Node], read: Mapping[str, int], sighting: Sighting) -> bool:
    """Tell whether more known keys stand in a document than were ``read`` of it as settings, by how often each was.

    There is a setting for each place of a key; where a place makes several, as in tables, this can't be told by number.
    """
    return _Look(dict(read), sighting).finds(roots)


class _Look:
    """Counts off the keys that are in a tree; ``left`` are those that were read, by how often."""

    def __init__(self, left: dict[str, int], sighting: Sighting) -> None:
        self._left, self._sighting = left, sighting
        self._is_key: dict[str, bool] = {}
        self._is_found = False

    def finds(self, roots: list[Node]) -> bool:
        """Tell whether there is a key that was not read."""
        nodes: list[Node] = [roots]
        search = _CAPITAL_INSIDE.search
        while nodes:
            for value in self._values(nodes.pop()):
                if type(value) is str:
                    if len(value) > _SHORTEST_KEY and search(value) and self._is_left(value):
                        return True
                elif type(value) is Object or type(value) is list:
                    nodes.append(value)
            if self._is_found:
                return True
        return False

    def _values(self, node: Node) -> list[Node]:
        """Return what stands in a node, and look at the names that it stands under."""
        if type(node) is not Object:
            return node if isinstance(node, list) else []
        is_key = self._is_key
        for name, _ in node.members:
            known = is_key.get(name)
            if known is None:
                known = is_key[name] = self._sighting(name) is not None
            if known and self._exceeds(name):
                self._is_found = True
        return [value for _, value in node.members]

    def _is_left(self, text: str) -> bool:
        """Tell whether a text is a key that was not read, or may give one a value."""
        if self._sighting(text) is not None:
            return self._exceeds(text)
        if len(text) < SHORTEST_TEXT or not any(mark in text for mark in MARKS):
            return False
        return any(self._sighting(word) is not None for word in re.findall(WORD, text))

    def _exceeds(self, key: str) -> bool:
        """Count a key off; tell whether there are more of it than were read."""
        left = self._left[key] = self._left.get(key, 0) - 1
        return left < 0
