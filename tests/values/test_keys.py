"""Every standard key: values that it takes and values that it does not, made from what is known of it."""

import pytest

from ocpplint.analysis.rule_examples import run_example
from ocpplint.engine.packs import load_rules
from ocpplint.stations.profile import Profile
from ocpplint.stations.registry import Profiles
from ocpplint.values.check import ValueCheck
from tests.support.value_samples import bad_values, good_values

RULES = load_rules()
PROFILES = {name: Profiles().load(name) for name in ("generic", "bender")}
KEYS = [(name, key) for name, profile in PROFILES.items() for key in profile.key_names()]
RULE_OF = {
    "type": "VAL001",
    "encoding": "VAL001",
    "range": "VAL002",
    "choice": "VAL003",
    "item": "VAL004",
    "length": "VAL006",
    "form": "VAL007",
}
MAY_SAY_ANYTHING = ("string",)


def check_of(profile: Profile, key: str) -> ValueCheck:
    spec = profile.spec(key)
    assert spec is not None
    return ValueCheck(spec)


@pytest.mark.parametrize(("profile", "key"), KEYS)
def test_a_key_takes_its_good_values(profile: str, key: str) -> None:
    spec = PROFILES[profile].spec(key)
    assert spec is not None
    values = good_values(spec)
    assert values
    assert {value: check_of(PROFILES[profile], key).fault(value) for value in values} == dict.fromkeys(values)


@pytest.mark.parametrize(("profile", "key"), KEYS)
def test_a_key_refuses_its_bad_values(profile: str, key: str) -> None:
    spec = PROFILES[profile].spec(key)
    assert spec is not None
    wrong = bad_values(spec) if spec.confidence != "low" else []
    check = check_of(PROFILES[profile], key)
    found = [(value, fault.kind if (fault := check.fault(value)) else None) for value, _ in wrong]
    assert found == [(value, kind) for value, kind in wrong]
    open_list = spec.syntax == "csl" and not spec.items
    knows_nothing = (
        spec.syntax in (None, *MAY_SAY_ANYTHING) or open_list or (spec.syntax == "enum" and not spec.values)
    )
    assert len(wrong) >= 3 or knows_nothing or spec.confidence == "low"


def station(key: str, value: str) -> str:
    """Write a configuration with a key that other software has, too, beside one that only stations have."""
    return f"- {{key: WebSocketPingInterval, value: '30'}}\n- {{key: {key}, value: {value!r}}}\n"


def test_all_standard_keys_but_texts_have_three_bad_values() -> None:
    generic = PROFILES["generic"]
    texts = [key for key in generic.key_names() if (spec := generic.spec(key)) and not bad_values(spec)]
    assert texts == ["CpoName", "MeterPublicKey{n}"]


@pytest.mark.parametrize("key", ["LightIntensity", "LocalPreAuthorize", "MeterValuesSampledData", "TimeOffset"])
def test_the_rule_of_a_fault_reports_it(key: str) -> None:
    spec = PROFILES["generic"].spec(key)
    assert spec is not None
    for value, kind in bad_values(spec):
        (finding,) = run_example({"station.yaml": station(key, value)}, RULES, "generic")
        assert (finding.code, finding.key) == (RULE_OF[kind], key)


@pytest.mark.parametrize("key", ["LightIntensity", "LocalPreAuthorize", "MeterValuesSampledData", "TimeOffset"])
def test_a_good_value_is_not_reported(key: str) -> None:
    spec = PROFILES["generic"].spec(key)
    assert spec is not None
    for value in good_values(spec):
        assert run_example({"station.yaml": station(key, value)}, RULES, "generic") == []


