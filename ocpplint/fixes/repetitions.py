"""Keys that one configuration sets more than once: a fix must not add another."""

from collections.abc import Iterator

from ocpplint.facts.fact import Fact, Place
from ocpplint.facts.setting import Setting

RepeatedKey = tuple[str | None, str, str, str]
"""Station, configuration, origin and key of a setting."""


class Repetitions:
    """Collects the settings that one configuration sets more than once; ``places`` has their locations."""

    def __init__(self) -> None:
        self.places: dict[RepeatedKey, list[Place]] = {}

    def accepts(self, kind: type[Fact]) -> bool:
        """Return whether this is a setting."""
        return kind is Setting

    def on_fact(self, fact: Fact) -> None:
        """Process one setting."""
        if isinstance(fact, Setting) and fact.repeated:
            key = (fact.station, fact.group, fact.origin, fact.key)
            self.places.setdefault(key, []).append(fact.place)

    def close(self, document: str | None = None) -> None:
        """Do nothing: settings are counted one by one."""

    def added_to(self, before: "Repetitions") -> set[tuple[str, int, int]]:
        """Return path, line and column of each setting whose key is repeated more often than ``before``."""
        return {place.locate()[:3] for place in self._beyond(before)}

    def _beyond(self, before: "Repetitions") -> Iterator[Place]:
        for key, places in self.places.items():
            if len(places) > len(before.places.get(key, ())):
                yield from places
