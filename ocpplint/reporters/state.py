"""The state of each station as a table and as JSON data (schema ``state.schema.json``)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TextIO

from ocpplint.comparison.agreement import agree
from ocpplint.comparison.known import KnownStation, KnownValue
from ocpplint.facts.fact import Place
from ocpplint.facts.inputs import InputReport
from ocpplint.facts.observation import Observation
from ocpplint.reporters.report import posix_path
from ocpplint.reporters.safe_text import safe
from ocpplint.reporters.state_text import (
    heading,
    input_data,
    key_of,
    known_data,
    setting_data,
    shown_value,
    station_data,
    when,
    where,
    whose,
)
from ocpplint.reporters.streaming import stream
from ocpplint.reporters.summary_line import counted, reading_line
from ocpplint.reporters.tables import Row, write_hanging, write_table
from ocpplint.reporters.text_output import TextOutput
from ocpplint.reporters.timestamps import moment_text

VERSION: Final = 1
_HEADER: Final = ("for", "key", "value", "state", "when", "where")
_ELASTIC: Final = {2: 20, 1: 40, 5: 24}
"""The columns that may shrink, with their minimum widths: the value, the key, the location."""
_MEANINGS: Final = {
    "reported": "a report shows it",
    "confirmed": "written, and a report has shown it since",
    "assumed": "written and accepted; no report has shown it since",
    "uncertain": "a later write has an unknown outcome",
    "dump": "from a document",
    "pending": "written, pending a reboot",
}


def write_state(
    page: TextOutput, stations: Iterable[KnownStation], at: float | None, inputs: Sequence[InputReport]
) -> None:
    """Write a table for each station, its legend, and how much was understood."""
    used: set[str] = set()
    for station in stations:
        page.line(page.paint(heading(station), "bold"))
        write_hanging(page, "  ", _overview(station, at))
        rows = [row for value in in_order(station) for row in _rows(value, station.path)]
        used |= {row[3] for row in rows}
        if rows:
            write_table(page, _HEADER, rows, _ELASTIC)
        page.line()
    for word, meaning in _MEANINGS.items():
        if word in used:
            page.line(f"{word}: {meaning}")
    page.line()
    page.line(reading_line(inputs))


def write_state_json(
    out: TextIO, stations: Iterable[KnownStation], at: float | None, inputs: Iterable[InputReport]
) -> None:
    """Write the state of the stations as JSON."""
    tail = {"inputs": list(map(input_data, inputs))}
    stream(out, {"version": VERSION, "at": at}, "stations", map(_station, stations), tail)


def state_data(
    stations: Iterable[KnownStation], at: float | None, inputs: Iterable[InputReport]
) -> dict[str, Any]:
    """Return the state of the stations as JSON data."""
    told = list(map(input_data, inputs))
    return {"version": VERSION, "at": at, "stations": list(map(_station, stations)), "inputs": told}


def _station(station: KnownStation) -> dict[str, Any]:
    settings = [{**setting_data(value.setting), **known_data(value)} for value in in_order(station)]
    return {**station_data(station), "settings": settings}


def in_order(station: KnownStation) -> list[KnownValue]:
    """Return the settings of a station by key, those of connector 1 before those of connector 2."""
    known = [value for value in station.values.values() if _is_shown(value)]
    return sorted(
        known, key=lambda value: (value.setting.base_key, value.setting.connector or 0, value.setting.key)
    )


def _is_shown(value: KnownValue) -> bool:
    """Return whether to show a setting: not one that was only written and refused."""
    return value.standing.held is not None or value.standing.pending is not None


def _overview(station: KnownStation, at: float | None) -> str:
    shown = sum(map(_is_shown, station.values.values()))
    count = counted(shown, "setting") if shown else "no setting is known, only that writes were refused,"
    told = f"{count} in {safe(posix_path(station.path))}" + (f" at {moment_text(at)}" if at is not None else "")
    if station.complete is None:
        return f"{told}; no report of all keys, so there may be more"
    return f"{told}; all keys reported in line {station.complete.locate().line}"


def _rows(value: KnownValue, path: str) -> Iterator[Row]:
    standing = value.standing
    if standing.held is not None:
        yield _row(value, standing.held, _state(value), path)
    if standing.pending is not None:
        yield _row(value, standing.pending, "pending", path)


def _row(value: KnownValue, seen: Observation[Place], state: str, path: str) -> Row:
    setting, place = value.setting, seen.place.locate()
    text = shown_value(setting, seen.value)
    # Most values are from the input that the heading names.
    stands = f"line {place.line}" if place.path == path else where(place)
    return whose(setting), key_of(setting), "-" if text is None else text, state, when(seen), stands


def _state(value: KnownValue) -> str:
    held = value.standing.held
    if value.certainty == "uncertain" or held is None:
        return "uncertain"
    if held.by == "document":
        return "dump"
    if held.by == "write":
        return value.certainty
    written = value.standing.written
    is_written = written is not None and agree(value.setting, held.value, written.value) is True
    return "confirmed" if is_written else "reported"
