"""Which profile a station gets: what is told, said, shown, and otherwise assumed."""

import json

import pytest

from ocpplint.analysis.rule_examples import run_example
from ocpplint.engine.packs import load_rules
from ocpplint.findings.finding import Finding
from ocpplint.stations.fleet import fleet_of
from ocpplint.stations.profile import Profile
from ocpplint.stations.registry import ChosenProfile, Profiles

PROFILES = Profiles()
NOTHING_KNOWN = PROFILES.for_station(None, None)


def shown(*keys: str, reported: bool = False) -> tuple[str, str]:
    chosen = PROFILES.shown_by(NOTHING_KNOWN, () if reported else keys, keys if reported else ())
    return chosen.profile.name, chosen.choice


def said(vendor: str | None, model: str | None = None, firmware: str | None = None) -> tuple[str, str]:
    chosen = PROFILES.for_station(vendor, model, firmware=firmware)
    return chosen.profile.name, chosen.choice


def test_what_is_told_decides() -> None:
    groups = fleet_of([{"station": "DEPOT-*", "profile": "alfen", "in": "/somewhere/ocpplint.toml"}])
    profiles = Profiles(fleet=groups)
    of_depot = profiles.for_station("Keba AG", "KC-P30", "DEPOT-7", "csms.log")
    assert (of_depot.profile.name, of_depot.choice) == ("alfen", "told")
    assert Profiles("wallbox").for_station("Keba AG", "KC-P30").choice == "told"


def test_the_configuration_says_what_stations_are_of_makers_that_no_profile_lists() -> None:
    chosen = Profiles(default="bender").for_station("Nobody Knows", "Duo")
    assert (chosen.profile.name, chosen.choice) == ("bender", "told")


@pytest.mark.parametrize(
    ("vendor", "model", "firmware", "expected"),
    [
        ("Keba AG", "KC-P30-ES2400C2", None, ("keba", "said")),
        (None, "KC-P30-X", None, ("keba", "said")),
        ("Some Brand", "CC613", None, ("bender", "said")),
        ("Some Brand", "Duo", "5.33.5-21148", ("bender", "said")),
        ("Webasto", "Live", None, ("bender", "said")),
        ("ABL SURSUM", "eMH3", None, ("generic", "unlisted")),
        ("Phoenix Contact", "CHARX SEC-3100", "1.5.0", ("charx", "said")),
        (None, None, None, ("bender", "assumed")),
        (None, "Duo", None, ("bender", "assumed")),
    ],
)
def test_a_station_says_what_it_is(
    vendor: str | None, model: str | None, firmware: str | None, expected: tuple[str, str]
) -> None:
    assert said(vendor, model, firmware) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["RCMBDelta"], ("bender", "shown")),
        (["RCMBDelta_2"], ("bender", "shown")),
        (["ConnectorPhaseRotation", "ConnectorPhaseRotation_2"], ("bender", "shown")),
        (["chg_Ch2Options"], ("ecotap", "shown")),
        (["chargingALimitConn1"], ("wallbox", "shown")),
        (["MeterValuesSampledData", "MeterValuesSampledData_2"], ("bender", "assumed")),
        (["HeartbeatInterval", "ChargePointVendor", "ChargePointModel"], ("bender", "assumed")),
        (["RCMBDelta", "chg_Ch2Options"], ("bender", "assumed")),
        (["OperatorCurrentLimit"], ("bender", "assumed")),
    ],
)
def test_keys_that_one_profile_alone_has_show_it(keys: list[str], expected: tuple[str, str]) -> None:
    assert shown(*keys) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["Foo", "Foo_2", "Bar", "Bar_2", "Baz", "Baz_2"], "shown"),
        (["Foo", "Foo_2", "Bar", "Bar_2"], "assumed"),
        (["MaxCurrent_1", "MaxCurrent_2", "Foo_1", "Foo_2", "Bar_1", "Bar_2"], "assumed"),
        # These pairs speak against Bender's stations, which have one value.
        (
            ["Foo", "Foo_2", "Bar", "Bar_2", "Baz", "Baz_2", "StopTxnAlignedData", "StopTxnAlignedData_2"],
            "assumed",
        ),
    ],
)
def test_pairs_in_a_report_show_how_a_station_names_connectors(keys: list[str], expected: str) -> None:
    assert shown(*keys, reported=True) == ("bender", expected)
    assert shown(*keys) == ("bender", "assumed")


