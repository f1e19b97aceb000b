"""Lines that give known keys values, in any text: ``Key = value``, ``"Key": value``, ``Key (rw): 1``, ``Key,value``.

Nothing of the text's syntax has to be known. A line counts where the key stands in front, or in a pair written as
data, and what follows is a value and no prose.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from ocpplint.facts.fact import KeySighting
from ocpplint.readers.settings.context import TELLING
from ocpplint.readers.settings.prose import is_prose, is_type_word
from ocpplint.readers.settings.sightings import WORD

_BEFORE = re.compile(
    r"(?:^|[{,;(\[|])\s*(?:[-*+]\s*|export\s+|\|\s*|<(?:\w+:)?)?:?[\"'`]?$"
    r"|(?:^|\s)(?:set|env|option|-e|-D|--env|--set)\s+[\"'`]?$|\benvironment=(?:.*\s)?[\"']?$"
    r"|(?:key|name|id|parameter|variable|param)[\"']?\s*(?:=>|[=:])\s*[\"']?$|<(?:key|name)>$",
    re.IGNORECASE,
)
_GAP = r"[^\S\n]*"
_ACCESS = rf"(?:{_GAP}[(\[](?:rw?|w|ro|wo|r/w|readonly|read-?write|read-?only)[^)\]\n]{{0,20}}[)\]])?"
_PAIR = re.compile(
    rf"[\"']?(?:{_GAP}[,;&]{_GAP}[\"']?\w+[\"']?{_GAP}(?:=>|[=:]){_GAP}[\"']?\w*[\"']?){{0,2}}"
    rf"{_GAP}[,;&]?{_GAP}[\"']?\w*(?:value|wert|val)[\"']?{_GAP}(?:=>|[=:]){_GAP}(?P<value>[^\n]*)",
    re.IGNORECASE,
)
_TIGHT = re.compile(r"=(?P<value>[^\s=][^\n]*)")
_COMMANDED = re.compile(
    r"(?:\b(?:set|put|config(?:ure)?|option|hset)\b(?:\s+[\w:.-]+)?|-(?:-?key|k|name|n))\s+[\"']?$", re.IGNORECASE
)
"""What stands before a key in a command of a shell: ``ocpp-cli set KEY VALUE``, ``-Key KEY -Value VALUE``."""
_ARGUMENT = re.compile(
    r"[\"']?[^\S\n]+(?:--?v(?:alue)?[= ])?(?P<value>\"[^\"\n]*\"|'[^'\n]*'|[\w.:+-]+)"
    r"[^\S\n]*[;)\]}]*[^\S\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_IN_TAG = re.compile(r"<(?:\w+:)?$")
_TAGGED = re.compile(r">(?P<value>[^<\n]+)</")
"""The text of an element that has the name of the key."""
_ELEMENT = re.compile(r"</\w+>\s*<\w+>(?P<value>[^<\n]+)</")
_PAIRED = re.compile(r"[\"'][^\S\n]*(?:to[^\S\n]+|=>[^\S\n]*)(?P<value>[\"'\d-][^\n]*)")
_BELOW = re.compile(r"[\"'`*]*[^\S\n]*\n:[^\S\n]+(?P<value>[^\n]+)")
_SPACED = re.compile(
    r"[\"']?[^\S\n]+(?P<value>\"[^\"\n]*\"|[-+]?\d[\d.]*|true|false)[^\S\n]*;?[^\S\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""A value behind nothing but a space, which ends the line: ``set Key 300;``."""
