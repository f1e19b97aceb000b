"""The additional output of ``ocpplint audit``: a report per station, and how much was understood."""

from collections.abc import Iterable, Iterator
from typing import Any

from ocpplint.credentials.names import is_credential
from ocpplint.credentials.redaction import redact
from ocpplint.facts.fact import SHARED_SCOPES
from ocpplint.facts.inputs import InputReport
from ocpplint.reporters.report import posix_path
from ocpplint.reporters.safe_text import safe
from ocpplint.reporters.summary_line import counted
from ocpplint.reporters.text_output import TextOutput, text_width
from ocpplint.reporters.timestamps import moment_text
from ocpplint.trackers.audit_report import SettingRecord, StationRecord

_VALUE_WIDTH = 48
_MOST_STATIONS = 10
_PROBLEMS = {
    "malformed": "malformed (not JSON)",
    "framing": "not framed as OCPP-J",
    "soap": "SOAP envelope (not supported)",
    "clock": "steps back in time",
    "encoding": "lines with undecodable characters",
}
_REDACTED = "<redacted>"


def write_audit(page: TextOutput, stations: list[StationRecord], inputs: list[InputReport]) -> None:
    """Write a section for each station, then the inputs."""
    for station in stations:
        page.line(page.paint(_heading(station), "bold"))
        for name, text in _facts(station):
            page.line(f"  {name:<12} {text}")
        _write_settings(page, station)
        page.line()
    page.line(page.paint("Understood", "bold"))
    for entry in inputs:
        page.line(f"  {safe(posix_path(entry.path))}: {_understood(entry)}")
        for detail in _details(entry):
            page.line(f"    {detail}")
    page.line()


def audit_data(stations: list[StationRecord]) -> list[dict[str, Any]]:
    """Return the report per station as JSON data: the member ``stations`` of the JSON output of ``audit``."""
    return [_station_data(station) for station in stations]


def _heading(station: StationRecord) -> str:
    if station.identity is None:
        return "Station not named"
    return f"Station {safe(redact(station.identity)) or '(empty identity)'}"


def _facts(station: StationRecord) -> Iterator[tuple[str, str]]:
    if station.same_station_as is not None:
        yield "belongs to", f"station {safe(station.same_station_as)} (a second connection)"
    make = [part for part in (station.vendor, station.model) if part]
    if make:
        firmware = f", firmware {station.firmware}" if station.firmware else ""
        yield (
            "controller",
            safe(" ".join(make) + firmware + (f", serial {station.serial}" if station.serial else "")),
        )
    else:
        yield "controller", "not named: no BootNotification"
    if station.profile:
        assumed = "" if station.boots else " (assumed: the station does not say what it is)"
        yield "profile", station.profile + assumed
    if station.versions:
        yield "OCPP", ", ".join(sorted(station.versions))
    yield "connectors", ", ".join(map(str, sorted(station.connectors))) or "none named"
    if station.first_time is not None and station.last_time is not None:
        yield "time", _span(station.first_time, station.last_time)
    if station.messages:
        yield "messages", _messages(station)


def _messages(station: StationRecord) -> str:
    actions = sorted(station.actions.items(), key=lambda item: (-item[1], item[0]))
    text = f"{station.messages}: " + ", ".join(f"{safe(action)} {count}" for action, count in actions)
    notes = [
        f"{station.unanswered} unanswered" if station.unanswered else "",
        f"{station.errors} answered with an error" if station.errors else "",
        f"{station.unknown_sender} of unknown direction" if station.unknown_sender else "",
    ]
    told = ", ".join(note for note in notes if note)
    return f"{text} ({told})" if told else text


def _write_settings(page: TextOutput, station: StationRecord) -> None:
    if not station.settings:
        return
    rows = [_row(record) for record in sorted(station.settings.values(), key=_reading_order)]
    header = ("connector", "key", "value", "origin", "outcome", "where")
    widths = [max(text_width(row[i]) for row in [header, *rows]) for i in range(len(header) - 1)]
    page.line(f"  {'settings':<12} {counted(len(rows), 'setting')}")
    for row in (header, *rows):
        cells = [cell + " " * (width - text_width(cell)) for cell, width in zip(row, widths, strict=False)]
        line = "    " + "  ".join([*cells, row[-1]])
        page.line(page.paint(line, "dim") if row is header else line)
    if station.settings_left_out:
        page.line(f"    and {station.settings_left_out} more settings, left out")


def _reading_order(record: SettingRecord) -> tuple[int, str, str]:
    return (record.connector or 0, record.key, record.origin)


