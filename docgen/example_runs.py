"""What ocpplint says of a rule's example: run, not written down."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from ocpplint.analysis.rule_examples import run_example, unmark
from ocpplint.engine.rule import Rule
from ocpplint.findings.finding import Finding
from ocpplint.reporters.full import write_findings
from ocpplint.reporters.report import Report, Style

_WIDTH = 80
"""Columns: what fits beside the navigation."""


class _Lines:
    """The lines of an example's files."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._lines = {path: text.split("\n") for path, text in files.items()}

    def line(self, path: str, number: int) -> str | None:
        """Return line ``number``, counted from 1, or None where the file does not have it."""
        lines = self._lines.get(path, [])
        return lines[number - 1] if 0 < number <= len(lines) else None


def findings_of(rule: Rule, example: Mapping[str, Any], rules: Sequence[Rule]) -> list[Finding]:
    """Run an example with all rules, and return what this one finds."""
    found = run_example(unmark(example).files, rules, example.get("profile"))
    return [finding for finding in found if finding.code == rule.code]


def shown(findings: Sequence[Finding], example: Mapping[str, Any]) -> str:
    """Return the findings of an example in the format ``full``."""
    out = io.StringIO()
    write_findings(Report(findings), out, Style(width=_WIDTH), _Lines(unmark(example).files))
    return out.getvalue()
