"""Profiles: what the shipped ones say, how one is chosen, and what is said of a wrong one."""

import json
import os
from pathlib import Path

import pytest

from ocpplint.resources.datafile import DataFileError
from ocpplint.stations import registry
from ocpplint.stations.profile import KeyReading, Profile
from ocpplint.stations.registry import Profiles

SCOPES = {
    "Both": "RCMBDelta ChargePointVendor OPKGInstallExtraOption StopTxnSampledData StopTxnAlignedData "
    "MeterValuesAlignedData MeterValuesSampledData",
    "Individual": "RCMB_STATE RCMBTransactionMaxRMS RCMBTransactionMaxDC WeldCheck WeldCheckInType SSHAccessUsb "
    "SSHAccessWlanNetwork ChargeBoxSerialNumber ErrorsList CPUFrequency MeterPublicKey ConnectorPhaseRotation "
    "OperatorCurrentLimit",
    "Master": "OCPPSlaveState SSHClientKey INVOKECUSTOMSCRIPT1 INVOKECUSTOMSCRIPT2 INVOKECUSTOMSCRIPT3 "
    "ChargePointSerialNumber",
    "Not relevant": "ChargePointModel",
}

SHIPPED = sorted(
    path.stem
    for path in Path(registry.__file__).with_name("profiles").glob("*.yaml")
    if "\nabstract: true\n" not in path.read_text(encoding="utf-8")
)


@pytest.fixture
def bender() -> Profile:
    return Profiles().load("bender")


@pytest.mark.parametrize(
    ("scope", "key"), [(scope, key) for scope, keys in SCOPES.items() for key in keys.split()]
)
def test_bender_keys_have_the_scope_their_source_states(bender: Profile, scope: str, key: str) -> None:
    spec = bender.spec(key)
    assert spec is not None
    assert spec.scope == scope
    assert spec.source


def test_no_other_key_has_a_scope(bender: Profile) -> None:
    known = {key for keys in SCOPES.values() for key in keys.split()}
    of_any_station = {"MeterPublicKey{n}"}
    assert {
        key for key in bender.key_names() if (spec := bender.spec(key)) and spec.scope
    } - of_any_station == known
    assert len(known) == 27


def test_generic_knows_the_standard_keys_and_addresses_no_connector() -> None:
    generic = Profiles().load("generic")
    assert len(generic.key_names()) == 72
    assert generic.templates == {}
    spec = generic.spec("ConnectorPhaseRotation")
    assert spec is not None
    assert (spec.scope, spec.type, spec.standard) == (None, "list", True)


@pytest.mark.parametrize(
    ("key", "base", "connector", "suffix", "known"),
    [
        ("ConnectorPhaseRotation", "ConnectorPhaseRotation", 1, "", True),
        ("ConnectorPhaseRotation_2", "ConnectorPhaseRotation", 2, "_2", True),
        ("connectorphaserotation_2", "ConnectorPhaseRotation", 2, "_2", True),
        ("ConnectorPhaseRotation_1", "ConnectorPhaseRotation", None, "_1", False),
        ("ConnectorPhaseRotation_02", "ConnectorPhaseRotation", None, "_02", False),
        ("ConnectorPhaseRotation-2", "ConnectorPhaseRotation", None, "-2", False),
        ("ConnectorPhaseRotation.2", "ConnectorPhaseRotation", None, ".2", False),
        ("ConnectorPhaseRotation[2]", "ConnectorPhaseRotation", None, "[2]", False),
        ("ConnectorPhaseRotation (2)", "ConnectorPhaseRotation", None, " (2)", False),
        ("RCMBDelta_2", "RCMBDelta", 2, "_2", True),
        ("RCMBDelta", "RCMBDelta", None, "", True),
        ("INVOKECUSTOMSCRIPT2", "INVOKECUSTOMSCRIPT2", None, "", True),
        ("HeartbeatInterval_2", "HeartbeatInterval", 2, "_2", True),
        ("Connector2-MaxCurrent", "Connector2-MaxCurrent", None, "", False),
        ("chg_Ch2Options", "chg_Ch2Options", None, "", False),
        ("_2", "_2", None, "", False),
        ("", "", None, "", False),
    ],
)
def test_a_key_is_taken_apart(
    bender: Profile, key: str, base: str, connector: int | None, suffix: str, known: bool
) -> None:
    reading = bender.read_key(key)
    assert (reading.base_key, reading.connector, reading.suffix, reading.suffix_known) == (
        base,
        connector,
        suffix,
        known,
    )


def test_an_exact_key_wins_over_reading_a_suffix(tmp_path: Path) -> None:
    profile = _load(tmp_path, {"extends": "bender", "keys": {"ConnectorPhaseRotation_2": {"scope": "Both"}}})
    reading = profile.read_key("ConnectorPhaseRotation_2")
    assert (reading.base_key, reading.suffix) == ("ConnectorPhaseRotation_2", "")
    assert reading.spec is not None
    assert reading.spec.scope == "Both"


