"""The format ``full``: each finding with its code frame, its reason, its remedy and its source.

A run without findings, the usual one in a pre-commit hook, does not import what shows them.
"""

from typing import TextIO

from ocpplint.reporters import Report, SourceLines, Style
from ocpplint.reporters.closing import closing_line
from ocpplint.reporters.page import Page


def write(report: Report, out: TextIO, style: Style, source: SourceLines) -> None:
    """Write the findings, a blank line after each, and the closing line."""
    page = Page(out, style)
    if report.findings:
        from ocpplint.reporters.blocks import write_findings

        write_findings(page, report, source)
    page.line(closing_line(report))
