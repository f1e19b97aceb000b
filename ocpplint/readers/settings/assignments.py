"""Lines that give known keys values, in any text: ``Key = value``, ``"Key": value``, ``Key (rw): 1``, ``Key,value``.

Nothing of the text's syntax has to be known. A line counts where the key stands in front, or in a pair written as
data, and what follows is a value and no prose.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from ocpplint.facts.fact import KeySighting
from ocpplint.readers.settings.prose import is_prose, is_type_word

SETTING_MARKS = ("=", ":", ",", "\t", "|", "  ", ">", ";")
"""One of these stands between a key and its value."""

_WORD = re.compile(r"[A-Za-z][\w.-]{5,}(?:\[\d{1,2}\])?")
_BEFORE = re.compile(
    r"(?:^|[{,;(\[|])\s*(?:[-*+]\s+|export\s+|set\s+|-e\s+|--set\s+|\|\s*|<(?:\w+:)?)?[\"'`]?$"
    r"|(?:key|name|id|parameter|variable|param)[\"']?\s*(?:=>|[=:])\s*[\"']?$",
    re.IGNORECASE,
)
_ACCESS = r"(?:\s*[(\[](?:rw?|w|ro|wo|r/w|readonly|read-?write|read-?only)[^)\]\n]{0,20}[)\]])?"
_PAIR = re.compile(
    r"[\"']?\s*[,;]?\s*[\"']?\w*(?:value|wert|val)[\"']?\s*(?:=>|[=:])\s*(?P<value>[^\n]*)", re.IGNORECASE
)
_AFTER = re.compile(
    rf"[\"'`]?{_ACCESS}[\"'`]?\s*(?:=>|:=|->|==?(?!=)|[:,;|>\t]|\s(?=\s)|(?<=\))\s)\s*(?P<value>[^\n]*)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s*(?:[#;|<]|//|\s--\s|\(readonly|[,}\])]\s*$).*$", re.IGNORECASE)


class KeyIndex(Protocol):
    """Tells known keys by name alone."""

    def sighting(self, word: str) -> KeySighting | None:
        """Tell whether a word is a known key, and how sure that is."""
        ...


class Assignment(NamedTuple):
    """A key that a line gives a value: where in the text it starts, and whether it heads its line."""

    key: str
    kind: KeySighting
    start: int
    heads_line: bool


def assignments(text: str, index: KeyIndex) -> Iterator[Assignment]:
    """Yield the assignments in a text, in order."""
    for word in _WORD.finditer(text):
        kind = index.sighting(word[0])
        if kind is None:
            continue
        start, end = word.span()
        line = text.rfind("\n", 0, start) + 1
        before = text[max(line, start - 120) : start]
        opened = _BEFORE.search(before)
        if opened is None:
            continue
        after = text[end : end + 200]
        pair = _PAIR.match(after)
        given = pair or _AFTER.match(after)
        if given is not None and _is_value(given["value"], word[0]):
            yield Assignment(word[0], kind, start, not before.strip(" \t-*\"'`{[|<"))


def _is_value(text: str, key: str) -> bool:
    """Tell whether the rest of a line is a value: it is short, no prose, no type, and not the key again."""
    value = _ENDS.sub("", text).strip().rstrip(",;")
    bare = value.strip("\"'` ")
    if not bare or bare == key or is_type_word(bare) or bare[0] in "(&$@%{[<":
        return False
    return not is_prose(bare) and len(bare.split()) <= 3
