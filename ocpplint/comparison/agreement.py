"""Whether a station has the desired value, compared by the key's type."""

from typing import Any, Final

from ocpplint.credentials.names import is_credential
from ocpplint.facts.fact import Place
from ocpplint.facts.observation import Observation
from ocpplint.facts.setting import Setting
from ocpplint.values.judging import is_withheld
from ocpplint.values.sameness import same_value

WRITE_ONLY: Final = "W"
_TOLD_APART_BY_DIGITS: Final = frozenset(("version", "hex"))
"""Syntaxes in which 1.10 is not 1.1: versions and keys."""


def is_secret(setting: Setting) -> bool:
    """Return whether a setting is a credential, which stations report empty, masked or not at all."""
    spec = setting.spec
    return (spec is not None and spec.access == WRITE_ONLY) or is_credential(setting.variable or setting.base_key)


def agrees(setting: Setting, told: Observation[Place], wanted: str | None) -> bool | None:
    """Return whether a known value is the desired one. A written value is never masked, secret or not."""
    compare = agree_as_written if told.by == "write" else agree
    return compare(setting, told.value, wanted)


def agree_as_written(setting: Setting, one: str | None, other: str | None) -> bool | None:
    """Return whether two written values are equal: credentials can be compared, too."""
    if not is_secret(setting) or one is None or other is None:
        return agree(setting, one, other)
    if is_withheld(one.strip()) or is_withheld(other.strip()):
        return None
    return one.casefold() == other.casefold()


def agree(setting: Setting, known: str | None, wanted: str | None) -> bool | None:
    """Return whether two values of the kind of ``setting`` are equal; None where that is unknown.

    Stricter than ``same_value``, which decides whether a report contradicts a write: two different values of the type
    differ, and so does an empty one. Only a secret or withheld value is unknown.
    """
    same = same_value(setting.spec, known, wanted)
    if same is not None or known is None or wanted is None:
        return same
    if is_secret(setting) or is_withheld(known.strip()) or is_withheld(wanted.strip()):
        return None
    if not known.strip() or not wanted.strip():
        return known.strip() == wanted.strip()
    syntax = setting.spec.syntax if setting.spec is not None else None
    if syntax in _TOLD_APART_BY_DIGITS:
        return False
    if _has_decimals(known) and _has_decimals(wanted):
        # Neither value is rounded.
        return float(known) == float(wanted)
    return _read_alike(syntax, known, wanted)


def _read_alike(syntax: str | None, known: str, wanted: str) -> bool | None:
    if syntax == "json":
        return _equal(_json(known), _json(wanted))
    if syntax == "datetime":
        from ocpplint.readers.traces.times import read_stamp

        return _equal(read_stamp(known), read_stamp(wanted))
    return None


def _has_decimals(text: str) -> bool:
    whole, point, decimals = text.strip().removeprefix("-").partition(".")
    return (
        bool(point) and (whole + decimals).isascii() and (whole + decimals).isdigit() and bool(decimals.strip("0"))
    )


def _equal(one: Any, other: Any) -> bool | None:
    return None if one is None or other is None else one == other


def _json(text: str) -> Any:
    import json

    try:
        return (json.loads(text),)
    except (ValueError, RecursionError):
        return None
