"""A stop of a transaction that never began is reported only where nothing else explains it."""

import pytest

from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.message import Message
from ocpplint.facts.setting import Setting
from ocpplint.trackers.behaviour.activity import Activity
from tests.trackers.behaviour.test_bounds import PLACE, call, exchanged

UNKNOWN = 999


class Station:
    """A station with two connectors whose messages come ten seconds apart."""

    def __init__(self, connectors: int = 2) -> None:
        self.activity = Activity()
        self._sent = 0
        self.activity.setting(Setting("NumberOfConnectors", str(connectors), "reported", PLACE, station="CP1"))

    def _call(self, action: str, payload: dict[str, object]) -> Message:
        self._sent += 1
        return call(self._sent, action, payload)

    def status(self, connector: int, status: str = "Available") -> None:
        self.activity.track(self._call("StatusNotification", {"connectorId": connector, "status": status}))

    def start(self, identity: int) -> None:
        start = {"connectorId": 1, "idTag": "A", "meterStart": 0, "timestamp": "2026-03-01T10:00:00Z"}
        exchanged(self.activity, self._call("StartTransaction", start), {"transactionId": identity})

    def stop(self, identity: int) -> list[str]:
        """Stop a transaction, and return the kinds of incidents found."""
        payload = {"transactionId": identity, "meterStop": 0, "timestamp": "2026-03-01T11:00:00Z"}
        found = self.activity.track(self._call("StopTransaction", payload))
        return [each.kind for each in found if hasattr(each, "kind")]


def idle(connectors: int = 2) -> Station:
    """Return a station that has finished transaction 7, and all of whose connectors are available since."""
    station = Station(connectors)
    station.status(1)
    station.status(2)
    station.start(7)
    assert station.stop(7) == []
    return station


def test_an_idle_station_stops_what_never_began() -> None:
    assert idle().stop(UNKNOWN) == ["unknown-stop"]


def test_a_request_that_is_sent_again_is_reported_once() -> None:
    station = idle()
    assert [station.stop(UNKNOWN), station.stop(UNKNOWN)] == [["unknown-stop"], []]


def test_not_before_it_has_finished_a_transaction_of_the_trace() -> None:
    station = Station()
    station.status(1)
    station.status(2)
    assert station.stop(UNKNOWN) == []


def test_not_while_another_transaction_is_open() -> None:
    station = idle()
    station.start(8)
    assert station.stop(UNKNOWN) == []


@pytest.mark.parametrize("forgotten", [UNKNOWN, UNKNOWN + 1])
def test_not_what_may_be_a_transaction_that_is_forgotten(forgotten: int) -> None:
    """Of the transactions that were stopped, the latest are remembered."""
    station = Station()
    station.status(1)
    station.status(2)
    for identity in (forgotten, *range(forgotten + 1, forgotten + 60)):
        station.start(identity)
        station.stop(identity)
    assert station.stop(UNKNOWN) == []


def test_a_number_higher_than_all_that_are_forgotten_is_reported() -> None:
    station = Station()
    station.status(1)
    station.status(2)
    for identity in range(1, 60):
        station.start(identity)
        station.stop(identity)
    assert station.stop(UNKNOWN) == ["unknown-stop"]


def test_not_while_a_connector_is_in_use() -> None:
    station = idle()
    station.status(2, "Charging")
    assert station.stop(UNKNOWN) == []


def test_not_while_a_connector_has_told_nothing() -> None:
    assert idle(connectors=3).stop(UNKNOWN) == []


def test_not_after_a_message_was_lost() -> None:
    station = idle()
    station.activity.lost(InputProblem("truncated", "cut off", PLACE, station="CP1"))
    assert station.stop(UNKNOWN) == []
