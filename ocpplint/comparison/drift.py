"""The drift of a station: one status for each setting, with reason and evidence."""

from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple

from ocpplint.comparison.agreement import WRITE_ONLY, agrees
from ocpplint.comparison.desired import DesiredSetting, Wishes
from ocpplint.comparison.known import KnownStation, KnownValue
from ocpplint.facts.fact import UNKNOWN, Place
from ocpplint.facts.observation import Observation
from ocpplint.findings.finding import Severity

Status = Literal[
    "in-sync",
    "drifted",
    "missing",
    "extra",
    "not-applied",
    "rejected",
    "read-only",
    "unknown-key",
    "contradictory",
    "not-comparable",
    "not-seen",
]

SEVERITIES: Final[dict[Status, Severity | None]] = {
    "in-sync": None,
    "drifted": "error",
    "missing": "error",
    "rejected": "error",
    "read-only": "error",
    "contradictory": "error",
    "unknown-key": "warning",
    "not-applied": "warning",
    "not-comparable": "info",
    "not-seen": "info",
    "extra": "info",
}
"""The severity of each status: a different value, a possibly different one, or an extra one."""


class Comparison(NamedTuple):
    """One setting of one station: its desired and its known value. ``place`` is the evidence for the status."""

    name: str
    status: Status
    reason: str
    wanted: DesiredSetting | None
    known: KnownValue | None
    place: Place | None

    @property
    def severity(self) -> Severity | None:
        """The severity; None without drift."""
        return SEVERITIES[self.status]


class StationDrift(NamedTuple):
    """A station with its comparisons: the desired settings in their order, then the extra ones."""

    station: KnownStation
    comparisons: list[Comparison]

    def of(self, *statuses: Status) -> list[Comparison]:
        """Return the comparisons with one of these statuses."""
        return [each for each in self.comparisons if each.status in statuses]


def compare(station: KnownStation, wishes: Wishes) -> StationDrift:
    """Compare a station with its desired configuration."""
    wanted = [_compared(station, wish) for wish in wishes.values()]
    return StationDrift(station, [*wanted, *_extras(station, wanted)])


def _compared(station: KnownStation, wanted: DesiredSetting) -> Comparison:
    known = station.find(wanted.name)
    status, reason, place = _verdict(station, wanted, known)
    return Comparison(wanted.name, status, reason, wanted, known, place)


_Verdict = tuple[Status, str, Place | None]


def _verdict(station: KnownStation, wanted: DesiredSetting, known: KnownValue | None) -> _Verdict:
    if wanted.rivals:
        return "contradictory", "the desired configuration also has another value", wanted.rivals[0].place
    if not wanted.is_addressed:
        connector = wanted.setting.connector_meant
        return "not-comparable", f"it is unknown whether connector {connector} has its own key for it", None
    if known is None or known.standing.held is None:
        return _of_unknown(station, wanted, known)
    held, pending = known.standing.held, known.standing.pending
    same = agrees(known.setting, held, wanted.setting.value)
    if pending is not None:
        is_coming = agrees(known.setting, pending, wanted.setting.value)
        if is_coming is True and same is not True:
            return "not-applied", "the station accepted it, and it is pending a reboot", pending.place
        if is_coming is False:
            return "drifted", "another value is pending a reboot", pending.place
    if same is True:
        return "in-sync", "", held.place
    return _of_difference(wanted, known, held.place, is_certain=same is False)


def _of_difference(wanted: DesiredSetting, known: KnownValue, place: Place, *, is_certain: bool) -> _Verdict:
    if known.is_readonly and is_certain:
        return "read-only", "it can't be changed from outside", place
    refused = _refusal(wanted, known)
    if refused is not None:
        return "rejected", f"the station answered {refused.outcome} to this value", refused.place
    if not is_certain:
        return "not-comparable", "the reported value can't be compared", place
    if known.standing.is_doubtful:
        return "not-comparable", "a later write has an unknown outcome", place
    return "drifted", "", place


def _of_unknown(station: KnownStation, wanted: DesiredSetting, known: KnownValue | None) -> _Verdict:
    """Compare a setting of which no value is known."""
    setting = wanted.setting
    if known is not None and known.standing.pending is not None:
        return _of_pending(wanted, known, known.standing.pending)
    denied = station.denied.get(setting.key.casefold())
    if denied is not None:
        return "unknown-key", "the station has answered that it does not have this key", denied
    refused = known.standing.refused if known is not None else None
    if refused is not None and refused.outcome in UNKNOWN:
        return "unknown-key", f"the station answered {refused.outcome}", refused.place
    if known is not None and refused is not None and _refusal(wanted, known) is not None:
        return "rejected", f"the station answered {refused.outcome} to this value", refused.place
    if setting.connector_suffix and not setting.suffix_known and setting.component is None:
        return "unknown-key", f"`{setting.connector_suffix}` names no connector of these stations", None
    if setting.unknown_key:
        return "unknown-key", "the documentation of these stations has no such key", None
    access = setting.spec.access if setting.spec is not None else None
    if station.complete is not None and access != WRITE_ONLY and setting.attribute in (None, "Actual"):
        return "missing", "the station's full report does not list it", station.complete
    return "not-seen", "the station's value is unknown", None


def _of_pending(wanted: DesiredSetting, known: KnownValue, pending: Observation[Place]) -> _Verdict:
    """Compare a setting of which only a value pending a reboot is known."""
    if agrees(known.setting, pending, wanted.setting.value) is False:
        return "drifted", "another value is pending a reboot", pending.place
    return "not-applied", "the station accepted it, and it is pending a reboot", pending.place


def _refusal(wanted: DesiredSetting, known: KnownValue) -> Observation[Place] | None:
    """Return the last write that the station refused, if it was of the desired value."""
    refused = known.standing.refused
    if refused is None or agrees(known.setting, refused, wanted.setting.value) is not True:
        return None
    return refused


def _extras(station: KnownStation, wanted: Iterable[Comparison]) -> Iterator[Comparison]:
    """Yield the settings of a station without a desired value. Only a report of all its keys shows them."""
    if station.complete is None:
        return
    compared = {id(each.known) for each in wanted}
    for name, known in station.values.items():
        held = known.standing.held
        if held is None or held.by == "write" or id(known) in compared or known.is_readonly:
            continue
        yield Comparison(name, "extra", "the desired configuration does not mention it", None, known, held.place)
