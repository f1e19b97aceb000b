"""Texts for values and fields: the sent value, its field, and the nearest valid one."""

from collections.abc import Iterable, Sequence
from typing import Any

_LONGEST_SHOWN = 40
_MOST_LISTED = 8


def field_name(path: Sequence[str | int]) -> str:
    """Write a path into a payload as ``meterValue[0].timestamp``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def kind_of(value: Any) -> str:
    """Name the kind of a JSON value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return "a whole number"
    if isinstance(value, float):
        return "a number written with a decimal point"
    if isinstance(value, str):
        return "a string"
    return "an object" if isinstance(value, dict) else "a list"


def wanted(types: Iterable[str]) -> str:
    """Name the kinds a schema allows."""
    names = {
        "string": "a string",
        "integer": "a whole number",
        "number": "a number",
        "boolean": "true or false",
        "object": "an object",
        "array": "a list",
        "null": "null",
    }
    return " or ".join(names[kind] for kind in types)


def quoted(value: Any) -> str:
    """Show a value that is not secret by its nature, shortened."""
    text = value if isinstance(value, str) else str(value)
    return f'"{text[: _LONGEST_SHOWN - 1]}…"' if len(text) > _LONGEST_SHOWN else f'"{text}"'


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that was most likely meant, whatever its case and separators."""
    import difflib

    folded = {_folded(candidate): candidate for candidate in sorted(known, reverse=True)}
    close = difflib.get_close_matches(_folded(name), folded, n=1, cutoff=0.75)
    return folded[close[0]] if close else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that offers the nearest known name; nothing where none is near."""
    near = nearest(name, known)
    return f"; did you mean `{near}`?" if near is not None else ""


def one_of(values: Sequence[Any]) -> str:
    """List allowed values, the first few of many."""
    shown = ", ".join(str(value) for value in values[:_MOST_LISTED])
    rest = len(values) - _MOST_LISTED
    return f"{shown} and {rest} more" if rest > 0 else shown


def _folded(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()
