"""The brackets of plain YAML: ``[1, 'a']`` and ``{key: A, value: "1"}`` on one line."""

import re
from typing import Any

from ocpplint.documents.positions import NO_KEY, PositionTable
from ocpplint.documents.tree import Node, Object
from ocpplint.documents.yaml_plain_scalars import LONGEST_KEY, NotPlainError, quoted, skip_spaces
from ocpplint.documents.yaml_scalars import plain_scalar

MAX_FLOW_DEPTH = 16
"""Brackets inside one another on one line; reading them recurses."""

# Less than YAML allows (1.2.2, section 7.3.3): where parsers differ (`?`, `:` before a bracket), nothing is read.
_PLAIN = re.compile(r"(?:[\w./+~$(<=^;]|-(?=[\w./]))(?:[^,\[\]{}:?#]|:(?=[\w./]))*+")


class FlowReader:
    """Reads the collections in brackets on the line that ends at ``end``."""

    def __init__(self, text: str, end: int) -> None:
        self._text = text
        self._end = end

    def collection(self, start: int, room: int = MAX_FLOW_DEPTH) -> tuple[Node, PositionTable, int]:
        """Return what the bracket at ``start`` opens, its positions, and the offset after its closing bracket.

        At most ``room`` brackets may stand inside one another. Raises ``NotPlainError`` for anything less plain.
        """
        if not room:
            raise NotPlainError(start)
        table = PositionTable()
        if self._text[start] == "[":
            items: list[Node] = []
            return items, table, self._children(start + 1, "]", items, table, room)
        members: list[tuple[str, Node]] = []
        return Object(members), table, self._children(start + 1, "}", members, table, room)

    def _children(self, at: int, closer: str, children: list[Any], table: PositionTable, room: int) -> int:
        at = self._skip(at)
        while self._text[at] != closer:
            key, key_start, key_end = "", NO_KEY, NO_KEY
            if closer == "}":
                key_start = at
                key, key_end, at = self._key(at)
            node, inner, end = self._node(at, room)
            if inner is not None:
                table.inner[len(children)] = inner
            children.append((key, node) if closer == "}" else node)
            table.marks += (key_start, key_end, at, end)
            at = self._next(end, closer)
        return at + 1

    def _next(self, at: int, closer: str) -> int:
        """Return where the next child starts, or the closing bracket stands, after a child."""
        at = self._skip(at)
        if self._text[at] == ",":
            return self._skip(at + 1)
        if self._text[at] != closer:
            raise NotPlainError(at)
        return at

    def _key(self, start: int) -> tuple[str, int, int]:
        """Return a key, its end, and where its value starts. The colon may stand right after a closing quote."""
        key, end, is_quoted = self._scalar(start)
        colon = self._skip(end)
        follows = self._text[colon : colon + 2]
        if not (follows == ": " or (is_quoted and follows[0] == ":")) or colon - start > LONGEST_KEY:
            raise NotPlainError(colon)
        if key == "<<":
            raise NotPlainError(start)
        return key, end, self._skip(colon + 1)

    def _node(self, start: int, room: int) -> tuple[Node, PositionTable | None, int]:
        if self._text[start] in "[{":
            return self.collection(start, room - 1)
        said, end, is_quoted = self._scalar(start)
        return (said if is_quoted else plain_scalar(said)), None, end

    def _scalar(self, start: int) -> tuple[str, int, bool]:
        """Return the text of a scalar, its end, and whether it is quoted."""
        if self._text[start] in "\"'":
            return (*quoted(self._text, start, self._end), True)
        found = _PLAIN.match(self._text, start, self._end)
        if found is None:
            raise NotPlainError(start)
        said = found[0].rstrip(" ")
        return said, start + len(said), False

    def _skip(self, at: int) -> int:
        """Return where the next token starts on this line."""
        at = skip_spaces(self._text, at, self._end)
        if at == self._end:
            raise NotPlainError(at)
        return at
