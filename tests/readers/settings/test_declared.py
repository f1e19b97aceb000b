"""A shape that a configuration declares is read by the paths it gives."""

import json
from typing import Any

import pytest

from ocpplint.documents.jsonc import parse_json
from ocpplint.facts.setting import Setting
from ocpplint.readers.settings.context import SettingContext
from ocpplint.readers.settings.conventions import declared_shape, steps_of
from ocpplint.readers.settings.declared import read_declared, without
from ocpplint.readers.settings.node_location import PlacedDocument
from ocpplint.readers.settings.walk import SettingsReader
from ocpplint.stations.registry import Profiles

BENDER = Profiles().load("bender")
A, B = "ConnectorPhaseRotation", "RCMBDelta"


def settings_in(data: Any, **said: Any) -> list[Setting]:
    shape = declared_shape({"name": "own", **said}, "")
    placed = PlacedDocument(parse_json(json.dumps(data)), "a.json")
    return read_declared([shape], placed, BENDER, SettingContext()).settings


def short(settings: list[Setting]) -> list[tuple[str | None, int | None, str, str | None]]:
    return [
        (each.station, each.evidence[0].connector if each.evidence else None, each.key, each.value)
        for each in settings
    ]


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("key", ("key",)),
        ("stations[].config.*", ("stations", "[]", "config", "*")),
        ("[].key", ("[]", "key")),
        ('*."station.json"[][]', ("*", "station.json", "[]", "[]")),
        ("a b.c-d", ("a b", "c-d")),
        ("", ()),
    ],
)
def test_a_path_is_names_and_wildcards(path: str, steps: tuple[str, ...]) -> None:
    assert steps_of(path) == steps


@pytest.mark.parametrize(
    ("data", "shape"),
    [
        (
            {"fleet": [{"cp": "CP1", "out": 2, "params": [{"k": A, "v": "RTS"}, {"k": "Vendor", "v": 1}]}]},
            {
                "station": "fleet[].cp",
                "connector": "fleet[].out",
                "key": "fleet[].params[].k",
                "value": "fleet[].params[].v",
            },
        ),
        (
            {"CP1": {"2": {A: "RTS", "Vendor": 1}}},
            {"station": "*", "connector": "*.*", "key": "*.*.*", "value": "*.*.*"},
        ),
        (
            {"CP1": {"outlet2": {"names": [A, "Vendor"], "values": ["RTS", 1]}}},
            {"station": "*", "connector": "*.*", "key": "*.*.names[]", "value": "*.*.values[]"},
        ),
        (
            [
                {"about": {"id": "CP1"}, "at": {"plug": "2"}, "say": {"what": what, "is": value}}
                for what, value in ((A, "RTS"), ("Vendor", 1))
            ],
            {"station": "[].about.id", "connector": "[].at.plug", "key": "[].say.what", "value": "[].say.is"},
        ),
    ],
)
def test_the_paths_lead_to_station_connector_key_and_value(data: Any, shape: dict[str, str]) -> None:
    assert short(settings_in(data, **shape)) == [("CP1", 2, A, "RTS"), ("CP1", 2, "Vendor", "1")]


def test_places_are_those_of_key_and_value() -> None:
    text = '{"fleet": {"CP1": {\n "RCMBDelta": [30]}}}'
    shape = declared_shape({"name": "own", "key": "fleet.*.*", "value": "fleet.*.*"}, "")
    (setting,) = read_declared([shape], PlacedDocument(parse_json(text), "a"), BENDER, SettingContext()).settings
    assert setting.place.locate()[1:] == (2, 3, 2, 12)
    assert setting.value == "30"


def test_sections_of_connectors_are_one_configuration_and_stations_are_several() -> None:
    data = {"s": [{"c": {"1": {A: "RST"}, "2": {A: "RTS"}}}, {"c": {"1": {A: "RST"}}}]}
    found = settings_in(data, connector="s[].c.*", key="s[].c.*.*", value="s[].c.*.*")
    assert [setting.group for setting in found] == ["/s#0/c", "/s#0/c", "/s#1/c"]


@pytest.mark.parametrize(
    "data",
    [{}, [], 3, {"a": 1}, {"a": {"k": A}}, {"a": {"v": 1}}, {"a": {"k": None, "v": 1}}, {"a": {"k": A, "v": {}}}],
)
def test_what_does_not_fit_yields_nothing(data: Any) -> None:
    assert settings_in(data, key="*.k", value="*.v") == []


def test_without_paths_of_inputs_a_known_key_is_needed() -> None:
    data = {"a": {"k": "Vendor", "v": 1}}
    assert settings_in(data, key="*.k", value="*.v") == []
    assert len(settings_in(data, key="*.k", value="*.v", path="*.json")) == 1
    assert settings_in({"a": {"k": A, "v": 1}}, key="*.k", value="*.v", path="other/*.json") == []


def test_a_declared_shape_overrides_every_other() -> None:
    data = {
        "list": [{"name": "CP1", "parameter": A, "old": "RST", "value": "RST", "new": "RTS"}],
        "config": {B: 30},
    }
    placed = PlacedDocument(parse_json(json.dumps(data)), "a")
    shape = declared_shape(
        {"name": "own", "station": "list[].name", "key": "list[].parameter", "value": "list[].new"}, ""
    )
    declared = read_declared([shape], placed, BENDER, SettingContext()).settings
    usual = SettingsReader(placed, BENDER).read(SettingContext())
    assert short(without(usual, declared) + declared) == [(None, None, B, "30"), ("CP1", None, A, "RTS")]
