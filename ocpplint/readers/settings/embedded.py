"""Documents inside strings of documents: a file in a ConfigMap, JSON in a string, ``KEY=value`` in a list."""

import re
from collections.abc import Sequence
from functools import cached_property

from ocpplint.documents.formats import JSON, YAML, Format, named_format
from ocpplint.documents.limits import MAX_EMBEDDED_CHARACTERS, MAX_EMBEDDING_DEPTH, TOO_MUCH_EMBEDDED
from ocpplint.documents.positions import NO_KEY, PositionTable
from ocpplint.documents.tree import Document, Node, Object, Route, Span, SyntaxProblem
from ocpplint.facts.fact import Location
from ocpplint.readers.settings.node_location import PlacedDocument

_SHORTEST = 6
_MEMBER = re.compile(
    r"(?:[ \t]*(?:#[^\n]*)?\r?\n|---[^\n]*\n)*"
    r"(?:- |[\w.\"'/-]+(?: [\w.\"'/-]+){0,3}\s*[:=](?:\s|\w|\"|'|$)|\[\[?[\w.\"' -]+\])"
)
"""How the first line of a document begins that is not JSON: a member, an item, a section."""
_NESTED = re.compile(r"[^\n]*:[ \t]*\n[ \t]+\S")
"""A name with nothing behind it and something below it, which INI would take for its value."""
_ASSIGNMENT = re.compile(r"(?:--?)?([A-Za-z_][\w.\[\]-]*)\s?=\s?(.*)")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")
_WORD = re.compile(r"[A-Za-z0-9_][\w.,+/-]*")
_PLAIN = re.compile(r"[A-Za-z_][\w.+-]*")
_LITERAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|true|false|null")


class Budget:
    """How much text in strings of one document may still be read as documents."""

    def __init__(self) -> None:
        self._left = MAX_EMBEDDED_CHARACTERS
        self._is_told = False

    def take(self, text: str, outer: PlacedDocument, route: Route) -> bool:
        """Take the length of a text off; False where so much is not left, which is a problem of the outer document."""
        if len(text) <= self._left:
            self._left -= len(text)
            return True
        if not self._is_told:
            self._is_told = True
            span = outer.document.spans(route).value
            outer.document.problems.append(SyntaxProblem(TOO_MUCH_EMBEDDED, Span(span.start, span.start + 1)))
        return False


class EmbeddedDocument(PlacedDocument):
    """A document that is the string at ``route`` of another one; its locations are those in the file."""

    def __init__(self, document: Document, outer: PlacedDocument, route: Route) -> None:
        super().__init__(document, outer.path)
        self._outer, self._route = outer, route
        self.depth = outer.depth + 1

    @property
    def outside(self) -> tuple[PlacedDocument, Route]:
        """The document around this one, and the route in it."""
        return self._outer, self._route

    @property
    def inner(self) -> "EmbeddedDocument":
        """Itself: it is a text inside another document."""
        return self

    @property
    def is_decoded(self) -> bool:
        """Whether the file does not hold the text itself, but in base64."""
        return self._outer.inner is not None and self._outer.inner.is_decoded

    def location(self, span: Span) -> Location:
        """Return where a range of the inner text stands in the file; the whole string where that can't be told."""
        return self._outer.location(self._outer_span(span))

    def line_of(self, span: Span) -> int:
        """Return the line of the file that a range begins on."""
        return self._outer.line_of(self._outer_span(span))

    def file_route(self, route: Route) -> Route:  # noqa: ARG002  the string holds all nodes
        """Return the route to the string."""
        return _file_route(self._outer, self._route)

    def pointer_of(self, route: Route) -> str:  # noqa: ARG002  the string holds all nodes
        """Return the pointer to the string."""
        return _pointer(self._outer, self._route)

    def takes(self, route: Route, part: str, content: str) -> bool:
        """Tell whether the text of a node can be replaced by ``content`` without a change of quotes or escapes."""
        span = self.span_of(route, part)
        if _WORD.fullmatch(content) is None or not self.is_verbatim(span):
            return False
        old = self.document.text[span.start : span.end]
        is_quoted = span != self.quoted_span_of(route, part)
        return is_quoted or any(form.fullmatch(old) and form.fullmatch(content) for form in (_LITERAL, _PLAIN))

    def note(self, route: Route, part: str) -> str:
        """Say where in the text something stands that the file holds in base64."""
        if not self.is_decoded:
            return ""
        line, column = self.lines.position(self.span_of(route, part).start)
        return f"it stands in base64 here, in line {line}, column {column} of the decoded text"

    def is_verbatim(self, span: Span) -> bool:
        """Tell whether a range of the inner text stands in the file character by character."""
        offsets = self._offsets
        if offsets is None:
            return False
        outer = Span(offsets[span.start], offsets[span.start] + span.end - span.start)
        inner_text, outer_text = self.document.text, self._outer.document.text
        if inner_text[span.start : span.end] != outer_text[outer.start : outer.end]:
            return False
        return self._outer.inner is None or self._outer.inner.is_verbatim(outer)

    def _outer_span(self, span: Span) -> Span:
        offsets = self._offsets
        if offsets is None:
            return self._outer.span_of(self._route, "value")
        return Span(offsets[span.start], offsets[span.end])

    @cached_property
    def _offsets(self) -> Sequence[int] | None:
        from ocpplint.documents.scalar_offsets import offsets_of

        outer = self._outer.document
        return offsets_of(outer.text, outer.spans(self._route).value, self.document.text)


