"""Checks of a profile file beyond its schema: conflicting parts and invalid references."""

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ocpplint.resources.datafile import DataFile, DataFileError
from ocpplint.resources.quoting import shortened, shown_value, word
from ocpplint.stations.addressing import HOLE, KEY
from ocpplint.stations.device_model import device_model, split_name
from ocpplint.stations.keyspec import KeySpec
from ocpplint.stations.profile import Profile
from ocpplint.stations.registry import folded

Fault = tuple[Sequence[str | int], str]
"""Where in the file something stands (names from the top), and what is wrong with it."""

_NUMBERS = ("integer", "decimal")
_FEATURES = "SupportedFeatureProfiles"


def faults_in(path: str) -> list[DataFileError]:
    """Return what is wrong with the profile in a file, in the order of the file.

    Raises ``DataFileError`` if there is no such file. A file that is not well-formed or has another shape than a
    profile has one fault: what is behind it can't be judged.
    """
    if not os.path.lexists(path):
        raise DataFileError(path, "no such profile file")
    try:
        file, data = DataFile(path), folded(path)
    except DataFileError as error:
        return [error]
    found = [file.error(route, reason, at_value=len(route) > 2) for route, reason in _faults(file.data, data)]
    return sorted(found, key=lambda error: (error.line or 0, error.column or 0))


def _faults(own: dict[str, Any], data: dict[str, Any]) -> Iterator[Fault]:
    """Check what the file itself says; what it extends is judged with it, and only where it bears on that."""
    profile = Profile(data)
    yield from _addressing_faults(own, profile)
    for key, said in own.get("keys", {}).items():
        spec = profile.spec(key)
        if spec is not None:
            for name, reason in _key_faults(spec, profile):
                yield ("keys", key, name) if name in said else ("keys", key), reason


def _addressing_faults(own: dict[str, Any], profile: Profile) -> Iterator[Fault]:
    for number, template in own.get("addressing", {}).items():
        if profile.connectors is not None and int(number) > profile.connectors:
            yield ("addressing", number), _too_many(profile.connectors)
        for other, longer in profile.templates.items():
            if str(other) != number and _is_within(template, longer):
                yield (
                    ("addressing", number),
                    f"ambiguous: a key that ends connector {other}'s way, {shortened(longer)!r}, ends this way, too",
                )
    for name, number in own.get("sections", {}).items():
        if profile.connectors is not None and number > profile.connectors:
            yield ("sections", name), _too_many(profile.connectors)


def _too_many(connectors: int) -> str:
    return f"these stations have {connectors} connector{'' if connectors == 1 else 's'}"


def _is_within(template: str, longer: str) -> bool:
    """Return whether every key that ``longer`` writes can be taken apart by ``template``, too."""
    if KEY not in template or KEY not in longer or KEY in (template, longer) or template == longer:
        return False
    before, _, after = template.partition(KEY)
    long_before, _, long_after = longer.partition(KEY)
    return long_before.startswith(before) and long_after.endswith(after)


def _key_faults(spec: KeySpec, profile: Profile) -> Iterator[tuple[str, str]]:
    """Yield the property at fault and the reason, for one key."""
    yield from _range_faults(spec)
    yield from _default_faults(spec)
    yield from _reference_faults(spec, profile)
    yield from _scope_faults(spec, profile)


def _range_faults(spec: KeySpec) -> Iterator[tuple[str, str]]:
    if spec.minimum is not None and spec.maximum is not None and spec.minimum > spec.maximum:
        yield "minimum", f"the minimum {spec.minimum:g} is above the maximum {spec.maximum:g}"
    for name in ("minimum", "maximum"):
        if getattr(spec, name) is not None and spec.type is not None and spec.type not in _NUMBERS:
            yield name, f"a key of type {spec.type} has no {name}"
    if spec.values is not None and spec.type not in (None, "enum"):
        yield "values", f"`values` are those of an enum, and this is of type {spec.type}"
    for name in ("items", "length_key"):
        if getattr(spec, name) is not None and spec.type not in (None, "list"):
            yield name, f"`{name}` belongs to a list, and this is of type {spec.type}"


def _default_faults(spec: KeySpec) -> Iterator[tuple[str, str]]:
    if spec.default is not None:
        for reason in default_reasons(spec, spec.default):
            yield "default", f"the default {shortened(spec.default)!r} {reason}"


def default_reasons(spec: KeySpec, default: str) -> Iterator[str]:
    """Yield what is wrong with the default of a key, each as the end of a sentence that begins with it."""
    number = _number(default) if spec.type in _NUMBERS else None
    if spec.type in _NUMBERS and (number is None or (spec.type == "integer" and number % 1)):
        yield f"is no {spec.type}"
    if number is not None and spec.minimum is not None and number < spec.minimum:
        yield f"is below the minimum {spec.minimum:g}"
    if number is not None and spec.maximum is not None and number > spec.maximum:
        yield f"is above the maximum {spec.maximum:g}"
    if spec.type == "boolean" and default not in ("true", "false"):
        yield "is neither `true` nor `false`"
    if spec.values is not None and default not in {*spec.values, *spec.values.values()}:
        yield f"is none of the values: {', '.join(spec.values)}"
    if spec.items is not None and default:
        foreign = [item for item in map(str.strip, default.split(",")) if item not in spec.items]
        yield from (f"has the item {shortened(item)!r}, which is none of the items" for item in foreign[:1])
    if spec.max_length is not None and len(default) > spec.max_length:
        yield f"is longer than {spec.max_length} characters"


def _reference_faults(spec: KeySpec, profile: Profile) -> Iterator[tuple[str, str]]:
    for name in ("length_key", "renamed_to"):
        key = getattr(spec, name)
        if key is not None and profile.spec(key) is None:
            yield name, f"there is no key `{word(key)}`{_near(key, profile.key_names())}"
    features = profile.spec(_FEATURES)
    if spec.requires is not None and features is not None and spec.requires not in (features.items or ()):
        yield (
            "requires",
            f"{shown_value(spec.requires)} is no word of {_FEATURES}{_near(spec.requires, features.items or ())}",
        )
    if spec.counterpart is not None:
        variable = split_name(spec.counterpart)
        if variable is None or device_model().find(variable) is None:
            near = _near(spec.counterpart, device_model().names())
            yield "counterpart", f"the device model has no variable `{word(spec.counterpart)}`{near}"


def _scope_faults(spec: KeySpec, profile: Profile) -> Iterator[tuple[str, str]]:
    is_numbered = profile.can_address(spec.key, 1) and not profile.templates
    if spec.scope == "Individual" and not profile.templates and not is_numbered:
        yield "scope", "nothing says how a key names a connector: `addressing` is missing"
    if HOLE in spec.key and not profile.templates and not is_numbered:
        yield "", f"nothing says what stands for {HOLE}: `addressing` is missing"
    if HOLE in spec.key and spec.scope not in (None, "Individual"):
        yield "scope", f"a key with {HOLE} is there for each connector, so its scope is Individual"
    if spec.per_controller and spec.scope != "Individual":
        yield "per_controller", "only an Individual key can have a value for each controller"
    if spec.connector_values is not None and spec.scope == "Individual":
        yield "connector_values", "an Individual key names its connector itself, and its value is that connector's"
    other = profile.shadowed_by(spec.key)
    if other is not None and other.scope == "Individual":
        yield "", f"ambiguous: this is also how `{other.key}` is written for a connector; the key itself wins"


def _near(word: str, words: Iterable[str]) -> str:
    import difflib

    near = difflib.get_close_matches(word, list(words), 1)
    return f"; did you mean `{near[0]}`?" if near else ""


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
