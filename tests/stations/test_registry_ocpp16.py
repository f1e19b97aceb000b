"""The standard keys of OCPP 1.6: all there, each with its source, and in agreement with what others publish."""

import json

import pytest
from ocpp.v16.enums import ConfigurationKey

from ocpplint.stations.device_model import device_model, split_name
from ocpplint.stations.keyspec import SYNTAX_OF_TYPE, KeySpec
from ocpplint.stations.registry import Profiles
from tests.support.command import ROOT

GENERIC = Profiles().load("generic")
SPECS = {key: spec for key in GENERIC.key_names() if (spec := GENERIC.spec(key)) is not None}


def names(text: str) -> set[str]:
    return set(text.split())


# As required, read-only and so typed in the JSON Schema of EVerest libocpp, config/v16/profile_schemas/Core.json.
LIBOCPP_REQUIRED = names("""
AuthorizeRemoteTxRequests ClockAlignedDataInterval ConnectionTimeOut ConnectorPhaseRotation GetConfigurationMaxKeys
HeartbeatInterval LocalAuthorizeOffline LocalPreAuthorize MeterValuesAlignedData MeterValuesSampledData
MeterValueSampleInterval NumberOfConnectors ResetRetries StopTransactionOnInvalidId StopTxnAlignedData
StopTxnSampledData SupportedFeatureProfiles TransactionMessageAttempts TransactionMessageRetryInterval
UnlockConnectorOnEVSideDisconnect
""")
LIBOCPP_READ_ONLY = names("""
ConnectorPhaseRotationMaxLength GetConfigurationMaxKeys MeterValuesAlignedDataMaxLength
MeterValuesSampledDataMaxLength NumberOfConnectors StopTxnAlignedDataMaxLength StopTxnSampledDataMaxLength
SupportedFeatureProfiles SupportedFeatureProfilesMaxLength
""")
LIBOCPP_INTEGERS = names("""
BlinkRepeat ClockAlignedDataInterval ConnectionTimeOut ConnectorPhaseRotationMaxLength GetConfigurationMaxKeys
HeartbeatInterval LightIntensity MaxEnergyOnInvalidId MeterValuesAlignedDataMaxLength MeterValuesSampledDataMaxLength
MeterValueSampleInterval MinimumStatusDuration NumberOfConnectors ResetRetries StopTxnAlignedDataMaxLength
StopTxnSampledDataMaxLength SupportedFeatureProfilesMaxLength TransactionMessageAttempts
TransactionMessageRetryInterval WebSocketPingInterval
""")
LIBOCPP_BOOLEANS = names("""
AllowOfflineTxForUnknownId AuthorizationCacheEnabled AuthorizeRemoteTxRequests LocalAuthorizeOffline LocalPreAuthorize
StopTransactionOnEVSideDisconnect StopTransactionOnInvalidId UnlockConnectorOnEVSideDisconnect
""")


def test_every_key_another_implementation_names_is_there() -> None:
    assert {key.value for key in ConfigurationKey} <= set(SPECS)


@pytest.mark.parametrize("key", SPECS)
def test_every_key_says_where_it_is_from_and_what_it_is(key: str) -> None:
    spec = SPECS[key]
    assert spec.source
    assert spec.access in ("R", "RW", "W", "R|RW")
    assert spec.type in SYNTAX_OF_TYPE
    assert spec.syntax
    assert spec.standard
    assert (spec.scope is None) != ("{n}" in key), "of no other key does the standard say whom it is for"


def test_requirement_access_and_types_agree_with_libocpp() -> None:
    core = {key: spec for key, spec in SPECS.items() if spec.feature_profile == "Core"}
    assert {key for key, spec in core.items() if spec.required} == LIBOCPP_REQUIRED
    # Those of the errata are younger than the schema.
    younger = {"StopTransactionMaxMeterValues", "MessageTimeout"}
    assert {key for key, spec in core.items() if spec.access == "R"} - younger == LIBOCPP_READ_ONLY
    assert {key for key, spec in core.items() if spec.type == "integer"} - younger == LIBOCPP_INTEGERS
    assert {key for key, spec in core.items() if spec.type == "boolean"} == LIBOCPP_BOOLEANS
    assert all(core[key].minimum in (0, 1) for key in LIBOCPP_INTEGERS)
    assert core["LightIntensity"].maximum == 100


def those_with(name: str) -> list[KeySpec]:
    return [spec for spec in SPECS.values() if getattr(spec, name) is not None]


@pytest.mark.parametrize("spec", those_with("length_key"), ids=lambda spec: spec.key)
def test_the_key_that_limits_a_list_is_a_number_to_read(spec: KeySpec) -> None:
    limit = SPECS[spec.length_key or ""]
    assert (spec.type, limit.type, limit.access) == ("list", "integer", "R")


@pytest.mark.parametrize("spec", those_with("requires"), ids=lambda spec: spec.key)
def test_a_feature_profile_that_is_needed_can_be_listed(spec: KeySpec) -> None:
    assert spec.requires in (SPECS["SupportedFeatureProfiles"].items or ())
    assert spec.requires == spec.feature_profile


@pytest.mark.parametrize("spec", those_with("counterpart"), ids=lambda spec: spec.key)
def test_a_counterpart_exists_and_names_the_key_in_turn(spec: KeySpec) -> None:
    name = split_name(spec.counterpart or "")
    assert name is not None
    found = device_model().find(name)
    assert found is not None
    assert (found.key, found.counterpart) == (spec.counterpart, spec.key)


def test_every_counterpart_in_the_device_model_is_one_here() -> None:
    names = [split_name(name) for name in device_model().names()]
    found = {
        spec.counterpart for name in names if name and (spec := device_model().find(name)) and spec.counterpart
    }
    assert found == {spec.key for spec in those_with("counterpart")}


def test_what_the_standard_took_back_is_marked() -> None:
    assert {spec.key for spec in those_with("deprecated")} == {
        "SupportedFeatureProfilesMaxLength",
        "ProximityContactRetries",
        "ProximityLockRetries",
    }


def test_a_maker_takes_back_what_the_standard_says_of_a_value() -> None:
    spec, standard = Profiles().load("bender").spec("ConnectorPhaseRotation"), SPECS["ConnectorPhaseRotation"]
    assert spec is not None
    assert (spec.syntax, spec.connector_values, spec.length_key) == ("phase-rotation", None, None)
    assert (standard.syntax, standard.connector_values) == ("phase-rotations", "index")


def test_the_syntaxes_of_the_registry_are_those_a_profile_may_name() -> None:
    schema = json.loads((ROOT / "ocpplint" / "stations" / "profile.schema.json").read_text())
    assert {spec.syntax for spec in SPECS.values()} <= set(schema["$defs"]["key"]["properties"]["syntax"]["enum"])
