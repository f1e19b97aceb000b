"""The format ``full``: each finding with its code frame, its reason, its remedy and its source.

A run without findings, the usual one in a pre-commit hook, does not import what shows them.
"""

from typing import TextIO

from ocpplint.reporters import Report, SourceLines, Style
from ocpplint.reporters.closing import closing_line
from ocpplint.reporters.page import Page


def write(report: Report, out: TextIO, style: Style, source: SourceLines) -> None:
    """Write the findings, a blank line after each, and the closing line."""
    write_findings(report, out, style, source)
    write_closing(report, out, style)


def write_findings(report: Report, out: TextIO, style: Style, source: SourceLines) -> None:
    """Write the findings, a blank line after each, or how many there are of each rule."""
    if report.findings and report.statistics:
        from ocpplint.reporters import statistics

        statistics.write_statistics(Page(out, style), report)
    elif report.findings:
        from ocpplint.reporters import blocks

        blocks.write_findings(Page(out, style), report, source)


def write_closing(report: Report, out: TextIO, style: Style) -> None:
    """Write the closing line."""
    Page(out, style).line(closing_line(report))
