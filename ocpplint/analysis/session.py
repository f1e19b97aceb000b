"""The check of the inputs under one configuration: reads sources, evaluates rules, collects findings."""

import os
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TextIO

from ocpplint.analysis.options import RunOptions
from ocpplint.analysis.pipeline import Linter
from ocpplint.analysis.policies import Policies
from ocpplint.config.configuration import Config
from ocpplint.engine.evaluator import Evaluator
from ocpplint.engine.packs import load_rules
from ocpplint.engine.rule import Rule
from ocpplint.engine.selection import UnknownRuleError, codes_of
from ocpplint.facts.fact import Location
from ocpplint.facts.listener import Listener
from ocpplint.findings.collector import Collector
from ocpplint.findings.finding import Severity, at_least
from ocpplint.findings.suppressions import Suppressions
from ocpplint.reporters.report import Report, RuleCard
from ocpplint.resources.datafile import DataFileError
from ocpplint.stations.registry import Profiles

if TYPE_CHECKING:
    from ocpplint.analysis.incremental import DocumentChecker
    from ocpplint.facts.inputs import InputReport
    from ocpplint.findings.baseline import Baseline
    from ocpplint.findings.finding import Finding
    from ocpplint.findings.results import Results
    from ocpplint.sources.lines import SourceLines
    from ocpplint.sources.source import Source
    from ocpplint.stations.fleet import Fleet


BASELINE = "ocpplint-baseline.json"
_FEW = 20
"""Files. Checking so few small ones takes less time than a look-up in the cache."""
_LITTLE = 65_536
"""Bytes of all of them."""


