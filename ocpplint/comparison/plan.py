"""The plan from the known to the desired configuration: what to write, in which order, and whether to reset.

Values already in force and values that the station would refuse are not written. A station restarts at most once, at
the end: a value answered with RebootRequired takes effect only then (OCPP 1.6, 7.22 ConfigurationStatus).
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from ocpplint.comparison.agreement import agrees
from ocpplint.comparison.drift import Comparison, StationDrift
from ocpplint.comparison.known import KnownStation, KnownValue
from ocpplint.facts.fact import REBOOT_REQUIRED
from ocpplint.facts.setting import Setting
from ocpplint.values.judging import is_withheld

_REFUSED_FAULTS: Final = frozenset(
    ("type", "encoding", "range", "choice", "item", "list-length", "length", "form")
)
"""Faults that a station refuses; the other faults of values are only suspicions."""
_CONNECTION: Final = (
    "AuthorizationKey",
    "SecurityProfile",
    "SecurityCtrlr.BasicAuthPassword",
    "SecurityCtrlr.Identity",
    "SecurityCtrlr.SecurityProfile",
    "OCPPCommCtrlr.NetworkConfigurationPriority",
)
"""Keys whose change may end the connection, in the safe order: a security profile only after its credentials (OCPP 1.6
security whitepaper, A05)."""

_AT_ONCE, _AFTER_REBOOT, _CONNECTION_RANK = 0, 1, 2


class Step(NamedTuple):
    """One value to write. ``needs_reboot`` is None where it is unknown whether it takes effect only after a reboot."""

    comparison: Comparison
    setting: Setting
    needs_reboot: bool | None
    is_waiting: bool
    """Whether the value takes effect only after a reboot: not so where it is in force and another one is pending."""

    @property
    def value(self) -> str:
        """What to write."""
        return self.setting.value or ""


class Skipped(NamedTuple):
    """A setting that differs, or may differ, and is not written, with the reason."""

    comparison: Comparison
    reason: str


class Plan(NamedTuple):
    """What to send to one station: the writes in their order, and whether to reset it afterwards.

    ``carried`` are settings without a desired value and with a pending one, which the reset brings into force.
    """

    station: KnownStation
    steps: list[Step]
    needs_reset: bool
    skipped: list[Skipped]
    carried: list[KnownValue]

    @property
    def is_whole(self) -> bool:
        """Whether it reaches all desired values, as far as known."""
        return all(each.comparison.severity == "info" for each in self.skipped)


def plan(drift: StationDrift, *, unverified: bool = False) -> Plan:
    """Return the plan for a drift. ``unverified`` also writes values that can't be compared."""
    steps: list[Step] = []
    skipped: list[Skipped] = []
    for each in drift.comparisons:
        if each.wanted is None or each.status in ("in-sync", "not-applied"):
            continue
        reason = _obstacle(each, unverified=unverified)
        if reason is None:
            steps.append(_step(each, each.wanted.setting))
        else:
            skipped.append(Skipped(each, reason))
    needs_reset = bool(drift.of("not-applied")) or any(step.is_waiting for step in steps)
    carried = list(_carried(drift, steps)) if needs_reset else []
    return Plan(drift.station, _ordered(steps), needs_reset, skipped, carried)


def _carried(drift: StationDrift, steps: Iterable[Step]) -> Iterator[KnownValue]:
    seen_to = {id(each.known) for each in (*drift.of("not-applied"), *(step.comparison for step in steps))}
    for known in drift.station.values.values():
        if known.standing.pending is not None and id(known) not in seen_to:
            yield known


def _obstacle(each: Comparison, *, unverified: bool) -> str | None:
    """Return why a setting is not written; None if it is."""
    is_open = each.status in ("drifted", "not-seen", "not-comparable")
    if each.wanted is None or not is_open or not each.wanted.is_addressed:
        return each.reason
    setting = each.wanted.setting
    is_readonly = each.known.is_readonly if each.known is not None else _is_fixed(setting)
    if is_readonly:
        return "it can't be changed from outside"
    fault = _fault(setting)
    if fault is None and each.status == "not-comparable" and not unverified:
        return each.reason
    return fault


def _is_fixed(setting: Setting) -> bool:
    return setting.spec is not None and setting.spec.access == "R"


def _fault(setting: Setting) -> str | None:
    """Return why a value can't be written to any station."""
    if setting.value is None or is_withheld(setting.value.strip()):
        return "the desired configuration does not tell the value"
    if setting.too_long is not None:
        return f"the {setting.too_long} is longer than ChangeConfiguration can carry"
    if setting.value_fault in _REFUSED_FAULTS:
        return f"the value {setting.value_reason}"
    return None


def _step(each: Comparison, setting: Setting) -> Step:
    needs_reboot = _needs_reboot(each.known, setting)
    held = each.known.standing.held if each.known is not None else None
    is_held = held is not None and agrees(setting, held, setting.value) is True
    return Step(each, setting, needs_reboot, needs_reboot is True and not is_held)


def _needs_reboot(known: KnownValue | None, setting: Setting) -> bool | None:
    """Return whether a write needs a reboot: earlier answers of the station are the best evidence."""
    if known is not None:
        told = (known.standing.pending, known.standing.held)
        outcomes = [seen.outcome for seen in told if seen is not None and seen.outcome is not None]
        if outcomes:
            return outcomes[0] == REBOOT_REQUIRED or (setting.spec is not None and setting.spec.reboot is True)
    return setting.spec.reboot if setting.spec is not None else None


def _ordered(steps: Iterable[Step]) -> list[Step]:
    """Sort the steps: immediate ones first, then those that need a reboot, last those that may end the connection.

    A limit of another setting is raised before that one and lowered after it.
    """
    left = sorted(steps, key=_rank)
    ordered: list[Step] = []
    while left:
        free = (step for step in left if not any(_must_precede(other, step) for other in left))
        chosen = next(free, left[0])
        left.remove(chosen)
        ordered.append(chosen)
    return ordered


def _rank(step: Step) -> tuple[int, int]:
    setting = step.setting
    if setting.base_key in _CONNECTION:
        return _CONNECTION_RANK, _CONNECTION.index(setting.base_key)
    if setting.spec is not None and setting.spec.role is not None:
        return _CONNECTION_RANK, len(_CONNECTION)
    return (_AFTER_REBOOT if step.needs_reboot else _AT_ONCE), 0


def _must_precede(one: Step, other: Step) -> bool:
    """Return whether one step must come before another of the same rank."""
    if _rank(one) != _rank(other):
        return False
    if _limits(one, other):
        return _is_raised(one)
    return _limits(other, one) and not _is_raised(other)


def _limits(one: Step, other: Step) -> bool:
    spec = other.setting.spec
    if spec is None or one.setting.base_key not in (spec.limited_by, spec.length_key):
        return False
    return one.setting.connector in (None, other.setting.connector)


def _is_raised(step: Step) -> bool:
    """Return whether a limit becomes greater; an unknown one counts as raised."""
    before = step.comparison.known.value if step.comparison.known is not None else None
    try:
        return float(step.value) >= float(before or "")
    except ValueError:
        return True
