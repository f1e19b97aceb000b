"""The fixer: fixes the files of one document in memory, in rounds, until no fix is left."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from ocpplint.facts.listener import Listener
from ocpplint.findings.finding import Finding
from ocpplint.fixes.edits import AppliedEdits, Planner, applied, standing_at
from ocpplint.fixes.filetext import FileText
from ocpplint.fixes.proof import says_only
from ocpplint.fixes.repetitions import Repetitions
from ocpplint.reporters.report import Report
from ocpplint.sources.source import Source

MOST_ROUNDS = 10
"""One round fixes the first findings, a second those that appear then; more are for rules that conflict."""
MOST_TRIALS = 64
"""The most attempts per round to get a valid result by leaving out fixes. Each attempt costs a check."""


class Recheck(Protocol):
    """Reads and checks sources as the run with the findings to fix."""

    def __call__(self, sources: Sequence[Source], *listeners: Listener) -> Report:
        """Return what is found in the sources."""
        ...


class FixedFiles(NamedTuple):
    """A fixed document: its files before and after, by path, and its remaining findings.

    ``fixed`` counts the fixed findings by file, ``refused`` those whose fix was not valid.
    """

    before: Mapping[str, FileText]
    after: Mapping[str, FileText]
    found: Report
    left: Report
    fixed: Counter[str]
    refused: int

    @property
    def changed(self) -> list[str]:
        """The paths of the files that are no longer the same."""
        return [path for path, file in self.after.items() if file.data != self.before[path].data]


class _Stage(NamedTuple):
    """The files in one round, their findings, and the keys that a configuration sets more than once."""

    files: dict[str, FileText]
    report: Report
    repeated: Repetitions


class Fixer:
    """Fixes documents with safe fixes, or, if ``unsafe``, with all fixes."""

    def __init__(self, check: Recheck, *, unsafe: bool) -> None:
        self._check = check
        self._unsafe = unsafe

    def fix(self, sources: Sequence[Source], files: Mapping[str, FileText]) -> FixedFiles:
        """Fix the document that ``sources`` make up; ``files`` are those of them that may be changed, by path.

        Nothing is written. The sources hold the fixed content afterwards.
        """
        by_path = {source.path: source for source in sources if source.path in files}
        first = stage = self._look(sources, by_path, dict(files))
        fixed: Counter[str] = Counter()
        refused = 0
        for _ in range(MOST_ROUNDS):
            batch = Planner(stage.files).plan(self._applicable(stage.report.findings))
            good, stage = self._accepted(sources, by_path, stage, batch)
            fixed.update(edit.path for edit in good)
            refused = len(batch) - len(good)
            if not good:
                break
        return FixedFiles(files, stage.files, first.report, stage.report, fixed, refused)

    def applies(self, finding: Finding) -> bool:
        """Return whether the finding has a fix of a kind that is asked for."""
        return finding.fix is not None and (self._unsafe or finding.fix.applicability == "safe")

    def _applicable(self, findings: Sequence[Finding]) -> list[Finding]:
        """Return the findings with fixes to apply, safe ones first, which win where two fixes overlap."""
        chosen = filter(self.applies, findings)
        return sorted(chosen, key=lambda finding: finding.fix is None or finding.fix.applicability != "safe")

    def _accepted(
        self, sources: Sequence[Source], by_path: Mapping[str, Source], base: _Stage, batch: list[AppliedEdits]
    ) -> tuple[list[AppliedEdits], _Stage]:
        """Apply all edits at once if the result is valid, else without those that set a key twice.

        If it is still invalid, find the invalid ones by bisection.
        """
        good: list[AppliedEdits] = []
        stage, pending = base, [batch] if batch else []
        for _ in range(MOST_TRIALS):
            if not pending:
                break
            part = pending.pop()
            tried = self._tried(sources, by_path, base, [*good, *part])
            if isinstance(tried, _Stage):
                good, stage = [*good, *part], tried
            else:
                pending += _without(part, tried)
        _fill(by_path, stage.files)
        return good, stage

    def _tried(
        self,
        sources: Sequence[Source],
        by_path: Mapping[str, Source],
        base: _Stage,
        edits: Sequence[AppliedEdits],
    ) -> _Stage | set[AppliedEdits]:
        """Apply the edits and check the result.

        If it is invalid, or a finding is still there, return the edits that are known to be the cause.
        """
        files = applied(base.files, edits)
        if not _says_only(base.files, files, edits):
            return set()
        stage = self._look(sources, by_path, files)
        twice = stage.repeated.added_to(base.repeated)
        if twice:
            return standing_at(twice, base.files, stage.files, edits)
        before, after = (_codes(each.report) for each in (base, stage))
        made = Counter(edit.code for edit in edits)
        return stage if all(after[code] <= before[code] - times for code, times in made.items()) else set()

    def _look(
        self, sources: Sequence[Source], by_path: Mapping[str, Source], files: dict[str, FileText]
    ) -> _Stage:
        _fill(by_path, files)
        repetitions = Repetitions()
        report = self._check(sources, repetitions)
        return _Stage(files, report, repetitions)


def _without(part: list[AppliedEdits], causes: set[AppliedEdits]) -> list[list[AppliedEdits]]:
    """Return the next attempts for edits that failed together: the others, or without a known cause, their halves."""
    rest = [edit for edit in part if edit not in causes]
    if len(rest) < len(part):
        return [rest] if rest else []
    middle = len(part) // 2
    return [part[middle:], part[:middle]] if middle else []


def _fill(by_path: Mapping[str, Source], files: Mapping[str, FileText]) -> None:
    """Set these texts as the contents of the sources."""
    for path, source in by_path.items():
        source.content = files[path].data


def _says_only(
    before: Mapping[str, FileText], after: Mapping[str, FileText], edits: Sequence[AppliedEdits]
) -> bool:
    contents: dict[str, list[str]] = {}
    for edit in edits:
        for change in edit.changes:
            contents.setdefault(change.path, []).append(change.content)
    return all(says_only(path, before[path].text, after[path].text, said) for path, said in contents.items())


def _codes(report: Report) -> Counter[str]:
    return Counter(finding.code for finding in report.findings)
