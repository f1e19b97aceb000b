"""Positions of the nodes of a tree, stored compactly and looked up by route."""

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
