"""Calls and answers in turn: what is a mistake, and what only looks like one because the capture lacks something."""

from typing import Any

import pytest

from tests.support.messages_sample import bare, found, judged, log

Frames = list[tuple[str, Any]]


def heartbeats(count: int, first: int = 0) -> Frames:
    frames: Frames = []
    for number in range(first, first + count):
        frames.append(("station", [2, str(number), "Heartbeat", {}]))
        frames.append(("csms", [3, str(number), {"currentTime": "2026-03-01T10:00:00Z"}]))
    return frames


STATUS = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
VERSION: Frames = [("csms", [2, "c1", "GetLocalListVersion", {}]), ("station", [3, "c1", {"listVersion": 0}])]


def test_an_id_used_for_two_calls() -> None:
    frames = [*heartbeats(5), ("station", [2, "2", "StatusNotification", STATUS]), ("csms", [3, "2", {}])]
    (finding,) = judged(log(frames))
    assert (finding.code, finding.location.line, finding.severity) == ("MSG005", 11, "error")
    assert "was used before, by `Heartbeat` in line 5" in finding.message
    assert [related.location.line for related in finding.related] == [5]


@pytest.mark.parametrize("restart", [0, 40])
def test_a_counter_that_begins_again_is_no_duplicate(restart: int) -> None:
    frames = [*heartbeats(30, first=restart), *heartbeats(30)]
    assert found(log(frames)) == []


def test_a_call_sent_again_is_worth_knowing() -> None:
    frames = [*VERSION, ("csms", [2, "c2", "ClearCache", {}]), ("csms", [2, "c2", "ClearCache", {}])]
    frames += [("station", [3, "c2", {"status": "Accepted"}])]
    assert [(f.code, f.severity, f.location.line) for f in judged(log(frames))] == [("MSG005", "info", 4)]


def test_a_message_logged_twice_is_one() -> None:
    lines = log([*VERSION, *heartbeats(3)]).splitlines()
    interleaved = [line for pair in zip(lines[::2], lines[1::2], strict=True) for line in (*pair, *pair)]
    assert found("\n".join(interleaved)) == []


def test_ids_used_twice_without_station_names_may_be_two_stations() -> None:
    boots = [
        ("station", [2, "1", "BootNotification", {"chargePointVendor": "Acme", "chargePointModel": model}])
        for model in ("One", "Two")
    ]
    answer = ("csms", [3, "1", {"status": "Accepted", "currentTime": "2026-03-01T10:00:00Z", "interval": 300}])
    crowd = [
        boots[0],
        answer,
        boots[1],
        answer,
        *heartbeats(2, 2),
        ("station", [2, "3", "StatusNotification", STATUS]),
    ]
    assert found(bare(crowd), "frames.txt") == []
    one = [boots[0], answer, *heartbeats(2, 2), ("station", [2, "3", "StatusNotification", STATUS])]
    assert found(bare(one), "frames.txt") == [("MSG005", 7)]


def test_an_answer_to_nothing() -> None:
    frames = [*heartbeats(2), ("csms", [3, "77", {}]), *heartbeats(2, 2)]
    assert found(log(frames)) == [("MSG006", 5)]


def test_an_answer_before_any_call_of_that_side() -> None:
    frames = [("csms", [3, "77", {}]), ("station", [3, "78", {"status": "Accepted"}]), *heartbeats(3)]
    assert found(log(frames)) == []


@pytest.mark.parametrize("second", [{"listVersion": 1}, {"listVersion": 0}])
def test_a_second_answer_matters_if_it_says_something_else(second: dict[str, int]) -> None:
    frames = [*VERSION, ("station", [3, "c1", second]), *heartbeats(1)]
    assert found(log(frames)) == ([("MSG006", 3)] if second["listVersion"] else [])


def test_a_call_that_is_never_answered() -> None:
    frames = [*VERSION, ("csms", [2, "c2", "ClearCache", {}]), *heartbeats(6)]
    (finding,) = judged(log(frames))
    assert (finding.code, finding.location.line, finding.severity) == ("MSG007", 3, "warning")
    assert "the charging station did not answer this `ClearCache`, and 84 s later" in finding.message


def test_the_side_that_owed_the_answer_is_blamed() -> None:
    frames = [*heartbeats(1), ("station", [2, "s", "StatusNotification", STATUS]), *heartbeats(6, 1)]
    (finding,) = judged(log(frames))
    assert "the CSMS did not answer" in finding.message


def test_a_station_that_answers_none_of_a_few_calls() -> None:
    calls: Frames = [("csms", [2, f"c{number}", "ClearCache", {}]) for number in range(3)]
    frames = [*heartbeats(1), *calls, *heartbeats(6, 1)]
    found_once = [(f.count, f.location.line) for f in judged(log(frames)) if f.code == "MSG007"]
    assert found_once == [(3, 3)]


