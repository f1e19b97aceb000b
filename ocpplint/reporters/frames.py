"""Code frames: the lines of a finding, with labels under the marked text."""

from itertools import groupby
from typing import NamedTuple

from ocpplint.facts.fact import Location
from ocpplint.findings.finding import Severity
from ocpplint.reporters.excerpts import Excerpt, Excerpts
from ocpplint.reporters.report import posix_path
from ocpplint.reporters.safe_text import safe, visible
from ocpplint.reporters.text_output import Ink, TextOutput, text_width, wrapped

_TAB = "    "
_NARROWEST_LABEL = 48
"""A label is broken into lines beside its carets if it gets at least so many columns, else it goes below."""


class Mark(NamedTuple):
    """A location to underline, and its label."""

    place: Location
    label: str
    is_primary: bool


class _Row(NamedTuple):
    """A source line as shown: its text, and the columns at which the marked stretch begins and ends."""

    text: str
    start: int
    end: int


class CodeFrame:
    """Shows marks in the lines of their files, the file of the finding first.

    ``unseen`` holds, after ``write``, the marks whose lines the source did not have.
    """

    __slots__ = ("_excerpts", "_marks", "_number_width", "_page", "_severity", "unseen")

    def __init__(self, page: TextOutput, excerpts: Excerpts, severity: Severity, marks: list[Mark]) -> None:
        self._page = page
        self._excerpts = excerpts
        self._severity = severity
        self.unseen = [mark for mark in marks if excerpts.at(mark.place) is None]
        self._marks = [mark for mark in marks if excerpts.at(mark.place) is not None]
        widest = max((mark.place.line for mark in self._marks), default=0)
        self._number_width = max(2, len(str(widest)))

    def write(self) -> None:
        """Write the frame, lines in order; each further file under a heading of its own."""
        own = {mark.place.path for mark in self._marks if mark.is_primary}
        ordered = sorted(self._marks, key=lambda mark: (mark.place.path not in own, mark.place[:3]))
        for path, marks in groupby(ordered, key=lambda mark: mark.place.path):
            self._write_file(list(marks), is_own=path in own)

    def _write_file(self, marks: list[Mark], *, is_own: bool) -> None:
        if not is_own:
            self._write_heading(marks[0].place)
        previous = None
        for number, on_line in groupby(marks, key=lambda mark: mark.place.line):
            if previous is not None and number > previous + 1:
                self._page.line(self._gutter("", "⋮").rstrip())
            self._write_line(list(on_line))
            previous = number

    def _write_heading(self, place: Location) -> None:
        where = f"{safe(posix_path(place.path))}:{place.line}:{place.column}"
        self._page.line(f"{self._gutter('', '┌─')}{where}")

    def _write_line(self, marks: list[Mark]) -> None:
        """Write a line once with all its marks; a line too wide to show whole, once around each mark."""
        shown: str | None = None
        for mark in marks:
            excerpt = self._excerpts.at(mark.place)
            if excerpt is None:
                continue
            row = self._row(excerpt, mark.place)
            if row.text != shown:
                self._page.line((self._gutter(str(mark.place.line), "│") + row.text).rstrip())
            shown = row.text
            self._write_underline(row, mark)

    def _gutter(self, number: str, bar: str) -> str:
        lead = f"{number:>{self._number_width + 3}} {self._page.fit(bar)} "
        return self._page.paint(lead, "dim")

    @property
    def _room(self) -> int:
        return self._page.width - self._number_width - 6

    def _row(self, excerpt: Excerpt, place: Location) -> _Row:
        start = max(0, place.column - 1 - excerpt.offset)
        ends_here = place.end_line == place.line
        end = place.end_column - 1 - excerpt.offset if ends_here else len(excerpt.text.rstrip())
        return _cropped(self._page, excerpt, start, max(start + 1, end), self._room)

    def _write_underline(self, row: _Row, mark: Mark) -> None:
        """Write the carets or tildes, and the label beside them or, where there is no room, below."""
        ink: Ink = self._severity if mark.is_primary else "dim"
        line = " " * row.start + self._page.paint(("^" if mark.is_primary else "~") * (row.end - row.start), ink)
        label = self._page.fit(mark.label)
        space = self._room - row.end - 1
        if space >= min(text_width(label), _NARROWEST_LABEL):
            indent = row.end + 1
            first, *rest = wrapped(label, space)
            line += " " + self._page.paint(first, ink)
        else:
            indent = max(0, min(row.start, self._room - text_width(label)))
            rest = wrapped(label, self._room - indent)
        self._write_beside_bar(line)
        for more in rest:
            self._write_beside_bar(" " * indent + self._page.paint(more, ink))

    def _write_beside_bar(self, text: str) -> None:
        self._page.line((self._gutter("", "│") + text).rstrip())


class _Stretch(NamedTuple):
    """Cells of a line with the column at which each begins; ``columns`` has one more entry, the end."""

    cells: list[str]
    columns: list[int]


def _cropped(page: TextOutput, excerpt: Excerpt, start: int, end: int, room: int) -> _Row:
    """Show as much of a line as there is room for, the marked stretch inside, ``…`` where it goes on."""
    text = excerpt.text
    first = max(0, start - room)
    last = min(len(text), end + room, start + 2 * room)
    stretch = _stretch(page, text[first:last])
    start, end = (min(index - first, len(stretch.cells)) for index in (start, end))
    cut_left = first > 0 or excerpt.offset > 0
    cut_right = last < len(text) or excerpt.cut
    if not cut_left and not cut_right and stretch.columns[-1] <= room:
        return _underlined(stretch, start, end, "", "")
    return _window(page, stretch, (start, end), (cut_left, cut_right), room)


def _stretch(page: TextOutput, text: str) -> _Stretch:
    cells = [_cell(page, character) for character in text]
    columns = [0]
    for cell in cells:
        columns.append(columns[-1] + text_width(cell))
    return _Stretch(cells, columns)


def _cell(page: TextOutput, character: str) -> str:
    return _TAB if character == "\t" else page.fit(visible(character))


def _window(page: TextOutput, stretch: _Stretch, mark: tuple[int, int], cut: tuple[bool, bool], room: int) -> _Row:
    """Choose the cells to show: the mark with a third of the spare room before it."""
    ellipsis = page.fit("…")
    columns = stretch.columns
    room -= 2 * len(ellipsis)
    marked = min(columns[mark[1]] - columns[mark[0]], room)
    left_column = min(columns[mark[0]] - (room - marked) // 3, columns[-1] - room)
    left = next(i for i, column in enumerate(columns) if column >= left_column)
    right = max(i for i, column in enumerate(columns) if column <= max(columns[left] + room, 0))
    shown = _Stretch(stretch.cells[left:right], [column - columns[left] for column in columns[left : right + 1]])
    start, end = (min(max(index - left, 0), right - left) for index in mark)
    before = ellipsis if cut[0] or left > 0 else ""
    after = ellipsis if cut[1] or right < len(stretch.cells) else ""
    return _underlined(shown, start, end, before, after)


def _underlined(stretch: _Stretch, start: int, end: int, before: str, after: str) -> _Row:
    lead = len(before)
    begin = lead + stretch.columns[start]
    return _Row(before + "".join(stretch.cells) + after, begin, max(begin + 1, lead + stretch.columns[end]))
