"""Macros over the elements of a list or map, and aggregates over the members of a group."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from ocpplint.conditions import values as values
from ocpplint.conditions.ast import EvaluationError

Evaluate: TypeAlias = Callable[[Any, Sequence[Any]], Any]

Subjects: TypeAlias = Iterable[Any]
"""The scopes a macro or aggregate evaluates its body in, one for each element or member."""


def _some(body: Evaluate, subjects: Subjects, members: Sequence[Any]) -> bool:
    return _search(body, subjects, members, decisive=True)


def _every(body: Evaluate, subjects: Subjects, members: Sequence[Any]) -> bool:
    return _search(body, subjects, members, decisive=False)


def _search(body: Evaluate, subjects: Subjects, members: Sequence[Any], *, decisive: bool) -> bool:
    """Look for a subject with the decisive truth value, which wins over errors as in ``||`` and ``&&``."""
    failure: EvaluationError | None = None
    for subject in subjects:
        try:
            if values.truth(body(subject, members)) is decisive:
                return decisive
        except EvaluationError as error:
            failure = failure or error
    if failure:
        raise failure
    return not decisive


def _count(body: Evaluate, subjects: Subjects, members: Sequence[Any]) -> int:
    return sum(values.truth(body(subject, members)) for subject in subjects)


def _exactly_one(body: Evaluate, subjects: Subjects, members: Sequence[Any]) -> bool:
    return _count(body, subjects, members) == 1


def _filter(body: Evaluate, subjects: Subjects, members: Sequence[Any]) -> list[Any]:
    return [subject[0] for subject in subjects if values.truth(body(subject, members))]


def _map(body: Evaluate, subjects: Subjects, members: Sequence[Any]) -> list[Any]:
    return [body(subject, members) for subject in subjects]


def _values(body: Evaluate, subjects: Subjects, members: Sequence[Any]) -> list[Any]:
    found: dict[Any, Any] = {}
    for subject in subjects:
        value = body(subject, members)
        if value is not None:
            found.setdefault(values.identity(value), value)
    return list(found.values())


def _distinct(body: Evaluate, subjects: Subjects, members: Sequence[Any]) -> int:
    return len(_values(body, subjects, members))


MACRO_OPERATIONS: dict[str, Callable[[Evaluate, Subjects, Sequence[Any]], Any]] = {
    "exists": _some,
    "all": _every,
    "exists_one": _exactly_one,
    "filter": _filter,
    "map": _map,
}

AGGREGATE_OPERATIONS: dict[str, Callable[[Evaluate, Subjects, Sequence[Any]], Any]] = {
    "count": _count,
    "distinct": _distinct,
    "any": _some,
    "every": _every,
    "values": _values,
}
