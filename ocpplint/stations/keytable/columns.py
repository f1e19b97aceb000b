"""The columns of a key table: the names in documentation, including misspelt ones."""

import difflib
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ocpplint.readers.tables.page import Cell, Row, TablePage
from ocpplint.stations.keytable.cells import is_empty, is_scope, is_yes_or_no

_NAMES = {
    "key": ("key name", "ocpp key", "key", "ocpp key name", "configuration key", "ocpp configuration key"),
    "scope": ("master slave scope", "scope", "master slave", "key scope"),
    "standard": ("ocpp standard", "standard ocpp parameter", "standard", "ocpp standard key"),
    "note": ("description", "info", "information"),
    "reboot": ("reboot required", "reboot needed", "reboot"),
    "access": ("accessibility", "access", "access rights"),
    "type": ("type", "data type"),
    "range": ("range default or example", "range default example", "range default", "range", "value range"),
    "default": (
        "default",
        "default value",
        "factory default",
        "default setting",
        "factory setting",
        "initial value",
    ),
    "unit": ("unit",),
    "label": ("config ui label", "ui label"),
}
_COLUMN_OF = {name: column for column, names in _NAMES.items() for name in names}
_LIKE_ENOUGH = 0.85
_SHORTEST_SLIP = 5
"""Shorter names are spelled right, or are others."""
_FEWEST_COLUMNS = 3
_MOST_COLUMNS = 30
_MOST_BEFORE = 5_000
"""Lines of text before the header of a table whose cells are lines."""
_MOST_TRIED = 300
"""Rows that a width is tried on."""
_LONGEST_NAME = 60
_MOST_UNKNOWN = 4
"""Columns with unknown names that may stand behind the last known one, where nothing shows the end of a row."""


class KeyTable(NamedTuple):
    """A table of keys. ``columns`` are what its columns say, None for an unknown name; ``prose`` stands before it."""

    header: Row
    columns: list[str | None]
    rows: list[Row]
    prose: list[str]

    def name_of(self, column: str) -> str:
        """Return the name that the table itself gives a column."""
        return self.header[self.columns.index(column)].text


@lru_cache(maxsize=4_096)
def column_of(name: str) -> str | None:
    """Return what a column of this name says, or None."""
    if len(name) > _LONGEST_NAME:
        return None
    plain = " ".join(re.findall(r"\w+", name.casefold()))
    if plain in _COLUMN_OF:
        return _COLUMN_OF[plain]
    if len(plain) < _SHORTEST_SLIP:
        return None
    near = difflib.get_close_matches(plain, _COLUMN_OF, 1, _LIKE_ENOUGH)
    return _COLUMN_OF[near[0]] if near else None


def key_tables(page: TablePage) -> Iterator[KeyTable]:
    """Yield the tables of keys that a page holds."""
    if page.cells:
        table = _reflowed(page.cells)
        if table is not None:
            yield table
    for rows in page.tables:
        for index, row in enumerate(rows):
            columns = _columns(row)
            if columns is not None:
                prose = [" ".join(cell.text for cell in above if cell.text) for above in rows[:index]]
                body = [below for below in rows[index + 1 :] if _columns(below) is None]
                yield KeyTable(row, columns, body, [*page.prose, *prose])
                break


def _columns(row: Sequence[Cell]) -> list[str | None] | None:
    """Return what the columns under a header say, or None if the row is no header of a key table."""
    found: list[str | None] = []
    for cell in row:
        column = column_of(cell.text)
        # Of two columns with one meaning the first has it.
        found.append(None if column in found else column)
    known = [column for column in found if column is not None]
    return found if "key" in known and len(known) >= _FEWEST_COLUMNS else None


def _reflowed(cells: Row) -> KeyTable | None:
    """Find the header among cells that follow each other, and part the rest into rows of its width."""
    found = _header_among(cells)
    if found is None:
        return None
    start, width = found
    header, body = cells[start : start + width], cells[start + width :]
    rows = [body[index : index + width] for index in range(0, len(body), width)]
    prose = [cell.text for cell in cells[:start]]
    return KeyTable(header, _columns(header) or [], [row for row in rows if _columns(row) is None], prose)


def _header_among(cells: Row) -> tuple[int, int] | None:
    """Return where the header begins and how many columns it has.

    The heading above it may be called like a column (``OCPP keys``), and columns of unknown name may stand at its end:
    the right header is that under which scopes stand where it says.
    """
    first = next((index for index in range(min(len(cells), _MOST_BEFORE)) if _likeness(cells, index)), None)
    if first is None:
        return None
    candidates = [
        (start, known + more)
        for start in range(first, min(first + _MOST_COLUMNS, len(cells)))
        if _likeness(cells, start)
        for known in (_known_width(cells[start : start + _MOST_COLUMNS]),)
        for more in range(_MOST_UNKNOWN + 1)
    ]
    return max(candidates, key=lambda found: _rank(cells, *found))


def _rank(cells: Row, start: int, width: int) -> tuple[float, bool, int, int]:
    behind = cells[start + width : start + width + 1]
    is_end = not (behind and column_of(behind[0].text))
    return _fit(cells[start:], width), is_end, _likeness(cells, start), -width


def _likeness(cells: Row, index: int) -> int:
    """Return how many columns a header has that begins here, less those of unknown name; 0 if none begins here."""
    run = cells[index : index + _MOST_COLUMNS]
    if column_of(run[0].text) is None:
        return 0
    columns = _columns(run[: _known_width(run)])
    return 0 if columns is None else len(columns) - 2 * columns.count(None)


def _known_width(cells: Row) -> int:
    """Return the number of cells up to the last that names a column, with at most one unknown name between two."""
    width = 0
    seen: set[str] = set()
    for index, cell in enumerate(cells):
        column = column_of(cell.text)
        if column is not None and column not in seen:
            seen.add(column)
            width = index + 1
        elif index - width > 0:
            break
    return width


def _fit(cells: Row, width: int) -> float:
    """Return how many of the scopes, and of the words for yes and no, are such words where a row has this width."""
    tests = {"scope": is_scope, "reboot": is_yes_or_no, "standard": is_yes_or_no}
    columns = [column_of(cell.text) or "" for cell in cells[:width]]
    tested = [(index, tests[column]) for index, column in enumerate(columns) if column in tests]
    ends = range(width, min(len(cells), _MOST_TRIED * width) - width + 1, width)
    texts = [(test, cells[row + index].text) for row in ends for index, test in tested]
    checks = [test(text) for test, text in texts if not is_empty(text)]
    return sum(checks) / len(checks) if checks else 0.0
