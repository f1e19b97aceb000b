"""Tables in saved or pasted pages: HTML, Markdown, text with tabs or commas, and cells on lines."""

from collections.abc import Iterator

from ocpplint.documents.html import HtmlTables, is_html
from ocpplint.documents.positions import LineIndex
from ocpplint.readers.tables.page import Cell, Row, TablePage, plain

__all__ = ["Cell", "Row", "TablePage", "pages_in"]

_TITLES = ("title", "h1", "h2")


def pages_in(text: str) -> Iterator[TablePage]:
    """Yield what ``text`` may be read as, the likeliest first: text does not say how its tables are written."""
    if is_html(text):
        yield read_html(text)
    else:
        from ocpplint.readers.tables.text import read_text

        yield from read_text(text)


def read_html(text: str) -> TablePage:
    """Read the tables of a page, and what stands outside of them."""
    reader = HtmlTables(text)
    reader.read()
    lines = LineIndex(text)
    tables = [
        [[Cell(plain(cell.text), lines.position(cell.start)[0], cell.is_wide) for cell in row] for row in rows]
        for rows in reader.tables
    ]
    titles = [plain("".join(reader.titles.get(tag, ()))) for tag in _TITLES]
    prose = [plain("".join(parts)) for parts in reader.prose]
    return TablePage([*filter(None, titles)], [*filter(None, prose)], tables)
