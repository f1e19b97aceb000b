"""Tables of settings: which column holds keys, which values, whom a row is for.

A table is *long* (one key a row), *wide* (one station a row, keys as headings), or long with a column for each station
or connector. The known keys in it tell which; headings tell the columns apart, and where there are none, what stands
in them. A table of documentation (key, type, default, description) speaks of keys and sets none: a *reference*.
"""

from collections.abc import Callable, Iterator

from ocpplint.readers.settings.context import KeyVocabulary
from ocpplint.readers.settings.long_tables import LongTable
from ocpplint.readers.settings.table_block import Block, Grid, TableReading, TableSetting, bare_key, is_keylike
from ocpplint.readers.settings.table_words import heading
from ocpplint.readers.settings.wide_tables import WideTable

_SHORTEST_KEY = 4


def read_table(grid: Grid, vocabulary: KeyVocabulary) -> TableReading:
    """Read the settings of a table, or of several that stand below each other."""
    known = _known_cells(grid, vocabulary.knows) or _known_cells(grid, vocabulary.nearly_knows)
    if not known:
        return TableReading([])
    settings: list[TableSetting] = []
    is_reference = False
    starts = [*_starts(grid, known), len(grid)]
    begin = 0
    for end in starts[1:] if len(starts) > 1 else starts:
        rows = range(begin, end)
        found = _read_one(grid, rows, {row: known[row] for row in rows if row in known}, vocabulary)
        settings += found.settings
        is_reference = is_reference or found.is_reference
        begin = end
    return TableReading(settings, is_reference)


def _read_one(grid: Grid, rows: range, known: dict[int, list[int]], vocabulary: KeyVocabulary) -> TableReading:
    if not known:
        return TableReading([])
    first = next(iter(known))
    column, keys = _key_column(known)
    across = len(known[first])
    if (across > 1 and across >= keys) or (
        keys == 1 and _is_wide_of_one(Block(grid, rows, known, vocabulary), first, column)
    ):
        return WideTable(grid, rows, known, vocabulary).read(first)
    return LongTable(grid, rows, known, vocabulary).read(column, first)


def _key_column(known: dict[int, list[int]]) -> tuple[int, int]:
    """Return the column with the most known keys, and how many they are."""
    counts: dict[int, int] = {}
    for columns in known.values():
        for column in columns:
            counts[column] = counts.get(column, 0) + 1
    column = max(counts, key=lambda each: (counts[each], -each))
    return column, counts[column]


def _is_wide_of_one(table: Block, row: int, column: int) -> bool:
    """Tell whether the only known key of a table is a heading: below it stands a value, beside it a heading."""
    others = [cell for index, cell in enumerate(table.grid[row]) if index != column]
    if any(heading(cell.text).meaning in ("station", "name", "connector", "place") for cell in others):
        return row == table.rows.start or not table.text(row - 1, column)
    below = table.cell(row + 1, column) if row + 1 in table.rows else None
    if below is None or (is_keylike(below.text) and (others or row + 2 in table.rows)):
        return False
    return all(is_keylike(cell.text) or not cell.text for cell in others)


def _known_cells(grid: Grid, knows: Callable[[str], bool]) -> dict[int, list[int]]:
    """Return the columns of known keys, by row."""
    known: dict[int, list[int]] = {}
    for number, row in enumerate(grid):
        for column, cell in enumerate(row):
            if len(cell.text) >= _SHORTEST_KEY and cell.text[0].isalpha() and knows(bare_key(cell.text)):
                known.setdefault(number, []).append(column)
    return known


def _starts(grid: Grid, known: dict[int, list[int]]) -> Iterator[int]:
    """Yield the rows that begin a table: a row of keys, or one that heads a column of keys."""
    for number, row in enumerate(grid):
        if len(known.get(number, ())) > 1:
            yield _first_title_above(grid, known, number)
        elif number not in known:
            meanings = {meaning for cell in row if (meaning := heading(cell.text).meaning) is not None}
            if "key" in meanings and len(meanings) > 1:
                yield _first_title_above(grid, known, number)


def _first_title_above(grid: Grid, known: dict[int, list[int]], row: int) -> int:
    """Return the first of the rows directly above a heading that are titles: they have one cell, and it is no key."""
    while row > 0 and row - 1 not in known and sum(bool(cell.text) for cell in grid[row - 1]) <= 1:
        row -= 1
    return row
