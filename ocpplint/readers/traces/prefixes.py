"""The text before a frame: its dialect, its carriers, its data, and arrows that give the direction."""

import re
from typing import NamedTuple

from ocpplint.facts.fact import Sender
from ocpplint.readers.traces.dialects import BARE, TEXT, Carrier, Dialect, Dialects, LineContext
from ocpplint.readers.traces.envelopes import direction_of
from ocpplint.readers.traces.senders import Direction
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


_ARROW = r"[→⇒⟶←⇐⟵]|[➡⬅]\ufe0f?|>>>?|<<<?|[-=]{1,2}>|<[-=]{1,2}"
_WORD = r"[\[(]?([A-Za-z]{1,20})[\])]?"
_FORM = rf"\s*(?:({_ARROW}) ?{_WORD}|{_WORD}:? ?({_ARROW}))[:\s]*"
_MOST = 64


class _Pair(NamedTuple):
    word: str
    said: Direction
    """What the word means as a direction."""
    shown: Direction
    """What the arrow shows."""
    word_leads: bool


class ArrowWords:
    """Learns from one log what its arrows and the words beside them mean. Its memory is bounded."""

    __slots__ = ("_arrow_is_mark", "_pairs", "_said_of", "_shown_of", "_stations")

    def __init__(self) -> None:
        self._pairs: dict[str, _Pair] = {}
        self._shown_of: dict[str, Direction] = {}
        self._said_of: dict[Direction, Direction] = {}
        self._stations: set[str] = set()
        self._arrow_is_mark = False

    def learn(self, text: str) -> None:
        """Process the text before a frame that has not been seen before."""
        pair = _pair(text) if len(self._pairs) < _MOST else None
        if pair is None:
            return
        self._pairs[text] = pair
        if self._shown_of.setdefault(pair.word, pair.shown) != pair.shown:
            self._stations.add(pair.word)
        if self._said_of.setdefault(pair.shown, pair.said) != pair.said:
            self._arrow_is_mark = True

    def read(self, text: str, guessed: LineContext) -> LineContext:
        """Say what a text that was learnt means now; ``guessed`` is what it says by itself."""
        pair = self._pairs.get(text)
        if pair is None:
            return guessed
        if pair.word in self._stations:
            return guessed._replace(station=pair.word, direction=pair.shown)
        # Behind a word, as in `Received -> [2,…`, an arrow mostly is a colon.
        by_word = self._arrow_is_mark or pair.word_leads
        return guessed._replace(direction=pair.said if by_word else pair.shown)


def _pair(text: str) -> _Pair | None:
    found = re.fullmatch(_FORM, text)
    if found is None:
        return None
    word, arrow = found[2] or found[3], found[1] or found[4]
    said, shown = direction_of(word), _shown(arrow)
    return None if said is None else _Pair(word, said, shown, found[3] is not None)


def _shown(arrow: str) -> Direction:
    return "received" if arrow[0] in "←⇐⟵⬅<" else "sent"
