"""The format ``concise``: one line per finding.

A run without findings, the usual one in a pre-commit hook, does not import the code for them.
"""

from typing import TextIO

from ocpplint.findings.finding import Finding
from ocpplint.reporters.report import LineSource, Report, Style, posix_path
from ocpplint.reporters.summary_line import summary_line
from ocpplint.reporters.text_output import TextOutput


def write(report: Report, out: TextIO, style: Style, source: LineSource) -> None:
    """Write ``path:line:column: severity CODE message`` for each finding, and the summary line."""
    write_findings(report, out, style, source)
    write_summary(report, out, style)


def write_findings(report: Report, out: TextIO, style: Style, source: LineSource) -> None:
    """Write a line for each finding, or how many there are of each rule."""
    if report.findings and report.statistics:
        from ocpplint.reporters import statistics

        statistics.write_statistics(TextOutput(out, style), report)
    elif report.findings:
        _write_lines(report, out, style, source)


def _write_lines(report: Report, out: TextIO, style: Style, source: LineSource) -> None:
    from ocpplint.reporters.excerpts import Excerpts
    from ocpplint.reporters.safe_text import outgoing, safe

    page = TextOutput(out, style)
    excerpts = Excerpts(source)
    for finding in report.findings:
        page.line(_line(page, safe(posix_path(finding.location.path)), outgoing(finding, excerpts)))


def write_summary(report: Report, out: TextIO, style: Style) -> None:
    """Write the summary line."""
    TextOutput(out, style).line(summary_line(report))


def _line(page: TextOutput, path: str, finding: Finding) -> str:
    severity = page.paint(finding.severity, finding.severity)
    seen = f" (seen {finding.count} times)" if finding.count > 1 else ""
    where = f"{path}:{finding.location.line}:{finding.location.column}"
    return f"{where}: {severity} {page.paint(finding.code, 'bold')} {finding.message}{seen}"
