"""The shortest way from what a station has to what it should have: what to write, in which order, and whether to reset.

Nothing is written that is in force already, or that the station would refuse. A station restarts once at most, at the
end: a value of which it says RebootRequired takes effect only then (OCPP 1.6, 7.22 ConfigurationStatus).
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
"""What a station refuses; the other faults of values are suspicions."""
_CONNECTION: Final = (
    "AuthorizationKey",
    "SecurityProfile",
    "SecurityCtrlr.BasicAuthPassword",
    "SecurityCtrlr.Identity",
    "SecurityCtrlr.SecurityProfile",
    "OCPPCommCtrlr.NetworkConfigurationPriority",
)
"""Keys whose change may end the connection, in the order in which they are safe to change: a security profile only when
its credentials are there (OCPP 1.6 security whitepaper, A05)."""

_AT_ONCE, _AFTER_REBOOT, _CONNECTION_RANK = 0, 1, 2


class Step(NamedTuple):
    """One value to write. ``needs_reboot`` is None where nobody knows whether it takes effect only after a reboot."""

    comparison: Comparison
    setting: Setting
    needs_reboot: bool | None
    is_waiting: bool
    """Whether the value comes into force only after a reboot: not so where it is in force, and another one waits."""

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

    ``carried`` are settings of which nobody wants anything and of which a value waits: the reset brings it into force.
    """

    station: KnownStation
    steps: list[Step]
    needs_reset: bool
    skipped: list[Skipped]
    carried: list[KnownValue]

    @property
    def is_whole(self) -> bool:
        """Whether it leads to all that is wanted, as far as that can be told."""
        return all(each.comparison.severity == "info" for each in self.skipped)


def plan(drift: StationDrift, *, unverified: bool = False) -> Plan:
    """Return the way to what is wanted. ``unverified`` asks to write also what can't be compared."""
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
    """Return why a setting is not written; None where it is."""
    is_open = each.status in ("drifted", "not-seen", "not-comparable")
    if each.wanted is None or not is_open or not each.wanted.is_addressed:
        return each.reason
    setting = each.wanted.setting
    is_readonly = each.known.is_readonly if each.known is not None else _is_fixed(setting)
    if is_readonly:
        return "nobody can change it from outside"
    fault = _fault(setting)
    if fault is None and each.status == "not-comparable" and not unverified:
        return each.reason
    return fault


def _is_fixed(setting: Setting) -> bool:
    return setting.spec is not None and setting.spec.access == "R"


def _fault(setting: Setting) -> str | None:
    """Return why a value can't be written, whatever the station has."""
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
    """Tell whether a write needs a reboot: what the station answered before is the best evidence."""
    if known is not None:
        told = (known.standing.pending, known.standing.held)
        outcomes = [seen.outcome for seen in told if seen is not None and seen.outcome is not None]
        if outcomes:
            return outcomes[0] == REBOOT_REQUIRED or (setting.spec is not None and setting.spec.reboot is True)
    return setting.spec.reboot if setting.spec is not None else None


def _ordered(steps: Iterable[Step]) -> list[Step]:
    """Put those that take effect at once first, then those that wait, and what may end the connection last.

    Of two of which one limits the other, the limit is raised before and lowered after.
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
    """Tell whether one step has to come before another of the same rank."""
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
    """Tell whether a limit becomes greater; one of which nothing is known counts as raised."""
    before = step.comparison.known.value if step.comparison.known is not None else None
    try:
        return float(step.value) >= float(before or "")
    except ValueError:
        return True
