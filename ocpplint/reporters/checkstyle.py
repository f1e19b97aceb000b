"""The format ``checkstyle``: the XML of Checkstyle, which most CI services and code review tools read."""

from itertools import groupby
from typing import TextIO

from ocpplint.findings.finding import Finding
from ocpplint.reporters.excerpts import Excerpts
from ocpplint.reporters.markup import DECLARATION, element, opening
from ocpplint.reporters.report import LineSource, Report, Style, posix_path
from ocpplint.reporters.safe_text import outgoing

_VERSION = "4.3"
"""The version of Checkstyle whose output this is; readers expect one."""


def write(report: Report, out: TextIO, style: Style, source: LineSource) -> None:  # noqa: ARG001
    """Write an element for each file with findings, with an ``error`` for each of them."""
    excerpts = Excerpts(source)
    out.write(f"{DECLARATION}\n{opening('checkstyle', [('version', _VERSION)])}\n")
    for path, findings in groupby(report.findings, key=lambda finding: finding.location.path):
        out.write(f"  {opening('file', [('name', posix_path(path))])}\n")
        out.writelines(f"    {_error(outgoing(finding, excerpts))}\n" for finding in findings)
        out.write("  </file>\n")
    out.write("</checkstyle>\n")


def _error(finding: Finding) -> str:
    seen = f" (seen {finding.count} times)" if finding.count > 1 else ""
    return element(
        "error",
        [
            ("line", finding.location.line),
            ("column", finding.location.column),
            ("severity", finding.severity),
            ("message", finding.message + seen),
            ("source", f"ocpplint.{finding.code}"),
        ],
    )
