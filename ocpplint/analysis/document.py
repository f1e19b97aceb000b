"""Documents, their sources, and the check of a single document."""

import os
import stat
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from ocpplint.analysis.options import RunOptions
from ocpplint.analysis.pipeline import Linter
from ocpplint.engine.evaluator import CrossDocumentLink, Evaluator
from ocpplint.engine.rule import Rule
from ocpplint.facts.inputs import InputReport
from ocpplint.findings.collector import Collector
from ocpplint.findings.outcome import Outcome
from ocpplint.findings.suppressions import Suppressions
from ocpplint.sources.source import Source
from ocpplint.stations.registry import Profiles

if TYPE_CHECKING:
    from ocpplint.findings.finding import Finding, Severity

Document = Sequence[Source]
"""The sources that are checked together: a file, the files of one station, the parts of a rotated log."""


def documents_of(sources: Iterable[Source]) -> list[Document]:
    """Return the documents that sources make up, in their order."""
    return [tuple(parts) for _, parts in groupby(sources, key=lambda source: source.document)]


def can_be_read_again(sources: Iterable[Source]) -> bool:
    """Return whether all are files, since a pipe can be read only once. A missing file is reported when it is read."""
    return all(source.content is None and _is_no_pipe(source.real_path) for source in sources)


def size_of(document: Document) -> int:
    """Return the size of a document's files in bytes."""
    return sum(_size(source.real_path) for source in document)


class DocumentJudge:
    """Checks documents one by one, each as a run of its own."""

    def __init__(
        self,
        plan: RunOptions,
        rules: Sequence[Rule],
        severity_of: "Callable[[Finding], Severity | None]",
        profiles: Profiles,
        suppressions: Suppressions,
    ) -> None:
        self._plan, self._severity_of, self._profiles = plan, severity_of, profiles
        self._suppressions = suppressions
        self._conventions = plan.config.conventions()
        self._lines: dict[str, set[int]] = {}
        self._judge = Evaluator(rules, self._collector(), plan.config.options)

    def judge(self, document: Document) -> Outcome:
        """Read and judge the sources of a document, or of several that are judged together."""
        collector = self._begin()
        linter = Linter(
            *(self._profiles, [self._judge], self._plan.ocpp, self._plan.dialects),
            self._suppressions.add_directive,
            conventions=self._conventions,
        )
        linter.run(document)
        ties = self._judge.ties()
        self._judge.close()
        return self._end(collector, linter.reports, ties, everywhere=False)

    def close(self, outcomes: Iterable[Outcome]) -> Outcome:
        """Check, after all documents, the suppressions that are in none of them."""
        collector = self._begin()
        for outcome in outcomes:
            self._suppressions.use(outcome.uses)
        return self._end(collector, [], [], everywhere=True)

    def _begin(self) -> Collector:
        collector = self._collector()
        self._judge.begin(collector)
        self._suppressions.begin()
        self._lines.clear()
        return collector

    def _end(
        self,
        collector: Collector,
        inputs: list[InputReport],
        ties: Iterable[CrossDocumentLink],
        *,
        everywhere: bool,
    ) -> Outcome:
        for flaw in self._suppressions.flaws(everywhere=everywhere):
            self._judge.on_fact(flaw)
        return Outcome(
            collector.findings(),
            inputs,
            collector.suppressed(),
            self._suppressions.uses(),
            {path: sorted(numbers) for path, numbers in self._lines.items()},
            [(tie.whose, tie.what) for tie in ties],
            self._judge.crashed,
        )

    def _collector(self) -> Collector:
        return Collector(self._severity_of, self._take, self._suppressions.covers)

    def _take(self, finding: "Finding") -> None:
        """Record which source lines a finding shows."""
        for place in (finding.location, *(related.location for related in finding.related)):
            self._lines.setdefault(place.path, set()).add(place.line)


def _is_no_pipe(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return path != "-"
    return stat.S_ISREG(mode)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):
        return 0
