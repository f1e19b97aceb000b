"""Scopes learned while a trace is read: what is found by them, what is said of them, and when nothing is."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.in_process import run
from tests.support.learning_sample import COUNTS, answer, command, exchange

VALUES = COUNTS | {
    "ConnectorPhaseRotation": "RST",
    "ConnectorPhaseRotation_2": "RTS",
    "HeartbeatInterval": "300",
    "Foo": "1",
    "Foo_2": "1",
}
REPORT = exchange(answer(VALUES))


def boot(number: int, firmware: str = "5.33") -> str:
    payload = {"chargePointVendor": "Bender", "chargePointModel": "CC612", "firmwareVersion": firmware}
    accepted = {"status": "Accepted", "currentTime": "2026-03-01T10:00:00Z", "interval": 300}
    call, result = [2, f"b{number}", "BootNotification", payload], [3, f"b{number}", accepted]
    return f"CP7: receive message {json.dumps(call)}\nCP7: send {json.dumps(result)}\n"


def findings(folder: Path, text: str, *options: str) -> list[dict[str, Any]]:
    (folder / "csms.log").write_text(text)
    outcome = run("check", "csms.log", "--output-format", "json", "--fail-on", "never", *options, cwd=folder)
    assert outcome.code == 0, outcome.err
    found: list[dict[str, Any]] = json.loads(outcome.out)["findings"]
    return [finding for finding in found if finding["code"].startswith("SCP")]


def codes(folder: Path, text: str, *options: str) -> list[str]:
    return [finding["code"] for finding in findings(folder, text, *options)]


def test_a_verdict_says_that_it_rests_on_a_learned_scope_and_where_from(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, REPORT + command("HeartbeatInterval_2", "Rejected"))
    assert (found["code"], found["confidence"], found["line"]) == ("SCP001", "medium", 3)
    assert found["message"].endswith(
        "; this scope of `HeartbeatInterval` is learned from the station's own reports"
    )
    (related,) = found["related"]
    assert (related["line"], related["message"]) == (
        2,
        "the scope of `HeartbeatInterval` is learned from this report",
    )


def test_a_key_learned_to_be_there_for_each_connector(tmp_path: Path) -> None:
    assert codes(tmp_path, REPORT + command("Foo_1", "NotSupported") + command("Foo_2", "Accepted", 2)) == [
        "SCP007"
    ]


def test_a_verdict_on_a_value_rests_on_no_scope(tmp_path: Path) -> None:
    (tmp_path / "csms.log").write_text(REPORT + command("HeartbeatInterval", "Rejected").replace('"5"', '"60s"'))
    outcome = run("check", "csms.log", "--select", "VAL", "--output-format", "json", cwd=tmp_path)
    (found,) = json.loads(outcome.out)["findings"]
    assert (found["confidence"], found["related"]) == ("high", [])
    assert "learned" not in found["message"]


def test_a_verdict_on_a_known_scope_says_nothing_of_learning(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, REPORT + command("RCMBDelta_2", "NotSupported"))
    assert "learned" not in json.dumps(found)


def test_audit_shows_whose_a_learned_key_is(tmp_path: Path) -> None:
    (tmp_path / "csms.log").write_text(REPORT)
    lines = [line.split() for line in run("audit", "csms.log", cwd=tmp_path).out.splitlines()]
    shown = {line[1]: line[0] for line in lines if line[3:4] == ["reported"]}
    assert (shown["Foo"], shown["Foo_2"], shown["HeartbeatInterval"]) == ("1", "2", "station")


SUFFIXED = command("HeartbeatInterval_2", "NotSupported", 9)


@pytest.mark.parametrize(
    ("before", "why"),
    [
        (exchange(answer(VALUES), asked=list(VALUES)), "the report is of the keys asked for"),
        (exchange(answer(VALUES), asked=None), "what was asked for is not known"),
        (exchange(answer(VALUES | {"GetConfigurationMaxKeys": str(len(VALUES))})), "the report may have been cut"),
        (exchange(answer(VALUES | {"NumberOfConnectors": "1"})), "the station has one connector"),
        (exchange(answer(COUNTS | {"HeartbeatInterval": "300"})), "no key is there for each connector"),
        (REPORT.replace("CP7", "CP8"), "it is another station's report"),
        (REPORT + boot(1), "the report is that of the controller that was there before"),
        (boot(1, "5.32") + REPORT + boot(2, "5.33"), "another firmware has other keys"),
        (REPORT + command("HeartbeatInterval_2", "Accepted"), "the station has taken the key before"),
        (
            REPORT + exchange(answer(VALUES | {"HeartbeatInterval_2": "3"}), number=2),
            "a later report shows the key",
        ),
    ],
)
def test_when_nothing_is_said(tmp_path: Path, before: str, why: str) -> None:
    # SCP009, on stations with one connector, needs no scope.
    assert set(codes(tmp_path, before + SUFFIXED)) <= {"SCP009"}, why


@pytest.mark.parametrize("status", ["Accepted", "RebootRequired"])
def test_a_station_that_takes_a_key_has_it(tmp_path: Path, status: str) -> None:
    assert codes(tmp_path, REPORT + command("HeartbeatInterval_2", status)) == []


def test_what_was_learned_outlasts_a_reboot(tmp_path: Path) -> None:
    assert codes(tmp_path, boot(1) + REPORT + boot(2) + SUFFIXED) == ["SCP001"]


def test_what_comes_before_the_report_is_not_judged_by_it(tmp_path: Path) -> None:
    assert codes(tmp_path, SUFFIXED + REPORT) == []


@pytest.mark.parametrize("profile", ["generic", "keba", "alfen", "ecotap"])
def test_makers_without_such_keys_are_left_alone(tmp_path: Path, profile: str) -> None:
    assert codes(tmp_path, REPORT + SUFFIXED + command("Foo_1", "NotSupported"), "--profile", profile) == []


def test_of_very_many_stations_those_are_remembered_that_reported_last(tmp_path: Path) -> None:
    names = [f"CP{number}" for number in range(600)]
    log = "".join(REPORT.replace("CP7", name) for name in names)
    commands = SUFFIXED.replace("CP7", names[-1]) + SUFFIXED.replace("CP7", names[0])
    assert [found["station"] for found in findings(tmp_path, log + commands)] == [names[-1]]


def test_two_stations_of_one_log_are_told_apart(tmp_path: Path) -> None:
    other = exchange(answer(VALUES | {"HeartbeatInterval_2": "3"}), station="CP8")
    of_both = SUFFIXED + SUFFIXED.replace("CP7", "CP8")
    assert [found["station"] for found in findings(tmp_path, REPORT + other + of_both)] == ["CP7"]
