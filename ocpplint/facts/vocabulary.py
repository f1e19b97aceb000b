"""The few words that facts of all types say the same things with."""

from typing import Final, Literal

Confidence = Literal["high", "medium", "low"]
Origin = Literal["desired", "commanded", "reported"]
Sender = Literal["station", "csms"]
KeySighting = Literal["distinctive", "in-sections", "misspelt", "common", "other-case"]
"""What a word is to the known keys: one that hardly occurs outside OCPP, or only in the sections of other software, a
slip away from such a one, one that other software has, too, or one in another case."""

CONFIDENCES: tuple[Confidence, ...] = ("low", "medium", "high")

SHARED: Final = "Shared"
"""The scope of a key that a station has once: ``Both``, ``Not relevant`` or ``Master``, and nobody knows which."""

SHARED_SCOPES: Final = frozenset(("Both", "Not relevant", "Master", SHARED))
"""The scopes of keys that have one value, whatever the connector; a key of any other is set for each connector."""

UNKNOWN = frozenset(("NotSupported", "UnknownComponent", "UnknownVariable", "NotSupportedAttributeType"))
"""Answers with which a station says that it has no such key, variable or attribute."""

REFUSED = frozenset(("Rejected", *UNKNOWN))
"""Answers with which it refuses a value."""

REBOOT_REQUIRED = "RebootRequired"

TAKEN = frozenset(("Accepted", REBOOT_REQUIRED))
"""Answers with which it takes a value (OCPP 1.6, 7.22; OCPP 2.0.1, SetVariableStatusEnumType)."""
