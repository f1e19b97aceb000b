"""Tables and paragraphs of limited width."""

from collections.abc import Mapping, Sequence

from ocpplint.reporters.text_output import TextOutput, text_width, wrapped

_GAP = "  "
_INDENT = 2

Row = tuple[str, ...]


def write_table(page: TextOutput, header: Row, rows: Sequence[Row], elastic: Mapping[int, int]) -> None:
    """Write a table. ``elastic`` names the columns that may shrink, in that order, with their minimum widths."""
    widths = [max(text_width(row[column]) for row in (header, *rows)) for column in range(len(header))]
    excess = _INDENT + len(_GAP) * (len(header) - 1) + sum(widths) - page.width
    for column, least in elastic.items():
        spared = max(0, min(excess, widths[column] - least))
        widths[column] -= spared
        excess -= spared
    for row in (header, *rows):
        cells = (fitted(cell, width) for cell, width in zip(row, widths, strict=True))
        line = (" " * _INDENT + _GAP.join(cells)).rstrip()
        page.line(page.paint(line, "dim") if row is header else line)


def fitted(text: str, width: int) -> str:
    """Fill a text up to ``width`` columns, or shorten it to them; its beginning and its end stay."""
    missing = width - text_width(text)
    if missing >= 0:
        return text + " " * missing
    head, tail = text[: len(text) // 2], text[len(text) // 2 :]
    while text_width(head) + text_width(tail) > width - 1:
        if text_width(head) > text_width(tail):
            head = head[:-1]
        else:
            tail = tail[1:]
    shortened = f"{head}…{tail}"
    return shortened + " " * (width - text_width(shortened))


def write_hanging(page: TextOutput, lead: str, text: str) -> None:
    """Write a text after a prefix; further lines are indented to its beginning."""
    first, *rest = wrapped(text, page.width - text_width(lead))
    page.line(f"{lead}{first}".rstrip())
    for line in rest:
        page.line(" " * text_width(lead) + line)
