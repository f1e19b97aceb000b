"""Groups of stations in a configuration, with their settings."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ocpplint.resources.globs import name_matches, path_matches

_MOST_REMEMBERED = 100_000


class StationGroup(NamedTuple):
    """Stations by name and by input path; both must match if both are given.

    ``paths`` start at ``folder``. ``profile``, ``extend_select``, ``ignore`` and ``severity`` are what the
    configuration says of these stations, ``number`` tells which of its entries does.
    """

    number: int
    stations: tuple[str, ...]
    paths: tuple[str, ...]
    folder: str
    profile: str | None
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    severity: Mapping[str, Any]

    def holds(self, station: str | None, path: str) -> bool:
        """Return whether a station in the input at ``path`` belongs to the group."""
        named = not self.stations or any(name_matches(pattern, station) for pattern in self.stations)
        return named and self.is_in(path)

    def is_in(self, path: str) -> bool:
        """Return whether stations in the input at ``path`` may belong to the group."""
        return not self.paths or any(path_matches(glob, path, self.folder) for glob in self.paths)


class Fleet:
    """The groups of a configuration, in its order: later groups override earlier ones."""

    def __init__(self, groups: Sequence[StationGroup] = ()) -> None:
        self.groups = groups
        self._of: dict[tuple[str | None, str], tuple[StationGroup, ...]] = {}

    def groups_of(self, station: str | None, path: str) -> tuple[StationGroup, ...]:
        """Return the groups that a station in an input belongs to."""
        asked = (station, path)
        if asked not in self._of:
            if len(self._of) >= _MOST_REMEMBERED:
                self._of.clear()
            self._of[asked] = tuple(group for group in self.groups if group.holds(station, path))
        return self._of[asked]

    def profile_of(self, station: str | None, path: str) -> str | None:
        """Return the profile that a station in an input is said to have."""
        named = [group.profile for group in self.groups_of(station, path) if group.profile is not None]
        return named[-1] if named else None

    def profiles_in(self, path: str) -> Iterator[str]:
        """Yield the profiles that stations in an input may be said to have, depending on their names."""
        for group in self.groups:
            if group.profile is not None and group.stations and group.is_in(path):
                yield group.profile


def fleet_of(entries: Sequence[Mapping[str, Any]]) -> Fleet:
    """Make the groups of the entries ``[[stations]]`` of a configuration, each with the file it stands ``in``."""
    return Fleet(
        [
            StationGroup(
                number,
                _listed(entry.get("station")),
                _listed(entry.get("path")),
                os.path.dirname(entry["in"]),
                entry.get("profile"),
                tuple(entry.get("extend-select", ())),
                tuple(entry.get("ignore", ())),
                entry.get("severity", {}),
            )
            for number, entry in enumerate(entries)
        ]
    )


def _listed(said: Any) -> tuple[str, ...]:
    if said is None:
        return ()
    return (said,) if isinstance(said, str) else tuple(said)
