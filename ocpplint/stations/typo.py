"""Misspelt keys: one typo from a known key, and too long for a coincidence."""

from collections.abc import Iterable

_SHORTEST = 10
"""Characters. Short names are near each other by chance."""


def key_without_typo(key: str, known: Iterable[str]) -> str | None:
    """Return the known key from which ``key`` differs by one letter left out, added, replaced or swapped.

    Separators and case are no difference to a reader (``heartbeat_interval``); digits are never slips, since keys that
    differ by them are counted (``Script1``, ``Script2``).
    """
    folded = _folded(key)
    if len(folded) < _SHORTEST:
        return None
    return next((candidate for candidate in known if _is_typo(folded, _folded(candidate))), None)


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
