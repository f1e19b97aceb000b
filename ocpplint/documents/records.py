"""Records in a text: what Python programs print of data and objects, and JSON objects in lines of a log.

``{'key': 'HeartbeatInterval', 'value': '300'}``, ``KeyValue(key='HeartbeatInterval', readonly=False, value='300')``,
and lists of them, inside one another. What ends nowhere is no record; records in it are.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ocpplint.documents.positions import NO_KEY, PositionTable
from ocpplint.documents.tree import Node, Number, Object, Span

_MOST_DEPTH: Final = 40
_OPENING: Final = re.compile(
    r"\{(?=\s*[\"'][\w.\-\[\] ]+[\"']\s*:)|\[(?=\s*(?:\{\s*[\"']|[A-Z]\w*\(\w+=))|\b[A-Z]\w*\((?=\w+=)"
)
_SPACE: Final = re.compile(r"\s*+")
_NAME: Final = re.compile(
    r"(?P<quote>[\"'])(?P<quoted>[\w.\-\[\]: ]{1,100})(?P=quote)\s*:\s*|(?P<bare>\w{1,100})="
)
_STRING: Final = re.compile(r"'(?:[^'\\\r\n]|\\[^\r\n])*+'|\"(?:[^\"\\\r\n]|\\[^\r\n])*+\"")
_WORD: Final = re.compile(r"[-+]?[\w.]+")
_CALL: Final = re.compile(r"(?:[A-Za-z_]\w*\.)*[A-Z]\w*\(")
_ESCAPE: Final = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U(000[0-9a-fA-F]{5}|0010[0-9a-fA-F]{4})|(.))"
)
_CONTROLS: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_WORDS: Final[dict[str, bool | None]] = dict(
    zip(("True", "False", "None", "true", "false", "null"), (True, False, None) * 2, strict=True)
)
_CLOSERS: Final = {"{": "}", "[": "]", "(": ")"}


class Record(NamedTuple):
    """A record: its tree, the positions in it, and where it stands. ``is_python``: no JSON looks so."""

    node: Node
    table: PositionTable
    span: Span
    is_python: bool


def records_in(text: str) -> Iterator[Record]:
    """Yield the records of a text, in order."""
    at = 0
    while (opened := _OPENING.search(text, at)) is not None:
        reader = _Reader(text)
        table = PositionTable()
        try:
            node, end = reader.container(opened.start(), table, 0)
        except _BrokenError as error:
            at = max(opened.end(), *error.args)
            continue
        yield Record(node, table, Span(opened.start(), end), reader.is_python)
        at = end


class _BrokenError(Exception):
    """What was begun is no record; ``args`` is where to go on."""


class _Reader:
    """Reads one record; each method returns a node and where it ends."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.is_python = False

    def container(self, at: int, table: PositionTable, depth: int) -> tuple[Node, int]:
        """Read an object, a list or a call, whose positions go into ``table``."""
        if depth > _MOST_DEPTH:
            raise _BrokenError(at)
        call = _CALL.match(self._text, at)
        if call is not None:
            self.is_python = True
            return self._object(call.end(), ")", table, depth)
        opener = self._text[at]
        if opener == "{":
            return self._object(at + 1, "}", table, depth)
        self.is_python = self.is_python or opener == "("
        return self._list(at + 1, _CLOSERS[opener], table, depth)

    def _object(self, at: int, closer: str, table: PositionTable, depth: int) -> tuple[Node, int]:
        members: list[tuple[str, Node]] = []
        while not self._text.startswith(closer, at := self._skip(at)):
            name = _NAME.match(self._text, at)
            if name is None:
                raise _BrokenError(0)
            part = "bare" if name["quoted"] is None else "quoted"
            self.is_python = self.is_python or name["quote"] != '"'
            node, at = self._value(name.end(), table, len(members), name.span(part), depth)
            members.append((name[part], node))
            at = self._next(at, closer)
        return Object(members), at + 1

    def _list(self, at: int, closer: str, table: PositionTable, depth: int) -> tuple[Node, int]:
        items: list[Node] = []
        while not self._text.startswith(closer, at := self._skip(at)):
            node, at = self._value(at, table, len(items), (NO_KEY, NO_KEY), depth)
            items.append(node)
            at = self._next(at, closer)
        return items, at + 1

    def _next(self, at: int, closer: str) -> int:
        """Pass over the comma behind a value; the closing bracket is left."""
        at = self._skip(at)
        if self._text.startswith(",", at):
            return at + 1
        if not self._text.startswith(closer, at):
            raise _BrokenError(0)
        return at

    def _value(
        self, at: int, table: PositionTable, index: int, key: tuple[int, int], depth: int
    ) -> tuple[Node, int]:
        string = _STRING.match(self._text, at)
        node: Node
        if string is not None:
            node, end = self._said(string[0]), string.end()
        elif self._text[at : at + 1] in _CLOSERS or _CALL.match(self._text, at):
            inner = table.inner[index] = PositionTable()
            node, end = self.container(at, inner, depth + 1)
        else:
            node, end = self._word(at)
        table.marks += (*key, at, end)
        return node, end

    def _said(self, written: str) -> str:
        self.is_python = self.is_python or written[0] == "'"
        body = written[1:-1]
        return _ESCAPE.sub(_unescaped, body) if "\\" in body else body

    def _word(self, at: int) -> tuple[Node, int]:
        word = _WORD.match(self._text, at)
        if word is None:
            raise _BrokenError(0)
        written = word[0]
        self.is_python = self.is_python or written in ("True", "False", "None")
        if written in _WORDS:
            return _WORDS[written], word.end()
        return Number(written) if _NUMBER.fullmatch(written) else written, word.end()

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    return chr(int(code, 16)) if code else _CONTROLS.get(found[4], found[4])
