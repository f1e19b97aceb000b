"""Tables in text: Markdown, tabs, commas or semicolons, and pasted pages with one cell per line."""

import csv
import io
import re
from collections.abc import Iterator

from ocpplint.readers.tables.page import Cell, Row, TablePage, plain

_BAR = re.compile(r"(?<!\\)\|")
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
        if not line.strip() or ("|" in line and _RULE.fullmatch(line)):
            continue
        text = line.strip().removeprefix("|")
        if text.endswith("|") and not text.endswith("\\|"):
            text = text[:-1]
        yield [Cell(_without_marks(part), number) for part in _BAR.split(text)]


def _without_marks(text: str) -> str:
    """Take away what Markdown writes into a cell: emphasis, code, escapes and line breaks."""
    text = re.sub(r"(?i)<br\s*/?>", " ", text.replace("\\|", "|"))
    return plain(_EMPHASIS.sub(r"\2", plain(text)))


def _separated(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    before = 0
    try:
        for row in reader:
            if any(part.strip() for part in row):
                yield [Cell(plain(part), before + 1) for part in row]
            before = reader.line_num
    except csv.Error:
        # A cell longer than any key table has: whatever this is, no table follows.
        return
