"""Tables of an HTML page, as saved by browsers: nested, with cells over several rows and columns, and open tags."""

import re
from html.parser import HTMLParser

from ocpplint.readers.tables.page import Cell, Row, TablePage, plain

_CELLS = ("td", "th")
_TITLES = ("title", "h1", "h2")
_HIDDEN = ("script", "style", "template", "noscript")
_BLOCKS = re.compile(
    r"(?:h[1-6]|p|div|br|hr|li|ul|ol|dl|dt|dd|pre|section|article|header|footer|form|body|title)\Z"
)
_MOST_COLUMNS = 100
_MOST_ROWS = 10_000


def is_html(text: str) -> bool:
    """Tell HTML from text that may hold a tag."""
    return re.search(r"(?i)<(?:html|table|tr|!doctype html)[\s>]", text) is not None


def read_html(text: str) -> TablePage:
    """Read the tables of a page, and what stands outside of them."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.page()


class _Table:
    """A table that is being read. ``_below`` has, by column, cells that span the following rows."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._row: Row | None = None
        self._below: dict[int, tuple[int, Cell]] = {}
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._line = 0

    def begin_row(self) -> None:
        self.end_row()
        self._row = []

    def begin_cell(self, columns: int, rows: int, line: int) -> None:
        self.end_cell()
        if self._row is None:
            self._row = []
        self._cell, self._spans, self._line = [], (columns, rows), line

    def add(self, text: str) -> None:
        if self._cell is not None:
            self._cell.append(text)

    def end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        self._fill_from_above(self._row)
        columns, rows = self._spans
        cell = Cell(plain("".join(self._cell)), self._line, columns > 1)
        for offset in range(columns):
            each = cell if offset == 0 else cell._replace(text="")
            if rows > 1:
                self._below[len(self._row)] = (rows - 1, each)
            self._row.append(each)
        self._cell = None

    def end_row(self) -> None:
        self.end_cell()
        if self._row is not None:
            self._fill_from_above(self._row)
            self.rows.append(self._row)
        self._row = None

    def _fill_from_above(self, row: Row) -> None:
        while len(row) in self._below:
            rows, cell = self._below.pop(len(row))
            if rows > 1:
                self._below[len(row)] = (rows - 1, cell)
            row.append(cell)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._done: list[_Table] = []
        self._open: list[_Table] = []
        self._hidden = 0
        self._prose: list[list[str]] = [[]]
        self._titles: dict[str, list[str]] = {}
        self._heading: str | None = None

    def page(self) -> TablePage:
        """Return what was read, with the tables in the order in which they begin."""
        tables = [*self._done]
        for table in self._open:
            table.end_row()
        titles = [plain("".join(self._titles.get(tag, ()))) for tag in _TITLES]
        prose = [plain("".join(parts)) for parts in self._prose]
        return TablePage([*filter(None, titles)], [*filter(None, prose)], [table.rows for table in tables])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "table":
            table = _Table()
            self._open.append(table)
            self._done.append(table)
        elif self._open and tag == "tr":
            self._open[-1].begin_row()
        elif self._open and tag in _CELLS:
            given = dict(attrs)
            spans = _span(given.get("colspan"), _MOST_COLUMNS), _span(given.get("rowspan"), _MOST_ROWS)
            self._open[-1].begin_cell(*spans, self.getpos()[0])
        elif _BLOCKS.match(tag):
            self._break()
            self._heading = tag if tag in _TITLES and tag not in self._titles else self._heading

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif self._open and tag == "table":
            self._open.pop().end_row()
        elif self._open and tag == "tr":
            self._open[-1].end_row()
        elif self._open and tag in _CELLS:
            self._open[-1].end_cell()
        elif _BLOCKS.match(tag):
            self._break()
            self._heading = None if tag == self._heading else self._heading

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._heading is not None:
            self._titles.setdefault(self._heading, []).append(data)
        if self._open:
            self._open[-1].add(data)
        else:
            self._prose[-1].append(data)

    def _break(self) -> None:
        if self._open:
            self._open[-1].add(" ")
        elif self._prose[-1]:
            self._prose.append([])


def _span(text: str | None, most: int) -> int:
    number = (text or "").strip()
    return max(1, min(int(number), most)) if number.isascii() and number.isdecimal() and len(number) < 8 else 1
