"""Values in traces and configurations: what a station says of itself is the measure, and only for that station."""

import json
from typing import Any

import pytest

from ocpplint.analysis.rule_examples import run_example
from ocpplint.engine.packs import load_rules
from ocpplint.stations.typo import key_without_typo

RULES = load_rules()
Found = list[tuple[str, str | None]]


def exchange(number: int, action: str, payload: Any, answer: Any, station: str = "CP7") -> str:
    """Write a call of the backend and its answer as a log has them."""
    call, result = json.dumps([2, f"m{number}", action, payload]), json.dumps([3, f"m{number}", answer])
    return f"{station}: send {call}\n{station}: receive message {result}\n"


def command(number: int, key: str, value: str, status: str = "Rejected", station: str = "CP7") -> str:
    return exchange(number, "ChangeConfiguration", {"key": key, "value": value}, {"status": status}, station)


def report(number: int, station: str = "CP7", *, readonly: bool = True, **values: str) -> str:
    rows = [{"key": key, "readonly": readonly, "value": value} for key, value in values.items()]
    return exchange(number, "GetConfiguration", {}, {"configurationKey": rows}, station)


def found(text: str, profile: str = "generic", path: str = "csms.log") -> Found:
    """Return code and key of what the rules on keys and values find."""
    findings = run_example({path: text}, RULES, profile)
    return [(f.code, f.key) for f in findings if f.code[:3] in ("KEY", "VAL", "REB", "INP")]


LIMIT = report(0, MeterValuesSampledDataMaxLength="2")
LONG = "Voltage,SoC,Frequency"


def test_a_list_is_measured_by_what_the_station_has_said() -> None:
    assert found(LIMIT + command(1, "MeterValuesSampledData", LONG)) == [("VAL005", "MeterValuesSampledData")]
    assert found(LIMIT + command(1, "MeterValuesSampledData", "Voltage,SoC")) == []


def test_what_a_station_says_later_is_no_measure() -> None:
    assert found(command(1, "MeterValuesSampledData", LONG) + LIMIT) == []


def test_what_one_station_says_is_no_measure_for_another() -> None:
    assert found(LIMIT + command(1, "MeterValuesSampledData", LONG, station="CP8")) == []


def test_the_last_that_a_station_says_counts() -> None:
    raised = report(1, MeterValuesSampledDataMaxLength="9")
    assert found(LIMIT + raised + command(2, "MeterValuesSampledData", LONG)) == []


@pytest.mark.parametrize("limit", ["many", "", "0", "-1", "9" * 5_000, "²", "3.5"])
def test_a_limit_that_is_none(limit: str) -> None:
    said = report(0, MeterValuesSampledDataMaxLength=limit, NumberOfConnectors=limit)
    rotation = command(2, "ConnectorPhaseRotation", "1.RST,2.RST")
    known = [
        row
        for row in found(said + command(1, "MeterValuesSampledData", LONG) + rotation)
        if row[0] not in ("VAL004", "VAL014")
    ]
    assert known == []


def test_connectors_are_counted_by_what_the_station_says() -> None:
    said = report(0, NumberOfConnectors="2")
    assert found(said + command(1, "ConnectorPhaseRotation", "0.RST,1.RST,2.RTS")) == []
    assert found(said + command(1, "ConnectorPhaseRotation", "1.RST,3.RTS")) == [
        ("VAL004", "ConnectorPhaseRotation")
    ]


@pytest.mark.parametrize("listed", ["Core,LocalAuthListManagement", "Core, Local Auth List Management", "", " "])
def test_a_feature_profile_that_is_there_or_unknown(listed: str) -> None:
    assert found(report(0, SupportedFeatureProfiles=listed) + command(1, "LocalAuthListEnabled", "true")) == []


def test_a_feature_profile_that_is_missing() -> None:
    said = report(0, SupportedFeatureProfiles="Core,Reservation")
    assert found(said + command(1, "LocalAuthListEnabled", "true")) == [("KEY007", "LocalAuthListEnabled")]
    assert found(said + command(1, "LocalAuthListEnabled", "true", "Accepted")) == []
    assert found(said + command(1, "HeartbeatInterval", "60")) == []


def test_what_a_station_reports_as_read_only_is_so_for_that_station() -> None:
    said = report(0, HeartbeatInterval="300")
    assert found(said + command(1, "HeartbeatInterval", "60")) == [("KEY004", "HeartbeatInterval")]
    assert found(said + command(1, "HeartbeatInterval", "60", "Accepted")) == []
    assert found(said + command(1, "HeartbeatInterval", "60", station="CP8")) == []


def test_what_a_station_reports_as_writable_is_not_read_only() -> None:
    said = report(0, readonly=False, NumberOfConnectors="2")
    assert found(command(1, "NumberOfConnectors", "2")) == [("KEY004", "NumberOfConnectors")]
    assert found(said + command(1, "NumberOfConnectors", "2")) == []


@pytest.mark.parametrize("status", ["Accepted", "RebootRequired"])
@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("LightIntensity", "200"),
        ("MeterValuesSampledData", "Noise"),
        ("ConnectorPhaseRotation", "RST"),
        ("HeartbeatInterval", "60000"),
        ("LocalPreAuthorize", "TRUE"),
        ("heartbeatinterval", "60"),
        ("HeartbeatIntervall", "60"),
        ("NumberOfConnectors", "2"),
    ],
)
def test_what_a_station_has_accepted_is_right(key: str, value: str, status: str) -> None:
    assert found(command(1, key, value, status)) == []
    assert len(found(command(1, key, value))) == 1


