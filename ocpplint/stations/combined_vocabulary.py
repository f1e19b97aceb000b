"""The combined vocabulary of several profiles, for a document whose stations have different ones."""

from collections.abc import Mapping, Sequence

from ocpplint.stations.profile import Profile


class CombinedVocabulary:
    """The keys and sections of several profiles. The first profile with a section defines its meaning."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._profiles = profiles

    @property
    def sections(self) -> Mapping[str, int]:
        """Section names that mean a connector on some of the stations."""
        return {name: number for profile in reversed(self._profiles) for name, number in profile.sections.items()}

    def knows(self, key: str) -> bool:
        """Return whether this is a key of any of the stations."""
        return any(profile.knows(key) for profile in self._profiles)

    def variable(self, key: str) -> tuple[str, str, str | None] | None:
        """Take a key apart that names a variable of OCPP 2.x: these are the same for all stations."""
        return self._profiles[0].variable(key)

    def knows_scope(self, key: str) -> bool:
        """Return whether this is a key of any of the stations that hardly occurs outside OCPP."""
        return any(profile.knows_scope(key) for profile in self._profiles)
