"""The transactions of a trace: where each begins and ends.

OCPP 1.6 sections 4.8 and 4.10: StartTransaction and StopTransaction, joined by the id that the answer gives. OCPP
2.0.1 part 2, block E: TransactionEvent, with an id of the station's own. A trace may lack the end, so a transaction
also ends where no other explanation is possible.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, Literal

from ocpplint.facts.events import Transaction
from ocpplint.facts.message import Exchange, Message
from ocpplint.trackers.behaviour.payload_values import amount, instant, number, rolled_over, word
from ocpplint.trackers.station.stations import Stations

_MOST_OPEN: Final = 100
"""Open transactions kept of one station: one per connector."""

_SIGNS: Final[dict[str | None, Literal["status", "boot"]]] = {
    "StatusNotification": "status",
    "BootNotification": "boot",
}
"""What shows the end of a transaction, by message."""

TOLD_BY: Final = frozenset(("StopTransaction", "TransactionEvent", *filter(None, _SIGNS)))
"""The calls about transactions."""


class Transactions:
    """Follows the transactions of all stations of a trace. Memory grows with the number of stations."""

    def __init__(self, stations: Stations) -> None:
        self._stations = stations
        self._tracks: dict[str | None, Callable[[Message, dict[str, Any]], Sequence[Transaction]]] = {
            "StopTransaction": self._stop,
            "TransactionEvent": self._event,
            "StatusNotification": self._status,
            "BootNotification": self._boot,
        }

    def track(self, message: Message) -> Sequence[Transaction]:
        """Process a message; return the transactions that it begins or ends."""
        track = self._tracks.get(message.action)
        if track is None or message.type != 2 or not isinstance(message.payload, dict):
            return ()
        return track(message, message.payload)

    def answered(self, exchange: Exchange) -> Sequence[Transaction]:
        """Process a StartTransaction with its answer, which gives the transaction its id."""
        call, answer = exchange.call, exchange.answer
        if answer is None or not isinstance(answer.payload, dict) or not isinstance(call.payload, dict):
            return ()
        identity = number(answer.payload.get("transactionId"))
        if identity is None:
            return ()
        started = _transaction(call, "started", str(identity), number(call.payload.get("connectorId")))
        started.meter = amount(call.payload.get("meterStart"))
        return self._begin(started)

    def _stop(self, message: Message, payload: dict[str, Any]) -> Sequence[Transaction]:
        identity = number(payload.get("transactionId"))
        if identity is None:
            return ()
        ended = _transaction(message, "ended", str(identity), None)
        ended.reason, ended.meter = word(payload.get("reason")), amount(payload.get("meterStop"))
        return (self._end(ended),)

    def _event(self, message: Message, payload: dict[str, Any]) -> Sequence[Transaction]:
        info, evse = payload.get("transactionInfo"), payload.get("evse")
        identity = word(info.get("transactionId")) if isinstance(info, dict) else None
        kind = payload.get("eventType")
        if identity is None or not isinstance(info, dict) or kind not in ("Started", "Ended"):
            return ()
        connector = number(evse.get("id")) if isinstance(evse, dict) else None
        found = _transaction(message, "started" if kind == "Started" else "ended", identity, connector)
        found.offline = payload.get("offline") is True
        if kind == "Started":
            return self._begin(found)
        found.reason = word(info.get("stoppedReason"))
        return (self._end(found),)

    def _status(self, message: Message, payload: dict[str, Any]) -> Sequence[Transaction]:
        """End the transaction of an available connector of OCPP 1.6 (sections 4.9 and 7.7)."""
        connector = number(payload.get("connectorId"))
        open_here = self._stations[message.station].open_transactions
        started = open_here.get(connector) if open_here and connector is not None else None
        if started is None or payload.get("status") != "Available":
            return ()
        return (self._end(_implied(started, message)),)

    def _boot(self, message: Message, _payload: dict[str, Any]) -> Sequence[Transaction]:
        """Process a boot: the station may continue its transactions or not, so their state is uncertain."""
        station = self._stations[message.station]
        over, station.open_transactions = station.open_transactions, None
        return [_implied(started, message) for started in over.values()] if over else ()

    def _begin(self, started: Transaction) -> Sequence[Transaction]:
        station = self._stations[started.station]
        if station.open_transactions is None:
            station.open_transactions = {}
        open_here = station.open_transactions
        before = open_here.pop(started.connector, None) if started.connector is not None else None
        if len(open_here) < _MOST_OPEN:
            open_here[started.connector] = started
        if before is None or before.id == started.id:
            return (started,)
        ended = _implied(before, started)
        return (ended, started)

    def _end(self, ended: Transaction) -> Transaction:
        open_here = self._stations[ended.station].open_transactions or {}
        for connector, started in open_here.items():
            if started.id == ended.id:
                ended.connector = connector
                if not ended.implied:
                    _measure(started, ended)
                del open_here[connector]
                break
        return ended


def _transaction(message: Message, event: Any, identity: str, connector: int | None) -> Transaction:
    found = Transaction(event, identity, message.location, message.station, connector, message.time, message.ocpp)
    found.stamp = instant(message.payload.get("timestamp"))
    return found


def _measure(started: Transaction, ended: Transaction) -> None:
    """Fill the duration and energy of a transaction, by the station's clock, since messages may be late."""
    pairs = ((started.stamp, ended.stamp), (started.time, ended.time))
    ended.seconds = next((end - begin for begin, end in pairs if begin is not None and end is not None), None)
    if started.meter is None or ended.meter is None:
        return
    if not rolled_over(started.meter, ended.meter):
        ended.energy = ended.meter - started.meter


def _implied(started: Transaction, by: Message | Transaction) -> Transaction:
    ended = Transaction(
        "ended",
        started.id,
        by.location if isinstance(by, Message) else by.place,
        started.station,
        started.connector,
        by.time,
        started.ocpp,
        implied=True,
    )
    action = by.action if isinstance(by, Message) else None
    ended.shown_by = _SIGNS.get(action, "transaction")
    return ended
