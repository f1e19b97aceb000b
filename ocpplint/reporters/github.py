"""The format ``github``: workflow commands that become annotations on the changed files."""

from collections.abc import Iterable
from typing import Literal, TextIO

from ocpplint.findings.finding import SEVERITIES, Finding, Severity
from ocpplint.reporters import truncation_note
from ocpplint.reporters.excerpts import Excerpts
from ocpplint.reporters.report import LineSource, Report, Style, project_path
from ocpplint.reporters.safe_text import outgoing, safe
from ocpplint.reporters.summary_line import counted, summary_line
from ocpplint.reporters.text_output import TextOutput

ANNOTATIONS_SHOWN = 10
"""GitHub shows at most so many annotations of each type for a step, and drops the rest silently
(github.com/actions/toolkit, docs/problem-matchers.md, Limitations)."""

Command = Literal["error", "warning", "notice"]
_COMMANDS: dict[Severity, Command] = {"error": "error", "warning": "warning", "info": "notice"}


def write(report: Report, out: TextIO, style: Style, source: LineSource) -> None:
    """Write an annotation for each finding that will be shown, worst first, a notice of the rest, and the end."""
    page = TextOutput(out, style)
    excerpts = Excerpts(source)
    shown = _shown(report.findings)
    for finding in shown:
        page.command(_annotation(outgoing(finding, excerpts), style.project))
    annotated = set(map(id, shown))
    if rest := [finding for finding in report.findings if id(finding) not in annotated]:
        page.command(_sum_of(rest, style))
    page.line(summary_line(report))


def _sum_of(findings: list[Finding], style: Style) -> str:
    """Make one notice of the findings without an annotation: how many, where, of which rules."""
    where_all = "the job summary" if style.job_summary else "the file that `--output json=FILE` writes"
    lines = [
        f"Not annotated: {truncation_note.severities(findings)}. GitHub shows {ANNOTATIONS_SHOWN} a kind and step.",
        f"Where: {_listed(truncation_note.files(findings, style.project))}",
        f"Rules: {_listed(truncation_note.rules(findings))}",
        f"All findings: {where_all}",
    ]
    title = _property(f"ocpplint: {counted(len(findings), 'more finding')}")
    return f"::notice title={title}::{_data(chr(10).join(lines))}"


def _listed(counts: list[tuple[str, int]]) -> str:
    return ", ".join(f"{name} ({number})" for name, number in counts)


def _shown(findings: list[Finding]) -> list[Finding]:
    """Choose the findings to annotate, leaving room for the notice that sums up the rest."""
    ranked = [[f for f in findings if f.severity == severity] for severity in reversed(SEVERITIES)]
    *worse, notices = [group[:ANNOTATIONS_SHOWN] for group in ranked]
    if sum(map(len, worse)) + len(notices) < len(findings):
        notices = notices[: ANNOTATIONS_SHOWN - 1]
    return [*(finding for group in worse for finding in group), *notices]


def _annotation(finding: Finding, project: str) -> str:
    place = finding.location
    properties: list[tuple[str, str | int]] = [
        ("file", _path(project_path(place.path, project))),
        ("line", place.line),
        ("endLine", place.end_line),
        ("col", place.column),
        *([("endColumn", place.end_column)] if place.end_line == place.line else []),
        ("title", f"{finding.code} {finding.name}"),
    ]
    return f"::{_COMMANDS[finding.severity]} {_joined(properties)}::{_data(_text(finding))}"


def _joined(properties: Iterable[tuple[str, str | int]]) -> str:
    return ",".join(f"{name}={_property(str(value))}" for name, value in properties)


def _text(finding: Finding) -> str:
    seen = f" (seen {finding.count} times)" if finding.count > 1 else ""
    return f"{finding.message}{seen}" + (f"\nhelp: {finding.help}" if finding.help else "")


def _path(path: str) -> str:
    """Make a path safe but for its line ends, which a workflow command can carry escaped."""
    return "".join(character if character in "\r\n" else safe(character) for character in path)


def _data(text: str) -> str:
    """Escape the data of a command as the runner's toolkit does (@actions/core, ``escapeData``)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property of a command as the runner's toolkit does (@actions/core, ``escapeProperty``)."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