@pytest.mark.parametrize(
    ("key", "value", "right"),
    [
        ("HeartbeatInterval", "60s", "60"),
        ("HeartbeatInterval", "5 min", "300"),
        ("HeartbeatInterval", "2h", "7200"),
        ("HeartbeatInterval", "1500ms", None),
        ("HeartbeatInterval", "60000ms", "60"),
        ("HeartbeatInterval", " 60 ", "60"),
        ("HeartbeatInterval", "60.0", "60"),
        ("HeartbeatInterval", "60 A", None),
        ("HeartbeatInterval", "1e999", None),
        ("HeartbeatInterval", "often", None),
        ("LightIntensity", "50%", "50"),
        ("LocalPreAuthorize", "TRUE", "true"),
        ("LocalPreAuthorize", "off", "false"),
        ("LocalPreAuthorize", "perhaps", None),
        ("MeterValuesSampledData", "voltage.l1-n;soc", "Voltage.L1-N,SoC"),
        ("MeterValuesSampledData", "ENERGY.ACTIVE.IMPORT.REGISTER", "Energy.Active.Import.Register"),
        ("MeterValuesSampledData", "Voltage|Power", None),
        ("MeterValuesSampledData", "Voltage,", "Voltage"),
        ("ConnectorPhaseRotation", "RST,RTS", "1.RST,2.RTS"),
        ("ConnectorPhaseRotation", "1-rst, 2:rts", "1.RST,2.RTS"),
        ("ConnectorPhaseRotation", "RST,2.RTS", None),
        ("SupportedFeatureProfiles", "Core,Smart Charging", "Core,SmartCharging"),
    ],
)
def test_what_was_meant_is_known_where_it_is_plain(key: str, value: str, right: str | None) -> None:
    fault = check_of(PROFILES["generic"], key).fault(value)
    assert fault is not None
    assert fault.right_value == right
    assert right is None or check_of(PROFILES["generic"], key).fault(right) is None


@pytest.mark.parametrize(
    "value",
    ["${X}", "{{ x }}", "a-${X}", "<seconds>", "%X%", "$X", "@X@", "***", "abc***", "<redacted>", "xxxxxxxx"],
)
def test_what_is_not_there_yet_or_no_more_is_not_judged(value: str) -> None:
    for key in ("HeartbeatInterval", "LocalPreAuthorize", "ConnectorPhaseRotation", "AuthorizationKey"):
        assert check_of(PROFILES["generic"], key).fault(value) is None


def test_thin_evidence_is_not_used() -> None:
    spec = PROFILES["bender"].spec("OperatorCurrentLimit")
    assert spec is not None
    assert spec.confidence == "low"
    assert ValueCheck(spec).fault("many") is None
    assert ValueCheck(spec._replace(confidence="medium")).fault("many") is not None


def test_the_memo_does_not_grow_without_end() -> None:
    check = check_of(PROFILES["generic"], "HeartbeatInterval")
    for number in range(3_000):
        check.fault(str(number))
    assert len(check._known) <= 1_001


def test_the_password_in_an_address_is_not_repeated() -> None:
    spec = PROFILES["generic"].spec("CpoName")
    assert spec is not None
    fault = ValueCheck(spec._replace(syntax="url")).fault("ftp//user:secret@10.0.0.5")
    assert fault is not None
    assert "secret" not in fault.reason


def test_a_secret_is_not_repeated() -> None:
    fault = check_of(PROFILES["generic"], "AuthorizationKey").fault("correct horse")
    assert fault is not None
    assert "correct" not in fault.reason


@pytest.mark.parametrize(
    ("unit", "number", "suspicious"),
    [
        ("s", 60_000, True),
        ("s", 30_000, True),
        ("s", 900_000, True),
        ("s", 86_400, False),
        ("s", 604_800, False),
        ("s", 36_000, False),
        ("s", 9_000, False),
        ("s", 12_345, False),
        ("A", 16_000, True),
        ("A", 250, False),
        ("0.1 A", 16, True),
        ("0.1 A", 160, False),
        ("mA", 32, True),
        ("mA", 32_000, False),
        ("Wh", 60_000, False),
        (None, 60_000, False),
    ],
)
def test_numbers_in_another_unit(unit: str | None, number: int, suspicious: bool) -> None:
    spec = PROFILES["generic"].spec("BlinkRepeat")
    assert spec is not None
    fault = ValueCheck(spec._replace(unit=unit)).fault(str(number))
    assert (fault is not None and fault.kind == "unit") is suspicious