@pytest.mark.parametrize(
    "frames",
    [
        # The answers of the station are not in the log: none of many calls has one.
        [*heartbeats(1), *(("csms", [2, f"c{n}", "ClearCache", {}]) for n in range(4)), *heartbeats(9, 1)],
        # No answers are in the log, or no messages of the station.
        [("csms", [2, "c0", "ClearCache", {}]), *heartbeats(12)[::2]],
        [("csms", [2, "c0", "ClearCache", {}]), *heartbeats(12)[1::2]],
        # It has not yet answered anything, and its own calls are answered no more either.
        [*heartbeats(2), ("csms", [2, "c0", "ClearCache", {}]), *heartbeats(1, 2), *heartbeats(9, 3)[::2]],
    ],
)
def test_a_log_that_may_lack_the_answers_proves_nothing(frames: Frames) -> None:
    assert "MSG007" not in [code for code, _ in found(log(frames))]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_capture_that_ends_soon_after_a_call(count: int) -> None:
    assert found(log([*VERSION, ("csms", [2, "c2", "ClearCache", {}]), *heartbeats(count)])) == []


def test_another_station_that_goes_on_proves_nothing() -> None:
    one = log([*VERSION, ("csms", [2, "c2", "ClearCache", {}])], "CP7").splitlines()
    other = log(heartbeats(20), "CP8").splitlines()
    assert found("\n".join([*one, *other])) == []


def test_an_answer_that_comes_late_is_an_answer() -> None:
    late = ("station", [3, "c2", {"status": "Accepted"}])
    assert found(log([*VERSION, ("csms", [2, "c2", "ClearCache", {}]), *heartbeats(6), late])) == []


def test_calls_that_overlap_by_order_and_by_clock() -> None:
    frames = [
        ("station", [2, "a", "Heartbeat", {}]),
        ("station", [2, "b", "StatusNotification", STATUS]),
        ("csms", [3, "a", {"currentTime": "2026-03-01T10:00:00Z"}]),
        ("csms", [3, "b", {}]),
    ]
    (finding,) = judged(log(frames))
    assert (finding.code, finding.location.line, finding.severity) == ("MSG009", 2, "info")
    timeless = "\n".join(line[24:].replace("INFO (MainThread) [ocpp] ", "") for line in log(frames).splitlines())
    assert found(timeless) == [("MSG009", 2)]


def test_overlapping_calls_are_forbidden_in_2_0_1() -> None:
    boot = {"reason": "PowerUp", "chargingStation": {"vendorName": "Acme", "model": "Two"}}
    frames = [
        ("station", [2, "0", "BootNotification", boot]),
        ("csms", [3, "0", {"status": "Accepted", "currentTime": "2026-03-01T10:00:00Z", "interval": 300}]),
        ("station", [2, "a", "Heartbeat", {}]),
        ("station", [2, "b", "Heartbeat", {}]),
        ("csms", [3, "a", {"currentTime": "2026-03-01T10:00:00Z"}]),
        ("csms", [3, "b", {"currentTime": "2026-03-01T10:00:00Z"}]),
    ]
    assert [(f.code, f.severity) for f in judged(log(frames))] == [("MSG009", "warning")]


def test_times_that_are_equal_prove_no_overlap() -> None:
    lines = log(
        [
            ("station", [2, "a", "Heartbeat", {}]),
            ("station", [2, "b", "StatusNotification", STATUS]),
            ("csms", [3, "a", {"currentTime": "2026-03-01T10:00:00Z"}]),
            ("csms", [3, "b", {}]),
        ]
    ).splitlines()
    assert found("\n".join(line.replace(line[:23], lines[0][:23]) for line in lines)) == []


def test_the_same_id_open_on_both_sides() -> None:
    frames: Frames = [
        ("station", [2, "1", "Heartbeat", {}]),
        ("csms", [2, "1", "GetLocalListVersion", {}]),
        ("csms", [3, "1", {"currentTime": "2026-03-01T10:00:00Z"}]),
        ("station", [3, "1", {"listVersion": 0}]),
        *heartbeats(12, 2),
    ]
    assert found(log(frames)) == []


def test_a_call_that_goes_the_wrong_way() -> None:
    wrong: Frames = [("csms", [2, "w", "StatusNotification", STATUS]), ("station", [3, "w", {}])]
    (finding,) = judged(log([*heartbeats(2), *wrong, *heartbeats(2, 2)]))
    assert (finding.code, finding.location.line, finding.severity) == ("MSG004", 5, "error")
    assert "for the charging station to send, and the CSMS sent it" in finding.message


def test_a_connector_beyond_the_stations_count_is_told_once() -> None:
    item = {"key": "NumberOfConnectors", "readonly": True, "value": "1"}
    frames: Frames = [
        ("csms", [2, "c1", "GetConfiguration", {}]),
        ("station", [3, "c1", {"configurationKey": [item]}]),
        ("station", [2, "s1", "StatusNotification", {**STATUS, "connectorId": 2}]),
        ("csms", [3, "s1", {}]),
        ("csms", [2, "c2", "UnlockConnector", {"connectorId": 2}]),
        ("station", [3, "c2", {"status": "Unlocked"}]),
    ]
    assert found(log(frames)) == [("MSG012", 3)]