class AnalysisSession:
    """The check of the inputs under one configuration. Raises ``UsageError`` for what the user has to change first.

    ``paths`` are the paths that the user named, ``sources`` the inputs found there. ``lines`` keeps the lines that
    findings show; ``terminal`` shows the progress of a long run. ``on_finding``, which may be set before a run, is
    called with each new finding. ``today`` is the day of the run as ``YYYY-MM-DD``, by default that of the clock: a
    suppression that expires before it has no effect.
    """

    def __init__(
        self,
        plan: RunOptions,
        paths: Sequence[str],
        sources: "Sequence[Source]",
        lines: "SourceLines | None" = None,
        terminal: TextIO | None = None,
        today: str = "",
    ) -> None:
        self.plan, self.sources = plan, sources
        self._paths, self._lines, self._terminal = paths, lines, terminal
        self.on_finding: Callable[[Finding], None] | None = None
        self._today = today or time.strftime("%Y-%m-%d")
        try:
            self.rules = load_rules(plan.said_rules, plan.config.rules, plan.config.within, plan.docs_url)
            fleet = _fleet_of(plan.config)
            self._policies = Policies(self.rules, plan, fleet)
            self.chosen = self._policies.applied()
            if plan.dialects:
                _check_dialects(plan.dialects)
            self.profiles = Profiles(plan.profile, plan.config.profile, fleet, plan.config.within)
            # Each check starts with fresh copies; an error in the configuration is reported before anything is read.
            self._directives()
            self._baseline = self._known_findings()
            self._earlier: Baseline | None = None
        except (DataFileError, UnknownRuleError) as error:
            from ocpplint.analysis.config_errors import placed

            raise placed(error, plan.config) from error.__cause__
        if plan.config.options:
            from ocpplint.analysis.config_errors import check_options

            check_options(plan.config, self.rules)

    def run(self, *listeners: Listener) -> Report:
        """Read and check everything; a followed log, until Ctrl-C is pressed."""
        if self.plan.follow:
            return self.check(self.sources, *listeners)
        if not listeners and self._is_little():
            return self.check(self.sources)
        report = None if listeners else self._check_piecemeal()
        return report or self._check_at_once(*listeners)

    def _is_little(self) -> bool:
        """Return whether the inputs are so small that cache and processes cost more than they save."""
        plan = self.plan
        if plan.jobs is not None or plan.says_cache or len(self.sources) > _FEW:
            return False
        try:
            return sum(os.stat(source.real_path).st_size for source in self.sources) < _LITTLE
        except (OSError, ValueError):
            return False

    def _check_at_once(self, *listeners: Listener) -> Report:
        from ocpplint.analysis.document import size_of
        from ocpplint.analysis.progress import Progress

        out = self._terminal
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
        """Check all sources incrementally, document by document; None where that can't be done."""
        from ocpplint.analysis.document import can_be_read_again, documents_of
        from ocpplint.analysis.incremental import check_documents

        if not can_be_read_again(self.sources):
            return None
        whole = check_documents(
            documents_of(self.sources), self.checker(), self.plan.jobs, terminal=self._terminal
        )
        if whole is None:
            return None
        if self._lines is not None:
            self._lines.expect(Location(path, line, 1, line, 1) for path, line in whole.lines)
        return self._report(whole.findings, whole.suppressed, whole.inputs)

    def checker(self) -> "DocumentChecker":
        """Return the checker of single documents, with the cache if there is one."""
        from ocpplint.analysis.document import DocumentJudge
        from ocpplint.analysis.incremental import DocumentChecker, Recipe

        plan = self.plan
        judge = DocumentJudge(plan, self.chosen, self._policies.severity_of, self.profiles, self._directives())
        inputs = [source.path for source in self.sources]
        recipe = Recipe(_made_anew, (plan, self._paths, inputs, self._today))
        return DocumentChecker(recipe, judge, *(self._cache(plan.cache) if plan.cache is not None else ()))

    def _cache(self, folder: str) -> "tuple[Results, str] | tuple[()]":
        """Open the cache of this run and return it with the common part of its keys; empty without a cache."""
        from ocpplint.analysis.cache_key import basis_of
        from ocpplint.findings.results import Results, digest
        from ocpplint.resources.signing_key import cache_key

        key = cache_key()
        basis = None if key is None else basis_of(self.plan, self.chosen, self.profiles, self._today)
        if key is None or basis is None:
            return ()
        return Results(folder, digest((basis.encode(), os.getcwdb())), key), basis

    def check(self, sources: "Sequence[Source]", *listeners: Listener) -> Report:
        """Read and check these sources. Suppressions that are not in them are checked only in a run of all sources."""
        collector, inputs = self._judge(sources, self._found, listeners)
        return self._report(collector.findings(), collector.suppressed(), inputs)

    def _report(self, findings: "list[Finding]", suppressed: int, inputs: "list[InputReport]") -> Report:
        """Remove known findings and mark those that make the run fail."""
        new = findings
        for known in (self._baseline, self._earlier):
            new = new if known is None else known.new(new)
        for finding in new:
            finding.fails = self.floor is not None and at_least(finding.severity, self.floor)
        cards = {rule.code: _card(rule) for rule in self.chosen}
        return Report(new, inputs, suppressed + len(findings) - len(new), cards)

    def _found(self, finding: "Finding") -> None:
        """Keep the source lines of a finding, and call ``on_finding`` where it is set."""
        if self._lines is not None:
            self._lines.expect([finding.location, *(related.location for related in finding.related)])
        if self.on_finding is not None and not (self._baseline is not None and self._baseline.knows(finding)):
            self.on_finding(finding)

    def look_back(self, sources: "Sequence[Source]", has_changed: "Callable[[str], bool]") -> None:
        """Treat the findings in these earlier sources as known from now on.

        ``has_changed`` returns whether a file has changed since.
        """
        from ocpplint.findings.baseline import Baseline

        inputs = {source.path for source in sources}
        found = self._judge(sources, None, (), everywhere=True)[0].findings()
        then = [f for f in found if f.location.path in inputs or not has_changed(f.location.path)]
        self._earlier = Baseline("", {}, self.mandatory).count(then)

    def _judge(
        self,
        sources: "Sequence[Source]",
        found: "Callable[[Finding], None] | None",
        listeners: Sequence[Listener],
        *,
        everywhere: bool = False,
    ) -> "tuple[Collector, list[InputReport]]":
        suppressions = self._directives()
        collector = Collector(self._policies.severity_of, found, suppressions.covers)
        judge = Evaluator(self.chosen, collector, self.plan.config.options)
        listening = [judge, *listeners]
        linter = Linter(
            *(self.profiles, listening, self.plan.ocpp, self.plan.dialects, suppressions.add_directive),
            conventions=self.plan.config.conventions(),
        )
        if self.plan.follow:
            from ocpplint.analysis.interrupt import UntilInterrupted

            with UntilInterrupted() as pause:
                linter.follow(sources[0], pause)
        else:
            linter.run(sources)
        judge.close()
        for flaw in suppressions.flaws(everywhere=everywhere or sources is self.sources):
            judge.on_fact(flaw)
        return collector, linter.reports

    def _directives(self) -> Suppressions:
        """Add the suppressions of the configuration; those in comments are read later."""
        suppressible = [rule for rule in self.rules if rule.category != "suppression"]
        suppressions = Suppressions(
            lambda word: codes_of(suppressible, word),
            (rule.code for rule in self.chosen),
            self.mandatory,
            self._today,
        )
        config = self.plan.config
        if config.suppress:
            from ocpplint.config.suppress import directives_in

            everything = any(_is_folder_around(path, os.path.dirname(config.path or "")) for path in self._paths)
            for directive in directives_in(
                config, [source.path for source in self.sources], everything=everything
            ):
                suppressions.add_directive(directive)
        return suppressions

    @property
    def mandatory(self) -> frozenset[str]:
        """The codes of the rules that can't be suppressed in this run."""
        if self.plan.allow_mandatory:
            return frozenset()
        return frozenset(rule.code for rule in self.rules if rule.mandatory)

    @property
    def floor(self) -> Severity | None:
        """The least severity that makes the run fail, or None."""
        return None if self.plan.fail_on == "never" else self.plan.fail_on  # type: ignore[return-value]  # a choice

    def _known_findings(self) -> "Baseline | None":
        """Load the baseline, if there is one. Raises ``DataFileError``."""
        path = self.plan.baseline or baseline_path(self.plan.config)
        if not self.plan.use_baseline or (self.plan.baseline is None and not os.path.lexists(path)):
            return None
        from ocpplint.findings.baseline import load_baseline

        return load_baseline(path, self.mandatory, self.plan.config.within if self.plan.baseline is None else None)


