"""Locations of nodes in a document: a route, converted to line and column on demand."""

from collections.abc import Iterator
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

from ocpplint.documents.limits import KINDS
from ocpplint.documents.positions import LineIndex
from ocpplint.documents.tree import Document, Node, Object, Route, Span
from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputProblem


class InnerText(Protocol):
    """A text that stands inside another document: it is edited only where that changes nothing around it."""

    @property
    def is_decoded(self) -> bool:
        """Whether the file does not hold the text itself, but in base64."""
        ...

    def pointer_of(self, route: Route) -> str:
        """Return the JSON Pointer of what in the file holds a node."""
        ...

    def file_route(self, route: Route) -> Route:
        """Return the route in the document of the file to what holds a node."""
        ...

    def takes(self, route: Route, part: str, content: str) -> bool:
        """Tell whether the key or the value of a node can be replaced by ``content``."""
        ...

    def note(self, route: Route, part: str) -> str:
        """Say where the key or the value of a node stands, if the file does not hold it as text; else empty."""
        ...

    def is_verbatim(self, span: Span) -> bool:
        """Tell whether a range of the text stands in the file character by character."""
        ...


class PlacedDocument:
    """A document together with the path it was read from: converts routes and spans into locations.

    ``depth`` counts the documents it is inside of. ``holds_tables`` says that settings in it were read in tables, where
    one heading may be that of several settings.
    """

    depth = 0
    holds_tables = False

    def __init__(self, document: Document, path: str) -> None:
        self.document = document
        self.path = path

    @cached_property
    def lines(self) -> LineIndex:
        """The index of line starts, made when the first location is asked for."""
        return LineIndex(self.document.text)

    def note_tables(self) -> None:
        """Note that it holds tables, and so do the documents around it."""
        self.holds_tables = True
        if self.outside is not None:
            self.outside[0].note_tables()

    def location(self, span: Span) -> Location:
        """Turn character offsets into a location."""
        return Location(self.path, *self.lines.position(span.start), *self.lines.position(span.end))

    def line_of(self, span: Span) -> int:
        """Return the line a span begins on."""
        return self.lines.position(span.start)[0]

    def span_of(self, route: Route, part: str) -> Span:
        """Return where the key or the value of a node stands, without the quotes around it."""
        return _unquoted(self.quoted_span_of(route, part), self.document.text)

    def quoted_span_of(self, route: Route, part: str) -> Span:
        """Return where the key or the value of a node stands, with the quotes around it."""
        spans = self.document.spans(route)
        return spans.key if part == "key" and spans.key is not None else spans.value

    def pointer(self, route: Route) -> str:
        """Return the JSON Pointer (RFC 6901) of a node, in the top-level value it stands in."""
        node: Node = self.document.roots
        steps: list[str] = []
        for step in route:
            if isinstance(node, Object):
                name, node = node.members[step]
                steps.append(name.replace("~", "~0").replace("/", "~1"))
            elif isinstance(node, list):
                node = node[step]
                steps.append(str(step))
        return "".join(f"/{step}" for step in steps[1:])

    def problems(self) -> Iterator[InputProblem]:
        """Yield what is wrong with the document, and what of it is beyond the limits."""
        for problem in self.document.problems:
            yield InputProblem(
                KINDS.get(problem.message, "syntax"), problem.message, SpanPlace(self, problem.span)
            )

    @property
    def outside(self) -> "tuple[PlacedDocument, Route] | None":
        """The document and the route in it that this document stands at; None for the text of a file."""
        return None

    @property
    def inner(self) -> "InnerText | None":
        """What is to be known of a text that stands inside another document; None for the text of a file."""
        return None


class NodePlace(NamedTuple):
    """The key or the value of the node at ``route``; without the quotes around it."""

    source: PlacedDocument
    route: Route
    part: Literal["key", "value"]

    @property
    def pointer(self) -> str:
        """The JSON Pointer (RFC 6901) of the node; of one inside a string, the pointer of the string."""
        inner = self.source.inner
        return self.source.pointer(self.route) if inner is None else inner.pointer_of(self.route)

    @property
    def note(self) -> str:
        """What is to be said of the place: that the file holds the text in base64."""
        inner = self.source.inner
        return "" if inner is None else inner.note(self.route, self.part)

    @property
    def file_route(self) -> Route:
        """The route of the node in the document of the file; of one inside a string, that of the string."""
        inner = self.source.inner
        return self.route if inner is None else inner.file_route(self.route)

    def takes(self, content: str) -> bool:
        """Tell whether ``content`` can be written in its place."""
        inner = self.source.inner
        return inner is None or inner.takes(self.route, self.part, content)

    def locate(self) -> Location:
        """Work out line and column."""
        return self.source.location(self.source.span_of(self.route, self.part))


class EndPlace(NamedTuple):
    """The key of the node at ``route`` without what stands before it in its first ``skipped`` characters."""

    source: PlacedDocument
    route: Route
    skipped: int

    @property
    def _whole(self) -> NodePlace:
        return NodePlace(self.source, self.route, "key")

    @property
    def pointer(self) -> str:
        """The JSON Pointer (RFC 6901) of the node."""
        return self._whole.pointer

    @property
    def file_route(self) -> Route:
        """The route of the node in the document of the file."""
        return self._whole.file_route

    def takes(self, content: str) -> bool:
        """Tell whether ``content`` can be written in its place."""
        return self._whole.takes(content)

    def locate(self) -> Location:
        """Work out line and column."""
        span = self.source.span_of(self.route, "key")
        return self.source.location(Span(min(span.start + self.skipped, span.end), span.end))


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
