"""Settings are found in every shape people write them, and nothing is found where there are none."""

from typing import Any

import pytest

from ocpplint.documents.jsonc import parse_json
from ocpplint.documents.yaml import parse_yaml
from ocpplint.facts.setting import Setting
from ocpplint.readers.settings.comments import connector_in
from ocpplint.readers.settings.context import SettingContext
from ocpplint.readers.settings.node_location import PlacedDocument
from ocpplint.readers.settings.walk import SettingsReader
from ocpplint.stations.registry import Profiles

BENDER = Profiles().load("bender")


def settings_in(text: str, parse: Any = parse_json) -> list[Setting]:
    placed = PlacedDocument(parse(text), "test")
    return list(SettingsReader(placed, BENDER).read(SettingContext(document="test")))


def short(text: str, parse: Any = parse_json) -> list[tuple[str | None, str, str | None, tuple[int, ...]]]:
    return [
        (setting.station, setting.key, setting.value, tuple(item.connector for item in setting.evidence))
        for setting in settings_in(text, parse)
    ]


A, A2, B = "ConnectorPhaseRotation", "ConnectorPhaseRotation_2", "RCMBDelta"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a) key and value, alone and in lists
        (f'{{"key": "{A}", "value": "RST"}}', [(None, A, "RST", ())]),
        (
            f'[{{"key": "{A}", "value": "RST"}}, {{"key": "Vendor", "value": 1}}]',
            [(None, A, "RST", ()), (None, "Vendor", "1", ())],
        ),
        (f'{{"Key": "{A}", "Value": "RST"}}', [(None, A, "RST", ())]),
        # b) a GetConfiguration answer, with a key that has no value
        (
            f'{{"configurationKey": [{{"key": "X", "readonly": true}}], "unknownKey": ["{A}"]}}',
            [(None, "X", None, ())],
        ),
        # c) flat maps
        (f'{{"{A}": "RST", "name": "x", "Vendor": true}}', [(None, A, "RST", ()), (None, "Vendor", "true", ())]),
        (
            f'{{"settings": {{"{A}": "RST", "vendor": 2.50}}}}',
            [(None, A, "RST", ()), (None, "vendor", "2.50", ())],
        ),
        (f'{{"configuration": {{"{A}": {{"value": "RST", "readonly": false}}}}}}', [(None, A, "RST", ())]),
        (
            '{"ocpp": {"MeterValuesSampledData": ["SoC", "Voltage"]}}',
            [(None, "MeterValuesSampledData", "SoC,Voltage", ())],
        ),
        # d) a section for each connector
        (
            f'{{"connectors": {{"1": {{"{A}": "RST"}}, "2": {{"{A}": "RTS"}}}}}}',
            [(None, A, "RST", (1,)), (None, A, "RTS", (2,))],
        ),
        (f'{{"connectors": [{{"connectorId": 2, "configuration": {{"{A}": "RTS"}}}}]}}', [(None, A, "RTS", (2,))]),
        (
            f'{{"connectors": [{{"id": 2, "settings": [{{"key": "{A}", "value": "RTS"}}]}}]}}',
            [(None, A, "RTS", (2,))],
        ),
        (
            f'{{"connector_2": {{"{A}": "RTS"}}, "Connector 1": {{"{A}": "RST"}}}}',
            [(None, A, "RTS", (2,)), (None, A, "RST", (1,))],
        ),
        (f'{{"left": {{"{A}": "RTS", "{B}": 3}}}}', [(None, A, "RTS", ()), (None, B, "3", ())]),
        # e) stations
        (f'{{"stations": {{"CP1": {{"{A}": "RST"}}}}}}', [("CP1", A, "RST", ())]),
        (f'[{{"id": "CP1", "configuration": {{"{A}": "RST"}}}}]', [("CP1", A, "RST", ())]),
        *[
            (f'[{{"{name}": "CP1", "keys": {{"{A}": "RST"}}}}]', [("CP1", A, "RST", ())])
            for name in (
                "identity",
                "chargePointId",
                "chargeBoxId",
                "stationId",
                "ocppIdentity",
                "charge_point_id",
            )
        ],
        # f) fields beside and around
        *[
            (f'{{"key": "{A}", "value": "RTS", "{name}": 2}}', [(None, A, "RTS", (2,))])
            for name in ("connectorId", "connector", "evseId")
        ],
        (f'{{"evse": {{"id": 2}}, "settings": {{"{A}": "RTS"}}}}', [(None, A, "RTS", (2,))]),
        (f'{{"connectorId": "2", "configuration": {{"{A}": "RTS"}}}}', [(None, A, "RTS", (2,))]),
        (f'{{"connectorId": 0, "configuration": {{"{B}": "1"}}}}', [(None, B, "1", ())]),
        (f'{{"connector": {{"id": 2, "config": {{"{A}": "RTS"}}}}}}', [(None, A, "RTS", (2,))]),
        # g) wrappers
        (
            f'{{"Configuration": {{"configurationKey": [{{"key": "{A}", "value": "RST"}}]}}}}',
            [(None, A, "RST", ())],
        ),
        ('{"Core": {"HeartbeatInterval": 300}}', [(None, "HeartbeatInterval", "300", ())]),
        # the nearest field wins over the section around it
        (f'{{"connector2": [{{"key": "{A}", "value": "RST", "connectorId": 1}}]}}', [(None, A, "RST", (1, 2))]),
    ],
)
def test_shapes(text: str, expected: list[Any]) -> None:
    assert short(text) == expected
    assert short(text, parse_yaml) == expected


