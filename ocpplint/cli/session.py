"""One run of ``check`` or ``audit``: sources read, facts judged, findings reported."""

import os
import sys
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from ocpplint.cli.exits import Exit, complain
from ocpplint.cli.options import Plan
from ocpplint.cli.outputs import append_summary, without_outputs, write_files
from ocpplint.config import Config
from ocpplint.datafiles import DataFileError
from ocpplint.engine.judge import Judge
from ocpplint.engine.packs import Rule, load_rules
from ocpplint.engine.selection import UnknownRuleError, code_of, codes_of, select_rules
from ocpplint.facts import Location
from ocpplint.findings.collector import Collector
from ocpplint.findings.severity import Severity, at_least
from ocpplint.findings.suppressions import Suppressions
from ocpplint.linter import Linter, Listener
from ocpplint.reporters import FORMATS, Report, RuleCard, style_for
from ocpplint.sources import Layout, NoInputError, Source, discover
from ocpplint.sources.layout import LayoutError
from ocpplint.sources.lines import SourceLines
from ocpplint.stations.registry import DEFAULT, Profiles

if TYPE_CHECKING:
    from ocpplint.cli.piecemeal import Knowing
    from ocpplint.facts import InputReport
    from ocpplint.findings.baseline import Baseline
    from ocpplint.findings.finding import Finding
    from ocpplint.reporters.live import LiveReport


_BASELINE = "ocpplint-baseline.json"


