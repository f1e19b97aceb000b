"""Settings documents: stations in many shapes, as JSON, JSON with comments and YAML, with mistakes."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, Final, NamedTuple

import yaml

from tools.worlds.keys import BY_NAME, KEYS, SUFFIXES, misspelled, value_of

DOCUMENTS: Final = 320


class Setting(NamedTuple):
    """A setting of the station, or of the connector ``part`` if that is not 0."""

    key: str
    value: Any
    part: int = 0


def write(folder: str, random: Random) -> None:
    """Write the world: documents in folders of twenty, and stations with a file for each connector."""
    for number in range(DOCUMENTS):
        path = os.path.join(folder, f"group-{number // 20:02}", f"site-{number:03}")
        name, text = _document(random)
        save(path + name, text)
    for number in range(12):
        base = os.path.join(folder, "pairs", f"dock-{number}")
        for part in (1, 2):
            save(f"{base}/connector-{part}.json", json.dumps(dict(_pairs(_settings(random))), indent=2))


def save(path: str, text: str) -> None:
    """Write a file, and the folders it is in."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def _document(random: Random) -> tuple[str, str]:
    """Return a document and the ending of its name."""
    content = random.choice(_CONTENTS)(random)
    if random.random() < 0.05:
        return ".json", json.dumps(content, indent=2)[: -random.randrange(1, 9)]
    if random.random() < 0.35:
        return random.choice((".yaml", ".yml")), _yaml(content, random)
    return _json(content, random)


def _json(content: Any, random: Random) -> tuple[str, str]:
    text = json.dumps(content, indent=random.choice((None, 2, 4)), ensure_ascii=random.random() < 0.5)
    if random.random() < 0.3:
        return ".jsonc", _commented(text, random, "//")
    return ".json", text + "\n"


def _yaml(content: Any, random: Random) -> str:
    style = random.choice((None, None, True)) if random.random() < 0.8 else False
    text = yaml.safe_dump(content, sort_keys=False, default_flow_style=style, allow_unicode=True)
    return _commented(text, random, "#") if random.random() < 0.5 else text


_REMARKS: Final = (
    "Connector 2",
    "Connector 1",
    "the whole station",
    "ocpplint: ignore[SCP001] the backend takes the suffix off",
    "ocpplint: ignore[KEY] copied from the old controller",
    "ocpplint: ignore[VAL001]",
    "ocpplint: ignore-start[SCP] for now",
    "ocpplint: ignore-end",
)


def _commented(text: str, random: Random, mark: str) -> str:
    """Put comments above and beside some of the lines."""
    lines: list[str] = []
    for line in text.splitlines():
        if random.random() < 0.1:
            lines.append(f"{' ' * (len(line) - len(line.lstrip()))}{mark} {random.choice(_REMARKS)}")
        lines.append(f"{line}  {mark} {random.choice(_REMARKS)}" if random.random() < 0.05 else line)
    return "\n".join(lines) + "\n"


def _settings(random: Random, most: int = 9) -> list[Setting]:
    """Choose settings, some of them with a mistake in the key, the value or the connector."""
    chosen = random.sample(KEYS, random.randrange(2, most))
    settings = [Setting(key.name, value_of(key, random, 0.2)) for key in chosen]
    for key in chosen:
        if random.random() < (0.7 if key.is_paired else 0.15):
            settings.append(Setting(key.name + random.choice(SUFFIXES), value_of(key, random, 0.1)))
        elif random.random() < 0.3:
            settings.append(Setting(key.name, value_of(key, random), random.choice((1, 2))))
    if random.random() < 0.25:
        settings.append(Setting(misspelled(random.choice(chosen).name, random), "30"))
    if random.random() < 0.15:
        settings.append(random.choice(settings)._replace(value=random.choice(("17", "true", "Voltage"))))
    return [_typed(setting, random) for setting in settings]


def _typed(setting: Setting, random: Random) -> Setting:
    """Write a number or a flag as one, as people do."""
    value = setting.value
    if random.random() < 0.4 and value in ("true", "false"):
        return setting._replace(value=value == "true")
    if random.random() < 0.4 and value.isdecimal():
        return setting._replace(value=int(value))
    if random.random() < 0.03:
        return setting._replace(value=random.choice((None, [value], {"value": value}, 1.5)))
    return setting


def _pairs(settings: Sequence[Setting]) -> list[tuple[str, Any]]:
    return [(setting.key, setting.value) for setting in settings]


def _flat(random: Random) -> Any:
    return dict(_pairs(_settings(random)))


def _nested(random: Random) -> Any:
    return {"version": 3, random.choice(("ocpp", "settings", "configuration", "spec")): _flat(random)}


def _key_values(random: Random) -> Any:
    return [{"key": key, "value": value} for key, value in _pairs(_settings(random))]


