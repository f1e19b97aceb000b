"""The detectors behind incidents: the kinds of incidents that each reports, and the parameters that it takes.

The values of the parameters stand in the rules that name a detector (``detector: slow-answers``), with bounds and
units, and may be set in a configuration. A detector without values is off: no rule asks for what it reports. Durations
are in seconds. ``docs/incidents.md`` says how each detector works.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from ocpplint.facts.events import IncidentKind


class RepeatedBoots(NamedTuple):
    """The number of boots without a request that is too many."""

    boots: int


class Heartbeats(NamedTuple):
    """Which silences are longer than the heartbeat interval allows, and which two of them count as equal."""

    factor: float
    margin: float
    boot_factor: float
    alike: float


class OfflinePeriods(NamedTuple):
    """Which silences may be offline periods, and which messages after them were kept meanwhile."""

    factor: float
    margin: float
    queue: float
    old: float


class Stops(NamedTuple):
    """How long the id of a stopped transaction belongs to that transaction."""

    reuse: float


class MeterValues(NamedTuple):
    """Which times between meter values make a rhythm, and which are a gap in it."""

    samples: int
    steady: float
    gap: float


class UnauthorizedCharging(NamedTuple):
    """How long after a refusal a reading may still tell of the energy before it."""

    settle: float


class SlowAnswers(NamedTuple):
    """Which answers are slow."""

    limit: float


class Clocks(NamedTuple):
    """Which measurements of a clock show that it is wrong."""

    limit: float
    samples: int
    spread: float
    every: float
    span: float
    even: float


class Detectors(NamedTuple):
    """The parameters of all detectors of a run; None for one that is off."""

    repeated_boots: RepeatedBoots | None = None
    heartbeats: Heartbeats | None = None
    offline_periods: OfflinePeriods | None = None
    stops: Stops | None = None
    meter_values: MeterValues | None = None
    unauthorized_charging: UnauthorizedCharging | None = None
    slow_answers: SlowAnswers | None = None
    clocks: Clocks | None = None


class Detector(NamedTuple):
    """What a detector reports and takes.

    ``parameters`` is None for one that judges by the standard alone. ``looser_above`` names the parameters of which a
    higher value lets it report more; of all others, a lower one does.
    """

    kinds: tuple[IncidentKind, ...]
    parameters: Callable[..., tuple[float, ...]] | None = None
    looser_above: frozenset[str] = frozenset()

    @property
    def takes(self) -> tuple[str, ...]:
        """The names of its parameters, as rules and configurations write them."""
        fields: tuple[str, ...] = getattr(self.parameters, "_fields", ())
        return tuple(field.replace("_", "-") for field in fields)


NONE: Final = Detectors()
"""All detectors that take parameters are off."""


DETECTORS: Final[Mapping[str, Detector]] = {
    "repeated-boots": Detector(("repeated-boot",), RepeatedBoots),
    "heartbeats": Detector(("late-heartbeat", "silence-after-boot"), Heartbeats, frozenset(("alike",))),
    "offline-periods": Detector(("silence-in-transaction",), OfflinePeriods, frozenset(("queue",))),
    "status-transitions": Detector(("status-transition",)),
    "faults": Detector(("fault",)),
    "stops": Detector(("repeated-stop", "unknown-stop"), Stops, frozenset(("reuse",))),
    "energy-registers": Detector(("falling-meter",)),
    "meter-values": Detector(("missing-meter-values", "meter-value-gap"), MeterValues, frozenset(("steady",))),
    "unauthorized-charging": Detector(("unauthorized-charging",), UnauthorizedCharging),
    "charging-profiles": Detector(
        ("profile-periods", "profile-validity", "profile-without-transaction", "profile-stack-level")
    ),
    "firmware-updates": Detector(("failed-update",)),
    "slow-answers": Detector(("slow-answer",), SlowAnswers),
    "clocks": Detector(("wrong-clock",), Clocks, frozenset(("spread", "even"))),
}
"""All detectors by the names that rules know them by."""


def detectors_of(named: Iterable[tuple[str, Mapping[str, float]]]) -> Detectors:
    """Return the parameters of the detectors that rules name, each with the values of the rule's options.

    Where several rules name one detector, it takes the looser of their values: it then reports all that any of them
    asks for, and the condition of each decides.
    """
    merged: dict[str, dict[str, float]] = {}
    for name, options in named:
        detector = DETECTORS[name]
        values = merged.setdefault(name, {})
        for parameter in detector.takes:
            value = options[parameter]
            looser = max if parameter in detector.looser_above else min
            values[parameter] = looser(values.get(parameter, value), value)
    made: dict[str, Any] = {}
    for name, values in merged.items():
        make = DETECTORS[name].parameters
        if make is not None:
            made[_field(name)] = make(**{_field(parameter): value for parameter, value in values.items()})
    return Detectors(**made)


def _field(name: str) -> str:
    return name.replace("-", "_")
