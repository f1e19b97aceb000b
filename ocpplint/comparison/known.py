"""What is known of the configuration of stations, as the comparisons see it: without traces, documents and dialects."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ocpplint.facts.fact import Place
from ocpplint.facts.observation import Observation
from ocpplint.facts.setting import Setting
from ocpplint.facts.station_state import SettingState
from ocpplint.stations.profile import Profile
from ocpplint.trackers.settings.enrich import enrich_one

Certainty = Literal["confirmed", "assumed", "uncertain", "unknown"]


class KnownValue(NamedTuple):
    """One setting of a station: ``setting`` tells what it is and has no value, ``standing`` how it stands."""

    setting: Setting
    standing: SettingState

    @property
    def value(self) -> str | None:
        """The value in force, None where it is not known."""
        return None if self.standing.held is None else self.standing.held.value

    @property
    def source(self) -> Observation[Place] | None:
        """The best evidence: for the value in force, else for one that waits or was refused."""
        return self.standing.held or self.standing.pending or self.standing.refused

    @property
    def certainty(self) -> Certainty:
        """How sure the value in force is.

        ``confirmed`` by a report; ``assumed`` since the station took it, and no report has shown it yet; ``uncertain``
        since something was written after that of which nobody knows what became of it.
        """
        if self.standing.held is None:
            return "unknown"
        if self.standing.is_doubtful:
            return "uncertain"
        return "confirmed" if self.standing.is_confirmed else "assumed"

    @property
    def is_readonly(self) -> bool:
        """Whether nobody can change it: the station has said so or, where it says nothing, its documentation."""
        if self.standing.readonly is not None:
            return self.standing.readonly
        spec = self.setting.spec
        return spec is not None and spec.access == "R"


@dataclass(slots=True, eq=False)
class KnownStation:
    """All that is known of one station's configuration. ``path`` is the input that tells it, the last of several.

    ``complete`` is its last report of all its keys, ``denied`` the keys, folded, that it said it does not have.
    """

    identity: str | None
    path: str
    profile: Profile
    values: dict[str, KnownValue] = field(default_factory=dict)
    complete: Place | None = None
    denied: dict[str, Place] = field(default_factory=dict)
    time: float | None = None
    vendor: str | None = None
    model: str | None = None
    firmware: str | None = None
    second_of: str | None = None
    """The identity whose station this is a second connection of; it has only one (Bender station model, section 1)."""

    @property
    def label(self) -> str:
        """What it is called: its identity, or where it is known from."""
        return self.identity or self.path

    @property
    def kind(self) -> str:
        """Make and firmware in words, for seen kinds of stations apart."""
        make = " ".join(part for part in (self.vendor, self.model) if part) or "make not named"
        return f"{make}, firmware {self.firmware}" if self.firmware else make

    @property
    def is_modern(self) -> bool:
        """Whether it speaks OCPP 2.x: what it has are variables of components."""
        return any(value.setting.component is not None for value in self.values.values())

    def find(self, name: str) -> KnownValue | None:
        """Look a setting up by its name. Keys are not case-sensitive (OCPP 1.6, section 7.29)."""
        found = self.values.get(name)
        if found is not None:
            return found
        folded = name.casefold()
        alike = [value for other, value in self.values.items() if other.casefold() == folded]
        return alike[0] if len(alike) == 1 else None

    def learn(self, later: "KnownStation") -> None:
        """Take in what a later input tells of the same station."""
        for name, value in later.values.items():
            if value.standing.held is not None or name not in self.values:
                self.values[name] = value
        self.denied |= later.denied
        self.path, self.complete = later.path, later.complete or self.complete
        self.time = later.time if later.time is not None else self.time
        if later.vendor or later.model:
            self.vendor, self.model, self.firmware = later.vendor, later.model, later.firmware
            self.profile = later.profile


def addressed(setting: Setting, profile: Profile, key: str | None = None) -> Setting:
    """Return what ``setting`` is for a station of this profile, written as ``key`` if that is given.

    What a setting means depends on the station, and a desired configuration may be for many.
    """
    placed = Setting(
        key=setting.key if key is None else key,
        value=setting.value,
        origin=setting.origin,
        place=setting.place,
        value_type=setting.value_type,
        station=setting.station,
        evidence=setting.evidence,
        document=setting.document,
        ocpp=setting.ocpp,
        stated_readonly=setting.stated_readonly,
        component=setting.component,
        component_instance=setting.component_instance,
        variable=setting.variable,
        variable_instance=setting.variable_instance,
        evse=setting.evse,
        evse_connector=setting.evse_connector,
        attribute=setting.attribute,
    )
    return enrich_one(placed, profile)


def by_label(stations: Iterable[KnownStation]) -> list[KnownStation]:
    """Sort stations by what they are called."""
    return sorted(stations, key=lambda station: (station.label, station.path))
