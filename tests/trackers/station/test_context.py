"""What is known of a station stands in one place: who it is and how sure that is, its profile, its boots and gaps."""

from typing import Any

import pytest

from ocpplint.facts.events import Transaction
from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputProblem, InputReport
from ocpplint.facts.message import Message
from ocpplint.facts.setting import Setting
from ocpplint.stations.registry import Profiles
from ocpplint.trackers.station.context import StationContext
from ocpplint.trackers.station.identity import is_modern, serials_of
from ocpplint.trackers.station.stations import LogGaps, Stations
from ocpplint.trackers.traces import TraceTracker

ALFEN = {"chargePointVendor": "Alfen BV", "chargePointModel": "NG910"}


def at(line: int) -> Location:
    return Location("csms.log", line, 1, line, 2)


def call(line: int, action: str, payload: Any = None, station: str | None = "CP1") -> Message:
    return Message(2, f"m{line}", action, payload or {}, at(line), station, "station", 10.0 * line)


def boot(line: int, station: str | None = None, **payload: str) -> Message:
    return call(line, "BootNotification", payload or {"chargePointVendor": "Acme"}, station)


def answer(to: Message, payload: Any) -> Message:
    return Message(3, to.id, None, payload, to.location, to.station, "csms", to.time)


def of(*messages: Message, station: str | None = None) -> StationContext:
    """Return what messages tell of a station."""
    stations = Stations()
    for message in messages:
        stations.track(message)
    return stations[station]


def followed(*messages: Message) -> tuple[TraceTracker, list[object]]:
    """Follow a trace with every tracker; return the facts with it, without those that only its end shows."""
    tracker = TraceTracker(Profiles(), "csms.log", InputReport("csms.log"))
    return tracker, list(tracker.part(messages))


def test_a_station_that_the_log_names_is_one() -> None:
    context = of(boot(1, "CP1", chargePointSerialNumber="EX-7741-1"), station="CP1")
    assert (context.certainty, context.is_anonymous, context.is_one, context.is_several) == (
        "named",
        False,
        True,
        False,
    )


@pytest.mark.parametrize("name", [None, ""])
def test_a_log_without_names_that_begins_with_a_boot_and_its_serial_number_is_of_one_station(
    name: str | None,
) -> None:
    messages = boot(1, name, chargePointSerialNumber="EX-7741-1"), call(2, "Heartbeat", station=name)
    context = of(*messages, station=name)
    assert (context.certainty, context.is_anonymous) == ("one", True)


UNPROVEN = {
    "no boot": [call(1, "Heartbeat", station=None)],
    "not at its beginning": [call(1, "Heartbeat", station=None), boot(2, chargePointSerialNumber="EX-7741-1")],
    "no serial number": [boot(1)],
    "a placeholder": [boot(1, chargePointSerialNumber="123456")],
    "two serial numbers": [
        boot(1, chargePointSerialNumber="EX-7741-1"),
        boot(2, chargePointSerialNumber="EX-7741-2"),
    ],
    "one again after another": [boot(line, chargeBoxSerialNumber=f"EX-7741-{line % 2}") for line in (1, 2, 3)],
}


@pytest.mark.parametrize("messages", UNPROVEN.values(), ids=UNPROVEN)
def test_what_else_a_log_without_names_holds_proves_no_single_station(messages: list[Message]) -> None:
    assert of(*messages).certainty == "unknown"


def test_the_same_controller_may_boot_again() -> None:
    assert of(*[boot(line, chargePointSerialNumber="EX-7741-1") for line in (1, 2)]).certainty == "one"


def test_serial_numbers_stand_where_the_version_has_them() -> None:
    modern = {"chargingStation": {"serialNumber": " EX-7741-1 "}}
    assert (is_modern(modern), serials_of(modern)) == (True, ("EX-7741-1",))
    assert serials_of({"chargeBoxSerialNumber": "B7"}) == (None, "B7")
    assert (is_modern([]), serials_of([])) == (False, (None,))


def test_boots_tell_rules_whether_they_prove_one_station() -> None:
    stations = Stations()
    first, second = (boot(line, chargePointSerialNumber=f"EX-7741-{line}") for line in (1, 2))
    assert [[each.one_station for each in stations.track(message)] for message in (first, second)] == [
        [True],
        [False],
    ]


def test_two_controllers_that_boot_without_a_name_are_several_stations() -> None:
    boots = [boot(line, chargePointVendor="Acme", chargePointSerialNumber=f"EX-7741-{line}") for line in (1, 2)]
    tracker, _ = followed(*[each for one in boots for each in (one, answer(one, {"status": "Accepted"}))])
    assert tracker._stations[None].certainty == "several"


def test_two_calls_that_overlap_make_a_log_without_names_doubtful() -> None:
    tracker, _ = followed(call(1, "Heartbeat", station=None), call(2, "Heartbeat", station=None))
    unnamed = tracker._stations[None].unnamed
    assert unnamed is not None
    assert unnamed.is_doubtful
    assert tracker._stations["CP1"].unnamed is None


