"""The text before a frame: which dialect it is written in, behind which carriers, and what it says."""

import re

from ocpplint.facts import Sender
from ocpplint.readers.traces.dialects import BARE, Carrier, Context, Dialect, Dialects

_INDENT = " \t\ufeff"
_NOTHING = " \t\ufeff[],;"
_MOST_CARRIERS = 4
_LONGEST = 1024


class Prefixes:
    """Reads the prefixes of one log. A log has few ways of writing them: the last one is tried first."""

    __slots__ = ("_carriers", "_dialect", "_dialects", "carriers")

    def __init__(self, dialects: Dialects) -> None:
        self._dialects = dialects.dialects
        self.carriers = dialects.carriers
        self._dialect: Dialect | None = None
        self._carriers: tuple[Carrier, ...] = ()

    @property
    def writers(self) -> dict[str, Sender]:
        """Return which dialects are only ever written by a station, or by a CSMS."""
        return {dialect.name: dialect.writer for dialect in self._dialects if dialect.writer is not None}

    def context(self, text: str, start: int, opening: int, before: Context | None, above: str) -> Context:
        """Find out what the text between the offsets says of the frame behind it.

        ``before`` is the context of the frame before it on the line, ``above`` the line above if it holds no frame.
        """
        if start == opening or not text[start:opening].strip(_NOTHING):
            if before is not None:
                return before._replace(direction=None)
            known = self.read(above.rstrip() + " ", 0, None) if above else None
            return known or _BARE
        known = self.read(text, start, opening)
        if known is not None:
            return known
        if opening - start > _LONGEST:
            start = opening - _LONGEST
        from ocpplint.readers.traces.inferred import infer

        guessed = infer(text, start, opening)
        if before is None:
            return guessed
        return before._replace(
            direction=guessed.direction, time=before.time if guessed.time is None else guessed.time
        )

    def read(self, text: str, start: int, end: int | None) -> Context | None:
        """Read a prefix by the dialects; None if it is none of them."""
        if end is None:
            end = len(text)
        while start < end and text[start] in _INDENT:
            start += 1
        if self._dialect is not None:
            context = self._again(self._dialect, text, start, end)
            if context is not None:
                return context
        return self._search(text, start, end)

    def _again(self, dialect: Dialect, text: str, start: int, end: int) -> Context | None:
        if not self._carriers:
            return dialect.read(text, start, end)
        time = None
        for carrier in self._carriers:
            found = carrier.match(text, start, end)
            if found is None:
                return None
            start, time = found.end(), carrier.time(found) or time
        context = dialect.read(text, start, end)
        return context and _timed(context, time)

    def _search(self, text: str, start: int, end: int) -> Context | None:
        carriers: tuple[Carrier, ...] = ()
        time = None
        while True:
            for dialect in self._dialects:
                context = dialect.read(text, start, end)
                if context is not None:
                    if context.station is not None:
                        self._dialect, self._carriers = dialect, carriers
                    return _timed(context, time)
            found = self._carrier(text, start, end) if len(carriers) < _MOST_CARRIERS else None
            if found is None:
                return None
            carrier, match = found
            carriers, start, time = (*carriers, carrier), match.end(), carrier.time(match) or time

    def _carrier(self, text: str, start: int, end: int) -> tuple[Carrier, re.Match[str]] | None:
        for carrier in self.carriers:
            match = carrier.match(text, start, end)
            if match is not None:
                return carrier, match
        return None

    def carried(self, line: str, start: int = 0, depth: int = _MOST_CARRIERS) -> int:
        """Return the offset behind the carriers that ``line`` begins with, at most ``depth`` of them."""
        for _ in range(depth):
            found = self._carrier(line, start, len(line))
            if found is None:
                break
            start = found[1].end()
        return start


_BARE = Context(BARE)


def _timed(context: Context, time: float | None) -> Context:
    return context if time is None or context.time is not None else context._replace(time=time)
