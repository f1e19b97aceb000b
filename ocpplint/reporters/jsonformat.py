"""The format ``json``, version 1. Its schema is published beside this module as ``output.schema.json``."""

import re
from collections.abc import Iterator
from typing import Any, TextIO

from ocpplint.credentials.redaction import redact
from ocpplint.facts.inputs import InputReport, LineShape
from ocpplint.reporters.excerpts import Excerpts
from ocpplint.reporters.report import LineSource, Report, Style, posix_path
from ocpplint.reporters.safe_text import outgoing, safe, visible
from ocpplint.reporters.statistics import count_rules

VERSION = 1

_BEYOND_ASCII = re.compile("[^ -~\n]")


def write(report: Report, out: TextIO, style: Style, source: LineSource) -> None:  # noqa: ARG001
    """Write the report as one JSON object; the style has no say in it."""
    dump(dict(report_members(report, source)), out)


def report_members(report: Report, source: LineSource) -> Iterator[tuple[str, Any]]:
    """Yield the members of the report, in the order in which they are written."""
    excerpts = Excerpts(source)
    yield "version", VERSION
    yield "findings", [outgoing(finding, excerpts).as_dict() for finding in report.findings]
    yield "inputs", [_input(entry) for entry in report.inputs]
    if report.stations is not None:
        yield "stations", report.stations
    if report.statistics:
        yield "statistics", [count._asdict() for count in count_rules(report)]
    summary = report.summary
    yield (
        "summary",
        {
            "errors": summary.errors,
            "warnings": summary.warnings,
            "infos": summary.infos,
            "assumed": sum(report.assumed.values()),
            "suppressed": summary.suppressed,
        },
    )


def dump(value: dict[str, Any] | list[dict[str, Any]], out: TextIO) -> None:
    """Write a JSON value over several lines, and a line end."""
    out.write(encoded(value, indent=2) + "\n")


def encoded(value: Any, *, indent: int | None) -> str:
    """Write a JSON value in ASCII, the rest as escapes: it fits any encoding and drives no terminal.

    JSON has no way to write half a surrogate pair that all parsers accept (RFC 8259 section 8.2), and undecodable
    file names have some; they become visible text. ``##`` is broken up, for Azure Pipelines takes ``##vso[``
    anywhere in its log for a command.
    """
    import json

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _BEYOND_ASCII.sub(_escape, text).replace("##", "#\\u0023")


def _escape(character: re.Match[str]) -> str:
    code = ord(character[0])
    if 0xD800 <= code <= 0xDFFF:
        return f"\\{visible(character[0])}"
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def _input(entry: InputReport) -> dict[str, Any]:
    return {
        "path": posix_path(entry.path),
        "kind": entry.kind,
        "dialect": entry.dialect,
        "lines": entry.lines,
        "frames": entry.frames,
        "settings": entry.settings,
        "truncated": entry.truncated,
        "unrecognised": entry.unrecognised,
        "dialects": dict(sorted(entry.dialects.items())),
        "elided": entry.elided,
        "joined": entry.joined,
        "malformed": entry.problems.get("malformed", 0) + entry.problems.get("framing", 0),
        "shapes": [_shape(name, shape) for name, shape in entry.shapes.items()],
        "ocpp": list(entry.versions),
        "first_time": entry.first_time,
        "last_time": entry.last_time,
        "unknown_direction": entry.unknown_senders,
        "stations": list(entry.stations),
        "keys_seen": entry.keys_seen,
        "keys_read": entry.keys_read,
        "unread": entry.unread,
    }


def _shape(name: str, shape: LineShape) -> dict[str, Any]:
    return {
        "shape": safe(redact(name)),
        "lines": shape.count,
        "first_line": shape.line,
        "example": safe(redact(shape.example)),
    }
