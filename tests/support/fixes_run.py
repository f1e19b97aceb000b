"""Fixing as ``check --fix`` does it, without a process of its own."""

import os
from collections.abc import Sequence
from pathlib import Path

from ocpplint.analysis.pipeline import Linter
from ocpplint.engine.evaluator import Evaluator
from ocpplint.engine.packs import load_rules
from ocpplint.engine.rule import Rule
from ocpplint.facts.listener import Listener
from ocpplint.findings.collector import Collector
from ocpplint.fixes.repairs import Repairs
from ocpplint.reporters.report import Report
from ocpplint.sources.discover import discover
from ocpplint.sources.layout import Layout
from ocpplint.sources.source import Source
from ocpplint.stations.registry import DEFAULT, Profiles

RULES = load_rules()


class Checker:
    """Judges sources by these rules."""

    def __init__(self, rules: Sequence[Rule] = RULES) -> None:
        self._rules = rules

    def __call__(self, sources: Sequence[Source], *listeners: Listener) -> Report:
        collector = Collector()
        judge = Evaluator(self._rules, collector)
        linter = Linter(Profiles(default=DEFAULT), [judge, *listeners])
        linter.run(sources)
        judge.close()
        return Report(collector.findings(), linter.reports)


def repairs_of(folder: Path, *, unsafe: bool, rules: Sequence[Rule] = RULES) -> Repairs:
    """Check a folder and stand ready to fix what is found in it."""
    check = Checker(rules)
    sources = discover([os.fspath(folder)], Layout())
    return Repairs(check, sources, check(sources), lambda _: os.fspath(folder), unsafe=unsafe)


def repaired(folder: Path, *, unsafe: bool = True, rules: Sequence[Rule] = RULES) -> Repairs:
    """Mend what is found in a folder."""
    repairs = repairs_of(folder, unsafe=unsafe, rules=rules)
    repairs.write()
    return repairs
