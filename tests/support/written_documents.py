"""Documents written out by hand: whoever writes a marked text knows the line and column it comes to.

The tests must not ask the linter's own parsers where something stands. So the generators build trees of these nodes,
and the writers here turn a tree into JSON, JSON with comments or YAML and note where each marked text begins.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self


class Marked(str):
    """A key of a setting, with the name under which the place it is written at is to be remembered."""

    __slots__ = ("mark",)
    mark: str

    def __new__(cls, text: str, mark: str) -> Self:
        made = super().__new__(cls, text)
        made.mark = mark
        return made


@dataclass
class Entry:
    """A member of an object or an item of a list, with the comments above and beside it."""

    value: "Node"
    name: str = ""
    above: tuple[str, ...] = ()
    beside: str = ""


@dataclass
class Obj:
    """An object: its members in order, duplicates included."""

    entries: list[Entry] = field(default_factory=list)

    @classmethod
    def of(cls, *members: "tuple[str, Node]") -> "Obj":
        return cls([Entry(value, name) for name, value in members])


@dataclass
class Arr:
    """A list."""

    entries: list[Entry] = field(default_factory=list)

    @classmethod
    def of(cls, *items: "Node") -> "Arr":
        return cls([Entry(item) for item in items])


Node = Obj | Arr | str | int | float | bool | None
Place = tuple[int, int]


class Style(NamedTuple):
    """How a document is written. ``kind`` is ``json``, ``jsonc`` or ``yaml``."""

    kind: str
    indent: int = 2
    tabs: bool = False
    compact: bool = False
    inline_pairs: bool = False
    trailing_commas: bool = False
    newline: str = "\n"
    quotes: str = ""
    flow_depth: int = 99
    dash_indent: bool = True

    @property
    def ending(self) -> str:
        return {"json": "json", "jsonc": "jsonc", "yaml": "yaml"}[self.kind]


class Written(NamedTuple):
    """A document's text and where the marked texts in it begin: line and column, from 1, in characters."""

    text: str
    places: dict[str, Place]


def write(roots: Sequence[Node], style: Style) -> Written:
    """Write a document of one root or several."""
    writer = _Yaml(style) if style.kind == "yaml" else _Json(style)
    writer.document(roots)
    return Written("".join(writer.parts), writer.places)


def has_comments(node: Node) -> bool:
    """Tell whether there are comments in the tree, which plain JSON can't hold."""
    if not isinstance(node, Obj | Arr):
        return False
    return any(entry.above or entry.beside or has_comments(entry.value) for entry in node.entries)


def is_scalars(node: Node) -> bool:
    """Tell whether it is an object of nothing but scalars, such as a key and its value."""
    return isinstance(node, Obj) and not any(isinstance(entry.value, Obj | Arr) for entry in node.entries)


class _Page:
    """What both writers share: the text so far, and where it has come to."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.parts: list[str] = []
        self.places: dict[str, Place] = {}
        self._line, self._column = 1, 1

    def document(self, roots: Sequence[Node]) -> None:
        raise NotImplementedError

    def put(self, text: str) -> None:
        """Write text that holds no line end."""
        self.parts.append(text)
        self._column += len(text)

    def end_line(self) -> None:
        self.parts.append(self.style.newline)
        self._line, self._column = self._line + 1, 1

    def put_marked(self, quoted: str, text: str) -> None:
        """Write a text as ``quoted``, and remember where its own first character stands."""
        if isinstance(text, Marked):
            quote = 1 if quoted[:1] in "\"'" else 0
            self.places[text.mark] = (self._line, self._column + quote)
        self.put(quoted)

    def put_flow(self, node: Node, comma: str = ", ", colon: str = ": ") -> None:
        """Write JSON on one line; it is YAML's flow style, too."""
        if isinstance(node, Obj | Arr):
            opening, closing = "{}" if isinstance(node, Obj) else "[]"
            self.put(opening)
            for index, entry in enumerate(node.entries):
                self.put(comma if index else "")
                if isinstance(node, Obj):
                    self.put_scalar(entry.name)
                    self.put(colon)
                self.put_flow(entry.value, comma, colon)
            self.put(closing)
        else:
            self.put_scalar(node)

    def put_scalar(self, value: Node) -> None:
        raise NotImplementedError