class Session:
    """A run, prepared. Raises ``click.UsageError`` for whatever the user has to mend first.

    ``today`` is the day that suppressions expire before, as ``YYYY-MM-DD``; the clock's, if it is not given.
    """

    def __init__(self, plan: Plan, paths: Sequence[str], today: str = "") -> None:
        self._plan = plan
        try:
            self.rules = load_rules(plan.rule_folders)
            self.chosen = select_rules(self.rules, plan.select, plan.ignore)
            self._severities: dict[str, Severity] = {
                **(_strict(self.rules) if plan.strict_input else {}),
                **{code_of(self.rules, word): level for word, level in plan.severity.items()},
            }
            if plan.dialects:
                _check_dialects(plan.dialects)
            self.profiles = Profiles(plan.profile, plan.config.profile or DEFAULT)
            layout = Layout(plan.config.layout, plan.config.folder)
            found: list[Source] = discover(paths, layout, plan.stdin_name)
            self.sources = _without_baseline(without_outputs(found, paths, plan.outputs))
            self._paths, self._today = paths, today or time.strftime("%Y-%m-%d")
            # Each check begins with these anew; a mistake in the configuration is told before anything is read.
            self._waived()
            self._baseline = self._known_findings()
        except (DataFileError, UnknownRuleError, LayoutError) as error:
            raise click.UsageError(str(_placed(error, plan.config))) from error
        own = {os.path.relpath(entry["in"]) for entry in plan.config.suppress}
        self._lines = SourceLines([*self.sources, *map(Source, sorted(own))])
        self._live: LiveReport | None = None
        if plan.follow:
            self._live = self._follow_one(paths)

    def run(self, *listeners: Listener) -> Report:
        """Read and judge everything; what is followed, until Ctrl-C is pressed."""
        _check_options(self._plan.config, self.rules)
        if self._live is not None:
            return self.check(self.sources, *listeners)
        report = None if listeners else self._check_piecemeal()
        return report or self._check_at_once(*listeners)

    def _check_at_once(self, *listeners: Listener) -> Report:
        from ocpplint.cli.documents import size_of
        from ocpplint.cli.progress import Progress, terminal_for_progress

        out = terminal_for_progress(sys.stderr, os.environ)
        progress = Progress(out, len(self.sources), size_of(self.sources))
        for source in self.sources if out is not None else ():
            source.watch = progress.over(source.path)
        try:
            return self.check(self.sources, *listeners)
        finally:
            progress.end()
            for source in self.sources:
                source.watch = None

    def _check_piecemeal(self) -> Report | None:
        """Do the same as ``check`` with all there is document by document; None where that can't be done."""
        from ocpplint.cli.documents import can_be_read_again, documents_of
        from ocpplint.cli.piecemeal import check_documents

        if not can_be_read_again(self.sources):
            return None
        whole = check_documents(documents_of(self.sources), self.knowing(), self._plan.jobs)
        if whole is None:
            return None
        self._lines.expect(Location(path, line, 1, line, 1) for path, line in whole.lines)
        return self._report(whole.findings, whole.suppressed, whole.inputs)

    def knowing(self) -> "Knowing":
        """Return what judges the documents of this run one by one, with the cache where there is one."""
        from ocpplint.cli.documents import DocumentJudge
        from ocpplint.cli.piecemeal import Knowing, Recipe

        plan = self._plan
        judge = DocumentJudge(plan, self.chosen, self._severities, self.profiles, self._waived())
        recipe = Recipe(plan, self._paths, self._today)
        if plan.cache is None:
            return Knowing(recipe, judge)
        from ocpplint.cli.keys import basis_of
        from ocpplint.findings.results import Results, digest

        basis = basis_of(plan, self.chosen, self._severities, self.profiles, self._today)
        return Knowing(recipe, judge, Results(plan.cache, digest((basis.encode(), os.getcwdb()))), basis)

    def check(self, sources: Sequence[Source], *listeners: Listener) -> Report:
        """Read and judge these sources. What is wrong with suppressions that are not in them, only all can show."""
        suppressions = self._waived()
        collector = Collector(self._severities, self._found, suppressions.covers)
        judge = Judge(self.chosen, collector, self._plan.config.options)
        listening = [judge, *listeners]
        linter = Linter(self.profiles, listening, self._plan.ocpp, self._plan.dialects, suppressions.waive)
        if self._live is None:
            linter.run(sources)
        else:
            from ocpplint.cli.interrupt import UntilInterrupted

            with UntilInterrupted() as pause:
                linter.follow(sources[0], pause)
        judge.close()
        for flaw in suppressions.flaws(everywhere=sources is self.sources):
            judge.hear(flaw)
        return self._report(collector.findings(), collector.suppressed(), linter.reports)

    def _report(self, findings: "list[Finding]", suppressed: int, inputs: "list[InputReport]") -> Report:
        new = findings if self._baseline is None else self._baseline.new(findings)
        cards = {rule.code: _card(rule) for rule in self.chosen}
        report = Report(new, inputs, suppressed + len(findings) - len(new), cards)
        report.statistics = self._plan.statistics
        report.fail_on = self._floor
        return report

    def write(self, report: Report) -> None:
        """Write the report to standard output, to the files asked for and, for GitHub, to the job's summary."""
        if self._live is not None:
            self._live.close(report)
            return
        faults = write_files(self._plan.outputs, report, self._lines, os.environ)
        FORMATS[self._plan.output_format](report, sys.stdout, style_for(sys.stdout, os.environ), self._lines)
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if summary and "github" in self._plan.formats and report.findings:
            append_summary(summary, report, self._lines, os.environ)
        if faults:
            raise click.UsageError("; ".join(faults))

    def _waived(self) -> Suppressions:
        """Take in the suppressions of the configuration; those in comments are yet to be read."""
        suppressible = [rule for rule in self.rules if rule.category != "suppression"]
        suppressions = Suppressions(
            lambda word: codes_of(suppressible, word),
            (rule.code for rule in self.chosen),
            self.mandatory,
            self._today,
        )
        config = self._plan.config
        if config.suppress:
            from ocpplint.config.suppress import waivers_in

            everything = any(_is_folder_around(path, os.path.dirname(config.path or "")) for path in self._paths)
            for waiver in waivers_in(config, [source.path for source in self.sources], everything=everything):
                suppressions.waive(waiver)
        return suppressions

    @property
    def mandatory(self) -> frozenset[str]:
        """The codes of the rules that can't be suppressed in this run."""
        if self._plan.allow_mandatory:
            return frozenset()
        return frozenset(rule.code for rule in self.rules if rule.mandatory)

    def _known_findings(self) -> "Baseline | None":
        """Load the baseline, if there is one. Raises ``DataFileError``."""
        path = self._plan.baseline or baseline_path(self._plan.config)
        if not self._plan.use_baseline or (self._plan.baseline is None and not os.path.isfile(path)):
            return None
        from ocpplint.findings.baseline import load_baseline

        return load_baseline(path, self.mandatory)

    def _follow_one(self, paths: Sequence[str]) -> "LiveReport":
        if len(self.sources) != 1 or os.path.isdir(paths[0]):
            raise click.UsageError("--follow reads one log: name one file, or - for standard input")
        from ocpplint.reporters.live import LiveReport

        style = style_for(sys.stdout, os.environ)
        return LiveReport(self._plan.output_format, sys.stdout, style, self._lines)

    def _found(self, finding: "Finding") -> None:
        """See to it that the lines of a finding can be shown, and show it at once where that is asked for."""
        places = [finding.location, *(related.location for related in finding.related)]
        self._lines.expect(places)
        if self._live is not None and not (self._baseline is not None and self._baseline.knows(finding)):
            self._live.tell(finding)

    def exit_code(self, report: Report) -> Exit:
        """Return what the findings come to."""
        floor = self._floor
        if floor is None:
            return Exit.CLEAN
        return Exit.FINDINGS if any(at_least(f.severity, floor) for f in report.findings) else Exit.CLEAN

    @property
    def _floor(self) -> Severity | None:
        """The least severity that makes the run fail, or None."""
        return None if self._plan.fail_on == "never" else self._plan.fail_on  # type: ignore[return-value]  # a choice


