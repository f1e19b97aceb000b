"""The format ``sarif``: SARIF 2.1.0 (OASIS), for code scanning services."""

import os
import string
from collections.abc import Iterable
from typing import Any, Final, TextIO

from ocpplint.facts.fact import Location
from ocpplint.findings.finding import Edit, Finding, Fix, Related, Severity
from ocpplint.reporters.excerpts import Excerpts
from ocpplint.reporters.jsonformat import dump
from ocpplint.reporters.markdown import code, plain, rich
from ocpplint.reporters.report import LineSource, Report, RuleCard, Style, project_path
from ocpplint.reporters.safe_text import outgoing, safe
from ocpplint.resources.version import __version__

SCHEMA: Final = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"
ROOT: Final = "%SRCROOT%"

_LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}
_UNRESERVED: Final = frozenset((string.ascii_letters + string.digits + "-._~/").encode())


def write(report: Report, out: TextIO, style: Style, source: LineSource) -> None:
    """Write the report as one run. Paths are relative to the project's folder, if one is known."""
    excerpts = Excerpts(source)
    findings = [outgoing(finding, excerpts) for finding in report.findings]
    rules = _rules(report, findings)
    index = {code: number for number, code in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "ocpplint",
                "version": __version__,
                "rules": [_rule(card) for card in rules.values()],
            }
        },
        "originalUriBaseIds": {ROOT: {"description": {"text": "The project, or the folder ocpplint ran in"}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index, style.project) for finding in findings],
    }
    dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, out)


def _rules(report: Report, findings: Iterable[Finding]) -> dict[str, RuleCard]:
    """List the rules by code: those applied, and those that findings name though nobody gave a card for them."""
    cards = dict(report.rules)
    for finding in findings:
        if finding.code not in cards:
            cards[finding.code] = RuleCard(
                finding.code,
                finding.name,
                finding.severity,
                finding.name,
                finding.help,
                finding.source,
                finding.url,
            )
    return dict(sorted(cards.items()))


def _rule(card: RuleCard) -> dict[str, Any]:
    help_text = _help(card)
    return {
        "id": card.code,
        "name": safe(card.name),
        "shortDescription": _message(safe(card.summary) or safe(card.name)),
        **({"help": help_text} if help_text else {}),
        **(
            {"helpUri": _percent_encoded(card.url, _UNRESERVED | frozenset(b":?#@!$&'()*+,;=%"))}
            if card.url
            else {}
        ),
        "defaultConfiguration": {"level": _LEVELS[card.severity]},
    }


def _help(card: RuleCard) -> dict[str, str]:
    """Say why a rule is there and what it rests on: as text, and as Markdown for services that show it beside a result.

    Rules of one's own are written by others: of their words Markdown makes code and paragraphs, and nothing else.
    """
    paragraphs = [safe(" ".join(part.split())) for part in card.help.split("\n\n")]
    paragraphs.append(card.source and f"Source: {safe(card.source)}")
    said = [paragraph for paragraph in paragraphs if paragraph]
    if not said:
        return {}
    heading = f"**{code(safe(card.code))} {plain(safe(card.name))}**"
    summary = [rich(safe(card.summary))] if card.summary else []
    return {**_message("\n\n".join(said)), "markdown": "\n\n".join([heading, *summary, *map(rich, said)])}


def _result(finding: Finding, index: dict[str, int], project: str) -> dict[str, Any]:
    fix = finding.fix
    return {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVELS[finding.severity],
        "message": _message(finding.message),
        "locations": [_location(finding.location, project)],
        **(
            {"relatedLocations": [_related(*pair, project) for pair in enumerate(finding.related, 1)]}
            if finding.related
            else {}
        ),
        **({"fixes": [_fix(fix, project)]} if fix and fix.edits else {}),
        **({"partialFingerprints": {"ocpplint/v1": finding.fingerprint}} if finding.fingerprint else {}),
        "occurrenceCount": max(1, finding.count),
        "properties": _properties(finding),
    }


def _properties(finding: Finding) -> dict[str, Any]:
    values = {
        "confidence": finding.confidence,
        "station": finding.station,
        "connector": finding.connector,
        "key": finding.key,
    }
    return {name: value for name, value in values.items() if value is not None}


def _message(text: str) -> dict[str, str]:
    """Make a message of a text, in which no input can place a link (SARIF 2.1.0 section 3.11.6)."""
    return {"text": text.replace("](", "] (")}


def _location(place: Location, project: str) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(place.path, project), "region": _region(place)}}


def _related(number: int, related: Related, project: str) -> dict[str, Any]:
    return {"id": number, **_location(related.location, project), "message": _message(related.message)}


def _region(place: Location) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _artifact(path: str, project: str) -> dict[str, str]:
    """Name a file: relative to the root, or by a ``file`` URI where the path is absolute."""
    shown = project_path(path, project)
    uri = _percent_encoded(shown, _UNRESERVED)
    if os.path.isabs(shown):
        return {"uri": f"file:///{uri.lstrip('/')}"}
    return {"uri": uri, "uriBaseId": ROOT}


def _percent_encoded(text: str, kept: frozenset[int]) -> str:
    """Encode all but unreserved characters (RFC 3986 section 2.3); undecodable bytes of a file name stay bytes."""
    try:
        encoded = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        encoded = text.encode("utf-8", "surrogatepass")
    return "".join(chr(byte) if byte in kept else f"%{byte:02X}" for byte in encoded)


def _fix(fix: Fix, project: str) -> dict[str, Any]:
    by_path: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        by_path.setdefault(edit.location.path, []).append(edit)
    return {
        "description": _message(fix.title),
        "artifactChanges": [
            {"artifactLocation": _artifact(path, project), "replacements": [_replacement(edit) for edit in edits]}
            for path, edits in by_path.items()
        ],
        "properties": {"applicability": fix.applicability},
    }


def _replacement(edit: Edit) -> dict[str, Any]:
    return {"deletedRegion": _region(edit.location), "insertedContent": {"text": edit.content}}
