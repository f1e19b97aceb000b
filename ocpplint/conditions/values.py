"""The operators of conditions (cel-spec, langdef.md, "Values" and "Evaluation").

Values are the plain values of Python and JSON: None, bool, int, float, str, list or tuple, dict. Anything else is
a *record*, whose members are its attributes. Where the meaning departs from CEL, docs/conditions.md says why.
"""

import math
from collections.abc import Callable
from typing import Any

from ocpplint.conditions.ast import EvaluationError, Value

KINDS: dict[type, str] = {
    type(None): "null",
    bool: "bool",
    int: "int",
    float: "double",
    str: "string",
    list: "list",
    tuple: "list",
    dict: "map",
}


def kind_of(value: Value) -> str:
    """Return the name of a value's kind: null, bool, int, double, string, list, map or record."""
    kind = KINDS.get(type(value))
    if kind is None:
        kind = "string" if isinstance(value, str) else "record"
    return kind


def described(value: Value) -> str:
    """Return a value's kind with its article, for messages. Values themselves stay out: they are not ours."""
    kind = kind_of(value)
    return kind if kind == "null" else f"an {kind}" if kind == "int" else f"a {kind}"


def member(value: Value, name: str) -> Value:
    """Return a member of a map or record; null where there is none, as of null, a string or a list.

    A payload may have anything in the place of a map. Raises ``EvaluationError`` for a record without such a member.
    """
    if type(value) is dict:
        return value.get(name)
    return attribute(value, name) if kind_of(value) == "record" else None


def attribute(record: Value, name: str) -> Value:
    """Return a record's attribute; raise ``EvaluationError`` for what is not part of the facts' vocabulary."""
    value = getattr(record, name, record_member_missing)
    if callable(value) or name.startswith("_"):
        raise EvaluationError(f"there is no `{name}` here")
    return value


def record_member_missing() -> None:
    """Stand for an attribute that does not exist: callable, as no value of a fact is."""


def has_member(value: Value, name: str) -> bool:
    """Return whether a map holds the key, or a record's member is set (cel-spec, langdef.md, "Field Selection")."""
    if type(value) is dict:
        return name in value
    return member(value, name) is not None


def item(value: Value, index: Value) -> Value:
    """Return an item of a list by its index from 0, or a value of a map by its key (null where there is none)."""
    kind = kind_of(value)
    if kind == "list":
        return _list_item(value, index)
    if kind == "map":
        return value.get(index) if type(index) is not bool and isinstance(index, str | int) else None
    if kind == "null":
        return None
    raise EvaluationError(f"{described(value)} has no items")


def _list_item(items: Value, index: Value) -> Value:
    if type(index) is not int:
        raise EvaluationError(f"a list's index is an int, not {described(index)}")
    if not 0 <= index < len(items):
        raise EvaluationError("the index is outside the list")
    return items[index]


def equal(left: Value, right: Value) -> bool:
    """Compare values of any kinds: numbers by what they count, all else only with its own kind.

    Values of different kinds are not equal, which is no error (cel-spec, langdef.md, "Equality").
    """
    kind = kind_of(left)
    other = kind_of(right)
    if kind != other:
        return kind in NUMBERS and other in NUMBERS and bool(left == right)
    if kind == "list":
        return len(left) == len(right) and all(map(equal, left, right))
    if kind == "map":
        return left.keys() == right.keys() and all(equal(value, right[key]) for key, value in left.items())
    return bool(left == right)


NUMBERS = ("int", "double")


def contains(container: Value, value: Value) -> bool:
    """Return whether a list holds an equal value, or a map the key. Null holds nothing."""
    kind = kind_of(container)
    if kind == "list":
        return any(equal(value, element) for element in container)
    if kind == "map":
        return kind_of(value) in ("string", "int") and value in container
    if kind == "null":
        return False
    raise EvaluationError(f"`in` looks into a list or map, not into {described(container)}")


def comparable(left: Value, right: Value, operator: str) -> bool:
    """Return whether two values have an order: False if one is null, ``EvaluationError`` if their kinds have none."""
    kind = kind_of(left)
    other = kind_of(right)
    if (kind == other and kind in ("int", "double", "string", "bool")) or (kind in NUMBERS and other in NUMBERS):
        return True
    if kind == "null" or other == "null":
        return False
    raise EvaluationError(f"`{operator}` cannot compare {described(left)} with {described(right)}")


