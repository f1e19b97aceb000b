"""XML, read by the expat parser of the standard library, as a tree with positions.

The document is an object with the root element as its member. An element is an object of its attributes and its child
elements, or the text in it where it has nothing else; text beside attributes is the member ``value``. Elements of one
name that stand in an element of their own (``<stations>``), and records such as ``<key name="" value=""/>``, are lists.
Namespaces are left out.

Expat tells where elements start and nothing of attributes, so these are found again in the text. Declarations of
entities are refused: what they stand for is in no place of the text, and a few lines of them unfold to gigabytes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ocpplint.documents.limits import ENTITIES, MAX_CELLS, MAX_DEPTH, TOO_DEEP, TOO_MANY_CELLS
from ocpplint.documents.positions import NO_KEY, PositionTable
from ocpplint.documents.tree import Comment, Document, Node, NodeSpans, Object, Route, Span, SyntaxProblem

_NAME = re.compile(r"<[^\s/>]+")
_ATTRIBUTE = re.compile(r"\s+([^\s=/>]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_A_STATION = r"(?:(?:charging[_-]?)?(?:station|point|box)|charge[_-]?(?:point|box)|charger|wallbox)"
_STATION = re.compile(_A_STATION, re.IGNORECASE)
_STATIONS = re.compile(rf"{_A_STATION}(?:e?s|[_-]?list)", re.IGNORECASE)
_NAMES_STATION = re.compile(r"(?i)(?:station|cp|charger)?[_-]?(?:id|identity|name)")
_TOKEN = re.compile(r"[^\s<>]{1,24}|\S")
_NAMING = frozenset(("name", "key", "id", "parameter", "param", "variable", "property", "configkey", "keyname"))
"""Fields of a record that say which one it is; without one it may be the only value of its element's name."""
_ENDS_LINE = re.compile(r"[ \t]*(?:[\r\n]|\Z)")
_LONGEST_LEAD = 500
"""Characters before a comment in which its line starts, or it stands behind something."""
_MOST_FIELDS = 8
"""Fields of a record: what has more is no key with a value."""


def parse_xml(text: str) -> Document:
    """Parse XML. Raises nothing: what is wrong is in the document's ``problems``, what stands before it in the tree."""
    reader = _Reader(text)
    reader.read()
    builder = _Builder(text)
    top = PositionTable()
    roots: list[Node] = []
    if reader.root is not None:
        roots.append(_root(builder, reader.root, top))
    return Document(text, roots, _spans(top), builder.comments, reader.problems)


def _root(builder: "_Builder", element: "_Element", top: PositionTable) -> Node:
    """Build the root: an object with its element, or what is in it where that is not what its name promises."""
    if _STATIONS.fullmatch(element.name) and any(
        re.search(r"\d", child.name) is None for child in element.elements()
    ):
        node = builder.build(element, (0,))
        if isinstance(node.value, Object):
            node.place_in(top, 0, None, element.span)
            return node.value
        builder.comments.clear()
    inner = top.inner[0] = PositionTable()
    node = builder.build(element, (0, 0))
    node.place_in(inner, 0, element.name_span, node.span)
    top.marks += (NO_KEY, NO_KEY, *element.span)
    return Object([(element.name, node.value)])


def _spans(top: PositionTable) -> Callable[[Route], NodeSpans]:
    return top.spans


class _Attribute(NamedTuple):
    name: str
    value: str
    name_span: Span
    value_span: Span


class _Remark(NamedTuple):
    text: str
    span: Span


@dataclass(slots=True)
class _Element:
    """An element with its name, attributes, children and comments in order, and its text."""

    name: str
    name_span: Span
    attributes: list[_Attribute]
    start: int
    """Where its content starts."""
    children: "list[_Element | _Remark]" = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    end: int = 0
    """Where its content ends."""
    close: int = 0
    """Where its end tag ends."""

    @property
    def span(self) -> Span:
        return Span(self.name_span.start - 1, self.close)

    def elements(self) -> "list[_Element]":
        return [child for child in self.children if isinstance(child, _Element)]


class _StoppedError(Exception):
    """Something that is not read; ``args`` are a message and where it stands."""


