"""The description of a configuration key or a variable of OCPP 2.x, as lines of text."""

from collections.abc import Iterable, Iterator

from ocpplint.reporters.safe_text import safe
from ocpplint.reporters.text_output import wrapped
from ocpplint.stations.addressing import HOLE
from ocpplint.stations.keyspec import SYNTAX_OF_TYPE, KeySpec
from ocpplint.stations.profile import KeyReading, Profile

WIDTH = 100
_NAME_WIDTH = 12

_MEANINGS = {
    "Both": "one value that both connectors share; never with a connector suffix",
    "Shared": "one value (Both, Master or Not relevant, not known which); never with a connector suffix",
    "Individual": "one value for each connector",
    "Not relevant": "one value for the whole station; never with a connector suffix",
    "Master": "read by the station coordinator (connector 1) only; never with a connector suffix",
}
_ACCESS = {
    "R": "read only",
    "RW": "read and write",
    "W": "write only",
    "R|RW": "read; write if the station allows it",
}
_REBOOT = {None: None, True: "needed for a change to take effect", False: "not needed"}
_LEVELS = {
    "station": "the whole station; its component takes no EVSE",
    "evse": "an EVSE: the component is addressed with `evse`",
    "connector": "a connector: the component is addressed with `evse` and its `connectorId`",
}
_CONNECTOR_VALUES = {
    "index": "the value names the connector of each item: 1.RST,2.RTS",
    "position": "the value has one item for each connector, in their order: 16,32",
}

Row = tuple[str, str]


def key_lines(written: str, reading: KeyReading, spec: KeySpec, profile: Profile) -> Iterator[str]:
    """Yield the card of a key as the profile knows it; ``written`` is how the reader wrote it."""
    yield f"{spec.key} (profile {profile.name})"
    yield ""
    if written != spec.key:
        yield from wrapped(_spelling(written, spec, reading), WIDTH)
        yield ""
    yield from _table((*_scope(spec, profile), *_value(spec), *_origin(spec, "OCPP 2.x")))


def variable_lines(spec: KeySpec, suffix: str | None = None) -> Iterator[str]:
    """Yield the card of a variable; ``suffix`` is what was written after its name and does not belong there."""
    yield f"{spec.key} (OCPP {' and '.join(spec.versions or ('2.0.1', '2.1'))})"
    yield ""
    if suffix is not None:
        text = "OCPP 2.x writes no connector into a name: the component is addressed with its EVSE."
        yield from wrapped(f"`{safe(suffix)}` does not belong there. {text}", WIDTH)
        yield ""
    yield from _table((*_level(spec), *_value(spec), *_origin(spec, "OCPP 1.6")))


def _table(rows: Iterable[Row]) -> Iterator[str]:
    for name, text in rows:
        first, *rest = wrapped(text, WIDTH - _NAME_WIDTH - 1)
        yield f"{name:<{_NAME_WIDTH}} {first}"
        yield from (f"{'':<{_NAME_WIDTH}} {line}" for line in rest)


def _spelling(written: str, spec: KeySpec, reading: KeyReading) -> str:
    key, suffix = safe(written), safe(reading.suffix)
    if not suffix:
        return f"`{key}` is `{spec.key}` in other letters; keys are not case-sensitive."
    if spec.scope is not None and spec.scope != "Individual":
        return f"`{key}` does not exist: `{spec.key}` takes no connector suffix."
    if not reading.suffix_known:
        return f"`{key}` does not exist: `{suffix}` names no connector of these stations."
    if spec.scope is None:
        return f"Whether `{key}` exists is not known: no public source states the scope of `{spec.key}`."
    return f"`{key}` is `{spec.key}` for connector {reading.connector}."


def _scope(spec: KeySpec, profile: Profile) -> Iterator[Row]:
    if spec.scope is None:
        yield "scope", "unknown: no public source states it, so no scope rule speaks of this key"
    else:
        yield "scope", f"{spec.scope}: {_MEANINGS[spec.scope]}"
    if spec.scope == "Individual" or HOLE in spec.key:
        forms = [f"{profile.write_key(spec.key, n)} (connector {n})" for n in profile.connectors_of(spec.key)]
        yield "keys", ", ".join(forms)
    if spec.connector_values is not None:
        yield "connectors", _CONNECTOR_VALUES[spec.connector_values]


def _level(spec: KeySpec) -> Iterator[Row]:
    yield (
        "belongs to",
        _LEVELS.get(
            spec.level or "", "open: the specification ties the component neither to the station nor to an EVSE"
        ),
    )


def _value(spec: KeySpec) -> Iterator[Row]:
    if spec.type is not None:
        yield "type", spec.type + (f", in {spec.unit}" if spec.unit else "")
    if spec.syntax is not None and spec.syntax != SYNTAX_OF_TYPE.get(spec.type or ""):
        yield "written as", spec.syntax
    if spec.minimum is not None or spec.maximum is not None:
        yield "range", f"{_bound(spec.minimum)} to {_bound(spec.maximum)}"
    if spec.max_length is not None:
        yield "length", f"at most {spec.max_length} characters"
    if spec.values is not None:
        yield "values", ", ".join(map(_labelled, spec.values.items()))
    if spec.items is not None:
        yield "items", ", ".join(spec.items)
    if spec.length_key is not None:
        yield "longest list", f"what `{spec.length_key}` says"


def _origin(spec: KeySpec, other_version: str) -> Iterator[Row]:
    listed: Iterable[tuple[str, str | None]] = (
        ("default", spec.default),
        ("access", _ACCESS.get(spec.access or "")),
        ("reboot", _REBOOT[spec.reboot]),
        ("standard", f"OCPP 1.6, {spec.feature_profile}" if spec.feature_profile else None),
        ("required", "by the standard" if spec.required else spec.required_note),
        ("needs", f"`{spec.requires}` in SupportedFeatureProfiles" if spec.requires else None),
        ("deprecated", f"by {spec.deprecated}" if spec.deprecated else None),
        ("renamed to", spec.renamed_to),
        (other_version, spec.counterpart),
        ("note", spec.note),
        ("firmware", spec.firmware),
        ("source", spec.source),
        ("confidence", spec.confidence if spec.confidence != "high" else None),
    )
    for name, text in listed:
        if text:
            yield name, text


def _labelled(value: tuple[str, str]) -> str:
    key, label = value
    return key if key == label else f"{key} ({label})"


def _bound(number: float | None) -> str:
    return "…" if number is None else f"{number:g}"
