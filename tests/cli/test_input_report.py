"""``audit``, ``explain`` and ``profiles`` as a user runs them."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from ocpplint.cli import ocpplint

Run = Callable[..., Result]

BOOT = '{"chargePointVendor":"Bender GmbH Co. KG","chargePointModel":"CC612","firmwareVersion":"5.33"}'
LOG = f"""\
2026-03-01 10:00:00.000 INFO (MainThread) [ocpp] CP7: receive message [2,"b1","BootNotification",{BOOT}]
2026-03-01 10:00:00.010 INFO (MainThread) [ocpp] CP7: send [3,"b1",{{"status":"Accepted","currentTime":"2026-03-01T10:00:00Z","interval":300}}]
2026-03-01 10:00:01.000 INFO (MainThread) [ocpp] CP7: send [2,"a1","ChangeConfiguration",{{"key":"RCMBDelta_2","value":"30"}}]
2026-03-01 10:00:01.100 INFO (MainThread) [ocpp] CP7: receive message [3,"a1",{{"status":"NotSupported"}}]
2026-03-01 10:00:02.000 INFO (MainThread) [ocpp] CP7: send [2,"a2","ChangeConfiguration",{{"key":"AuthorizationKey","value":"s3cr3t-k3y-0815"}}]
2026-03-01 10:00:02.100 INFO (MainThread) [ocpp] CP7: receive message [3,"a2",{{"status":"Accepted"}}]
2026-03-01 10:00:03.000 INFO (MainThread) [ocpp] CP7: send [2,"a3","ChangeConfiguration",{{"key":"ConnectorPhaseRotation_2","value":"RTS"}}]
2026-03-01 10:00:04.000 INFO (MainThread) [ocpp] CP7: receive message [2,"s1","StatusNotification",{{"connectorId":2,"errorCode":"NoError","status":"Available"}}]
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()

    def invoke(*arguments: str, stdin: str | None = None) -> Result:
        return runner.invoke(ocpplint, arguments, input=stdin)

    return invoke


def test_audit_tells_what_a_station_is_and_was_told(run: Run) -> None:
    Path("csms.log").write_text(LOG)
    output = run("audit", "csms.log").output
    for line in (
        "Station CP7",
        "  controller   Bender GmbH Co. KG CC612, firmware 5.33",
        "  profile      bender",
        "  connectors   2",
        "  time         2026-03-01 10:00:00 to 2026-03-01 10:00:04",
        "  messages     8: CALLRESULT 3, ChangeConfiguration 3, BootNotification 1, StatusNotification 1 (2 unanswered)",
        "  settings     3 settings",
        "    connector  key                       value       origin     outcome       where",
        "    -          AuthorizationKey          <redacted>  commanded  Accepted      csms.log:5",
        "    2          ConnectorPhaseRotation_2  RTS         commanded  -             csms.log:7",
        "    2          RCMBDelta_2               30          commanded  NotSupported  csms.log:3",
        "  csms.log: log, 8 lines, 8 frames (home-assistant 8), 3 settings",
    ):
        assert line in output.splitlines()
    assert "SCP001" in output
    assert "s3cr3t" not in output


def test_audit_as_json_fits_the_published_schema(run: Run) -> None:
    Path("csms.log").write_text(LOG)
    output = run("audit", "csms.log", "--output-format", "json").output
    data = json.loads(output)
    schema = Path(__file__).parents[2] / "ocpplint" / "reporters" / "output.schema.json"
    jsonschema.validate(data, json.loads(schema.read_text()))
    (station,) = data["stations"]
    assert station["actions"]["ChangeConfiguration"] == 3
    assert [setting["outcomes"] for setting in station["settings"]] == [{"Accepted": 1}, {}, {"NotSupported": 1}]
    assert "s3cr3t" not in output


def test_audit_says_when_it_assumes_the_profile(run: Run) -> None:
    Path("t.log").write_text('CP7: send [2,"1","ChangeConfiguration",{"key":"RCMBDelta","value":"1"}]\n')
    assert "bender (assumed: the station does not say what it is)" in run("audit", "t.log").output


def test_audit_counts_outcomes_of_repeated_writes(run: Run) -> None:
    write = 'CP7: send [2,"{0}","ChangeConfiguration",{{"key":"RCMBDelta","value":"1"}}]\n'
    answer = 'CP7: receive message [3,"{0}",{{"status":"{1}"}}]\n'
    lines = [
        write.format(n) + (answer.format(n, "Rejected" if n < 2 else "Accepted") if n < 3 else "")
        for n in range(4)
    ]
    Path("t.log").write_text("".join(lines))
    assert "Rejected 2, Accepted 1, no answer 1" in run("audit", "t.log").output


