r"""Tables of one row a line, with a character between the cells: CSV (RFC 4180), with tabs, semicolons or bars.

The standard library's ``csv`` reads them without positions, hence a reader of our own, which reads what that reads.
Blanks around a cell are left out, a quote that nothing closes is part of its cell, and a line that begins with ``#``
and holds no delimiter is a comment.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from ocpplint.documents.limits import MAX_PROBLEMS
from ocpplint.documents.rows import Counted, TableText, TextCell, TextRow, table_document
from ocpplint.documents.tree import Comment, Document, Span, SyntaxProblem

DELIMITERS = ",;\t|"
_SAMPLED = 100
"""Lines that the delimiter is found by."""
_SAMPLED_CHARACTERS = 65_536
_COMMENT = re.compile(r"#\s*(ocpplint:.*|.*)")
_SEPARATOR = re.compile(r"\ufeff?sep=(.)[ \t]*(?:\r\n?|\n|\Z)", re.IGNORECASE)
"""The line by which spreadsheets are told the delimiter."""
_LINE = re.compile(r"[^\r\n]+")
_QUOTED = re.compile(r'"[^"\r\n]*+"')


def parse_delimited(text: str) -> Document:
    """Read a table whose cells are separated by one character. Raises nothing: what is wrong is in ``problems``."""
    separator = _SEPARATOR.match(text)
    start = separator.end() if separator else int(text.startswith("\ufeff"))
    return _document(text, start, separator[1] if separator else delimiter_of(text))


def parse_tabs(text: str) -> Document:
    """Read a table whose cells are separated by tabs, as the rows of a workbook are."""
    return _document(text, 0, "\t")


def _document(text: str, start: int, delimiter: str) -> Document:
    reader = _Reader(text, delimiter)
    rows = Counted(reader.problems).rows(reader.rows(start))
    return table_document(text, TableText([rows], reader.comments, reader.problems))


def rows_in(text: str, delimiter: str) -> Iterator[TextRow]:
    """Yield the rows of a text whose cells are separated by ``delimiter``, comments among them, without empty ones."""
    return _Reader(text, delimiter, with_comments=False).rows(int(text.startswith("\ufeff")))


def cells_of_line(line: str, start: int, delimiter: str) -> TextRow:
    """Return the cells of one row that begins at ``start`` of its text."""
    row = next(rows_in(line, delimiter), ())
    return [cell._replace(start=cell.start + start, end=cell.end + start) for cell in row]


def delimiter_of(text: str) -> str:
    """Return the character that parts the most lines into the same number of cells; a comma where none does."""
    lines = _LINE.findall(text, 0, _SAMPLED_CHARACTERS)
    sample = [_QUOTED.sub("", line) for line in lines[:_SAMPLED] if line.strip() and not line.startswith("#")]
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    """Return how many lines agree on a number of this delimiter, and on how many."""
    counts = Counter(line.count(delimiter) for line in lines)
    del counts[0]
    if not counts:
        return 0, 0
    (number, lines_alike), *_ = counts.most_common(1)
    return lines_alike, number


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    """Return what matches one cell and what ends it."""
    ends = re.escape(delimiter)
    blanks = "[ ]" if delimiter == "\t" else r"[ \t]"
    return re.compile(rf'{blanks}*+(?:("(?:[^"]|"")*+")([^{ends}\r\n]*+)|([^{ends}\r\n]*+))({ends}|\r\n|\r|\n|\Z)')


class _Reader:
    """Reads one text; comments and problems are noted on the way."""

    def __init__(self, text: str, delimiter: str, *, with_comments: bool = True) -> None:
        self._with_comments = with_comments
        self.comments: list[Comment] = []
        self.problems: list[SyntaxProblem] = []
        self._text = text
        self._delimiter = delimiter
        self._count = 0

    def rows(self, start: int) -> Iterator[TextRow]:
        """Yield the rows that are not empty."""
        scan, text, last = _cell(self._delimiter).match, self._text, len(self._text)
        row: list[TextCell] = []
        while start < last:
            if not row and text[start] == "#" and self._with_comments and (end := self._comment(start)):
                start = end
                continue
            found = scan(text, start)
            if found is None:  # pragma: no cover  the expression matches at any place
                break
            row.append(self._taken(found))
            start = found.end()
            if found[4] != self._delimiter or start == last:
                yield from self._ended(row)
                row = []

    def _ended(self, row: list[TextCell]) -> Iterator[TextRow]:
        if any(cell.text for cell in row):
            self._count += 1
            yield row

    def _taken(self, found: re.Match[str]) -> TextCell:
        quoted, plain = found[1], found[3]
        if quoted is None:
            text = plain.rstrip()
            at = found.start(3)
            if text.startswith('"'):
                self._unclosed(at)
            return TextCell(text, at, at + len(text))
        tail = found[2].rstrip()
        at = found.start(1)
        return TextCell(quoted[1:-1].replace('""', '"') + tail, at, at + len(quoted) + len(tail))

    def _unclosed(self, at: int) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(SyntaxProblem("expected a quote that closes this one", Span(at, at + 1)))

    def _comment(self, start: int) -> int:
        """Take a line that is a comment; return where the next one begins, or 0 for a row."""
        line = _LINE.match(self._text, start)
        if line is None:
            return 0
        said = _COMMENT.fullmatch(line[0])
        if said is None or (self._delimiter in line[0] and not said[1].startswith("ocpplint:")):
            return 0
        self.comments.append(Comment(said[1].strip(), Span(*line.span()), (0,), self._count, trailing=False))
        return line.end()
