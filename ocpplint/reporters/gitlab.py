"""The format ``gitlab``: a code quality report, which GitLab shows in merge requests.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from typing import Any, Final, TextIO

from ocpplint.findings.finding import Finding, Severity, fingerprint
from ocpplint.reporters.excerpts import Excerpts
from ocpplint.reporters.jsonformat import dump
from ocpplint.reporters.report import LineSource, Report, Style, project_path
from ocpplint.reporters.safe_text import outgoing

_SEVERITIES: Final[dict[Severity, str]] = {"error": "major", "warning": "minor", "info": "info"}


def write(report: Report, out: TextIO, style: Style, source: LineSource) -> None:
    """Write a list with an entry for each finding. Paths are relative to the project's folder, if one is known."""
    excerpts = Excerpts(source)
    prints = _Fingerprints()
    dump([_entry(outgoing(finding, excerpts), style.project, prints) for finding in report.findings], out)


def _entry(finding: Finding, project: str, prints: "_Fingerprints") -> dict[str, Any]:
    place = finding.location
    seen = f" (seen {finding.count} times)" if finding.count > 1 else ""
    return {
        "description": f"{finding.code} {finding.message}{seen}",
        "check_name": finding.code,
        "fingerprint": prints.of(finding),
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": project_path(place.path, project).removeprefix("./"),
            "lines": {"begin": place.line, "end": max(place.line, place.end_line)},
        },
    }


class _Fingerprints:
    """Makes the fingerprints of SARIF unique: GitLab shows only the first of several entries with the same one."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def of(self, finding: Finding) -> str:
        """Return the finding's fingerprint, or one derived from it where it has been given before."""
        base = finding.fingerprint or fingerprint(
            finding.code, finding.station, finding.key, finding.location.path
        )
        number = self._given[base] = self._given.get(base, 0) + 1
        return base if number == 1 else fingerprint(base, None, None, str(number))
