"""What is found, gathered: repeats in a trace counted, findings that another one makes superfluous dropped."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ocpplint.findings.severity import Severity

if TYPE_CHECKING:
    from ocpplint.findings.finding import Finding

_MOST_REPEATS = 10


class Collector:
    """Gathers the findings of a run.

    ``severities`` replaces the severity of rules by code. Memory grows with the number of different mistakes, not
    with how often they are made.
    """

    def __init__(self, severities: Mapping[str, Severity] | None = None) -> None:
        self._severities = severities or {}
        self._findings: list[Finding] = []
        self._repeatable: dict[tuple[Any, ...], Finding] = {}

    def add(self, finding: "Finding") -> None:
        """Take in a finding. The same mistake at the same station and key of a trace is counted, not repeated."""
        if not finding.repeatable:
            self._findings.append(finding)
            return
        key = (finding.code, finding.location.path, finding.station, finding.key, finding.subject)
        first = self._repeatable.setdefault(key, finding)
        if first is finding:
            self._findings.append(finding)
            return
        from ocpplint.findings.finding import Related

        first.count += 1
        again = finding.location
        if again < first.location:
            # A call that nothing answered is judged when the trace ends, after later ones.
            first.location, again = again, first.location
        repeats = sum(1 for related in first.related if related.role == "repeat")
        if repeats < _MOST_REPEATS:
            first.related.append(Related(again, "again here", "repeat"))

    def findings(self) -> "list[Finding]":
        """Return the findings in the order of path and place."""
        subjects = {(finding.code, finding.subject) for finding in self._findings}
        kept = [f for f in self._findings if not any((code, f.subject) in subjects for code in f.yields_to)]
        for finding in kept:
            finding.severity = self._severities.get(finding.code, finding.severity)
        return sorted(kept, key=lambda f: (f.location, f.code))
