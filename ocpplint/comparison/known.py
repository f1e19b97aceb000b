"""Known configurations of stations, as input of the comparisons, independent of traces, documents and dialects."""

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
    """One setting of a station: ``setting`` identifies it and has no value, ``standing`` is its state."""

    setting: Setting
    standing: SettingState

    @property
    def value(self) -> str | None:
        """The value in force, None where it is not known."""
        return None if self.standing.held is None else self.standing.held.value

    @property
    def source(self) -> Observation[Place] | None:
        """The best evidence: for the value in force, else for a pending or refused one."""
        return self.standing.held or self.standing.pending or self.standing.refused

    @property
    def certainty(self) -> Certainty:
        """The certainty of the value in force.

        ``confirmed`` by a report; ``assumed`` after an accepted write that no report has shown yet; ``uncertain`` after
        a later write with unknown outcome.
        """
        if self.standing.held is None:
            return "unknown"
        if self.standing.is_doubtful:
            return "uncertain"
        return "confirmed" if self.standing.is_confirmed else "assumed"

    @property
    def is_readonly(self) -> bool:
        """Whether it is read-only: by the station's report or, without one, by its documentation."""
        if self.standing.readonly is not None:
            return self.standing.readonly
        spec = self.setting.spec
        return spec is not None and spec.access == "R"


@dataclass(slots=True, eq=False)
class KnownStation:
    """The known configuration of one station. ``path`` is the last input that shows it.

    ``complete`` is its last report of all its keys, ``denied`` the keys, folded, that it reported as unknown.
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
        """Its name: its identity, or the input that shows it."""
        return self.identity or self.path

    @property
    def kind(self) -> str:
        """Vendor, model and firmware in words."""
        make = " ".join(part for part in (self.vendor, self.model) if part) or "make not named"
        return f"{make}, firmware {self.firmware}" if self.firmware else make

    @property
    def is_modern(self) -> bool:
        """Whether it speaks OCPP 2.x: its settings are variables of components."""
        return any(value.setting.component is not None for value in self.values.values())

    def find(self, name: str) -> KnownValue | None:
        """Return a setting by its name. Keys are not case-sensitive (OCPP 1.6, section 7.29)."""
        found = self.values.get(name)
        if found is not None:
            return found
        folded = name.casefold()
        alike = [value for other, value in self.values.items() if other.casefold() == folded]
        return alike[0] if len(alike) == 1 else None

    def learn(self, later: "KnownStation") -> None:
        """Merge the settings of the same station from a later input."""
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
    """Return ``setting`` read by this profile, written as ``key`` if that is given.

    The meaning of a setting depends on the station, and a desired configuration may be for many.
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
    """Sort stations by name."""
    return sorted(stations, key=lambda station: (station.label, station.path))
