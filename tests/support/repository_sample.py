"""A repository of 60 stations with 3000 findings, as somebody who begins to look might have."""

import json
import shutil
from pathlib import Path
from typing import Any

import yaml

from ocpplint.stations.registry import Profiles
from tests.support.command import run, write

STATIONS = 60
KEYS = Profiles().default._keys
NUMBERS = sorted(key for key, entry in KEYS.items() if entry.get("type") in ("integer", "boolean"))
SHARED = sorted(key for key, entry in KEYS.items() if entry.get("scope") in ("Both", "Master"))
NEW_KEY = "StopTxnSampledData_2"


def mistakes(number: int) -> dict[str, str]:
    """Return settings of which most are mistakes, not the same for all stations."""
    settings = {**dict.fromkeys(NUMBERS, "broken"), **{f"{key}_2": "30" for key in SHARED}}
    del settings[NUMBERS[number % len(NUMBERS)]], settings[NEW_KEY]
    return settings


def repository(reordered: bool = False) -> dict[str, Any]:
    """Return the documents of 60 stations by their names, some of which tell the station."""
    documents: dict[str, Any] = {}
    row = []
    for number in range(STATIONS):
        name, settings = f"CP{number:02}", list(mistakes(number).items())
        pairs: list[dict[str, Any]] = [{"key": key, "value": value} for key, value in settings]
        if reordered:
            settings.reverse()
            pairs.reverse()
            pairs = [dict(reversed(pair.items())) for pair in pairs]
        if number < 15:
            documents[f"{name}.json"] = {"chargePointId": name, "settings": pairs}
        elif number < 30:
            documents[f"{name}.json"] = dict(settings)
        elif number < 45:
            documents[f"{name}/connector-2.json"] = dict(settings)
        else:
            row.append({"id": name, "settings": dict(settings)})
    documents["row.json"] = {"depots": [{"name": "north", "stations": row[::-1] if reordered else row}]}
    return documents


def write_first(folder: Path) -> None:
    """Write the repository, and the configuration to begin with."""
    write(folder, {f"stations/{path}": json.dumps(data, indent=1) for path, data in repository().items()})
    assert run("init", cwd=folder).code == 0


def write_anew(folder: Path) -> None:
    """Write the same in another order, layout and syntax, under other names."""
    shutil.rmtree(folder / "stations")
    for number, (path, data) in enumerate(repository(reordered=True).items()):
        name = f"sites/berlin-{number}/connector-2" if "/" in path else f"sites/old-{number}"
        text = json.dumps(data) if number % 2 else yaml.safe_dump(data, sort_keys=False, indent=4)
        write(folder, {f"{name}.{'json' if number % 2 else 'yaml'}": f"\n\n{text}\n"})
