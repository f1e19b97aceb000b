"""A station profile: which configuration keys a kind of station has, and how a key names its connector."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from ocpplint.facts import Confidence


class KeySpec(NamedTuple):
    """What the registry knows of one configuration key. None means: no public source says.

    ``access`` is ``R``, ``RW``, ``W``, or ``R|RW`` where the standard leaves it to the station. ``values`` maps
    what may be sent to its label (the same word where there is no label). ``reboot`` tells whether a change
    takes effect only after a reboot. ``per_controller`` marks a value two connectors can never share.
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


class KeyReading(NamedTuple):
    """A key taken apart: ``Foo_2`` is base key ``Foo`` for connector 2, written with the suffix ``_2``.

    ``connector`` is the connector the key addresses by the profile's convention, None where it addresses none
    or where the suffix is not one the profile writes (``suffix_known`` False, ``number`` what it seems to say).
    """

    base_key: str
    connector: int | None
    suffix: str
    suffix_known: bool
    spec: KeySpec | None
    number: int | None = None


_MOST_REMEMBERED = 10_000

# What people write after a key when they mean a connector. It is read as such only if the rest is a known key.
# Compiled when the first unknown key comes, for start-up's sake.
_VARIANT = (
    r"(?i)[_\-.:#/ ]*(?:connector|conn|con|c)?[_\-. ]?0*(?P<a>\d{1,2})"
    r"|\s*[\[(]\s*0*(?P<b>\d{1,2})\s*[\])]"
)
_VARIANT_ENDS = (*"0123456789", "]", ")")
_LONGEST_VARIANT = 24


class Profile:
    """A profile with everything it extends folded in. ``data`` is the validated content of its file."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.name: str = data["name"]
        self.title: str = data["title"]
        self.source: str = data["source"]
        self.abstract: bool = data.get("abstract", False)
        self.connectors: int | None = data.get("connectors")
        self.sections: dict[str, int] = data.get("sections", {})
        self.templates: dict[int, str] = {int(n): text for n, text in data.get("addressing", {}).items()}
        self._roles: dict[str, str] = data.get("roles", {})
        self._keys: dict[str, dict[str, Any]] = data.get("keys", {})
        self._match: list[dict[str, str]] = data.get("match", [])
        self._readings: dict[str, KeyReading | None] = {}

    @property
    def addresses_connectors(self) -> bool:
        """Whether keys of these stations can name a connector."""
        return bool(self.templates)

    def key_names(self) -> list[str]:
        """Return the known keys in the order of the profile."""
        return list(self._keys)

    def knows(self, key: str) -> bool:
        """Tell whether ``key`` is a known key, with or without a connector suffix, well-formed or not.

        Case counts here: the question is whether a document speaks of OCPP, and `heartbeatInterval` may be anybody's.
        """
        reading = self._known(key)
        return reading is not None and key.startswith(reading.base_key)

    def knows_scope(self, key: str) -> bool:
        """Tell whether ``key`` reads as a key whose scope is known: such a name hardly occurs outside OCPP."""
        reading = self._known(key)
        if reading is None or reading.spec is None:
            return False
        return reading.spec.scope is not None and key.startswith(reading.base_key)

    def spec(self, key: str) -> KeySpec | None:
        """Look up a key without connector suffix. OCPP 1.6 keys are case-insensitive (section 7.29)."""
        exact = key if key in self._keys else self._case_folded.get(key.lower())
        return _key_spec(exact, self._keys[exact]) if exact is not None else None

    def read_key(self, key: str) -> KeyReading:
        """Take a key apart. A key the registry knows exactly is never read as carrying a suffix."""
        return self._known(key) or self._read_unknown(key)

    def _known(self, key: str) -> KeyReading | None:
        """Read a key whose base the registry has; None for any other."""
        try:
            return self._readings[key]
        except KeyError:
            # Keys come from the input; the memo is bounded so that hostile input can't grow it.
            if len(self._readings) > _MOST_REMEMBERED:
                self._readings.clear()
            reading = self._readings[key] = self._read_known(key)
            return reading

    def write_key(self, base_key: str, connector: int) -> str:
        """Return the key that addresses ``connector``; the bare key where the profile has no form for it."""
        return self.templates.get(connector, "{key}").replace("{key}", base_key)

    def fits(self, vendor: str | None, model: str | None) -> bool:
        """Tell whether a station that names this vendor and model in its BootNotification is of this kind."""
        named = {"vendor": vendor or "", "model": model or ""}
        return any(
            all(
                re.fullmatch(pattern, named[what].strip(), re.IGNORECASE | re.DOTALL)
                for what, pattern in entry.items()
            )
            for entry in self._match
        )

    def _read_known(self, key: str) -> KeyReading | None:
        spec = self.spec(key)
        if spec is not None:
            return KeyReading(spec.key, self._bare_connector(spec), "", suffix_known=True, spec=spec)
        for connector, base, suffix in self._stripped(key):
            spec = self.spec(base)
            if spec is not None:
                return KeyReading(spec.key, connector, suffix, suffix_known=True, spec=spec)
        return self._read_variant(key)

    def _read_variant(self, key: str) -> KeyReading | None:
        if not self.templates or not key.endswith(_VARIANT_ENDS):
            return None
        pattern = re.compile(_VARIANT)
        # A base may end like the beginning of a variant (`RCMBTransactionMaxDC_1`): every cut is tried.
        for cut in range(max(1, len(key) - _LONGEST_VARIANT), len(key)):
            variant = pattern.fullmatch(key, cut)
            spec = self.spec(key[:cut]) if variant else None
            if variant and spec is not None:
                number = int(variant["a"] or variant["b"])
                return KeyReading(spec.key, None, key[cut:], suffix_known=False, spec=spec, number=number)
        return None

    def _read_unknown(self, key: str) -> KeyReading:
        """Read a key the registry does not have: a suffix is a suffix all the same, and a name may tell a role."""
        for connector, base, suffix in self._stripped(key):
            return KeyReading(base, connector, suffix, suffix_known=True, spec=self._role_spec(base))
        spec = self._role_spec(key)
        return KeyReading(key, None, "", suffix_known=spec is not None, spec=spec)

    def _stripped(self, key: str) -> Iterator[tuple[int, str, str]]:
        """Yield what a key may be taken apart into by the templates: connector, base key, suffix."""
        for connector, template in self.templates.items():
            base = self._strip(key, connector)
            if template != "{key}" and base:
                yield connector, base, template.replace("{key}", "")

    def _strip(self, key: str, connector: int) -> str:
        before, _, after = self.templates[connector].partition("{key}")
        if len(key) > len(before) + len(after) and key.startswith(before) and key.endswith(after):
            return key[len(before) : len(key) - len(after)]
        return ""

    def _bare_connector(self, spec: KeySpec) -> int | None:
        """An Individual key as it stands is for the connector whose template is the bare key."""
        if spec.scope != "Individual":
            return None
        return next((n for n, template in self.templates.items() if template == "{key}"), None)

    def _role_spec(self, key: str) -> KeySpec | None:
        for role, name in self._roles.items():
            if re.fullmatch(name, key, re.IGNORECASE):
                return KeySpec(key, role=role)
        return None

    @cached_property
    def _case_folded(self) -> dict[str, str]:
        return {key.lower(): key for key in reversed(self._keys)}


def _key_spec(key: str, data: dict[str, Any]) -> KeySpec:
    values = data.get("values")
    return KeySpec(
        key, **{**data, "values": dict(zip(values, values, strict=True))} if isinstance(values, list) else data
    )
