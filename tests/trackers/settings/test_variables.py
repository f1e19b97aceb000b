"""Variables of OCPP 2.x: found wherever they are written, with all that addresses them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.documents.jsonc import parse_json
from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputReport
from ocpplint.facts.message import Message
from ocpplint.facts.setting import Setting
from ocpplint.readers.settings.context import SettingContext
from ocpplint.readers.settings.node_location import PlacedDocument
from ocpplint.readers.settings.variables import variables_of
from ocpplint.readers.settings.walk import SettingsReader
from ocpplint.stations.registry import Profiles
from ocpplint.trackers.settings.enrich import enrich_one
from ocpplint.trackers.traces import TraceTracker

BENDER = Profiles().load("bender")
POWER = {
    "component": {"name": "EVSE", "instance": "left", "evse": {"id": 2, "connectorId": 1}},
    "variable": {"name": "Power"},
}
INTERVAL = {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "HeartbeatInterval"}}


def settings_in(data: Any) -> list[Setting]:
    text = json.dumps(data, indent=1)
    settings = SettingsReader(PlacedDocument(parse_json(text), "t.json"), BENDER).read(
        SettingContext(document="t.json")
    )
    for setting in settings:
        enrich_one(setting, BENDER)
        line = text.splitlines()[setting.place.locate().line - 1]
        assert (setting.variable or setting.key) in line, "the place is where the variable is named"
    return settings


def brief(setting: Setting) -> tuple[str, str | None, str, int | None, str | None]:
    return (setting.key, setting.value, setting.origin, setting.evse, setting.attribute)


def test_all_that_addresses_a_variable_is_a_field() -> None:
    (setting,) = settings_in(
        {"setVariableData": [{**POWER, "attributeType": "MaxSet", "attributeValue": "11000"}]}
    )
    assert (setting.component, setting.component_instance, setting.variable) == ("EVSE", "left", "Power")
    assert (setting.evse, setting.evse_connector, setting.attribute) == (2, 1, "MaxSet")
    assert (setting.level, setting.connector, setting.ocpp, setting.origin) == ("evse", 2, "2.x", "desired")
    assert setting.spec.key == "EVSE.Power"
    assert setting.value_place is not None
    assert setting.value_place.locate().line == setting.place.locate().line + 3


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        # SetVariables, GetVariables and NotifyReport as bodies
        ({"setVariableData": [{**INTERVAL, "attributeValue": "60"}]}, [("60", "desired", "Actual")]),
        (
            {"getVariableResult": [{**INTERVAL, "attributeStatus": "Accepted", "attributeValue": "60"}]},
            [("60", "reported", "Actual")],
        ),
        (
            {
                "reportData": [
                    {**INTERVAL, "variableAttribute": [{"value": "60"}, {"type": "Target", "value": "90"}]}
                ]
            },
            [("60", "reported", "Actual"), ("90", "reported", "Target")],
        ),
        # Device models that backends keep: a list, one of them, a row of a table, attributes in the plural
        ([{**INTERVAL, "variableAttribute": [{"value": "60"}]}], [("60", "reported", "Actual")]),
        ({**INTERVAL, "variableAttributes": [{"type": "Actual", "value": 60}]}, [("60", "reported", "Actual")]),
        (
            [{"id": 7, **INTERVAL, "type": "Actual", "value": "60", "mutability": "ReadWrite"}],
            [("60", "reported", "Actual")],
        ),
        ({"stations": {"CP1": [{**INTERVAL, "attributeValue": "60"}]}}, [("60", "desired", "Actual")]),
        # Monitors, set and reported
        (
            {"setMonitoringData": [{**INTERVAL, "type": "UpperThreshold", "value": 5, "severity": 3}]},
            [("5", "desired", "UpperThreshold")],
        ),
        (
            {
                "monitor": [
                    {**INTERVAL, "variableMonitoring": [{"id": 1, "type": "Delta", "value": 2.5, "severity": 3}]}
                ]
            },
            [("2.5", "reported", "Delta")],
        ),
        # What only reads or tells of an event sets nothing
        ({"getVariableData": [INTERVAL]}, []),
        ({"eventData": [{**INTERVAL, "eventId": 1, "trigger": "Delta", "actualValue": "60"}]}, []),
        (
            {"component": "OCPPCommCtrlr", "variable": "HeartbeatInterval", "attributeValue": "60"},
            [("60", "desired", "Actual")],
        ),
        ({"component": {"name": "Button"}, "variable": {"name": "colour"}, "theme": {"value": "red"}}, []),
    ],
)
def test_a_variable_is_found_in_every_shape(data: Any, expected: list[tuple[str, str, str]]) -> None:
    found = [(setting.value, setting.origin, setting.attribute) for setting in settings_in(data)]
    assert found == expected


def test_the_items_of_a_list_are_one_configuration_and_no_stations() -> None:
    rows = [{"id": "a-uuid", **INTERVAL, "attributeValue": value} for value in ("60", "90")]
    first, second = settings_in({"CP1": rows})
    assert first.group == second.group
    assert first.station is None


def test_a_component_of_everest_tells_its_variables() -> None:
    component = {
        "name": "EVSE",
        "evse_id": 2,
        "type": "object",
        "properties": {
            "EVSEPower": {
                "variable_name": "Power",
                "attributes": [{"type": "Actual", "mutability": "ReadOnly", "value": 11000}],
            },
            "Mine": {
                "variable_name": "Fans",
                "instance": "a",
                "attributes": [{"mutability": "ReadWrite"}],
                "default": 3,
            },
            "NoVariable": {"type": "string"},
        },
    }
    text = json.dumps(component)
    found = SettingsReader(PlacedDocument(parse_json(text), "t"), BENDER).read(SettingContext())
    assert [brief(setting) for setting in found] == [
        ("EVSE.Power", "11000", "reported", 2, "Actual"),
        ("EVSE.Fans[a]", "3", "reported", 2, "Actual"),
    ]
    assert [setting.stated_readonly for setting in found] == [True, False]
    place, value_place = found[0].place.locate(), found[0].value_place
    assert text[place.column - 1 :].startswith("EVSEPower")
    assert value_place is not None
    assert text[value_place.locate().column - 1 :].startswith("11000")


def test_other_peoples_schemas_are_none_of_our_business() -> None:
    schema = {"name": "Order", "properties": {"Power": {"type": "integer"}, "Enabled": {"properties": {"a": {}}}}}
    assert settings_in(schema) == []


@pytest.mark.parametrize(
    ("key", "component", "variable", "instance", "known"),
    [
        ("OCPPCommCtrlr.HeartbeatInterval", "OCPPCommCtrlr", "HeartbeatInterval", None, True),
        (
            "OCPPCommCtrlr.MessageAttempts.TransactionEvent",
            "OCPPCommCtrlr",
            "MessageAttempts",
            "TransactionEvent",
            True,
        ),
        ("OCPPCommCtrlr.MessageTimeout[Default]", "OCPPCommCtrlr", "MessageTimeout", "Default", True),
        ("TxCtrlr.Nonsense", "TxCtrlr", "Nonsense", None, False),
        ("AcmeCtrlr.Enabled", None, None, None, False),
        ("com.acme.Enabled", None, None, None, False),
    ],
)
def test_a_simulators_key_is_a_variable_where_the_component_is_known(
    key: str, component: str | None, variable: str | None, instance: str | None, known: bool
) -> None:
    (setting,) = settings_in({"configurationKey": [{"key": key, "readonly": False, "value": "1"}]})
    assert (setting.component, setting.variable, setting.variable_instance) == (component, variable, instance)
    assert (setting.spec is not None) == known


def test_keys_of_variables_make_a_map_a_configuration() -> None:
    found = settings_in({"OCPPCommCtrlr.HeartbeatInterval": 60, "AuthCtrlr.Enabled": True})
    assert [(setting.base_key, setting.value) for setting in found] == [
        ("OCPPCommCtrlr.HeartbeatInterval", "60"),
        ("AuthCtrlr.Enabled", "true"),
    ]


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ({"name": "ocppcommctrlr"}, "OCPPCommCtrlr.HeartbeatInterval"),
        ({"name": "OCPPCommCtrlr", "instance": "x"}, "OCPPCommCtrlr.HeartbeatInterval"),
    ],
)
def test_names_are_spelled_as_the_specification_spells_them(written: dict[str, str], base: str) -> None:
    item = {"component": written, "variable": {"name": "HEARTBEATINTERVAL"}, "attributeValue": "60"}
    (setting,) = settings_in([item])
    assert setting.base_key == base


def trace(*frames: tuple[int, str, str | None, Any]) -> list[Setting]:
    messages = [
        Message(kind, identity, action, payload, Location("t.log", line, 1, line, 2), station="CP1", ocpp="2.0.1")
        for line, (kind, identity, action, payload) in enumerate(frames, 1)
    ]
    facts = TraceTracker(Profiles(), "t.log", InputReport("t.log")).track(messages)
    return [fact for fact in facts if isinstance(fact, Setting)]


def test_a_command_has_the_answer_to_its_own_variable() -> None:
    first, second = trace(
        (
            2,
            "1",
            "SetVariables",
            {"setVariableData": [{**INTERVAL, "attributeValue": "60"}, {**POWER, "attributeValue": "1"}]},
        ),
        (3, "1", None, {"setVariableResult": [{"attributeStatus": "Accepted"}, {"attributeStatus": "Rejected"}]}),
    )
    assert (first.outcome, first.origin, first.level) == ("Accepted", "commanded", "station")
    assert (second.outcome, second.evse, second.evidence[0].connector) == ("Rejected", 2, 2)


def test_monitors_are_commands_with_answers() -> None:
    monitor = {**POWER, "type": "UpperThreshold", "value": 80.0, "severity": 5}
    (setting,) = trace(
        (2, "1", "SetVariableMonitoring", {"setMonitoringData": [monitor]}),
        (3, "1", None, {"setMonitoringResult": [{"status": "UnknownVariable"}]}),
    )
    assert (setting.attribute, setting.value, setting.outcome, setting.spec) == (
        "UpperThreshold",
        "80.0",
        "UnknownVariable",
        None,
    )
    assert setting.level == "evse"


@pytest.mark.parametrize(
    ("action", "payload", "key", "value"),
    [
        (
            "SetMonitoringBase",
            {"monitoringBase": "FactoryDefault"},
            "MonitoringCtrlr.MonitoringBase",
            "FactoryDefault",
        ),
        ("SetMonitoringLevel", {"severity": 4}, "MonitoringCtrlr.MonitoringLevel", "4"),
    ],
)
def test_the_base_and_level_of_monitoring_are_settings(
    action: str, payload: dict[str, Any], key: str, value: str
) -> None:
    (setting,) = trace((2, "1", action, payload), (3, "1", None, {"status": "Accepted"}))
    assert (setting.key, setting.value, setting.outcome, setting.level) == (key, value, "Accepted", "station")
    assert setting.spec.key == key


def test_what_a_station_does_not_know_is_told_with_its_answer() -> None:
    item = {**INTERVAL, "attributeStatus": "UnknownVariable"}
    (setting,) = trace(
        (2, "1", "GetVariables", {"getVariableData": [INTERVAL]}), (3, "1", None, {"getVariableResult": [item]})
    )
    assert (setting.origin, setting.value, setting.outcome) == ("reported", None, "UnknownVariable")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["component", "variable", "name", "evse", "id", "variableAttribute", "value", "type", "severity"]
            )
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_nothing_a_program_may_write_is_an_error(data: Any) -> None:
    assert all(variable.component and variable.variable for variable in variables_of(data))
    text = json.dumps(data)
    SettingsReader(PlacedDocument(parse_json(text), "t"), BENDER).read(SettingContext())
    trace((2, "1", "SetVariables", {"setVariableData": [data]}), (3, "1", None, {"setVariableResult": data}))
