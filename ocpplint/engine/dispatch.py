"""Candidate checks of a fact: an index over the predicates that most conditions share.

Most facts concern no rule: a setting of unknown scope, without suffix and without evidence for a connector. A
condition that is a conjunction with ``scope == "Both"`` in it can't hold for such a setting (an error elsewhere in
the conjunction does not change that: false && error is false). Which conditions are left depends on a few values
that repeat from fact to fact, and on what the registry knows of the key, so it is worked out once for each
combination of them. What the index has answered need not be asked again.
"""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, Generic, TypeVar

from ocpplint.conditions.api import Ast, Plain, split
from ocpplint.facts.indexed_fields import INDEXED, OPEN, SPEC

_MOST_COMBINATIONS = 4_096
"""Bounded, since some values come from the input."""

_ANY = object()
"""Any value that no condition names."""

Item = TypeVar("Item")


class Dispatch(Generic[Item]):
    """Items for one type of fact, each with its condition (None: it is for every fact)."""

    def __init__(self, fact: str, items: Iterable[tuple[Item, Ast | None]]) -> None:
        self._fact, self._conditions = fact, tuple(items)
        self._items: list[tuple[Item, list[Plain]]] = []
        self._row: Callable[[Any], Any] = self._prepare
        self._known: dict[Any, tuple[tuple[Item, ...], Any]] = {}

    def _prepare(self, fact: Any) -> Any:
        """Analyse the conditions at the first fact: most types have none."""
        self._items = [(item, plain_parts(tree, self._fact)) for item, tree in self._conditions]
        self._row = _row_of([question for _, questions in self._items for question in questions])
        return self._row(fact)

    def for_fact(self, fact: Any) -> tuple[Item, ...]:
        """Return the items whose condition can hold for the fact, in their order."""
        row = self._row(fact)
        found = self._known.get(row)
        return self._work_out(row, fact) if found is None else found[0]

    def _work_out(self, row: Any, fact: Any) -> tuple[Item, ...]:
        found = tuple(item for item, parts in self._items if all(part.holds(fact) for part in parts))
        if len(self._known) >= _MOST_COMBINATIONS:
            self._known.clear()
        # Registry entries are compared by identity, so they are kept as long as their identity is used.
        self._known[row] = found, getattr(fact, SPEC, None)
        return found


def plain_parts(tree: Ast | None, fact: str) -> list[Plain]:
    """Return the predicates of a condition that the index answers."""
    return [] if tree is None else split(tree, INDEXED.get(fact, ()))[0]


def remainder(tree: Ast | None, fact: str) -> Ast | None:
    """Return the rest of a condition after the predicates that ``Dispatch`` has answered; None if nothing is left."""
    return None if tree is None else split(tree, INDEXED.get(fact, ()))[1]


def _row_of(questions: list[Plain]) -> Callable[[Any], Any]:
    """Return a function from a fact to the values of all indexed fields."""
    asked = frozenset().union(*(question.fields for question in questions))
    fields = sorted(asked - {SPEC, *OPEN})
    values: Callable[[Any], Any] = attrgetter(*fields) if fields else _nothing
    if not asked & {SPEC, *OPEN}:
        return values
    keys, words = (
        frozenset().union(*(question.words for question in questions if name in question.fields)) for name in OPEN
    )

    special: Callable[[Any], tuple[Any, Any, Any]] = attrgetter(SPEC, *OPEN)

    def row(fact: Any) -> Any:
        spec, key, value = special(fact)
        return values(fact), id(spec), key if key in keys else None, value if value in words else _ANY

    return row


def _nothing(_: Any) -> tuple[()]:
    return ()
