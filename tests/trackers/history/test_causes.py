"""Why a station refused a write: the true cause first, by what is known of key, value and station."""

import json
import re
from typing import Any

import pytest

from ocpplint.analysis.rule_examples import run_example
from ocpplint.engine.packs import load_rules
from ocpplint.facts.fact import Location
from ocpplint.facts.observation import Observation
from ocpplint.facts.setting import Setting
from ocpplint.facts.setting_history import Cause
from ocpplint.findings.finding import Finding
from ocpplint.stations.keyspec import KeySpec
from ocpplint.stations.registry import Profiles
from ocpplint.trackers.history.causes import WEIGHTS, ranked
from ocpplint.trackers.history.key_evidence import KeyEvidence
from ocpplint.trackers.settings.enrich import enrich_one
from tests.support.command import ROOT

RULES = load_rules()
HERE = Location("csms.log", 7, 1, 7, 2)
NOTHING = KeyEvidence()
BENDER, GENERIC = Profiles().load("bender"), Profiles().load("generic")


def refused(
    key: str, value: str | None = "1", known: KeyEvidence = NOTHING, outcome: str = "Rejected", **said: Any
) -> list[str]:
    """Return the kinds of causes of a refusal on a Bender station."""
    return [cause.kind for cause in causes(key, value, known, outcome, **said)]


def causes(key: str, value: str | None, known: KeyEvidence, outcome: str, **said: Any) -> tuple[Cause, ...]:
    setting = Setting(key, value, "commanded", HERE, outcome=outcome)
    enrich_one(setting, BENDER)
    for name, what in said.items():
        setattr(setting, name, what)
    return ranked(setting, known)


@pytest.mark.parametrize("outcome", ["Rejected", "NotSupported"])
@pytest.mark.parametrize(
    ("key", "value", "first"),
    [
        ("RCMBDelta_2", "30", "suffix"),
        ("RCMBDelta[2]", "30", "suffix"),
        ("ConnectorPhaseRotation_3", "RST", "suffix"),
        ("MeterValueSampleIntervall", "60", "near-key"),
    ],
)
def test_a_wrong_key_is_the_first_cause_whatever_the_word(outcome: str, key: str, value: str, first: str) -> None:
    assert refused(key, value, outcome=outcome)[0] == first


@pytest.mark.parametrize(
    ("key", "value", "first"),
    [
        ("RCMBDelta", "1000", "value"),
        ("RCMBDelta", "30 mA", "value"),
        ("HeartbeatInterval", "5 min", "value"),
        ("LocalPreAuthorize", "perhaps", "value"),
        ("ConnectorPhaseRotation", "RSN", "value"),
        ("MeterValuesSampledData", "Voltage,,SoC", "value"),
        ("MeterValuesSampledData", "Voltage,SoC", "items"),
        ("NumberOfConnectors", "2", "documented-read-only"),
        ("HeartbeatInterval", None, "no-value"),
        ("VendorThing", "", "empty"),
        ("VendorThing", "x" * 501, "value"),
        ("VendorThing", "9", "unexplained"),
    ],
)
def test_of_a_value_that_is_refused_what_is_wrong_with_it_comes_first(
    key: str, value: str | None, first: str
) -> None:
    assert refused(key, value)[0] == first


def test_what_the_station_has_said_outweighs_what_is_documented() -> None:
    assert refused("RCMBDelta", "1000", KeyEvidence(readonly=True, reported=HERE))[:2] == ["read-only", "value"]
    writable = KeyEvidence(readonly=False, reported=HERE)
    assert refused("NumberOfConnectors", "2", writable) == ["unexplained"]


def test_a_key_that_the_station_has_reported_is_there() -> None:
    for key in ("RCMBDelta_2", "MeterValueSampleIntervall"):
        assert refused(key, "30", KeyEvidence(reported=HERE), "NotSupported") == ["unexplained"]


def test_a_key_that_the_station_has_in_another_case() -> None:
    known = KeyEvidence(reported=HERE, readonly=False)
    assert refused("heartbeatinterval", "60", known, "NotSupported")[0] == "case"
    assert refused("heartbeatinterval", "often", known, "Rejected")[0] == "value"


def test_a_key_of_which_it_took_a_value_is_writable_so_it_is_the_value() -> None:
    accepted = KeyEvidence(accepted=Observation("10", "write", HERE, "Accepted"))
    assert refused("VendorThing", "11", accepted) == ["other-value"]
    assert refused("VendorThing", "10", accepted) == ["unexplained"]
    assert refused("NumberOfConnectors", "2", accepted) == ["other-value"]


