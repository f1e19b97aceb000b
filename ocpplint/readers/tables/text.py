"""Tables in text: Markdown, tabs, commas or semicolons, and pasted pages with one cell per line."""

import re
from collections.abc import Iterator

from ocpplint.documents.delimited import rows_in
from ocpplint.documents.markdown import cells_between_bars
from ocpplint.documents.positions import LineIndex
from ocpplint.readers.tables.page import Cell, Row, TablePage, plain

_RULE = re.compile(r"[\s|:+=-]+")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|`)(?=\S)(.{1,200}?)(?<=\S)\1(?!\w)")
_FEWEST_BARS = 4


def read_text(text: str) -> Iterator[TablePage]:
    """Yield what a text may be read as, each way that it has a sign of."""
    lines = text.lstrip("\ufeff").splitlines()
    bars = sum(line.strip() == "|" for line in lines)
    if bars >= _FEWEST_BARS:
        yield TablePage(cells=list(_cells_between_bars(lines)))
    if any(line.count("|") > 1 for line in lines):
        yield TablePage(tables=[list(_rows_of_bars(lines))])
    for delimiter in "\t;,":
        if any(line.count(delimiter) > 1 for line in lines):
            yield TablePage(tables=[list(_separated(text, delimiter))])
    yield TablePage(cells=[Cell(plain(line), number) for number, line in enumerate(lines, 1) if line.strip()])


def _cells_between_bars(lines: list[str]) -> Iterator[Cell]:
    """Yield the cells that stand between lines with nothing but a bar. What precedes the first are lines of prose."""
    held: list[tuple[int, str]] = []
    seen_bar = is_padded = False
    for number, line in enumerate(lines, 1):
        if line.strip() != "|":
            held.append((number, line))
            continue
        if seen_bar:
            is_padded = is_padded or _is_padded(held)
            yield _joined(held, number)
        else:
            yield from (Cell(plain(text), at) for at, text in held if text.strip())
        held, seen_bar = [], True
    # Nothing tells the last cell from what stands below the table but a blank line.
    begun = not _is_padded(held) or is_padded
    yield _joined(_paragraph(held) if begun else [], len(lines))


def _is_padded(lines: list[tuple[int, str]]) -> bool:
    """Tell a cell whose text begins below a blank line."""
    return bool(lines) and not lines[0][1].strip() and any(text.strip() for _, text in lines)


def _paragraph(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    text = [index for index, (_, line) in enumerate(lines) if line.strip()]
    if not text:
        return []
    blank = (index for index, (_, line) in enumerate(lines) if index > text[0] and not line.strip())
    return lines[text[0] : next(blank, len(lines))]


def _joined(lines: list[tuple[int, str]], number: int) -> Cell:
    first = next((at for at, text in lines if text.strip()), number)
    return Cell(plain(" ".join(text for _, text in lines)), first)


def _rows_of_bars(lines: list[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        if line.strip() and not ("|" in line and _RULE.fullmatch(line)):
            yield [Cell(_without_marks(cell.text), number) for cell in cells_between_bars(line, 0)]


def _without_marks(text: str) -> str:
    """Take away what Markdown writes within a cell: emphasis and code."""
    return plain(_EMPHASIS.sub(r"\2", plain(text)))


def _separated(text: str, delimiter: str) -> Iterator[Row]:
    lines = LineIndex(text)
    for row in rows_in(text, delimiter):
        yield [Cell(plain(cell.text), lines.position(cell.start)[0]) for cell in row]