_SEPARATOR = r"(?:=>|:=|->|=(?!=)|[:,;|>\t]|[^\S\n](?=[^\S\n])|(?<=\))[^\S\n])"
_AFTER = re.compile(rf"[\"'`]?{_ACCESS}[\"'`]?{_GAP}{_SEPARATOR}{_GAP}(?P<value>[^\n]*)", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:[#;|<]|//|\s--\s|\(readonly|[,}\])]\s*$).*$", re.IGNORECASE)
_LITERAL = re.compile(
    r"\"[^\"\n]*\"|'[^'\n]*'|(?:[-+]?\d[\d.]*|true|false)(?=\s*[,;}\])])|(?<==)[^\s,;}]+", re.IGNORECASE
)
"""A value that ends before the line does: in quotes, before a separator, right behind an equals sign."""
_MOST_WORDS = 3
_COMMAND = re.compile(
    r"ChangeConfiguration\b[^\n]{0,80}?\bkey[\"']?\s*[=:]\s*[\"']?(?P<key>[A-Za-z][\w.\[\]-]{1,60})[\"']?[,;\s]+[\"']?value\b"
)
"""A line that tells of the command, with a key that need not be known."""
_CODE = r"(?m)^\s*(?:let|const|var|function|return|def|class|import|from|if|for|async|public|private|package)\b"


class KeyIndex(Protocol):
    """Tells known keys by name alone."""

    def sighting(self, word: str) -> KeySighting | None:
        """Tell whether a word is a known key, and how sure that is."""
        ...


class Assignment(NamedTuple):
    """A key that a line gives a value: where in the text it starts.

    ``stands_out`` tells that it heads its line, is the ``key`` beside a ``value``, or is set by a command.
    """

    key: str
    kind: KeySighting
    start: int
    stands_out: bool


def assignments(text: str, index: KeyIndex) -> Iterator[Assignment]:
    """Yield the assignments in a text, in order."""
    for word in re.finditer(WORD, text):
        kind = index.sighting(word[0])
        if kind is None:
            continue
        start, end = word.span()
        line = text.rfind("\n", 0, start) + 1
        before = text[max(line, start - 120) : start]
        given = _value_behind(text[end : end + 200], before)
        if given is not None and _is_value(given.string, given.start("value"), word[0]):
            is_pair = given.re in (_ARGUMENT, _TAGGED) or (given.re is _PAIR and "key" in before[-12:].lower())
            yield Assignment(word[0], kind, start, is_pair or not before.strip(" \t-*\"'`{[|<"))


def commands(text: str) -> Iterator[Assignment]:
    """Yield the keys that lines say were set by the command of OCPP."""
    for found in _COMMAND.finditer(text):
        yield Assignment(found["key"], "distinctive", found.start("key"), stands_out=True)


def _value_behind(after: str, before: str) -> re.Match[str] | None:
    """Find the value that stands behind a key, by what stands before the key in its line."""
    if _COMMANDED.search(before) and (commanded := _ARGUMENT.match(after)) is not None:
        return commanded
    if before[-1:] in ("<", ":") and _IN_TAG.search(before) and (tagged := _TAGGED.match(after)) is not None:
        return tagged
    if _BEFORE.search(before):
        ways = (_PAIR, _ELEMENT, _PAIRED, _AFTER, _SPACED, _BELOW)
        return next((given for way in ways if (given := way.match(after)) is not None), None)
    return _TIGHT.match(after) if before[-1:].isspace() or before[-1:] in ('"', "'") else None


def likely_settings(text: str, index: KeyIndex) -> list[Assignment]:
    """Return the assignments in a text inside a document, if they are likely to be settings: no code, no mention."""
    if re.search(_CODE, text) or "```" in text:
        return []
    found = list(assignments(text, index))
    sure = {each.key for each in found if each.kind in TELLING}
    if len(sure) > 1 or any(each.stands_out for each in found if each.key in sure):
        return found
    return []


def _is_value(text: str, start: int, key: str) -> bool:
    """Tell whether a line goes on with a value at ``start``: it is short, no prose, no type, and not the key again."""
    literal = _LITERAL.match(text, start)
    rest = text[start:].partition("\n")[0]
    value = literal[0] if literal is not None else _ENDS.sub("", rest).strip().rstrip(",;")
    bare = value.strip("\"'` ")
    if not bare or bare == key or is_type_word(bare) or bare[0] in "(&$@%{[<":
        return False
    return not is_prose(bare) and len(bare.split()) <= _MOST_WORDS
