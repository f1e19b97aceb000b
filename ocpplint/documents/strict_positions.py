"""Positions of the nodes of strict JSON, computed one container at a time.

Few positions are needed: those of findings. Their containers are read child by child; the C scanner of the standard
library skips the content of the other children.
"""

import json
import re

from ocpplint.documents.positions import NO_KEY, PositionTable
from ocpplint.documents.tree import NodeSpans, Route

_SPACE = re.compile(r"[ \t\n\r]*")


class StrictSpans:
    """The positions in a text that is known to be strict JSON, after a byte order mark or none."""

    __slots__ = ("_scan", "_text", "_top")

    def __init__(self, text: str) -> None:
        self._text = text
        # Numbers are passed over as text: Python refuses to read the longest ones as numbers.
        self._scan = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode
        self._top: PositionTable | None = None

    def __call__(self, route: Route) -> NodeSpans:
        """Return where the node of a route stands; raises ``KeyError`` for a route that is not in the tree."""
        if not route:
            raise KeyError(route)
        table = self._top = self._top or self._root()
        for step in route[:-1]:
            inner = table.inner.get(step)
            if inner is None:
                inner = table.inner[step] = self._children(table.child(step).value.start)
            table = inner
        return table.child(route[-1])

    def _root(self) -> PositionTable:
        start = self._skip(int(self._text.startswith("\ufeff")))
        _, end = self._scan(self._text, start)
        table = PositionTable()
        table.marks = [NO_KEY, NO_KEY, start, end]
        return table

    def _children(self, at: int) -> PositionTable:
        """Find the children of the container whose opening bracket stands at ``at``; a scalar has none."""
        table, text, scan = PositionTable(), self._text, self._scan
        keyed = text[at] == "{"
        if not keyed and text[at] != "[":
            return table
        at = self._skip(at + 1)
        while text[at] not in "}]":
            key_start = key_end = NO_KEY
            if keyed:
                key_start = at
                _, key_end = scan(text, at)
                at = self._skip(self._skip(key_end) + 1)
            _, end = scan(text, at)
            table.marks += (key_start, key_end, at, end)
            at = self._skip(end)
            if text[at] == ",":
                at = self._skip(at + 1)
        return table

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at
