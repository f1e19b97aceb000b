"""Which checks a fact can concern at all: an index over the one field that most conditions ask for first.

A condition that is a conjunction with ``scope == "Both"`` or ``scope in [...]`` in it can't hold for another scope
(an error elsewhere in the conjunction does not change that: false && error is false). So a setting of unknown
scope, the common case, meets the few checks that do not ask for one.
"""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, Generic, TypeVar

from ocpplint.engine.conditions import Ast

_INDEXED = {"setting": "scope", "message": "action", "violation": "kind", "input": "kind"}

Item = TypeVar("Item")


class Dispatch(Generic[Item]):
    """Items for one type of fact, each with the condition it stands under (None: it is for every fact)."""

    def __init__(self, fact: str, items: Iterable[tuple[Item, Ast | None]]) -> None:
        field = _INDEXED.get(fact)
        wanted = [(item, required_values(tree, field) if tree and field else None) for item, tree in items]
        values = {value for _, required in wanted if required is not None for value in required}
        self._value: Callable[[Any], Any] = attrgetter(field) if field else _nothing
        self._default = tuple(item for item, required in wanted if required is None)
        self._by_value = {
            value: tuple(item for item, required in wanted if required is None or value in required)
            for value in values
        }

    def for_fact(self, fact: Any) -> tuple[Item, ...]:
        """Return the items whose condition can hold for the fact, in their order."""
        return self._by_value.get(self._value(fact), self._default)


def _nothing(_: Any) -> None:
    return None


def required_values(tree: Ast, field: str) -> frozenset[str] | None:
    """Return the texts one of which ``field`` must have for the condition to hold; None if any may do."""
    root = tree[2]
    for part in root[2] if root[0] == "and" else [root]:
        values = _literals_asked_for(part, field)
        if values is not None:
            return values
    return None


def _literals_asked_for(node: list[Any], field: str) -> frozenset[str] | None:
    if node[0] != "compare" or node[3][:1] + node[3][2:] != ["name", field]:
        return None
    operator, right = node[2], node[4]
    if operator == "==" and right[0] == "literal" and isinstance(right[2], str):
        return frozenset({right[2]})
    if operator == "in" and right[0] == "list":
        literals = [item[2] for item in right[2] if item[0] == "literal" and isinstance(item[2], str)]
        return frozenset(literals) if len(literals) == len(right[2]) else None
    return None
