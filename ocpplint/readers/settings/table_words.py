"""The words in the headings and cells of tables that hold settings, in the languages they are kept in.

The words are data: ``table_words.json`` has them by meaning and language. They are compared by their letters and
digits: ``Read only?`` is ``readonly``, ``Station-ID`` is ``stationid``.

- ``key``, ``value``, and of values what is ``wanted`` and what is ``current``;
- ``station`` and ``connector``; a ``name`` may name a station, a ``place`` be a station or a connector ("Ladepunkt");
- ``readonly`` and ``access``;
- ``reference``: what documentation says of keys, their type, default or range; ``other`` is of no account.
"""

import json
import os
import re
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple, cast

Meaning = Literal[
    "key",
    "value",
    "wanted",
    "current",
    "station",
    "name",
    "connector",
    "place",
    "readonly",
    "access",
    "reference",
    "other",
]
VALUES: Final = ("wanted", "value", "current")
"""The meanings of a column of values, what is to be set first."""

_FILE = os.path.join(os.path.dirname(__file__), "table_words.json")
_NOUN: Final = (
    r"(?:connector|conn|evse|outlet|socket|plug|anschluss|ladepunkt|stecker|connecteur|prise|aansluiting|laadpunt"
    r"|conector|toma|connettore|presa)"
)
_CONNECTOR: Final = re.compile(
    rf"[(\[]?\s*(?<![^\W_]){_NOUN}\s*(?:id|no|nr)?[.#:=_\s-]*0*([1-9]\d?)(?!\d)\s*[)\]]?", re.IGNORECASE
)
_NUMBERED: Final = re.compile(r"(.*[^\W\d_])[\s_.#-]*([1-9])")
_LONGEST: Final = 80


class Heading(NamedTuple):
    """What a heading says: the meaning, the connector, and what else is in it (``CP-1`` of ``CP-1, connector 2``)."""

    meaning: Meaning | None
    connector: int | None = None
    rest: str = ""


def plain(text: str) -> str:
    """Return the letters and digits of a heading."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


class Words(NamedTuple):
    """The words of headings and of cells, with their meaning."""

    headings: dict[str, Meaning]
    cells: dict[str, str]


@cache
def known_words() -> Words:
    """Return the words of all languages."""
    with open(_FILE, encoding="utf-8") as file:
        data = json.load(file)
    return Words(cast("dict[str, Meaning]", _by_word(data["headings"])), _by_word(data["cells"]))


def _by_word(languages: dict[str, dict[str, list[str]]]) -> dict[str, str]:
    return {
        plain(word): meaning
        for meaning, words in languages.items()
        for listed in words.values()
        for word in listed
    }


@lru_cache(maxsize=4096)
def heading(text: str) -> Heading:
    """Read a heading; no meaning for one that is none of the words."""
    if len(text) > _LONGEST or not text:
        return Heading(None)
    known = known_words().headings
    meaning = known.get(plain(text))
    if meaning is not None:
        return Heading(meaning)
    named = _CONNECTOR.search(text)
    if named is not None:
        rest = (text[: named.start()] + text[named.end() :]).strip(" \t-–—_:,;/|")
        inner = known.get(plain(rest)) if rest else "value"
        return Heading(inner, int(named[1]), rest if inner is None else "")
    numbered = _NUMBERED.fullmatch(text)
    if numbered is not None and known.get(plain(numbered[1])) in VALUES:
        return Heading("value", int(numbered[2]))
    return Heading(None, rest=text)


_NOTHING: Final = frozenset(("", "-", "–", "—", "n/a", "nan", "<na>", "nat", "none", "null"))
"""How an empty cell is written by people and by programs that print tables."""


def readonly_of(text: str, meaning: Meaning | None) -> bool | None:
    """Read a cell that says whether a key is only read: of a column of access, or a flag; None if it does not."""
    said = known_words().cells.get(plain(text))
    if said in ("read", "write"):
        return said == "read"
    return said == "yes" if meaning == "readonly" and said in ("yes", "no") else None


def is_mark(text: str) -> bool:
    """Tell a cell that answers yes or no, with a word or a mark."""
    word = plain(text)
    return not word or known_words().cells.get(word) in ("yes", "no")


def is_type(text: str) -> bool:
    """Tell the name of a type, which is no value."""
    word = text.partition("(")[0].partition("[")[0].strip()
    # In capitals it is an order of phases (OCPP 1.6 edition 2, 9.1.9 ConnectorPhaseRotation).
    return word != "STR" and known_words().cells.get(plain(word)) == "type"


def is_nothing(text: str) -> bool:
    """Tell a cell that gives no value."""
    return text.strip().casefold() in _NOTHING
