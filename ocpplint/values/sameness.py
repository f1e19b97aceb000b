"""Comparison of two values by the type of their key: the written value and the reported value."""

from typing import Final

from ocpplint.stations.keyspec import KeySpec
from ocpplint.values.check import LISTS
from ocpplint.values.fault import ValueFault
from ocpplint.values.judging import is_withheld
from ocpplint.values.lists import items_of

_BOOLEANS: Final = {"true": True, "false": False}
_ALSO_BOOLEANS: Final = {**_BOOLEANS, "1": True, "0": False, "yes": True, "no": False, "on": True, "off": False}
_LONGEST_NUMBER: Final = 30
_UNCOMPARED: Final = frozenset(("datetime", "hex", "json", "version"))
"""Syntaxes in which one thing may be said in many ways, or that stations do not report as they were told."""


def same_value(spec: KeySpec | None, one: str | None, other: str | None) -> bool | None:
    """Return whether two values say the same; None where nobody can know.

    A station may report a number with other digits (``60``, ``60.0``), a list in another order, a choice by its label,
    and what is secret not at all or made unreadable.
    """
    if one is None or other is None:
        return None
    if one == other:
        return True
    left, right = one.strip(), other.strip()
    if left.casefold() == right.casefold():
        return True
    if not left or not right or is_withheld(left) or is_withheld(right):
        return None
    return _compared(spec, left, right)


def same_form(spec: KeySpec, fault: ValueFault, reported: str, value: str) -> bool:
    """Tell whether a value with a ``fault`` is written as the station itself has reported one of the same key.

    Two lists that name connectors (``1.RST,2.RTS``) have one form, and so have two words that are spelled alike
    (``TRUE``, ``FALSE``). Of anything else only the same value has.
    """
    if reported == value:
        return True
    if spec.syntax == "boolean":
        both = reported.strip(), value.strip()
        return all(text.lower() in _ALSO_BOOLEANS for text in both) and _spelling(both[0]) == _spelling(both[1])
    return fault.kind == "form" and _names_connectors(reported) == _names_connectors(value)


def _names_connectors(rotations: str) -> bool:
    return all(item.partition(".")[0].isdecimal() for item in items_of(rotations))


def _spelling(word: str) -> tuple[bool, bool, bool]:
    return word.isupper(), word.istitle(), word.isdecimal()


def _compared(spec: KeySpec | None, one: str, other: str) -> bool | None:
    syntax = None if spec is None else spec.syntax
    if syntax in _UNCOMPARED:
        return None
    if syntax == "boolean":
        return _equal(_ALSO_BOOLEANS.get(one.lower()), _ALSO_BOOLEANS.get(other.lower()))
    if syntax in ("integer", "decimal"):
        return _same_number(one, other)
    if syntax == "enum" and spec is not None and spec.values:
        return _equal(_choice(spec.values, one), _choice(spec.values, other))
    if syntax == "url":
        return _same_address(one, other)
    if syntax in LISTS:
        return _same_list(one, other)
    return _same_text(one, other)


def _equal(one: object, other: object) -> bool | None:
    """Compare what two values were read as; None where one could not be read."""
    return None if one is None or other is None else one == other


def _same_number(one: str, other: str) -> bool | None:
    left, right = _number(one), _number(other)
    if left is None or right is None:
        return None
    # A station with whole numbers rounds what it is told, up or down.
    if left != right and abs(left - right) < 1 and not (left.is_integer() and right.is_integer()):
        return None
    return left == right


def _number(text: str) -> float | None:
    plain = text.removeprefix("-").replace(".", "", 1)
    return float(text) if plain.isascii() and plain.isdigit() and len(text) <= _LONGEST_NUMBER else None


def _choice(values: dict[str, str], text: str) -> str | None:
    folded = text.casefold()
    return next((name for name, label in values.items() if folded in (name.casefold(), label.casefold())), None)


def _same_address(one: str, other: str) -> bool | None:
    """Compare addresses. Stations add a slash, or their own identity, to the one that they were told."""
    left, right = one.rstrip("/").casefold(), other.rstrip("/").casefold()
    if left == right:
        return True
    return None if left.startswith(right) or right.startswith(left) else False


def _same_list(one: str, other: str) -> bool | None:
    """Compare lists without their order. Phase rotations may be told with the connector's number, or without."""
    left, right = ({item.casefold() for item in items_of(text)} for text in (one, other))
    if left == right:
        return True
    bare = [{item.rpartition(".")[2] for item in items} for items in (left, right)]
    return None if bare[0] == bare[1] else False


def _same_text(one: str, other: str) -> bool | None:
    left, right = _number(one), _number(other)
    if left is not None and right is not None:
        return _same_number(one, other)
    words = _BOOLEANS.get(one.lower()), _BOOLEANS.get(other.lower())
    if words[0] is not None and words[1] is not None:
        return words[0] == words[1]
    if words != (None, None) or (left is None) != (right is None) or one[0] in "{[" or other[0] in "{[":
        # What the key's type is nobody knows: `true` may well be told as 1, and `60` as `60 s`.
        return None
    if "," in one or "," in other:
        return _same_list(one, other)
    shorter, longer = sorted((one.casefold(), other.casefold()), key=len)
    return None if longer.startswith(shorter) else False
