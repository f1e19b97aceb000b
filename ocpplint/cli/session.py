"""What one configuration judges: sources read, facts judged, findings collected."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from ocpplint.cli.options import Plan
from ocpplint.cli.policies import Policies
from ocpplint.config import Config
from ocpplint.datafiles import DataFileError
from ocpplint.engine.judge import Judge
from ocpplint.engine.packs import Rule, load_rules
from ocpplint.engine.selection import UnknownRuleError, codes_of
from ocpplint.findings.collector import Collector
from ocpplint.findings.severity import Severity, at_least
from ocpplint.findings.suppressions import Suppressions
from ocpplint.linter import Linter, Listener
from ocpplint.reporters import Report, RuleCard
from ocpplint.stations.fleet import fleet_of
from ocpplint.stations.registry import DEFAULT, Profiles

if TYPE_CHECKING:
    from ocpplint.facts import InputReport
    from ocpplint.findings.baseline import Baseline
    from ocpplint.findings.finding import Finding
    from ocpplint.sources import Source


BASELINE = "ocpplint-baseline.json"


class Session:
    """What is judged by one configuration. Raises ``click.UsageError`` for whatever the user has to mend first.

    ``paths`` are what the user named, ``sources`` what there is to read of that; ``found`` is told each finding when it
    is made.
    """

    def __init__(
        self,
        plan: Plan,
        paths: Sequence[str],
        sources: "Sequence[Source]",
        found: "Callable[[Finding], None] | None" = None,
    ) -> None:
        self.plan = plan
        self._paths, self.sources, self._found = paths, sources, found
        try:
            self.rules = load_rules(plan.rule_folders)
            fleet = fleet_of(plan.config.stations)
            self._policies = Policies(self.rules, plan, fleet)
            self.chosen = self._policies.applied()
            if plan.dialects:
                _check_dialects(plan.dialects)
            self.profiles = Profiles(plan.profile, plan.config.profile or DEFAULT, fleet)
            # Each check begins with these anew; a mistake in the configuration is told before anything is read.
            self._waived()
            self._baseline = self._known_findings()
            self._earlier: Baseline | None = None
        except (DataFileError, UnknownRuleError) as error:
            raise click.UsageError(str(_placed(error, plan.config))) from error
        _check_options(plan.config, self.rules)

    def check(self, sources: "Sequence[Source]", *listeners: Listener) -> Report:
        """Read and judge these sources. What is wrong with suppressions that are not in them, only all can show."""
        collector, inputs = self._judge(sources, self._found, listeners)
        findings = new = collector.findings()
        for known in (self._baseline, self._earlier):
            new = new if known is None else known.new(new)
        for finding in new:
            finding.fails = self.floor is not None and at_least(finding.severity, self.floor)
        suppressed = collector.suppressed() + len(findings) - len(new)
        return Report(new, inputs, suppressed, {rule.code: _card(rule) for rule in self.chosen})

    def look_back(self, sources: "Sequence[Source]", has_changed: "Callable[[str], bool]") -> None:
        """Take what is found in these sources, which are of an earlier time, for known from now on.

        ``has_changed`` tells of a file whether what is found in it is of today.
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
        suppressions = self._waived()
        collector = Collector(self._policies.severity_of, found, suppressions.covers)
        judge = Judge(self.chosen, collector, self.plan.config.options)
        listening = [judge, *listeners]
        linter = Linter(self.profiles, listening, self.plan.ocpp, self.plan.dialects, suppressions.waive)
        if self.plan.follow:
            from ocpplint.cli.interrupt import UntilInterrupted

            with UntilInterrupted() as pause:
                linter.follow(sources[0], pause)
        else:
            linter.run(sources)
        judge.close()
        for flaw in suppressions.flaws(everywhere=everywhere or sources is self.sources):
            judge.hear(flaw)
        return collector, linter.reports

    def knows(self, finding: "Finding") -> bool:
        """Tell whether a finding is one that the baseline holds."""
        return self._baseline is not None and self._baseline.knows(finding)

    def _waived(self) -> Suppressions:
        """Take in the suppressions of the configuration; those in comments are yet to be read."""
        suppressible = [rule for rule in self.rules if rule.category != "suppression"]
        suppressions = Suppressions(
            lambda word: codes_of(suppressible, word),
            (rule.code for rule in self.chosen),
            self.mandatory,
            time.strftime("%Y-%m-%d"),
        )
        config = self.plan.config
        if config.suppress:
            from ocpplint.config.suppress import waivers_in

            everything = any(_is_folder_around(path, os.path.dirname(config.path or "")) for path in self._paths)
            for waiver in waivers_in(config, [source.path for source in self.sources], everything=everything):
                suppressions.waive(waiver)
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
        if not self.plan.use_baseline or (self.plan.baseline is None and not os.path.isfile(path)):
            return None
        from ocpplint.findings.baseline import load_baseline

        return load_baseline(path, self.mandatory)


def baseline_path(config: Config) -> str:
    """Return where the baseline stands: beside the configuration, or in the current folder if there is none."""
    return os.path.join(os.path.dirname(config.path or ""), BASELINE)


def _is_folder_around(path: str, folder: str) -> bool:
    """Tell whether a path is ``folder`` or one it stands in."""
    above = os.path.abspath(path).rstrip(os.sep) + os.sep
    return (os.path.abspath(folder) + os.sep).startswith(above)


def _card(rule: Rule) -> RuleCard:
    return RuleCard(rule.code, rule.name, rule.severity, rule.summary, rule.why, rule.source, rule.url)


def _check_dialects(files: tuple[str, ...]) -> None:
    """Raise ``DataFileError`` for a file of dialects that can't be used, before anything is read."""
    from ocpplint.readers.traces.shipped import load_dialects

    load_dialects(files)


def _placed(error: Exception, config: Config) -> Exception:
    """Say where in the configuration the mistake is, if it is there."""
    if isinstance(error, UnknownRuleError) and (setting := config.setting_with(error.word)) is not None:
        return config.fault(str(error), setting, error.word)
    if isinstance(error, DataFileError) and error.line is None:
        if error.path == config.profile:
            return config.fault(f"in `profile`: {error}", "profile")
        if any(error.path == entry.get("profile") for entry in config.stations):
            return config.fault(f"in `stations`: {error}", "stations", os.path.basename(error.path))
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
