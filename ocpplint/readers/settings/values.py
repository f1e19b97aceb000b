"""Values as a station receives them: every value of OCPP 1.6 travels as text (sections 6.9 and 7.29)."""

from typing import Any, Literal

from ocpplint.documents.tree import Number


def text_of(value: Any) -> str | None:
    """Return the text a station receives for a value; None where there is none."""
    if value is None or type(value) is str:
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def type_of(value: Any) -> Literal["string", "number", "boolean", "null", "other"]:
    """Return what kind of JSON value was written."""
    if type(value) is str:
        return "string"
    if isinstance(value, bool):
        return "boolean"
    if value is None:
        return "null"
    if isinstance(value, Number | int | float):
        return "number"
    return "string" if isinstance(value, str) else "other"


def flag(value: Any) -> bool | None:
    """Return a boolean; None for anything else."""
    return value if isinstance(value, bool) else None
