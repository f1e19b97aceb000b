"""The results of the library. No value, message or example in them shows a credential, unless stated.

Attributes have the names and values of the members of the JSON output: lines and columns are counted from 1, times are
seconds since the epoch by the clock of the trace, None is unknown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ocpplint.credentials.redaction import redact
from ocpplint.facts.inputs import InputReport, LineShape
from ocpplint.findings.finding import Finding
from ocpplint.reporters.safe_text import safe

if TYPE_CHECKING:
    from ocpplint.analysis.comparing import Compared
    from ocpplint.comparison.desired import Targets
    from ocpplint.comparison.known import KnownStation
    from ocpplint.comparison.plan import Plan
    from ocpplint.reporters.report import LineSource, Report
    from ocpplint.trackers.audit_report import StationRecord


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The findings of a check, sorted by path, line and column.

    ``inputs`` say how much of each input was understood. ``suppressed`` counts findings that suppressions and the
    baseline hide; ``fails`` tells whether a finding is as severe as ``fail_on``; ``warnings`` are sentences about
    options that have no effect.
    """

    findings: tuple[Finding, ...]
    inputs: tuple[InputReport, ...]
    suppressed: int
    fails: bool
    warnings: tuple[str, ...]
    _data: Mapping[str, Any] = field(repr=False, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the result as the JSON output has it; its schema is ``output.schema.json``."""
        return dict(self._data)


@dataclass(frozen=True, slots=True)
class AuditedSetting:
    """The last that is known of a key from one origin. ``count`` is how often it was set or reported."""

    key: str
    connector: int | None
    scope: str | None
    value: str | None
    origin: str
    outcomes: Mapping[str, int]
    count: int
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class AuditedStation:
    """What traces show of a station; ``station`` is its identity. ``actions`` counts messages by action."""

    station: str | None
    same_station_as: str | None
    profile: str | None
    vendor: str | None
    model: str | None
    firmware: str | None
    boots: int
    ocpp: tuple[str, ...]
    connectors: tuple[int, ...]
    messages: int
    actions: Mapping[str, int]
    unanswered: int
    errors: int
    settings: tuple[AuditedSetting, ...]


@dataclass(frozen=True, slots=True)
class AuditResult(CheckResult):
    """The findings of an audit, and what traces show of each station."""

    stations: tuple[AuditedStation, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of an input."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class ValueEvidence:
    """The evidence for a value.

    ``by`` is ``report``, ``write`` or ``document``, ``action`` the message, ``outcome`` the station's answer to a
    write, ``writer`` who wrote it, in words.
    """

    value: str | None
    by: str
    action: str | None
    outcome: str | None
    time: float | None
    writer: str | None
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class StationSetting:
    """A setting of a station and what is known of it.

    ``value`` is the value in force, ``certainty`` how sure that is: ``confirmed``, ``assumed``, ``uncertain`` or
    ``unknown``. ``held``, ``pending``, ``written`` and ``refused`` are the evidence for the value in force, for one
    that waits for a reboot, for the last one written, and for the last one refused.
    """

    key: str
    base_key: str
    connector: int | None
    scope: str | None
    component_instance: str | None
    attribute: str | None
    value: str | None
    certainty: str
    readonly: bool | None
    held: ValueEvidence | None
    pending: ValueEvidence | None
    written: ValueEvidence | None
    refused: ValueEvidence | None


@dataclass(frozen=True, slots=True)
class Station:
    """A station; ``station`` is its identity, ``path`` the last input that mentions it.

    ``complete`` is where it reported all its keys, ``second_of`` the identity whose station this is a second connection
    of.
    """

    station: str | None
    path: str
    profile: str
    vendor: str | None
    model: str | None
    firmware: str | None
    second_of: str | None
    complete: SourceLine | None
    time: float | None


@dataclass(frozen=True, slots=True)
class StationValues(Station):
    """A station with its settings."""

    settings: tuple[StationSetting, ...]


@dataclass(frozen=True, slots=True)
class _Result:
    inputs: tuple[InputReport, ...]
    _data: Mapping[str, Any] = field(repr=False, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the result as the JSON output of the command of the same name has it."""
        return dict(self._data)


@dataclass(frozen=True, slots=True)
class StateResult(_Result):
    """What stations have. ``inputs`` say how much of each input was understood."""

    stations: tuple[StationValues, ...]


@dataclass(frozen=True, slots=True)
class ComparedSetting:
    """A setting that is desired or known. ``status`` and ``severity`` are those of ``ocpplint drift``.

    ``wanted`` is the desired value, ``wanted_at`` its location, ``known`` the known state of the setting.
    """

    key: str
    base_key: str
    connector: int | None
    scope: str | None
    component_instance: str | None
    attribute: str | None
    status: str
    severity: str | None
    reason: str
    evidence: SourceLine | None
    wanted: str | None
    wanted_at: SourceLine | None
    known: StationSetting | None


@dataclass(frozen=True, slots=True)
class ComparedStation(Station):
    """A station with each of its settings compared."""

    settings: tuple[ComparedSetting, ...]


@dataclass(frozen=True, slots=True)
class UnaimedSettings:
    """Settings of a desired configuration that name no station, and the stations they were compared with all the same.

    ``line`` is that of the first of them, ``settings`` counts them.
    """

    path: str
    line: int
    settings: int
    stations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StationAim:
    """A desired configuration that is for a station by a name that is no identity; ``by`` says what that name is."""

    path: str
    station: str
    by: str
    confidence: str


@dataclass(frozen=True, slots=True)
class DriftResult(_Result):
    """The drift of stations.

    ``absent`` are desired stations of which nothing is known; ``unaimed`` are settings that name no station, where
    there are several; ``fails`` says whether the drift is as severe as ``fail_on``.
    """

    stations: tuple[ComparedStation, ...]
    absent: tuple[str, ...]
    unaimed: tuple[UnaimedSettings, ...]
    aims: tuple[StationAim, ...]
    fails: bool


@dataclass(frozen=True, slots=True)
class PlannedWrite:
    """A value to write. ``before`` is the one in force; ``needs_reboot`` is None where nobody knows."""

    key: str
    base_key: str
    connector: int | None
    scope: str | None
    component_instance: str | None
    attribute: str | None
    value: str | None
    before: str | None
    needs_reboot: bool | None
    wanted: SourceLine | None


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """A call to send: its writes, or the ``type`` of a reset."""

    action: str
    writes: tuple[PlannedWrite, ...]
    type: str | None


@dataclass(frozen=True, slots=True)
class SkippedSetting:
    """A setting that differs, or may differ, and is not written; ``reason`` says why."""

    key: str
    status: str
    reason: str
    evidence: SourceLine | None


@dataclass(frozen=True, slots=True)
class PlannedStation(Station):
    """What to send to a station: the calls, in order. ``whole`` says whether they reach all desired values.

    ``frames`` are the same calls as OCPP-J frames, ready to be sent: CREDENTIALS ARE IN THEM. ``carried`` are settings
    without a desired value whose pending value the reset brings into force.
    """

    calls: tuple[PlannedCall, ...]
    skipped: tuple[SkippedSetting, ...]
    reset: bool
    carried: tuple[StationSetting, ...]
    whole: bool
    frames: tuple[list[Any], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PlanResult(_Result):
    """What to send to stations.

    ``absent`` are desired stations of which nothing is known. ``fails`` says whether a
    desired value can't be reached.
    """

    stations: tuple[PlannedStation, ...]
    absent: tuple[str, ...]
    aims: tuple[StationAim, ...]
    fails: bool


def check_result(report: "Report", lines: "LineSource", warnings: Iterable[str]) -> CheckResult:
    """Return the result of a check; ``lines`` gives back the lines of findings, for the credentials in them."""
    return CheckResult(**_checked(report, lines, warnings))


def audit_result(
    report: "Report", lines: "LineSource", warnings: Iterable[str], records: "list[StationRecord]"
) -> AuditResult:
    """Return the result of an audit."""
    from ocpplint.reporters.audit import audit_data

    report.stations = audit_data(records)
    stations = tuple(map(_audited, report.stations))
    return AuditResult(**_checked(report, lines, warnings), stations=stations)


def _checked(report: "Report", lines: "LineSource", warnings: Iterable[str]) -> dict[str, Any]:
    from ocpplint.reporters.excerpts import Excerpts
    from ocpplint.reporters.jsonformat import report_members
    from ocpplint.reporters.safe_text import outgoing

    excerpts = Excerpts(lines)
    return {
        "findings": tuple(outgoing(finding, excerpts) for finding in report.findings),
        "inputs": tuple(map(_shown_input, report.inputs)),
        "suppressed": report.suppressed,
        "fails": report.fails,
        "warnings": tuple(warnings),
        "_data": dict(report_members(report, lines)),
    }


def _shown_input(entry: InputReport) -> InputReport:
    """Return the copy of an input's report whose examples show no credential."""
    shapes = {
        safe(redact(name)): LineShape(shape.line, safe(redact(shape.example)), shape.count)
        for name, shape in entry.shapes.items()
    }
    return replace(entry, shapes=shapes)


def _audited(data: Mapping[str, Any]) -> AuditedStation:
    settings = tuple(AuditedSetting(**each) for each in data["settings"])
    ocpp, connectors = tuple(data["ocpp"]), tuple(data["connectors"])
    return AuditedStation(**{**data, "ocpp": ocpp, "connectors": connectors, "settings": settings})


def state_result(stations: "list[KnownStation]", at: float | None, inputs: list[InputReport]) -> StateResult:
    """Return the result of ``state``."""
    from ocpplint.reporters.state import state_data

    data = state_data(stations, at, inputs)
    states = tuple(
        StationValues(**_station(each), settings=tuple(map(_setting, each["settings"])))
        for each in data["stations"]
    )
    return StateResult(tuple(map(_shown_input, inputs)), data, states)


def drift_result(compared: "Compared", *, fails: bool) -> DriftResult:
    """Return the result of ``drift``."""
    from ocpplint.comparison.clusters import spreads
    from ocpplint.reporters.drift import drift_data

    data = drift_data(compared.drifts, spreads(compared.drifts), compared.targets, compared.inputs)
    drifts = tuple(
        ComparedStation(**_station(each), settings=tuple(map(_compared, each["settings"])))
        for each in data["stations"]
    )
    inputs = tuple(map(_shown_input, compared.inputs))
    unaimed = tuple(UnaimedSettings(**{**each, "stations": tuple(each["stations"])}) for each in data["unaimed"])
    return DriftResult(inputs, data, drifts, tuple(data["absent"]), unaimed, _aims(data), fails)


def plan_result(plans: "list[Plan]", targets: "Targets", inputs: list[InputReport], *, fails: bool) -> PlanResult:
    """Return the result of ``plan``."""
    from ocpplint.reporters.plan import frames, plan_data

    data = plan_data(plans, targets, inputs)
    pairs = zip(data["stations"], plans, strict=True)
    stations = tuple(_planned(each, tuple(frames(plan))) for each, plan in pairs)
    return PlanResult(tuple(map(_shown_input, inputs)), data, stations, tuple(data["absent"]), _aims(data), fails)


def _aims(data: Mapping[str, Any]) -> "tuple[StationAim, ...]":
    return tuple(StationAim(**each) for each in data["aims"])


_OF_STATION = ("station", "path", "profile", "vendor", "model", "firmware", "second_of", "time")
_OF_SETTING = ("key", "base_key", "connector", "scope", "component_instance", "attribute")


def _station(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**{name: data[name] for name in _OF_STATION}, "complete": _line(data["complete"])}


def _line(data: Mapping[str, Any] | None) -> SourceLine | None:
    return None if data is None else SourceLine(data["path"], data["line"])


def _evidence(data: Mapping[str, Any] | None) -> ValueEvidence | None:
    return None if data is None else ValueEvidence(**data)


def _setting(data: Mapping[str, Any]) -> StationSetting:
    told = {name: _evidence(data[name]) for name in ("held", "pending", "written", "refused")}
    return StationSetting(**{**data, **told})


def _compared(data: Mapping[str, Any]) -> ComparedSetting:
    named = {name: data[name] for name in _OF_SETTING}
    wanted, known = data["wanted"], data["known"]
    return ComparedSetting(
        **named,
        status=data["status"],
        severity=data["severity"],
        reason=data["reason"],
        evidence=_line(data["evidence"]),
        wanted=None if wanted is None else wanted["value"],
        wanted_at=_line(wanted),
        known=None if known is None else _setting({**named, **known}),
    )


def _planned(data: Mapping[str, Any], frames: tuple[list[Any], ...]) -> PlannedStation:
    return PlannedStation(
        **_station(data),
        calls=tuple(map(_call, data["calls"])),
        skipped=tuple(map(_skipped, data["skipped"])),
        reset=data["reset"],
        carried=tuple(map(_setting, data["carried"])),
        whole=data["whole"],
        frames=frames,
    )


def _call(data: Mapping[str, Any]) -> PlannedCall:
    writes = tuple(PlannedWrite(**{**each, "wanted": _line(each["wanted"])}) for each in data["writes"])
    return PlannedCall(data["action"], writes, data["type"])


def _skipped(data: Mapping[str, Any]) -> SkippedSetting:
    return SkippedSetting(data["key"], data["status"], data["reason"], _line(data["evidence"]))
