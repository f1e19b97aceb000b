"""Locations of nodes in a document: a route, converted to line and column on demand."""

from functools import cached_property
from typing import Literal, NamedTuple

from ocpplint.documents.positions import LineIndex
from ocpplint.documents.tree import Document, Node, Object, Route, Span
from ocpplint.facts.fact import Location


class PlacedDocument:
    """A document together with the path it was read from: converts routes and spans into locations."""

    def __init__(self, document: Document, path: str) -> None:
        self.document = document
        self.path = path

    @cached_property
    def lines(self) -> LineIndex:
        """The index of line starts, made when the first location is asked for."""
        return LineIndex(self.document.text)

    def location(self, span: Span) -> Location:
        """Turn character offsets into a location."""
        return Location(self.path, *self.lines.position(span.start), *self.lines.position(span.end))

    def line_of(self, span: Span) -> int:
        """Return the line a span begins on."""
        return self.lines.position(span.start)[0]


class NodePlace(NamedTuple):
    """The key or the value of the node at ``route``; without the quotes around it."""

    source: PlacedDocument
    route: Route
    part: Literal["key", "value"]

    @property
    def pointer(self) -> str:
        """The JSON Pointer (RFC 6901) of the node, in the top-level value it stands in."""
        node: Node = self.source.document.roots
        steps: list[str] = []
        for step in self.route:
            if isinstance(node, Object):
                name, node = node.members[step]
                steps.append(name.replace("~", "~0").replace("/", "~1"))
            elif isinstance(node, list):
                node = node[step]
                steps.append(str(step))
        return "".join(f"/{step}" for step in steps[1:])

    def locate(self) -> Location:
        """Work out line and column."""
        spans = self.source.document.spans(self.route)
        span = spans.key if self.part == "key" and spans.key is not None else spans.value
        return self.source.location(_unquoted(span, self.source.document.text))


class SpanPlace(NamedTuple):
    """A range of the text, such as a comment."""

    source: PlacedDocument
    span: Span

    def locate(self) -> Location:
        """Work out line and column."""
        return self.source.location(self.span)


def _unquoted(span: Span, text: str) -> Span:
    if span.end - span.start >= 2 and text[span.start] in "\"'" and text[span.end - 1] == text[span.start]:
        return Span(span.start + 1, span.end - 1)
    return span