def baseline_path(config: Config) -> str:
    """Return where the baseline stands: beside the configuration, or in the current folder if there is none."""
    return os.path.join(os.path.dirname(config.path or ""), _BASELINE)


def _without_baseline(sources: list[Source]) -> list[Source]:
    """Leave the baseline out of what is looked at, unless there is nothing else: a hook may be given just that."""
    return [source for source in sources if os.path.basename(source.path) != _BASELINE] or sources


def _is_folder_around(path: str, folder: str) -> bool:
    """Tell whether a path is ``folder`` or one it stands in."""
    above = os.path.abspath(path).rstrip(os.sep) + os.sep
    return (os.path.abspath(folder) + os.sep).startswith(above)


def open_session(plan: Plan, paths: Sequence[str]) -> Session | None:
    """Prepare a run; None, after saying so, where there is nothing to work on."""
    try:
        session = Session(plan, paths)
    except NoInputError as error:
        complain(str(error))
        return None
    if not session.sources:
        complain(f"nothing to read in {', '.join(paths)}")
        return None
    return session


def _card(rule: Rule) -> RuleCard:
    return RuleCard(rule.code, rule.name, rule.severity, rule.summary, rule.why, rule.source, rule.url)


def _strict(rules: Sequence[Rule]) -> dict[str, Severity]:
    """Make an error of whatever in an input was not understood."""
    return {rule.code: "error" for rule in rules if rule.category == "input"}


def _check_dialects(files: tuple[str, ...]) -> None:
    """Raise ``DataFileError`` for a file of dialects that can't be used, before anything is read."""
    from ocpplint.readers.traces.shipped import load_dialects

    load_dialects(files)


def _placed(error: Exception, config: Config) -> Exception:
    """Say where in the configuration the mistake is, if it is there."""
    if isinstance(error, LayoutError):
        return config.fault(str(error), "layout")
    if isinstance(error, UnknownRuleError) and (setting := config.setting_with(error.word)) is not None:
        return config.fault(str(error), setting, error.word)
    if isinstance(error, DataFileError) and error.path == config.profile and error.line is None:
        return config.fault(f"in `profile`: {error}", "profile")
    return error


def _check_options(config: Config, rules: Sequence[Rule]) -> None:
    from ocpplint.engine.durations import seconds

    known = {rule.code: rule.options for rule in rules}
    for code, chosen in config.options.items():
        for name, value in chosen.items():
            if name not in known.get(code, {}):
                reason = f"in `options.{code}`: {_no_option(name, known.get(code))}"
                raise click.UsageError(str(config.fault(reason, "options", code, name)))
            try:
                seconds(value)
            except (ValueError, TypeError) as error:
                reason = f"in `options.{code}.{name}`: {error}"
                raise click.UsageError(str(config.fault(reason, "options", code, name))) from error


def _no_option(name: str, options: Mapping[str, object] | None) -> str:
    if options is None:
        return "no rule has this code"
    has = f"it has {', '.join(map(repr, options))}" if options else "it has none"
    return f"the rule has no option {name!r}; {has}"