def test_device_model_variables() -> None:
    """h) OCPP 2.x: component, variable, evse."""
    item = (
        '{"component": {"name": "EVSE", "evse": {"id": 2}}, "variable": {"name": "Power"}, "attributeValue": "11"}'
    )
    (setting,) = settings_in(f'{{"setVariableData": [{item}]}}')
    assert (setting.key, setting.value, setting.ocpp, setting.origin) == ("EVSE.Power", "11", "2.x", "desired")
    assert setting.evidence[0].connector == 2
    reported = item.replace(
        '"attributeValue": "11"', '"variableAttribute": [{"value": "9", "mutability": "ReadOnly"}]'
    )
    (setting,) = settings_in(f'{{"reportData": [{reported}]}}')
    assert (setting.value, setting.origin, setting.stated_readonly) == ("9", "reported", True)


def test_an_order_of_phases_is_no_name_of_a_type() -> None:
    for value in ("STR", "RTS"):
        assert short(f'[["{A}", "{value}"]]') == [(None, A, value, ())]
        assert short(f'{{"{A}": "{value}"}}') == [(None, A, value, ())]


def test_frames_are_left_to_the_reader_of_messages() -> None:
    """i) OCPP-J frames inside JSON."""
    assert settings_in(f'[[2, "1", "ChangeConfiguration", {{"key": "{A}", "value": "RST"}}]]') == []


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "x", "version": "1.0.0", "config": {"port": 8080}}',
        '[{"key": "Content-Type", "value": "application/json"}]',
        '{"tolerations": [{"key": "dedicated", "operator": "Equal", "value": "ocpp"}]}',
        '{"RabbitMq": {"HeartbeatInterval": 60, "Port": 5672}}',
        '{"livenessProbe": {"heartbeatInterval": 60}, "webSocketPingInterval": 5}',
        '{"key": "HeartbeatInterval"}',
        '{"key": ["HeartbeatInterval"]}',
        "[]",
        "3",
        "null",
    ],
)
def test_what_is_not_ocpp_yields_nothing(text: str) -> None:
    assert settings_in(text) == []


def test_two_configurations_in_one_document_are_two_groups() -> None:
    text = f'{{"a": {{"configuration": {{"{B}": 1}}}}, "b": {{"configuration": {{"{B}": 2}}}}}}'
    assert len({setting.group for setting in settings_in(text)}) == 2


def test_sections_of_connectors_are_one_group() -> None:
    text = f'{{"{B}": 1, "connectors": {{"1": {{"{B}": 1}}, "2": {{"{B}": 2}}}}, "Core": {{"{B}": 3}}}}'
    assert len({setting.group for setting in settings_in(text)}) == 1


