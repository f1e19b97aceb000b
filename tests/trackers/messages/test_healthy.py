"""Healthy traffic: the linter says nothing, whatever the version, the action and the way it is logged."""

import json
from typing import Any

import pytest

from ocpplint.readers.traces.senders import ACTION_SENDERS
from ocpplint.schemas.catalogue import UNCONFIRMED, VERSIONS, catalogue
from tests.support.messages_payloads import payload_of
from tests.support.messages_sample import bare, found, log

Frames = list[tuple[str, Any]]
BOOTS = {
    "1.6": {"chargePointVendor": "Acme", "chargePointModel": "One"},
    "2.0.1": {"reason": "PowerUp", "chargingStation": {"vendorName": "Acme", "model": "Two"}},
    "2.1": {"reason": "PowerUp", "chargingStation": {"vendorName": "Acme", "model": "Two"}},
}


def every_action(version: str, *, full: bool) -> Frames:
    """Make a session with each action of a version, called by the side that may and answered by the other."""
    known = catalogue(version)
    frames: Frames = [
        ("station", [2, "boot", "BootNotification", BOOTS[version]]),
        ("csms", [3, "boot", {"status": "Accepted", "currentTime": "2026-03-01T10:00:00Z", "interval": 300}]),
    ]
    for number, action in enumerate(sorted(known.actions)):
        caller = ACTION_SENDERS.get(action, "csms")
        call, result = known.call(action), known.result(action)
        assert call is not None
        kind = 6 if action in UNCONFIRMED else 2
        frames.append((caller, [kind, f"m{number}", action, payload_of(call, full=full)]))
        if result is not None:
            answerer = "csms" if caller == "station" else "station"
            frames.append((answerer, [3, f"m{number}", payload_of(result, full=full)]))
    return frames


@pytest.mark.parametrize("full", [False, True], ids=["least", "most"])
@pytest.mark.parametrize("version", VERSIONS)
def test_every_action_of_every_version_in_a_log(version: str, full: bool) -> None:
    assert found(log(every_action(version, full=full))) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_every_action_as_bare_frames(version: str) -> None:
    assert found(bare(every_action(version, full=False)), "frames.txt") == []


@pytest.mark.parametrize("version", VERSIONS)
def test_every_action_in_a_log_that_states_the_version(version: str) -> None:
    lines = [
        json.dumps({"chargePointId": "CP7", "ocppVersion": version, "from": sender, "message": frame})
        for sender, frame in every_action(version, full=True)
    ]
    assert found("\n".join(lines), "trace.jsonl") == []


@pytest.mark.parametrize("version", VERSIONS)
def test_a_log_that_begins_in_the_middle(version: str) -> None:
    assert found(log(every_action(version, full=False)[2:])) == []


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_capture_may_begin_and_end_anywhere(cut: int) -> None:
    frames = every_action("1.6", full=False)
    assert found(log(frames[cut:])) == []
    assert found(log(frames[:cut])) == []
    assert found(bare(frames[cut : 2 * cut]), "frames.txt") == []


@pytest.mark.parametrize("sender", ["station", "csms"])
def test_a_log_of_one_direction(sender: str) -> None:
    frames = [frame for frame in every_action("1.6", full=False) if frame[0] == sender]
    assert found(log(frames)) == []


def test_a_log_of_calls_only() -> None:
    assert found(log(frame for frame in every_action("1.6", full=False) if frame[1][0] == 2)) == []


def test_stations_of_all_versions_take_turns_in_one_log() -> None:
    sessions = [log(every_action(v, full=False), f"CP{n}").splitlines() for n, v in enumerate(VERSIONS)]
    lines = sorted(line for session in sessions for line in session)
    assert found("\n".join(lines)) == []


@pytest.mark.parametrize("other", ["2.0.1", "2.1"])
def test_stations_without_names_and_of_two_versions_take_turns(other: str) -> None:
    one, two = every_action("1.6", full=False), every_action(other, full=False)
    mixed = [
        frame
        for pair in zip(one, [(s, [f[0], "n" + f[1], *f[2:]]) for s, f in two], strict=False)
        for frame in pair
    ]
    assert found(bare(mixed), "frames.txt") == []


def test_both_sides_write_into_one_log() -> None:
    lines = []
    for line in log(every_action("1.6", full=False)).splitlines():
        other = line.replace("receive message", "SEND").replace(": send [", ": receive message [")
        lines += [line, other.replace("SEND", "send")] if "receive" in line else [other, line]
    assert found("\n".join(lines)) == []


def test_the_log_of_a_station_after_that_of_its_csms() -> None:
    csms = log(every_action("1.6", full=False)[:40])
    station = (
        csms.replace("receive message", "SEND").replace(": send [", ": receive message [").replace("SEND", "send")
    )
    assert (
        found(csms + station.replace("2026-03-01", "2026-03-02").replace('"m', '"k').replace('"boot"', '"b"'))
        == []
    )
