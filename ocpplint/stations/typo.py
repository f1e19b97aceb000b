"""Misspelt keys: one typo from a known key, and too long for a coincidence."""

from collections.abc import Iterable

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
    plain = folded(key)
    if len(plain) < _SHORTEST:
        return None
    near = (candidate for candidate in known if _is_typo(plain, folded(candidate)))
    return next((key for key in near if len(plain) >= _SHORTEST_WORD or has_several_words(key)), None)


def has_several_words(key: str) -> bool:
    """Tell whether a name is of several words, by its capitals or separators."""
    return not (key[1:].islower() and key.isalpha())


def is_slip(word: str, key: str) -> bool:
    """Tell whether a word is a long key with one letter wrong. Case counts, and is no slip by itself."""
    if len(key) < _SHORTEST_ALONE or abs(len(word) - len(key)) > 1:
        return False
    return _is_typo(word, key) and word.lower() != key.lower()


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


def folded(key: str) -> str:
    """Return a key without case and separators."""
    return key.replace("_", "").replace("-", "").replace(" ", "").lower()
