"""Which checks a fact can concern at all: an index over the few fields that most conditions ask for first.

Most facts concern no rule: a setting of unknown scope, without suffix and without evidence for a connector. A
condition that is a conjunction with ``scope == "Both"`` in it can't hold for such a setting (an error elsewhere in
the conjunction does not change that: false && error is false). Which conditions are left depends on a few values
that repeat from fact to fact, so it is worked out once for each combination of them.
"""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, Generic, TypeVar

from ocpplint.engine.conditions import Ast

_INDEXED = {
    "setting": (
        *("scope", "origin", "connector_suffix", "connector_meant"),
        *("outcome", "value_fault", "near_key", "spelled_key", "missing_profile"),
    ),
    "message": ("action",),
    "violation": ("kind",),
    "input": ("kind",),
}
_MOST_COMBINATIONS = 4_096
"""Actions and suffixes come from the input; what is remembered of them is bounded."""

Item = TypeVar("Item")
Conjunct = tuple[int, Callable[[Any], bool]]


class Dispatch(Generic[Item]):
    """Items for one type of fact, each with the condition it stands under (None: it is for every fact)."""

    def __init__(self, fact: str, items: Iterable[tuple[Item, Ast | None]]) -> None:
        fields = _INDEXED.get(fact, ())
        self._items = [(item, conjuncts(tree, fields) if tree else []) for item, tree in items]
        self._values: Callable[[Any], Any] = attrgetter(*fields) if fields and self._items else _nothing
        self._is_single = len(fields) == 1
        self._known: dict[Any, tuple[Item, ...]] = {}

    def for_fact(self, fact: Any) -> tuple[Item, ...]:
        """Return the items whose condition can hold for the fact, in their order."""
        values = self._values(fact)
        found = self._known.get(values)
        return self._work_out(values) if found is None else found

    def _work_out(self, values: Any) -> tuple[Item, ...]:
        row = (values,) if self._is_single else values
        found = tuple(item for item, tests in self._items if all(test(row[index]) for index, test in tests))
        if len(self._known) >= _MOST_COMBINATIONS:
            self._known.clear()
        self._known[values] = found
        return found


def _nothing(_: Any) -> tuple[()]:
    return ()


def conjuncts(tree: Ast, fields: tuple[str, ...]) -> list[Conjunct]:
    """Return what a condition asks of each of the fields by itself: the field's index and a test of its value."""
    root = tree[2]
    found = (_conjunct(part, fields) for part in (root[2] if root[0] == "and" else [root]))
    return [conjunct for conjunct in found if conjunct is not None]


def _conjunct(node: list[Any], fields: tuple[str, ...]) -> Conjunct | None:
    if node[0] == "not":
        inner = _conjunct(node[2], fields)
        return None if inner is None else (inner[0], _none_of(inner[1]))
    if node[0] != "compare" or node[3][0] != "name" or node[3][2] not in fields:
        return None
    index, operator, right = fields.index(node[3][2]), node[2], node[4]
    if operator == "==" and _is_plain(right):
        return index, _equal_to(right[2])
    if operator == "!=" and _is_plain(right):
        return index, _other_than(right[2])
    if operator == "in" and right[0] == "list" and all(map(_is_plain, right[2])):
        return index, frozenset(item[2] for item in right[2]).__contains__
    return None


def _is_plain(node: list[Any]) -> bool:
    """Tell texts and null, for which Python's equality is the language's, from numbers and booleans."""
    return node[0] == "literal" and (node[2] is None or isinstance(node[2], str))


def _none_of(unwanted: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: not unwanted(value)


def _equal_to(wanted: str | None) -> Callable[[Any], bool]:
    return lambda value: value == wanted


def _other_than(unwanted: str | None) -> Callable[[Any], bool]:
    return lambda value: value != unwanted
