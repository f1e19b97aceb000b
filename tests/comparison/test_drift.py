"""Drift, status by status: what a station should have beside what its trace shows that it has."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.support.command import ROOT, Outcome
from tests.support.in_process import run
from tests.support.written_trace import STANDARD, Trace, healthy

SCHEMA = json.loads((ROOT / "ocpplint" / "reporters" / "drift.schema.json").read_text("utf-8"))


def drift(
    folder: Path, desired: Any, *traces: Trace, options: tuple[str, ...] = ()
) -> tuple[Outcome, dict[str, Any]]:
    """Compare a configuration with traces; the report fits its schema."""
    (folder / "desired.json").write_text(json.dumps(desired), "utf-8")
    for number, trace in enumerate(traces):
        options = (*options, "--against", str(trace.save(folder / f"trace-{number}.jsonl")))
    done = run("drift", "desired.json", *options, "--output-format", "json", cwd=folder)
    report: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(report, SCHEMA)
    return done, report


def statuses(report: dict[str, Any]) -> dict[str, str]:
    (station,) = report["stations"]
    return {each["key"]: each["status"] for each in station["settings"] if each["status"] != "extra"}


CASES = {
    "in sync": ({"RCMBDelta": 30}, healthy(), "in-sync", 0),
    "another value": ({"RCMBDelta": 10}, healthy(), "drifted", 1),
    "written since the report": ({"RCMBDelta": 10}, healthy().write("RCMBDelta", "10"), "in-sync", 0),
    "written over": (
        {"RCMBDelta": 10},
        healthy().write("RCMBDelta", "10").write("RCMBDelta", "12"),
        "drifted",
        1,
    ),
    "waits for a reboot": (
        {"ResetRetries": 5},
        healthy().write("ResetRetries", "5", "RebootRequired"),
        "not-applied",
        0,
    ),
    "rebooted": ({"ResetRetries": 5}, healthy().write("ResetRetries", "5", "RebootRequired").boot(), "in-sync", 0),
    "the next reboot brings another": (
        {"ResetRetries": 3},
        healthy().write("ResetRetries", "5", "RebootRequired"),
        "drifted",
        1,
    ),
    "refused": ({"ResetRetries": 99}, healthy().write("ResetRetries", "99", "Rejected"), "rejected", 1),
    "another value refused": (
        {"ResetRetries": 5},
        healthy().write("ResetRetries", "99", "Rejected"),
        "drifted",
        1,
    ),
    "read-only": ({"NumberOfConnectors": 4}, healthy(), "read-only", 1),
    "read-only and right": ({"NumberOfConnectors": 2}, healthy(), "in-sync", 0),
    "not in the report of all": ({"LightIntensity": 50}, healthy(), "missing", 1),
    "asked for, and unknown": (
        {"LightIntensity": 50},
        Trace().boot().report({}, ["LightIntensity"], ["LightIntensity"]),
        "unknown-key",
        0,
    ),
    "written, and unknown": (
        {"LightIntensity": 50},
        healthy().write("LightIntensity", "50", "NotSupported"),
        "unknown-key",
        0,
    ),
    "never seen": ({"LightIntensity": 50}, Trace().boot().report({"RCMBDelta": "1"}), "not-seen", 0),
    "a list in another order": ({"MeterValuesSampledData": "SoC,Voltage"}, healthy(), "in-sync", 0),
    "a number with other digits": ({"HeartbeatInterval": "0300"}, healthy(), "in-sync", 0),
    "a word in another case": ({"LocalPreAuthorize": "False"}, healthy(), "in-sync", 0),
    "a value that is withheld": ({"RCMBDelta": "${DELTA}"}, healthy(), "not-comparable", 0),
    "emptied": ({"CpoName": "Quay"}, healthy(CpoName=""), "drifted", 1),
    "written, and nobody knows what became of it": (
        {"RCMBDelta": 10},
        healthy().write("RCMBDelta", "10", None),
        "not-comparable",
        0,
    ),
    "a suffix that names no connector": ({"ConnectorPhaseRotation_7": "RST"}, healthy(), "unknown-key", 0),
}


@pytest.mark.parametrize("case", CASES)
def test_each_status(tmp_path: Path, case: str) -> None:
    desired, trace, status, code = CASES[case]
    done, report = drift(tmp_path, desired, trace)
    assert list(statuses(report).values()) == [status]
    assert done.code == code
    assert report["summary"][status] == 1


def test_a_value_that_connectors_have_each_is_compared_where_it_belongs(tmp_path: Path) -> None:
    """The file says it by connector and without a suffix; the station has one key for each."""
    desired = {"connectors": {"1": {"ConnectorPhaseRotation": "RST"}, "2": {"ConnectorPhaseRotation": "RST"}}}
    _, report = drift(tmp_path, desired, healthy())
    assert statuses(report) == {"ConnectorPhaseRotation": "in-sync", "ConnectorPhaseRotation_2": "drifted"}
    desired["connectors"]["2"]["RCMBDelta"] = "30"
    assert statuses(drift(tmp_path, desired, healthy())[1])["RCMBDelta"] == "in-sync"


def test_two_values_for_one_key_are_no_wish(tmp_path: Path) -> None:
    done, report = drift(
        tmp_path, [{"key": "RCMBDelta", "value": "30"}, {"key": "RCMBDelta", "value": "10"}], healthy()
    )
    assert (statuses(report), done.code) == ({"RCMBDelta": "contradictory"}, 1)


def test_what_a_station_has_beside_is_told_where_it_has_told_all(tmp_path: Path) -> None:
    _, report = drift(tmp_path, {"RCMBDelta": "30"}, healthy())
    extra = {each["key"] for each in report["stations"][0]["settings"] if each["status"] == "extra"}
    assert extra == set(STANDARD) - {"RCMBDelta", "NumberOfConnectors"}
    done, report = drift(
        tmp_path, {"RCMBDelta": "30"}, Trace().boot().report({"RCMBDelta": "30", "ResetRetries": "3"})
    )
    assert (report["summary"]["extra"], done.code) == (0, 0)


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("never", 0)])
def test_the_exit_code_goes_by_fail_on(tmp_path: Path, fail_on: str, code: int) -> None:
    trace = healthy().write("ResetRetries", "5", "RebootRequired")
    assert drift(tmp_path, {"ResetRetries": 5}, trace, options=("--fail-on", fail_on))[0].code == code


def test_what_names_a_station_is_for_it_alone_and_goes_before_what_is_for_all(tmp_path: Path) -> None:
    desired = {"HeartbeatInterval": "300", "stations": {"CP2": {"HeartbeatInterval": "60"}}}
    done, report = drift(tmp_path, desired, healthy("CP1"), healthy("CP2"))
    found = {
        each["station"]: [s["status"] for s in each["settings"] if s["status"] != "extra"]
        for each in report["stations"]
    }
    assert found == {"CP1": ["in-sync"], "CP2": ["drifted"]}
    assert done.code == 1


def test_a_station_of_which_nothing_is_known_is_named(tmp_path: Path) -> None:
    desired = {"stations": {"CP1": {"HeartbeatInterval": "300"}, "CP9": {"HeartbeatInterval": "300"}}}
    _, report = drift(tmp_path, desired, healthy())
    assert report["absent"] == ["CP9"]


def test_one_wanted_and_one_known_are_one_where_only_one_has_a_name(tmp_path: Path) -> None:
    desired = {"stations": {"CP9": {"HeartbeatInterval": "60"}}}
    assert statuses(drift(tmp_path, desired, healthy(None))[1]) == {"HeartbeatInterval": "drifted"}
    _, report = drift(tmp_path, desired, healthy("CP1"))
    assert (statuses(report), report["absent"]) == ({}, ["CP9"])


def test_a_dump_is_compared_as_a_report(tmp_path: Path) -> None:
    keys = [{"key": key, "readonly": False, "value": value} for key, value in STANDARD.items()]
    (tmp_path / "dump.json").write_text(json.dumps({"configurationKey": keys}), "utf-8")
    _, report = drift(
        tmp_path, {"RCMBDelta": "30", "LightIntensity": "1"}, options=("--against", str(tmp_path / "dump.json"))
    )
    assert statuses(report) == {"RCMBDelta": "in-sync", "LightIntensity": "missing"}


def test_a_write_that_a_later_report_does_not_show_is_told(tmp_path: Path) -> None:
    trace = healthy().write("RCMBDelta", "10").report({"RCMBDelta": "30"})
    drift(tmp_path, {"RCMBDelta": "10"}, trace)
    text = run("drift", "desired.json", "--against", "trace-0.jsonl", cwd=tmp_path).out
    assert "has     30  (trace-0.jsonl:8, GetConfiguration" in text
    assert "written 10  (trace-0.jsonl:5, ChangeConfiguration, Accepted" in text


def test_nobody_is_shown_a_credential(tmp_path: Path) -> None:
    trace = healthy().write("AuthorizationKey", "5a5a5a5a5a5a5a5a5a5a")
    for wanted, status in (("5a5a5a5a5a5a5a5a5a5a", "in-sync"), ("0123456789abcdef0123", "drifted")):
        done, report = drift(tmp_path, {"AuthorizationKey": wanted}, trace)
        assert statuses(report) == {"AuthorizationKey": status}
        full = run("drift", "desired.json", "--against", "trace-0.jsonl", cwd=tmp_path).out
        for secret in ("5a5a5a5a5a", "0123456789"):
            assert secret not in done.out + full


def test_nobody_is_shown_credentials_that_contradict_each_other(tmp_path: Path) -> None:
    wanted = [
        {"key": "AuthorizationKey", "value": value} for value in ("5a5a5a5a5a5a5a5a5a5a", "0123456789abcdef0123")
    ]
    done, report = drift(tmp_path, wanted, healthy().write("AuthorizationKey", "a5a5a5a5a5a5a5a5a5a5", "Rejected"))
    full = run("drift", "desired.json", "--against", "trace-0.jsonl", cwd=tmp_path).out
    planned = run("plan", "desired.json", "--against", "trace-0.jsonl", cwd=tmp_path).out
    assert statuses(report) == {"AuthorizationKey": "contradictory"}
    for secret in ("5a5a5a5a5a", "0123456789"):
        assert secret not in done.out + full + planned


def test_a_credential_that_a_station_reports_tells_nothing(tmp_path: Path) -> None:
    for reported in ("", "********", None):
        _, report = drift(
            tmp_path, {"AuthorizationKey": "5a5a5a5a5a5a5a5a5a5a"}, healthy(AuthorizationKey=reported)
        )
        assert statuses(report) == {"AuthorizationKey": "not-comparable"}


def test_a_configuration_is_in_the_words_of_the_stations_that_it_is_for(tmp_path: Path) -> None:
    """These stations write the connector into the middle of a key; no other kind has such a one."""
    trace = Trace().boot(vendor="Ecotap", model="DUO").report({"chg_Ch1Options": "a=1", "chg_Ch2Options": "a=2"})
    _, report = drift(tmp_path, {"chg_Ch1Options": "a=1", "chg_Ch2Options": "a=3"}, trace)
    assert statuses(report) == {"chg_Ch1Options": "in-sync", "chg_Ch2Options": "drifted"}
    assert [each["connector"] for each in report["stations"][0]["settings"]] == [1, 2]


def test_what_is_no_configuration_is_nothing_to_work_on(tmp_path: Path) -> None:
    trace = healthy().save(tmp_path / "trace.jsonl")
    done = run("drift", trace, "--against", trace, cwd=tmp_path)
    assert done.code == 3
    assert "no setting in" in done.err


def fleet(folder: Path, wanted: Any) -> tuple[str, dict[str, Any]]:
    """Compare 40 stations: two of an older firmware have another interval, and one a third."""
    traces = []
    for number in range(40):
        older, odd = number in (7, 21), number == 30
        trace = Trace(f"CP{number:02}").boot("5.32.1" if older else "5.33.5")
        value = "900" if older else "60" if odd else "300"
        traces.append(trace.report({**STANDARD, "HeartbeatInterval": value, "RCMBDelta": str(number)}))
    (folder / "desired.json").write_text(json.dumps(wanted), "utf-8")
    (folder / "fleet.jsonl").write_text("".join(trace.text for trace in traces), "utf-8")
    arguments = ("drift", "desired.json", "--against", "fleet.jsonl")
    report = json.loads(run(*arguments, "--output-format", "json", cwd=folder).out)
    jsonschema.validate(report, SCHEMA)
    return run(*arguments, cwd=folder).out, report


def test_outliers_of_a_fleet_are_told_by_make_and_firmware(tmp_path: Path) -> None:
    text, report = fleet(tmp_path, {"HeartbeatInterval": "300"})
    (spread,) = report["fleet"]
    assert (spread["key"], spread["wanted"]) == ("HeartbeatInterval", "300")
    assert [(each["value"], len(each["stations"])) for each in spread["values"]] == [
        ("300", 37),
        ("900", 2),
        ("60", 1),
    ]
    assert spread["values"][1]["stations"] == ["CP07", "CP21"]
    assert spread["values"][1]["kinds"] == [
        {"kind": "Bender GmbH Co. KG CC612_2S0R, firmware 5.32.1", "having": 2, "total": 2}
    ]
    assert spread["values"][2]["kinds"][0]["total"] == 38
    assert "900: 2 stations (2 of 2 with Bender GmbH Co. KG CC612_2S0R, firmware 5.32.1): CP07, CP21" in text


def test_an_outlier_that_nobody_asked_for_is_told_and_what_is_each_stations_own_is_not(tmp_path: Path) -> None:
    """The interval has a majority; the other key has as many values as there are stations."""
    _, report = fleet(tmp_path, {"ResetRetries": "3"})
    assert [(each["key"], each["wanted"]) for each in report["fleet"]] == [("HeartbeatInterval", None)]


def inventory(*parts: dict[str, str], base: str = "FullInventory") -> Trace:
    """A station of 2.x is asked for a report, and tells it in parts."""
    asked = {"requestId": 7, "reportBase": base}
    trace = Trace().call("GetBaseReport", asked, {"status": "Accepted"})
    for number, part in enumerate(parts):
        told = [
            {
                "component": {"name": name.partition(".")[0]},
                "variable": {"name": name.partition(".")[2]},
                "variableAttribute": [{"value": value, "mutability": "ReadWrite"}],
            }
            for name, value in part.items()
        ]
        more = number < len(parts) - 1
        payload = {
            "requestId": 7,
            "generatedAt": "2026-03-01T00:00:00Z",
            "seqNo": number,
            "tbc": more,
            "reportData": told,
        }
        trace.call("NotifyReport", payload, {}, by_station=True)
    return trace


INTERVAL, RETRIES = "OCPPCommCtrlr.HeartbeatInterval", "OCPPCommCtrlr.ResetRetries"
THRESHOLD = {
    "component": {"name": "OCPPCommCtrlr"},
    "variable": {"name": "OfflineThreshold"},
    "attributeValue": "60",
}


@pytest.mark.parametrize(
    ("trace", "status", "extra"),
    [
        (inventory({INTERVAL: "300"}, {RETRIES: "3"}), "missing", 2),
        (inventory({INTERVAL: "300"}, {RETRIES: "3"}, base="ConfigurationInventory"), "missing", 2),
        (inventory({INTERVAL: "300"}, {RETRIES: "3"}, base="SummaryInventory"), "not-seen", 0),
    ],
)
def test_a_whole_report_of_2x_shows_what_a_station_lacks_and_has_beside(
    tmp_path: Path, trace: Trace, status: str, extra: int
) -> None:
    _, report = drift(tmp_path, {"setVariableData": [THRESHOLD]}, trace)
    assert statuses(report) == {"OCPPCommCtrlr.OfflineThreshold": status}
    assert report["summary"]["extra"] == extra


def test_a_report_of_2x_of_which_a_part_is_not_there_shows_nothing_of_the_kind(tmp_path: Path) -> None:
    lines = inventory({INTERVAL: "300"}, {RETRIES: "3"}, {RETRIES: "3"}).text.splitlines(keepends=True)
    (tmp_path / "trace.jsonl").write_text("".join(line for line in lines if '"seqNo": 1' not in line), "utf-8")
    _, report = drift(tmp_path, {"setVariableData": [THRESHOLD]}, options=("--against", "trace.jsonl"))
    assert statuses(report) == {"OCPPCommCtrlr.OfflineThreshold": "not-seen"}
    assert report["summary"]["extra"] == 0
