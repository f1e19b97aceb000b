"""The specification of one configuration key or device-model variable: the record ``spec`` of rules."""

from typing import Any, NamedTuple

from ocpplint.facts.fact import Confidence

SYNTAX_OF_TYPE = {
    "string": "string",
    "integer": "integer",
    "decimal": "decimal",
    "boolean": "boolean",
    "enum": "enum",
    "list": "csl",
    "datetime": "datetime",
    "json": "json",
}
"""The syntax a value has whose key names none: what its type alone says."""

_NOT_OF_THE_KEY = frozenset(("several_makers", "numbered"))
"""What a profile says of a name, and not of what it names."""


class KeySpec(NamedTuple):
    """The specification of one configuration key. None means that no public source states it.

    ``access`` is ``R``, ``RW``, ``W``, or ``R|RW`` where the standard leaves it to the station. ``values`` maps
    what may be sent to its label (the same word where there is no label). ``reboot`` tells whether a change
    takes effect only after a reboot. ``per_controller`` marks a value two connectors can never share. ``syntax``
    names how the value is written, in the words of ``grammars/values.lark``; ``length_key`` is the key that
    says how many items the list may have, ``counterpart`` the ``Component.Variable`` of OCPP 2.x that means the
    same (for such a variable, the key of OCPP 1.6), ``requires`` the word in ``SupportedFeatureProfiles`` that
    a station with this key lists. ``limited_by`` is the key that limits this one's value, and those of all
    connectors together. ``connector_values`` tells that one value holds something for each connector: by
    ``index`` (``1.RST,2.RTS``) or by ``position`` (``16,32``). ``level`` is what an OCPP 2.x variable belongs
    to: ``station``, ``evse`` or ``connector``; None where both occur. ``learned`` marks a key whose scope follows
    from what stations reported and not from a document. ``common`` marks a name that configurations of other software
    have, too: alone it does not tell that a document is about a charging station (``in-sections``: below a name that
    may be that of other software).
    """

    key: str
    scope: str | None = None
    access: str | None = None
    type: str | None = None
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    values: dict[str, str] | None = None
    items: list[str] | None = None
    default: str | None = None
    reboot: bool | None = None
    required: bool | None = None
    required_note: str | None = None
    feature_profile: str | None = None
    per_controller: bool = False
    role: str | None = None
    note: str | None = None
    firmware: str | None = None
    source: str | None = None
    confidence: Confidence = "high"
    standard: bool = False
    syntax: str | None = None
    max_length: int | None = None
    length_key: str | None = None
    counterpart: str | None = None
    deprecated: str | None = None
    renamed_to: str | None = None
    requires: str | None = None
    versions: list[str] | None = None
    level: str | None = None
    connector_values: str | None = None
    limited_by: str | None = None
    learned: bool = False
    common: bool | str = False


def key_spec(key: str, data: dict[str, Any]) -> KeySpec:
    """Make the record of a key from what its profile says of it."""
    values = data.get("values")
    named = dict(zip(values, values, strict=True)) if isinstance(values, list) else values
    syntax = data.get("syntax") or SYNTAX_OF_TYPE.get(data.get("type", ""))
    facts = {name: said for name, said in data.items() if name not in _NOT_OF_THE_KEY}
    return KeySpec(key, **{**facts, "values": named, "syntax": syntax})
