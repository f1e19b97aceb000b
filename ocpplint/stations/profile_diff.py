"""The differences of two profiles, such as those of two firmware versions."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ocpplint.stations.keyspec import KeySpec
from ocpplint.stations.profile import Profile

_NAMES_OF_KEYS = (
    *("scope", "access", "type", "syntax", "unit", "minimum", "maximum", "max_length", "values", "items"),
    *("default", "reboot", "required", "required_note", "feature_profile", "requires", "per_controller"),
    *("length_key", "connector_values", "deprecated", "renamed_to", "counterpart", "role"),
)
_SAID_OF_KEYS = {name: name for name in _NAMES_OF_KEYS}
"""What a change of matters, by its name in the file. Notes, sources and confidence tell how something is known."""

_SAID_OF_PROFILES = {
    "firmware": "firmware",
    "connectors": "connectors",
    "controller_per_connector": "controller_per_connector",
    "templates": "addressing",
    "sections": "sections",
}


class ProfileChange(NamedTuple):
    """One property that is different. ``key`` is None where it is one of the profile as a whole."""

    key: str | None
    name: str
    before: Any
    after: Any


class ProfileDifference(NamedTuple):
    """The added, removed and changed keys from one profile to another."""

    added: list[KeySpec]
    removed: list[KeySpec]
    changed: list[ProfileChange]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference(before: Profile, after: Profile) -> ProfileDifference:
    """Compare two profiles, each with what it extends."""
    old, new = _specs(before), _specs(after)
    return ProfileDifference(
        added=[spec for key, spec in new.items() if key not in old],
        removed=[spec for key, spec in old.items() if key not in new],
        changed=[*_changes(None, _SAID_OF_PROFILES, before, after), *_changes_of_keys(old, new)],
    )


def _specs(profile: Profile) -> dict[str, KeySpec]:
    return {key: spec for key in profile.key_names() if (spec := profile.spec(key)) is not None}


def _changes_of_keys(old: dict[str, KeySpec], new: dict[str, KeySpec]) -> Iterator[ProfileChange]:
    for key, spec in old.items():
        if key in new:
            yield from _changes(key, _SAID_OF_KEYS, spec, new[key])


def _changes(key: str | None, names: Mapping[str, str], before: object, after: object) -> Iterator[ProfileChange]:
    for attribute, name in names.items():
        was, is_now = getattr(before, attribute), getattr(after, attribute)
        if was != is_now:
            yield ProfileChange(key, name, was, is_now)
