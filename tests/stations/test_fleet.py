"""Many stations in one trace: what is kept of each, and that nothing is said where something was forgotten."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.fleet import lines_of_fleet
from ocpplint.facts.detectors import Detectors, Stops
from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputReport
from ocpplint.facts.listener import SelectiveListener
from ocpplint.facts.message import Exchange, Message
from ocpplint.readers.traces.dialect_loader import load_dialects
from ocpplint.readers.traces.lines import read_lines
from ocpplint.stations.registry import Profiles
from ocpplint.trackers.behaviour import sessions, statuses
from ocpplint.trackers.behaviour.station import ChargingSession, MemoryBudget, StationActivity
from ocpplint.trackers.messages.message_id_window import MessageIdWindow
from ocpplint.trackers.messages.message_id_window import WindowBudget as Memory
from ocpplint.trackers.subscriptions import Subscriptions
from ocpplint.trackers.traces import TraceTracker
from tests.support.in_process import run


def messages_of_fleet(transactions: int, stations: int) -> Iterator[Any]:
    lines = (line.decode() for line in lines_of_fleet(transactions, stations))
    return read_lines(lines, "csms.log", InputReport("csms.log"), load_dialects(()))


def message(action: str, payload: dict[str, Any], number: int = 1) -> Message:
    place = Location("csms.log", number, 1, number, 9)
    return Message(2, str(number), action, payload, place, "CP1", "station", float(number))


def test_a_healthy_fleet_gives_no_findings(tmp_path: Path) -> None:
    log = tmp_path / "csms.log"
    log.write_bytes(b"".join(lines_of_fleet(60, 20)))
    outcome = run("check", "csms.log", cwd=tmp_path)
    assert (outcome.code, outcome.codes) == (0, [])
    assert "20 stations" in outcome.out
    assert "no findings" in outcome.out


def test_messages_are_let_go_when_they_are_answered() -> None:
    tracker = TraceTracker(Profiles(), "csms.log", InputReport("csms.log"), wanted=Subscriptions(()))
    for _ in tracker.part(messages_of_fleet(60, 20)):
        pass
    for peer in tracker._dialogues._peers.known.values():
        kept = [getattr(side, name) for side in peer.sides.values() for name in side.__slots__]
        context = peer.context
        assert not [
            item
            for item in (*kept, context.last_boot, context.gap, *context.open_calls.values())
            if isinstance(item, Message)
        ]


def test_a_side_that_never_calls_remembers_nothing() -> None:
    tracker = TraceTracker(Profiles(), "csms.log", InputReport("csms.log"))
    for _ in tracker.part(messages_of_fleet(20, 10)):
        pass
    peers = tracker._dialogues._peers.known
    callers = {station for station, peer in peers.items() if peer.sides["csms"].recent is not None}
    assert (callers, len(peers)) == ({"CP00000"}, 10)  # the one that is asked for its configuration


def test_sides_share_what_may_be_remembered() -> None:
    memory = Memory()
    sides = [MessageIdWindow(memory) for _ in range(10_000)]
    for number in range(100):
        sides[0].call(message("Heartbeat", {}, number))
    assert 0 < len(sides[0]) <= 2 * memory.most <= 6


def test_a_repeat_is_known_by_its_digest_where_stations_are_many() -> None:
    memory = Memory()
    sides = [MessageIdWindow(memory) for _ in range(10_000)]
    first = message("Heartbeat", {"a": 1})
    first.text = '[2,"1","Heartbeat",{"a":1}]'
    sides[0].call(first)
    earlier = sides[0].call(first)
    assert earlier is not None
    assert earlier.is_like(first)
    assert not earlier.is_like(message("Heartbeat", {"a": 2}))


def charged(life: StationActivity, identity: int) -> None:
    life.sessions[str(identity)] = ChargingSession(1, Location("csms.log", 1, 1, 1, 2), life.epoch, 0.0)
    stop = {"transactionId": identity, "meterStop": identity, "timestamp": "2026-03-01T00:00:00Z"}
    sessions.stopped(message("StopTransaction", stop, identity), stop, life)


@pytest.fixture
def busy() -> StationActivity:
    """Return a station of a large fleet, idle after a hundred transactions."""
    share = MemoryBudget()
    lives = [StationActivity(share, Detectors(stops=Stops(reuse=86_400.0))) for _ in range(10_000)]
    life = lives[0]
    life.settings["NumberOfConnectors"] = 1.0
    status = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
    statuses.called(message("StatusNotification", status), status, life)
    for identity in range(1, 101):
        charged(life, identity)
    return life


def stopped_again(life: StationActivity, identity: int) -> list[str]:
    stop = {"transactionId": identity, "meterStop": identity + 1, "timestamp": "2026-03-01T00:00:01Z"}
    found = sessions.stopped(message("StopTransaction", stop, 500), stop, life)
    return [each.kind for each in found]


def test_of_a_large_fleet_few_stopped_transactions_are_remembered(busy: StationActivity) -> None:
    assert len(busy.stopped) == busy.share.most_stopped < 10


def test_what_was_forgotten_is_not_held_to_be_unknown(busy: StationActivity) -> None:
    assert stopped_again(busy, 1) == []
    assert stopped_again(busy, 100) == ["repeated-stop"]
    assert stopped_again(busy, 101) == ["unknown-stop"]


def test_only_what_is_asked_for_is_told() -> None:
    def asks(fact: Message | Exchange) -> bool:
        return fact.action == "Heartbeat"

    tracker = TraceTracker(Profiles(), "csms.log", InputReport("csms.log"), wanted=Subscriptions((asks,)))
    facts = list(tracker.track(messages_of_fleet(20, 10)))
    told = Counter((type(fact), fact.action) for fact in facts if isinstance(fact, Message | Exchange))
    assert set(told) == {(Message, "Heartbeat"), (Exchange, "Heartbeat")}


def test_who_is_asked_by_sender_is_told_of_every_sender() -> None:
    wanted = Subscriptions((lambda fact: isinstance(fact, Message) and fact.sender == "csms",))
    assert wanted.message(message("DataTransfer", {}))
    assert wanted.messages == {"DataTransfer": True}


def test_a_judge_chooses_and_a_ledger_does_not() -> None:
    from ocpplint.engine.evaluator import Evaluator
    from ocpplint.findings.collector import Collector
    from ocpplint.trackers.audit_report import AuditReport

    assert isinstance(Evaluator([], Collector()), SelectiveListener)
    assert not isinstance(AuditReport(), SelectiveListener)
