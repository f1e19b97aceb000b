"""The unified diff of a file before and after its fixes."""

import re
from collections.abc import Iterator
from typing import NamedTuple, TextIO

from ocpplint.credentials.redaction import mask, secret_spans
from ocpplint.reporters.report import Style, posix_path
from ocpplint.reporters.safe_text import safe
from ocpplint.reporters.text_output import TextOutput

_CONTEXT = 3
_REACH = 16
"""How many lines before and after can tell that what stands on a line is a credential."""
_NO_LINE_END = "\\ No newline at end of file"

_Line = tuple[str, str]
"""A line and its end."""


class _Sides(NamedTuple):
    """The lines of both texts, with their ends. Fixes stay within a line, so that each has its counterpart."""

    old: list[str]
    new: list[str]


def write_diff(out: TextIO, path: str, before: str, after: str) -> None:
    """Write the differences of two texts of a file in the unified format, as ``patch`` takes it.

    Credentials in it are masked, and what could drive a terminal is made visible, as in all that goes out: of a
    stretch with either the diff is for reading only.
    """
    page = TextOutput(out, Style())
    name = safe(posix_path(path))
    page.line(f"--- {name}")
    page.line(f"+++ {name}")
    sides = _Sides(_lines(before), _lines(after))
    for first, end in _hunks(sides):
        page.line(f"@@ -{first + 1},{end - first} +{first + 1},{end - first} @@")
        for line, ending in _hunk(sides, first, end):
            page.line(line, ending)


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z", text)


def _hunks(sides: _Sides) -> Iterator[tuple[int, int]]:
    """Yield the stretches of lines to show, as index of the first and after the last."""
    first = end = -1
    for index, (old, new) in enumerate(zip(*sides, strict=True)):
        if old == new:
            continue
        if first < 0:
            first = max(0, index - _CONTEXT)
        elif index - _CONTEXT > end:
            yield first, end
            first = index - _CONTEXT
        end = min(len(sides.old), index + _CONTEXT + 1)
    if first >= 0:
        yield first, end


def _hunk(sides: _Sides, first: int, end: int) -> Iterator[_Line]:
    """Yield the lines of a stretch, those that are left out of a run of changes before those that are put in."""
    old, new = (_shown(lines, first, end) for lines in sides)
    added: list[_Line] = []
    for index in range(first, end):
        if sides.old[index] == sides.new[index]:
            yield from added
            added = []
            yield from _marked(" ", sides.old[index], old[index - first])
        else:
            yield from _marked("-", sides.old[index], old[index - first])
            added += _marked("+", sides.new[index], new[index - first])
    yield from added


def _marked(mark: str, line: str, shown: str) -> Iterator[_Line]:
    yield mark + shown, "\r\n" if line.endswith("\r\n") else "\n"
    if not line.endswith(("\r", "\n")):
        yield _NO_LINE_END, "\n"


def _shown(lines: list[str], first: int, end: int) -> list[str]:
    """Return lines without their ends as they may be shown."""
    start = max(0, first - _REACH)
    text = "\n".join(line.rstrip("\r\n") for line in lines[start : end + _REACH])
    masked = mask(text, secret_spans(text)).split("\n")
    return [safe(line) for line in masked[first - start : end - start]]