def test_explain_a_rule_by_code_and_by_name(run: Run) -> None:
    output = run("explain", "SCP004").output
    assert output == run("explain", "missing-connector-2-suffix").output == run("explain", "scp004").output
    assert output.startswith("SCP004 missing-connector-2-suffix (error, scope)\n")
    assert "Fires: Under a comment that names connector 2" in output
    assert "               ^^^^^^^^^^^^^^^^^^^^^^\n" in output
    assert "Stays silent: " in output
    assert "Source: Bender" in output


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("RCMBDelta", ["Both: one value", "0 to 999", "integer, in 0.1 mA", "not needed"]),
        ("RCMBDelta_2", ["does not exist: `RCMBDelta` takes no connector suffix"]),
        ("ConnectorPhaseRotation", ["ConnectorPhaseRotation_2 (connector 2)", "RST, RTS"]),
        ("ConnectorPhaseRotation_2", ["is `ConnectorPhaseRotation` for connector 2"]),
        ("ConnectorPhaseRotation_3", ["`_3` names no connector of these stations"]),
        ("heartbeatinterval", ["in other letters; keys are not case-sensitive"]),
        ("HeartbeatInterval", ["unknown: no public source states it"]),
        ("HeartbeatInterval_2", ["no public source states the scope"]),
        ("WeldCheck", ["0 (Disable), 1 (Enable Opto C6/5)", "needed for a change to take effect"]),
    ],
)
def test_explain_a_key(run: Run, key: str, told: list[str]) -> None:
    output = " ".join(run("explain", key).output.split())
    for text in told:
        assert text in output


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("HeartbeatInterval", ["OCPP 2.x OCPPCommCtrlr.HeartbeatInterval"]),
        (
            "OCPPCommCtrlr.HeartbeatInterval",
            ["(OCPP 2.0.1 and 2.1)", "OCPP 1.6 HeartbeatInterval", "1 to …", "whole station"],
        ),
        ("ocppcommctrlr.messagetimeout[default]", ["OCPPCommCtrlr.MessageTimeout[Default]", "read only"]),
        (
            "EVConnectionTimeOut",
            ["TxCtrlr.EVConnectionTimeOut (OCPP 2.0.1 and 2.1)", "OCPP 1.6 ConnectionTimeOut"],
        ),
        ("SampledDataCtrlr.TxUpdatedInterval_2", ["`_2` does not belong there", "MeterValueSampleInterval"]),
        ("Connector.SlotStatus", ["(OCPP 2.1)", "Open, Locked, Faulted", "a connector"]),
        ("chargingALimitConn2", ["(profile wallbox)", "is `chargingALimit` for connector 2"]),
        ("chg_Ch1Options", ["chg_Ch1Options (connector 1), chg_Ch2Options (connector 2)"]),
        ("chg_RatedCurrent", ["one item for each connector, in their order"]),
        ("LocalAuthListEnabled", ["`LocalAuthListManagement` in SupportedFeatureProfiles"]),
        ("AuthorizationKey", ["written as hex", "at most 40 characters", "write only"]),
        ("MeterValuesSampledData", ["what `MeterValuesSampledDataMaxLength` says"]),
        ("ProximityLockRetries", ["deprecated by OCPP 1.6"]),
    ],
)
def test_explain_variables_and_what_keys_have_to_do_with_them(run: Run, subject: str, told: list[str]) -> None:
    result = run("explain", subject)
    assert result.exit_code == 0
    for text in told:
        assert text in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("subject", "meant"),
    [
        ("OCPPCommCtrl.HeartbeatInterval", "OCPPCommCtrlr.HeartbeatInterval"),
        ("chargingALimtConn1", "chargingALimitConn1"),
        ("heartbeetinterval", "HeartbeatInterval"),
        ("Interval", "AlignedDataCtrlr.Interval"),
    ],
)
def test_explain_suggests_what_was_meant(run: Run, subject: str, meant: str) -> None:
    result = run("explain", subject)
    assert result.exit_code == 2
    assert meant in result.output


def test_explain_what_nobody_knows(run: Run) -> None:
    result = run("explain", "HeartbeatIntervall")
    assert result.exit_code == 2
    assert "did you mean HeartbeatInterval" in result.output
    assert "\x1b" not in run("explain", "\x1b[31mX").output


def test_profiles_are_listed_with_the_default_marked(run: Run) -> None:
    output = run("profiles").output
    assert "bender (default): Bender charge controllers" in output
    assert "28 with a known scope; connector 1 is `{key}`, connector 2 is `{key}_2`" in output
    assert "generic: Any OCPP 1.6 station" in output
    assert "ocpp16" not in output


def test_profiles_show(run: Run) -> None:
    rows = [line.split() for line in run("profiles", "show", "bender").output.splitlines()]
    assert ["RCMBDelta", "Both", "RW", "integer", "high"] in rows
    assert ["HeartbeatInterval", "unknown", "RW", "integer", "high"] in rows


def test_rules_are_listed_also_as_json(run: Run) -> None:
    codes = [line.split()[0] for line in run("rules").output.splitlines()]
    assert codes == sorted(codes)
    assert codes == [rule["code"] for rule in json.loads(run("rules", "--output-format", "json").output)]
