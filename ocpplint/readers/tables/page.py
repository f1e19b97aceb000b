"""The content of a page: its tables and the text around them."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

_BREAKING_AIDS = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
"""Characters without a shape that only say where a long word may be broken."""


class Cell(NamedTuple):
    """One cell. ``is_wide``: it spans several columns; ``line``: its line in the file."""

    text: str
    line: int
    is_wide: bool = False


Row = list[Cell]


@dataclass(slots=True)
class TablePage:
    """A page as read by one table format.

    ``titles`` are its titles, ``prose`` the lines of text outside its tables. ``cells`` are cells in sequence without
    row ends.
    """

    titles: list[str] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    tables: list[list[Row]] = field(default_factory=list)
    cells: Row = field(default_factory=list)


def plain(text: str) -> str:
    """Return a text as it is read: white space is one blank, and what has no shape is not there."""
    shown = "".join(letter if letter.isprintable() else " " for letter in _BREAKING_AIDS.sub("", text))
    return " ".join(shown.split())
