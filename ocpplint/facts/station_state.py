"""What is known of a station's configuration when its trace has ended: the fact that commands on states listen to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ocpplint.facts.fact import Fact, Place
from ocpplint.facts.observation import Observation


class SettingState(NamedTuple):
    """The state of one setting.

    ``name`` is that of ``trackers.history.records.name_of``. ``held`` is the value in force, as far as known,
    ``pending`` the one pending a reboot, ``written`` the last write that the station accepted, pending or not, and
    ``refused`` the last that it refused. ``is_confirmed`` says whether a report has shown the value in force,
    ``is_doubtful`` whether a later write has an unknown outcome.
    """

    name: str
    held: Observation[Place] | None
    pending: Observation[Place] | None = None
    written: Observation[Place] | None = None
    refused: Observation[Place] | None = None
    is_confirmed: bool = False
    is_doubtful: bool = False
    readonly: bool | None = None


@dataclass(slots=True, eq=False, repr=False)
class StationState(Fact):
    """The fact: all that is known of one station's settings at the end of a trace, or at the moment asked for.

    ``complete`` is its last report of all its keys; ``denied`` are the keys, folded, that it said it does not have.
    ``place`` is where the first of its settings is told, ``time`` when the last was. Make and firmware are those of its
    last boot.
    """

    station: str | None
    document: str
    place: Place
    profile: Any
    """What its settings are read by (a ``stations.Profile``)."""
    standings: list[SettingState]
    complete: Place | None = None
    denied: Mapping[str, Place] | None = None
    time: float | None = None
    vendor: str | None = None
    model: str | None = None
    firmware: str | None = None
    second_of: str | None = None
    """The identity whose station this is a second connection of."""
