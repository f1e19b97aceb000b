"""Tables of settings with the keys as headings, and one station or connector a row."""

import re
from collections.abc import Iterator

from ocpplint.readers.settings import table_words as words
from ocpplint.readers.settings.table_block import (
    Aimed,
    Block,
    GridCell,
    TableReading,
    TableSetting,
    Titles,
    aims_of,
    bare_key,
    column_text,
    is_counting,
    is_sentence,
)
from ocpplint.readers.settings.table_words import Heading, heading


class WideTable(Block):
    """A table with the keys as headings."""

    def read(self, header: int) -> TableReading:
        """Read it; ``header`` is the row of the keys."""
        row = self.grid[header]
        known = set(self.known[header])
        said = {column: heading(cell.text) for column, cell in enumerate(row) if column not in known}
        body = [each for each in self.rows if each > header]
        body = self._with_second_header(said, body, known)
        if len(known) == 1 and not self._is_about_stations(said, known, header):
            return TableReading([])
        keys = {column: cell for column, cell in enumerate(row) if column in known or self._is_key(said[column])}
        others = {column: each for column, each in said.items() if column not in keys}
        settings = list(self._settings(keys, others, body, self.titles(range(self.rows.start, header))))
        sentences = sum(is_sentence(each.value.text) or words.is_type(each.value.text) for each in settings)
        if sentences * 2 > len(settings):
            return TableReading([], is_reference=True)
        return TableReading(settings)

    def _is_about_stations(self, said: dict[int, Heading], known: set[int], header: int) -> bool:
        if any(each.meaning in ("station", "name", "place") for each in said.values()):
            return True
        return any(self.is_telling(bare_key(self.text(header, column))) for column in known)

    def _is_key(self, said: Heading) -> bool:
        """Tell whether a heading beside keys is one, too: it is written in their way, and no word of the lists."""
        return said.meaning is None and re.fullmatch(r"[A-Z][a-z]+[A-Z0-9]\w*", said.rest) is not None

    def _with_second_header(self, said: dict[int, Heading], body: list[int], known: set[int]) -> list[int]:
        """Take in a second row of headings, as of an index that has a name; return the rows below."""
        if not body or any(self.text(body[0], column) for column in known):
            return body
        below = {column: heading(cell.text) for column, cell in enumerate(self.grid[body[0]]) if cell.text}
        if not any(each.meaning for each in below.values()):
            return body
        said |= {column: each for column, each in below.items() if column in said and said[column].meaning is None}
        return body[1:]

    def _settings(
        self,
        keys: dict[int, GridCell],
        others: dict[int, Heading],
        body: list[int],
        told: Titles,
    ) -> Iterator[TableSetting]:
        current, section = told
        station = self._names_column(keys, others, body)
        connector = self.connector_column(others, body)
        for row in body:
            named = self.text(row, station)
            if heading(named).meaning in ("reference", "readonly", "access"):
                continue
            current = named or current
            aims = aims_of(self.cell(row, connector)) or section
            for column, key in keys.items():
                value = self.cell(row, column)
                if value is None or words.is_nothing(value.text):
                    continue
                group = f"/{current}" if current else f"#{row}"
                said = heading(key.text)
                if said.connector is not None and said.rest:
                    own = (Aimed("structure", said.connector, column_text(key), key),)
                    yield TableSetting(key._replace(text=said.rest), value, row, current, own, None, group)
                else:
                    yield TableSetting(key, value, row, current, aims, None, group)

    def _names_column(self, keys: dict[int, GridCell], others: dict[int, Heading], body: list[int]) -> int | None:
        """Return the column that names the stations: by its heading, or without one the first that holds names."""
        found = self.station_column(others, body)
        if found is not None:
            return found
        width = max((len(self.grid[row]) for row in body), default=0)
        for column in range(width):
            said = others.get(column, Heading(None))
            if column in keys or said.meaning is not None:
                continue
            texts = [self.text(row, column) for row in body]
            if all(texts) and len(set(texts)) == len(texts) and not is_counting(texts):
                return column
        return None
