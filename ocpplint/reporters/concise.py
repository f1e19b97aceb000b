"""The format ``concise``: one line a finding, for eyes and for ``grep``."""

from typing import TextIO

from ocpplint.findings.finding import Finding
from ocpplint.reporters import Report, SourceLines, Style, posix_path
from ocpplint.reporters.closing import closing_line
from ocpplint.reporters.excerpts import Excerpts
from ocpplint.reporters.page import Page
from ocpplint.reporters.safe_text import outgoing, safe


def write(report: Report, out: TextIO, style: Style, source: SourceLines) -> None:
    """Write ``path:line:column: severity CODE message`` for each finding, and the closing line."""
    page = Page(out, style)
    excerpts = Excerpts(source)
    for finding in report.findings:
        page.line(_line(page, outgoing(finding, excerpts)))
    page.line(closing_line(report))


def _line(page: Page, finding: Finding) -> str:
    severity = page.paint(finding.severity, finding.severity)
    seen = f" (seen {finding.count} times)" if finding.count > 1 else ""
    place = finding.location
    where = f"{safe(posix_path(place.path))}:{place.line}:{place.column}"
    return f"{where}: {severity} {page.paint(finding.code, 'bold')} {finding.message}{seen}"
