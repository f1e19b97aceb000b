"""Tables on a page: columns as wide as they need to be, one of which takes what room is left."""

from collections.abc import Sequence

from ocpplint.reporters.page import Page, text_width

_GAP = "  "
_NARROWEST = 12

Row = tuple[str, ...]


def write_table(page: Page, header: Row, rows: Sequence[Row], *, elastic: int, indent: int = 2) -> None:
    """Write a table. The column ``elastic`` is shortened where the page is too narrow for all."""
    widths = [max(text_width(row[column]) for row in (header, *rows)) for column in range(len(header))]
    room = page.width - indent - len(_GAP) * (len(header) - 1) - sum(widths) + widths[elastic]
    widths[elastic] = max(_NARROWEST, min(widths[elastic], room))
    for row in (header, *rows):
        cells = (fitted(cell, width) for cell, width in zip(row, widths, strict=True))
        line = (" " * indent + _GAP.join(cells)).rstrip()
        page.line(page.paint(line, "dim") if row is header else line)


def fitted(text: str, width: int) -> str:
    """Fill a text up to ``width`` columns, or shorten it to them."""
    missing = width - text_width(text)
    if missing >= 0:
        return text + " " * missing
    while text_width(text) > width - 1:
        text = text[:-1]
    return text + "…" + " " * (width - 1 - text_width(text))
