"""The format ``full``: each finding with its code frame, its message, its help and its source.

A run without findings, the usual one in a pre-commit hook, does not import the code for them.
"""

from typing import TextIO

from ocpplint.reporters.report import LineSource, Report, Style
from ocpplint.reporters.summary_line import summary_line
from ocpplint.reporters.text_output import TextOutput


def write(report: Report, out: TextIO, style: Style, source: LineSource) -> None:
    """Write the findings, a blank line after each, and the summary line."""
    write_findings(report, out, style, source)
    write_summary(report, out, style)


def write_findings(report: Report, out: TextIO, style: Style, source: LineSource) -> None:
    """Write the findings, a blank line after each, or how many there are of each rule."""
    if report.findings and report.statistics:
        from ocpplint.reporters import statistics

        statistics.write_statistics(TextOutput(out, style), report)
    elif report.findings:
        from ocpplint.reporters import blocks

        blocks.write_findings(TextOutput(out, style), report, source)


def write_summary(report: Report, out: TextIO, style: Style) -> None:
    """Write the summary line."""
    TextOutput(out, style).line(summary_line(report))
