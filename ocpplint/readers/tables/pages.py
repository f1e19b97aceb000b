"""Tables in saved or pasted pages: HTML, Markdown, text with tabs or commas, and cells on lines."""

from collections.abc import Iterator

from ocpplint.readers.tables.page import Cell, Row, TablePage

__all__ = ["Cell", "Row", "TablePage", "pages_in"]


def pages_in(text: str) -> Iterator[TablePage]:
    """Yield what ``text`` may be read as, the likeliest first: text does not say how its tables are written."""
    from ocpplint.readers.tables.html import is_html, read_html
    from ocpplint.readers.tables.text import read_text

    if is_html(text):
        yield read_html(text)
    else:
        yield from read_text(text)
