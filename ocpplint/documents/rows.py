"""Tables as trees: a document is a list of tables, a table a list of rows, a row a list of cells.

Every cell is text, with the place it stands at. Where a table has row or column spans, the cell stands once in the
text and may stand in several rows of the tree.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ocpplint.documents.limits import MAX_CELLS, TOO_MANY_CELLS
from ocpplint.documents.positions import NO_KEY, PositionTable
from ocpplint.documents.tree import Comment, Document, Node, NodeSpans, Route, Span, SyntaxProblem


class TextCell(NamedTuple):
    """A cell: what it says, and where it stands in the text (quotes included). ``is_wide``: it spans columns."""

    text: str
    start: int
    end: int
    is_wide: bool = False


TextRow = Sequence[TextCell]


class TableText(NamedTuple):
    """The tables of a text, with the comments among them and what is wrong with it."""

    tables: list[list[TextRow]]
    comments: list[Comment]
    problems: list[SyntaxProblem]


class Counted:
    """Passes rows on until they have too many cells, which is then a problem."""

    def __init__(self, problems: list[SyntaxProblem]) -> None:
        self._left = MAX_CELLS
        self._problems = problems

    def rows(self, rows: Iterable[TextRow]) -> list[TextRow]:
        """Return the rows as far as their cells are not too many."""
        taken: list[TextRow] = []
        for row in rows:
            self._left -= len(row) or 1
            if self._left < 0:
                start = row[0].start if row else 0
                self._problems.append(SyntaxProblem(TOO_MANY_CELLS, Span(start, start)))
                break
            taken.append(row)
        return taken


def table_document(text: str, found: TableText) -> Document:
    """Return the tree of a text's tables: each is a root."""
    roots = [_tree(rows) for rows in found.tables]
    return Document(text, roots, _late_spans(found.tables), found.comments, found.problems)


def _late_spans(tables: Sequence[Sequence[TextRow]]) -> Callable[[Route], NodeSpans]:
    """Return the positions in tables: they are put in order when the first one is asked for."""
    made: list[PositionTable] = []

    def spans(route: Route) -> NodeSpans:
        if not made:
            made.append(_positions(tables))
        return made[0].spans(route)

    return spans


def _positions(tables: Sequence[Sequence[TextRow]]) -> PositionTable:
    top = PositionTable()
    for number, rows in enumerate(tables):
        add_table(top, number, rows)
    return top


def add_table(top: PositionTable, number: int, rows: Sequence[TextRow]) -> Node:
    """Put the positions of a table below those of the roots; return its tree, which is root ``number``."""
    inner = top.inner[number] = PositionTable()
    for index, row in enumerate(rows):
        cells = inner.inner[index] = PositionTable()
        for cell in row:
            cells.marks += (NO_KEY, NO_KEY, cell.start, cell.end)
        inner.marks += (NO_KEY, NO_KEY, *_ends(row))
    top.marks += (NO_KEY, NO_KEY, *_ends([cell for row in (*rows[:1], *rows[-1:]) for cell in row]))
    return _tree(rows)


def _tree(rows: Sequence[TextRow]) -> Node:
    """Return the rows as lists of texts."""
    return [[cell.text for cell in row] for row in rows]


def _ends(cells: TextRow) -> tuple[int, int]:
    return (min(cell.start for cell in cells), max(cell.end for cell in cells)) if cells else (0, 0)
