"""The public library: the commands as functions that return results, without printing or exiting.

Every function takes a file, a folder, a pattern, ``-`` for standard input, a ``Text`` in memory, or several of them.
Relative paths start at the current folder. The configuration is the nearest one in the folder of an input or above, as
for the commands, or the file ``config``. No function writes files: results are kept in ``cache_dir`` only, if it is
given.

Every function raises ``UsageError`` for an invalid argument, configuration, profile, rule or dialect, and
``NoInputError`` where there is no input. An input that can't be read or understood is no error: a check
reports it as a finding, and ``inputs`` of every result say how much was understood.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from os import PathLike, fspath

from ocpplint.analysis.comparing import Compared, compared, refuse_unaimed
from ocpplint.analysis.inputs import Input, listed
from ocpplint.analysis.moments import moment_of
from ocpplint.analysis.options import CheckOptions, FailOn, ReadingOptions
from ocpplint.analysis.results import AuditResult, CheckResult, DriftResult, PlanResult, StateResult
from ocpplint.findings.finding import Severity
from ocpplint.resources.quoting import UsageError

Path = str | PathLike[str]


def check(
    paths: Input | Iterable[Input] = ".",
    *,
    config: Path | None = None,
    profile: str | None = None,
    ocpp: str | None = None,
    dialects: Iterable[Path] = (),
    allow_outside: Iterable[Path] = (),
    strict_input: bool = False,
    rules: Iterable[Path] = (),
    select: Iterable[str] = (),
    extend_select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    allow_mandatory: bool = False,
    severity: Mapping[str, Severity] | None = None,
    fail_on: FailOn | None = None,
    baseline: Path | None = None,
    use_baseline: bool = True,
    docs_url: str | None = None,
    new_from: str | None = None,
    jobs: int | None = 1,
    cache_dir: Path | None = None,
) -> CheckResult:
    """Check configurations, traces and logs, as ``ocpplint check`` does.

    ``jobs`` is the number of processes, None for automatic. The other arguments are those of the command; the
    configuration decides for those left out. Raises ``OSError`` if a further process is ended from outside.
    """
    from ocpplint.analysis.results import check_result
    from ocpplint.analysis.run import Run

    asked = CheckOptions(
        reading=_reading(config, profile, ocpp, dialects, allow_outside),
        strict_input=strict_input,
        rules=_paths(rules),
        select=tuple(select),
        extend_select=tuple(extend_select),
        ignore=tuple(ignore),
        allow_mandatory=allow_mandatory,
        severity=severity or {},
        fail_on=fail_on,
        baseline=_path(baseline),
        use_baseline=use_baseline,
        docs_url=_checked(docs_url),
        new_from=new_from,
        jobs=jobs,
        cache=_path(cache_dir),
        cache_named=cache_dir is not None,
    )
    run = Run(asked, listed(paths))
    return check_result(run.judge(), run.lines, run.warnings)


def audit(
    paths: Input | Iterable[Input],
    *,
    config: Path | None = None,
    profile: str | None = None,
    ocpp: str | None = None,
    dialects: Iterable[Path] = (),
    allow_outside: Iterable[Path] = (),
    strict_input: bool = False,
    rules: Iterable[Path] = (),
    select: Iterable[str] = (),
    extend_select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    allow_mandatory: bool = False,
    severity: Mapping[str, Severity] | None = None,
    fail_on: FailOn | None = None,
    baseline: Path | None = None,
    use_baseline: bool = True,
    docs_url: str | None = None,
) -> AuditResult:
    """Audit traces and logs, as ``ocpplint audit`` does: findings, and a report of each station."""
    from ocpplint.analysis.results import audit_result
    from ocpplint.analysis.run import Run
    from ocpplint.trackers.audit_report import AuditReport

    asked = CheckOptions(
        reading=_reading(config, profile, ocpp, dialects, allow_outside),
        strict_input=strict_input,
        rules=_paths(rules),
        select=tuple(select),
        extend_select=tuple(extend_select),
        ignore=tuple(ignore),
        allow_mandatory=allow_mandatory,
        severity=severity or {},
        fail_on=fail_on,
        baseline=_path(baseline),
        use_baseline=use_baseline,
        docs_url=_checked(docs_url),
    )
    run = Run(asked, listed(paths))
    ledger = AuditReport()
    report = run.judge(ledger)
    return audit_result(report, run.lines, run.warnings, ledger.by_identity())


def state(
    paths: Input | Iterable[Input],
    *,
    at: str | float | datetime | None = None,
    stations: Iterable[str] = (),
    config: Path | None = None,
    profile: str | None = None,
    ocpp: str | None = None,
    dialects: Iterable[Path] = (),
    allow_outside: Iterable[Path] = (),
) -> StateResult:
    """Return the configuration of each station by reports and accepted writes, as ``ocpplint state`` does.

    ``at`` is a moment by the clock of the trace: seconds since the epoch, a ``datetime``, or text as ``--at`` takes it;
    None is the end. A ``datetime`` without a time zone is one of the trace's own clock. ``stations`` are the identities
    asked for, all if there are none.
    """
    from ocpplint.analysis.results import state_result
    from ocpplint.analysis.state_inputs import StateInputs

    moment = moment_of(at)
    reading = StateInputs(_reading(config, profile, ocpp, dialects, allow_outside))
    known = reading.stations(listed(paths), tuple(stations), moment)
    return state_result(known, moment, reading.inputs)


def drift(
    desired: Input | Iterable[Input],
    against: Input | Iterable[Input],
    *,
    at: str | float | datetime | None = None,
    stations: Iterable[str] = (),
    all_stations: bool = False,
    config: Path | None = None,
    profile: str | None = None,
    ocpp: str | None = None,
    dialects: Iterable[Path] = (),
    allow_outside: Iterable[Path] = (),
    fail_on: FailOn | None = None,
) -> DriftResult:
    """Compare stations with their desired configuration, as ``ocpplint drift`` does.

    ``desired`` are configurations as ``check`` reads them, ``against`` the traces, logs or dumps of the stations.
    ``at`` and ``stations`` are those of ``state``. Settings that name no station are compared with all of them, and
    listed in ``unaimed`` unless ``all_stations`` says that this is intended.
    """
    from ocpplint.analysis.results import drift_result

    reading = _reading(config, profile, ocpp, dialects, allow_outside)
    found = _compared(desired, against, at, stations, reading, all_stations=all_stations)
    return drift_result(found, fails=found.fails(fail_on))


def plan(
    desired: Input | Iterable[Input],
    against: Input | Iterable[Input],
    *,
    unverified: bool = False,
    at: str | float | datetime | None = None,
    stations: Iterable[str] = (),
    all_stations: bool = False,
    config: Path | None = None,
    profile: str | None = None,
    ocpp: str | None = None,
    dialects: Iterable[Path] = (),
    allow_outside: Iterable[Path] = (),
) -> PlanResult:
    """Return the calls that bring stations to their desired configuration, as ``ocpplint plan`` does.

    Nothing is sent. ``unverified`` asks to write also what can't be compared, such as credentials; the other arguments
    are those of ``drift``. The ``frames`` of each station hold credentials, everything else is redacted. Raises
    ``UsageError`` for settings that name no station where several are known, unless ``stations``, ``all_stations`` or
    the configuration says which they are for.
    """
    from ocpplint.analysis.results import plan_result
    from ocpplint.comparison.plan import plan as planned

    reading = _reading(config, profile, ocpp, dialects, allow_outside)
    found = _compared(desired, against, at, stations, reading, all_stations=all_stations)
    refuse_unaimed(found)
    plans = [planned(each, unverified=unverified) for each in found.drifts]
    fails = bool(found.absent) or not all(each.is_whole for each in plans)
    return plan_result(plans, found.targets, found.inputs, fails=fails)


def _compared(
    desired: Input | Iterable[Input],
    against: Input | Iterable[Input],
    at: str | float | datetime | None,
    stations: Iterable[str],
    reading: ReadingOptions,
    *,
    all_stations: bool,
) -> Compared:
    return compared(listed(desired), listed(against), at, tuple(stations), reading, all_stations=all_stations)


def _reading(
    config: Path | None,
    profile: str | None,
    ocpp: str | None,
    dialects: Iterable[Path],
    outside: Iterable[Path],
) -> ReadingOptions:
    return ReadingOptions(_path(config), profile, ocpp, _paths(dialects), _paths(outside))


def _path(path: Path | None) -> str | None:
    return None if path is None else fspath(path)


def _checked(docs_url: str | None) -> str | None:
    from ocpplint.config.configuration import checked_docs_url

    try:
        return docs_url and checked_docs_url(docs_url)
    except ValueError as error:
        raise UsageError(f"docs_url: {error}") from error


def _paths(paths: Iterable[Path]) -> tuple[str, ...]:
    return tuple(fspath(path) for path in paths)
