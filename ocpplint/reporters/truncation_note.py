"""The note of a format that cannot show all findings: the number, files and rules of the others."""

from collections import Counter
from collections.abc import Sequence

from ocpplint.findings.finding import SEVERITIES, Finding
from ocpplint.reporters.report import project_path
from ocpplint.reporters.safe_text import safe
from ocpplint.reporters.summary_line import counted

_MOST_NAMED = 10


def severities(findings: Sequence[Finding]) -> str:
    """Count findings by severity, the worst first: ``12 errors, 3 warnings``."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(counted(counts[level], level) for level in reversed(SEVERITIES) if counts[level])


def files(findings: Sequence[Finding], project: str) -> list[tuple[str, int]]:
    """Count findings by file, the file with the most first, the last entry being the sum of the lesser ones."""
    named = (safe(project_path(finding.location.path, project)) for finding in findings)
    return _most(Counter(named), "other file")


def rules(findings: Sequence[Finding]) -> list[tuple[str, int]]:
    """Count findings by rule in the same way."""
    return _most(Counter(safe(finding.code) for finding in findings), "other rule")


def _most(counts: Counter[str], others: str) -> list[tuple[str, int]]:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if len(ranked) <= _MOST_NAMED + 1:
        return ranked
    rest = ranked[_MOST_NAMED:]
    return [*ranked[:_MOST_NAMED], (counted(len(rest), others), sum(number for _, number in rest))]
