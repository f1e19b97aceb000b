"""Which profile the keys of a station show: names that one profile alone has, and pairs such as ``X`` and ``X_2``."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from ocpplint.stations.addressing import HOLE, KEY
from ocpplint.stations.profile import Profile

_TRUSTED: Final = ("high", "medium")
_PAIRS: Final = 3
"""Pairs of keys that nobody knows which are more than a likeness of names by chance."""


OwnKeys = Mapping[str, Mapping[str, Any]]
"""What a profile itself says of keys, without what it extends."""


def distinctive_names(profiles: Iterable[tuple[Profile, OwnKeys]], standard: Collection[str]) -> dict[str, str]:
    """Return the names of keys, in small letters, that one of the profiles alone has, each with the profile's name.

    ``standard`` are those that any station may have, in small letters. A name is distinctive in all the forms in which
    it is written for a connector. Of a standard key, and of one that a profile marks as ``several_makers``, only the
    forms are that name a connector: ``ConnectorPhaseRotation_2``. Facts of low confidence show nothing.
    """
    owners: dict[str, set[str]] = {}
    for profile, own in profiles:
        for key in _written(profile, own, standard):
            owners.setdefault(key.lower(), set()).add(profile.name)
    return {key: next(iter(names)) for key, names in owners.items() if len(names) == 1}


class DistinctiveKeys:
    """Tells by ``names`` (``distinctive_names``) and by pairs of keys which of the ``profiles`` a station has."""

    def __init__(self, names: Mapping[str, str], profiles: Callable[[], Iterable[Profile]]) -> None:
        self._owners, self._profiles = names, profiles

    def owner(self, key: str, reader: Profile) -> str | None:
        """Return the name of the profile that alone has this key. ``reader`` takes a suffix off that it has not."""
        owner = self._owners.get(key.lower())
        if owner is None and not key[-1:].isalpha():
            reading = reader.read_key(key)
            owner = self._owners.get(reading.base_key.lower()) if reading.suffix else None
        return owner

    def owners(self, keys: Iterable[str], reader: Profile) -> dict[str, int]:
        """Return how many of these keys each profile alone has."""
        counts: dict[str, int] = {}
        for key in keys:
            owner = self.owner(key, reader)
            if owner is not None:
                counts[owner] = counts.get(owner, 0) + 1
        return counts

    def shown_by_pairs(self, reported: Collection[str]) -> str | None:
        """Return the name of the profile whose way to name connectors the pairs in a report show."""
        for profile in self._profiles():
            if _shows_pairs(profile, reported):
                return profile.name
        return None


def _written(profile: Profile, own: OwnKeys, standard: Collection[str]) -> Iterator[str]:
    for key, said in own.items():
        if said.get("confidence", "high") not in _TRUSTED:
            continue
        if not (said.get("several_makers") or key.lower() in standard or HOLE in key):
            yield key
        if HOLE in key or said.get("scope") == "Individual":
            connectors = (n for n in profile.connectors_of(key) if profile.write_key(key, n) != key)
            yield from (profile.write_key(key, connector) for connector in connectors)


def _shows_pairs(profile: Profile, reported: Collection[str]) -> bool:
    """Tell whether a report holds keys for connectors 1 and 2 as this profile writes them, and none that it does not.

    One pair is enough of a key that the profile knows. A pair of a key that has one value there speaks against it.
    """
    paired = paired_keys(profile, reported)
    scopes = [_scope_of(profile, base) for base in paired]
    if any(scope not in ("Individual", None) for scope in scopes):
        return False
    return "Individual" in scopes or len(paired) >= _PAIRS


def paired_keys(profile: Profile, reported: Collection[str]) -> list[str]:
    """Return the keys that a report holds for connector 1 and for connector 2, as this profile writes them."""
    before, found, after = profile.templates.get(2, "").partition(KEY)
    if not found:
        return []
    bases = [key[len(before) : len(key) - len(after)] for key in reported if _is_for(key, before, after)]
    return [base for base in bases if profile.write_key(base, 1) in reported]


def _is_for(key: str, before: str, after: str) -> bool:
    return len(key) > len(before) + len(after) and key.startswith(before) and key.endswith(after)


def _scope_of(profile: Profile, base: str) -> Any:
    spec = profile.spec(base)
    return None if spec is None else spec.scope
