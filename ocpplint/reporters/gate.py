"""The gate in front of every terminal, CI log and output file: only text passes it.

The formats escape quoted text themselves (``safe_text``, JSON, XML). The gate also catches text that they do not
escape.
"""

import re
from collections.abc import Iterable
from typing import TextIO, cast

from ocpplint.reporters.safe_text import is_visible, safe

COLOURS = ("1;31", "1;33", "1;34", "1", "2", "0")
"""The only sequences that may go to a terminal (ECMA-48, SGR): the colours of our own text."""

_SEQUENCE = f"\x1b\\[(?:{'|'.join(COLOURS)})m"
_COLOUR = f"({_SEQUENCE})"
_COMMAND_START = rf"\A((?:\s|{_SEQUENCE})*):(?=:)"
_COMMAND_MARK = r"##(?=\w*\[)"
_SECTION_MARK = r"(section_(?:start|end)):(?=\d)"


def visible_line(text: str, *, colour: bool = False) -> str:
    """Make everything in one line visible, line ends included; with ``colour`` our own colours stay."""
    if is_visible(text):
        return text
    if not colour:
        return safe(text)
    return "".join(part if number % 2 else safe(part) for number, part in enumerate(re.split(_COLOUR, text)))


def inert(line: str) -> str:
    """Disarm a line that GitHub would read as a command: one that begins with ``::`` after optional spaces."""
    return unmarked(re.sub(_COMMAND_START, r"\1\\u003a", line) if "::" in line else line)


def unmarked(line: str) -> str:
    """Disarm commands at any position of a line.

    Those are ``##[`` and ``##vso[`` of GitHub and Azure Pipelines, ``##teamcity[``, and GitLab's ``section_start:``.
    """
    line = re.sub(_COMMAND_MARK, "#♯", line) if "##" in line else line
    return re.sub(_SECTION_MARK, r"\1\\u003a", line) if "section_" in line else line


class _Gate:
    """A stream that passes only visible text, line ends and, with ``colour``, our own colours."""

    def __init__(self, out: TextIO, *, colour: bool) -> None:
        self._out, self._colour = out, colour

    @property
    def encoding(self) -> str | None:
        """The encoding of the stream behind."""
        return getattr(self._out, "encoding", None)

    def write(self, text: str) -> int:
        """Write a text of any number of lines, which may end as on Windows."""
        self._out.write(text if is_visible(text.replace("\n", " ")) else "\n".join(self._visible(text)))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Flush the stream."""
        self._out.flush()

    def isatty(self) -> bool:
        """Return whether the stream behind is a terminal."""
        return self._out.isatty()

    def _visible(self, text: str) -> Iterable[str]:
        *whole, last = text.split("\n")
        for line in whole:
            yield visible_line(line.removesuffix("\r"), colour=self._colour) + "\r" * line.endswith("\r")
        yield visible_line(last, colour=self._colour)


def gated(out: TextIO, *, colour: bool = False) -> TextIO:
    """Return a stream behind the gate."""
    return cast("TextIO", _Gate(out, colour=colour))
