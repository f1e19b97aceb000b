"""The examples of rules, run: each bad one must fire at its marks, each good one must stay silent."""

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ocpplint.analysis.pipeline import Linter
from ocpplint.documents.positions import line_starts
from ocpplint.engine.evaluator import Evaluator
from ocpplint.engine.rule import Rule
from ocpplint.engine.selection import codes_of
from ocpplint.facts.fact import Location
from ocpplint.findings.collector import Collector
from ocpplint.findings.finding import Finding
from ocpplint.findings.suppressions import Suppressions
from ocpplint.sources.discover import discover
from ocpplint.sources.layout import Layout
from ocpplint.stations.registry import DEFAULT, Profiles

_OPEN, _CLOSE = "<<", ">>"
_MARK = re.compile("<<([^\n]*?)>>")
"""A marked place; the ``<<`` of a YAML merge has no counterpart on its line."""


class Failure(NamedTuple):
    """An example that does not hold, and why."""

    rule: str
    kind: str
    title: str
    reason: str


class Marked(NamedTuple):
    """An example's files without their marks, and the marked places as ``(path, line, column)``."""

    files: dict[str, str]
    places: list[tuple[str, int, int]]


def failures(rule: Rule, rules: Sequence[Rule]) -> Iterator[Failure]:
    """Run the examples of ``rule`` with all of ``rules`` and yield what does not hold."""
    for kind in ("bad", "good"):
        for example in rule.examples[kind]:
            for reason in _faults(rule, kind, example, rules):
                yield Failure(rule.code, kind, example["title"], reason)


def unmark(example: Mapping[str, Any]) -> Marked:
    """Take the marks out of an example."""
    given = example.get("files") or {example.get("path", "example.json"): example["text"]}
    files: dict[str, str] = {}
    places: list[tuple[str, int, int]] = []
    for path, text in given.items():
        while mark := _MARK.search(text):
            before = text[: mark.start()]
            places.append((path, before.count("\n") + 1, len(before) - before.rfind("\n")))
            text = f"{before}{mark[1]}{text[mark.end() :]}"
        files[path] = text
    return Marked(files, places)


def run_example(
    files: Mapping[str, str],
    rules: Sequence[Rule],
    profile: str | None = None,
    options: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[Finding]:
    """Return what ``rules`` find in the files. They are written to temporary folders.

    ``profile`` is the name of a profile, or of the file among them that is one and is not checked.
    ``options`` maps codes of rules to options that are set.
    """
    with (
        tempfile.TemporaryDirectory(prefix="ocpplint-") as folder,
        tempfile.TemporaryDirectory(prefix="ocpplint-") as aside,
    ):
        for path, text in files.items():
            _write(aside if path == profile else folder, path, text)
        suppressions = Suppressions(lambda word: codes_of(rules, word), (rule.code for rule in rules))
        collector = Collector(is_suppressed=suppressions.covers)
        judge = Evaluator(rules, collector, options)
        default = os.path.join(aside, profile) if profile in files and profile is not None else profile or DEFAULT
        linter = Linter(Profiles(default=default), [judge], add_directive=suppressions.add_directive)
        linter.run(discover([folder], Layout()))
        judge.close()
        for flaw in suppressions.flaws():
            judge.on_fact(flaw)
        found = collector.findings()
        for finding in found:
            finding.location = _within(folder, finding.location)
            finding.related = [
                related._replace(location=_within(folder, related.location)) for related in finding.related
            ]
    return found


def _within(folder: str, place: Location) -> Location:
    return place._replace(path=os.path.relpath(place.path, folder).replace(os.sep, "/"))


def _write(folder: str, path: str, text: str) -> None:
    """Write a file of an example. Raises ``ValueError`` for a path outside the folder."""
    path = os.path.normpath(os.path.join(folder, path))
    if not path.startswith(folder + os.sep):
        raise ValueError("a file of an example leaves the folder it is run in")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def _faults(rule: Rule, kind: str, example: Mapping[str, Any], rules: Sequence[Rule]) -> Iterator[str]:
    marked = unmark(example)
    found = run_example(marked.files, rules, example.get("profile"))
    here = [(f.location.path, f.location.line, f.location.column) for f in found if f.code == rule.code]
    also = {f.code for f in found if f.code != rule.code}
    if kind == "bad" and not marked.places:
        yield f"marks no place: put {_OPEN} and {_CLOSE} around it"
    for place in marked.places:
        if place not in here:
            yield f"does not fire at {_shown(place)}" + (
                f", but at {', '.join(map(_shown, here))}" if here else ""
            )
    for place in here:
        if place not in marked.places:
            yield f"fires at {_shown(place)}, which is not marked"
    for code in sorted(also - set(example.get("also", ()))):
        yield f"{code} fires, too"
    if "fixed" in example:
        yield from _fix_faults(rule, marked, found, example["fixed"])


def _fix_faults(rule: Rule, marked: Marked, found: Sequence[Finding], fixed: str) -> Iterator[str]:
    (text,) = marked.files.values()
    starts = line_starts(text)
    fixes = [finding.fix for finding in found if finding.code == rule.code and finding.fix is not None]
    for place, content in sorted((edit for fix in fixes for edit in fix.edits), reverse=True):
        start = starts[place.line - 1] + place.column - 1
        text = text[:start] + content + text[starts[place.end_line - 1] + place.end_column - 1 :]
    if text != fixed:
        yield f"the fix makes {text!r} of it"


def _shown(place: tuple[str, int, int]) -> str:
    return f"{place[0]}:{place[1]}:{place[2]}"
