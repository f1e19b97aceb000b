"""Direction words beside arrows, as in ``→ IN: [2,…`` and ``RX -> [2,…``.

Only one of the two needs to give the direction. The word may be the name of a station, the arrow a mark before every
frame. The lines of a log together show which one it is: a part that never changes gives no direction.
"""

import re
from typing import NamedTuple

from ocpplint.readers.traces.dialects import LineContext
from ocpplint.readers.traces.envelopes import direction_of
from ocpplint.readers.traces.senders import Direction

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