def test_reports_have_no_faults_but_what_cannot_be_read() -> None:
    values = {
        "HeartbeatInterval": "2e+01",
        "LocalPreAuthorize": "TRUE",
        "ConnectorPhaseRotation": "RST",
        "SupportedFeatureProfiles": "Core,Smart Charging",
        "LightIntensity": "200",
        "websocketpinginterval": "x",
        "LocalAuthListEnabled": "true",
        "MeterValuesSampledData": "",
        "HeartbeatIntervall": "1",
    }
    rows = [{"key": key, "readonly": False, "value": value} for key, value in values.items()]
    unreadable = [("VAL014", "websocketpinginterval")]
    assert found(exchange(0, "GetConfiguration", {}, {"configurationKey": rows})) == unreadable
    assert found(json.dumps({"configurationKey": rows}), path="dump.json") == unreadable
    assert found(json.dumps({"configuration": rows}), path="dump.json") == unreadable


def test_a_value_is_nowhere_judged_twice() -> None:
    assert found(command(1, "LightIntensity", "200%")) == [("VAL001", "LightIntensity")]
    assert found('{"HeartbeatInterval": "60s", "LightIntensity": "-5"}', path="a.json") == [
        ("VAL001", "HeartbeatInterval"),
        ("VAL002", "LightIntensity"),
    ]


def test_a_station_that_tells_what_it_is_sets_no_read_only_keys() -> None:
    said = {
        "NumberOfConnectors": 1,
        "ChargeProfileMaxStackLevel": 9,
        "SupportedFeatureProfiles": "Core,SmartCharging",
    }
    assert found(json.dumps({**said, "HeartbeatInterval": 60}), path="a.json") == []
    assert found(json.dumps({"ChargeProfileMaxStackLevel": 9, "HeartbeatInterval": 60}), path="a.json") == [
        ("KEY004", "ChargeProfileMaxStackLevel")
    ]


def test_values_of_read_only_keys_are_the_stations_own() -> None:
    dump = {
        "SupportedFeatureProfiles": "Core,Firmware Management",
        "ChargingScheduleAllowedChargingRateUnit": "current",
        "LocalAuthListMaxLength": "0",
        "HeartbeatInterval": "60",
    }
    assert found(json.dumps(dump), path="a.json") == []


def test_a_list_of_which_nothing_is_known_may_have_empty_places() -> None:
    assert found('{"gsm_APN": "apn.example,,", "chg_StationMaxCurrent": "63"}', "ecotap", "a.json") == []


def test_two_stations_of_one_document_are_measured_each_by_itself() -> None:
    one = {"MeterValuesSampledDataMaxLength": 2, "NumberOfConnectors": 1, "MeterValuesSampledData": "Voltage"}
    other = {"MeterValuesSampledData": LONG, "HeartbeatInterval": 60}
    assert found(json.dumps({"stations": {"CP1": one, "CP2": other}}), path="a.json") == []
    assert found(json.dumps({"stations": {"CP1": {**one, **other}}}), path="a.json") == [
        ("VAL005", "MeterValuesSampledData")
    ]


def test_variables_of_2x_are_judged_too() -> None:
    item = {
        "component": {"name": "OCPPCommCtrlr"},
        "variable": {"name": "HeartbeatInterval"},
        "attributeValue": "often",
    }
    boot = 'CP7: receive message [2,"b","BootNotification",{"reason":"PowerUp","chargingStation":{"vendorName":"A","model":"B"}}]\n'
    sent = exchange(
        1,
        "SetVariables",
        {"setVariableData": [item]},
        {
            "setVariableResult": [
                {"attributeStatus": "Rejected", "component": item["component"], "variable": item["variable"]}
            ]
        },
    )
    assert found(boot + sent) == [("VAL001", "OCPPCommCtrlr.HeartbeatInterval")]
    assert found(boot + sent.replace("often", "300")) == []


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("HeartbeatIntrval", "HeartbeatInterval"),
        ("HeatrbeatInterval", "HeartbeatInterval"),
        ("HeartbeatIntervall", "HeartbeatInterval"),
        ("HeartbeatInderval", "HeartbeatInterval"),
        ("heartbeat_interval", "HeartbeatInterval"),
        ("MeterValueSampledData", "MeterValuesSampledData"),
        ("Script2Name", None),
        ("HeartbeatPeriod", None),
        ("HertbeatIntervall", None),
        ("Script4", None),
        ("Languages", None),
        ("", None),
    ],
)
def test_a_slip_of_the_pen_is_told_from_another_key(key: str, meant: str | None) -> None:
    known = ["HeartbeatInterval", "MeterValuesSampledData", "Script1Name", "Script3", "Language"]
    assert key_without_typo(key, known) == meant


def test_a_profile_that_is_complete_knows_what_is_unknown() -> None:
    files = {
        "whole.yaml": "name: w\ntitle: w\nsource: s\nextends: generic\ncomplete: true\n",
        "a.json": '{"HeartbeatInterval": 60, "Colour": "green", "LightIntensity": 5}',
    }
    assert [(f.code, f.key) for f in run_example(files, RULES, "whole.yaml")] == [("KEY001", "Colour")]
    assert run_example({"a.json": files["a.json"]}, RULES, "generic") == []
