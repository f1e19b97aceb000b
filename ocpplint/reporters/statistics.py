"""The number of findings per rule."""

from typing import NamedTuple

from ocpplint.findings.finding import SEVERITIES, Severity
from ocpplint.reporters.report import Report
from ocpplint.reporters.safe_text import safe
from ocpplint.reporters.text_output import TextOutput


class RuleCount(NamedTuple):
    """The findings of one rule.

    ``occurrences`` counts a mistake in a trace as often as it was seen, ``findings`` once; ``files`` is the number of
    inputs it was found in. ``severity`` is the highest.
    """

    code: str
    name: str
    severity: Severity
    findings: int
    occurrences: int
    files: int
    fixable: int


def count_rules(report: Report) -> list[RuleCount]:
    """Count the findings of each rule, the most frequent rule first, rules of the same count by their codes."""
    counts: dict[str, RuleCount] = {}
    paths: dict[str, set[str]] = {}
    for finding in report.findings:
        so_far = counts.get(finding.code) or RuleCount(
            safe(finding.code), safe(finding.name), finding.severity, 0, 0, 0, 0
        )
        files = paths.setdefault(finding.code, set())
        files.add(finding.location.path)
        counts[finding.code] = so_far._replace(
            severity=max(so_far.severity, finding.severity, key=SEVERITIES.index),
            findings=so_far.findings + 1,
            occurrences=so_far.occurrences + finding.count,
            files=len(files),
            fixable=so_far.fixable + (finding.fix is not None),
        )
    return sorted(counts.values(), key=lambda count: (-count.findings, count.code))


def write_statistics(page: TextOutput, report: Report) -> None:
    """Write a line for each rule: number, severity, rule, and the number of fixable findings."""
    counts = count_rules(report)
    digits = max((len(str(count.findings)) for count in counts), default=1)
    width = max((len(count.name) for count in counts), default=0)
    for count in counts:
        severity = page.paint(f"{count.severity:<7}", count.severity)
        code = page.paint(count.code, "bold")
        fixable = f"  {count.fixable} fixable" if count.fixable else ""
        page.line(f"{count.findings:>{digits}}  {severity}  {code}  {count.name:<{width}}{fixable}".rstrip())