def _add(left: Value, right: Value) -> Value:
    if isinstance(left, str):
        return str(left) + right
    return [*left, *right] if isinstance(left, list | tuple) else left + right


def _divide(left: Value, right: Value) -> Value:
    if type(left) is float:
        return _divide_doubles(left, right)
    if right == 0:
        raise EvaluationError("division by zero")
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


def _divide_doubles(left: float, right: float) -> float:
    """Divide as IEEE 754 does, where a division by zero has a result."""
    if right:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def _remainder(left: Value, right: Value) -> Value:
    if right == 0:
        raise EvaluationError("division by zero")
    return abs(left) % abs(right) * (-1 if left < 0 else 1)


ARITHMETIC: dict[str, tuple[Callable[[Any, Any], Any], frozenset[str]]] = {
    "+": (_add, frozenset({"int", "double", "string", "list"})),
    "-": (lambda left, right: left - right, frozenset({"int", "double"})),
    "*": (lambda left, right: left * right, frozenset({"int", "double"})),
    "/": (_divide, frozenset({"int", "double"})),
    "%": (_remainder, frozenset({"int"})),
}
"""For each arithmetic operator, what it does and the kinds it takes, both operands being of the same one."""


def calculate(operator: str, left: Value, right: Value) -> Value:
    """Apply an arithmetic operator; raise ``EvaluationError`` for wrong operands or a 64-bit overflow."""
    operation, kinds = ARITHMETIC[operator]
    kind = kind_of(left)
    if kind not in kinds or kind_of(right) != kind:
        raise EvaluationError(f"`{operator}` cannot take {described(left)} and {described(right)}")
    result = operation(left, right)
    return within_64_bits(result) if kind == "int" else result


def within_64_bits(number: int) -> int:
    """Return the number; raise ``EvaluationError`` if it is not a 64-bit integer."""
    if -(2**63) <= number < 2**63:
        return number
    raise EvaluationError("the result does not fit into 64 bits")


def negative(value: Value) -> Value:
    """Return the number with the other sign."""
    kind = kind_of(value)
    if kind == "int":
        return within_64_bits(-value)
    if kind == "double":
        return -value
    raise EvaluationError(f"`-` needs a number, not {described(value)}")


def truth(value: Value) -> bool:
    """Return a bool itself; raise ``EvaluationError`` for anything else: there is no truthiness."""
    if value is True or value is False:
        return bool(value)
    raise no_truth(value)


def no_truth(value: Value) -> EvaluationError:
    """Return the error for a value that is used as a truth value and is none."""
    return EvaluationError(f"a condition must be true or false, not {described(value)}")


def elements(value: Value) -> Value:
    """Return what a macro runs over: the items of a list or the keys of a map."""
    if kind_of(value) in ("list", "map"):
        return value
    raise EvaluationError(f"only a list or map has elements, not {described(value)}")


def identity(value: Value) -> Value:
    """Return a hashable value that is the same for equal values, and only for those."""
    kind = kind_of(value)
    if kind == "list":
        return kind, tuple(map(identity, value))
    if kind == "map":
        return kind, frozenset((key, identity(entry)) for key, entry in value.items())
    if kind == "record":
        return kind, id(value)
    return (kind, value) if kind == "bool" else value


def text(value: Value) -> str:
    """Render a value in a message: null as nothing, a list with commas, a map as JSON."""
    kind = kind_of(value)
    if kind == "string":
        return str(value)
    if kind == "null":
        return ""
    if kind == "list":
        return ", ".join("null" if entry is None else text(entry) for entry in value)
    return _map_text(value) if kind == "map" else string(value)


def string(value: Value) -> str:
    """Convert to a string; a double with an integral value loses its ``.0``.

    Raises ``EvaluationError`` for kinds that have no conversion.
    """
    kind = kind_of(value)
    if kind == "string":
        return str(value)
    if kind == "bool":
        return "true" if value else "false"
    if kind == "int":
        return str(value)
    if kind == "double":
        return repr(value).removesuffix(".0")
    raise EvaluationError(f"{described(value)} cannot be made a string")


def _map_text(value: dict[str, Any]) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, default=lambda entry: kind_of(entry))
