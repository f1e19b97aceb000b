"""The format ``junit``: a test report, for CI services that support no other format.

An input is a test suite, a finding a test case; an input without findings has one that passed, so that a healthy run is
no empty report. A case fails where the finding makes the run fail (``--fail-on``); a lesser finding stands in the
output of a case that passed, and what holds no OCPP is skipped. The elements and attributes are those of the JUnit
schema of Jenkins (``junit-10.xsd`` of its xUnit plugin).
"""

from collections.abc import Iterable
from typing import TextIO

from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputReport
from ocpplint.findings.finding import Finding
from ocpplint.reporters.excerpts import Excerpts
from ocpplint.reporters.markup import DECLARATION, element, opening, text
from ocpplint.reporters.report import LineSource, Report, Style, posix_path
from ocpplint.reporters.safe_text import outgoing


def write(report: Report, out: TextIO, style: Style, source: LineSource) -> None:  # noqa: ARG001
    """Write a suite for each input, in the order of their paths."""
    excerpts = Excerpts(source)
    suites = _suites(report)
    failing = [finding for finding in report.findings if finding.fails]
    cases = sum(max(1, len(findings)) for findings in suites.values())
    counts = _counts(cases, len(failing))
    inputs = {entry.path: entry for entry in report.inputs}
    out.write(f"{DECLARATION}\n{opening('testsuites', [('name', 'ocpplint'), *counts])}\n")
    for path, findings in suites.items():
        shown = [outgoing(finding, excerpts) for finding in findings]
        out.writelines(f"  {line}\n" for line in _suite(path, shown, inputs.get(path)))
    out.write("</testsuites>\n")


def _suites(report: Report) -> dict[str, list[Finding]]:
    paths = {entry.path for entry in report.inputs} | {finding.location.path for finding in report.findings}
    suites: dict[str, list[Finding]] = {path: [] for path in sorted(paths)}
    for finding in report.findings:
        suites[finding.location.path].append(finding)
    return suites


def _counts(cases: int, failures: int) -> list[tuple[str, str | int]]:
    return [("tests", cases), ("failures", failures), ("errors", 0)]


def _suite(path: str, findings: list[Finding], entry: InputReport | None) -> Iterable[str]:
    name = posix_path(path) or "-"
    failures = sum(finding.fails for finding in findings)
    skipped = entry is not None and entry.kind == "other" and not entry.problems and not findings
    counts = [*_counts(max(1, len(findings)), failures), ("skipped", int(skipped))]
    yield opening("testsuite", [("name", name), *counts])
    if not findings:
        content = element("skipped", [("message", "no OCPP content")]) if skipped else ""
        yield "  " + element("testcase", [("name", "no findings"), ("classname", name)], content)
    names: dict[str, int] = {}
    for finding in findings:
        title = _title(finding, names)
        content = _failure(finding) if finding.fails else _remark(finding)
        yield "  " + element("testcase", [("name", title), ("classname", name)], content)
    yield "</testsuite>"


def _title(finding: Finding, names: dict[str, int]) -> str:
    """Name a case by its rule and key, not by its line: CI services follow a test from run to run by its name."""
    name = f"{finding.code} {finding.name}" + (f": {finding.key}" if finding.key else "")
    number = names[name] = names.get(name, 0) + 1
    return name if number == 1 else f"{name} ({number})"


def _failure(finding: Finding) -> str:
    attributes: list[tuple[str, str | int]] = [("type", finding.severity), ("message", finding.message)]
    return element("failure", attributes, _details(finding))


def _remark(finding: Finding) -> str:
    return element("system-out", [], _details(finding))


def _place(place: Location) -> str:
    return f"{posix_path(place.path)}:{place.line}:{place.column}"


def _details(finding: Finding) -> str:
    seen = f" (seen {finding.count} times)" if finding.count > 1 else ""
    lines = [f"{_place(finding.location)}: {finding.severity} {finding.code} {finding.message}{seen}"]
    lines += [f"see {_place(related.location)}: {related.message}" for related in finding.related]
    lines += [f"help: {finding.help}"] if finding.help else []
    lines += [f"source: {finding.source}"] if finding.source else []
    return "\n".join(map(text, lines))