@pytest.mark.parametrize(
    ("known", "said", "first"),
    [
        (KeyEvidence(denied=HERE), {}, "denied"),
        (KeyEvidence(absent_from=HERE), {}, "absent"),
        (KeyEvidence(near="VendorThings", absent_from=HERE), {}, "near-key"),
        (KeyEvidence(absent_from=HERE), {"missing_profile": "Reservation"}, "feature-profile"),
        (KeyEvidence(), {"unknown_key": True}, "unknown-key"),
        (
            KeyEvidence(),
            {"connector_suffix": "_2", "suffix_known": True, "spec": KeySpec("VendorThing")},
            "unproven-suffix",
        ),
        (KeyEvidence(), {"spelled_key": "vendorThing"}, "case"),
        (KeyEvidence(), {"spec": KeySpec("VendorThing", renamed_to="Thing")}, "renamed"),
        (KeyEvidence(), {"spec": KeySpec("VendorThing", standard=True, required=False)}, "optional-key"),
    ],
)
def test_a_key_that_is_not_supported(known: KeyEvidence, said: dict[str, Any], first: str) -> None:
    assert refused("VendorThing", "9", known, "NotSupported", **said)[0] == first


def test_a_write_only_key_is_in_no_report() -> None:
    spec = KeySpec("VendorThing", access="W")
    assert refused("VendorThing", "9", KeyEvidence(absent_from=HERE), "NotSupported", spec=spec) == ["unexplained"]


def test_items_that_the_station_is_known_to_support_are_not_suspected() -> None:
    known = KeyEvidence(items=frozenset(("voltage",)), reported=HERE)
    (cause,) = causes("MeterValuesSampledData", "Voltage,SoC", known, "Rejected")
    assert cause.kind == "items"
    assert '"SoC"' in cause.text
    assert "Voltage" not in cause.text


def test_the_confidence_says_how_much_a_cause_rests_on() -> None:
    def confidence(key: str, value: str, known: KeyEvidence = NOTHING, **said: Any) -> str:
        return causes(key, value, known, "Rejected", **said)[0].confidence

    assert confidence("RCMBDelta_2", "30") == "high"
    assert confidence("RCMBDelta_2", "30", scope_confidence="medium") == "medium"
    assert confidence("MeterValuesSampledData", "Voltage") == "medium"
    assert confidence("VendorThing", "9") == "low"


def test_what_to_send_instead() -> None:
    assert causes("RCMBDelta_2", "30", KeyEvidence(), "NotSupported")[0].remedy == "send `RCMBDelta`"
    assert causes("HeartbeatInterval", "5 min", KeyEvidence(), "Rejected")[0].remedy == "send `300`"
    assert causes("RCMBDelta", "1000", KeyEvidence(), "Rejected")[0].remedy.endswith("at most 999")


def test_every_kind_of_cause_is_described() -> None:
    page = (ROOT / "docs" / "history.md").read_text(encoding="utf-8").partition("## Causes")[2]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)) == {*WEIGHTS, "unexplained"}


def findings(text: str, profile: str = "bender") -> list[Finding]:
    return [found for found in run_example({"csms.log": text}, RULES, profile) if found.code == "SEQ001"]


def exchange(number: int, action: str, payload: Any, answer: Any) -> str:
    call, result = json.dumps([2, f"m{number}", action, payload]), json.dumps([3, f"m{number}", answer])
    return f"CP7: send {call}\nCP7: receive message {result}\n"


def test_the_message_has_the_first_cause_and_the_help_the_others() -> None:
    rows = [{"key": "NumberOfConnectors", "readonly": True, "value": "2"}]
    text = exchange(0, "GetConfiguration", {"key": ["NumberOfConnectors"]}, {"configurationKey": rows})
    write = {"key": "NumberOfConnectors", "value": ""}
    (found,) = findings(text + exchange(1, "ChangeConfiguration", write, {"status": "Rejected"}))
    assert found.message.endswith("the station has reported it as read-only (line 2)")
    assert "the value is empty" in found.help


@pytest.mark.parametrize(
    "status", ["Rejected", "UnknownComponent", "UnknownVariable", "NotSupportedAttributeType"]
)
def test_each_variable_that_is_refused_is_found(status: str) -> None:
    names = {"component": {"name": "Fan"}, "variable": {"name": "Speed"}}
    data = {"setVariableData": [{**names, "attributeType": "Target", "attributeValue": "9"}]}
    result = {"setVariableResult": [{**names, "attributeType": "Target", "attributeStatus": status}]}
    (found,) = findings(exchange(1, "SetVariables", data, result))
    assert status in found.message
    assert ("no attribute `Target`" in found.message) == (status == "NotSupportedAttributeType")


def test_a_variable_that_the_station_has_reported_as_read_only() -> None:
    names = {"component": {"name": "Fan"}, "variable": {"name": "Speed"}}
    rows = [{**names, "variableAttribute": [{"value": "9", "mutability": "ReadOnly"}]}]
    notice = {"requestId": 1, "generatedAt": "2026-03-01T10:00:00Z", "seqNo": 0, "reportData": rows}
    told = f'CP7: receive message {json.dumps([2, "n1", "NotifyReport", notice])}\nCP7: send [3,"n1",{{}}]\n'
    data = {"setVariableData": [{**names, "attributeValue": "9"}]}
    result = {"setVariableResult": [{**names, "attributeStatus": "Rejected"}]}
    (found,) = findings(told + exchange(1, "SetVariables", data, result))
    assert "read-only" in found.message