def test_a_comment_heads_what_follows_it_until_the_next() -> None:
    text = f"""[
      // Connector 1
      {{"key": "{A}", "value": "1"}},
      {{"key": "{A}", "value": "2"}},
      /* Connector 2 */
      {{"key": "{A}", "value": "3"}},
      {{"key": "{A}", "value": "4"}},  // connector 1
      {{"key": "{A}", "value": "5"}},
      // station
      {{"key": "{A}", "value": "6"}}
    ]"""
    connectors = {setting.value: [item.connector for item in setting.evidence] for setting in settings_in(text)}
    assert connectors == {"1": [1], "2": [1], "3": [2], "4": [1], "5": [2], "6": []}


def test_a_yaml_comment_heads_a_section() -> None:
    text = f"# second connector\nright:\n  {A}: RTS\nother:\n  {A}: RST\n"
    assert [len(setting.evidence) for setting in settings_in(text, parse_yaml)] == [1, 0]


def test_places_are_those_of_key_and_value() -> None:
    (setting,) = settings_in(f'{{\n  "configuration": {{"{A}":   "RST"}}\n}}')
    assert setting.place.locate()[1:] == (2, 22, 2, 22 + len(A))
    assert setting.value_place is not None
    assert setting.value_place.locate()[1:3] == (2, 22 + len(A) + 6)


def test_the_place_of_a_value_is_inside_what_is_said_of_its_key() -> None:
    text = f'{{"{A}": {{"readonly": false, "value": "RST"}}}}'
    (setting,) = settings_in(text)
    assert setting.value_place is not None
    assert setting.value_place.locate()[1:3] == (1, text.index("RST") + 1)


@pytest.mark.parametrize(
    ("comment", "connector"),
    [
        ("Connector 2", 2),
        ("connector #2:", 2),
        ("--- Connector 2 ---", 2),
        ("settings for connector 2", 2),
        ("Connector 2: rotated, see ticket", 2),
        ("second connector", 2),
        ("phase rotation (connector 2)", 2),
        ("EVSE 1", 1),
        ("connector 10", 10),
        ("was connector 2 before", None),
        ("Connector 2 uses the suffix _2", None),
        ("connectors 1 and 2", None),
        ("connector 1 and connector 2", None),
        ("Connector 1 / 2", None),
        ("connector type 2", None),
        ("disconnector 2", None),
        ("2", None),
        ("", None),
    ],
)
def test_which_comments_name_a_connector(comment: str, connector: int | None) -> None:
    assert connector_in(comment) == connector


def test_a_group_of_the_configuration_may_name_its_station() -> None:
    text = '{"Internal": {"ChargePointId": "cp7"}, "Core": {"HeartbeatInterval": 300}}'
    assert short(text) == [("cp7", "HeartbeatInterval", "300", ())]


def test_a_blank_line_makes_a_heading_less_certain() -> None:
    for text, parse in (
        (
            f'[\n// Connector 2\n\n{{"key": "{A}", "value": "1"}},\n{{"key": "{A}", "value": "2"}},\n\n{{"key": "{A}", "value": "3"}},\n{{"key": "{A}", "value": "4"}}\n]',
            parse_json,
        ),
        (
            f"# Connector 2\n\n- key: {A}\n  value: 1\n- key: {A}\n  value: 2\n\n- key: {A}\n  value: 3\n- key: {A}\n  value: 4\n",
            parse_yaml,
        ),
    ):
        confidences = [setting.evidence[0].confidence for setting in settings_in(text, parse)]
        assert confidences == ["medium", "medium", "low", "low"]


def test_a_second_comment_does_not_end_a_heading() -> None:
    text = f"# Connector 2\n# all values in ampere, see the backend's page\n- key: {A}\n  value: RTS\n"
    assert [setting.evidence[0].connector for setting in settings_in(text, parse_yaml)] == [2]


@pytest.mark.parametrize(
    "comment",
    ["Station", "for the whole station", "Common settings", "both connectors", "applies to all connectors"],
)
def test_a_comment_that_names_the_station_ends_a_heading(comment: str) -> None:
    text = f"# Connector 2\n- key: {A2}\n  value: RTS\n# {comment}\n- key: {B}\n  value: 1\n"
    assert [len(setting.evidence) for setting in settings_in(text, parse_yaml)] == [1, 0]
