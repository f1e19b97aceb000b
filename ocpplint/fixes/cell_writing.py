"""The new text of a cell of a table, an element of XML or a line of text, in the place of the old one."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from ocpplint.documents import formats

_SIMPLE: Final = re.compile(r"[\w.+-]+")
"""What stands for itself in every format."""
_PLAIN_IN_CSV: Final = re.compile(r"[\w .:/+-]+")
_PLAIN_IN_MARKDOWN: Final = re.compile(r"[\w.,:/+-]+")


class _Cell(NamedTuple):
    """A cell to replace: its text, the character before and behind it if it is the same, and what it is to say."""

    old: str
    around: str
    content: str


def cell_writer(path: str, text: str) -> "Callable[[int, int, str], str | None] | None":
    """Return what writes into a text that is no tree of scalars; None for one that is."""
    form = formats.named_format(path)
    write: Callable[[_Cell], str | None] | None
    if form is None:
        is_json = text.lstrip("\ufeff \t\r\n").startswith(("{", "[", '"', "//", "/*"))
        write = None if is_json else _in_text
    else:
        write = _WRITERS.get(form.name)
    if write is None:
        return None
    return lambda start, end, content: write(_Cell(text[start:end], _around(text, start, end), content))


def _around(text: str, start: int, end: int) -> str:
    before, behind = text[start - 1 : start], text[end : end + 1]
    return before if before == behind else ""


def _in_text(cell: _Cell) -> str | None:
    return cell.content if _SIMPLE.fullmatch(cell.content) else None


def _in_csv(cell: _Cell) -> str | None:
    """Write a cell of CSV: within the quotes it has, or with quotes where it needs them."""
    doubled = cell.content.replace('"', '""')
    if cell.around == '"':
        return doubled
    return cell.content if _PLAIN_IN_CSV.fullmatch(cell.content) else f'"{doubled}"'


def _in_xml(cell: _Cell) -> str | None:
    """Write an attribute or the text of an element; not where markup stands within it."""
    if "<" in cell.old:
        return None
    said = cell.content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        said.replace('"', "&quot;").replace("'", "&apos;") if cell.around in ('"', "'") and cell.around else said
    )


def _in_html(cell: _Cell) -> str | None:
    return _in_xml(cell._replace(around=""))


def _in_markdown(cell: _Cell) -> str | None:
    """Write a cell of Markdown, where many characters have a meaning."""
    return cell.content if _PLAIN_IN_MARKDOWN.fullmatch(cell.content) else None


def _nowhere(_: _Cell) -> str | None:
    """Write nothing: a workbook is no text."""
    return None


_WRITERS: Final[dict[str, Callable[[_Cell], str | None]]] = {
    formats.CSV.name: _in_csv,
    formats.XML.name: _in_xml,
    formats.HTML.name: _in_html,
    formats.MARKDOWN.name: _in_markdown,
    formats.EXCEL.name: _nowhere,
}
