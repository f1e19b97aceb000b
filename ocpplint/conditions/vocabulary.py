"""The names in conditions: the fields of a fact type, with their kinds of value."""

import collections.abc
import functools
import types
import typing
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias, Union

from ocpplint.facts.fact import NOT_FOR_RULES


class Kind(NamedTuple):
    """The kinds a value may have, in the words of ``condition_values.kind_of``.

    No names mean that nothing is known: anything goes. ``record`` is the class of a record whose members are
    known, ``item`` the kind of a list's items or a map's values, ``choices`` the only strings it may be. ``fields`` are
    the members of a record of which more is known than its class says.
    """

    names: frozenset[str] = frozenset()
    record: type | None = None
    item: "Kind | None" = None
    choices: frozenset[str] | None = None
    fields: "Mapping[str, Kind] | None" = None

    def may_be(self, names: frozenset[str]) -> bool:
        """Return whether the value may be of one of these kinds; that it may be null alone does not count."""
        return not self.names or not (self.names - {"null"} or self.names).isdisjoint(names)

    def is_only(self, name: str) -> bool:
        """Return whether the value, unless it is null, is of this one kind."""
        return name in self.names and self.names <= {name, "null"}

    def members(self) -> "Mapping[str, Kind] | None":
        """Return the members of a record, or None where they are not known."""
        if self.fields is not None:
            return self.fields
        return None if self.record is None else members_of(self.record)


class Vocabulary(NamedTuple):
    """The names in conditions on one fact type, and whether the conditions are about a group.

    ``variables`` are the names that stand for something beside the fact, such as the first fact of a sequence.
    """

    fact: str
    fields: Mapping[str, Kind]
    group: bool
    variables: Mapping[str, Kind] = types.MappingProxyType({})

    def beside(self, name: str, kind: Kind) -> "Vocabulary":
        """Return the vocabulary with one more variable."""
        return self._replace(variables={**self.variables, name: kind})

    def as_kind(self) -> Kind:
        """Return the kind of the fact itself, for a variable that stands for it."""
        return Kind(frozenset({"record"}), fields=self.fields)


Annotation: TypeAlias = Any

OPEN = Kind()
NULL = Kind(frozenset({"null"}))
SCALARS: dict[Any, Kind] = {
    None: NULL,
    type(None): NULL,
    bool: Kind(frozenset({"bool"})),
    int: Kind(frozenset({"int"})),
    float: Kind(frozenset({"double", "int"})),  # Python takes an int for a float, and so do type checkers
    str: Kind(frozenset({"string"})),
}


def simple(*names: str) -> Kind:
    """Return the kind of values that are one of these."""
    return Kind(frozenset(names))


def vocabulary_of(fact_type: type, nested: Mapping[str, type], *, group: bool) -> Vocabulary:
    """Return the vocabulary of a fact type; raise ``ValueError`` for a nested field it does not have."""
    fields = dict(members_of(fact_type))
    for name, record in nested.items():
        if name not in fields:
            raise ValueError(f"{fact_type.__name__} has no field {name}")
        fields[name] = merged(_of_class(record), NULL)
    return Vocabulary(getattr(fact_type, "fact_name", fact_type.__name__), fields, group)


@functools.cache
def members_of(record: type) -> Mapping[str, Kind]:
    """Return the public annotated fields and properties of a class, with their kinds."""
    base = typing.get_origin(record) or record
    given = dict(zip(_parameters(base), typing.get_args(record), strict=False))
    annotations = {name: given.get(hint, hint) for name, hint in typing.get_type_hints(base).items()}
    for owner in base.__mro__:
        for name, attribute in vars(owner).items():
            if isinstance(attribute, property) and name not in NOT_FOR_RULES:
                annotations.setdefault(name, typing.get_type_hints(attribute.fget).get("return", Any))
    return {name: of_annotation(hint) for name, hint in annotations.items() if not name.startswith("_")}


def _parameters(hint: Annotation) -> tuple[Any, ...]:
    """Return the type variables of a generic record."""
    found: Any = getattr(hint, "__parameters__", None)
    return found if isinstance(found, tuple) else ()


def of_annotation(hint: Annotation) -> Kind:
    """Return the kind of the values a type annotation stands for; open where it says nothing."""
    origin: Any = typing.get_origin(hint)
    arguments = typing.get_args(hint)
    if origin in (Union, types.UnionType):
        return functools.reduce(merged, map(of_annotation, arguments))
    if origin is Literal:
        return _of_choices(arguments)
    if origin is typing.Final:
        return of_annotation(arguments[0])
    if _parameters(origin):
        return Kind(frozenset({"record"}), record=hint)
    return _of_class(origin or hint, arguments)


def _of_choices(choices: tuple[Any, ...]) -> Kind:
    names = frozenset(name for choice in choices for name in SCALARS[type(choice)].names)
    strings = frozenset(choice for choice in choices if isinstance(choice, str))
    return Kind(names, choices=strings or None)


def _of_class(hint: Annotation, arguments: tuple[Any, ...] = ()) -> Kind:
    if hint in SCALARS:
        return SCALARS[hint]
    if not isinstance(hint, type) or hint in (Any, object):
        return OPEN
    if issubclass(hint, str):
        return SCALARS[str]
    if hint in (list, tuple, collections.abc.Sequence, collections.abc.Iterable):
        items = [of_annotation(argument) for argument in arguments if argument is not ...]
        return Kind(frozenset({"list"}), item=functools.reduce(merged, items) if items else OPEN)
    if hint in (dict, collections.abc.Mapping, collections.abc.MutableMapping):
        return Kind(frozenset({"map"}), item=of_annotation(arguments[1]) if arguments else OPEN)
    return Kind(frozenset({"record"}), record=hint)


def merged(one: Kind, other: Kind) -> Kind:
    """Return the kind of values that are of either kind."""
    if not one.names or not other.names:
        return OPEN
    choices = _merged_choices(one, other)
    item = one.item or other.item
    if one.item and other.item:
        item = merged(one.item, other.item)
    return Kind(one.names | other.names, _merged_records(one, other), item, choices)


def _merged_choices(one: Kind, other: Kind) -> frozenset[str] | None:
    """Join the choices, unless one of the kinds may be any string."""
    if any("string" in kind.names and kind.choices is None for kind in (one, other)):
        return None
    return (one.choices or frozenset()) | (other.choices or frozenset()) or None


def _merged_records(one: Kind, other: Kind) -> type | None:
    records = {kind.record for kind in (one, other) if "record" in kind.names}
    return records.pop() if len(records) == 1 else None
