"""The records of a station's history: moments, reported values and writes."""

from dataclasses import dataclass
from typing import NamedTuple

from ocpplint.facts.fact import Location
from ocpplint.facts.observation import Observation
from ocpplint.facts.setting import Setting


class Moment(NamedTuple):
    """When a message came, in the order of the trace and of the station's boots.

    ``place`` is the frame, ``asked`` the location of the call that it answers. ``order`` counts the events of the
    trace, ``session`` the boots of the station, ``reboots`` the accepted boots without a TriggerMessage, ``losses`` the
    gaps in the trace so far.
    """

    place: Location
    asked: Location
    time: float | None
    order: int
    session: int
    reboots: int
    losses: int

    def age(self, now: "Moment") -> float | None:
        """Return the seconds from this moment to ``now``; None without times."""
        return None if self.time is None or now.time is None else now.time - self.time


class Entry(NamedTuple):
    """One value in a station's history: the observation and its moment.

    ``readonly`` is the access in a report.
    """

    observation: Observation[Location]
    moment: Moment
    readonly: bool | None = None

    @property
    def value(self) -> str | None:
        """The value that was reported or written."""
        return self.observation.value

    @property
    def outcome(self) -> str | None:
        """The answer to a write."""
        return self.observation.outcome

    def seen(self, now: Moment) -> Observation[Location]:
        """Return the observation for rules, with its age ``now``."""
        value, by, place, outcome, time, _, writer = self.observation
        return Observation(value, by, place, outcome, time, self.moment.age(now), writer)


def reported(value: str | None, readonly: bool | None, moment: Moment) -> Entry:  # noqa: FBT001  as in a report
    """Return the entry of a value in a report."""
    return Entry(Observation(value, "report", moment.place, time=moment.time), moment, readonly)


def written(setting: Setting, moment: Moment) -> Entry:
    """Return the entry of a write that has its answer."""
    place, time = moment.asked, moment.time
    return Entry(
        Observation(setting.value, "write", place, setting.outcome, time, writer=writer_of(setting)), moment
    )


@dataclass(slots=True, eq=False, repr=False)
class Writes:
    """The writes of one setting: the last accepted one and the last refused one.

    ``before`` is the value in force at an accepted write that is pending a reboot. ``is_doubtful`` says whether a later
    write has an unknown outcome.
    """

    taken: Entry | None = None
    refused: Entry | None = None
    before: Entry | None = None
    is_confirmed: bool = False
    is_doubtful: bool = False
    loops: int = 0


@dataclass(slots=True, eq=False, repr=False)
class Swing:
    """How a shared value alternates between two values. ``count`` is the number of returns in a row."""

    last: Entry
    other: Entry | None = None
    count: int = 0


def name_of(setting: Setting) -> str:
    """Return the name of the setting within its station: the key, or variable with its EVSE and attribute.

    Only the written key counts, not the intended connector: the station sees only the key.
    """
    if setting.component is None:
        return setting.base_key + setting.connector_suffix if setting.connector_suffix else setting.base_key
    parts = [setting.base_key]
    if setting.component_instance:
        parts.append(f"({setting.component_instance})")
    if setting.evse is not None:
        parts.append(f"@{setting.evse}" + (f".{setting.evse_connector}" if setting.evse_connector else ""))
    if setting.attribute not in (None, "Actual"):
        parts.append(f"#{setting.attribute}")
    return "".join(parts)


def writer_of(setting: Setting) -> str:
    """Return who wrote a setting, as far as its key and context show."""
    if setting.evse is not None:
        return f"for EVSE {setting.evse}"
    if setting.evidence:
        first = setting.evidence[0]
        return f"by {first.text}" if first.kind == "connection" else f"for connector {first.connector}"
    return f"as `{setting.key}`" if setting.connector_suffix else ""


def is_secret(setting: Setting) -> bool:
    """Return whether a setting is a credential, which stations report empty, masked or not at all."""
    from ocpplint.credentials.names import is_credential

    spec = setting.spec
    return (spec is not None and spec.access == "W") or is_credential(setting.variable or setting.key)
