"""Whose settings a document holds, by what names the station and what only looks like it."""

import json
from typing import Any

import pytest

from ocpplint.documents.jsonc import parse_json
from ocpplint.readers.settings.context import SettingContext
from ocpplint.readers.settings.naming import is_name, looks_like_identity, without_ending
from ocpplint.readers.settings.node_location import PlacedDocument
from ocpplint.readers.settings.walk import SettingsReader
from ocpplint.stations.registry import Profiles

SETTINGS = {"HeartbeatInterval": "300", "MeterValueSampleInterval": "60"}
PAIRS = [{"key": key, "value": value} for key, value in SETTINGS.items()]
Named = list[tuple[str | None, str | None, str | None]]


def named(document: Any, context: SettingContext | None = None) -> Named:
    """Return each station of a document once, with the kind of evidence and its confidence."""
    placed = PlacedDocument(parse_json(json.dumps(document)), "a.json")
    reader = SettingsReader(placed, Profiles().default)
    found: dict[tuple[str | None, str | None, str | None], None] = {}
    for setting in reader.read(context or SettingContext(editable=True)):
        evidence = setting.station_evidence
        found[setting.station, evidence and evidence.kind, evidence and evidence.confidence] = None
    return list(found)


NAMES: dict[str, tuple[Any, Named]] = {
    "the identity beside settings": ({"chargePointId": "CP-1", **SETTINGS}, [("CP-1", "identity", "high")]),
    "an item of stations": ({"stations": {"CP-1": SETTINGS}}, [("CP-1", "container", "high")]),
    "a field only stations have": ({"cpId": "harbour", "ocpp": SETTINGS}, [("harbour", "field", "high")]),
    "such a field in every row": (
        [{"station": name, **pair} for name in ("CP-1", "CP-2") for pair in PAIRS],
        [("CP-1", "field", "high"), ("CP-2", "field", "high")],
    ),
    "an id": ({"id": "CP-1", "settings": SETTINGS}, [("CP-1", "field", "medium")]),
    "an id of a list of pairs": ({"id": "CP-1", "settings": PAIRS}, [("CP-1", "field", "medium")]),
    "a name": ({"name": "CP-1", "spec": {"ocpp": SETTINGS}}, [("CP-1", "field", "low")]),
    "the name of a host": ({"hostname": "cp-1.depot.example", **SETTINGS}, [("cp-1", "field", "medium")]),
    "a serial number of digits": ({"serial": "00231234", **SETTINGS}, [("00231234", "field", "low")]),
    "a name beside sections of connectors": (
        {"name": "CP-1", "key": PAIRS, "connector": [{"id": 1, "key": PAIRS}, {"id": 2, "key": PAIRS}]},
        [("CP-1", "field", "low")],
    ),
    "the key of a map of misspelt settings": (
        {"CP-1": {"MeterValueSampleIntervall": "60"}, "CP-2": {"MeterValueSampleIntervall": "60"}},
        [("CP-1", "key", "medium"), ("CP-2", "key", "medium")],
    ),
    "the key of a list of commands": (
        {"CP-1": [{"command": "ChangeConfiguration", "data": pair} for pair in PAIRS]},
        [("CP-1", "key", "medium")],
    ),
    "the key of a document in a string": (
        {"CP-1": {"content": json.dumps(SETTINGS)}},
        [("CP-1", "key", "medium")],
    ),
    "a name beside pairs whose keys have digits": (
        {"name": "CP-1", "settings": [{"name": "ConnectorPhaseRotation_2", "value": "RST"}, *PAIRS]},
        [("CP-1", "field", "low")],
    ),
    "an id rather than a name": ({"name": "Pier7", "id": "CP-1", **SETTINGS}, [("CP-1", "field", "medium")]),
    "the keys of a map": (
        {"CP-1": SETTINGS, "CP-2": SETTINGS},
        [("CP-1", "key", "medium"), ("CP-2", "key", "medium")],
    ),
    "one key that looks like an identity": ({"CP-1": {"config": SETTINGS}}, [("CP-1", "key", "medium")]),
    "keys of maps with the same settings": (
        {"harbour": SETTINGS, "quay": PAIRS},
        [("harbour", "key", "low"), ("quay", "key", "low")],
    ),
    "a key rather than a name for people": (
        {"CP-1": {"name": "Pier7", **SETTINGS}},
        [("CP-1", "key", "medium")],
    ),
    "a key above groups of settings": ({"CP-1": {"metering": SETTINGS}}, [("CP-1", "key", "medium")]),
    "the name of a file that is embedded": ({"data": {"CP-1.json": SETTINGS}}, [("CP-1", "key", "medium")]),
    "the file that is embedded as text": (
        {"data": {"CP-1.json": json.dumps(SETTINGS)}},
        [("CP-1", "key", "medium")],
    ),
    "metadata around embedded text": (
        {"metadata": {"name": "cp-1-config"}, "data": {"station.json": json.dumps(SETTINGS)}},
        [("cp-1", "metadata", "medium")],
    ),
    "what the embedded text names itself": (
        {"metadata": {"name": "cp-1-config"}, "data": {"station.json": json.dumps({"id": "CP-2", **SETTINGS})}},
        [("CP-2", "field", "medium")],
    ),
    "an environment": (
        {"services": {"cp-1": {"environment": [f"{key}={value}" for key, value in SETTINGS.items()]}}},
        [("cp-1", "key", "medium")],
    ),
    "a row of a table": (
        {"columns": ["station", *SETTINGS], "rows": [["CP-1", *SETTINGS.values()], ["CP-2", *SETTINGS.values()]]},
        [("CP-1", "field", "high"), ("CP-2", "field", "high")],
    ),
    "metadata": ({"metadata": {"name": "cp-1-config"}, "data": SETTINGS}, [("cp-1", "metadata", "medium")]),
    "a key above rows": ({"CP-1": [list(pair) for pair in SETTINGS.items()]}, [("CP-1", "key", "medium")]),
    "a key above a table": (
        {"CP-1": {"columns": ["key", "value"], "rows": [list(pair) for pair in SETTINGS.items()]}},
        [("CP-1", "key", "medium")],
    ),
    "a key above commands": (
        {"CP-1": [{"action": "ChangeConfiguration", "payload": pair} for pair in PAIRS]},
        [("CP-1", "key", "medium")],
    ),
    "a key above a text": ({"CP-1": {"content": json.dumps(SETTINGS)}}, [("CP-1", "key", "medium")]),
    "a key above a misspelt key": ({"CP-1": {"MeterValueSampleIntervall": "30"}}, [("CP-1", "key", "medium")]),
    "a name beside pairs whose keys have numbers": (
        {"name": "CP-1", "settings": [{"name": "ConnectorPhaseRotation_2", "value": "RTS"}]},
        [("CP-1", "field", "low")],
    ),
    "hosts of an inventory": (
        {"all": {"children": {"depot": {"hosts": {"cp-1": {"ocpp": SETTINGS}}}}}},
        [("cp-1", "key", "medium")],
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_what_names_a_station(name: str) -> None:
    document, expected = NAMES[name]
    assert named(document) == expected
    assert named({"wrapped": document}) == expected


NOBODY: dict[str, Any] = {
    "nothing": SETTINGS,
    "defaults beside common ones": {"defaults": SETTINGS, "common": SETTINGS},
    "environments": {"prod": SETTINGS, "staging-2": SETTINGS},
    "versions": {"5.32": SETTINGS, "v5.33": SETTINGS, "fw-5.34": SETTINGS},
    "models": {"CC612": SETTINGS, "CC613": SETTINGS},
    "makers": {"bender": SETTINGS, "keba": SETTINGS},
    "sites": {"site-1": SETTINGS, "depot-2": SETTINGS},
    "days": {"2026-05-01": SETTINGS, "2026-05-02": SETTINGS},
    "rows": {"1": SETTINGS, "2": SETTINGS},
    "rows with ids": [{"id": 1, **SETTINGS}, {"id": 2, **SETTINGS}],
    "connectors": {"connector1": SETTINGS, "connector2": SETTINGS},
    "groups of settings": {"core": {"HeartbeatInterval": "1"}, "metering": {"MeterValueSampleInterval": "60"}},
    "a group by itself": {"harbour": SETTINGS},
    "a protocol": {"ocpp16": SETTINGS, "iso15118": SETTINGS},
    "the name of a group of hosts": {"name": "group1", **SETTINGS},
    "a name for people": {"name": "Harbour 1, north quay", **SETTINGS},
    "an id of a database": {"id": "550e8400-e29b-41d4-a716-446655440000", **SETTINGS},
    "an address": {"host": "10.0.0.5", **SETTINGS},
    "the backend": {"host": "csms-2.example.com", **SETTINGS},
    "the name of a key": {"name": "HeartbeatInterval", "value": "300", "others": SETTINGS},
    "metadata of a chart": {"metadata": {"name": "ocpp-settings-v2"}, "data": SETTINGS},
}


@pytest.mark.parametrize("name", NOBODY)
def test_what_names_no_station(name: str) -> None:
    assert named(NOBODY[name]) == [(None, None, None)]


def test_the_name_of_what_holds_stations_is_not_theirs() -> None:
    """What stands beside the stations is nobody's; their names are their own."""
    inner = {"CP-1": SETTINGS, "CP-2": SETTINGS}
    for stations in ({"chargers": inner}, inner, {"units": [{"id": name, **SETTINGS} for name in inner]}):
        found = named({"id": "harbour9", **SETTINGS, **stations})
        assert [station for station, _, _ in found] == [None, "CP-1", "CP-2"]


def test_names_inside_a_connector_are_the_connectors() -> None:
    connectors = [{"id": number, "name": f"CP-1-{number}", **SETTINGS} for number in (1, 2)]
    assert named({"connectors": connectors}) == [(None, None, None)]
    assert named({"id": "CP-1", "connectors": connectors}) == [("CP-1", "field", "medium")]


def test_a_name_that_is_no_identity_gives_way_to_what_the_layout_says() -> None:
    context = SettingContext(station="CP7", editable=True)
    assert [station for station, _, _ in named({"id": "CP-1", **SETTINGS}, context)] == ["CP7"]
    assert [station for station, _, _ in named({"stationId": "CP-1", **SETTINGS}, context)] == ["CP-1"]


def test_a_trace_names_its_stations_itself() -> None:
    assert named({"id": "CP-1", **SETTINGS}, SettingContext(editable=False)) == [(None, None, None)]


def test_the_place_of_a_name_is_where_it_stands() -> None:
    placed = PlacedDocument(parse_json('{\n "CP-1": {"HeartbeatInterval": 300,\n  "RCMBDelta": 30}}'), "a.json")
    found = SettingsReader(placed, Profiles().default).read(SettingContext(editable=True))[0].station_evidence
    assert found is not None
    assert found.place is not None
    assert found.place.locate()[:3] == ("a.json", 2, 3)


@pytest.mark.parametrize("text", ["CP-1", "cp_0001", "DE*ABC*E123", "harbour-09", "EVB-P1234567", "prod-cp-0001"])
def test_names_that_look_like_identities(text: str) -> None:
    assert looks_like_identity(text)


@pytest.mark.parametrize(
    "text", ["", "A", "7", "v2", "CP 1", "default", "site-a1", "dualConnector1", "type2", "3f2a9c3f2a9c", "x" * 49]
)
def test_texts_that_name_no_station(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize("text", ["CP-1.json", "CP-1.desired.yaml", "CP-1_config.json", "CP-1-ocpp", "CP-1"])
def test_what_a_file_is_is_no_part_of_the_name(text: str) -> None:
    assert without_ending(text) == "CP-1"
