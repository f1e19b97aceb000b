"""The text before a frame: its dialect, its carriers, and its data."""

import re

from ocpplint.facts.vocabulary import Sender
from ocpplint.readers.traces.arrows import ArrowWords
from ocpplint.readers.traces.dialects import BARE, TEXT, Carrier, Dialect, Dialects, LineContext
from ocpplint.readers.traces.times import part_stamp, read_stamp

_INDENT = " \t\ufeff"
_NOTHING = " \t\ufeff[],;"
_MOST_CARRIERS = 4
_LONGEST = 1024
_MOST_INFERRED = 256


class Prefixes:
    """Reads the prefixes of one log. A log has few dialects: the last one is tried first."""

    __slots__ = ("_arrows", "_carriers", "_dialect", "_dialects", "_inferred", "carriers")

    def __init__(self, dialects: Dialects) -> None:
        self._dialects = dialects.dialects
        self.carriers = dialects.carriers
        self._dialect: Dialect | None = None
        self._carriers: tuple[Carrier, ...] = ()
        self._inferred: dict[str, LineContext] = {}
        self._arrows = ArrowWords()

    @property
    def writers(self) -> dict[str, Sender]:
        """Return which dialects are only ever written by a station, or by a CSMS."""
        return {dialect.name: dialect.writer for dialect in self._dialects if dialect.writer is not None}

    def context(self, text: str, start: int, opening: int, before: LineContext | None, above: str) -> LineContext:
        """Find out what the text between the offsets says of the frame behind it.

        ``before`` is the context of the frame before it on the line, ``above`` the line above if it holds no frame.
        """
        if start == opening or not text[start:opening].strip(_NOTHING):
            if before is not None:
                return before._replace(direction=None)
            known = self.read(above.rstrip() + " ", 0, None) if above else None
            return known or _BARE
        known = self.again(text, start, opening) or self._unknown(text, start, opening)
        if known.dialect == BARE and above:
            return _timed(self.read(above.rstrip() + " ", 0, None) or known, known.time)
        if known.dialect != TEXT or before is None:
            return known
        return before._replace(direction=known.direction, time=before.time if known.time is None else known.time)

    def _unknown(self, text: str, start: int, opening: int) -> LineContext:
        """Read a prefix that is not written as the last one was.

        What a prefix in no known dialect says is kept: of what a program writes there, little but the time changes.
        """
        from ocpplint.readers.traces.inferred import infer, infer_pairs

        start = max(start, opening - _LONGEST)
        stamp, rest = part_stamp(text[start:opening])
        guessed = self._inferred.get(rest)
        if guessed is None:
            known = self._search(text, start, opening)
            if known is not None:
                return known
            guessed = infer(rest)
            self._inferred[rest] = guessed
            self._arrows.learn(rest)
            if len(self._inferred) > _MOST_INFERRED:
                del self._inferred[next(iter(self._inferred))]
        guessed = self._arrows.read(rest, guessed)
        if "=" in rest:
            guessed = infer_pairs(text, guessed)
        return guessed if stamp is None else guessed._replace(time=read_stamp(stamp))

    def read(self, text: str, start: int, end: int | None) -> LineContext | None:
        """Read a prefix by the dialects; None if it is none of them. Of carriers alone only the time is told."""
        if end is None:
            end = len(text)
        return self.again(text, start, end) or self._search(text, start, end)

    def again(self, text: str, start: int, end: int) -> LineContext | None:
        """Read a prefix by the dialect, and behind the carriers, that the last one was read by."""
        dialect = self._dialect
        if dialect is None:
            return None
        while start < end and text[start] in _INDENT:
            start += 1
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

    def _search(self, text: str, start: int, end: int) -> LineContext | None:
        carriers: tuple[Carrier, ...] = ()
        time = None
        while start < end and text[start] in _INDENT:
            start += 1
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
            if not text[start:end].strip(_NOTHING):
                return LineContext(BARE, None, time)

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


_BARE = LineContext(BARE)


def _timed(context: LineContext, time: float | None) -> LineContext:
    return context if time is None or context.time is not None else context._replace(time=time)
