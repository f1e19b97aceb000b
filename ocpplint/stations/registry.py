"""Lookup and loading of station profiles: built-in ones by name, others by path."""

import os
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ocpplint.facts.fact import ProfileChoice
from ocpplint.resources.cache import compiled, compiled_with_signature
from ocpplint.resources.datafile import DataFile, DataFileError, data_files
from ocpplint.resources.quoting import shown_value
from ocpplint.resources.regular import Within, leads_out
from ocpplint.stations.combined_vocabulary import CombinedVocabulary
from ocpplint.stations.known_keys import KnownKeys
from ocpplint.stations.profile import Profile

if TYPE_CHECKING:
    from ocpplint.stations.distinctive import DistinctiveKeys
    from ocpplint.stations.fleet import Fleet

_HERE = os.path.dirname(__file__)
_FOLDER = os.path.join(_HERE, "profiles")
_SCHEMA = os.path.join(_HERE, "profile.schema.json")
_ENDINGS = (".yaml", ".yml", ".json", ".jsonc")

DEFAULT = "bender"
"""The profile that is assumed where nothing is known of a station."""

AUTO = "auto"
_STANDARD = "generic"
"""The profile of stations of which only the standard is known."""

_ENOUGH_AGAINST_VENDOR = 2
"""Keys of one maker that a station of another name has to report to be taken for one of that maker's."""


class ChosenProfile(NamedTuple):
    """The profile of a station, and how it was chosen."""

    profile: Profile
    choice: ProfileChoice


