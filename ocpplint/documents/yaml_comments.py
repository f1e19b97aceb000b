"""The comments of a YAML text, and which mapping or sequence each belongs to.

YAML does not attach comments to nodes, so indentation decides: a comment on its own line belongs to the container of
the child that follows it, unless it is indented deeper than that child; then it ends the block before it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ocpplint.documents.positions import PositionTable, line_starts
from ocpplint.documents.tree import Comment, Route, Span

_COMMENT = re.compile(r"(?<![^\s\ufeff])#[^\r\n]*")
_DOCUMENT_MARK = re.compile(r"(?m)^---(?!\S)")
_DASH = re.compile(r"(?:\s|#[^\r\n]*+)*+-(?!\S)")
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")


class Landmark(NamedTuple):
    """A child as it is written: where it starts (an item at its dash), its container and its place there."""

    start: int
    column: int
    container: Route
    order: int
    value: Span
    table: PositionTable | None
    flow: bool


def find_comments(text: str, opaque: Sequence[Span], table: PositionTable) -> list[Comment]:
    """Return the comments. ``opaque`` are the scalars in order, and what cannot be read: no ``#`` counts there."""
    return place_comments(text, list(_comment_spans(text, opaque)), table)


def place_comments(text: str, spans: Sequence[Span], table: PositionTable) -> list[Comment]:
    """Return the comments that stand at ``spans``, each with its place in the tree."""
    if not spans:
        return []
    children = Landmarks(text, table)
    return [children.place(span) for span in spans]


def _comment_spans(text: str, opaque: Sequence[Span]) -> Iterator[Span]:
    starts = [span.start for span in opaque]
    position = 0
    while (comment := _COMMENT.search(text, position)) is not None:
        scalar = bisect_right(starts, comment.start()) - 1
        content = _content(text, opaque[scalar]) if scalar >= 0 else Span(0, 0)
        if content.start <= comment.start() < content.end:
            position = content.end
            continue
        yield Span(comment.start(), comment.end())
        position = comment.end()


def _content(text: str, scalar: Span) -> Span:
    """Return where a scalar holds no comments: the header line of a block scalar may (``| # like this``)."""
    header = _PROPERTIES.match(text, scalar.start, scalar.end)
    start = header.end() if header else scalar.start
    if text[start : start + 1] not in {"|", ">"}:
        return scalar
    line_end = text.find("\n", start, scalar.end)
    return Span(line_end, scalar.end) if line_end >= 0 else Span(scalar.end, scalar.end)


class Landmarks:
    """The children of a stream in their order in the text, to place comments among them."""

    def __init__(self, text: str, table: PositionTable) -> None:
        self._text = text
        self._lines = line_starts(text)
        self._children = list(self._written(table))
        self._starts = [child.start for child in self._children]
        self._by_route = {(*child.container, child.order): child for child in self._children}

    def _written(self, table: PositionTable) -> Iterator[Landmark]:
        """Yield the children from a table on, depth first; what aliases and merges brought in stands elsewhere."""
        stack: list[tuple[PositionTable, Route, int, int]] = [(table, (), 0, 0)]
        while stack:
            current, route, position, index = stack.pop()
            if index == len(current):
                continue
            child = self._landmark(current, route, position, index)
            if child.start < position:
                continue
            stack.append((current, route, child.value.end, index + 1))
            if child.table is None or not self._has_own_text(child):
                yield child
                continue
            if route or child.flow:
                yield child
            stack.append((child.table, (*route, index), self._value_start(child.value), 0))

    def _landmark(self, table: PositionTable, container: Route, position: int, index: int) -> Landmark:
        key, value = table.child(index)
        start = key.start if key else value.start
        if key is None and container:
            dash = _DASH.match(self._text, position, start)
            start = dash.end() - 1 if dash else start
        flow = self._text.startswith(("[", "{"), self._value_start(value))
        return Landmark(start, self._column(start), container, index, value, table.inner.get(index), flow)

    def _value_start(self, value: Span) -> int:
        properties = _PROPERTIES.match(self._text, value.start, value.end)
        return properties.end() if properties else value.start

    def _has_own_text(self, child: Landmark) -> bool:
        """Return whether the child is written here, and not an alias (``*name``) of what is written elsewhere."""
        start, end = child.value
        return not self._text.startswith("*", start) or any(char.isspace() for char in self._text[start:end])

    def _column(self, offset: int) -> int:
        return offset - self._line_start(offset)

    def _line_start(self, offset: int) -> int:
        return self._lines[bisect_right(self._lines, offset) - 1]

    def place(self, span: Span) -> Comment:
        """Return the comment with its place in the tree."""
        container, before, trailing = self._place(span.start)
        text = self._text[span.start : span.end].lstrip("#").strip()
        return Comment(text, span, container, before, trailing)

    def _place(self, offset: int) -> tuple[Route, int, bool]:
        position = bisect_left(self._starts, offset)
        following = self._children[position] if position < len(self._children) else None
        chain = self._chain(position - 1)
        if chain and following and _DOCUMENT_MARK.search(self._text, offset, following.start):
            following = None
        if self._text[self._line_start(offset) : offset].strip("\ufeff \t"):
            return self._place_trailing(offset, chain, following)
        return self._place_own_line(offset, chain, following)

    def _chain(self, position: int) -> list[Landmark]:
        """Return the child at a position and the children around it, outermost first."""
        if position < 0:
            return []
        last = self._children[position]
        route = (*last.container, last.order)
        around = (self._by_route.get(route[:depth]) for depth in range(1, len(route) + 1))
        return [child for child in around if child is not None]

    def _place_trailing(
        self, offset: int, chain: list[Landmark], following: Landmark | None
    ) -> tuple[Route, int, bool]:
        """Place a comment after something: after ``key:``, ``-`` or ``[`` alone it heads what they open."""
        if following and (not chain or following.container == (*chain[-1].container, chain[-1].order)):
            return following.container, following.order, False
        for child in chain:
            if (child.flow and child.value.end <= offset) or child is chain[-1]:
                return child.container, child.order + 1, True
        return (), 0, False

    def _place_own_line(
        self, offset: int, chain: list[Landmark], following: Landmark | None
    ) -> tuple[Route, int, bool]:
        """Place a comment that has a line to itself, by brackets or else by indentation."""
        around = [child for child in chain if child.flow and child.value.start <= offset < child.value.end]
        if around:
            container = (*around[-1].container, around[-1].order)
            inside = [child.order + 1 for child in chain if child.container == container]
            return container, inside[0] if inside else 0, False
        column = self._column(offset)
        if following and column <= following.column:
            return following.container, following.order, False
        for child in reversed(chain):
            if child.column <= column:
                return child.container, child.order + 1, False
        return (following.container, following.order, False) if following else ((), len(chain), False)