def _made_anew(plan: RunOptions, paths: Sequence[str], inputs: Sequence[str], today: str) -> "DocumentChecker":
    """Construct the checker of a session in another process."""
    from ocpplint.sources.source import Source

    return AnalysisSession(plan, paths, [Source(path) for path in inputs], today=today).checker()


def baseline_path(config: Config) -> str:
    """Return where the baseline stands: beside the configuration, or in the current folder if there is none."""
    return os.path.join(os.path.dirname(config.path or ""), BASELINE)


def _is_folder_around(path: str, folder: str) -> bool:
    """Return whether a path is ``folder`` or one it stands in."""
    above = os.path.abspath(path).rstrip(os.sep) + os.sep
    return (os.path.abspath(folder) + os.sep).startswith(above)


def _card(rule: Rule) -> RuleCard:
    return RuleCard(rule.code, rule.name, rule.severity, rule.summary, rule.why, rule.source, rule.url)


def _fleet_of(config: Config) -> "Fleet | None":
    if not config.stations:
        return None
    from ocpplint.stations.fleet import fleet_of

    return fleet_of(config.stations)


def _check_dialects(files: tuple[str, ...]) -> None:
    """Raise ``DataFileError`` for a file of dialects that can't be used, before anything is read."""
    from ocpplint.readers.traces.dialect_loader import load_dialects

    # The files may have changed since the last check of a ``--watch`` run.
    load_dialects.cache_clear()
    load_dialects(files)
