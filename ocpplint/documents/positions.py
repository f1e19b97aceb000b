"""Positions in a document: of nodes, stored compactly and looked up by route, and as line and column."""

import json
import re
from bisect import bisect_right

from ocpplint.documents.tree import NodeSpans, Route, Span

NO_KEY = -1
"""Stands for both ends of the key of a list item or a top-level value."""

MARKS_PER_CHILD = 4


class PositionTable:
    """The positions of one container's children, the top level being a container too.

    ``marks`` holds four offsets a child: key start, key end, value start, value end. ``inner`` maps the
    index of a child that is a container to its own table. An aliased container has the marks of the alias
    and shares the table of its anchor.
    """

    __slots__ = ("inner", "marks")

    def __init__(self) -> None:
        self.marks: list[int] = []
        self.inner: dict[int, PositionTable] = {}

    def __len__(self) -> int:
        return len(self.marks) // MARKS_PER_CHILD

    def child(self, index: int) -> NodeSpans:
        """Return where the child stands; raises ``KeyError`` if there is none."""
        if not 0 <= index < len(self):
            raise KeyError(index)
        key_start, key_end, start, end = self.marks[index * MARKS_PER_CHILD : (index + 1) * MARKS_PER_CHILD]
        return NodeSpans(None if key_start == NO_KEY else Span(key_start, key_end), Span(start, end))

    def spans(self, route: Route) -> NodeSpans:
        """Return where the node of a route stands; raises ``KeyError`` for a route that is not in the tree."""
        if not route:
            raise KeyError(route)
        table = self
        for step in route[:-1]:
            table = table.inner[step]
        return table.child(route[-1])


class LineIndex:
    r"""The lines of a text, found when the first position is asked for.

    Lines end at ``\n``, ``\r\n`` or ``\r``, as editors count them; the further separators of Unicode
    (form feed, U+2028, ...) end none.
    """

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] | None = None

    def position(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column, in characters, of the character at ``offset``.

        The end of the text is a position too. Raises ``IndexError`` for an offset outside the text.
        """
        if not 0 <= offset <= len(self._text):
            raise IndexError(f"offset {offset} is outside the text")
        starts = self._known_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def span(self, line: int, column: int, end_line: int, end_column: int) -> Span:
        """Return the offsets of what stands between two positions. Raises ``IndexError`` for a line beyond the text."""
        starts = self._known_starts()
        return Span(starts[line - 1] + column - 1, starts[end_line - 1] + end_column - 1)

    def _known_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = line_starts(self._text)
        return self._starts


def line_starts(text: str) -> list[int]:
    """Return the offset of the first character of each line."""
    return [0, *(end.end() for end in re.finditer(r"\r\n?|\n", text))]


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