class Profiles:
    """The profiles of one run: which one a station gets.

    ``chosen`` is what ``--profile`` says: ``auto`` (go by what the station says of itself and by its keys), the name of
    a shipped profile, or the path of a file. ``default`` is what the configuration says of stations that say nothing;
    where it says nothing either, ``DEFAULT`` is assumed. ``fleet`` says which profiles groups of stations have,
    whatever they say, unless one is chosen for all. Files that are not ``chosen`` have to stand ``within`` some
    folders, with what they extend. Raises ``DataFileError`` for a profile that does not exist or is not valid.
    """

    def __init__(
        self,
        chosen: str = AUTO,
        default: str | None = None,
        fleet: "Fleet | None" = None,
        within: Within | None = None,
    ) -> None:
        self._chosen, self._within = chosen, within
        files = [*data_files(_FOLDER), _SCHEMA]
        shipped, signature = compiled_with_signature("profiles", files, _compile_shipped)
        self._shipped: dict[str, Any] = shipped["own"]
        self._names: dict[str, str] = shipped["names"]
        self.signature = signature
        """What tells the content of the profiles that come with ocpplint."""
        self._loaded: dict[str, Profile] = {}
        self._vocabularies: dict[tuple[Profile, ...], CombinedVocabulary] = {}
        self.own: dict[str, dict[str, Any]] = {}
        """The content of the profiles that were loaded from files, with what they extend."""
        self.files: list[str] = []
        """Those files."""
        self.auto = chosen == AUTO
        stated = (None if default == AUTO else default) if self.auto else chosen
        self.default = self.load(stated or DEFAULT)
        self.is_default_stated = stated is not None
        self._fleet = fleet
        named = [] if fleet is None else [group.profile for group in fleet.groups if group.profile is not None]
        self.assigns = self.auto and bool(named)
        """Whether any station has a profile whatever it says."""
        for name in named:
            self.load(name)

    def load(self, name_or_path: str) -> Profile:
        """Return the profile of that name or in that file."""
        if name_or_path not in self._loaded:
            shipped = name_or_path in self._shipped
            data = _fold(name_or_path, self._shipped) if shipped else self._load_file(name_or_path)
            if not shipped:
                self.own[name_or_path] = data
            if data.get("abstract"):
                raise DataFileError(
                    name_or_path, "is a base for other profiles and describes no station by itself"
                )
            self._loaded[name_or_path] = Profile(data)
        return self._loaded[name_or_path]

    def assigned(self, station: str | None, path: str) -> Profile | None:
        """Return the profile that the configuration says a station in the input at ``path`` has."""
        name = self._fleet.profile_of(station, path) if self.assigns and self._fleet is not None else None
        return None if name is None else self.load(name)

    @property
    def standard(self) -> Profile:
        """The profile of stations of which only the standard is known."""
        return self.load(_STANDARD)

    @cached_property
    def known_keys(self) -> KnownKeys:
        """The keys of all profiles, whichever a station has: what is not read of an input is told by them."""
        return KnownKeys([*self._shipped.values(), *self.own.values()])

    def usual(self, station: str | None, path: str) -> ChosenProfile:
        """Choose the profile of a station in the input at ``path`` that neither says nor shows what it is."""
        assigned = self.assigned(station, path)
        if assigned is not None or self.is_default_stated:
            return ChosenProfile(assigned or self.default, "told")
        return ChosenProfile(self._assumed, "assumed")

    @cached_property
    def _assumed(self) -> Profile:
        return self.default.assumed(_fold(_STANDARD, self._shipped)["keys"])

    def vocabulary(self, station: str | None, path: str) -> CombinedVocabulary:
        """Return what the input at ``path`` may speak of, whose stations it names itself, or only ``station``."""
        profiles = [self.assigned(station, path) or self.default]
        if self._fleet is not None and self.assigns:
            profiles += map(self.load, self._fleet.profiles_in(path))
        several = tuple(dict.fromkeys(profiles))
        if several not in self._vocabularies:
            self._vocabularies[several] = CombinedVocabulary(several, self.known_keys)
        return self._vocabularies[several]

    def for_station(
        self,
        vendor: str | None,
        model: str | None,
        station: str | None = None,
        path: str = "",
        firmware: str | None = None,
    ) -> ChosenProfile:
        """Choose the profile of a station that names this vendor, model and firmware, or not all of them."""
        if not self.auto:
            return ChosenProfile(self.default, "told")
        if (assigned := self.assigned(station, path)) is not None:
            return ChosenProfile(assigned, "told")
        for candidate in self.shipped() if vendor or model or firmware else ():
            if candidate.fits(vendor, model, firmware):
                return ChosenProfile(candidate, "said")
        if vendor and not self.is_default_stated:
            return ChosenProfile(self.load(_STANDARD), "unlisted")
        return self.usual(station, path)

    def shown_by(
        self, chosen: ChosenProfile, keys: Collection[str], reported: Collection[str] = ()
    ) -> ChosenProfile:
        """Choose the profile of a station by the keys that it is given, or that it has ``reported``.

        ``chosen`` is the profile that it has so far, which stands if it is surer than that, and if the keys show none
        or several. Of a station that names a vendor only its own reports count.
        """
        if chosen.choice == "assumed":
            name = self._shown_by_all(keys, reported)
        elif chosen.choice == "unlisted":
            name = self._shown_against_vendor(reported)
        else:
            return chosen
        return chosen if name is None else ChosenProfile(self.load(name), "shown")

    def _shown_by_all(self, keys: Collection[str], reported: Collection[str]) -> str | None:
        owners = self._distinctive.owners((*keys, *reported), self.default)
        if owners:
            return next(iter(owners)) if len(owners) == 1 else None
        return self._distinctive.shown_by_pairs(reported) if reported else None

    def _shown_against_vendor(self, reported: Collection[str]) -> str | None:
        """Many brands sell the controllers of one maker under names of their own."""
        owners = self._distinctive.owners(reported, self.default)
        is_plain = len(owners) == 1 and max(owners.values()) >= _ENOUGH_AGAINST_VENDOR
        return next(iter(owners)) if is_plain else None

    @cached_property
    def _distinctive(self) -> "DistinctiveKeys":
        from ocpplint.stations.distinctive import DistinctiveKeys

        return DistinctiveKeys(self._names, self.shipped)

    def shipped(self) -> Iterable[Profile]:
        """Yield the profiles that come with ocpplint and describe a station, by name."""
        for name, data in self._shipped.items():
            if not data.get("abstract"):
                yield self.load(name)

    def _load_file(self, path: str) -> dict[str, Any]:
        if os.path.lexists(path):
            within = None if path == self._chosen else self._within
            chain = _chain(path, set(self._shipped), within)
            self.files += chain
            data: dict[str, Any] = compiled(
                "profile",
                [*chain, *data_files(_FOLDER), _SCHEMA],
                lambda: _build(path, _folded_all(self._shipped), within),
            )
            return data
        if os.sep in path or path.endswith(_ENDINGS):
            raise DataFileError(path, "no such profile file")
        raise DataFileError(path, f"no such profile; shipped are {', '.join(p.name for p in self.shipped())}")


