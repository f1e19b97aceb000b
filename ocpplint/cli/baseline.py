"""``ocpplint baseline``: known findings, for a project that adopts ocpplint with many findings."""

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ocpplint.analysis.session import AnalysisSession, baseline_path
from ocpplint.cli.checking import Checking
from ocpplint.cli.exits import Command, Exit
from ocpplint.cli.options import analysis_options
from ocpplint.cli.output import page
from ocpplint.findings.baseline import Baseline, baseline_text, load_baseline
from ocpplint.reporters.summary_line import counted

if TYPE_CHECKING:
    from ocpplint.findings.finding import Finding
    from ocpplint.sources.source import Source

_baseline_option = click.option(
    "--baseline",
    metavar="FILE",
    help="The baseline file.  [default: ocpplint-baseline.json beside the configuration]",
)


@click.group("baseline")
def command() -> None:
    """Keep a list of known findings, so that only new ones are reported."""


@command.command("create", cls=Command)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@analysis_options
@_baseline_option
@click.option("--force", is_flag=True, help="Overwrite an existing baseline.")
def create(paths: tuple[str, ...], *, force: bool, **options: Any) -> int:
    """Create a baseline of all current findings."""
    states = _states_of(paths, options, create=True)
    for state in states:
        if os.path.lexists(state.path) and not force:
            raise click.UsageError(f"{state.path} exists; `update` brings it up to date, --force replaces it")
    for state in states:
        _write(state, state.now)
        entries = counted(len(state.now.counts), "entry", "entries")
        _say(state.path, f"{counted(_total(state.now), 'finding')} in {entries}")
    return Exit.CLEAN


@command.command("update", cls=Command)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@analysis_options
@_baseline_option
def update(paths: tuple[str, ...], **options: Any) -> int:
    """Add new findings to the baseline and remove those that are gone."""
    states = _states_of(paths, options)
    for state in states:
        _write(state, Baseline(state.known.folder, {**state.elsewhere.counts, **state.now.counts}))
        _say(state.path, f"{len(state.new)} added, {state.gone_count} removed")
    return Exit.CLEAN


@command.command("prune", cls=Command)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@analysis_options
@_baseline_option
def prune(paths: tuple[str, ...], **options: Any) -> int:
    """Remove findings that are gone from the baseline; add none."""
    states = _states_of(paths, options)
    for state in states:
        added = {id(finding) for finding in state.new}
        kept = state.known.count(finding for finding in state.findings if id(finding) not in added)
        _write(state, Baseline(state.known.folder, {**state.elsewhere.counts, **kept.counts}))
        _say(state.path, f"{state.gone_count} removed")
    return Exit.CLEAN


@command.command("diff", cls=Command)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@analysis_options
@_baseline_option
def diff(paths: tuple[str, ...], **options: Any) -> int:
    """Show new (+) and removed (-) findings. The exit code is 1 if there are any."""
    states = _states_of(paths, options)
    differences = [_show_difference(state) for state in states]
    return Exit.FINDINGS if any(differences) else Exit.CLEAN


def _show_difference(state: "_State") -> bool:
    """Print new and removed findings, and return whether there are any."""
    out = page()
    rows = [(entry, "+", count) for entry, count in state.known.count(state.new).counts.items()]
    rows += [(entry, "-", count) for entry, count in state.gone().items()]
    for entry, sign, count in sorted(rows):
        words = [entry.code, entry.path, entry.station, entry.key, f"({count})" if count > 1 else ""]
        out.line(f"{sign} {' '.join(filter(None, words))}")
    _say(state.path, f"{len(state.new)} new, {state.gone_count} gone")
    return bool(rows)


class _State(NamedTuple):
    """A baseline and the current findings.

    ``elsewhere`` is the part of the baseline on existing files that were not checked; ``base`` is the folder of the
    configuration that sets its path, None where the user does.
    """

    path: str
    base: str | None
    known: Baseline
    elsewhere: Baseline
    now: Baseline
    findings: "list[Finding]"
    new: "list[Finding]"

    def gone(self) -> dict[Any, int]:
        """Count the entries that are no longer found, in the files with fewer findings."""
        surplus = self._surplus()
        gone: dict[Any, int] = {}
        for entry, count in self.known.counts.items():
            if entry in self.elsewhere.counts:
                continue
            missing = min(count - self.now.counts.get(entry, 0), surplus.get(entry.fingerprint, 0))
            if missing > 0:
                gone[entry] = missing
                surplus[entry.fingerprint] -= missing
        return gone

    @property
    def gone_count(self) -> int:
        """The number of findings in the baseline that are no longer found."""
        return sum(self.gone().values())

    def _surplus(self) -> dict[str, int]:
        """Count, for each fingerprint, the known findings beyond the current ones."""
        surplus: dict[str, int] = {}
        for counts, sign in ((self.known.counts, 1), (self.elsewhere.counts, -1), (self.now.counts, -1)):
            for entry, count in counts.items():
                surplus[entry.fingerprint] = surplus.get(entry.fingerprint, 0) + sign * count
        return surplus


def _states_of(paths: tuple[str, ...], options: dict[str, Any], *, create: bool = False) -> list[_State]:
    """Check all inputs and compare with each baseline.

    Each configuration has its own, unless the user names one for all.
    """
    from ocpplint.cli.check import command as check

    usual = check.make_context("check", []).params
    run = Checking({**usual, **options, "no_baseline": True}, paths or (".",)).run
    shares: dict[str, list[AnalysisSession]] = {}
    for session in run.sessions:
        shares.setdefault(options["baseline"] or baseline_path(session.plan.config), []).append(session)
    named = options["baseline"] is not None
    return [_state(path, sessions, create=create, named=named) for path, sessions in shares.items()]


def _state(path: str, sessions: Sequence[AnalysisSession], *, create: bool, named: bool) -> _State:
    mandatory = frozenset[str]().union(*(session.mandatory for session in sessions))
    within = None if sessions[0].plan.baseline else sessions[0].plan.config.within
    there = None if create else load_baseline(path, mandatory, within)
    known = there or Baseline(os.path.dirname(os.path.abspath(path)), {}, mandatory)
    findings = [finding for session in sessions for finding in session.check(session.sources).findings]
    elsewhere = _not_looked_at(known, [source for session in sessions for source in session.sources])
    looked_at = Baseline(
        known.folder, {entry: count for entry, count in known.counts.items() if entry not in elsewhere.counts}
    )
    told = [finding for finding in findings if finding.code not in mandatory]
    base = None if named else os.path.dirname(path) or os.curdir
    return _State(path, base, known, elsewhere, known.count(findings), findings, looked_at.new(told))


def _not_looked_at(known: Baseline, sources: "Iterable[Source]") -> Baseline:
    looked_at = {os.path.abspath(source.path) for source in sources}
    counts = {}
    for entry, count in known.counts.items():
        path = os.path.normpath(os.path.join(known.folder, entry.path))
        if path not in looked_at and os.path.exists(path):
            counts[entry] = count
    return Baseline(known.folder, counts)


def _write(state: "_State", baseline: Baseline) -> None:
    """Write a baseline. One that the user has not named must be in the repository of its configuration."""
    from ocpplint.sources.replacing import replacing_text

    path = state.path
    try:
        with replacing_text(path, base=state.base) as file:
            file.write(baseline_text(baseline))
    except OSError as error:
        raise click.UsageError(f"{path}: {(error.strerror or 'cannot be written').lower()}") from error


def _total(baseline: Baseline) -> int:
    return sum(baseline.counts.values())


def _say(path: str, what: str) -> None:
    page().line(f"{os.path.relpath(path)}: {what}")
