"""Drift as text and as JSON data, with the schema ``drift.schema.json``."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, TextIO

from ocpplint.comparison.clusters import Cluster, Spread
from ocpplint.comparison.desired import Targets, Unaimed
from ocpplint.comparison.drift import SEVERITIES, Comparison, StationDrift, Status
from ocpplint.comparison.known import KnownStation
from ocpplint.facts.fact import Place
from ocpplint.facts.inputs import InputReport
from ocpplint.facts.observation import Observation
from ocpplint.facts.setting import Setting
from ocpplint.facts.station_state import SettingState
from ocpplint.reporters.safe_text import redact, safe
from ocpplint.reporters.state_text import (
    action_of,
    aims_data,
    heading,
    input_data,
    key_of,
    known_data,
    owner,
    place_data,
    setting_data,
    shown_value,
    station_data,
    when,
    where,
    write_aims,
)
from ocpplint.reporters.streaming import stream
from ocpplint.reporters.summary_line import counted
from ocpplint.reporters.tables import write_hanging
from ocpplint.reporters.text_output import TextOutput

VERSION: Final = 1
_QUIET: Final = ("in-sync", "not-seen", "extra")
"""The statuses that are summed up in one line for all keys."""
_GRAVE: Final = ("error", "warning")
_MOST_NAMED: Final = 8
_WORDS: Final[dict[Status, str]] = {
    "in-sync": "in sync",
    "not-seen": "not seen",
    "not-comparable": "not comparable",
}


def write_drift(page: TextOutput, drifts: list[StationDrift], spreads: list[Spread], targets: Targets) -> None:
    """Write a section for each station with drift, one for the fleet, and a summary."""
    for drift in drifts:
        if len(drifts) == 1 or any(each.severity in _GRAVE for each in drift.comparisons):
            _write_station(page, drift)
    if spreads:
        _write_fleet(page, spreads, len(drifts))
    for name in targets.absent:
        page.line(f"Station {safe(redact(name))} is wanted, and nothing is known of it.")
    write_aims(page, targets.aims)
    for each in targets.unaimed:
        _write_unaimed(page, each)
    page.line(_closing(drifts))


def write_drift_json(
    out: TextIO,
    drifts: list[StationDrift],
    spreads: list[Spread],
    targets: Targets,
    inputs: Iterable[InputReport],
) -> None:
    """Write the drift of a fleet as JSON."""
    tail = _tail(drifts, spreads, targets, inputs)
    stream(out, {"version": VERSION}, "stations", map(_station, drifts), tail)


def drift_data(
    drifts: list[StationDrift], spreads: list[Spread], targets: Targets, inputs: Iterable[InputReport]
) -> dict[str, Any]:
    """Return the drift of a fleet as JSON data."""
    tail = _tail(drifts, spreads, targets, inputs)
    return {"version": VERSION, "stations": list(map(_station, drifts)), **tail}


def _tail(
    drifts: list[StationDrift], spreads: list[Spread], targets: Targets, inputs: Iterable[InputReport]
) -> dict[str, Any]:
    counts = Counter(each.status for drift in drifts for each in drift.comparisons)
    return {
        "fleet": [_spread(spread) for spread in spreads],
        "absent": [redact(name) for name in targets.absent],
        "unaimed": [_unaimed(each) for each in targets.unaimed],
        "aims": aims_data(targets.aims),
        "summary": {status: counts[status] for status in SEVERITIES},
        "inputs": list(map(input_data, inputs)),
    }


def _write_unaimed(page: TextOutput, each: Unaimed) -> None:
    settings = "1 setting names" if each.settings == 1 else f"{each.settings} settings name"
    stations = _named(safe(redact(name)) for name in each.stations)
    write_hanging(page, "Warning: ", f"{where(each.place)}: {settings} no station, compared with {stations}.")


def _unaimed(each: Unaimed) -> dict[str, Any]:
    return {
        **(place_data(each.place) or {}),
        "settings": each.settings,
        "stations": list(map(redact, each.stations)),
    }


def _station(drift: StationDrift) -> dict[str, Any]:
    return {**station_data(drift.station), "settings": [_comparison(each) for each in drift.comparisons]}


def _write_station(page: TextOutput, drift: StationDrift) -> None:
    page.line(page.paint(heading(drift.station), "bold"))
    for each in drift.comparisons:
        if each.status not in _QUIET:
            _write_comparison(page, each)
    for line in _in_brief(drift):
        write_hanging(page, "  ", line)
    page.line()


def _write_comparison(page: TextOutput, each: Comparison) -> None:
    setting = _setting(each)
    severity = each.severity or "info"
    said = f"{each.status} {key_of(setting)} ({owner(setting)})"
    page.line(f"  {page.paint(severity, severity)} {said}")
    for name, text in _details(each):
        write_hanging(page, f"    {name:<7} ", text)


def _details(each: Comparison) -> Iterator[tuple[str, str]]:
    setting = _setting(each)
    if each.wanted is not None:
        yield "wanted", _value(setting, each.wanted.setting.value, where(each.wanted.setting.place))
        for rival in each.wanted.rivals:
            yield "", _value(setting, rival.value, where(rival.place))
    if each.known is not None:
        for name, seen in _told(each.known.standing):
            yield name, _value(setting, seen.value, _evidence(seen, setting))
    if each.reason:
        at = f" ({where(each.place)})" if each.place is not None else ""
        yield "because", f"{safe(each.reason)}{at}"


def _told(standing: SettingState) -> Iterator[tuple[str, Observation[Place]]]:
    """Yield the known value, the pending one, and the last written one where it differs from both."""
    if standing.held is not None:
        yield "has", standing.held
    if standing.pending is not None:
        yield "pending", standing.pending
    elif standing.written is not None and standing.written != standing.held:
        yield "written", standing.written


def _value(setting: Setting, value: str | None, origin: str) -> str:
    shown = shown_value(setting, value)
    return f"{'nothing' if shown is None else shown}  ({origin})"


def _evidence(seen: Observation[Place], setting: Setting) -> str:
    action = action_of(seen, setting)
    # A write under its own key says nothing about the writer.
    writer = "" if seen.writer == f"as `{setting.key}`" else safe(redact(seen.writer))
    words = (action, seen.outcome, writer, when(seen))
    return ", ".join([where(seen.place), *(word for word in words if word)])


def _in_brief(drift: StationDrift) -> Iterator[str]:
    """Count the settings in sync, and name those that are unknown or extra."""
    for status in _QUIET:
        found = [each for each in drift.comparisons if each.status == status]
        if not found:
            continue
        count = f"{len(found)} {_WORDS.get(status, status)}"
        yield count if status == "in-sync" else f"{count}: {_named(key_of(_setting(each)) for each in found)}"


def _named(names: Iterable[str]) -> str:
    listed = list(names)
    rest = len(listed) - _MOST_NAMED
    return ", ".join(listed[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _write_fleet(page: TextOutput, spreads: list[Spread], stations: int) -> None:
    page.line(page.paint(f"Fleet ({counted(stations, 'station')})", "bold"))
    for spread in spreads:
        wanted = f", wanted {_plain(spread, spread.wanted)}" if spread.wanted is not None else ""
        page.line(f"  {key_of(spread.setting)}: {len(spread.clusters)} values{wanted}")
        for number, cluster in enumerate(spread.clusters):
            text = f"{_plain(spread, cluster.value)}: {counted(len(cluster.stations), 'station')}"
            write_hanging(page, "    ", f"{text}{_outliers(cluster) if number else ''}")
    page.line()


def _plain(spread: Spread, value: str | None) -> str:
    return shown_value(spread.setting, value) or "(empty)"


def _outliers(cluster: Cluster) -> str:
    """Name the stations that differ from most, and whether all of their kind do."""
    kinds = (f"{share.having} of {share.total} with {safe(share.kind)}" for share in cluster.shares[:3])
    return f" ({'; '.join(kinds)}): {_named(safe(redact(station.label)) for station in cluster.stations)}"


def _closing(drifts: list[StationDrift]) -> str:
    counts = Counter(each.status for drift in drifts for each in drift.comparisons)
    told = [f"{counts[status]} {_WORDS.get(status, status)}" for status in SEVERITIES if counts[status]]
    return f"Compared {counted(len(drifts), 'station')}: {', '.join(told) or 'nothing is wanted of any'}."


def _setting(each: Comparison) -> Setting:
    if each.known is not None:
        return each.known.setting
    if each.wanted is None:
        raise ValueError("a comparison is of something wanted or something known")
    return each.wanted.setting


def _comparison(each: Comparison) -> dict[str, Any]:
    setting, wanted = _setting(each), each.wanted
    return {
        **setting_data(setting),
        "status": each.status,
        "severity": each.severity,
        "reason": safe(redact(each.reason)),
        "evidence": place_data(each.place),
        "wanted": None
        if wanted is None
        else {"value": shown_value(setting, wanted.setting.value), **(place_data(wanted.setting.place) or {})},
        "known": None if each.known is None else known_data(each.known),
    }


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        **setting_data(spread.setting),
        "wanted": shown_value(spread.setting, spread.wanted),
        "values": [_cluster(spread, cluster) for cluster in spread.clusters],
    }


def _cluster(spread: Spread, cluster: Cluster) -> dict[str, Any]:
    return {
        "value": shown_value(spread.setting, cluster.value),
        "stations": [_name(station) for station in cluster.stations],
        "kinds": [share._asdict() for share in cluster.shares],
    }


def _name(station: KnownStation) -> str:
    return redact(station.label)