def folded(path: str) -> dict[str, Any]:
    """Return the profile in a file with everything it extends, past the cache.

    Raises ``DataFileError`` where it or what it extends can't be read or has another shape than a profile.
    """
    return _build(path, _folded_all(_read_shipped()), None)


def _chain(path: str, known: set[str], within: Within | None) -> list[str]:
    """List the files a profile file consists of, itself first. They decide whether a cached one is still good."""
    chain: list[str] = []
    while path not in chain:
        chain.append(path)
        said = DataFile(path, within).data
        parent = said.get("extends") if isinstance(said, dict) else None
        if not isinstance(parent, str) or parent in known:
            break
        path = os.path.join(os.path.dirname(path), parent)
        if not os.path.lexists(path) or leads_out(path, within):
            break
    return chain


def _compile_shipped() -> dict[str, Any]:
    """Return what the shipped profiles say, and the names of keys that one of them alone has."""
    from ocpplint.stations.distinctive import distinctive_names

    own = _read_shipped()
    standard = {key.lower() for key in _fold(_STANDARD, own)["keys"]}
    profiles = (
        (Profile(_fold(name, own)), said.get("keys", {})) for name, said in own.items() if not said.get("abstract")
    )
    return {"own": own, "names": distinctive_names(profiles, standard)}


def _read_shipped() -> dict[str, Any]:
    """Return what each shipped profile says itself: folded in, what all extend would be kept in every one of them."""
    own = (_read(path)[1] for path in data_files(_FOLDER))
    return {data["name"]: data for data in own}


def _read(path: str, within: Within | None = None) -> tuple[DataFile, dict[str, Any]]:
    """Read and validate a profile file by itself."""
    file = DataFile(path, within)
    file.validate(_SCHEMA)
    data: dict[str, Any] = file.data
    _check_addressing(file)
    if "extends" not in data:
        for spec in data.get("keys", {}).values():
            spec["standard"] = bool(data.get("abstract"))
    return file, data


def _fold(name: str, own: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = own[name]
    parent = data.get("extends")
    return data if parent is None else _extended(_fold(parent, own), data)


def _folded_all(own: dict[str, Any]) -> dict[str, Any]:
    return {name: _fold(name, own) for name in own}


def _build(path: str, known: dict[str, Any], within: Within | None, below: tuple[str, ...] = ()) -> dict[str, Any]:
    """Validate a profile file and fold what it extends into it: one of the ``known`` profiles or another file."""
    file, data = _read(path, within)
    parent = data.get("extends")
    if parent is None:
        return data
    base = known[parent] if parent in known else _build_parent(file, parent, known, within, (*below, path))
    return _extended(base, data)


def _build_parent(
    file: DataFile, parent: str, known: dict[str, Any], within: Within | None, below: tuple[str, ...]
) -> dict[str, Any]:
    path = os.path.join(os.path.dirname(file.path), parent)
    if path in below:
        raise file.error(["extends"], f"`extends` goes in a circle through {shown_value(parent)}", at_value=True)
    if leads_out(path, within):
        outside = f"{shown_value(parent)} leads out of the repository"
        reason = f"in `extends`: {outside}; the option `allow-outside` permits it"
        raise file.error(["extends"], reason, at_value=True)
    if not os.path.lexists(path):
        shipped = ", ".join(sorted(known))
        raise file.error(
            ["extends"], f"no profile {shown_value(parent)} to extend; known are {shipped}", at_value=True
        )
    return _build(path, known, within, below)


def _extended(base: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """Fold ``data`` into ``base``: keys are merged one by one and property by property, the rest is replaced."""
    keys = {key: dict(spec) for key, spec in base.get("keys", {}).items()}
    for key, spec in data.get("keys", {}).items():
        keys[key] = {**keys.get(key, {}), **spec}
    inherited = {name: value for name, value in base.items() if name not in ("abstract", "match", "extends")}
    return {**inherited, **data, "keys": keys}


def _check_addressing(file: DataFile) -> None:
    templates = list(file.data.get("addressing", {}).values())
    for connector, template in file.data.get("addressing", {}).items():
        if templates.count(template) > 1:
            raise file.error(
                ["addressing", connector], f"two connectors share the form {shown_value(template)}", at_value=True
            )
