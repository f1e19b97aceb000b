"""Which of the known stations a desired configuration is for.

A document names its stations, or its path does. The name of a file, of a folder or of a section that is no identity
counts only where a station of that name is known; where some files of a folder go by such names, the others do, too.
What names nobody is for nobody in particular: who asks decides for which stations it holds.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from ocpplint.comparison.known import KnownStation
from ocpplint.facts.fact import Confidence
from ocpplint.facts.setting import Setting, StationEvidence
from ocpplint.readers.settings.naming import is_name, without_ending

_WEAK: Final = ("field", "key", "metadata")
"""Evidence in a document that may name another thing than a station, unless it is of high confidence."""
_GROUPS: Final = frozenset({"group_vars", "groupvars"})
"""Folders whose files are named after groups of stations."""


class Aim(NamedTuple):
    """A station that some settings are for: one of the known, or a name that none of them has.

    ``by`` says what the name rests on where that is weak, for a reader.
    """

    station: int | None
    name: str
    by: str = ""
    confidence: Confidence = "high"


class _PathName(NamedTuple):
    """A name that stands in a path; ``folder`` is what stands before it, and whether it is the file's."""

    name: str
    by: str
    folder: tuple[str, ...]


class Stations:
    """The known stations by their names. Of those that have none, the file that tells of them may give one."""

    def __init__(self, stations: Sequence[KnownStation]) -> None:
        self._stations = stations
        self._folded: dict[str, set[int]] = {}
        for number, station in enumerate(stations):
            told = (
                [station.identity] if station.identity else [each.name for each in _path_names(station.path)[:2]]
            )
            for name in told:
                self._folded.setdefault(name.casefold(), set()).add(number)
        self._forms = {_form(station.identity) for station in stations if station.identity}
        self._folders: set[tuple[tuple[str, ...], str]] = set()

    def find(self, name: str) -> int | None:
        """Return the station of this name; upper and lower case matter only where there are several."""
        found = self._folded.get(name.casefold(), set())
        exact = [number for number in found if self._stations[number].identity == name]
        return exact[0] if exact else next(iter(found)) if len(found) == 1 else None

    def learn(self, settings: Iterable[Setting]) -> None:
        """Take note of the folders in which files or folders have the names of known stations."""
        for path in set(map(path_of, settings)):
            for each in _path_names(path):
                if self.find(each.name) is not None:
                    self._folders.add((each.folder, each.by))

    def aim(self, setting: Setting) -> Aim | None:
        """Return the station that a setting is for; None where nothing says whose it is."""
        evidence = setting.station_evidence
        if setting.station is None:
            return self._by_section(setting) or self._by_path(path_of(setting))
        found = self.find(setting.station)
        if not _is_weak(evidence):
            return Aim(found, setting.station)
        if found is None and not self._looks_known(setting.station):
            return self._by_path(path_of(setting))
        by, confidence = (evidence.text, evidence.confidence) if evidence is not None else ("", "high")
        return Aim(found, setting.station, by, confidence)

    def _by_section(self, setting: Setting) -> Aim | None:
        for part in setting.group.split("/"):
            name = without_ending(part.partition("#")[0])
            found = self.find(name) if name else None
            if found is not None:
                return Aim(found, name, "section of this name", "low")
        return None

    def _by_path(self, path: str) -> Aim | None:
        names = _path_names(path)
        for each in names:
            found = self.find(each.name)
            if found is not None:
                return Aim(found, each.name, each.by, "low")
        for each in names[:2]:
            if self._looks_known(each.name) or ((each.folder, each.by) in self._folders and is_name(each.name)):
                return Aim(None, each.name, each.by, "low")
        return None

    def _looks_known(self, name: str) -> bool:
        """Tell whether a name differs from that of a known station only in its numbers."""
        return any(map(str.isdigit, name)) and _form(name) in self._forms


def path_of(setting: Setting) -> str:
    """Return the path of the input that a setting stands in."""
    source = getattr(setting.place, "source", None)
    return source.path if source is not None else setting.place.locate().path


def _is_weak(evidence: StationEvidence | None) -> bool:
    return evidence is not None and evidence.kind in _WEAK and evidence.confidence != "high"


def _path_names(path: str) -> list[_PathName]:
    """Return the names in a path, those that tell most first: the folder of the file, the file, the folders above."""
    *folders, file = [part for part in re.split(r"[/\\]", path) if part not in ("", ".", "..")]
    if any(folder.lower() in _GROUPS for folder in folders):
        return []
    above = [_PathName(name, "folder", tuple(folders[:depth])) for depth, name in enumerate(folders)][::-1]
    stem = file.partition(".")[0] if without_ending(file) == file else without_ending(file)
    own = [_PathName(name, "file name", tuple(folders)) for name in dict.fromkeys((stem, without_ending(stem)))]
    return [*above[:1], *own, *above[1:]]


def _form(name: str) -> str:
    """Return a name with its numbers left out."""
    return re.sub(r"[0-9]+", "9", name.casefold())
