"""One run of ``check`` or ``audit``: what there is to read, judged by the configurations around it, and reported."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from ocpplint.analysis.options import RunOptions
from ocpplint.analysis.session import BASELINE, AnalysisSession
from ocpplint.cli.destinations import append_summary, without_outputs, write_files
from ocpplint.cli.exits import Exit, complain
from ocpplint.cli.options import plan_of
from ocpplint.cli.output import standard_output
from ocpplint.config.nearest import Configs
from ocpplint.facts.listener import Listener
from ocpplint.reporters.formats import FORMATS
from ocpplint.reporters.report import Report, style_for
from ocpplint.resources.datafile import DataFileError
from ocpplint.resources.signing_key import SHORTEST, VARIABLE, is_too_short
from ocpplint.sources.discover import NoInputError, discover
from ocpplint.sources.layout import Layout, LayoutError
from ocpplint.sources.lines import SourceLines
from ocpplint.sources.source import Source

if TYPE_CHECKING:
    from ocpplint.config.configuration import Config
    from ocpplint.reporters.follow import LiveReport


_WAYS_OUT = "for a repository does not say where files are written: use --cache-dir DIR or OCPPLINT_CACHE_DIR"


class Run:
    """A run, prepared. Raises ``click.UsageError`` for whatever the user has to mend first.

    ``options`` are those of the command line, ``paths`` what it names; ``plan`` is what holds in the current folder.
    Each configuration among the inputs has a session of its own in ``sessions``.
    """

    def __init__(self, options: Mapping[str, Any], paths: Sequence[str]) -> None:
        try:
            self._paths = paths
            self._configs = Configs(options["config"], options["outside"])
            self.plan = plan_of(options, self._configs.here())
            self._layouts: dict[int, Layout] = {}
            found = discover(paths, self.layout_of, self.plan.stdin_name, options["outside"])
            self.sources = self._without_our_own(without_outputs(found, paths, self.plan.outputs))
            shares = self._shares(options)
        except DataFileError as error:
            raise click.UsageError(str(error)) from error
        if "no_cache" in options:
            _say_what_is_ignored([plan for plan, _ in shares])
        own = {
            os.path.relpath(entry["in"]): plan.config.within
            for plan, _ in shares
            for entry in plan.config.suppress
        }
        self._lines = SourceLines(
            [*self.sources, *(Source(path, within=within) for path, within in sorted(own.items()))]
        )
        self._live: LiveReport | None = self._follow_one(paths) if self.plan.follow else None
        tell = None if self._live is None else self._live.tell
        self.sessions = [AnalysisSession(plan, paths, sources, self._lines, tell) for plan, sources in shares]
        self._session_of = {source.document: session for session in self.sessions for source in session.sources}

    def judge(self, *listeners: Listener) -> Report:
        """Read and judge everything; what is followed, until Ctrl-C is pressed."""
        if self.plan.new_from is not None:
            self._look_back(self.plan.new_from)
        return self._merged([session.run(*listeners) for session in self.sessions])

    def check(self, sources: Sequence[Source], *listeners: Listener) -> Report:
        """Read and judge some of the sources, all those of a document together."""
        shares: dict[AnalysisSession, list[Source]] = {}
        for source in sources:
            shares.setdefault(self._session_of[source.document], []).append(source)
        return self._merged([session.check(share, *listeners) for session, share in shares.items()])

    def write(self, report: Report) -> None:
        """Write the report to standard output, to the files asked for and, for GitHub, to the job's summary."""
        if self._live is not None:
            self._live.close(report)
            return
        plan = self.plan
        faults = write_files(plan.outputs, report, self._lines, os.environ)
        out = standard_output()
        FORMATS[plan.output_format](report, out, style_for(out, os.environ), self._lines)
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if summary and "github" in plan.formats and report.findings:
            append_summary(summary, report, self._lines, os.environ)
        if faults:
            raise click.UsageError("; ".join(faults))

    def found_in(self, path: str) -> str | None:
        """Return the folder that a source was found in; None for a file that the user has named."""
        for named in self._paths:
            whole = os.path.normpath(named)
            if path in (named, whole):
                return None
            if os.path.isdir(named) and (whole == os.curdir or path.startswith(os.path.join(whole, ""))):
                return named
        return os.path.dirname(path) or os.curdir

    def _look_back(self, revision: str) -> None:
        """Let the sessions know what was found at a git revision. Raises ``click.UsageError`` if there is none."""
        from ocpplint.analysis.git_baseline import GitBaseline
        from ocpplint.sources.revision import Revision, RevisionError

        try:
            lookback = GitBaseline(Revision(revision), self.sources, self._paths, self.layout_of)
            shares: dict[str | None, list[Source]] = {}
            for source in lookback.sources():
                shares.setdefault(self._configs.of(source.path).path, []).append(source)
        except RevisionError as error:
            raise click.UsageError(f"--new-from {revision}: {error}") from error
        for session in self.sessions:
            session.look_back(shares.get(session.plan.config.path, []), lookback.has_changed)

    def _merged(self, reports: Sequence[Report]) -> Report:
        """Make one report of those of the sessions."""
        place = {source.path: index for index, source in enumerate(self.sources)}
        report = Report(
            [finding for each in reports for finding in each.findings],
            sorted((entry for each in reports for entry in each.inputs), key=lambda entry: place[entry.path]),
            sum(each.suppressed for each in reports),
            {code: card for each in reports for code, card in each.rules.items()},
        )
        report.statistics = self.plan.statistics
        return report

    def _shares(self, options: Mapping[str, Any]) -> list[tuple[RunOptions, list[Source]]]:
        """Share the sources out: a document, whole, goes by the configuration of its first file."""
        config_of: dict[str, Config] = {}
        shares: dict[str | None, list[Source]] = {}
        for source in self.sources:
            config = config_of.setdefault(source.document, self._configs.of(source.path))
            shares.setdefault(config.path, []).append(source)
        configs = {config.path: config for config in config_of.values()} or {None: self.plan.config}
        return [(plan_of(options, config), shares.get(path, [])) for path, config in configs.items()]

    def _without_our_own(self, sources: list[Source]) -> list[Source]:
        """Leave out what belongs to ocpplint, unless there is nothing else: a hook may be given just that."""
        return [source for source in sources if not self._is_our_own(source.path)] or sources

    def _is_our_own(self, path: str) -> bool:
        """Tell a baseline, a profile or a rule, whose examples are mistakes on purpose."""
        if os.path.basename(path) == BASELINE:
            return True
        config, place = self._configs.of(path), os.path.abspath(path)
        profiles = [config.profile, *(entry.get("profile") for entry in config.stations)]
        folders = [*config.rules, *map(os.path.abspath, self.plan.rule_folders)]
        return place in profiles or any(place.startswith(folder + os.sep) for folder in folders)

    def layout_of(self, path: str) -> Layout:
        """Return the layout that applies to a path. Raises ``DataFileError`` for a configuration that can't be used."""
        config = self._configs.of(path)
        layout = self._layouts.get(id(config))
        if layout is None:
            try:
                layout = self._layouts[id(config)] = Layout(config.layout, config.folder)
            except LayoutError as error:
                raise config.fault(str(error), "layout") from error
        return layout

    def _follow_one(self, paths: Sequence[str]) -> "LiveReport":
        if len(self.sources) != 1 or os.path.isdir(paths[0]):
            raise click.UsageError("--follow reads one log: name one file, or - for standard input")
        from ocpplint.reporters.follow import LiveReport

        out = standard_output()
        return LiveReport(self.plan.output_format, out, style_for(out, os.environ), self._lines)


def _say_what_is_ignored(plans: Sequence[RunOptions]) -> None:
    """Say what of a cache is asked for in vain: a place by a configuration, a check by a key that could be guessed."""
    for path, line in dict.fromkeys(plan.config.place_of("cache-dir") for plan in plans):
        if path is not None:
            place = os.path.relpath(path) + ("" if line is None else f":{line}")
            complain(f"{place}: `cache-dir` is ignored, {_WAYS_OUT}")
    if is_too_short() and any(plan.cache is not None for plan in plans):
        complain(f"{VARIABLE} has fewer than {SHORTEST} characters and could be guessed, so nothing is kept")


def open_run(options: Mapping[str, Any], paths: Sequence[str]) -> Run | None:
    """Prepare a run; None, after saying so, where there is nothing to work on."""
    try:
        run = Run(options, paths)
    except NoInputError as error:
        complain(str(error))
        return None
    if not run.sources:
        complain(f"nothing to read in {', '.join(paths)}")
        return None
    return run


def exit_code(report: Report) -> Exit:
    """Return what the findings come to."""
    return Exit.FINDINGS if any(finding.fails for finding in report.findings) else Exit.CLEAN
