"""A null-tolerant index: items by the values they are joined on, some of which may be absent.

An absent value (None) is a *gap* in a key. Two keys are the same *exactly* if their gaps are at the same places, and
*loosely* if they differ nowhere but at gaps.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Generic, TypeVar

Key = tuple[Any, ...]
Gaps = frozenset[int]

Item = TypeVar("Item")
_Buckets = dict[Key, dict[Item, None]]

_NO_GAPS: Gaps = frozenset()


class Join(Generic[Item]):
    """Items with their keys, oldest first. Every look-up is a dict look-up: items are hashed by the requested key.

    A key with a gap is looked up without that place, and so is a requested key with one. Each combination of gaps has
    its own index, made at its first use.
    """

    def __init__(self) -> None:
        self._keys: dict[Item, Key] = {}
        self._exact: _Buckets[Item] = {}
        self._gapped: dict[Gaps, int] = {}
        """How many items there are with each combination of gaps."""
        self._loose: dict[tuple[Gaps, Gaps], _Buckets[Item]] = {}
        """For items with these gaps, without these places of the key: the items."""

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[Item]:
        return iter(self._keys)

    def __contains__(self, item: Item) -> bool:
        return item in self._keys

    def add(self, key: Key, item: Item) -> None:
        """Process an item that is not there yet."""
        self._keys[item] = key
        self._exact.setdefault(key, {})[item] = None
        gaps = _gaps(key)
        self._gapped[gaps] = self._gapped.get(gaps, 0) + 1
        for (of, without), buckets in self._loose.items():
            if of == gaps:
                buckets.setdefault(_without(key, without), {})[item] = None

    def discard(self, item: Item) -> None:
        """Drop an item, if it is there."""
        key = self._keys.pop(item, None)
        if key is None:
            return
        _drop(self._exact, key, item)
        gaps = _gaps(key)
        self._gapped[gaps] -= 1
        if not self._gapped[gaps]:
            del self._gapped[gaps]
        for (of, without), buckets in self._loose.items():
            if of == gaps:
                _drop(buckets, _without(key, without), item)

    def exact(self, key: Key) -> tuple[Item, ...]:
        """Return the items with exactly this key, oldest first."""
        return tuple(self._exact.get(key, ()))

    def loose(self, key: Key) -> tuple[Item, ...]:
        """Return the items whose keys are loosely the same as this one."""
        gaps = _gaps(key)
        if not gaps and (not self._gapped or (len(self._gapped) == 1 and _NO_GAPS in self._gapped)):
            return self.exact(key)
        found: list[Item] = []
        for of in self._gapped:
            without = of | gaps
            buckets = self._loose.get((of, without))
            if buckets is None:
                buckets = self._index(of, without)
            found.extend(buckets.get(_without(key, without), ()))
        return tuple(found)

    def oldest(self) -> Item:
        """Return the oldest item. Raises ``StopIteration`` where there is none."""
        return next(iter(self._keys))

    def clear(self) -> None:
        """Drop everything."""
        self._keys.clear()
        self._exact.clear()
        self._gapped.clear()
        self._loose.clear()

    def _index(self, of: Gaps, without: Gaps) -> _Buckets[Item]:
        buckets: _Buckets[Item] = {}
        for item, key in self._keys.items():
            if _gaps(key) == of:
                buckets.setdefault(_without(key, without), {})[item] = None
        self._loose[of, without] = buckets
        return buckets


class RecentItems(Generic[Item]):
    """The last items of the last keys, for rare look-ups. Adding one is cheap."""

    _MOST_KEYS = 256
    _MOST_ALIKE = 16

    def __init__(self) -> None:
        self._items: dict[Key, deque[Item]] = {}
        self._has_gaps = False

    def __len__(self) -> int:
        return len(self._items)

    def add(self, key: Key, item: Item) -> None:
        """Keep an item."""
        alike = self._items.pop(key, None)
        if alike is None:
            alike = deque(maxlen=self._MOST_ALIKE)
            self._has_gaps = self._has_gaps or None in key
            if len(self._items) >= self._MOST_KEYS:
                del self._items[next(iter(self._items))]
        # Moved to the end: keys are ordered by their last item.
        self._items[key] = alike
        alike.append(item)

    def loose(self, key: Key) -> Iterable[Item]:
        """Return the items whose keys are loosely the same as this one."""
        if not self._has_gaps and None not in key:
            return self._items.get(key, ())
        return [item for other, alike in self._items.items() if _fit(key, other) for item in alike]

    def clear(self) -> None:
        """Drop everything."""
        self._items.clear()
        self._has_gaps = False


def _fit(one: Key, two: Key) -> bool:
    return all(a == b or a is None or b is None for a, b in zip(one, two, strict=True))


def _gaps(key: Key) -> Gaps:
    if None not in key:
        return _NO_GAPS
    return _gaps_at(tuple([value is None for value in key]))


@cache
def _gaps_at(absent: tuple[bool, ...]) -> Gaps:
    """Return the places that are absent. Keys are short, so there are few combinations."""
    return frozenset(index for index, is_absent in enumerate(absent) if is_absent)


def _without(key: Key, places: Gaps) -> Key:
    return tuple([value for index, value in enumerate(key) if index not in places])


def _drop(buckets: _Buckets[Item], key: Key, item: Item) -> None:
    bucket = buckets[key]
    del bucket[item]
    if not bucket:
        del buckets[key]
