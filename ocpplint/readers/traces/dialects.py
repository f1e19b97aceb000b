"""Log dialects: the text before a frame, as ``grammars/logs.lark`` describes it.

Each dialect is one regular expression, which ``composing`` makes of the grammar; ``re`` runs it.
"""

import re
from typing import NamedTuple

from ocpplint.facts.fact import Sender
from ocpplint.readers.traces.senders import Direction
from ocpplint.readers.traces.times import find_stamp, read_stamp

BARE, TEXT, JSON, CSV = "bare", "text", "json", "csv"
"""The dialects that need no grammar: a frame alone on its line, behind unknown text, inside JSON, in a table."""

_DIRECTIONS: dict[str, Direction] = {
    "sent": "sent",
    "received": "received",
    "from_station": "station",
    "from_csms": "csms",
}
_WRITERS: tuple[Sender, ...] = ("station", "csms")
_LONGEST_PREFIX = 1024
"""No program writes more than this before a frame; what does is no prefix, and costs time to find out."""


class DialectSource(NamedTuple):
    """A dialect as data: its name and the regular expression that its terminal was composed into."""

    name: str
    pattern: str


class LineContext(NamedTuple):
    """The data of a frame from the text around it."""

    dialect: str
    station: str | None = None
    time: float | None = None
    direction: Direction | None = None
    ocpp: str | None = None


class Dialect:
    """One way of writing the text before a frame.

    ``writer`` is the side that writes this dialect, if it is always the same. Raises ``re.error`` for a source
    that was not composed.
    """

    __slots__ = ("_directions", "_fullmatch", "_station", "_time", "name", "writer")

    def __init__(self, source: DialectSource) -> None:
        self.name = source.name
        pattern = re.compile(source.pattern)
        groups = pattern.groupindex
        self.writer: Sender | None = next((who for who in _WRITERS if f"written_by_{who}" in groups), None)
        self._fullmatch = pattern.fullmatch
        self._station, self._time = groups.get("station", 0), groups.get("time", 0)
        self._directions = {groups[name]: meaning for name, meaning in _DIRECTIONS.items() if name in groups}

    def read(self, text: str, start: int, end: int) -> LineContext | None:
        """Read the text between the offsets, up to a frame's bracket; None if it is not this dialect."""
        if end - start > _LONGEST_PREFIX:
            return None
        found = self._fullmatch(text, start, end)
        if found is None:
            return None
        time = None
        if self._time:
            stamp = found[self._time]
            time = read_stamp(stamp) if stamp is not None else find_stamp(text[start:end])
        station = found[self._station] or None if self._station else None
        direction = None
        for group, meaning in self._directions.items():
            if found[group] is not None:
                direction = meaning
                break
        return LineContext(self.name, station, time, direction)


class Carrier:
    """The prefix of a log collector before every line. Raises ``re.error`` for a source that was not composed."""

    __slots__ = ("_time", "match", "name")

    def __init__(self, source: DialectSource) -> None:
        self.name = source.name
        pattern = re.compile(source.pattern)
        self.match = pattern.match
        self._time = pattern.groupindex.get("time", 0)

    def time(self, found: re.Match[str]) -> float | None:
        """Return the time that a match of this carrier tells."""
        stamp = found[self._time] if self._time else None
        return read_stamp(stamp) if stamp is not None else None


class Dialects(NamedTuple):
    """The dialects and carriers that are in use, in the order they are tried."""

    dialects: tuple[Dialect, ...] = ()
    carriers: tuple[Carrier, ...] = ()


NO_DIALECTS = Dialects()
"""Reads frames all the same, without what the text before them says."""
