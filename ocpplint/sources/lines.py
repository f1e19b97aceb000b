"""The lines of the inputs, given back for code frames."""

import os
from collections.abc import Iterable

from ocpplint.sources.source import STDIN, Source

_MOST_KEPT = 8


class SourceLines:
    """Reads lines again by path and number. Files are read once and kept, the last few of them."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = {source.path: source for source in sources}
        self._wanted: dict[str, set[int]] = {}
        self._kept: dict[str, list[str]] = {}

    def line(self, path: str, number: int) -> str | None:
        """Return a line without its end; None for what can't be read twice, and for a line that is not there."""
        lines = self._kept.get(path)
        if lines is None:
            lines = self._kept[path] = self._read(path)
            if len(self._kept) > _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
        return lines[number - 1] if 0 < number <= len(lines) else None

    def _read(self, path: str) -> list[str]:
        source = self._sources.get(path)
        if source is None or source.real_path == STDIN or not os.path.isfile(source.real_path):
            return []
        try:
            with source.open() as file:
                return [line.rstrip("\r\n") for line in file]
        except OSError:
            return []