class _Reader:
    """Reads a text to elements."""

    def __init__(self, text: str) -> None:
        self.root: _Element | None = None
        self.problems: list[SyntaxProblem] = []
        self._text = text
        self._data = text.encode("utf-8", "replace")
        self._is_ascii = len(self._data) == len(text)
        self._at = (0, 0)
        self._open: list[_Element] = []
        self._left = MAX_CELLS

    def read(self) -> None:
        """Read the elements as far as they can be read."""
        from xml.parsers import expat

        parser = self._parser = expat.ParserCreate("utf-8")
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.CommentHandler = self._comment
        parser.EntityDeclHandler = self._entity
        try:
            parser.Parse(self._data, True)  # noqa: FBT003  expat takes no names
        except _StoppedError as error:
            message, offset = error.args
            self._report(message, offset)
        except expat.ExpatError as error:
            self._report(str(expat.errors.messages[error.code]), self._offset(parser.ErrorByteIndex))
        for element in reversed(self._open):
            element.end = element.close = len(self._text)

    def _report(self, message: str, offset: int) -> None:
        found = _TOKEN.match(self._text, offset)
        self.problems.append(SyntaxProblem(message, Span(offset, found.end() if found else offset)))

    def _offset(self, index: int) -> int:
        """Return the place in the text of a byte; those asked for come in their order, but for the last."""
        if self._is_ascii:
            return min(index, len(self._text))
        at, offset = self._at
        if index < at:
            at = offset = 0
        offset += len(self._data[at:index].decode("utf-8", "ignore"))
        self._at = (index, offset)
        return offset

    def _start(self, name: str, listed: Sequence[str]) -> None:
        at = self._offset(self._parser.CurrentByteIndex)
        self._left -= 1 + len(listed) // 2
        if self._left < 0:
            raise _StoppedError(TOO_MANY_CELLS, at)
        if len(self._open) >= MAX_DEPTH:
            raise _StoppedError(TOO_DEEP, at)
        written = _NAME.match(self._text, at)
        end = written.end() if written else at
        attributes, end = self._attributes(listed, end)
        begin = self._text.find(">", end) + 1
        prefix = name.rfind(":") + 1
        element = _Element(name[prefix:], Span(at + 1 + prefix, at + 1 + len(name)), attributes, begin)
        if self._open:
            self._open[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self._open.append(element)

    def _attributes(self, listed: Sequence[str], at: int) -> tuple[list[_Attribute], int]:
        """Find the attributes that stand behind an element's name; return them and where they end."""
        found: list[_Attribute] = []
        for index in range(0, len(listed), 2):
            written = _ATTRIBUTE.match(self._text, at)
            if written is None:
                break
            at = written.end()
            name, value = listed[index : index + 2]
            if name != "xmlns" and not name.startswith("xmlns:"):
                prefix = name.rfind(":") + 1
                span = Span(written.start(1) + prefix, written.end(1))
                found.append(_Attribute(name[prefix:], value, span, Span(*written.span(2))))
        return found, at

    def _end(self, _: str) -> None:
        element = self._open.pop()
        element.end = max(self._offset(self._parser.CurrentByteIndex), element.start)
        is_empty = self._text.startswith("/>", element.start - 2) and element.end == element.start
        element.close = element.start if is_empty else self._text.find(">", element.end) + 1

    def _characters(self, data: str) -> None:
        self._open[-1].text.append(data)

    def _comment(self, data: str) -> None:
        if self._open:
            at = self._offset(self._parser.CurrentByteIndex)
            span = Span(at, at + len("<!---->") + len(data))
            self._open[-1].children.append(_Remark(" ".join(data.split()), span))

    def _entity(self, *_: Any) -> None:
        raise _StoppedError(ENTITIES, self._offset(self._parser.CurrentByteIndex))


class _Built(NamedTuple):
    """A node, and the positions of what is in it where it is a container."""

    value: Node
    table: PositionTable | None
    span: Span

    def place_in(self, table: PositionTable, index: int, key: Span | None, span: Span) -> None:
        table.marks += ((NO_KEY, NO_KEY) if key is None else key) + span
        if self.table is not None:
            table.inner[index] = self.table


class _Builder:
    """Builds nodes of elements."""

    def __init__(self, text: str) -> None:
        self.comments: list[Comment] = []
        self._text = text

    def build(self, element: _Element, route: Route) -> _Built:
        children = element.elements()
        if not children:
            self._remarks(element, lambda _: (route, len(element.attributes)))
            return self._leaf(element)
        if not element.attributes and _is_list(element, children):
            return self._list(element, children, route)
        return self._object(element, children, route)

    def _leaf(self, element: _Element) -> _Built:
        text = "".join(element.text).strip()
        span = self._stripped(element.start, element.end)
        if not element.attributes:
            return _Built(text, None, span)
        members, table = self._members(element)
        if text and not any(attribute.name.lower() == "value" for attribute in element.attributes):
            members.append(("value", text))
            table.marks += (*span, *span)
        return _Built(Object(members), table, element.span)

    def _members(self, element: _Element) -> tuple[list[tuple[str, Node]], PositionTable]:
        members: list[tuple[str, Node]] = []
        table = PositionTable()
        for attribute in element.attributes:
            is_station = _STATION.fullmatch(element.name) and _NAMES_STATION.fullmatch(attribute.name)
            # What names an element for a station is the station's name, whatever it is called there.
            members.append(("stationId" if is_station else attribute.name, attribute.value))
            table.marks += (*attribute.name_span, *attribute.value_span)
        return members, table

    def _list(self, element: _Element, children: list[_Element], route: Route) -> _Built:
        table = PositionTable()
        items: list[Node] = []
        for index, child in enumerate(children):
            built = self.build(child, (*route, index))
            items.append(built.value)
            built.place_in(table, index, None, child.span)
        self._remarks(element, lambda number: (route, number))
        return _Built(items, table, element.span)

    def _object(self, element: _Element, children: list[_Element], route: Route) -> _Built:
        members, table = self._members(element)
        lists = self._records(children)
        places: list[tuple[Route, int]] = []
        opened: dict[str, tuple[int, list[Node], PositionTable]] = {}
        for child in children:
            if child.name not in lists:
                index = len(members)
                built = self.build(child, (*route, index))
                members.append((child.name, built.value))
                built.place_in(table, index, child.name_span, built.span)
                places.append((route, index))
                continue
            if child.name not in opened:
                opened[child.name] = (len(members), [], PositionTable())
                index, items, inner = opened[child.name]
                members.append((child.name, items))
                table.marks += (*child.name_span, *child.span)
                table.inner[index] = inner
            index, items, inner = opened[child.name]
            built = self.build(child, (*route, index, len(items)))
            built.place_in(inner, len(items), None, child.span)
            places.append(((*route, index), len(items)))
            items.append(built.value)
        after = (route, len(members))
        self._remarks(element, lambda number: places[number] if number < len(places) else after)
        return _Built(Object(members), table, element.span)

    def _records(self, children: list[_Element]) -> set[str]:
        """Return the names of children that are records: a key and its value in attributes or child elements."""
        alike: dict[str, list[_Element]] = {}
        for child in children:
            alike.setdefault(child.name, []).append(child)
        return {
            name
            for name, found in alike.items()
            if all(map(_is_record, found)) and (len(found) > 1 or _has_name(found[0]))
        }

    def _remarks(self, element: _Element, place: Callable[[int], tuple[Route, int]]) -> None:
        """Keep the comments in an element; ``place`` gives the place in the tree of a child element by its number."""
        number = 0
        for child in element.children:
            if isinstance(child, _Element):
                number += 1
                continue
            container, before = place(number)
            lead = self._text[max(0, child.span.start - _LONGEST_LEAD) : child.span.start]
            trailing = bool(re.split(r"[\r\n]", lead)[-1].strip()) and _ENDS_LINE.match(self._text, child.span.end)
            self.comments.append(Comment(child.text, child.span, container, before, trailing=bool(trailing)))

    def _stripped(self, start: int, end: int) -> Span:
        raw = self._text[start:end]
        left = len(raw) - len(raw.lstrip())
        return Span(start + left, start + max(left, len(raw.rstrip())))


def _is_list(element: _Element, children: list[_Element]) -> bool:
    """Tell an element that is there for its children: several of one name with content, or named for them."""
    names = {child.name for child in children}
    if len(names) > 1 or not all(child.attributes or child.elements() for child in children):
        return False
    return len(children) > 1 or _is_plural(element.name.lower(), children[0].name.lower())


def _is_plural(several: str, one: str) -> bool:
    """Tell ``entries`` of ``entry``, ``keyList`` of ``key``."""
    stem = one.removesuffix("y") or one
    return several.startswith(stem) and several[len(stem) :] in ("s", "es", "ies", "ys", "list", "set")


def _is_record(element: _Element) -> bool:
    """Tell an element with some attributes or child elements of nothing but text."""
    children = element.elements()
    if any(child.attributes or child.elements() for child in children):
        return False
    fields = len(element.attributes) + len(children) + bool("".join(element.text).strip() and not children)
    return 1 < fields <= _MOST_FIELDS and not _names_part(element)


def _names_part(element: _Element) -> bool:
    """Tell an element that stands for a connector, whose settings are in it."""
    return re.fullmatch(r"(?i)(?:connector|evse|outlet|socket)(?:id)?[\s_-]*\d*", element.name) is not None


def _has_name(element: _Element) -> bool:
    return any(name.lower() in _NAMING for name in _fields(element))


def _fields(element: _Element) -> Iterator[str]:
    yield from (attribute.name for attribute in element.attributes)
    yield from (child.name for child in element.elements())
