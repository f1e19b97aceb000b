"""Tables of settings with one key a row, and its values in one column, or in one for each station or connector."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ocpplint.readers.settings import table_words as words
from ocpplint.readers.settings.table_block import (
    Aimed,
    Block,
    GridCell,
    TableReading,
    TableSetting,
    aimed_at,
    aims_of,
    column_text,
    first_column,
    is_access,
    is_connector,
    is_count,
    is_counting,
    is_keylike,
    is_label,
    is_sentence,
    is_true_or_false,
    title_station,
)
from ocpplint.readers.settings.table_words import Heading, heading

_STATION = re.compile(r"(?=[^\d]*\d)(?!\d+(?:\.\d+)*\Z)(?!.*\d\.\d)(?=.*[^\W\d])[\w .:#/-]{2,48}")
"""A heading that may name a station: a digit in it, and no version."""
_MOST_ABOVE = 50
"""Rows between the heading and the first known key."""
_FEWEST_OF_KEYS = 0.2
"""The share of known keys in a column without a heading that is a column of keys."""


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


class LongTable(Block):
    """A table with one key a row."""

    def read(self, column: int, first: int) -> TableReading:
        """Read it; ``column`` is that of the keys, ``first`` the row of the first known one."""
        header = self._header_above(column, first)
        body = [row for row in self.rows if header is None or row > header]
        keys = [row for row in body if is_keylike(self.text(row, column))]
        if not self._holds_keys(column, header, keys):
            return TableReading([])
        columns = self._headed(column, header, body) if header is not None else self._unheaded(column, keys)
        if columns.is_reference or self._is_described(column, columns, keys):
            return TableReading([], is_reference=True)
        above = range(self.rows.start, header) if header is not None else ()
        return TableReading(list(self._rows_of(column, columns, body, header, above)))

    def _header_above(self, column: int, first: int) -> int | None:
        """Return the row of headings above the first key, if there is one: keys that nobody knows may stand between."""
        named: int | None = None
        for row in range(first - 1, max(self.rows.start, first - _MOST_ABOVE) - 1, -1):
            over = heading(self.text(row, column)).meaning
            if over in ("key", "name") or self._is_header(row, column):
                return row
            if over == "station" and named is None:
                # In a table that was turned round, stations stand in a row; its heading, if any, is above.
                named = row
        return named

    def _is_header(self, row: int, column: int) -> bool:
        """Tell a row of headings whose heading of the keys is no word for them."""
        over = self.text(row, column)
        others = [heading(cell.text) for index, cell in enumerate(self.grid[row]) if index != column and cell.text]
        told = sum(each.meaning is not None or each.connector is not None for each in others)
        if heading(over).meaning in ("station", "connector", "place"):
            return told > 0
        if told:
            return told > 1 or row == self.rows.start or not is_keylike(over)
        return self._names_stations(row, column)

    def _names_stations(self, row: int, column: int) -> bool:
        """Tell a row that names a station above each column, and nothing above the keys."""
        names = [cell.text for index, cell in enumerate(self.grid[row]) if cell.text and index != column]
        return not self.text(row, column) and bool(names) and all(map(_STATION.fullmatch, names))

    def _holds_keys(self, column: int, header: int | None, keys: list[int]) -> bool:
        """Tell a column of keys from one of other words, of which some are keys."""
        known = [row for row in keys if column in self.known.get(row, ())]
        if header is not None:
            said = {heading(cell.text).meaning for index, cell in enumerate(self.grid[header]) if index != column}
            if not said.isdisjoint(words.VALUES):
                return True
            if heading(self.text(header, column)).meaning == "key":
                return len(known) > 1 or any(said) or self._is_particular(known, column)
        many = len(known) >= _FEWEST_OF_KEYS * len(keys)
        return many and (len(known) > 1 or self._is_particular(known, column))

    def _is_particular(self, rows: list[int], column: int) -> bool:
        return any(self.is_telling(self.text(row, column)) for row in rows)

    def _headed(self, key: int, header: int, body: list[int]) -> _Columns:
        """Tell the columns apart by their headings."""
        said = {
            column: heading(cell.text)
            for column, cell in enumerate(self.grid[header])
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
            self.station_column(said, body),
            self.connector_column(said, body),
            next((column for column, each in said.items() if each.meaning in ("readonly", "access")), None),
            values,
            is_reference=not values and documented,
        )

    def _value_columns(self, header: int, said: dict[int, Heading]) -> list[_ValueColumn]:
        row = self.grid[header]
        aimed = [
            _ValueColumn(
                column,
                each.rest or None,
                Aimed("structure", each.connector, column_text(row[column]), row[column]),
            )
            for column, each in said.items()
            if each.connector is not None and (each.meaning in words.VALUES or each.rest)
        ]
        if aimed:
            return aimed
        for meaning in (*words.VALUES, "key"):
            named = first_column(said, meaning)
            if named is not None:
                return [_ValueColumn(named)]
        stations = [column for column, each in said.items() if each.rest and _STATION.fullmatch(each.rest)]
        return [_ValueColumn(column, said[column].rest) for column in stations]

    def _labelled(self, key: int, header: int, body: list[int]) -> list[_ValueColumn]:
        """Return the columns of a table that was turned round: a row of it names the station of each column."""
        labels = {heading(self.text(row, key)).meaning: row for row in (header, *body) if self.text(row, key)}
        stations, connectors = labels.get("station"), labels.get("connector")
        if stations is None or (stations == header and connectors is None):
            return []
        found = []
        for column, cell in enumerate(self.grid[stations]):
            if column == key or words.is_nothing(cell.text):
                continue
            number = self.cell(connectors, column) if connectors is not None else None
            found.append(_ValueColumn(column, cell.text, aimed_at(number, "connector")))
        return found

    def _unnamed(self, key: int, said: dict[int, Heading], body: list[int]) -> list[_ValueColumn]:
        """Return the one column beside the keys, where its heading says nothing or there is none."""
        used = {
            column for row in body for column, cell in enumerate(self.grid[row]) if cell.text and column != key
        }
        free = [column for column in sorted(used) if column not in said or said[column].rest.isdigit()]
        right = [column for column in free if column > key]
        return [_ValueColumn(right[0])] if len(right) == 1 else []

    def _are_marks(self, key: int, body: list[int]) -> bool:
        """Tell a table that says which stations have a key."""
        texts = (cell.text for row in body for column, cell in enumerate(self.grid[row]) if column != key)
        return all(words.is_mark(text) for text in texts)

    def _unheaded(self, key: int, keys: list[int]) -> _Columns:
        """Tell the columns apart by what stands in them: keys, and behind them values."""
        width = max(len(self.grid[row]) for row in keys)
        texts = {column: [self.text(row, column) for row in keys] for column in range(width) if column != key}
        filled = [column for column, each in texts.items() if any(each)]
        behind = [column for column in filled if column > key]
        before = [column for column in filled if column < key and not is_counting(texts[column])]
        if not behind and before:
            behind, before = before[-1:], before[:-1]
        access = next((column for column in behind if all(map(is_access, texts[column]))), None)
        if access is None:
            flags = (column for column in behind[1:] if all(map(is_true_or_false, texts[column])))
            access = next(flags, None)
        values = [column for column in behind if column != access]
        connector = next((column for column in before if all(map(is_connector, texts[column]))), None)
        station = next((column for column in before if column != connector), None)
        return _Columns(station, connector, access, [_ValueColumn(column) for column in values[:1]])

    def _is_described(self, key: int, columns: _Columns, keys: list[int]) -> bool:
        """Tell a table that describes keys: sentences stand where values should, names of types, or marks."""
        cells = [
            (self.text(row, key), text)
            for row in keys
            for each in columns.values
            if not words.is_nothing(text := self.text(row, each.column))
        ]
        if not cells:
            return False
        telling = sum(is_sentence(text) or words.is_type(text) or is_label(name, text) for name, text in cells)
        by_station = any(each.station for each in columns.values)
        is_marked = by_station and all(words.is_mark(text) and not is_count(text) for _, text in cells)
        return telling * 2 > len(cells) or (is_marked and not all(is_true_or_false(text) for _, text in cells))

    def _rows_of(
        self, key: int, columns: _Columns, body: list[int], header: int | None, above: Iterable[int]
    ) -> Iterator[TableSetting]:
        told = self.titles(above)
        said = heading(self.text(header, columns.access)) if header is not None else Heading("readonly")
        for row in body:
            cell = self.cell(row, key)
            if cell is None or not self._is_setting(cell, row):
                told = self.section(row, told)
                continue
            # A cell that is merged with those below it has its text in the first.
            told = (self.text(row, columns.station) or told[0], told[1])
            readonly = words.readonly_of(self.text(row, columns.access), said.meaning)
            aims = aims_of(self.cell(row, columns.connector)) if columns.connector is not None else told[1]
            for each in columns.values:
                value = self.cell(row, each.column)
                if value is None or words.is_nothing(value.text):
                    continue
                whose = each.station or told[0]
                aimed = aims if each.aim is None else (each.aim,)
                group = f"/{whose}" if whose else ""
                yield TableSetting(cell, value, row, whose, aimed, readonly, group)

    def _is_setting(self, cell: GridCell, row: int) -> bool:
        if not is_keylike(cell.text) or heading(cell.text).meaning in ("station", "connector"):
            return False
        is_alone = not any(other.text for other in self.grid[row] if other.route != cell.route)
        return not is_alone or title_station(cell.text) is None