def _report(random: Random) -> Any:
    """What a station answers to a GetConfiguration."""
    rows = [
        {"key": key, "readonly": _is_fixed(key, random), "value": str(value)}
        for key, value in _pairs(_settings(random, 20))
    ]
    return {"configurationKey": rows, "unknownKey": random.choice(([], ["CableWarmth"]))}


def _is_fixed(key: str, random: Random) -> bool:
    known = BY_NAME.get(key)
    return (known is not None and known.is_fixed) or random.random() < 0.05


def _connectors(random: Random) -> Any:
    """Settings of the station, and a section for each connector."""
    settings = _settings(random)
    sections = {str(part): dict(_pairs([s for s in settings if s.part in (0, part)])) for part in (1, 2)}
    if random.random() < 0.5:
        named = [{"connectorId": int(part), **section} for part, section in sections.items()]
        return {"connectors": named, **_flat(random)}
    return {**_flat(random), "connectors": sections}


def _fields(random: Random) -> Any:
    name = random.choice(("connectorId", "connector", "evse"))
    return {
        "settings": [
            {"key": setting.key, "value": setting.value, **({name: setting.part} if setting.part else {})}
            for setting in _settings(random)
        ]
    }


def _stations(random: Random) -> Any:
    names = random.sample(("CP7", "CP7_2", "CP8", "DE*ABC*E1", "depot-north-01", "hall 4"), 3)
    stations = {name: random.choice((_flat, _connectors))(random) for name in names}
    if random.random() < 0.5:
        return {"stations": [{"identity": name, **station} for name, station in stations.items()]}
    return {random.choice(("stations", "chargingStations")): stations}


def _commands(random: Random) -> Any:
    """Messages that write settings, as a script sends them."""
    return [
        [2, f"c{number}", "ChangeConfiguration", {"key": key, "value": str(value)}]
        for number, (key, value) in enumerate(_pairs(_settings(random)))
    ]


VARIABLES: Final[Mapping[tuple[str, str], Sequence[str]]] = {
    ("OCPPCommCtrlr", "HeartbeatInterval"): ("300", "60", "often"),
    ("OCPPCommCtrlr", "WebSocketPingInterval"): ("54", "-1"),
    ("OCPPCommCtrlr", "NetworkConfigurationPriority"): ("1", "1,2"),
    ("OCPPCommCtrlr", "RetryBackOffWaitMinimum"): ("30",),
    ("AlignedDataCtrlr", "Interval"): ("900", "7"),
    ("SampledDataCtrlr", "TxUpdatedInterval"): ("60", "0"),
    ("SampledDataCtrlr", "TxUpdatedMeasurands"): ("Voltage,SoC", "Power"),
    ("TxCtrlr", "EVConnectionTimeOut"): ("60", "soon"),
    ("TxCtrlr", "TxStartPoint"): ("PowerPathClosed", "EVConnected,Authorized", "Whenever"),
    ("AuthCtrlr", "AuthorizeRemoteStart"): ("true", "perhaps"),
    ("AuthCtrlr", "LocalPreAuthorize"): ("false",),
    ("SecurityCtrlr", "SecurityProfile"): ("2", "9"),
    ("SecurityCtrlr", "BasicAuthPassword"): ("correct-horse-battery",),
    ("SmartChargingCtrlr", "LimitChangeSignificance"): ("1.5", "much"),
    ("EVSE", "Power"): ("22000",),
    ("Connector", "ConnectorType"): ("cType2",),
}
"""Variables of OCPP 2.0.1 by component, with values of which some are wrong."""


def variables(random: Random) -> list[dict[str, Any]]:
    """Choose variables as messages of OCPP 2.0.1 name them, with a value each."""
    rows: list[dict[str, Any]] = []
    for component, variable in random.sample(list(VARIABLES), random.randrange(2, 8)):
        value = random.choice(VARIABLES[component, variable])
        evse = {"evse": {"id": random.choice((1, 2))}} if component in ("EVSE", "Connector") else {}
        rows.append({"component": {"name": component, **evse}, "variable": {"name": variable}, "value": value})
    return rows


def _variable_report(random: Random) -> Any:
    return [
        {
            "component": row["component"],
            "variable": row["variable"],
            "variableAttribute": [{"type": "Actual", "value": row["value"], "mutability": "ReadWrite"}],
        }
        for row in variables(random)
    ]


def _components(random: Random) -> Any:
    tree: dict[str, Any] = {}
    for row in variables(random):
        tree.setdefault(row["component"]["name"], {})[row["variable"]["name"]] = row["value"]
    return tree


def _unrelated(random: Random) -> Any:
    return {
        "title": "Säule am Tor",
        "network": {"interface_2": {"ip": "10.0.0.2"}, "ports": [9000, 9001]},
        "labels": [{"key": "team", "value": "charging"}],
        "station": _flat(random) if random.random() < 0.5 else None,
    }


_CONTENTS: Final[Sequence[Callable[[Random], Any]]] = (
    *(_flat, _nested, _key_values, _report, _report, _connectors, _connectors, _fields, _stations),
    *(_commands, _variable_report, _components, _unrelated),
)
