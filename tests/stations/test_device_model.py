"""The device model of OCPP 2.0.1 and 2.1: what is known of a variable, and that nobody pays for what they don't use."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ocpplint.resources.datafile import DataFile
from ocpplint.stations.device_model import Name, device_model, split_name
from ocpplint.stations.keyspec import SYNTAX_OF_TYPE, KeySpec
from tests.support.command import ENVIRONMENT, ROOT

MODEL = device_model()
NAMES = [name for text in MODEL.names() if (name := split_name(text)) is not None]


def spec_of(text: str) -> KeySpec | None:
    name = split_name(text)
    assert name is not None
    return MODEL.find(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A.B", Name("A", "B")),
        ("A.B[c]", Name("A", "B", "c")),
        ("A.B[c.d]", Name("A", "B", "c.d")),
        ("A.B[]", Name("A", "B")),
        ("A.B.C", Name("A", "B.C")),
        ("A.", None),
        (".B", None),
        ("AB", None),
        ("A.B[c", None),
        ("", None),
    ],
)
def test_a_name_is_taken_apart(text: str, expected: Name | None) -> None:
    assert split_name(text) == expected


@pytest.mark.parametrize("name", NAMES, ids=str)
def test_every_variable_is_found_by_its_name_in_any_case_with_what_a_rule_may_ask(name: Name) -> None:
    spec = MODEL.find(name)
    assert spec is not None
    assert spec.key == str(name)
    assert spec == MODEL.find(Name(*(part.upper() if part else None for part in name)))  # type: ignore[arg-type]
    assert spec.type is None or spec.type in SYNTAX_OF_TYPE
    assert spec.access in (None, "R", "RW", "W", "R|RW")
    assert spec.level in (None, "station", "evse", "connector")
    assert spec.source
    assert set(spec.versions or ()) <= {"2.0.1", "2.1"}


def test_the_data_says_nothing_that_a_key_does_not_have() -> None:
    data = DataFile(str(ROOT / "ocpplint" / "stations" / "device-model.yaml")).data
    described = [data["generic"], *(component["variables"] for component in data["components"].values())]
    said = {name for variables in described for variable in variables.values() for name in variable}
    assert said <= {*KeySpec._fields, "section"}


@pytest.mark.parametrize(
    ("text", "access", "kind", "level"),
    [
        ("OCPPCommCtrlr.HeartbeatInterval", "RW", "integer", "station"),
        ("OCPPCommCtrlr.MessageTimeout[Default]", "R", "integer", "station"),
        ("SecurityCtrlr.BasicAuthPassword", "W", "string", "station"),
        # Left to the station by part 2, where other sources have one or the other.
        ("TxCtrlr.TxStartPoint", "R|RW", "list", None),
        ("AuthCtrlr.AuthorizeRemoteStart", "R|RW", "boolean", "station"),
        ("SecurityCtrlr.Identity", "R|RW", "string", "station"),
        ("EVSE.Power", "R", "decimal", "evse"),
        ("Connector.ConnectorType", "R", "string", "connector"),
        # An instance of one's own, and a variable that any component may have.
        ("ClockCtrlr.NtpServerUri[2]", "RW", "string", "station"),
        ("EVSE.Temperature", None, "decimal", "evse"),
        ("ClockCtrlr.TimeOffset[NextTransition]", "RW", "string", "station"),
    ],
)
def test_what_is_known_of_a_variable(text: str, access: str | None, kind: str, level: str | None) -> None:
    spec = spec_of(text)
    assert spec is not None
    assert (spec.access, spec.type, spec.level) == (access, kind, level)


@pytest.mark.parametrize(
    "text", ["AcmeCtrlr.Enabled", "OCPPCommCtrlr.Nonsense", "HeartbeatInterval.OCPPCommCtrlr"]
)
def test_what_nobody_knows(text: str) -> None:
    assert spec_of(text) is None


def test_limits_are_those_of_the_specification() -> None:
    interval, base = spec_of("OCPPCommCtrlr.HeartbeatInterval"), spec_of("MonitoringCtrlr.OfflineQueuingSeverity")
    policy, points = spec_of("AuthCacheCtrlr.Policy"), spec_of("TxCtrlr.TxStopPoint")
    assert interval is not None
    assert base is not None
    assert policy is not None
    assert points is not None
    assert (interval.minimum, interval.unit) == (1, "s")
    assert (base.minimum, base.maximum) == (0, 9)
    assert list(policy.values or ()) == ["LRU", "LFU", "FIFO", "CUSTOM"]
    assert "PowerPathClosed" in (points.items or ())


@pytest.mark.parametrize(
    ("written", "meant", "suffix"),
    [
        ("SampledDataCtrlr.TxUpdatedInterval_2", "SampledDataCtrlr.TxUpdatedInterval", "_2"),
        ("sampleddatactrlr.txupdatedinterval-02", "SampledDataCtrlr.TxUpdatedInterval", "-02"),
        ("OCPPCommCtrlr.MessageTimeout_2[Default]", "OCPPCommCtrlr.MessageTimeout[Default]", "_2"),
        ("EVSE_2.Power", "EVSE.Power", "_2"),
        ("Connector[2].PhaseRotation", "Connector.PhaseRotation", "[2]"),
    ],
)
def test_a_name_with_a_suffix_means_another_one(written: str, meant: str, suffix: str) -> None:
    name = split_name(written)
    assert name is not None
    assert MODEL.find(name) is None
    found = MODEL.without_suffix(name)
    assert found is not None
    assert (str(found.name), found.suffix) == (meant, suffix)


@pytest.mark.parametrize("written", ["EVSE.Relay2", "EVSE.Power2", "AcmeCtrlr_2.Enabled", "EVSE.Relay_2"])
def test_a_makers_own_name_may_end_in_a_number(written: str) -> None:
    name = split_name(written)
    assert name is not None
    assert MODEL.without_suffix(name) is None


def test_types_and_access_agree_with_the_components_everest_describes(corpus: Path) -> None:
    kinds = {"OptionList": "enum", "MemberList": "list", "SequenceList": "list", "dateTime": "datetime"}
    accesses = {"ReadOnly": "R", "ReadWrite": "RW", "WriteOnly": "W", None: None}
    compared = 0
    for path in sorted((corpus / "configs").glob("*everest_v2*.json")):
        component = json.loads(path.read_text())
        for described in component["properties"].values():
            spec = MODEL.find(Name(component["name"], described["variable_name"], described.get("instance")))
            if spec is None:
                continue
            kind = described["characteristics"]["dataType"]
            assert spec.type == kinds.get(kind, kind), spec.key
            told = accesses[described["attributes"][0].get("mutability")]
            assert told is None or spec.access is None or told in spec.access.split("|"), spec.key
            compared += 1
    assert compared > 20


def test_a_check_of_a_configuration_of_ocpp_16_does_not_load_it(tmp_path: Path) -> None:
    config = tmp_path / "config.json"
    config.write_text('{"RCMBDelta": "30", "HeartbeatInterval": 300}')
    program = (
        "import sys; from ocpplint.cli import ocpplint\n"
        f"try: ocpplint(['check', {str(config)!r}])\n"
        "except SystemExit: pass\n"
        "sys.exit('ocpplint.stations.device_model' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], env=ENVIRONMENT, check=False).returncode == 0