class _Json(_Page):
    def document(self, roots: Sequence[Node]) -> None:
        for root in roots:
            self._node(root, 0)
            self.end_line()

    def put_scalar(self, value: Node) -> None:
        quoted = json.dumps(value, ensure_ascii=False)
        self.put_marked(quoted, value if isinstance(value, str) else "")

    def _node(self, node: Node, depth: int) -> None:
        if not isinstance(node, Obj | Arr) or not node.entries:
            self.put_flow(node)
        elif not has_comments(node) and (self.style.compact or (self.style.inline_pairs and is_scalars(node))):
            comma, colon = (",", ":") if self.style.compact else (", ", ": ")
            self.put_flow(node, comma, colon)
        else:
            self._broken(node, depth)

    def _broken(self, node: Obj | Arr, depth: int) -> None:
        opening, closing = "{}" if isinstance(node, Obj) else "[]"
        self.put(opening)
        self.end_line()
        for index, entry in enumerate(node.entries):
            for comment in entry.above:
                self._start(depth + 1)
                self._comment(comment)
                self.end_line()
            self._start(depth + 1)
            self._entry(node, entry, depth)
            last = index == len(node.entries) - 1
            self.put("," if not last or self.style.trailing_commas else "")
            if entry.beside:
                self.put("  ")
                self._comment(entry.beside)
            self.end_line()
        self._start(depth)
        self.put(closing)

    def _entry(self, node: Obj | Arr, entry: Entry, depth: int) -> None:
        if isinstance(node, Obj):
            self.put_scalar(entry.name)
            self.put(": ")
        if entry.beside:
            self.put_flow(entry.value)
        else:
            self._node(entry.value, depth + 1)

    def _start(self, depth: int) -> None:
        self.put("\t" * depth if self.style.tabs else " " * (self.style.indent * depth))

    def _comment(self, text: str) -> None:
        self.put(f"/* {text} */" if self.style.quotes == "block" else f"// {text}")


class _Yaml(_Page):
    def document(self, roots: Sequence[Node]) -> None:
        for index, root in enumerate(roots):
            if index:
                self.put("---")
                self.end_line()
            if self._is_block(root, 0):
                self._block(root, 0)
            else:
                self.put_flow(root)
                self.end_line()

    def put_scalar(self, value: Node) -> None:
        if not isinstance(value, str):
            self.put("null" if value is None else str(value).lower())
        elif self.style.quotes == "single":
            self.put_marked("'" + value.replace("'", "''") + "'", value)
        elif self.style.quotes == "double" or not _is_plain(value):
            self.put_marked(json.dumps(value, ensure_ascii=False), value)
        else:
            self.put_marked(value, value)

    def _is_block(self, node: Node, depth: int) -> bool:
        if not isinstance(node, Obj | Arr) or not node.entries:
            return False
        if has_comments(node):
            return True
        return depth < self.style.flow_depth and not (self.style.inline_pairs and is_scalars(node))

    def _block(self, node: Node, depth: int, margin: str = "", *, begun: bool = False) -> None:
        """Write a node over several lines. ``begun`` tells that the first entry goes on the line that is open."""
        if not isinstance(node, Obj | Arr):
            raise TypeError("a scalar has no block")
        for entry in node.entries:
            self._entry(node, entry, depth, margin, begun=begun)
            begun = False

    def _entry(self, node: Obj | Arr, entry: Entry, depth: int, margin: str, *, begun: bool) -> None:
        for comment in entry.above:
            self.put(f"{margin}# {comment}")
            self.end_line()
        self.put("" if begun else margin)
        if isinstance(node, Obj):
            self._name(entry.name)
            self.put(":")
        else:
            self.put("-")
        if self._is_block(entry.value, depth + 1) and not entry.beside:
            self._child(node, entry.value, depth, margin)
        else:
            self.put(" ")
            self.put_flow(entry.value)
            self.put(f"  # {entry.beside}" if entry.beside else "")
            self.end_line()

    def _name(self, name: str) -> None:
        """Write a member's name; people write the connector's number as a number."""
        if name.isdigit() and not self.style.quotes:
            self.put(name)
        else:
            self.put_scalar(name)

    def _child(self, node: Obj | Arr, value: Node, depth: int, margin: str) -> None:
        step = " " * max(self.style.indent, 1)
        if isinstance(node, Arr) and isinstance(value, Obj) and not value.entries[0].above:
            self.put(" ")
            self._block(value, depth + 1, margin + "  ", begun=True)
            return
        self.end_line()
        flush = isinstance(value, Arr) and isinstance(node, Obj) and not self.style.dash_indent
        self._block(value, depth + 1, margin if flush else margin + step)


def _is_plain(text: str) -> bool:
    """Tell whether YAML reads the text as this text without quotes."""
    if re.fullmatch(r"(?i)true|false|yes|no|on|off|null|y|n|~", text):
        return False
    return bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9_.\-/]*( [A-Za-z0-9_.\-/]+)*", text))
