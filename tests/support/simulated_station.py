"""A dual-connector station as a profile describes it: what it has, what it takes, and when that takes effect.

Written against the profile's data alone: it knows nothing of how ocpplint judges keys and values.
"""

import copy
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ocpplint.stations.keyspec import KeySpec
from ocpplint.stations.profile import Profile

MEASURANDS = ("Energy.Active.Import.Register", "Power.Active.Import", "Current.Import", "Voltage", "SoC")
"""The measurands that the station has; it refuses a list with any other."""
ROTATIONS = ("RST", "RTS", "SRT", "STR", "TRS", "TSR", "NotApplicable", "Unknown")
LEFT_OUT = ("HeartBeatInterval", "AuthorizationKey")
"""Another spelling of a standard key, and one that nobody can read back."""
FIRST = {
    "integer": "20",
    "boolean": "false",
    "measurands": "Voltage",
    "phase-rotation": "RST",
    "csl": "Core",
    "json": "{}",
    "datetime": "2026-03-01T10:00:00Z",
    "time-offset": "+01:00",
    "language": "en",
    "languages": "en",
}
TOLD = {"NumberOfConnectors": "2", "GetConfigurationMaxKeys": "500", "ChargePointModel": "CC612_2S0R"}
CAPACITY = "8"
"""How many items a list may have, by the keys that say so."""


class Answer(NamedTuple):
    """What the station answers to a write, and why it refuses it, if it does."""

    status: str
    cause: str = ""


class Station:
    """The configuration of one station.

    ``values`` are in force, ``pending`` wait for a reboot; both by the key that is sent. ``reboot_keys`` are base keys
    that need one, ``fixed`` those that the standard lets a station make read-only and that this one has made so.
    """

    def __init__(self, profile: Profile, reboot_keys: Iterable[str] = (), fixed: Iterable[str] = ()) -> None:
        self._reboot_keys, self._fixed = frozenset(reboot_keys), frozenset(fixed)
        self.specs = {spec.key: spec for spec in map(profile.spec, profile.key_names()) if spec is not None}
        self.base_of: dict[str, str] = {}
        for spec in self.specs.values():
            if spec.key not in LEFT_OUT:
                self.base_of[spec.key] = spec.key
                if spec.scope == "Individual":
                    self.base_of[f"{spec.key}_2"] = spec.key
        self.values = {key: first_value(self.specs[base]) for key, base in self.base_of.items()}
        self.pending: dict[str, str] = {}

    def copy(self) -> "Station":
        """Return a station of its own with the same values."""
        other = copy.copy(self)
        other.values, other.pending = dict(self.values), dict(self.pending)
        return other

    def is_readonly(self, key: str) -> bool:
        base = self.base_of[key]
        return self.specs[base].access == "R" or base in self._fixed

    def writable(self) -> list[str]:
        return [key for key in self.base_of if not self.is_readonly(key)]

    def change(self, key: str, value: str) -> Answer:
        """Answer a ChangeConfiguration (OCPP 1.6, section 5.3)."""
        if key not in self.base_of:
            return Answer("NotSupported", self._why_not_there(key))
        if self.is_readonly(key):
            return Answer("Rejected", "read-only")
        if not takes(self.specs[self.base_of[key]], value):
            return Answer("Rejected", "value")
        if self.base_of[key] in self._reboot_keys:
            self.pending[key] = value
            return Answer("RebootRequired")
        self.values[key] = value
        return Answer("Accepted")

    def report(self, keys: Iterable[str] = ()) -> tuple[list[dict[str, Any]], list[str]]:
        """Answer a GetConfiguration (OCPP 1.6, section 5.8): the keys it has, and those it does not have."""
        asked = list(keys) or list(self.base_of)
        told = [
            {"key": key, "readonly": self.is_readonly(key), "value": self.values[key]}
            for key in asked
            if key in self.base_of
        ]
        return told, [key for key in asked if key not in self.base_of]

    def reboot(self) -> None:
        self.values |= self.pending
        self.pending = {}

    def _why_not_there(self, key: str) -> str:
        base, mark, _ = key.rpartition("_")
        return "suffix" if mark and base in self.specs else "no-such-key"


def first_value(spec: KeySpec) -> str:
    """Return what the station leaves the factory with."""
    if spec.key in TOLD:
        return TOLD[spec.key]
    if spec.key.endswith("MaxLength"):
        return CAPACITY
    if spec.syntax == "enum" and spec.values:
        return next(iter(spec.values))
    if spec.maximum is not None:
        return f"{min(int(spec.maximum), max(20, int(spec.minimum or 0)))}"
    return FIRST.get(spec.syntax or "", "as built")


def takes(spec: KeySpec, value: str) -> bool:
    """Tell whether the station takes a value for a key."""
    if spec.syntax == "integer":
        least, most = spec.minimum, spec.maximum
        number = int(value) if value.isdecimal() else None
        return number is not None and (least is None or number >= least) and (most is None or number <= most)
    if spec.syntax == "boolean":
        return value in ("true", "false")
    if spec.syntax == "measurands":
        return set(value.split(",")) <= set(MEASURANDS)
    if spec.syntax == "phase-rotation":
        return value in ROTATIONS
    return True


def right_values(spec: KeySpec) -> list[str]:
    """Return some values that the station takes for a key, each saying something else."""
    if spec.syntax == "integer":
        least = int(spec.minimum or 0)
        return (
            [str(least + step) for step in (0, 1, 3)]
            if spec.maximum is None or spec.maximum > least + 3
            else ["1"]
        )
    if spec.syntax == "boolean":
        return ["true", "false"]
    if spec.syntax == "measurands":
        return ["Voltage,Current.Import", "Power.Active.Import", "SoC,Voltage"]
    if spec.syntax == "phase-rotation":
        return ["RTS", "STR", "RST"]
    return []


def wrong_values(spec: KeySpec) -> list[str]:
    """Return some values that the station refuses for a key."""
    beyond = [str(int(spec.maximum) + 1)] if spec.maximum is not None else []
    wrong: Mapping[str, list[str]] = {
        "integer": ["often", "-4", *beyond],
        "boolean": ["perhaps", "2"],
        "measurands": ["Voltage,Colour", "Everything"],
        "phase-rotation": ["RSTU", "XYZ"],
    }
    return wrong.get(spec.syntax or "", [])
