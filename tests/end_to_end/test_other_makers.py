"""The scope rules on stations that name a connector in another way than Bender's: true, and in their words."""

import json
import re
from pathlib import Path

import pytest

from ocpplint.analysis.rule_examples import run_example
from ocpplint.engine.packs import load_rules

RULES = [rule for rule in load_rules() if rule.category == "scope"]


def found(profile: str, configuration: object) -> list[tuple[str, str]]:
    text = configuration if isinstance(configuration, str) else json.dumps(configuration)
    return [(f.code, f"{f.message} {f.help}") for f in run_example({"station.json": text}, RULES, profile)]


@pytest.mark.parametrize(
    ("profile", "configuration"),
    [
        ("wallbox", {"chargingALimitConn1": 16, "HeartbeatInterval": 60, "NumberOfConnectors": 1}),
        ("wallbox", {"connectors": {"1": {"chargingALimitConn1": 16}, "2": {"chargingALimitConn2": 16}}}),
        ("alfen", {"Station-MaxCurrent": 63, "Connector1-MaxCurrent": 32, "Connector2-MaxCurrent": 32}),
        ("alfen", {"connector2": {"Connector2-MaxCurrent": 32}}),
        ("ecotap", {"chg_RatedCurrent": "16,16", "chg_Ch1Options": "a=0", "chg_Ch2Options": "a=1"}),
        ("ecotap", {"connectors": [{"connectorId": 2, "configuration": {"chg_Reader2": "sl032,CH2"}}]}),
        ("keba", {"ConnectorPhaseRotation": "1.TRS"}),
        (
            "keba",
            {"connectors": {"1": {"ConnectorPhaseRotation": "1.TRS"}, "2": {"ConnectorPhaseRotation": "2.RST"}}},
        ),
        ("generic", {"connectors": {"2": {"ConnectorPhaseRotation": "NotApplicable"}}}),
    ],
)
def test_a_right_configuration_is_silent(profile: str, configuration: object) -> None:
    assert found(profile, configuration) == []


@pytest.mark.parametrize(
    ("profile", "configuration", "code", "said"),
    [
        ("wallbox", {"connector2": {"chargingALimitConn1": 16}}, "SCP004", "write `chargingALimitConn2`"),
        ("wallbox", {"connector1": {"chargingALimitConn2": 16}}, "SCP005", "write `chargingALimitConn1`"),
        ("wallbox", {"chargingALimit_2": 16}, "SCP007", "write `chargingALimitConn2`"),
        (
            "wallbox",
            {"NumberOfConnectors": 1, "chargingALimitConn2": 16},
            "SCP009",
            "`chargingALimitConn2` is for",
        ),
        ("alfen", {"connector2": {"Connector1-MaxCurrent": 16}}, "SCP004", "write `Connector2-MaxCurrent`"),
        ("alfen", {"connector2": {"Station-MaxCurrent": 16}}, "SCP006", "changes the whole station"),
        ("alfen", {"configuration": {"Connector3-MaxCurrent": 16}}, "SCP007", "`3` names no connector"),
        ("ecotap", {"connector1": {"chg_Ch2Options": "a=1"}}, "SCP005", "write `chg_Ch1Options`"),
        (
            "ecotap",
            {"connector2": {"chg_RatedCurrent": "16,32"}},
            "SCP006",
            "move `chg_RatedCurrent` from connector 2",
        ),
        (
            "ecotap",
            {"connectors": {"1": {"chg_RatedCurrent": "16,16"}, "2": {"chg_RatedCurrent": "16,32"}}},
            "SCP003",
            "set it once",
        ),
        (
            "ecotap",
            {"chg_Ch1Options": "a", "chg_Ch2Options": "a", "chg_Reader1": "b"},
            "SCP010",
            "for connector 1 only",
        ),
        ("keba", {"connector2": {"ConnectorPhaseRotation": "1.TRS"}}, "SCP015", "write 2 before the dot"),
    ],
)
def test_a_mistake_is_told_in_the_makers_own_form(
    profile: str, configuration: object, code: str, said: str
) -> None:
    ((is_code, text),) = found(profile, configuration)
    assert is_code == code
    assert said in text
    assert not re.search(r"write `\w+_2`|suffix", text), "that is Bender's way"


@pytest.mark.parametrize(
    "value", ["1.RST,2.RTS", "0.RST", "RST", "", "1.", "x.RST", "1.RST,x", "100.RST", "1.RST,1.RTS"]
)
def test_a_value_that_names_more_or_less_than_one_connector_says_nothing(value: str) -> None:
    codes = [code for code, _ in found("generic", {"connector2": {"ConnectorPhaseRotation": value}})]
    assert codes == (["SCP015"] if value == "1.RST,1.RTS" else [])


def test_a_second_controller_is_a_matter_of_bender_alone() -> None:
    boot = '[2,"{0}","BootNotification",{{"chargePointVendor":"{1}","chargePointModel":"X","chargePointSerialNumber":"{2}"}}]'
    answer = '[3,"{}",{{"status":"Accepted","currentTime":"2026-03-01T10:00:00Z","interval":300}}]'

    def codes(vendor: str) -> list[str]:
        log = "\n".join(
            [
                "CP7: receive message " + boot.format("b1", vendor, "S-4711-0815"),
                "CP7: send " + answer.format("b1"),
                "CP7: receive message " + boot.format("b2", vendor, "S-4711-0899"),
                "CP7: send " + answer.format("b2"),
            ]
        )
        return [f.code for f in run_example({"csms.log": log}, RULES)]

    assert codes("Bender GmbH Co. KG") == ["SCP011"]
    assert codes("ECOTAP") == codes("Wall Box Chargers") == codes("Alfen BV") == []


def test_the_report_of_a_real_station_with_two_connectors_is_understood(corpus: Path) -> None:
    program = (corpus / "configs" / "C13_getconfiguration_ecotap_duo2.js").read_text()
    report = program[program.index("{") : program.rindex("}") + 1]
    assert found("ecotap", report) == []
