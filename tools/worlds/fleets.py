"""A fleet: what its stations should have, and what traces and dumps show of them."""

import json
import os
from random import Random
from typing import Any, Final

from tools.worlds.keys import BY_NAME, KEYS, value_of
from tools.worlds.logs import DIALECTS, JSON_LINES, lines_of
from tools.worlds.settings import save, variables
from tools.worlds.traffic import Frame, Station16
from tools.worlds.traffic201 import Station201

STATIONS: Final = 36
_NEWER: Final = 6
"""Stations of OCPP 2.0.1, besides."""


def write(folder: str, random: Random) -> None:
    """Write the world: ``desired/``, ``traces/`` with a file a station, ``dumps/``, and one log of them all."""
    whole: list[Frame] = []
    for number in range(STATIONS):
        station = Station16(f"BAY-{number:02}", random, random.choice((1.0, 0.97, 0.9)))
        _live(station, random)
        whole += station.frames
        save(os.path.join(folder, "traces", f"bay-{number:02}.jsonl"), lines_of(station.frames, JSON_LINES))
        if number % 3 == 0:
            save(os.path.join(folder, "dumps", f"BAY-{number:02}.json"), json.dumps(_dump(station), indent=1))
    for number in range(_NEWER):
        newer = Station201(f"PIER-{number}", random, 0.95)
        newer.boot()
        for _ in range(14):
            newer.act()
        save(os.path.join(folder, "traces", f"pier-{number}.jsonl"), lines_of(newer.frames, JSON_LINES))
    whole.sort(key=lambda frame: frame.time)
    save(os.path.join(folder, "csms.log"), lines_of(whole, DIALECTS["home-assistant"]))
    _desire(folder, random)


def _live(station: Station16, random: Random) -> None:
    station.boot()
    station.report()
    for _ in range(random.randrange(4, 14)):
        random.choice((station.configure, station.configure, station.report, station.restart, station.beat))()


def _dump(station: Station16) -> dict[str, Any]:
    """What the station would report of all its keys."""
    rows = [
        {"key": key, "readonly": key in BY_NAME and BY_NAME[key].is_fixed, "value": value}
        for key, value in station.values.items()
    ]
    return {"configurationKey": rows, "unknownKey": []}


def _desire(folder: str, random: Random) -> None:
    """Write what all stations should have, and what some should have for themselves; some of it can't be reached."""
    common = {key.name: value_of(key, random) for key in KEYS if not key.is_fixed and random.random() < 0.6}
    save(os.path.join(folder, "desired", "all.json"), json.dumps(common, indent=2))
    own: dict[str, Any] = {}
    for number in random.sample(range(STATIONS + 2), 15):
        keys = random.sample(KEYS, 5)
        station: dict[str, Any] = {key.name: value_of(key, random, 0.15) for key in keys}
        station |= {f"{key.name}_2": value_of(key, random) for key in keys if key.is_paired}
        if random.random() < 0.3:
            station["connectors"] = {
                "1": {"ConnectorPhaseRotation": "RST"},
                "2": {"ConnectorPhaseRotation": "STR"},
            }
        own[f"BAY-{number:02}"] = station
    save(os.path.join(folder, "desired", "own.json"), json.dumps({"stations": own}, indent=2))
    newer = {f"PIER-{number}": {"variables": variables(random)} for number in range(_NEWER)}
    save(os.path.join(folder, "desired", "newer.json"), json.dumps({"stations": newer}, indent=2))
