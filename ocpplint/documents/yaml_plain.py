"""A reader of plain YAML, as in most configurations, without PyYAML, whose import takes half of a short run.

Plain are block mappings and sequences indented by spaces, scalars and brackets of one line, comments and one
``---``. The result is exactly that of ``yamldoc``, including positions. This reader declines all
other text, including errors, and ``yamldoc`` reads it.
"""

from typing import Any

from ocpplint.documents.limits import MAX_DEPTH
from ocpplint.documents.positions import NO_KEY, PositionTable
from ocpplint.documents.tree import Comment, Document, Node, Object, Span
from ocpplint.documents.yaml_plain_scalars import LONGEST_KEY, NotPlainError, may_start_plain, quoted, skip_spaces
from ocpplint.documents.yaml_scalars import plain_scalar

_NOWHERE = -1
"""As an offset: no value is awaited. As a column: left of every block, where no key may stand."""


def parse_plain(text: str) -> Document | None:
    """Parse a plain YAML document; return None where only a full parser can tell what the text says."""
    if not _has_plain_characters(text):
        return None
    reader = BlockReader(text)
    try:
        reader.read()
    except NotPlainError:
        return None
    comments = _placed(text, reader.comments, reader.top.table) if reader.comments else []
    return Document(text, reader.top.children, reader.top.table.spans, comments)


def _has_plain_characters(text: str) -> bool:
    r"""Return whether a text has only printable characters and line ends, ``\n`` or ``\r\n``.

    ``str.isprintable`` leaves out more than YAML (1.2.2, section 5.1): every space but one, and all line
    separators, on which parsers disagree.
    """
    if "\r" in text and text.count("\r") != text.count("\r\n"):
        return False
    return text.replace("\n", "").replace("\r", "").isprintable()


def _placed(text: str, spans: list[Span], table: PositionTable) -> list[Comment]:
    from ocpplint.documents.yaml_comments import place_comments

    return place_comments(text, spans, table)


class Block:
    """An open block mapping or sequence; the top level is a sequence with room for one item.

    ``awaits`` is where the value of the last key or dash would stand if it were null, until there is a value.
    """

    __slots__ = ("awaits", "children", "column", "is_mapping", "key", "key_end", "key_start", "table")

    def __init__(self, column: int, *, is_mapping: bool) -> None:
        self.column = column
        self.is_mapping = is_mapping
        self.children: list[Any] = []
        self.table = PositionTable()
        self.awaits = _NOWHERE
        self.key = ""
        self.key_start = self.key_end = NO_KEY


