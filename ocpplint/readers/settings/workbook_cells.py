"""Places in an Excel workbook: the line and column of the text that it is read as, and the name of the cell."""

from functools import cached_property
from typing import Final

from ocpplint.documents.tree import Route, Span
from ocpplint.readers.settings.node_location import PlacedDocument

_STEP: Final = 1_000
"""Where a workbook has several sheets, each has its name on a line whose number is such a multiple."""
_LETTERS: Final = 26


class PlacedWorkbook(PlacedDocument):
    """A workbook: nothing can be written into the text that stands for it."""

    is_decoded = False

    @property
    def inner(self) -> "PlacedWorkbook":
        """Itself: the file holds its cells, and not the text."""
        return self

    def pointer_of(self, route: Route) -> str:
        """Return the JSON Pointer of a cell in the rows of all sheets."""
        return self.pointer(route)

    def file_route(self, route: Route) -> Route:
        """Return the route of a cell."""
        return route

    def takes(self, route: Route, part: str, content: str) -> bool:  # noqa: ARG002  no cell does
        """Return no: a workbook is not rewritten."""
        return False

    def is_verbatim(self, span: Span) -> bool:  # noqa: ARG002  nothing is
        """Return no: the file is packed."""
        return False

    def note(self, route: Route, part: str) -> str:
        """Name the cell."""
        line = self.lines.position(self.span_of(route, part).start)[0]
        begin = max((start for start in self._sheets if start < line), default=0)
        sheet = self._sheets.get(begin)
        cell = f"{_letters(route[-1])}{line - begin}"
        return f"this is cell {cell}" + (f" of sheet `{sheet}`" if sheet else "")

    @cached_property
    def _sheets(self) -> dict[int, str]:
        """The lines with names of sheets: behind a blank line, and the first line of the text is blank."""
        lines = self.document.text.split("\n")
        if lines[0]:
            return {}
        numbers = range(_STEP, len(lines) + 1, _STEP)
        return {number: lines[number - 1] for number in numbers if lines[number - 1] and not lines[number - 2]}


def _letters(column: int) -> str:
    """Return the letters of a column: A, B, …, Z, AA."""
    text = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, _LETTERS)
        text = chr(ord("A") + digit) + text
    return text