class DecodedValues(PlacedDocument):
    """A map whose values are written in base64: its keys stand in the file, of its values only the place does."""

    is_decoded = True

    def __init__(self, values: Object, outer: PlacedDocument, route: Route) -> None:
        document = Document(
            outer.document.text, [values], lambda inner: outer.document.spans((*route, *inner[1:]))
        )
        super().__init__(document, outer.path)
        self._outer, self._route = outer, route
        self.depth = outer.depth

    @property
    def outside(self) -> tuple[PlacedDocument, Route]:
        """The document around this one, and the route in it."""
        return self._outer, self._route

    @property
    def inner(self) -> "DecodedValues":
        """Itself: its values are not the text of the file."""
        return self

    def location(self, span: Span) -> Location:
        """Return where a range stands in the file."""
        return self._outer.location(span)

    def line_of(self, span: Span) -> int:
        """Return the line of the file that a range begins on."""
        return self._outer.line_of(span)

    def pointer_of(self, route: Route) -> str:
        """Return the pointer to a value as it stands in the file."""
        return _pointer(self._outer, (*self._route, *route[1:]))

    def file_route(self, route: Route) -> Route:
        """Return the route to a value as it stands in the file."""
        return _file_route(self._outer, (*self._route, *route[1:]))

    def takes(self, route: Route, part: str, content: str) -> bool:
        """Tell whether a node can be replaced: a key is, nothing is written in base64."""
        inner = self._outer.inner
        return part == "key" and (inner is None or inner.takes((*self._route, *route[1:]), part, content))

    def note(self, route: Route, part: str) -> str:  # noqa: ARG002  all values are in base64
        """Say of a value that it is in base64."""
        return "" if part == "key" else "the value is written here in base64"

    def is_verbatim(self, span: Span) -> bool:
        """Tell whether a range stands in the file: nothing that is not empty does in base64."""
        return span.start == span.end


def _pointer(source: PlacedDocument, route: Route) -> str:
    return source.pointer(route) if source.inner is None else source.inner.pointer_of(route)


def _file_route(source: PlacedDocument, route: Route) -> Route:
    return route if source.inner is None else source.inner.file_route(route)


def embedded_document(
    name: str, text: str, outer: PlacedDocument, route: Route, budget: Budget
) -> EmbeddedDocument | None:
    """Read the string at ``route``, the value of the member ``name``, as a document; None where it is none."""
    if len(text) < _SHORTEST or outer.depth >= MAX_EMBEDDING_DEPTH or not _may_be_document(name, text):
        return None
    if not budget.take(text, outer, route):
        return None
    document = document_in(name, text)
    return None if document is None else EmbeddedDocument(document, outer, route)


def assignment(text: str, outer: PlacedDocument, route: Route) -> EmbeddedDocument | None:
    """Read the string at ``route`` as ``KEY=value``, as lists of environment variables have it."""
    document = _assigned(text)
    return None if document is None else EmbeddedDocument(document, outer, route)


def _assigned(text: str) -> Document | None:
    """Return ``KEY=value`` as a document of one member."""
    found = _ASSIGNMENT.fullmatch(text)
    if found is None:
        return None
    table = PositionTable()
    table.marks = [NO_KEY, NO_KEY, 0, len(text)]
    table.inner[0] = PositionTable()
    table.inner[0].marks = [*found.span(1), *found.span(2)]
    return Document(text, [Object([(found[1], found[2])])], table.spans)


def decoded_values(node: Object, outer: PlacedDocument, route: Route, budget: Budget) -> DecodedValues | None:
    """Decode the values of a map in base64, the ``data`` of a Secret; None where none of them is text in base64."""
    members: list[tuple[str, Node]] = []
    for index, (name, value) in enumerate(node.members):
        text = None
        if isinstance(value, str) and budget.take(value, outer, (*route, index)):
            text = _decoded(value)
        members.append((name, text))
    if all(value is None for _, value in members):
        return None
    return DecodedValues(Object(members), outer, route)


def _decoded(text: str) -> str | None:
    import base64
    import binascii

    if not _BASE64.fullmatch(text):
        return None
    try:
        return base64.b64decode(text).decode("utf-8-sig")
    except (binascii.Error, UnicodeDecodeError):
        return None


def _may_be_document(name: str, text: str) -> bool:
    start = text.lstrip()
    if start[:1] in ("{", "["):
        return True
    return named_format(name) is not None or ("\n" in text and _MEMBER.match(text) is not None)


def document_in(name: str, text: str) -> Document | None:
    """Parse a string by the ending of its member's name, else by content; without such a name, it must have no errors.

    ``KEY=value`` is a document, too.
    """
    from ocpplint.documents.formats import likely_formats

    named = named_format(name)
    if named is not None:
        return named.read(text)
    first: tuple[Format, ...] = (JSON,) if text.lstrip()[:1] in ("{", "[") else ()
    if _NESTED.match(text):
        first = (YAML,)
    for form in dict.fromkeys((*first, *likely_formats(text), YAML)):
        document = form.read(text)
        if not document.problems and any(isinstance(root, (Object, list)) for root in document.roots):
            return document
    return _assigned(text)
