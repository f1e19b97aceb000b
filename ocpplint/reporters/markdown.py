"""The format ``markdown``: tables for the summary of a CI job or a comment, in GitHub's and GitLab's flavour."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TextIO

from ocpplint.findings.finding import Finding
from ocpplint.reporters import truncation_note
from ocpplint.reporters.excerpts import Excerpts
from ocpplint.reporters.report import LineSource, Report, Style, project_path
from ocpplint.reporters.safe_text import outgoing, safe
from ocpplint.reporters.statistics import count_rules
from ocpplint.reporters.summary_line import counted, summary_line
from ocpplint.reporters.text_output import TextOutput

ROOM = 900_000
"""Bytes for the list of findings: GitHub refuses the summary of a step when it is larger than 1 MiB."""

_QUOTED = re.compile(r"`([^`]+)`")
_LINKED = re.compile(r"(?i)\S*(?:@|://|www\.)\S*")
_ACTIVE = re.compile(r"[\\`*_\[\]<>&|~#$]|:(?=\S)")
_ENDS_CODE = re.compile(r"[`|\\]")
_NOT_A_WORD = re.compile(r"[^\w ]", re.ASCII)


def write(report: Report, out: TextIO, style: Style, source: LineSource) -> None:
    """Write the number of findings of each rule, the findings as far as there is room, and the summary line."""
    page = TextOutput(out, style)
    page.line(f"## ocpplint: {truncation_note.severities(report.findings) or 'no findings'}")
    page.line()
    if report.findings:
        _write_rules(page, report)
        _write_findings(page, report.findings, Excerpts(source), style.project)
    page.line(plain(summary_line(report)))


def _write_rules(page: TextOutput, report: Report) -> None:
    page.line("| findings | severity | rule | fixable |")
    page.line("|--:|---|---|--:|")
    for count in count_rules(report):
        rule = f"{code(count.code)} {rich(count.name)}"
        page.line(f"| {count.findings} | {count.severity} | {rule} | {count.fixable} |")
    page.line()


def _write_findings(page: TextOutput, findings: Sequence[Finding], excerpts: Excerpts, project: str) -> None:
    page.line("| where | rule | finding |")
    page.line("|---|---|---|")
    left = ROOM
    written = 0
    for finding in findings:
        row = _row(outgoing(finding, excerpts), project)
        left -= len(row.encode("utf-8", "backslashreplace")) + 1
        if left < 0:
            break
        page.line(row)
        written += 1
    page.line()
    if rest := findings[written:]:
        page.line(_not_listed(rest, project))
        page.line()


def _row(finding: Finding, project: str) -> str:
    place = finding.location
    where = code(f"{safe(project_path(place.path, project))}:{place.line}:{place.column}")
    seen = f" (seen {finding.count} times)" if finding.count > 1 else ""
    help_text = f"<br>help: {rich(finding.help)}" if finding.help else ""
    return f"| {where} | {finding.severity} {code(finding.code)} | {rich(finding.message)}{seen}{help_text} |"


def _not_listed(findings: Sequence[Finding], project: str) -> str:
    places = ", ".join(f"{code(name)} ({number})" for name, number in truncation_note.files(findings, project))
    return f"{counted(len(findings), 'more finding')} without room here: {places}."


def rich(text: str) -> str:
    """Write a sentence of ours: what it quotes in backticks becomes code, the rest is inert."""
    ends = [0, *(end for match in _QUOTED.finditer(text) for end in match.span()), len(text)]
    parts = (text[start:end] for start, end in pairwise(ends))
    return "".join(code(part[1:-1]) if number % 2 else plain(part) for number, part in enumerate(parts))


def plain(text: str) -> str:
    """Write a text of which Markdown makes nothing; an address that would become a link or a mention is code."""
    return "".join(_inert(part) for part in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    position = 0
    for match in _LINKED.finditer(text):
        yield text[position : match.start()], False
        yield match[0], True
        position = match.end()
    yield text[position:], False


def _inert(piece: tuple[str, bool]) -> str:
    text, is_linked = piece
    return code(text) if is_linked else _ACTIVE.sub(_reference, text)


def code(text: str) -> str:
    """Write a text as code: in backticks where none of its characters ends them or a cell of a table."""
    if not text:
        return ""
    if text.strip() != text or _ENDS_CODE.search(text):
        return f"<code>{_NOT_A_WORD.sub(_reference, text)}</code>"
    return f"`{text}`"


def _reference(character: re.Match[str]) -> str:
    """Refer to a character by its number, which is never taken for markup (CommonMark 0.31 section 2.5)."""
    return f"&#{ord(character[0])};"
