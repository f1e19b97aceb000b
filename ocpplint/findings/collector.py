"""Collects findings: counts repeats in a trace and drops findings that yield to another one."""

from typing import TYPE_CHECKING, Any

from ocpplint.findings.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from ocpplint.findings.finding import Finding

_MOST_REPEATS = 10
_MOST_VARIANTS = 30
"""Variants of one mistake of one station that are distinguished; all others are counted together."""


class Collector:
    """Collects the findings of a run.

    ``severity_of`` returns the severity of a finding, or None where its rule does not apply. ``found`` is called with
    each new finding, except repeats, which are only counted, suppressed ones, and those that yield to an earlier
    finding. ``is_suppressed`` returns whether a finding is suppressed; others still yield to it. Memory grows with the
    number of different mistakes, not with their repeats.
    """

    def __init__(
        self,
        severity_of: "Callable[[Finding], Severity | None] | None" = None,
        found: "Callable[[Finding], None] | None" = None,
        is_suppressed: "Callable[[Finding], bool] | None" = None,
    ) -> None:
        self._severity_of = severity_of or _own_severity
        self._found = found
        self._is_suppressed = is_suppressed
        self._subjects: set[tuple[Any, ...]] = set()
        self._findings: list[Finding] = []
        self._repeatable: dict[tuple[Any, ...], Finding] = {}
        self._variants: dict[tuple[Any, ...], set[str]] = {}

    def add(self, finding: "Finding") -> None:
        """Add a finding. The same mistake at the same station and key of a trace is counted, not repeated."""
        if self._is_suppressed is not None:
            finding.suppressed = self._is_suppressed(finding)
        severity = self._severity_of(finding)
        if severity is None:
            return
        finding.severity = severity
        if not finding.repeatable:
            self._take(finding)
            return
        key = self._likeness(finding)
        first = self._repeatable.setdefault(key, finding)
        if first is finding:
            self._take(finding)
            return
        from ocpplint.findings.finding import Related

        first.count += 1
        again = finding.location
        if again < first.location:
            # An unanswered call is reported at the end of the trace, after later ones.
            first.location, again = again, first.location
        repeats = sum(1 for related in first.related if related.role == "repeat")
        if repeats < _MOST_REPEATS:
            first.related.append(Related(again, "again here", "repeat"))

    def _likeness(self, finding: "Finding") -> tuple[Any, ...]:
        """Return the key under which findings are counted as one. The variants of one mistake are bounded."""
        common = (
            finding.code,
            finding.location.path,
            finding.station,
            finding.key,
            finding.subject,
            finding.suppressed,
        )
        if not finding.variant:
            return common
        variants = self._variants.setdefault(common, set())
        if len(variants) < _MOST_VARIANTS:
            variants.add(finding.variant)
        return (*common, finding.variant) if finding.variant in variants else common

    def findings(self) -> "list[Finding]":
        """Return the findings sorted by path and location."""
        kept = [finding for finding in self._findings if not (finding.suppressed or self._is_superfluous(finding))]
        return sorted(kept, key=lambda f: (f.location, f.code))

    def suppressed(self) -> int:
        """Count the suppressed findings."""
        return sum(finding.suppressed and not self._is_superfluous(finding) for finding in self._findings)

    def subjects(self, codes: "Collection[str]") -> "Iterator[str]":
        """Yield the subjects of findings of these codes and of those that yield to them, except settings."""
        for finding in self._findings if codes else ():
            if finding.key is None:
                for code in (finding.code, *finding.yields_to):
                    if code in codes:
                        yield repr((code, finding.subject))

    def _take(self, finding: "Finding") -> None:
        self._findings.append(finding)
        self._subjects.add((finding.code, finding.subject))
        if self._found is not None and not finding.suppressed and not self._is_superfluous(finding):
            self._found(finding)

    def _is_superfluous(self, finding: "Finding") -> bool:
        return any((code, finding.subject) in self._subjects for code in finding.yields_to)


def _own_severity(finding: "Finding") -> Severity:
    return finding.severity