def test_a_brand_is_known_by_its_own_report_of_two_keys_of_one_maker() -> None:
    brand = PROFILES.for_station("Some Brand", "Duo")
    commanded = PROFILES.shown_by(brand, ["RCMBDelta", "WeldCheck"])
    one, two = (PROFILES.shown_by(brand, (), keys) for keys in (["RCMBDelta"], ["RCMBDelta", "WeldCheck"]))
    assert [each.choice for each in (commanded, one, two)] == ["unlisted", "unlisted", "shown"]
    assert two.profile.name == "bender"


def test_what_is_said_stands_against_keys() -> None:
    keba = PROFILES.for_station("Keba AG", None)
    assert PROFILES.shown_by(keba, ["RCMBDelta"], ["RCMBDelta"]) is keba


def test_an_assumed_profile_judges_values_by_the_standard_alone() -> None:
    bender = PROFILES.load("bender")
    assumed = NOTHING_KNOWN.profile

    def certainty(profile: Profile, key: str) -> str:
        spec = profile.spec(key)
        assert spec is not None
        return spec.confidence

    assert assumed.name == "bender"
    assert (certainty(assumed, "HeartbeatInterval"), certainty(assumed, "ConnectorPhaseRotation")) == (
        "high",
        "low",
    )
    assert certainty(bender, "ConnectorPhaseRotation") == "high"
    assert (assumed.controller_per_connector, bender.controller_per_connector) == (False, True)
    assert assumed.read_key("MeterPublicKey2").spec is not None


def found(text: str, name: str = "station.json") -> list[Finding]:
    """Check as where no configuration says what stations are."""
    return run_example({name: text}, load_rules(), profile="auto")


def brief(text: str, name: str = "station.json") -> list[tuple[str, str, str]]:
    return [(each.code, each.severity, each.confidence) for each in found(text, name)]


def test_what_rests_on_an_assumption_is_a_warning_that_says_so() -> None:
    (finding,) = found('{"MeterValuesSampledData_2": "Voltage"}')
    assert (finding.code, finding.severity, finding.confidence) == ("SCP001", "warning", "low")
    assert finding.assumed_profile == "bender"
    assert finding.message.endswith("; assumed bender: say `profile = …`")
    assert finding.fix is not None
    assert finding.fix.applicability == "unsafe"


def test_what_the_standard_says_rests_on_no_assumption() -> None:
    (finding,) = found('{"HeartbeatInterval": "abc"}')
    assert (finding.code, finding.severity, finding.assumed_profile) == ("VAL001", "error", None)
    *_, rotation = found('{"connectors": {"2": {"MeterPublicKey1": "30"}}}')
    assert (rotation.code, rotation.severity, rotation.assumed_profile) == ("SCP004", "error", None)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"RCMBDelta": "30", "MeterValuesSampledData_2": "Voltage"}, [("SCP001", "error", "medium")]),
        ({"chargePointVendor": "ABL", "configuration": {"MeterValuesSampledData_2": "Voltage"}}, []),
        ({"info": {"vendor": "Bender"}, "configuration": {"MeterValuesSampledData_2": "Voltage"}}, [("SCP001", "error", "medium")]),
        ({"info": {"vendor": "ABL"}, "configuration": {"MeterValuesSampledData_2": "Voltage"}}, []),
        ({"configuration": {"ChargePointVendor": "ABL", "MeterValuesSampledData_2": "Voltage"}}, []),
        ({"ConnectorPhaseRotation": "0.RST,1.RST,2.RTS", "HeartbeatInterval": "300"}, []),
        ({"ConnectorPhaseRotation": "RST", "HeartbeatInterval": "300"}, []),
    ],
)  # fmt: skip
def test_documents_choose_as_traces_do(document: object, expected: list[tuple[str, str, str]]) -> None:
    own = [each for each in brief(json.dumps(document)) if each[0] != "KEY004"]
    assert own == expected


def test_the_files_of_one_station_are_read_alike() -> None:
    files = {
        "CP7/connector-1.json": '{"RCMBDelta": "30"}',
        "CP7/connector-2.json": '{"ConnectorPhaseRotation": "RTS"}',
    }
    (finding,) = run_example(files, load_rules(), profile="auto")
    assert (finding.code, finding.severity, finding.assumed_profile) == ("SCP004", "error", None)


