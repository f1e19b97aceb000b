"""One table of settings: its cells, what titles say of it, and what cells look like."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from ocpplint.documents.tree import Node, Route
from ocpplint.readers.settings import table_words as words
from ocpplint.readers.settings.context import TELLING, KeyVocabulary
from ocpplint.readers.settings.table_words import Heading, heading

_KEY = re.compile(r"(?=.*[A-Za-z])[A-Za-z][\w.\-\[\]]{2,59}")
_LITERALS = frozenset(("true", "false", "yes", "no", "none", "null", "accepted", "rejected"))
_TITLE = re.compile(r"[A-Za-z]{1,12}(?:[-_][A-Za-z0-9]{1,12}){0,3}[-_]\d{1,8}")
_STATION_TITLE = re.compile(r"(?i)([^\W\d][\w ]{1,30}?)\s*(?:[:#=]|\s-\s|\s)\s*([\w.-]*\d[\w.-]*)\W*")
_LONGEST_TITLE = 80
_FEWEST_WORDS = 4
"""Words of a cell that is a sentence, and no value."""
_SHORTEST_SENTENCE = 16


class GridCell(NamedTuple):
    """A cell: its text, the node it is in the document, and where that stands."""

    text: str
    node: Node
    route: Route
    part: Literal["key", "value"] = "value"


Grid = Sequence[Sequence[GridCell]]


class Aimed(NamedTuple):
    """What says that a setting is for a connector: a ``field`` beside it or a column or section (``structure``)."""

    kind: Literal["field", "structure"]
    connector: int
    text: str
    cell: GridCell


class TableSetting(NamedTuple):
    """One setting of a table. ``row`` is its row in the grid, ``group`` the configuration in the table it is of."""

    key: GridCell
    value: GridCell
    row: int
    station: str | None = None
    aims: tuple[Aimed, ...] = ()
    readonly: bool | None = None
    group: str = ""


class TableReading(NamedTuple):
    """What a table holds. ``is_reference``: it speaks of known keys as documentation does, and sets none."""

    settings: list[TableSetting]
    is_reference: bool = False


Titles = tuple[str | None, tuple[Aimed, ...]]
"""The station and the connector that what stands above a row says."""


class Block:
    """One table: some rows of a grid. ``known`` are the columns of known keys, by row."""

    def __init__(self, grid: Grid, rows: range, known: dict[int, list[int]], vocabulary: KeyVocabulary) -> None:
        self.grid = grid
        self.rows = rows
        self.known = known
        self.vocabulary = vocabulary

    def cell(self, row: int, column: int | None) -> GridCell | None:
        """Return a cell, if the row has it."""
        cells = self.grid[row]
        return cells[column] if column is not None and column < len(cells) else None

    def text(self, row: int, column: int | None) -> str:
        """Return what a cell says."""
        cell = self.cell(row, column)
        return "" if cell is None else cell.text

    def is_telling(self, key: str) -> bool:
        """Tell a key that hardly occurs outside OCPP."""
        return self.vocabulary.sighting(key) in TELLING

    def titles(self, rows: Iterable[int]) -> Titles:
        """Read the rows above the headings."""
        told: Titles = (None, ())
        for row in rows:
            told = self.section(row, told)
        return told

    def section(self, row: int, told: Titles) -> Titles:
        """Read a row that is one cell, which says whom the rows below it are for; ``told`` is what held before."""
        filled = {cell.route: cell for cell in self.grid[row] if cell.text}
        if len(filled) != 1:
            return told
        (cell,) = filled.values()
        said = heading(cell.text)
        if said.connector is not None and not said.rest:
            return told[0], (Aimed("structure", said.connector, f"row `{cell.text}`", cell),)
        named = title_station(cell.text)
        return (named, ()) if named is not None else told

    def station_column(self, said: dict[int, Heading], body: list[int]) -> int | None:
        """Return the column whose heading says that it names the stations."""
        found = first_column(said, "station")
        return self._place(said, body) if found is None else found

    def connector_column(self, said: dict[int, Heading], body: list[int]) -> int | None:
        """Return the column whose heading says that it names the connectors."""
        found = first_column(said, "connector")
        return self._number(said, body) if found is None else found

    def _place(self, said: dict[int, Heading], body: list[int]) -> int | None:
        """Return a column whose heading may name stations, if names stand in it."""
        for column, each in said.items():
            if each.meaning in ("name", "place"):
                texts = [text for row in body if (text := self.text(row, column))]
                if texts and not all(is_count(text) for text in texts):
                    return column
        return None

    def _number(self, said: dict[int, Heading], body: list[int]) -> int | None:
        """Return a column whose heading may mean stations or connectors, if numbers of connectors stand in it."""
        for column, each in said.items():
            if each.meaning == "place" and all(is_count(self.text(row, column)) for row in body):
                return column
        return None


def title_station(text: str) -> str | None:
    """Return the station that the title of a table names: ``CP-1``, ``Station: CP-1``, ``Ladestation 4711``."""
    text = text.strip()
    if _TITLE.fullmatch(text):
        return text
    named = _STATION_TITLE.fullmatch(text) if len(text) <= _LONGEST_TITLE else None
    return named[2] if named is not None and heading(named[1]).meaning == "station" else None


def first_column(said: dict[int, Heading], meaning: str) -> int | None:
    """Return the first column whose heading has a meaning."""
    return next((column for column, each in said.items() if each.meaning == meaning), None)


def column_text(cell: GridCell) -> str:
    """Return how a column is named as evidence."""
    return f"column `{cell.text}`"


def aims_of(cell: GridCell | None) -> tuple[Aimed, ...]:
    """Return what a cell with the connector of its row says."""
    aim = aimed_at(cell, "`connector` of this row")
    return () if aim is None else (aim,)


def aimed_at(cell: GridCell | None, text: str) -> Aimed | None:
    """Return the connector that a cell says, with what that is called as evidence."""
    if cell is None:
        return None
    said = heading(cell.text)
    if said.connector is not None:
        return Aimed("field", said.connector, text, cell)
    return Aimed("field", int(cell.text), text, cell) if is_count(cell.text) else None


def is_keylike(text: str) -> bool:
    """Tell a text that may be a key, known or not."""
    return _KEY.fullmatch(text) is not None and text.casefold() not in _LITERALS


def is_count(text: str) -> bool:
    """Tell a number as connectors have."""
    return text.isascii() and text.isdigit() and len(text) <= 2


def is_counting(texts: Sequence[str]) -> bool:
    """Tell the numbers of rows: 0, 1, 2 and so on."""
    numbers = [int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1 for text in texts]
    return bool(numbers) and numbers[0] in (0, 1) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def is_connector(text: str) -> bool:
    """Tell the number of a connector, where no heading says that it is one."""
    return text in ("0", "1", "2")


def is_access(text: str) -> bool:
    """Tell what only an access can be."""
    return words.readonly_of(text, "access") is not None


def is_true_or_false(text: str) -> bool:
    """Tell a flag as programs write it, or none."""
    return text.casefold() in ("true", "false", "")


def is_sentence(text: str) -> bool:
    """Tell prose: several words of letters, which no value of OCPP 1.6 consists of."""
    return (
        len(text) >= _SHORTEST_SENTENCE
        and sum(word.strip(".,;:()").isalpha() for word in text.split()) >= _FEWEST_WORDS
    )


def is_label(key: str, text: str) -> bool:
    """Tell a text that says the name of the key in words, as a translation or a title does."""
    return " " in text and words.plain(text) == words.plain(key)


def bare_key(text: str) -> str:
    """Return a heading of a wide table without the connector it is for."""
    return (heading(text).rest or text) if " " in text or "(" in text else text
