"""Analysis of a value: its expected syntax, its fault, and the right value.

Each function checks one syntax. Placeholders of templates and masked values have no fault.
"""

from collections.abc import Mapping
from typing import Final

from ocpplint.schemas.words import one_of, quoted
from ocpplint.stations.keyspec import KeySpec
from ocpplint.values.fault import ValueFault
from ocpplint.values.lists import judge_list, judge_measurands
from ocpplint.values.numbers import number_fault
from ocpplint.values.rotations import judge_rotation, judge_rotations
from ocpplint.values.syntaxes import fits, pattern

_WANTED: Final[Mapping[str, str]] = {
    "url": "an address such as `wss://csms.example.com/ocpp`",
    "version": "a version such as `5.33.1`",
    "hosts": "a list of hosts and networks such as `10.0.0.0/8,csms.example.com`",
    "datetime": "a time such as `2026-03-01T10:00:00Z`",
    "time-offset": "an offset such as `+01:00`",
    "language": "a language such as `en` or `de-CH`",
    "languages": "a list of languages such as `en,de`",
}
_TRUE: Final = ("true", "yes", "on", "1", "enabled", "enable")
_FALSE: Final = ("false", "no", "off", "0", "disabled", "disable")
_SECONDS_IN: Final = {"ms": 0.001, "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "min": 60, "h": 3600}
_MAY_BE_EMPTY: Final = frozenset(
    ("string", "csl", "phase-rotations", "measurands", "hosts", "languages", "url", "hex")
)


def judge(spec: KeySpec, value: str) -> ValueFault | None:
    """Return what is wrong with a value, or None."""
    if not value and spec.syntax in _MAY_BE_EMPTY:
        return None
    fault = _too_long(spec, value) or _JUDGES.get(spec.syntax or "", _no_judge)(spec, value)
    return None if fault is None or is_withheld(value) else fault


def is_withheld(value: str) -> bool:
    """Return whether a value is a template's placeholder or was made unreadable."""
    return fits("placeholder", value.strip()) or is_masked(value)


def is_masked(value: str) -> bool:
    """Return whether a value was made unreadable: ``****``, ``<redacted>``, ``[TOKEN_MASKED]``."""
    return fits("masked", value.strip())


def _too_long(spec: KeySpec, value: str) -> ValueFault | None:
    if spec.max_length is None or len(value) <= spec.max_length:
        return None
    return ValueFault("length", f"has {len(value)} characters, and {spec.max_length} are the most")


def _no_judge(_spec: KeySpec, _value: str) -> ValueFault | None:
    return None


def _judge_number(spec: KeySpec, value: str) -> ValueFault | None:
    if not fits(spec.syntax or "", value):
        return _no_number(spec, value)
    return number_fault(spec, float(value) if spec.syntax == "decimal" else int(value), value)


def _no_number(spec: KeySpec, value: str) -> ValueFault:
    kind = "a whole number" if spec.syntax == "integer" else "a number"
    wanted = f"{kind} (in {spec.unit})" if spec.unit else kind
    bare = value.strip()
    if fits(spec.syntax or "", bare):
        return ValueFault("type", f"is {quoted(value)}, with blanks around the number", bare)
    return ValueFault("type", f"is {quoted(value)}, and should be {wanted}", _number_meant(spec, bare))


def _number_meant(spec: KeySpec, text: str) -> str | None:
    """Return the number that was written with a unit, with a decimal comma, or as a decimal where it is a whole one."""
    found = pattern("value-with-unit").fullmatch(text.replace(",", ".", 1))
    number = found["number"] if found else text.replace(",", ".", 1)
    if not fits("decimal", number):
        return None
    factor = _factor(spec.unit, found["unit"]) if found else 1
    meant = float(number) * factor
    if factor and meant == int(meant):
        return str(int(meant))
    return number if spec.syntax == "decimal" and found is None else None


def _factor(unit: str | None, written: str) -> float:
    """Return what one of the written unit is in the key's; 0 where that is unknown."""
    if written == unit:
        return 1
    return _SECONDS_IN.get(written.lower(), 0) if unit == "s" else 0


def _judge_boolean(_spec: KeySpec, value: str) -> ValueFault | None:
    if value in ("true", "false"):
        return None
    word = value.strip().lower()
    meant = "true" if word in _TRUE else "false" if word in _FALSE else None
    return ValueFault("type", f"is {quoted(value)}, and should be `true` or `false`", meant)


def _judge_enum(spec: KeySpec, value: str) -> ValueFault | None:
    values = spec.values
    if not values or value in values:
        return None
    meant = _meant(value, values)
    allowed = one_of([f"`{name}`" if label == name else f"`{name}` ({label})" for name, label in values.items()])
    return ValueFault("choice", f"is {quoted(value)}, and should be one of {allowed}", meant)


def _meant(value: str, values: Mapping[str, str]) -> str | None:
    """Return the allowed value that was written in another case, with blanks, or by its label."""
    folded = " ".join(value.split()).lower()
    by_name = {name.lower(): name for name in values}
    by_label = {" ".join(label.split()).lower(): name for name, label in values.items()}
    return by_name.get(folded) or by_label.get(folded)


def _judge_written(spec: KeySpec, value: str) -> ValueFault | None:
    """Check a value that is right if it is written as its syntax has it."""
    syntax = spec.syntax or ""
    if fits(syntax, value):
        return None
    bare = value.strip()
    meant = bare if fits(syntax, bare) else None
    if syntax == "url":
        # An address may hold a password, the less easy to find in it the worse it is written.
        return ValueFault("type", f"should be {_WANTED[syntax]}, and is not written so", meant)
    return ValueFault("type", f"is {quoted(value)}, and should be {_WANTED[syntax]}", meant)


def _judge_hex(_spec: KeySpec, value: str) -> ValueFault | None:
    """A key is a secret: what is said of it must not show it."""
    if fits("hex", value):
        return None
    return ValueFault("encoding", "should be hexadecimal digits, two a byte, and is not")


def _judge_json(_spec: KeySpec, value: str) -> ValueFault | None:
    import json

    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return ValueFault("type", f"is {quoted(value)}, and should be JSON")
    return None


_JUDGES: Final = {
    "integer": _judge_number,
    "decimal": _judge_number,
    "boolean": _judge_boolean,
    "enum": _judge_enum,
    "csl": judge_list,
    "measurands": judge_measurands,
    "phase-rotation": judge_rotation,
    "phase-rotations": judge_rotations,
    "hex": _judge_hex,
    "json": _judge_json,
    **dict.fromkeys(_WANTED, _judge_written),
}
