"""Tables: CSV exports whose first line names the columns (RFC 4180), well-formed or not.

JSON in a cell without quotes is split at each comma. Then the cells before the frame are named from the left, those
after it from the right.
"""

import re

from ocpplint.readers.traces.dialects import CSV, LineContext
from ocpplint.readers.traces.envelopes import Envelope, is_known

_HEADER = r"\ufeff? *+\"?+[\w .@\-()/]{1,40}+\"?+(?:[,;\t|] *+\"?+[\w .@\-()/]{0,40}+\"?+){1,60}+\s*"
_DELIMITERS = (",", ";", "\t", "|")


class LogTable:
    """The columns of a table, from its header."""

    __slots__ = ("_delimiter", "_names")

    def __init__(self, names: list[str], delimiter: str) -> None:
        self._names, self._delimiter = names, delimiter

    def row(self, line: str) -> dict[str, str] | None:
        """Return the cells of a line by their columns' names; None for a line with more or fewer cells."""
        cells = self._split(line)
        return dict(zip(self._names, cells, strict=True)) if len(cells) == len(self._names) else None

    def context(self, before: str, behind: str) -> LineContext:
        """Return what the cells before and behind a frame say of it."""
        left = self._split(before.rstrip(' \t"'))[:-1]
        right = self._split(behind.lstrip(' \t"'))[1:]
        members = list(zip(self._names, left, strict=False))
        members += zip(reversed(self._names), reversed(right), strict=False)
        return LineContext(CSV, *Envelope().within(members))

    def _split(self, line: str) -> list[str]:
        import csv

        try:
            return next(csv.reader([line.strip("\r\n\ufeff")], delimiter=self._delimiter), [])
        except csv.Error:
            return line.split(self._delimiter)


def table_of(line: str) -> LogTable | None:
    """Read the header of a table of messages; None for any other line."""
    if re.fullmatch(_HEADER, line) is None:
        return None
    delimiter = max(_DELIMITERS, key=line.count)
    names = [name.strip(' "\t\r\n\ufeff') for name in line.split(delimiter)]
    return LogTable(names, delimiter) if sum(map(is_known, names)) > 1 else None
