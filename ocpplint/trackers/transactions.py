"""Transactions as a trace shows them: where each begins, and where it is over.

OCPP 1.6 sections 4.8 and 4.10: StartTransaction and StopTransaction, joined by the id that the answer gives. OCPP
2.0.1 part 2, section E: TransactionEvent, with an id of the station's own. A trace may lack the end, so that a
transaction is also over where nothing but that is possible.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from ocpplint.facts import Exchange, Message, Transaction

_MOST_OPEN: Final = 100
"""Open transactions remembered of one station: one a connector."""

_Open = dict[int | None, Transaction]


class Transactions:
    """Follows the transactions of all stations of a trace. Memory grows with the number of stations."""

    def __init__(self) -> None:
        self._open: dict[str | None, _Open] = {}
        self._tracks: dict[str | None, Callable[[Message, dict[str, Any]], Sequence[Transaction]]] = {
            "StopTransaction": self._stop,
            "TransactionEvent": self._event,
            "StatusNotification": self._status,
            "BootNotification": self._boot,
        }

    def track(self, message: Message) -> Sequence[Transaction]:
        """Take in a message; return what it tells of transactions."""
        track = self._tracks.get(message.action)
        if track is None or message.type != 2 or not isinstance(message.payload, dict):
            return ()
        return track(message, message.payload)

    def answered(self, exchange: Exchange) -> Sequence[Transaction]:
        """Take in a StartTransaction with its answer, which gives the transaction its id."""
        call, answer = exchange.call, exchange.answer
        if answer is None or not isinstance(answer.payload, dict) or not isinstance(call.payload, dict):
            return ()
        identity = _number(answer.payload.get("transactionId"))
        if identity is None:
            return ()
        return self._begin(_transaction(call, "started", str(identity), _number(call.payload.get("connectorId"))))

    def _stop(self, message: Message, payload: dict[str, Any]) -> Sequence[Transaction]:
        identity = _number(payload.get("transactionId"))
        if identity is None:
            return ()
        ended = _transaction(message, "ended", str(identity), None)
        ended.reason = _word(payload.get("reason"))
        return (self._end(ended),)

    def _event(self, message: Message, payload: dict[str, Any]) -> Sequence[Transaction]:
        info, evse = payload.get("transactionInfo"), payload.get("evse")
        identity = _word(info.get("transactionId")) if isinstance(info, dict) else None
        kind = payload.get("eventType")
        if identity is None or not isinstance(info, dict) or kind not in ("Started", "Ended"):
            return ()
        connector = _number(evse.get("id")) if isinstance(evse, dict) else None
        found = _transaction(message, "started" if kind == "Started" else "ended", identity, connector)
        found.offline = payload.get("offline") is True
        if kind == "Started":
            return self._begin(found)
        found.reason = _word(info.get("stoppedReason"))
        return (self._end(found),)

    def _status(self, message: Message, payload: dict[str, Any]) -> Sequence[Transaction]:
        """A connector of OCPP 1.6 that is available has no transaction (section 4.9)."""
        connector = _number(payload.get("connectorId"))
        started = self._open.get(message.station, {}).get(connector) if connector is not None else None
        if started is None or payload.get("status") != "Available":
            return ()
        return (self._end(_implied(started, message)),)

    def _boot(self, message: Message, _payload: dict[str, Any]) -> Sequence[Transaction]:
        """A station that boots may go on with its transactions or not: of them nothing is certain any more."""
        return [_implied(started, message) for started in self._open.pop(message.station, {}).values()]

    def _begin(self, started: Transaction) -> Sequence[Transaction]:
        open_here = self._open.setdefault(started.station, {})
        before = open_here.pop(started.connector, None) if started.connector is not None else None
        if len(open_here) < _MOST_OPEN:
            open_here[started.connector] = started
        if before is None or before.id == started.id:
            return (started,)
        ended = _implied(before, started)
        return (ended, started)

    def _end(self, ended: Transaction) -> Transaction:
        open_here = self._open.get(ended.station, {})
        for connector, started in open_here.items():
            if started.id == ended.id:
                ended.connector = connector
                del open_here[connector]
                break
        return ended


def _transaction(message: Message, event: Any, identity: str, connector: int | None) -> Transaction:
    return Transaction(event, identity, message.location, message.station, connector, message.time, message.ocpp)


def _implied(started: Transaction, by: Message | Transaction) -> Transaction:
    place = by.location if isinstance(by, Message) else by.place
    return Transaction(
        "ended", started.id, place, started.station, started.connector, by.time, started.ocpp, implied=True
    )


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
