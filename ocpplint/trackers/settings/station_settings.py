"""Settings of one station that are checked together, with the station's known properties."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, Protocol

from ocpplint.facts.fact import Location, Place, ProfileChoice
from ocpplint.facts.setting import Setting
from ocpplint.stations.profile import Profile

FEATURE_PROFILES = "SupportedFeatureProfiles"
"""The key that lists the feature profiles of a station (OCPP 1.6, 9.1.29)."""

READ_ONLY = "R"
"""The access of read-only keys, whose value describes the station in any configuration."""

_LIMITS = (FEATURE_PROFILES, "GetConfigurationMaxKeys")

Stated = Mapping[str, str]
"""The limits that a station or its configuration states: the keys of ``states_limit`` and their values."""

_NOTHING_STATED: Stated = MappingProxyType({})
_NO_ACCESS: Mapping[str, bool | None] = MappingProxyType({})


class ProfiledSettings(NamedTuple):
    """Settings that are read by the same profile: those of one source and station. ``choice`` tells why by this one."""

    settings: list[Setting]
    profile: Profile
    choice: ProfileChoice = "told"


class Group(NamedTuple):
    """The settings of one configuration inside a document, with the limits stated by it and its station."""

    settings: list[Setting]
    stated: Stated


class StationWord(Protocol):
    """What a station has said of its keys so far: in reports, and by what it has accepted."""

    def has_shown(self, name: str) -> bool:
        """Tell whether it has reported or accepted a setting of this name (``history.records.name_of``)."""
        ...

    def last_reported(self, name: str) -> str | None:
        """Return the value that it reported last of a setting of this name."""
        ...


class _DocumentWord:
    """What the reports in a document say."""

    def __init__(self, settings: list[Setting]) -> None:
        self._values = {
            setting.base_key + setting.connector_suffix: setting.value
            for setting in settings
            if setting.origin == "reported" and setting.component is None
        }

    def has_shown(self, name: str) -> bool:
        """Tell whether a report has the setting."""
        return name in self._values

    def last_reported(self, name: str) -> str | None:
        """Return its value in the last report."""
        return self._values.get(name)


class StationSettings:
    """The input of the enrichment steps: the settings of one station in one document, report or command.

    ``connectors`` is the number of connectors by the trace, ``stated`` the limits that the station has reported
    (``states_limit``), ``readonly`` the reported access of keys where the profile does not state it. ``proof`` returns
    the report that the scope of a key was learned from. ``shared_text`` are the locations of several settings.
    ``recall`` fills the history of the settings, ``word`` is what the station has said of its keys; of a document, the
    reports in it. ``suffix_added`` tells that the backend adds the suffix of a connector to keys, ``bare`` are the keys
    of the document that have none in the sections of other connectors.
    """

    __slots__ = (
        *(
            "_groups",
            "_compared",
            "_word",
            "bare",
            "suffix_added",
            "connectors",
            "parts",
            "proof",
            "readonly",
            "recall",
            "settings",
            "shared_text",
            "stated",
        ),
    )

    def __init__(
        self,
        parts: Sequence[ProfiledSettings],
        connectors: int | None = None,
        stated: Stated = _NOTHING_STATED,
        readonly: Mapping[str, bool | None] = _NO_ACCESS,
        proof: Callable[[str], Place | None] | None = None,
        shared_text: Collection[Location] = (),
        recall: Callable[[list[Setting]], None] | None = None,
        word: StationWord | None = None,
        *,
        suffix_added: bool = False,
        bare: Sequence[Setting] = (),
    ) -> None:
        self._word = word
        self.parts = parts
        self.settings = (
            parts[0].settings if len(parts) == 1 else [each for part in parts for each in part.settings]
        )
        self.connectors = connectors
        self.stated = stated
        self.readonly = readonly
        self.proof = proof
        self.shared_text = shared_text
        self.recall = recall
        self.suffix_added = suffix_added
        self.bare = bare
        self._groups: list[Group] | None = None
        self._compared: list[list[Setting]] | None = None

    @property
    def word(self) -> StationWord:
        """What the station has said of its keys; keys must have been read."""
        if self._word is None:
            self._word = _DocumentWord(self.settings)
        return self._word

    def groups(self) -> list[Group]:
        """Return the configurations inside the document; keys must have been read."""
        if self._groups is None:
            self._groups = [Group(members, self._stated_in(members)) for members in grouped(self.settings)]
        return self._groups

    def compared(self) -> list[list[Setting]]:
        """Return the settings that are compared with one another: reported ones separately from desired ones."""
        if self._compared is None:
            self._compared = [] if len(self.settings) < 2 else list(self._by_origin())
        return self._compared

    def _by_origin(self) -> Iterator[list[Setting]]:
        for group in self.groups():
            origins: dict[str, list[Setting]] = {}
            for setting in group.settings:
                origins.setdefault(setting.origin, []).append(setting)
            yield from origins.values()

    def _stated_in(self, members: list[Setting]) -> Stated:
        own = {
            setting.base_key: setting.value
            for setting in members
            if states_limit(setting.base_key) and setting.value is not None and setting.origin != "commanded"
        }
        return {**self.stated, **own} if own else self.stated


def states_limit(key: str) -> bool:
    """Return whether a key states a capability of the station that limits other values."""
    return key in _LIMITS or key[-9:] == "MaxLength"


def is_stations_word(setting: Setting) -> bool:
    """Return whether the station itself states the value, as it does for read-only keys."""
    return setting.origin == "reported" or setting.stated_readonly is not None


def is_modern(setting: Setting) -> bool:
    """Return whether this is a setting of OCPP 2.x."""
    return setting.ocpp is not None and setting.ocpp.startswith("2")


def grouped(settings: list[Setting]) -> list[list[Setting]]:
    """Return the settings of each configuration inside a document."""
    found: dict[str, list[Setting]] = {}
    members: list[Setting] = []
    group = None
    for setting in settings:
        # Settings of one configuration mostly follow each other, and share the same string object.
        if setting.group is not group:
            group = setting.group
            members = found.setdefault(group, [])
        members.append(setting)
    return list(found.values())
