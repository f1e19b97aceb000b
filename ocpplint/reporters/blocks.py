"""Findings as blocks of lines: the header, the code frame and the notes below it."""

from collections.abc import Iterator

from ocpplint.facts.fact import Location
from ocpplint.findings.finding import Finding
from ocpplint.reporters.excerpts import Excerpts
from ocpplint.reporters.frames import CodeFrame, Mark
from ocpplint.reporters.report import LineSource, Report, posix_path
from ocpplint.reporters.safe_text import outgoing, safe
from ocpplint.reporters.text_output import TextOutput, wrapped


def write_findings(page: TextOutput, report: Report, source: LineSource) -> None:
    """Write a block for each finding and a blank line after it."""
    excerpts = Excerpts(source)
    for finding in report.findings:
        _write_finding(page, outgoing(finding, excerpts), excerpts)
        page.line()


def _write_finding(page: TextOutput, finding: Finding, excerpts: Excerpts) -> None:
    severity = page.paint(finding.severity, finding.severity)
    where = page.paint(f"{_where(finding.location)}:", "bold")
    page.line(f"{where} {severity} {page.paint(finding.code, 'bold')} {finding.name}")
    frame = CodeFrame(page, excerpts, finding.severity, list(_marks(finding)))
    frame.write()
    for title, text in _notes(finding, frame.unseen):
        _write_note(page, title, text)


def _marks(finding: Finding) -> Iterator[Mark]:
    yield Mark(finding.location, finding.label or finding.message, is_primary=True)
    for related in finding.related:
        if related.role != "repeat":
            yield Mark(related.location, related.message, is_primary=False)


def _notes(finding: Finding, unseen: list[Mark]) -> Iterator[tuple[str, str]]:
    """List what is said below the frame. Marks without a source line are said in words."""
    primary_unseen = any(mark.is_primary for mark in unseen)
    if finding.message and (primary_unseen or finding.message != (finding.label or finding.message)):
        yield "note", finding.message
    for mark in unseen:
        if not mark.is_primary:
            yield "note", f"{_where(mark.place)}: {mark.label}"
    if finding.count > 1:
        yield "note", _repeats(finding)
    yield from _remedies(finding)
    if finding.source:
        yield "source", finding.source
    if finding.confidence != "high":
        yield "confidence", finding.confidence


def _remedies(finding: Finding) -> Iterator[tuple[str, str]]:
    fix = finding.fix
    if finding.help and (fix is None or finding.help != fix.title):
        described = fix is None or bool(fix.title)
        yield "help", finding.help if fix is None or described else f"{finding.help} ({fix.applicability} fix)"
    if fix is not None and fix.title:
        repeated = finding.help == fix.title
        yield (
            ("help", f"{fix.title} ({fix.applicability} fix)")
            if repeated
            else ("fix", f"{fix.title} ({fix.applicability})")
        )


def _repeats(finding: Finding) -> str:
    """Say how often the mistake was seen, and where else: bare line numbers are in the finding's own file."""
    repeats = [related.location for related in finding.related if related.role == "repeat"]
    own = [str(place.line) for place in repeats if place.path == finding.location.path]
    places = [_where(place) for place in repeats if place.path != finding.location.path]
    if own:
        places.insert(0, f"line{'s' if len(own) > 1 else ''} {', '.join(own)}")
    if not places:
        return f"seen {finding.count} times"
    rest = finding.count - 1 - len(repeats)
    more = f" and {rest} more" if rest > 0 else ""
    return f"seen {finding.count} times; further places: {', '.join(places)}{more}"


def _where(place: Location) -> str:
    return f"{safe(posix_path(place.path))}:{place.line}:{place.column}"


def _write_note(page: TextOutput, title: str, text: str) -> None:
    lead = f"   = {title}: "
    first, *others = wrapped(text, page.width - len(lead))
    page.line(f"   {page.paint(f'= {title}:', 'bold')} {first}")
    for line in others:
        page.line(" " * len(lead) + line)
