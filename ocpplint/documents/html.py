"""Tables of an HTML page, as saved by browsers: nested, with cells over several rows and columns, and open tags.

The standard library's ``html.parser`` takes quadratic time for tags that nothing closes, so tags are found here by one
expression, which reads no character twice: a tag ends before the next ``<``.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from typing import NamedTuple

from ocpplint.documents.limits import MAX_CELLS, TOO_MANY_CELLS
from ocpplint.documents.rows import TableText, TextCell, TextRow, table_document
from ocpplint.documents.tree import Comment, Document, Route, Span, SyntaxProblem

_CELLS = ("td", "th")
_TITLES = ("title", "h1", "h2")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "caption", "summary", "figcaption"))
_HIDDEN = ("script", "style", "template", "noscript")
_BLOCKS = re.compile(
    r"(?:h[1-6]|p|div|br|hr|li|ul|ol|dl|dt|dd|pre|section|article|header|footer|form|body|title|caption)\Z"
)
_TAG = re.compile(
    r"""<(?:(?P<comment>!--)
    |(?P<close>/?)(?P<name>[A-Za-z][^\s<>/"']*+)(?P<attributes>(?:[^<>"']++|"[^"<]*+"|'[^'<]*+'|["'])*+)>
    |[!?][^<>]*+>)""",
    re.VERBOSE,
)
_SPAN = r"""(?i)(?<![^\s"'])%s\s*=\s*["']?\s*(\d{1,7})(?!\d)"""
_MOST_COLUMNS = 100
_MOST_ROWS = 10_000
_MOST_OPEN = 100
"""Tables inside one another; those further inside are read as text of the cell they stand in."""


def parse_html(text: str) -> Document:
    """Read the tables of a page: each is a root. Headings and captions are comments before the table that follows."""
    reader = HtmlTables(text)
    reader.read()
    return table_document(text, TableText(reader.tables, reader.comments, reader.problems))


def is_html(text: str) -> bool:
    """Tell HTML from text that may hold a tag."""
    return re.search(r"(?i)<(?:html|table|tr|!doctype html)[\s>]", text) is not None


class _FullError(Exception):
    """More cells than are read."""


class _Room:
    """How many more cells are read: a few characters can make many of them by their spans."""

    def __init__(self) -> None:
        self._left = MAX_CELLS

    def take(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise _FullError


class _Table:
    """A table that is being read. ``_below`` has, by column, cells that span the following rows."""

    def __init__(self, number: int, room: _Room) -> None:
        self.number = number
        self._room = room
        self.rows: list[TextRow] = []
        self._row: list[TextCell] | None = None
        self._below: dict[int, tuple[int, TextCell]] = {}
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._place = (0, 0)
        self._is_placed = False

    def begin_row(self) -> None:
        self.end_row()
        self._row = []

    def begin_cell(self, columns: int, rows: int, at: int) -> None:
        self.end_cell()
        if self._row is None:
            self._row = []
        self._cell, self._spans, self._place, self._is_placed = [], (columns, rows), (at, at), False

    def add(self, text: str, start: int, end: int) -> None:
        """Add what stands in the open cell from ``start`` to ``end``, where any of it can be seen."""
        if self._cell is None:
            return
        self._cell.append(text)
        if text.strip():
            self._place = (self._place[0] if self._is_placed else start, end)
            self._is_placed = True

    def end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        self._fill_from_above(self._row)
        columns, rows = self._spans
        cell = TextCell("".join(self._cell).strip(), *self._place, columns > 1)
        for offset in range(columns):
            each = cell if offset == 0 else cell._replace(text="")
            if rows > 1:
                self._below[len(self._row)] = (rows - 1, each)
            self._room.take()
            self._row.append(each)
        self._cell = None

    def end_row(self) -> None:
        self.end_cell()
        if self._row is not None:
            self._fill_from_above(self._row)
            self.rows.append(self._row)
        self._row = None

    def _fill_from_above(self, row: list[TextCell]) -> None:
        while len(row) in self._below:
            rows, cell = self._below.pop(len(row))
            if rows > 1:
                self._below[len(row)] = (rows - 1, cell)
            self._room.take()
            row.append(cell)


class _Piece(NamedTuple):
    """A tag, a comment or text between them. ``tag`` is ``/td`` for an end tag, ``!`` for a comment, empty for text."""

    tag: str
    text: str
    start: int
    end: int


def _pieces(text: str) -> Iterator[_Piece]:
    """Yield what a page consists of; not what browsers do not show."""
    at = 0
    while (found := _TAG.search(text, at)) is not None:
        yield _Piece("", text[at : found.start()], at, found.start())
        at = found.end()
        if found["comment"]:
            end = text.find("-->", at)
            yield _Piece("!", text[at : end if end >= 0 else len(text)], found.start(), at if end < 0 else end + 3)
            at = len(text) if end < 0 else end + 3
        elif found["name"]:
            tag = found["name"].lower()
            yield _Piece(found["close"] + tag, found["attributes"], found.start(), at)
            if tag in _HIDDEN and not found["close"]:
                at = _end_of_hidden(text, tag, at)
    yield _Piece("", text[at:], at, len(text))


def _end_of_hidden(text: str, tag: str, at: int) -> int:
    end = re.compile(rf"(?i)</{tag}[\s>/]").search(text, at)
    return end.start() if end is not None else len(text)


class HtmlTables:
    """Reads a page. ``tables`` stand in the order in which they begin; cells keep their white space.

    ``titles`` are what the page calls itself, by tag; ``prose`` is the text outside of tables, in paragraphs.
    """

    def __init__(self, text: str) -> None:
        self.titles: dict[str, list[str]] = {}
        self.prose: list[list[str]] = [[]]
        self.comments: list[Comment] = []
        self.problems: list[SyntaxProblem] = []
        self._text = text
        self._room = _Room()
        self._done: list[_Table] = []
        self._open: list[_Table] = []
        self._title: str | None = None
        self._heading: tuple[str, int, list[str]] | None = None

    @property
    def tables(self) -> list[list[TextRow]]:
        """The tables by now."""
        return [table.rows for table in self._done]

    def read(self) -> None:
        """Read the page to its end, or until its tables have too many cells."""
        for piece in _pieces(self._text):
            try:
                self._read(piece)
            except _FullError:
                self.problems.append(SyntaxProblem(TOO_MANY_CELLS, Span(piece.start, piece.start)))
                return
        with suppress(_FullError):
            for table in reversed(self._open):
                table.end_row()

    def _read(self, piece: _Piece) -> None:
        if not piece.tag:
            self._take(piece)
        elif piece.tag == "!":
            self._remark(piece.text, piece.start, piece.end)
        elif piece.tag.startswith("/"):
            self._end(piece.tag[1:], piece.start)
        else:
            self._start(piece)

    def _start(self, piece: _Piece) -> None:
        tag = piece.tag
        if tag == "table" and len(self._open) < _MOST_OPEN:
            table = _Table(len(self._done), self._room)
            self._open.append(table)
            self._done.append(table)
        elif self._open and tag == "tr":
            self._open[-1].begin_row()
        elif self._open and tag in _CELLS:
            spans = _span(piece.text, "colspan", _MOST_COLUMNS), _span(piece.text, "rowspan", _MOST_ROWS)
            self._open[-1].begin_cell(*spans, piece.end)
        elif _BLOCKS.match(tag):
            self._break(piece.start)
            self._title = tag if tag in _TITLES and tag not in self.titles else self._title
        if tag in _HEADINGS:
            self._heading = (tag, piece.start, [])

    def _end(self, tag: str, start: int) -> None:
        if self._open and tag == "table":
            self._open.pop().end_row()
        elif self._open and tag == "tr":
            self._open[-1].end_row()
        elif self._open and tag in _CELLS:
            self._open[-1].end_cell()
        elif _BLOCKS.match(tag):
            self._break(start)
            self._title = None if tag == self._title else self._title
        if self._heading is not None and tag == self._heading[0]:
            _, begin, words = self._heading
            self._heading = None
            self._remark("".join(words), begin, start)

    def _take(self, piece: _Piece) -> None:
        data = unescape(piece.text)
        left = len(piece.text) - len(piece.text.lstrip())
        if self._title is not None:
            self.titles.setdefault(self._title, []).append(data)
        if self._heading is not None:
            self._heading[2].append(data)
        if self._open:
            self._open[-1].add(data, piece.start + left, piece.start + len(piece.text.rstrip()))
        else:
            self.prose[-1].append(data)

    def _remark(self, said: str, start: int, end: int) -> None:
        """Keep a comment or a heading, where it stands in the tree: in the open table or before the next one."""
        container: Route = ()
        before = len(self._done)
        if self._open and self._open[-1].rows:
            container, before = (self._open[-1].number,), len(self._open[-1].rows)
        elif self._open:
            before = self._open[-1].number
        self.comments.append(Comment(" ".join(said.split()), Span(start, end), container, before, trailing=False))

    def _break(self, at: int) -> None:
        if self._open:
            self._open[-1].add(" ", at, at)
        elif self.prose[-1]:
            self.prose.append([])


def _span(attributes: str, name: str, most: int) -> int:
    found = re.search(_SPAN % name, attributes)
    return max(1, min(int(found[1]), most)) if found is not None else 1
