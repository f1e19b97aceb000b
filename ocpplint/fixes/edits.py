"""Edits of texts: which can be applied together, and the resulting texts."""

from bisect import bisect_left, insort
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from ocpplint.documents.positions import LineIndex
from ocpplint.findings.finding import Edit, Finding
from ocpplint.fixes.filetext import FileText, Lines
from ocpplint.fixes.writing import written


class Replacement(NamedTuple):
    """Replace ``start`` to ``end`` of the text of a file by ``token``. ``content`` is the value of the new text."""

    path: str
    start: int
    end: int
    token: str
    content: str


class AppliedEdits(NamedTuple):
    """The edits that fix one finding: all are applied, or none."""

    code: str
    changes: tuple[Replacement, ...]

    @property
    def path(self) -> str:
        """The file it is counted in."""
        return self.changes[0].path


class Planner:
    """Turns the fixes of findings into changes of the texts of a document's files."""

    def __init__(self, files: Mapping[str, FileText]) -> None:
        self._files = files
        self._lines = {path: Lines(file.text) for path, file in files.items()}

    def plan(self, findings: Iterable[Finding]) -> list[AppliedEdits]:
        """Return the edits that can be made together; what overlaps an earlier one is left for the next round."""
        taken: dict[str, list[tuple[int, int]]] = {path: [] for path in self._files}
        chosen = []
        for finding in findings:
            changes = self._changes(finding)
            if changes and not any(_overlaps(change, taken[change.path]) for change in changes):
                for change in changes:
                    insort(taken[change.path], (change.start, change.end))
                chosen.append(AppliedEdits(finding.code, changes))
        return chosen

    def _changes(self, finding: Finding) -> tuple[Replacement, ...]:
        """Return the changes of a finding's fix; none where one of its edits can't be made."""
        edits = finding.fix.edits if finding.fix else ()
        changes = [self._change(edit) for edit in edits]
        made = tuple(change for change in changes if change is not None)
        return made if len(made) == len(changes) else ()

    def _change(self, edit: Edit) -> Replacement | None:
        place = edit.location
        file = self._files.get(place.path)
        if file is None or not file.can_hold(edit.content):
            return None
        lines = self._lines[place.path]
        start = lines.offset(place.line, place.column)
        end = lines.offset(place.end_line, place.end_column)
        token = written(file.text, start, end, edit.content, place.path)
        return None if token is None else Replacement(place.path, start, end, token, edit.content)


def applied(files: Mapping[str, FileText], edits: Iterable[AppliedEdits]) -> dict[str, FileText]:
    """Return the files with the changes made."""
    by_path: dict[str, list[Replacement]] = {}
    for edit in edits:
        for change in edit.changes:
            by_path.setdefault(change.path, []).append(change)
    changed = {path: files[path].with_text(_edited(files[path].text, made)) for path, made in by_path.items()}
    return {**files, **changed}


def standing_at(
    places: Container[tuple[str, int, int]],
    before: Mapping[str, FileText],
    after: Mapping[str, FileText],
    edits: Iterable[AppliedEdits],
) -> set[AppliedEdits]:
    """Return the edits with a change that now stands at one of ``places``: path, line and column."""
    lines = {path: LineIndex(file.text) for path, file in after.items()}
    made = [(change, edit) for edit in edits for change in edit.changes]
    moved = dict.fromkeys(before, 0)
    found = set()
    for change, edit in sorted(made, key=lambda each: each[0].start):
        if (change.path, *lines[change.path].position(change.start + moved[change.path])) in places:
            found.add(edit)
        moved[change.path] += len(change.token) - (change.end - change.start)
    return found


def _edited(text: str, changes: Sequence[Replacement]) -> str:
    pieces: list[str] = []
    done = 0
    for change in sorted(changes, key=lambda change: change.start):
        pieces += (text[done : change.start], change.token)
        done = change.end
    return "".join(pieces) + text[done:]


def _overlaps(change: Replacement, taken: Sequence[tuple[int, int]]) -> bool:
    """Return whether a change touches one of those taken, which stand in order and apart from each other."""
    at = bisect_left(taken, (change.start, change.end))
    return any(change.start < end and start < change.end for start, end in taken[max(0, at - 1) : at + 1])