def test_stations_of_several_makers_stand_in_one_document() -> None:
    document = {
        "stations": [
            {"id": "CP1", "vendor": "ABL", "configuration": {"MeterValuesSampledData_2": "Voltage"}},
            {"id": "CP2", "vendor": "Bender GmbH", "configuration": {"MeterValuesSampledData_2": "Voltage"}},
            {"id": "CP3", "configuration": {"MeterValuesSampledData_2": "Voltage"}},
        ]
    }
    judged = [(each.station, each.severity) for each in found(json.dumps(document))]
    assert judged == [("CP2", "error"), ("CP3", "warning")]


def call(number: int, key: str, value: str, answer: str = "Accepted") -> str:
    payload = json.dumps({"key": key, "value": value})
    return (
        f'CP7: send [2,"c{number}","ChangeConfiguration",{payload}]\n'
        f'CP7: receive message [3,"c{number}",{{"status":"{answer}"}}]\n'
    )


def boot(vendor: str) -> str:
    return (
        f'CP7: receive message [2,"b","BootNotification",{{"chargePointVendor":"{vendor}","chargePointModel":"Duo"}}]\n'
        'CP7: send [3,"b",{"status":"Accepted","currentTime":"2026-01-05T10:00:00Z","interval":300}]\n'
    )


def report(values: dict[str, str]) -> str:
    rows = [{"key": key, "readonly": False, "value": value} for key, value in values.items()]
    return (
        'CP7: send [2,"g","GetConfiguration",{}]\n'
        f'CP7: receive message [3,"g",{json.dumps({"configurationKey": rows})}]\n'
    )


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        (boot("ABL") + call(1, "MeterValuesSampledData_2", "Voltage", "NotSupported"), []),
        (call(1, "MeterValuesSampledData_2", "Voltage", "NotSupported"), [("SCP001", "warning", "low")]),
        (call(1, "RCMBDelta_2", "30", "NotSupported"), [("SCP001", "error", "high")]),
        (
            report({"RCMBDelta": "30"}) + call(1, "MeterValuesSampledData_2", "Voltage", "NotSupported"),
            [("SCP001", "error", "medium")],
        ),
        # What the station has taken or reported, it has.
        (boot("Bender") + call(1, "MeterValuesSampledData_2", "Voltage"), []),
        (boot("Bender") + report({"ConnectorPhaseRotation": "1.RST,2.RST"})
         + call(1, "ConnectorPhaseRotation", "1.RST,2.RTS"), []),
        (boot("Bender") + report({"AuthorizeRemoteTxRequests": "FALSE"})
         + call(1, "AuthorizeRemoteTxRequests", "TRUE", "Rejected"), []),
    ],
)  # fmt: skip
def test_traces_choose_by_what_has_been_said_so_far(log: str, expected: list[tuple[str, str, str]]) -> None:
    assert [each for each in brief(log, "csms.log") if each[0][:3] in ("SCP", "VAL")] == expected


def test_a_refusal_that_an_assumption_explains_says_so() -> None:
    log = call(1, "MeterValuesSampledData_2", "Voltage", "NotSupported")
    (refusal,) = (each for each in found(log, "csms.log") if each.code == "SEQ001")
    assert (refusal.confidence, refusal.assumed_profile) == ("low", "bender")


def test_a_fact_of_low_confidence_gives_no_error_and_no_safe_fix() -> None:
    text = '{"RCMBDelta": "1", "connectors": {"2": {"OperatorCurrentLimit": 16}}}'
    (finding,) = found(text)
    assert (finding.code, finding.severity, finding.confidence) == ("SCP004", "warning", "low")
    assert finding.fix is not None
    assert (finding.fix.applicability, finding.assumed_profile) == ("unsafe", None)


def test_a_station_keeps_what_its_keys_have_shown_while_its_controller_stays() -> None:
    log = boot("Some Brand") + report({"RCMBDelta": "30", "WeldCheck": "0"}) + boot("Some Brand")
    log += call(1, "RCMBDelta_2", "30", "NotSupported")
    assert ("SCP001", "error", "high") in brief(log, "csms.log")


def test_chosen_profiles_are_named_with_the_reason() -> None:
    assert ChosenProfile(PROFILES.load("keba"), "said") == PROFILES.for_station("Keba AG", None)
