"""What is known above a node of a document, and the setting that is made from it."""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from ocpplint.facts.fact import KeySighting, Origin, Place
from ocpplint.facts.setting import Evidence, Setting, StationEvidence
from ocpplint.readers.settings.values import text_of, type_of
from ocpplint.readers.settings.variables import Variable, named_variable, variable_fields

_STRENGTH = ("field", "structure", "path", "comment", "connection", "data-transfer")


TELLING: frozenset[KeySighting | None] = frozenset(("distinctive", "in-sections", "misspelt"))
"""What tells by itself of a charging station, outside the sections of other software."""


class KeyVocabulary(Protocol):
    """The part of a profile that the reader needs to distinguish settings from other data."""

    @property
    def sections(self) -> Mapping[str, int]:
        """Section names that mean a connector on these stations."""
        ...

    def knows(self, key: str) -> bool:
        """Tell whether this is a known key."""
        ...

    def sighting(self, key: str) -> KeySighting | None:
        """Return how surely this is a known key by its name alone."""
        ...

    def is_telling(self, key: str) -> bool:
        """Return whether the name tells of a charging station wherever it stands: a known key, or a letter from one."""
        ...

    def nearly_knows(self, key: str) -> bool:
        """Return whether this is none of the known keys, and one letter from a distinctive one."""
        ...

    def variable(self, key: str) -> tuple[str, str, str | None] | None:
        """Take a key apart that names a variable of OCPP 2.x: component, variable, instance; None for any other."""
        ...


class SettingContext(NamedTuple):
    """What is known above a node. ``name`` is the member name that led to it, ``group`` the configuration's path."""

    station: str | None = None
    evidence: tuple[Evidence, ...] = ()
    origin: Origin = "desired"
    group: str = ""
    name: str = ""
    document: str = ""
    time: float | None = None
    keys_unknown: tuple[str, ...] = ()
    station_evidence: StationEvidence | None = None
    editable: bool = False
    """Whether the settings stand in a configuration file."""
    named: bool = True
    """Whether that file was asked for."""
    is_desired: bool = False
    """Whether what has the shape of a report is what the station shall have."""

    @property
    def is_of_station(self) -> bool:
        """Whether a station is named in a way that other software has no use for."""
        return self.station_evidence is not None and self.station_evidence.kind in (
            "identity",
            "layout",
        )

    def of_station(self, station: str, evidence: StationEvidence) -> "SettingContext":
        """Return the context with a station that the document itself names."""
        return self._replace(station=station, station_evidence=evidence)

    def with_evidence(self, *found: Evidence) -> "SettingContext":
        """Return the context with evidence from nearer by; connector 0 is the station, it clears what was gathered."""
        if not found:
            return self
        if found[0].connector == 0:
            return self._replace(evidence=())
        return self._replace(evidence=(*found, *self.evidence))


def setting_of_key(
    key: str,
    value: Any,
    context: SettingContext,
    place: Place,
    value_place: Place | None,
    vocabulary: KeyVocabulary,
    *,
    readonly: bool | None,
) -> Setting:
    """Return the setting that a key and its value make in a context."""
    if "Ctrlr." in key:
        # Few keys name a variable, and they look like it.
        variable = named_variable(vocabulary.variable(key))
        return setting_of(key, value, context, place, value_place, context.origin, variable, readonly=readonly)
    evidence = context.evidence
    is_text = type(value) is str
    # This is the hot path: most settings are made here.
    return Setting(
        key,
        value if is_text else text_of(value),
        context.origin,
        place,
        "string" if is_text else type_of(value),
        value_place,
        context.station,
        context.station_evidence,
        evidence if len(evidence) < 2 else _by_strength(evidence),
        context.document,
        context.group,
        (readonly or None) if context.is_desired else readonly,
        None,
        context.keys_unknown if context.origin == "reported" else (),
        context.editable,
        context.named,
        None,
        context.time,
    )


def _by_strength(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda item: _STRENGTH.index(item.kind)))


def setting_of(
    key: str,
    value: Any,
    context: SettingContext,
    place: Place,
    value_place: Place | None,
    origin: Origin,
    variable: Variable | None,
    *,
    readonly: bool | None,
) -> Setting:
    """Return a setting, of a variable of OCPP 2.x or of a key, with its evidence in order of strength."""
    evidence = _by_strength(context.evidence)
    is_text = type(value) is str
    return Setting(
        key,
        value if is_text else text_of(value),
        origin,
        place,
        "string" if is_text else type_of(value),
        value_place,
        context.station,
        context.station_evidence,
        evidence,
        context.document,
        context.group,
        # Where what looks like a report is desired, only what can't be written is the station's own word.
        (readonly or None) if context.is_desired else readonly,
        keys_unknown=context.keys_unknown if context.origin == "reported" else (),
        editable=context.editable,
        named=context.named,
        ocpp=None if variable is None else "2.x",
        time=context.time,
        **variable_fields(variable),
    )