class BlockReader:
    """Reads a text line by line. A line's column alone decides which block it continues, ends or opens."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.comments: list[Span] = []
        self.top = Block(_NOWHERE, is_mapping=False)
        self.top.awaits = 0
        self._stack = [self.top]
        self._content_end = 0
        self._marked = False

    def read(self) -> None:
        """Read the whole text. Raises ``NotPlainError`` if it is not plain, or holds no node."""
        at = 0
        for line in self._text.split("\n"):
            content = line.strip(" \r")
            if content:
                column = line.index(content[0])
                self._line(at + column, at + column + len(content), column)
            at += len(line) + 1
        while len(self._stack) > 1:
            self._close()
        if not self.top.children:
            raise NotPlainError("no node")

    def _line(self, start: int, end: int, column: int) -> None:
        """Read a line that is not blank."""
        text = self._text
        if text[start] == "#":
            self._comment(start)
        elif text.startswith("- ", start) or text[start:end] == "-":
            self._settle(column, is_item=True)
            self._items(start, end, column)
        elif column == 0 and text.startswith(("---", "..."), start):
            self._document_mark(start, end)
        else:
            self._settle(column, is_item=False)
            self._content(start, end, column)

    def _comment(self, start: int) -> None:
        end = self._text.find("\n", start)
        end = len(self._text) if end < 0 else end
        self.comments.append(Span(start, end - self._text.endswith("\r", start, end)))

    def _document_mark(self, start: int, end: int) -> None:
        """Read the ``---`` before the only document; any other mark is not plain."""
        if self._marked or self.top.children or self._text[start : start + 4].rstrip(" \r\n") != "---":
            raise NotPlainError(start)
        self._marked = True
        self._nothing_but_comment(start + 3, end)

    def _settle(self, column: int, *, is_item: bool) -> None:
        """Close the blocks that a line at ``column`` ends, and the value before it that it leaves null."""
        stack = self._stack
        while column < stack[-1].column:
            self._close()
        block = stack[-1]
        if column > block.column:
            return
        if not (block.is_mapping or is_item):
            # A sequence may stand at the column of its key (YAML 1.2.2, section 8.2.1): the next key ends it.
            self._close()
            block = stack[-1]
        if block.awaits >= 0 and block.is_mapping != is_item:
            self._add(None, block.awaits, block.awaits)

    def _close(self) -> None:
        block = self._stack[-1]
        if block.awaits >= 0:
            self._add(None, block.awaits, block.awaits)
        self._stack.pop()
        self._stack[-1].table.marks[-1] = self._content_end

    def _open(self, start: int, column: int, *, is_mapping: bool) -> Block:
        if len(self._stack) > MAX_DEPTH:
            raise NotPlainError(start)
        block = Block(column, is_mapping=is_mapping)
        self._add(Object(block.children) if is_mapping else block.children, start, start, block.table)
        self._stack.append(block)
        return block

    def _add(self, node: Node, start: int, end: int, table: PositionTable | None = None) -> None:
        """Put a node where one is awaited. A block gets its end when it is closed."""
        block = self._stack[-1]
        if block.awaits < 0:
            raise NotPlainError(start)
        block.awaits = _NOWHERE
        if table is not None:
            block.table.inner[len(block.children)] = table
        block.children.append((block.key, node) if block.is_mapping else node)
        block.table.marks += (block.key_start, block.key_end, start, end)
        self._content_end = end

    def _items(self, start: int, end: int, column: int) -> None:
        """Read the dashes that a line begins with, and what stands after them."""
        text, line_start = self._text, start - column
        while text.startswith("- ", start) or text[start:end] == "-":
            block = self._stack[-1]
            if block.is_mapping or column > block.column:
                block = self._open(start, column, is_mapping=False)
            block.awaits = start + 1
            start = skip_spaces(text, start + 1, end)
            column = start - line_start
            if start == end:
                return
        if text[start] == "#":
            self._comment(start)
        else:
            self._content(start, end, column)

    def _content(self, start: int, end: int, column: int) -> None:
        """Read a member of a mapping at ``column``, or a node without a key."""
        first = self._text[start]
        if first in "\"'":
            self._quoted(start, end, column)
        elif first in "[{":
            self._flow(start, end)
        elif may_start_plain(self._text, start, end):
            self._plain(start, end, column)
        else:
            raise NotPlainError(start)

    def _quoted(self, start: int, end: int, column: int) -> None:
        said, stop = quoted(self._text, start, end)
        colon = skip_spaces(self._text, stop, end)
        if self._text.startswith(": ", colon) or self._text[colon:end] == ":":
            self._member(said, start, stop, colon, end, column)
        else:
            self._nothing_but_comment(stop, end)
            self._add(said, start, stop)

    def _flow(self, start: int, end: int) -> None:
        from ocpplint.documents.yaml_plain_flow import MAX_FLOW_DEPTH, FlowReader

        if len(self._stack) + MAX_FLOW_DEPTH > MAX_DEPTH:
            raise NotPlainError(start)
        node, table, stop = FlowReader(self._text, end).collection(start)
        self._nothing_but_comment(stop, end)
        self._add(node, start, stop, table)

    def _plain(self, start: int, end: int, column: int) -> None:
        """Read an unquoted scalar: up to a colon that makes it a key, a comment, or the end of the line."""
        text = self._text
        comment = text.find(" #", start, end)
        stop = comment if comment >= 0 else end
        colon = text.find(": ", start, stop)
        if colon < 0 and text[stop - 1] == ":":
            colon = stop - 1
        if colon >= 0:
            key = text[start:colon].rstrip(" ")
            if key == "<<":
                raise NotPlainError(start)
            self._member(key, start, start + len(key), colon, end, column)
            return
        said = text[start:stop].rstrip(" ")
        self._add(plain_scalar(said), start, start + len(said))
        if comment >= 0:
            self._comment(comment + 1)

    def _member(self, key: str, start: int, stop: int, colon: int, end: int, column: int) -> None:
        """Take a key, which opens a mapping unless it continues one, and read what stands beside it."""
        if column == _NOWHERE or colon - start > LONGEST_KEY:
            raise NotPlainError(start)
        block = self._stack[-1]
        if column > block.column:
            block = self._open(start, column, is_mapping=True)
        block.key, block.key_start, block.key_end = key, start, stop
        block.awaits = colon + 1
        value = skip_spaces(self._text, colon + 1, end)
        if value == end:
            return
        if self._text[value] == "#":
            self._comment(value)
        else:
            self._content(value, end, _NOWHERE)

    def _nothing_but_comment(self, at: int, end: int) -> None:
        """Read the rest of a line: nothing, or a comment after a space (YAML 1.2.2, section 6.6)."""
        start = skip_spaces(self._text, at, end)
        if start == end:
            return
        if start == at or self._text[start] != "#":
            raise NotPlainError(start)
        self._comment(start)