def test_addressing_is_data(tmp_path: Path) -> None:
    data = {"addressing": {"1": "{key}Left", "2": "{key}Right"}, "keys": {"Limit": {"scope": "Individual"}}}
    profile = _load(tmp_path, data)
    assert profile.read_key("LimitRight") == KeyReading(
        "Limit", 2, "Right", suffix_known=True, spec=profile.spec("Limit")
    )
    assert profile.write_key("Limit", 1) == "LimitLeft"
    assert profile.read_key("Limit").connector is None


def test_a_profile_extends_another_by_path(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("name: base\ntitle: b\nsource: s\nextends: bender\nconnectors: 1\n")
    profile = _load(tmp_path, {"extends": "base.yaml", "keys": {"RCMBDelta": {"maximum": 100}}})
    spec = profile.spec("RCMBDelta")
    assert spec is not None
    assert (spec.maximum, spec.scope, profile.connectors) == (100, "Both", 1)


def test_a_change_in_an_extended_file_is_seen(tmp_path: Path) -> None:
    base = tmp_path / "base.yaml"
    base.write_text("name: base\ntitle: b\nsource: s\nconnectors: 1\n")
    assert _load(tmp_path, {"extends": "base.yaml"}).connectors == 1
    base.write_text("name: base\ntitle: bb\nsource: s\nconnectors: 2\n")
    assert _load(tmp_path, {"extends": "base.yaml"}).connectors == 2


@pytest.mark.parametrize(
    ("vendor", "model", "name"),
    [
        ("Bender GmbH Co. KG", "CC612_2S0R", "bender"),
        ("Some Brand", "CC613-ELM4PR", "bender"),
        ("Some Brand", "Wonder 2000", "generic"),
        ("Garo", "GLB-DCM-T2", "bender"),
        (None, None, "bender"),
        ("Keba AG", "KC-P30", "keba"),
        ("ABB", "TACW22", "generic"),
        ("Abbott & Sons", "X", "generic"),
        ("EN+", "AC", "generic"),
    ],
)
def test_a_station_gets_the_profile_that_fits_what_it_says(
    vendor: str | None, model: str | None, name: str
) -> None:
    assert Profiles().for_station(vendor, model).profile.name == name


def test_a_chosen_profile_is_not_overruled() -> None:
    chosen = Profiles("generic").for_station("Bender GmbH Co. KG", "CC612")
    assert (chosen.profile.name, chosen.choice) == ("generic", "told")


def test_the_configured_default_holds_for_a_station_that_says_nothing() -> None:
    profiles = Profiles(default="generic")
    silent, named = profiles.for_station(None, None), profiles.for_station("Bender", None)
    assert (silent.profile.name, silent.choice) == ("generic", "told")
    assert (named.profile.name, named.choice) == ("bender", "said")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            "name: x\ntitle: t\nsource: s\nkeys:\n  A: {scope: Bth}\n",
            "5:14: in `keys.A.scope`: 'Bth' is not allowed",
        ),
        ("name: x\ntitle: t\nsource: s\nkesy: {}\n", "4:1: unknown name `kesy`; did you mean `keys`?"),
        ("name: x\ntitle: t\n", "1:1: `source` is missing"),
        ("name: x\ntitle: t\nsource: s\nextends: nobody\n", "4:10: no profile 'nobody' to extend"),
        ("name: x\ntitle: t\nsource: s\nextends: p.yaml\n", "4:10: `extends` goes in a circle"),
        ("name: x\ntitle: t\nsource: s\nmatch: [{vendor: '('}]\n", "'(' is not a regular expression"),
        (
            "name: x\ntitle: t\nsource: s\naddressing: {'1': '{key}', '2': '{key}'}\n",
            "two connectors share the form",
        ),
        ("name: x\ntitle: [\n", "expected"),
        ("", "1:1: the file is empty"),
    ],
)
def test_a_wrong_profile_is_an_error_with_file_place_and_reason(tmp_path: Path, text: str, error: str) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(text)
    with pytest.raises(DataFileError) as caught:
        Profiles(str(path))
    assert str(caught.value).startswith(f"{path}:")
    assert error in str(caught.value)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("bendr", f"no such profile; shipped are {', '.join(SHIPPED)}$"),
        ("./nowhere.yaml", "no such profile file"),
        ("ocpp16", "is a base for other profiles"),
    ],
)
def test_a_profile_that_is_not_there(name: str, error: str) -> None:
    with pytest.raises(DataFileError, match=error):
        Profiles(name)


def test_a_json_profile_serves_as_well(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"name": "p", "title": "t", "source": "s", "keys": {"A": {"scope": "Both"}}}))
    assert Profiles(os.fspath(path)).default.knows("A")


def test_the_memo_of_keys_does_not_grow_without_end(bender: Profile) -> None:
    for number in range(30_000):
        bender.read_key(f"Key{number}x")
    assert len(bender._readings) <= 10_001
    assert len(bender._taken_apart) <= 10_001


def _load(folder: Path, data: dict[str, object]) -> Profile:
    path = folder / "p.yaml"
    path.write_text(json.dumps({"name": "p", "title": "t", "source": "s", **data}))
    return Profiles(str(path)).default
