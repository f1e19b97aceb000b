"""Misspelt keys: one typo from a known key, and too long for a coincidence."""

import re
from collections.abc import Iterable
from functools import cached_property

_SHORTEST = 8
_SHORTEST_WORD = 10
"""Characters. Short names are near each other by chance, single words (``Language``) more than others."""
_SHORTEST_ALONE = 13
"""Characters of a key whose misspelt form tells of a document that it is about a charging station."""


def key_without_typo(key: str, known: Iterable[str]) -> str | None:
    """Return the known key from which ``key`` differs by one letter left out, added, replaced or swapped.

    Separators and case are no difference to a reader (``heartbeat_interval``); digits are never slips, since keys that
    differ by them are counted (``Script1``, ``Script2``).
    """
    folded = _folded(key)
    if len(folded) < _SHORTEST:
        return None
    near = (candidate for candidate in known if _is_typo(folded, _folded(candidate)))
    return next((key for key in near if len(folded) >= _SHORTEST_WORD or has_several_words(key)), None)


def has_several_words(key: str) -> bool:
    """Tell whether a name is of several words, by its capitals or separators."""
    return re.search(r"[a-z0-9][A-Z]|[A-Z]{2}|[_-]", key) is not None


class NearKeys:
    """Long keys, and the words that are one letter from one of them: case counts, and is no slip by itself."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = [key for key in keys if len(key) >= _SHORTEST_ALONE]
        self._heads = frozenset(key[:4] for key in self._keys)
        self._tails = frozenset(key[-4:] for key in self._keys)

    def near(self, word: str) -> str | None:
        """Return the key from which ``word`` differs by a slip; None for most words, and soon."""
        if len(word) < _SHORTEST_ALONE - 1 or not (word[:4] in self._heads or word[-4:] in self._tails):
            return None
        shortened = [word[:cut] + word[cut + 1 :] for cut in range(len(word))]
        for text in (word, *shortened):
            for key in self._shortened.get(text, ()):
                if _is_slip(word, key):
                    return key
        return None

    @cached_property
    def _shortened(self) -> dict[str, list[str]]:
        """The keys by themselves and by what is left of them without one letter: words a slip apart share one."""
        by_text: dict[str, list[str]] = {}
        for key in self._keys:
            for text in {key, *(key[:cut] + key[cut + 1 :] for cut in range(len(key)))}:
                by_text.setdefault(text, []).append(key)
        return by_text


def _is_slip(word: str, key: str) -> bool:
    return word.lower() != key.lower() and _is_typo(word, key)


def _is_typo(one: str, other: str) -> bool:
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    start = _common_start(one, other)
    end = _common_start(one[start:][::-1], other[start:][::-1])
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    if any(letter.isdigit() for letter in left + right):
        return False
    return (len(left) <= 1 and len(right) <= 1) or (len(left) == 2 and left == right[::-1])


def _common_start(one: str, other: str) -> int:
    length = 0
    for letter, opposite in zip(one, other, strict=False):
        if letter != opposite:
            break
        length += 1
    return length


def _folded(key: str) -> str:
    return key.replace("_", "").replace("-", "").replace(" ", "").lower()
