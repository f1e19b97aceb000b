"""A station profile: the configuration keys of a product line, and how a key names its connector."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from ocpplint.facts.fact import KeySighting
from ocpplint.stations.addressing import HOLE, Addressing, Form
from ocpplint.stations.keyspec import KeySpec, key_spec
from ocpplint.stations.known_keys import KnownKeys, kind_of

LEARNED_HERE = "learned from the station's own reports"
"""The source of a scope that no profile states."""


class KeyReading(NamedTuple):
    """A split key: ``Foo_2`` is base key ``Foo`` for connector 2, written with the suffix ``_2``.

    ``connector`` is the connector the key addresses by the profile's convention, None where it addresses none
    or where the suffix is not one the profile writes (``suffix_known`` False, ``number`` what it seems to say).
    ``suffix`` is what names the connector, wherever in the key it stands. ``is_spelled_so`` tells whether the key has
    the registry's spelling, upper and lower case included.
    """

    base_key: str
    connector: int | None
    suffix: str
    suffix_known: bool
    spec: KeySpec | None
    number: int | None = None
    is_spelled_so: bool = True


_MOST_REMEMBERED = 10_000
_SHOWN_NUMBERS = (1, 2)


class Profile:
    """A profile merged with all profiles it extends. ``data`` is the validated content of its file.

    ``learned`` are scopes that the reports of a station have taught, by key; those that ``data`` states stand.
    """

    def __init__(self, data: dict[str, Any], learned: Mapping[str, str] | None = None) -> None:
        self._data = data
        self._learned = {key.lower(): (key, scope) for key, scope in (learned or {}).items()}
        self.untaught = self
        self.name: str = data["name"]
        self.title: str = data["title"]
        self.source: str = data["source"]
        self.connectors: int | None = data.get("connectors")
        self.complete: bool = data.get("complete", False)
        self.firmware: str | None = data.get("firmware")
        self.date: str | None = data.get("date")
        self.controller_per_connector: bool = data.get("controller_per_connector", False)
        self.sections: dict[str, int] = data.get("sections", {})
        self._roles: dict[str, str] = data.get("roles", {})
        self._keys: dict[str, dict[str, Any]] = data.get("keys", {})
        self._match: list[dict[str, str]] = data.get("match", [])
        self._readings: dict[str, KeyReading | None] = {}
        self._taken_apart: dict[str, KeyReading] = {}
        self._spoken: dict[str, bool] = {}
        templates = {int(number): text for number, text in data.get("addressing", {}).items()}
        numbered = [key for key, said in self._keys.items() if said.get("numbered")]
        self._addressing = Addressing(templates, self._keys, numbered)

    @property
    def templates(self) -> dict[int, str]:
        """How a key for each connector is written: ``{key}_2``, or what stands in the hole of a key that has one."""
        return self._addressing.templates

    def key_names(self) -> list[str]:
        """Return the known keys in the order of the profile."""
        return list(self._keys)

    def written_keys(self) -> Iterator[str]:
        """Yield the known keys as they are written: an Individual one in its form for each connector."""
        for key, said in self._keys.items():
            if HOLE not in key:
                yield key
            if HOLE in key or said.get("scope") == "Individual":
                yield from (self.write_key(key, connector) for connector in self.connectors_of(key))

    def knows(self, key: str) -> bool:
        """Return whether ``key`` is a known key, with or without a connector suffix, well-formed or not.

        Case counts here: the question is whether a document speaks of OCPP, and `heartbeatInterval` may be anybody's.
        """
        known = self._spoken.get(key)
        if known is None:
            if len(self._spoken) > _MOST_REMEMBERED:
                self._spoken.clear()
            known = self._spoken[key] = self._speaks(key)
        return known

    def _speaks(self, key: str) -> bool:
        if "Ctrlr." in key:
            return variable_in(key) is not None
        reading = self._known(key)
        return reading is not None and reading.is_spelled_so

    def variable(self, key: str) -> tuple[str, str, str | None] | None:
        """Take a key apart that names a variable of OCPP 2.x: component, variable, instance; None for any other."""
        return variable_in(key)

    def sighting(self, key: str) -> KeySighting | None:
        """Tell how surely ``key`` is a key of these stations by its name alone; None if it is none."""
        if "Ctrlr." in key:
            return "distinctive" if variable_in(key) is not None else None
        reading = self._known(key)
        if reading is None or reading.spec is None:
            return None
        return kind_of(reading.spec.key, reading.spec.common) if reading.is_spelled_so else "other-case"

    def is_telling(self, key: str) -> bool:
        """Return whether the name tells of a charging station wherever it stands: a known key, or a letter from one."""
        return self.sighting(key) == "distinctive" or self.nearly_knows(key)

    def nearly_knows(self, key: str) -> bool:
        """Return whether this is none of the known keys, and one letter from a distinctive one."""
        return self._names.whole(key) == "misspelt" and not self.knows(key)

    def spec(self, key: str) -> KeySpec | None:
        """Look up a key without connector suffix. OCPP 1.6 keys are case-insensitive (section 7.29)."""
        exact = key if key in self._keys else self._case_folded.get(key.lower())
        spec = key_spec(exact, self._keys[exact]) if exact is not None else None
        if self._learned and (spec is None or spec.scope is None):
            learned = self._learned.get(key.lower())
            if learned is not None:
                return _with_learned_scope(spec or KeySpec(learned[0], confidence="medium"), learned[1])
        return spec

    def taught(self, scopes: Mapping[str, str]) -> "Profile":
        """Return this profile with scopes that a station's reports have taught, by key."""
        taught = Profile(self._data, scopes)
        taught.untaught = self.untaught
        return taught

    def addressed(self, templates: Mapping[int, str]) -> "Profile":
        """Return this profile with another way to name connectors."""
        return Profile({**self._data, "addressing": {str(number): text for number, text in templates.items()}})

    def assumed(self, standard: Mapping[str, dict[str, Any]]) -> "Profile":
        """Return this profile for a station of which nobody knows whether it is one of these.

        Of a value it knows what the ``standard`` keys say; what only this profile says is of low confidence.
        """
        keys = {key: _as_assumed(said, standard.get(key)) for key, said in self._keys.items()}
        return Profile({**self._data, "keys": keys, "controller_per_connector": False})

    def read_key(self, key: str) -> KeyReading:
        """Take a key apart. A key the registry knows exactly is never read as carrying a suffix."""
        reading = self._taken_apart.get(key)
        if reading is None:
            if len(self._taken_apart) > _MOST_REMEMBERED:
                self._taken_apart.clear()
            reading = self._taken_apart[key] = self._known(key) or self._read_unknown(key)
        return reading

    def shadowed_by(self, key: str) -> KeySpec | None:
        """Return the key that ``key`` would be read as, for a connector, if it did not stand in the profile itself."""
        for form in (*self._addressing.holes(key), *self._addressing.stripped(key)):
            spec = self.spec(form.base) if form.connector is not None else None
            if spec is not None:
                return spec
        return None

    def write_key(self, base_key: str, connector: int) -> str:
        """Return the key that addresses ``connector``; the bare key where the profile has no form for it."""
        return self._addressing.write(base_key, connector)

    def write_like(self, reading: KeyReading, connector: int) -> str:
        """Return the key for another connector: a numbered one as the key that was read has its number."""
        if reading.base_key in self._addressing.numbered and reading.suffix.startswith("["):
            return reading.base_key.replace(HOLE, f"[{connector}]")
        return self.write_key(reading.base_key, connector)

    def connectors_of(self, base_key: str) -> list[int]:
        """Return the connectors that a key has forms for; of a numbered one, which has one for any, the first two."""
        return list(_SHOWN_NUMBERS) if base_key in self._addressing.numbered else sorted(self.templates)

    def can_address(self, base_key: str, connector: int | None) -> bool:
        """Tell whether there is a form of the key for this connector."""
        return connector in self.templates or (connector is not None and base_key in self._addressing.numbered)

    def fits(self, vendor: str | None, model: str | None, firmware: str | None = None) -> bool:
        """Return whether a station that names this vendor, model and firmware of itself is of this kind."""
        named = {"vendor": vendor or "", "model": model or "", "firmware": firmware or ""}
        return any(
            all(
                re.fullmatch(pattern, named[what].strip(), re.IGNORECASE | re.DOTALL)
                for what, pattern in entry.items()
            )
            for entry in self._match
        )

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

    def _read_known(self, key: str) -> KeyReading | None:
        spec = self.spec(key)
        if spec is not None:
            bare = self._addressing.bare_connector if spec.scope == "Individual" else None
            return KeyReading(spec.key, bare, "", suffix_known=True, spec=spec, is_spelled_so=spec.key == key)
        for form in self._forms(key):
            spec = self.spec(form.base)
            if spec is not None:
                known = form.connector is not None
                alike = _is_spelled_so(key, spec.key)
                return KeyReading(spec.key, form.connector, form.mark, known, spec, form.number, alike)
        return None

    def _forms(self, key: str) -> Iterator[Form]:
        yield from self._addressing.holes(key)
        if not self.templates:
            return
        yield from self._addressing.stripped(key)
        yield from self._addressing.variants(key)

    def _read_unknown(self, key: str) -> KeyReading:
        """Read a key the registry does not have: a suffix is a suffix all the same, and a name may tell a role."""
        for form in self._addressing.stripped(key):
            return KeyReading(
                form.base, form.connector, form.mark, suffix_known=True, spec=self._role_spec(form.base)
            )
        spec = self._role_spec(key)
        return KeyReading(key, None, "", suffix_known=spec is not None, spec=spec)

    def _role_spec(self, key: str) -> KeySpec | None:
        for role, name in self._roles.items():
            if re.fullmatch(name, key, re.IGNORECASE):
                return KeySpec(key, role=role)
        return None

    @cached_property
    def _names(self) -> KnownKeys:
        return KnownKeys([self._data])

    @cached_property
    def _case_folded(self) -> dict[str, str]:
        return {key.lower(): key for key in reversed(self._keys)}


