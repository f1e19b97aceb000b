"""Findings written one by one when they occur, and the summary line at the end."""

from typing import TYPE_CHECKING, TextIO

from ocpplint.reporters import concise, full
from ocpplint.reporters.report import LineSource, Report, Style

if TYPE_CHECKING:
    from ocpplint.findings.finding import Finding

_FORMATS = {"full": full, "concise": concise}


class LiveReport:
    """Writes to ``out`` in the format ``full`` or ``concise``."""

    def __init__(self, format_name: str, out: TextIO, style: Style, source: LineSource) -> None:
        self._format = _FORMATS[format_name]
        self._out, self._style, self._source = out, style, source

    def emit(self, finding: "Finding") -> None:
        """Write one finding, at once."""
        self._format.write_findings(Report([finding]), self._out, self._style, self._source)
        self._out.flush()

    def close(self, report: Report) -> None:
        """Write the summary of all findings."""
        self._format.write_summary(report, self._out, self._style)
