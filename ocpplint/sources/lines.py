"""The lines of the inputs, for code frames."""

from collections.abc import Iterable

from ocpplint.facts.fact import Location
from ocpplint.sources.source import Source

REACH = 16
"""How many lines before and after a place can belong to it: a pretty-printed document spreads a setting over some."""


class SourceLines:
    """Reads again, by path and number, the lines of findings and the lines around them.

    Which ones must be known before: they are fetched in one pass over each file, and the rest is never
    held. Of an input that can't be read twice those are there that its memory reached back to.
    """

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = {source.path: source for source in sources}
        self._expected: dict[str, set[int]] = {}
        self._fetched: dict[str, dict[int, str]] = {}

    def expect(self, places: Iterable[Location]) -> None:
        """Record that the lines of these places, and those around them, will be asked for."""
        for place in places:
            source = self._sources.get(place.path)
            if source is None:
                continue
            numbers = range(max(1, place.line - REACH), place.line + REACH + 1)
            if source.recent is not None:
                source.recent.keep(numbers)
            else:
                self._expected.setdefault(place.path, set()).update(numbers)
                self._fetched.pop(place.path, None)

    def line(self, path: str, number: int) -> str | None:
        """Return a line without its end; None for one that was not expected, can't be had again or is not there."""
        source = self._sources.get(path)
        if source is None:
            return None
        if source.recent is not None:
            return source.recent.line(number)
        lines = self._fetched.get(path)
        if lines is None:
            lines = self._fetched[path] = _fetch(source, self._expected.get(path, set()))
        return lines.get(number)


def _fetch(source: Source, numbers: set[int]) -> dict[int, str]:
    lines: dict[int, str] = {}
    last = max(numbers, default=0)
    try:
        with source.open() as opened:
            for number, line in enumerate(opened.text, 1):
                if number in numbers:
                    lines[number] = line.rstrip("\r\n")
                if number >= last:
                    break
    except OSError:
        # It was there when it was linted; the findings are then said in words.
        pass
    return lines