_BESIDE_VALUES = frozenset(
    (
        "scope",
        "source",
        "confidence",
        "firmware",
        "note",
        "reboot",
        "per_controller",
        "learned",
        "default",
        "common",
        "several_makers",
        "numbered",
    )
)
"""What may be said of a key beside how its values are written."""


def _as_assumed(said: dict[str, Any], standard: dict[str, Any] | None) -> dict[str, Any]:
    """Return what holds of a key on a station that may be of this kind, or of another."""
    if standard is None or _values_of(said) != _values_of(standard):
        return {**said, "confidence": "low"}
    return {**standard, "scope": said.get("scope"), "per_controller": said.get("per_controller", False)}


def _values_of(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in _BESIDE_VALUES}


def _with_learned_scope(spec: KeySpec, scope: str) -> KeySpec:
    return spec._replace(scope=scope, source=LEARNED_HERE, learned=True)


def variable_in(key: str) -> tuple[str, str, str | None] | None:
    """Take ``Component.Variable`` apart, as simulators write it in a list of OCPP 1.6: component, variable, instance.

    None for any other key, and if the component is none of OCPP 2.x (its controllers end in ``Ctrlr``).
    """
    if "Ctrlr." not in key:
        return None
    from ocpplint.stations.device_model import device_model, plain_instance, split_name

    name = split_name(key)
    is_known = name is not None and device_model().component(name.component) == name.component
    return plain_instance(name) if name is not None and is_known else None


def _is_spelled_so(key: str, base_key: str) -> bool:
    return all(part in key for part in base_key.split(HOLE))