def test_a_profile_is_the_usual_one_until_the_station_boots() -> None:
    stations = Stations()
    stations.track(call(1, "Heartbeat"))
    assert (stations["CP1"].profile_choice, stations["CP1"].vendor) == ("assumed", None)
    usual = stations["CP1"].profile
    stations.track(boot(2, "CP1", **ALFEN, firmwareVersion="5.22"))
    context = stations["CP1"]
    assert (context.vendor, context.model, context.firmware) == ("Alfen BV", "NG910", "5.22")
    assert (context.profile_choice, context.batch) == ("said", 1)
    assert context.profile is not usual
    context.profile = context.profile.taught({"RCMBDelta": "Both"})
    stations.track(boot(3, "CP1", chargePointVendor="Nobody", chargePointModel="Knows"))
    assert (stations["CP1"].profile_choice, stations["CP1"].profile.name) == ("unlisted", "generic")


def test_a_configured_profile_is_not_chosen_by_a_boot() -> None:
    stations = Stations(Profiles("generic"), "csms.log")
    stations.track(boot(1, "CP1", **ALFEN))
    assert (stations["CP1"].profile_choice, stations["CP1"].profile.name) == ("told", "generic")


def test_a_boot_that_cannot_be_read_is_a_boot() -> None:
    context = of(call(7, "BootNotification", ["?"], "CP1"), station="CP1")
    assert context.boot is None
    assert context.last_boot == (at(7), 70.0)


def test_calls_are_open_until_they_are_answered() -> None:
    first, second = call(1, "Heartbeat"), call(2, "MeterValues")
    tracker, _ = followed(first, answer(first, {}), second)
    context = tracker._stations["CP1"]
    assert list(context.open_calls.values()) == [second]
    assert context.last_time == second.time
    list(tracker.finish())
    assert not context.open_calls


def test_transactions_are_open_until_they_are_stopped() -> None:
    start = call(1, "StartTransaction", {"connectorId": 1, "idTag": "A", "meterStart": 0})
    tracker, facts = followed(start, answer(start, {"transactionId": 7}))
    context = tracker._stations["CP1"]
    assert [each.event for each in facts if isinstance(each, Transaction)] == ["started"]
    assert list(context.open_transactions or ()) == [1]
    list(tracker.part([call(2, "StopTransaction", {"transactionId": 7, "meterStop": 5})]))
    assert not context.open_transactions


def reported(count: int, station: str | None) -> list[Message]:
    asked = Message(2, "g", "GetConfiguration", {}, at(1), station, "csms", 1.0)
    key = {"key": "NumberOfConnectors", "readonly": True, "value": str(count)}
    told = Message(3, "g", None, {"configurationKey": [key]}, at(2), station, "station", 2.0)
    return [asked, told]


def test_a_station_has_the_connectors_that_it_reports_and_those_it_shows_since() -> None:
    beyond = call(3, "StatusNotification", {"connectorId": 3, "errorCode": "NoError", "status": "Available"})
    tracker, facts = followed(*reported(2, "CP1"), beyond)
    context = tracker._stations["CP1"]
    assert (context.connectors, context.most_connectors, context.highest_connector) == (2, 3, 3)
    assert [each.station_connectors for each in facts if isinstance(each, Setting)] == [2]


def test_a_count_of_connectors_without_a_name_may_be_another_stations() -> None:
    tracker, _ = followed(*reported(2, None))
    assert tracker._stations[None].most_connectors is None


def test_an_answer_without_a_call_is_a_gap() -> None:
    tracker, _ = followed(Message(3, "x", None, {}, at(4), "CP1", "csms", 40.0))
    assert tracker._stations["CP1"].gap == at(4)


LOST = ("truncated", "malformed", "framing", "too-deep")


@pytest.mark.parametrize("kind", [*LOST, "clock", "unrecognised", "soap", "encoding"])
def test_messages_are_lost_with_frames_that_are_not_whole(kind: str) -> None:
    gaps, problem = LogGaps(), InputProblem(kind, "here", at(500))
    gaps.lines.begin(InputReport("csms.log"))
    assert gaps.take(problem) == (kind in LOST) == bool(problem.loses)
    assert (gaps.unplaced, gaps.doubts) == (int(kind in LOST), 1)
    assert gaps.before(at(501)) == gaps.after(at(499)) == (kind in LOST)
    assert not gaps.before(at(499))


def test_a_loss_is_near_within_a_thousand_lines() -> None:
    gaps = LogGaps()
    gaps.lines.begin(InputReport("csms.log"))
    gaps.take(InputProblem("truncated", "cut off", at(500), "CP1"))
    assert (gaps.before(at(1_500)), gaps.before(at(1_501)), gaps.unplaced) == (True, False, 0)


def test_a_station_with_nothing_open_takes_little_memory() -> None:
    context = of(call(1, "Heartbeat"), station="CP1")
    assert not hasattr(context, "__dict__")
    assert (context.unnamed, context.open_transactions, context.lessons) == (None, None, None)
