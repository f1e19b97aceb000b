"""One run of ``check`` or ``audit``: sources read, facts judged, findings reported."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ocpplint.cli.exits import Exit, complain
from ocpplint.cli.options import Plan
from ocpplint.datafiles import DataFileError
from ocpplint.engine.judge import Judge
from ocpplint.engine.packs import Rule, load_rules
from ocpplint.engine.selection import UnknownRuleError, code_of, select_rules
from ocpplint.findings.collector import Collector
from ocpplint.findings.severity import Severity, at_least
from ocpplint.linter import Linter, Listener
from ocpplint.reporters import FORMATS, Report, RuleCard, Style, style_for
from ocpplint.sources import Layout, NoInputError, Source, discover
from ocpplint.sources.layout import LayoutError
from ocpplint.sources.lines import SourceLines
from ocpplint.stations.registry import DEFAULT, Profiles

if TYPE_CHECKING:
    from ocpplint.findings.finding import Finding
    from ocpplint.reporters.live import LiveReport


class Session:
    """A run, prepared. Raises ``click.UsageError`` for whatever the user has to mend first."""

    def __init__(self, plan: Plan, paths: Sequence[str]) -> None:
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
            self.sources: list[Source] = discover(paths, layout, plan.stdin_name)
        except (DataFileError, UnknownRuleError, LayoutError) as error:
            raise click.UsageError(str(error)) from error
        self._lines = SourceLines(self.sources)
        self._live: LiveReport | None = None
        if plan.follow:
            self._live = self._follow_one(paths)

    def run(self, *listeners: Listener) -> Report:
        """Read and judge everything; what is followed, until Ctrl-C is pressed."""
        _check_options(self._plan.config.options, self.rules)
        return self.check(self.sources, *listeners)

    def check(self, sources: Sequence[Source], *listeners: Listener) -> Report:
        """Read and judge these sources."""
        collector = Collector(self._severities, self._found)
        judge = Judge(self.chosen, collector, self._plan.config.options)
        linter = Linter(self.profiles, [judge, *listeners], self._plan.ocpp, self._plan.dialects)
        if self._live is None:
            linter.run(sources)
        else:
            from ocpplint.cli.interrupt import UntilInterrupted

            with UntilInterrupted() as pause:
                linter.follow(sources[0], pause)
        judge.close()
        return Report(collector.findings(), linter.reports, rules={rule.code: _card(rule) for rule in self.chosen})

    def write(self, report: Report) -> None:
        """Write the report to standard output and to the files asked for."""
        if self._live is not None:
            self._live.close(report)
            return
        for name, path in self._plan.outputs:
            try:
                with open(path, "w", encoding="utf-8", newline="\n") as file:
                    FORMATS[name](report, file, Style(), self._lines)
            except OSError as error:
                raise click.UsageError(f"--output {name}={path}: {error.strerror}") from error
        FORMATS[self._plan.output_format](report, sys.stdout, style_for(sys.stdout, os.environ), self._lines)

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
        if self._live is not None:
            self._live.tell(finding)

    def exit_code(self, report: Report) -> Exit:
        """Return what the findings come to."""
        if self._plan.fail_on == "never":
            return Exit.CLEAN
        floor: Severity = self._plan.fail_on  # type: ignore[assignment]  # one of the choices
        return Exit.FINDINGS if any(at_least(f.severity, floor) for f in report.findings) else Exit.CLEAN


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


def _check_options(options: dict[str, dict[str, object]], rules: Sequence[Rule]) -> None:
    from ocpplint.engine.durations import seconds

    known = {rule.code: rule.options for rule in rules}
    for code, chosen in options.items():
        for name, value in chosen.items():
            if name not in known.get(code, {}):
                raise click.UsageError(f"options.{code}.{name}: the rule has no such option")
            try:
                seconds(value)  # type: ignore[arg-type]  # what is no duration is an error here
            except (ValueError, TypeError) as error:
                raise click.UsageError(f"options.{code}.{name}: {error}") from error
