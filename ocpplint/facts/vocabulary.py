"""The few words that facts of all types say the same things with."""

from typing import Final, Literal

Confidence = Literal["high", "medium", "low"]
Origin = Literal["desired", "commanded", "reported"]
Sender = Literal["station", "csms"]

ProfileChoice = Literal["told", "said", "shown", "unlisted", "assumed"]
"""How the profile of a station was chosen, the surest first: ``told`` by an option or the configuration; ``said`` by
the station or its document, which name vendor, model or firmware; ``shown`` by its keys; ``unlisted`` where it names a
vendor that no profile lists, so that it has the standard keys; ``assumed`` where nothing is known."""

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
