"""Tables of settings: which column holds keys, which values, whom a row is for.

A table is *long* (one key a row), *wide* (one station a row, keys as headings), or long with a column for each station
or connector. The known keys in it tell which; headings tell the columns apart, and where there are none, what stands
in them. A table of documentation (key, type, default, description) speaks of keys and sets none: a *reference*.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from ocpplint.documents.tree import Node, Route
from ocpplint.readers.settings import table_words as words
from ocpplint.readers.settings.context import TELLING, KeyVocabulary
from ocpplint.readers.settings.table_words import Heading, heading

_KEY = re.compile(r"(?=.*[A-Za-z])[A-Za-z][\w.\-\[\]]{2,59}")
_LITERALS = frozenset(("true", "false", "yes", "no", "none", "null", "accepted", "rejected"))
_STATION = re.compile(r"(?=[^\d]*\d)(?!\d+(?:\.\d+)*\Z)(?!.*\d\.\d)(?=.*[^\W\d])[\w .:#/-]{2,48}")
"""A heading that may name a station: a digit in it, and no version."""
_TITLE = re.compile(r"[A-Za-z]{1,12}(?:[-_][A-Za-z0-9]{1,12}){0,3}[-_]\d{1,8}")
_STATION_TITLE = re.compile(r"(?i)([^\W\d][\w ]{1,30}?)\s*(?:[:#=]|\s-\s|\s)\s*([\w.-]*\d[\w.-]*)\W*")
_FEWEST_WORDS = 4
"""Words of a cell that is a sentence, and no value."""
_MOST_ABOVE = 50
"""Rows between the heading and the first known key."""
_FEWEST_OF_KEYS = 0.2
"""The share of known keys in a column without a heading that is a column of keys."""


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
        block = _Block(grid, range(begin, end), known, vocabulary)
        found = block.read()
        settings += found.settings
        is_reference = is_reference or found.is_reference
        begin = end
    return TableReading(settings, is_reference)


def title_station(text: str) -> str | None:
    """Return the station that the title of a table names: ``CP-1``, ``Station: CP-1``, ``Ladestation 4711``."""
    text = text.strip()
    if _TITLE.fullmatch(text):
        return text
    named = _STATION_TITLE.fullmatch(text) if len(text) < 80 else None
    return named[2] if named is not None and heading(named[1]).meaning == "station" else None


def _known_cells(grid: Grid, knows: Callable[[str], bool]) -> dict[int, list[int]]:
    """Return the columns of known keys, by row."""
    known: dict[int, list[int]] = {}
    for number, row in enumerate(grid):
        for column, cell in enumerate(row):
            if len(cell.text) > 3 and knows(_bare_key(cell.text)):
                known.setdefault(number, []).append(column)
    return known


def _bare_key(text: str) -> str:
    """Return a heading of a wide table without the connector it is for."""
    return (heading(text).rest or text) if " " in text or "(" in text else text


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


class _Columns(NamedTuple):
    """The columns of a long table by what they hold. ``values`` have the station and the connector they are for."""

    station: int | None
    connector: int | None
    access: int | None
    values: "list[_ValueColumn]"
    is_reference: bool = False


class _ValueColumn(NamedTuple):
    column: int
    station: str | None = None
    aim: Aimed | None = None


class _Block:
    """Reads one table: some rows of a grid."""

    def __init__(self, grid: Grid, rows: range, known: dict[int, list[int]], vocabulary: KeyVocabulary) -> None:
        self._grid = grid
        self._rows = rows
        self._known = {row: known[row] for row in rows if row in known}
        self._vocabulary = vocabulary

    def read(self) -> TableReading:
        if not self._known:
            return TableReading([])
        first = next(iter(self._known))
        column, keys = self._key_column()
        across = len(self._known[first])
        if across > 1 and across >= keys:
            return self._wide(first)
        if keys == 1 and self._is_wide_of_one(first, column):
            return self._wide(first)
        return self._long(column, first)

    def _key_column(self) -> tuple[int, int]:
        counts: dict[int, int] = {}
        for columns in self._known.values():
            for column in columns:
                counts[column] = counts.get(column, 0) + 1
        column = max(counts, key=lambda each: (counts[each], -each))
        return column, counts[column]

    def _is_wide_of_one(self, row: int, column: int) -> bool:
        """Tell whether the only known key of a table is a heading: below it stands a value, beside it a heading."""
        others = [cell for index, cell in enumerate(self._grid[row]) if index != column]
        if any(heading(cell.text).meaning in ("station", "name", "connector", "place") for cell in others):
            return row == self._rows.start or row - 1 not in self._rows or not self._text(row - 1, column)
        below = self._cell(row + 1, column) if row + 1 in self._rows else None
        if below is None or (_is_keylike(below.text) and (others or row + 2 in self._rows)):
            return False
        return all(_is_keylike(cell.text) or not cell.text for cell in others)

    def _cell(self, row: int, column: int | None) -> GridCell | None:
        cells = self._grid[row]
        return cells[column] if column is not None and column < len(cells) else None

    def _text(self, row: int, column: int | None) -> str:
        cell = self._cell(row, column)
        return "" if cell is None else cell.text

    # One key a row

    def _long(self, column: int, first: int) -> TableReading:
        header = self._header_above(column, first)
        body = [row for row in self._rows if header is None or row > header]
        keys = [row for row in body if _is_keylike(self._text(row, column))]
        if not self._holds_keys(column, header, keys):
            return TableReading([])
        columns = self._headed(column, header, body) if header is not None else self._unheaded(column, keys)
        if columns.is_reference or self._is_described(column, columns, keys):
            return TableReading([], is_reference=True)
        above = range(self._rows.start, header) if header is not None else ()
        return TableReading(list(self._rows_of(column, columns, body, header, above)))

    def _header_above(self, column: int, first: int) -> int | None:
        """Return the row of headings above the first key, if there is one: keys that nobody knows may stand between."""
        named: int | None = None
        for row in range(first - 1, max(self._rows.start, first - _MOST_ABOVE) - 1, -1):
            over = heading(self._text(row, column)).meaning
            if over in ("key", "name") or self._is_header(row, column):
                return row
            if over == "station" and named is None:
                # In a table that was turned round, stations stand in a row; its heading, if any, is above.
                named = row
        return named

    def _is_header(self, row: int, column: int) -> bool:
        """Tell a row of headings whose heading of the keys is no word for them."""
        over = self._text(row, column)
        others = [
            heading(cell.text) for index, cell in enumerate(self._grid[row]) if index != column and cell.text
        ]
        told = sum(each.meaning is not None or each.connector is not None for each in others)
        if heading(over).meaning in ("station", "connector", "place"):
            return told > 0
        if told:
            return told > 1 or row == self._rows.start or not _is_keylike(over)
        return self._names_stations(row, column)

    def _names_stations(self, row: int, column: int) -> bool:
        """Tell a row that names a station above each column, and nothing above the keys."""
        names = [cell.text for index, cell in enumerate(self._grid[row]) if cell.text and index != column]
        return not self._text(row, column) and bool(names) and all(map(_STATION.fullmatch, names))

    def _holds_keys(self, column: int, header: int | None, keys: list[int]) -> bool:
        """Tell a column of keys from one of other words, of which some are keys."""
        known = [row for row in keys if column in self._known.get(row, ())]
        if header is not None:
            said = {heading(cell.text).meaning for index, cell in enumerate(self._grid[header]) if index != column}
            if not said.isdisjoint(words.VALUES):
                return True
            if heading(self._text(header, column)).meaning == "key":
                return len(known) > 1 or any(said) or self._is_particular(known, column)
        many = len(known) >= _FEWEST_OF_KEYS * len(keys)
        return many and (len(known) > 1 or self._is_particular(known, column))

    def _is_particular(self, rows: list[int], column: int) -> bool:
        return any(self._vocabulary.sighting(self._text(row, column)) in TELLING for row in rows)

    def _headed(self, key: int, header: int, body: list[int]) -> _Columns:
        """Tell the columns apart by their headings."""
        said = {
            column: heading(cell.text)
            for column, cell in enumerate(self._grid[header])
            if column != key and cell.text
        }
        values = self._value_columns(header, said)
        labelled = self._labelled(key, header, body)
        if labelled:
            values = labelled
        documented = any(each.meaning == "reference" for each in said.values())
        if not values and not documented:
            values = self._unnamed(key, said, body)
            documented = not values and self._are_marks(key, body)
        return _Columns(
            _first(said, "station") if _first(said, "station") is not None else self._place(said, "name", body),
            _first(said, "connector") if _first(said, "connector") is not None else self._number(said, body),
            next((column for column, each in said.items() if each.meaning in ("readonly", "access")), None),
            values,
            is_reference=not values and documented,
        )

    def _value_columns(self, header: int, said: dict[int, Heading]) -> list[_ValueColumn]:
        row = self._grid[header]
        aimed = [
            _ValueColumn(
                column, each.rest or None, Aimed("structure", each.connector, _column(row[column]), row[column])
            )
            for column, each in said.items()
            if each.connector is not None and (each.meaning in words.VALUES or each.rest)
        ]
        if aimed:
            return aimed
        for meaning in (*words.VALUES, "key"):
            named = _first(said, meaning)
            if named is not None:
                return [_ValueColumn(named)]
        stations = [column for column, each in said.items() if each.rest and _STATION.fullmatch(each.rest)]
        return [_ValueColumn(column, said[column].rest) for column in stations]

    def _labelled(self, key: int, header: int, body: list[int]) -> list[_ValueColumn]:
        """Return the columns of a table that was turned round: a row of it names the station of each column."""
        labels = {heading(self._text(row, key)).meaning: row for row in (header, *body) if self._text(row, key)}
        stations, connectors = labels.get("station"), labels.get("connector")
        if stations is None or (stations == header and connectors is None):
            return []
        found = []
        for column, cell in enumerate(self._grid[stations]):
            if column == key or words.is_nothing(cell.text):
                continue
            number = self._cell(connectors, column) if connectors is not None else None
            found.append(_ValueColumn(column, cell.text, _aimed(number, "connector")))
        return found

    def _unnamed(self, key: int, said: dict[int, Heading], body: list[int]) -> list[_ValueColumn]:
        """Return the one column beside the keys, where its heading says nothing or there is none."""
        used = {
            column for row in body for column, cell in enumerate(self._grid[row]) if cell.text and column != key
        }
        free = [column for column in sorted(used) if column not in said or said[column].rest.isdigit()]
        right = [column for column in free if column > key]
        return [_ValueColumn(right[0])] if len(right) == 1 else []

    def _are_marks(self, key: int, body: list[int]) -> bool:
        """Tell a table that says which stations have a key."""
        texts = (cell.text for row in body for column, cell in enumerate(self._grid[row]) if column != key)
        return all(words.is_mark(text) for text in texts)

    def _place(self, said: dict[int, Heading], meaning: str, body: list[int]) -> int | None:
        """Return a column whose heading may name stations, if names stand in it."""
        for column, each in said.items():
            if each.meaning in (meaning, "place"):
                texts = [text for row in body if (text := self._text(row, column))]
                if texts and not all(_is_count(text) for text in texts):
                    return column
        return None

    def _number(self, said: dict[int, Heading], body: list[int]) -> int | None:
        """Return a column whose heading may mean stations or connectors, if numbers of connectors stand in it."""
        for column, each in said.items():
            if each.meaning == "place" and all(_is_count(self._text(row, column)) for row in body):
                return column
        return None

    def _unheaded(self, key: int, keys: list[int]) -> _Columns:
        """Tell the columns apart by what stands in them: keys, and behind them values."""
        width = max(len(self._grid[row]) for row in keys)
        texts = {column: [self._text(row, column) for row in keys] for column in range(width) if column != key}
        filled = [column for column, each in texts.items() if any(each)]
        behind = [column for column in filled if column > key]
        before = [column for column in filled if column < key and not _is_counting(texts[column])]
        if not behind and before:
            behind, before = before[-1:], before[:-1]
        access = next((column for column in behind if all(map(_is_access, texts[column]))), None)
        if access is None:
            flags = (column for column in behind[1:] if all(map(_is_true_or_false, texts[column])))
            access = next(flags, None)
        values = [column for column in behind if column != access]
        connector = next((column for column in before if all(map(_is_connector, texts[column]))), None)
        station = next((column for column in before if column != connector), None)
        return _Columns(station, connector, access, [_ValueColumn(column) for column in values[:1]])

    def _is_described(self, key: int, columns: _Columns, keys: list[int]) -> bool:
        """Tell a table that describes keys: sentences stand where values should, names of types, or marks."""
        cells = [
            (self._text(row, key), text)
            for row in keys
            for each in columns.values
            if not words.is_nothing(text := self._text(row, each.column))
        ]
        if not cells:
            return False
        telling = sum(_is_sentence(text) or words.is_type(text) or _is_label(name, text) for name, text in cells)
        by_station = any(each.station for each in columns.values)
        is_marked = by_station and all(words.is_mark(text) and not _is_count(text) for _, text in cells)
        return telling * 2 > len(cells) or (is_marked and not all(_is_true_or_false(text) for _, text in cells))

    def _rows_of(
        self, key: int, columns: _Columns, body: list[int], header: int | None, above: Iterable[int]
    ) -> Iterator[TableSetting]:
        station: str | None = None
        section: tuple[Aimed, ...] = ()
        for row in above:
            station, section = self._section(row, station, section)
        said = heading(self._text(header, columns.access)) if header is not None else Heading("readonly")
        for row in body:
            cell = self._cell(row, key)
            if cell is None or not self._is_setting(cell, row):
                station, section = self._section(row, station, section)
                continue
            named = self._text(row, columns.station)
            # A cell that is merged with those below it has its text in the first.
            station = named or station
            readonly = words.readonly_of(self._text(row, columns.access), said.meaning)
            aims = _aims(self._cell(row, columns.connector)) if columns.connector is not None else section
            for each in columns.values:
                value = self._cell(row, each.column)
                if value is None or words.is_nothing(value.text):
                    continue
                whose = each.station or station
                aimed = aims if each.aim is None else (each.aim,)
                group = f"/{whose}" if whose else ""
                yield TableSetting(cell, value, row, whose, aimed, readonly, group)

    def _is_setting(self, cell: GridCell, row: int) -> bool:
        if not _is_keylike(cell.text) or heading(cell.text).meaning in ("station", "connector"):
            return False
        is_alone = not any(other.text for other in self._grid[row] if other.route != cell.route)
        return not is_alone or title_station(cell.text) is None

    def _section(
        self, row: int, station: str | None, section: tuple[Aimed, ...]
    ) -> tuple[str | None, tuple[Aimed, ...]]:
        """Read a row that is one cell, which says whom the rows below it are for."""
        filled = {cell.route: cell for cell in self._grid[row] if cell.text}
        if len(filled) != 1:
            return station, section
        (cell,) = filled.values()
        said = heading(cell.text)
        if said.connector is not None and not said.rest:
            return station, (Aimed("structure", said.connector, f"row `{cell.text}`", cell),)
        named = title_station(cell.text)
        return (named, ()) if named is not None else (station, section)

    # Keys as headings

    def _wide(self, header: int) -> TableReading:
        row = self._grid[header]
        known = set(self._known[header])
        said = {column: heading(cell.text) for column, cell in enumerate(row) if column not in known}
        body = [each for each in self._rows if each > header]
        body = self._with_second_header(said, body, known)
        if len(known) == 1 and not self._is_about_stations(said, known, header):
            return TableReading([])
        keys = {column: cell for column, cell in enumerate(row) if column in known or self._is_key(said[column])}
        others = {column: each for column, each in said.items() if column not in keys}
        titles: tuple[str | None, tuple[Aimed, ...]] = (None, ())
        for above in range(self._rows.start, header):
            titles = self._section(above, *titles)
        settings = list(self._stations(keys, others, body, *titles))
        sentences = sum(_is_sentence(each.value.text) or words.is_type(each.value.text) for each in settings)
        if sentences * 2 > len(settings):
            return TableReading([], is_reference=True)
        return TableReading(settings)

    def _is_about_stations(self, said: dict[int, Heading], known: set[int], header: int) -> bool:
        if any(each.meaning in ("station", "name", "place") for each in said.values()):
            return True
        return any(self._vocabulary.sighting(_bare_key(self._text(header, column))) in TELLING for column in known)

    def _is_key(self, said: Heading) -> bool:
        """Tell whether a heading beside keys is one, too: it is written in their way, and no word of the lists."""
        return said.meaning is None and re.fullmatch(r"[A-Z][a-z]+[A-Z0-9]\w*", said.rest) is not None

    def _with_second_header(self, said: dict[int, Heading], body: list[int], known: set[int]) -> list[int]:
        """Take in a second row of headings, as of an index that has a name; return the rows below."""
        if not body or any(self._text(body[0], column) for column in known):
            return body
        below = {column: heading(cell.text) for column, cell in enumerate(self._grid[body[0]]) if cell.text}
        if not any(each.meaning for each in below.values()):
            return body
        said |= {column: each for column, each in below.items() if column in said and said[column].meaning is None}
        return body[1:]

    def _stations(
        self,
        keys: dict[int, GridCell],
        others: dict[int, Heading],
        body: list[int],
        current: str | None,
        section: tuple[Aimed, ...],
    ) -> Iterator[TableSetting]:
        """Yield the settings of the rows; ``current`` and ``section`` are what titles above say."""
        station = self._station_column(keys, others, body)
        connector = _first(others, "connector")
        connector = self._number(others, body) if connector is None else connector
        for row in body:
            named = self._text(row, station)
            if heading(named).meaning in ("reference", "readonly", "access"):
                continue
            current = named or current
            aims = _aims(self._cell(row, connector)) or section
            for column, key in keys.items():
                value = self._cell(row, column)
                if value is None or words.is_nothing(value.text):
                    continue
                group = f"/{current}" if current else f"#{row}"
                said = heading(key.text)
                if said.connector is not None and said.rest:
                    own = (Aimed("structure", said.connector, _column(key), key),)
                    yield TableSetting(key._replace(text=said.rest), value, row, current, own, None, group)
                else:
                    yield TableSetting(key, value, row, current, aims, None, group)

    def _station_column(
        self, keys: dict[int, GridCell], others: dict[int, Heading], body: list[int]
    ) -> int | None:
        """Return the column that names the stations: by its heading, or without one the first that holds names."""
        found = _first(others, "station")
        found = self._place(others, "name", body) if found is None else found
        if found is not None:
            return found
        width = max((len(self._grid[row]) for row in body), default=0)
        for column in range(width):
            said = others.get(column, Heading(None))
            if column in keys or said.meaning is not None:
                continue
            texts = [self._text(row, column) for row in body]
            if all(texts) and len(set(texts)) == len(texts) and not _is_counting(texts):
                return column
        return None


def _first(said: dict[int, Heading], meaning: str) -> int | None:
    return next((column for column, each in said.items() if each.meaning == meaning), None)


def _column(cell: GridCell) -> str:
    return f"column `{cell.text}`"


def _aims(cell: GridCell | None) -> tuple[Aimed, ...]:
    aim = _aimed(cell, "`connector` of this row")
    return () if aim is None else (aim,)


def _aimed(cell: GridCell | None, text: str) -> Aimed | None:
    if cell is None:
        return None
    said = heading(cell.text)
    if said.connector is not None:
        return Aimed("field", said.connector, text, cell)
    return Aimed("field", int(cell.text), text, cell) if _is_count(cell.text) else None


def _is_keylike(text: str) -> bool:
    """Tell a text that may be a key, known or not."""
    return _KEY.fullmatch(text) is not None and text.casefold() not in _LITERALS


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 2


def _is_counting(texts: Sequence[str]) -> bool:
    """Tell the numbers of rows: 0, 1, 2 and so on."""
    numbers = [int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1 for text in texts]
    return bool(numbers) and numbers[0] in (0, 1) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _is_connector(text: str) -> bool:
    return text in ("0", "1", "2")


def _is_access(text: str) -> bool:
    return words.readonly_of(text, "access") is not None


def _is_true_or_false(text: str) -> bool:
    return text.casefold() in ("true", "false", "")


def _is_sentence(text: str) -> bool:
    """Tell prose: several words of letters, which no value of OCPP 1.6 consists of."""
    return len(text) > 15 and sum(word.strip(".,;:()").isalpha() for word in text.split()) >= _FEWEST_WORDS


def _is_label(key: str, text: str) -> bool:
    """Tell a text that says the name of the key in words, as a translation or a title does."""
    return " " in text and words.plain(text) == words.plain(key)
