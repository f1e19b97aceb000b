"""Tables in Markdown (GitHub Flavored Markdown, section 4.10), also those written in HTML.

Headings and HTML comments become comments of the document; code in fences is code of somebody's, and no table.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from html import unescape

from ocpplint.documents.html import HtmlTables
from ocpplint.documents.rows import Counted, TableText, TextCell, TextRow, table_document
from ocpplint.documents.tree import Comment, Document, Span, SyntaxProblem

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t]+(.*?)[ \t#]*")
_RULE = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_QUOTES = re.compile(r"[ \t>]*")
_CELL = re.compile(r"((?:[^|\\]|\\.)*+(?:\\\Z)?)(\||\Z)")
_MARKS = re.compile(r"(\*\*|__|`+|[*_~])(?=\S)(.*)(?<=\S)\1")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_HTML_COMMENT = re.compile(r"(?s)<!--(.*?)-->")
_MOST_MARKS = 4
_LONGEST_LINE = 100_000


def parse_markdown(text: str) -> Document:
    """Read the tables of a text in Markdown: each is a root. Raises nothing."""
    reader = _Reader(text)
    found = reader.tables()
    if re.search(r"(?i)<table[\s>]", text) is not None:
        page = HtmlTables(text)
        page.read()
        found += page.tables
        reader.problems += page.problems
    found = sorted((rows for rows in found if rows and rows[0]), key=_begin)
    starts = [_begin(rows) for rows in found]
    comments = [
        Comment(said, span, (), bisect_left(starts, span.start), trailing=False)
        for said, span in sorted(reader.remarks, key=lambda remark: remark[1])
    ]
    return table_document(text, TableText(found, comments, reader.problems))


def _begin(rows: list[TextRow]) -> int:
    return rows[0][0].start


class _Reader:
    """Reads one text line by line."""

    def __init__(self, text: str) -> None:
        self.remarks: list[tuple[str, Span]] = []
        self.problems: list[SyntaxProblem] = []
        self._text = text
        self._lines = [found.span() for found in _LINE.finditer(text)]

    def tables(self) -> list[list[TextRow]]:
        """Return the tables, and note what stands between them."""
        counted = Counted(self.problems)
        found: list[list[TextRow]] = []
        self._comments()
        fence = ""
        index = 0
        while index < len(self._lines) and not self.problems:
            line = self._line(index)
            mark = _FENCE.match(line)
            if mark is not None and (not fence or mark[1].startswith(fence)):
                fence = "" if fence else mark[1]
            elif not fence and self._begins_table(index):
                rows = counted.rows(self._rows(index))
                found.append(rows)
                index += len(rows)
            elif not fence:
                self._heading(line, index)
            index += 1
        return found

    def _line(self, index: int) -> str:
        start, end = self._lines[index]
        return self._text[start : min(end, start + _LONGEST_LINE)].rstrip("\r\n")

    def _begins_table(self, index: int) -> bool:
        if index + 1 >= len(self._lines) or "|" not in self._line(index):
            return False
        below = self._line(index + 1)
        return "-" in below and _RULE.fullmatch(below) is not None

    def _rows(self, index: int) -> Iterator[TextRow]:
        yield list(cells_between_bars(self._line(index), self._lines[index][0]))
        for below in range(index + 2, len(self._lines)):
            line = self._line(below)
            if "|" not in line:
                return
            yield list(cells_between_bars(line, self._lines[below][0]))

    def _heading(self, line: str, index: int) -> None:
        said = _HEADING.fullmatch(line) if "#" in line else None
        if said is not None:
            start = self._lines[index][0]
            self.remarks.append((_unescaped(said[1]), Span(start, start + len(line))))

    def _comments(self) -> None:
        # Without its end a comment is text, and where the last one ends none begins behind.
        last = self._text.rfind("-->") + len("-->")
        for found in _HTML_COMMENT.finditer(self._text, 0, max(last, 0)):
            self.remarks.append((" ".join(found[1].split()), Span(*found.span())))


def cells_between_bars(line: str, start: int) -> Iterator[TextCell]:
    """Yield the cells of a row; ``start`` is where the line begins in its text. An escaped bar parts nothing."""
    begin = _QUOTES.match(line)
    at = begin.end() if begin else 0
    at += line.startswith("|", at)
    while at < len(line):
        found = _CELL.match(line, at)
        if found is None:  # pragma: no cover  the expression matches at any place
            return
        if found[2] or found[1].strip():
            yield _cell(found[1], start + at)
        at = found.end()


def _cell(raw: str, start: int) -> TextCell:
    """Read a cell: without the blanks around it, and without what makes all of it bold, code or a link."""
    start += len(raw) - len(raw.lstrip())
    text = raw.strip()
    is_code = False
    for _ in range(_MOST_MARKS):
        marked = None if is_code else _MARKS.fullmatch(text)
        link = None if is_code else _LINK.fullmatch(text)
        inner = marked.span(2) if marked else link.span(1) if link else None
        if inner is None:
            break
        is_code = marked is not None and marked[1].startswith("`")
        start, text = start + inner[0], text[slice(*inner)]
    said = text.replace("\\|", "|") if is_code else _unescaped(text)
    return TextCell(said, start, start + len(text))


def _unescaped(text: str) -> str:
    plain = re.sub(r"(?i)<br\s*/?>", " ", text) if "<" in text else text
    plain = _ESCAPE.sub(r"\1", plain) if "\\" in plain else plain
    return unescape(plain) if "&" in plain else plain
