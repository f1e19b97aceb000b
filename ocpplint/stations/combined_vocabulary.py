"""What the readers take for keys and sections in a document: what its profiles have, and any other profile."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from ocpplint.facts.fact import KeySighting
from ocpplint.stations.known_keys import KnownKeys
from ocpplint.stations.profile import Profile

_MOST_REMEMBERED = 10_000


class CombinedVocabulary:
    """The keys and sections of several profiles, and the keys of all ``others``.

    A key that none of a document's profiles has is a key all the same: the document may be of another station than
    assumed. The first profile with a section defines its meaning.
    """

    def __init__(self, profiles: Sequence[Profile], others: KnownKeys) -> None:
        self._profiles, self._others = profiles, others
        self._known: dict[str, bool] = {}
        self._sighted: dict[str, KeySighting | None] = {}

    @cached_property
    def sections(self) -> Mapping[str, int]:
        """Section names that mean a connector on some of the stations."""
        return {name: number for profile in reversed(self._profiles) for name, number in profile.sections.items()}

    def knows(self, key: str) -> bool:
        """Tell whether this is a known key."""
        known = self._known.get(key)
        if known is None:
            if len(self._known) > _MOST_REMEMBERED:
                self._known.clear()
            known = self._known[key] = self.sighting(key) not in (None, "misspelt", "other-case")
        return known

    def variable(self, key: str) -> tuple[str, str, str | None] | None:
        """Take a key apart that names a variable of OCPP 2.x: these are the same for all stations."""
        return self._profiles[0].variable(key)

    def sighting(self, key: str) -> KeySighting | None:
        """Return how surely this is a known key by its name alone."""
        try:
            return self._sighted[key]
        except KeyError:
            if len(self._sighted) > _MOST_REMEMBERED:
                self._sighted.clear()
            kind = self._sighted[key] = self._sighting(key)
            return kind

    def _sighting(self, key: str) -> KeySighting | None:
        for profile in self._profiles:
            kind = profile.sighting(key)
            if kind is not None and kind != "other-case":
                return kind
        return self._others.whole(key)

    def is_telling(self, key: str) -> bool:
        """Return whether the name tells of a charging station wherever it stands."""
        return self.sighting(key) in ("distinctive", "misspelt")

    def nearly_knows(self, key: str) -> bool:
        """Return whether this is none of the known keys, and one letter from a distinctive one."""
        return self._others.whole(key) == "misspelt" and not self.knows(key)