def _row(record: SettingRecord) -> tuple[str, ...]:
    return (
        _connector(record),
        safe(record.key),
        _shortened(_value(record)),
        record.origin,
        _outcomes(record),
        f"{safe(posix_path(record.path))}:{record.line}",
    )


def _connector(record: SettingRecord) -> str:
    """Return what a setting is for, in words: a connector, the station, or unknown."""
    if record.connector is not None:
        return str(record.connector)
    return "station" if record.scope in SHARED_SCOPES else "-"


def _outcomes(record: SettingRecord) -> str:
    """Return the station's answers in words, counted if the key was set more than once."""
    if record.count == 1 or not record.outcomes:
        answered = next(iter(record.outcomes), "-")
        return safe(answered) if record.count == 1 else f"{record.count} times"
    silent = record.count - record.outcomes.total()
    told = [f"{safe(outcome)} {count}" for outcome, count in record.outcomes.items()]
    return ", ".join([*told, f"no answer {silent}"] if silent else told)


def _value(record: SettingRecord) -> str:
    if record.value is None:
        return "-"
    return _REDACTED if is_credential(record.base_key) else safe(redact(record.value))


def _shortened(text: str) -> str:
    return text if len(text) <= _VALUE_WIDTH else text[: _VALUE_WIDTH - 1] + "…"


def _understood(entry: InputReport) -> str:
    parts = [f"{entry.kind}", counted(entry.lines, "line")]
    if entry.dialects:
        told = ", ".join(f"{name} {count}" for name, count in sorted(entry.dialects.items()))
        parts.append(f"{counted(entry.frames, 'frame')} ({told})")
    if entry.settings:
        parts.append(counted(entry.settings, "setting"))
    return ", ".join(parts)


def _details(entry: InputReport) -> Iterator[str]:
    """Yield the details of an input: its dialects, repairs, and what was not understood."""
    about = [
        f"stations {_listed(entry.stations)}" if entry.stations else "",
        f"OCPP {', '.join(entry.versions)}" if entry.versions else "",
        _span(entry.first_time, entry.last_time),
        _direction(entry),
    ]
    if entry.frames and any(about):
        yield "; ".join(filter(None, about))
    if losses := ", ".join(_losses(entry)):
        yield losses
    for shape in entry.shapes.values():
        lines = "a line that looks" if shape.count == 1 else f"{shape.count} lines that look"
        yield f"not understood: {lines} like OCPP, such as line {shape.line}: {safe(redact(shape.example))}"


def _losses(entry: InputReport) -> Iterator[str]:
    if entry.truncated:
        elided = f", {entry.elided} of them in the middle" if entry.elided else ""
        yield f"{entry.truncated} truncated{elided}"
    if entry.joined:
        yield f"{entry.joined} split and joined"
    if entry.unread:
        yield f"{entry.keys_seen - entry.keys_read} of {entry.keys_seen} known keys not read"
    for kind, count in sorted(entry.problems.items()):
        if kind not in ("truncated", "unrecognised", "unread"):
            yield f"{count} {_PROBLEMS.get(kind, kind)}"
    if entry.frames and entry.steps_back > entry.frames // 2:
        yield "newest first"


def _listed(names: Iterable[str]) -> str:
    listed = [safe(redact(name)) or "(empty identity)" for name in names]
    rest = len(listed) - _MOST_STATIONS
    return ", ".join(listed[:_MOST_STATIONS]) + (f" and {rest} more" if rest > 0 else "")


def _span(first: float | None, last: float | None) -> str:
    return f"{moment_text(first)} to {moment_text(last)}" if first is not None and last is not None else ""


def _direction(entry: InputReport) -> str:
    if not entry.unknown_senders:
        return "direction known"
    if entry.unknown_senders == entry.frames:
        return "direction unknown"
    return f"direction of {entry.unknown_senders} unknown"


def _station_data(station: StationRecord) -> dict[str, Any]:
    return {
        "station": station.identity,
        "same_station_as": station.same_station_as,
        "profile": station.profile,
        "vendor": station.vendor,
        "model": station.model,
        "firmware": station.firmware,
        "boots": station.boots,
        "ocpp": sorted(station.versions),
        "connectors": sorted(station.connectors),
        "messages": station.messages,
        "actions": dict(sorted(station.actions.items())),
        "unanswered": station.unanswered,
        "errors": station.errors,
        "settings": [
            {
                "key": record.key,
                "connector": record.connector,
                "scope": record.scope,
                "value": _value(record) if record.value is not None else None,
                "origin": record.origin,
                "outcomes": dict(record.outcomes),
                "count": record.count,
                "path": posix_path(record.path),
                "line": record.line,
            }
            for record in sorted(station.settings.values(), key=_reading_order)
        ],
    }
