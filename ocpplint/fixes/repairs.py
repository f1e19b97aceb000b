"""Fixes of all documents of a run, one after the other, and their results."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from ocpplint.facts.inputs import InputReport
from ocpplint.fixes.filetext import FileText, NotEditableError
from ocpplint.fixes.fixer import FixedFiles, Fixer, Recheck
from ocpplint.reporters.report import Report
from ocpplint.sources.replacing import RefusedError, place_of, replace_file
from ocpplint.sources.source import STDIN, Source

_EVIDENCE = "is evidence and is never rewritten"


class Repair(NamedTuple):
    """A document and the result of its fixes."""

    sources: list[Source]
    result: FixedFiles


class Repairs:
    """Fixes the findings of a run. ``check`` checks sources as the run that made ``report``.

    ``fixed`` counts the fixed findings, by file; ``refused`` those whose fix was not valid.
    ``untouched`` has the reason for each file with fixes that is not rewritten; ``base_of`` gives the folder that a
    file was found in, which no link to it may lead out of.
    """

    def __init__(
        self,
        check: Recheck,
        sources: Iterable[Source],
        report: Report,
        base_of: Callable[[str], str | None],
        *,
        unsafe: bool,
    ) -> None:
        self._base_of = base_of
        self.fixed: Counter[str] = Counter()
        self.refused = 0
        self.untouched: dict[str, str] = {}
        self.report = report
        self._check = check
        self._fixer = Fixer(check, unsafe=unsafe)
        self._sources = list(sources)
        entries = {entry.path: entry for entry in report.inputs}
        self._rewritable = {
            source.path for source in self._sources if _is_configuration(source, entries.get(source.path))
        }
        wanted = [finding for finding in report.findings if finding.in_evidence or self._fixer.applies(finding)]
        self._wanted = {finding.location.path for finding in wanted} & self._rewritable
        inputs = {source.path for source in self._sources}
        for finding in wanted:
            if finding.location.path in inputs - self._rewritable or finding.in_evidence:
                self.untouched[finding.location.path] = _EVIDENCE

    def write(self) -> None:
        """Fix every document and replace its files; ``report`` then has the remaining findings."""
        for repair in self._repaired():
            self._replace(repair)

    def preview(self) -> Iterator[tuple[str, FileText, FileText]]:
        """Fix every document in memory and yield the path of each file that would change, before and after.

        A file that goes by several names comes once.
        """
        seen: set[str] = set()
        for repair in self._repaired():
            result = repair.result
            for path in result.changed:
                real_path = os.path.realpath(path)
                if real_path in seen:
                    continue
                seen.add(real_path)
                self.fixed[path] += result.fixed[path]
                yield path, result.before[path], result.after[path]

    def unsafe_left(self) -> int:
        """Count the remaining findings with unsafe fixes in rewritable files."""
        return sum(
            finding.fix is not None
            and finding.fix.applicability == "unsafe"
            and finding.location.path in self._rewritable
            for finding in self.report.findings
        )

    def _repaired(self) -> Iterator[Repair]:
        for _, parts in groupby(self._sources, key=lambda source: source.document):
            sources = list(parts)
            files = self._read(sources)
            if files:
                result = self._fixer.fix(sources, files)
                self.refused += result.refused
                yield Repair(sources, result)
            for source in sources:
                source.content = None

    def _read(self, sources: Sequence[Source]) -> dict[str, FileText]:
        files = {}
        for source in sources:
            if source.path not in self._wanted:
                continue
            try:
                place_of(source.path, self._base_of(source.path))
                files[source.path] = FileText.read(source)
            except NotEditableError as error:
                self._leave(source.path, str(error))
            except OSError as error:
                self._leave(source.path, _reason(error))
        return files

    def _replace(self, repair: Repair) -> None:
        """Write the files of a document. If one can't be written, the files on disk are checked again."""
        result, left = repair.result, repair.result.left
        for path in result.changed:
            try:
                replace_file(path, result.after[path].data, result.before[path].data, self._base_of(path))
            except OSError as error:
                self._leave(path, _reason(error))
            else:
                self.fixed[path] += result.fixed[path]
        if self.untouched.keys() & set(result.changed):
            for source in repair.sources:
                source.content = None
            left = self._check(repair.sources)
        self.report = _with(self.report, {source.path for source in repair.sources}, result.found, left)

    def _leave(self, path: str, reason: str) -> None:
        self.untouched[path] = reason
        self._rewritable.discard(path)


def _reason(error: OSError) -> str:
    if isinstance(error, RefusedError):
        return f"{error.strerror}, and is left as it is"
    return f"can't be rewritten: {(error.strerror or 'unknown reason').lower()}"


def _is_configuration(source: Source, entry: InputReport | None) -> bool:
    """Return whether a source is a configuration and not evidence: standard input, a trace, a part of a rotated log."""
    if entry is None or source.real_path == STDIN or source.series is not None:
        return False
    return entry.kind == "settings" and not entry.frames


def _with(report: Report, paths: set[str], found: Report, left: Report) -> Report:
    """Replace the findings of a document in a report by those that are left."""
    findings = [finding for finding in report.findings if finding.location.path not in paths]
    judged = {entry.path: entry for entry in left.inputs}
    result = Report(
        [*findings, *left.findings],
        [judged.get(entry.path, entry) for entry in report.inputs],
        report.suppressed - found.suppressed + left.suppressed,
        report.rules,
    )
    result.stations, result.statistics = report.stations, report.statistics
    return result
