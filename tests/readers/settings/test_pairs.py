"""Keys and values are read under any two names, where a list shows which of its members are meant."""

import json
from typing import Any

import pytest

from ocpplint.documents.jsonc import parse_json
from ocpplint.facts.setting import Setting
from ocpplint.readers.settings.context import SettingContext
from ocpplint.readers.settings.node_location import PlacedDocument
from ocpplint.readers.settings.walk import SettingsReader
from ocpplint.stations.registry import Profiles

BENDER = Profiles().load("bender")
A, A2, B, UNKNOWN = "ConnectorPhaseRotation", "ConnectorPhaseRotation_2", "RCMBDelta", "ConnectorPhaseRotaton"


def settings_in(data: Any) -> list[Setting]:
    placed = PlacedDocument(parse_json(json.dumps(data)), "test")
    return SettingsReader(placed, BENDER).read(SettingContext(document="test"))


def keys_and_values(data: Any) -> list[tuple[str, str | None]]:
    return [(setting.key, setting.value) for setting in settings_in(data)]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "value"),
        ("variable", "value"),
        ("parameter", "value"),
        ("configKey", "configValue"),
        ("param", "setpoint"),
        ("key", "desired"),
        ("Parameter", "Wert"),
        ("p", "q"),
    ],
)
def test_a_list_shows_which_members_hold_key_and_value(key: str, value: str) -> None:
    rows = [{key: A, value: "RST"}, {key: UNKNOWN, value: "RTS"}, {key: "Vendor", value: 3}]
    assert keys_and_values(rows) == [(A, "RST"), (UNKNOWN, "RTS"), ("Vendor", "3")]


def test_what_else_is_said_of_a_key_is_not_taken_for_its_value() -> None:
    rows = [
        {
            "id": 1,
            "param": A,
            "description": "phases",
            "unit": "",
            "type": "string",
            "default": "RST",
            "set": "RTS",
        },
        {"id": 2, "param": B, "description": "residual", "unit": "mA", "type": "int", "default": "3", "set": 6},
    ]
    assert keys_and_values(rows) == [(A, "RTS"), (B, "6")]


def test_of_several_members_the_one_that_varies_is_the_value() -> None:
    rows = [{"depot": "north", "param": A, "x": "RTS"}, {"depot": "north", "param": B, "x": "6"}]
    assert keys_and_values(rows) == [(A, "RTS"), (B, "6")]


def test_a_list_whose_values_cannot_be_told_is_not_read() -> None:
    rows = [{"param": A, "x": "RTS", "y": "RST"}, {"param": B, "x": "6", "y": "3"}]
    assert keys_and_values(rows) == []


@pytest.mark.parametrize("said", [{}, {"readonly": False}, {"mutability": "ReadWrite"}])
def test_a_list_that_documents_keys_is_not_settings(said: dict[str, object]) -> None:
    rows = [
        {"key": key, "type": "string", "default": "RST", "description": "the phases", **said}
        for key in (A, B, "Vendor")
    ]
    assert keys_and_values(rows) == []


@pytest.mark.parametrize(
    ("said", "readonly"),
    [
        ({"readonly": True}, True),
        ({"readOnly": "false"}, False),
        ({"mutability": "ReadOnly"}, True),
        ({"access": "RW"}, False),
        ({"access": "ro"}, True),
        ({"writable": False}, True),
        ({}, None),
    ],
)
def test_the_member_that_says_whether_a_key_can_be_written(said: dict[str, object], readonly: bool | None) -> None:
    (setting,) = settings_in([{"parameter": A, "value": "RST", **said}])
    assert setting.stated_readonly is readonly


def test_the_connector_beside_a_pair_is_evidence() -> None:
    (setting,) = settings_in([{"configKey": A, "configValue": "RTS", "connectorId": 2}])
    assert [evidence.connector for evidence in setting.evidence] == [2]


def test_a_single_object_is_a_pair_under_usual_names() -> None:
    assert keys_and_values({"parameter": A, "value": "RST"}) == [(A, "RST")]
    assert keys_and_values({"desired": {"name": A, "setpoint": "RST"}}) == [(A, "RST")]
    assert keys_and_values({"p": A, "q": "RST"}) == []
    assert keys_and_values({"name": A, "description": "phases"}) == []


def test_places_are_those_of_key_and_value() -> None:
    text = '[{"configKey": "RCMBDelta",\n "configValue": "3"}]'
    (setting,) = SettingsReader(PlacedDocument(parse_json(text), "test"), BENDER).read(SettingContext())
    assert setting.place.locate()[1:3] == (1, 17)
    assert setting.value_place is not None
    assert setting.value_place.locate()[1:3] == (2, 18)


@pytest.mark.parametrize(
    "command",
    [
        {"action": "ChangeConfiguration", "payload": {"key": UNKNOWN, "value": "RTS"}},
        {"command": "ChangeConfiguration", "params": {"body": {"key": UNKNOWN, "value": "RTS"}}},
        {"action": "ChangeConfiguration", "key": UNKNOWN, "value": "RTS"},
        {"ChangeConfiguration": {"key": UNKNOWN, "value": "RTS"}},
        {"changeConfiguration": [{"key": UNKNOWN, "value": "RTS"}]},
    ],
)
def test_what_a_command_sets_is_a_setting_whatever_its_key(command: dict[str, object]) -> None:
    assert keys_and_values(command) == [(UNKNOWN, "RTS")]


def test_a_list_of_commands_is_one_configuration() -> None:
    rows = [{"action": "ChangeConfiguration", "payload": {"key": key, "value": "1"}} for key in (A, A2, B)]
    assert len({setting.group for setting in settings_in(rows)}) == 1


@pytest.mark.parametrize(
    "rows",
    [
        [{"name": "Language", "value": "de"}, {"name": "PATH", "value": "/bin"}],
        [{"name": "HeartbeatInterval", "type": "integer"}, {"name": "Other", "type": "string"}],
        [{"description": A, "x": 1}, {"description": B, "x": 2}],
        [{"a": 1}, {"b": 2}],
    ],
)
def test_other_lists_yield_nothing(rows: list[Any]) -> None:
    assert keys_and_values(rows) == []


def test_a_component_beside_a_variable_belongs_to_its_name() -> None:
    rows = [{"component": "OCPPCommCtrlr", "variable": "HeartbeatInterval", "value": "300"}]
    (setting,) = settings_in(rows)
    assert (setting.key, setting.component, setting.variable, setting.ocpp) == (
        *("OCPPCommCtrlr.HeartbeatInterval", "OCPPCommCtrlr", "HeartbeatInterval", "2.x"),
    )
