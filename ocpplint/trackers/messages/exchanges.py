"""Calls and their answers, matched as the messages stream by (OCPP-J 1.6 section 4.1.4: by message id)."""

from collections.abc import Iterator, Sequence

from ocpplint.facts.message import Exchange, Message
from ocpplint.trackers.station.stations import Stations

CALL = 2
ANSWERS = (3, 4)
_MOST_PENDING = 200
"""Calls of one station that may wait for an answer at a time. A healthy peer has one open per direction (section
4.1.1); beyond this the oldest is dropped, so that a one-directional log of any length needs no more memory."""

Pending = dict[str, Message]


class Exchanges:
    """Pairs every CALL with its CALLRESULT or CALLERROR, per station.

    An id is unique among the calls of one side only: where both sides have a call with the same id open, each
    answer goes with the call of the other side.
    """

    def __init__(self, stations: Stations | None = None) -> None:
        self._stations = Stations() if stations is None else stations

    def track(self, message: Message) -> Sequence[Exchange]:
        """Process a message; return the exchanges it completes, and calls dropped to bound memory."""
        if message.type == CALL:
            pending = self._stations[message.station].open_calls
            if message.id in pending or len(pending) >= _MOST_PENDING:
                return self._crowded(message, pending)
            pending[message.id] = message
        elif message.type in ANSWERS:
            pending = self._stations[message.station].open_calls
            if len(pending) == 1 and message.id in pending:
                return (Exchange(pending.pop(message.id), message),)
            call = self._take(message)
            if call is not None:
                return (Exchange(call, message),)
        return ()

    def finish(self) -> Iterator[Exchange]:
        """Yield the unanswered calls."""
        for station in self._stations.values():
            for call in station.open_calls.values():
                yield Exchange(call, None)
            station.open_calls.clear()

    def _crowded(self, message: Message, pending: Pending) -> Sequence[Exchange]:
        """Process a call whose id is in use, or that exceeds the bound."""
        key = message.id
        other = pending.get(key)
        if other is not None and _are_opposite(other, message):
            key = _other_side(key)
            other = pending.get(key)
        given_up = [Exchange(pending.pop(key), None)] if other is not None else []
        pending[key] = message
        if len(pending) > _MOST_PENDING:
            given_up.append(Exchange(pending.pop(next(iter(pending))), None))
        return given_up

    def _take(self, answer: Message) -> Message | None:
        """Find the call of an answer; a log may name the station on only one of the two lines."""
        pending = self._stations[answer.station].open_calls
        call = _taken(pending, answer) if pending else None
        if call is not None:
            return call
        if answer.station is not None:
            unnamed = self._stations.get(None)
            return _taken(unnamed.open_calls, answer) if unnamed is not None and unnamed.open_calls else None
        open_calls = [each.open_calls for each in self._stations.values() if answer.id in each.open_calls]
        return _taken(open_calls[0], answer) if len(open_calls) == 1 else None


def _taken(pending: Pending, answer: Message) -> Message | None:
    call = pending.pop(answer.id, None)
    if call is None or not pending:
        return call
    other = pending.pop(_other_side(answer.id), None)
    if other is None:
        return call
    mine, left = (other, call) if call.sender == answer.sender else (call, other)
    pending[answer.id] = left
    return mine


def _are_opposite(one: Message, two: Message) -> bool:
    return one.sender is not None and two.sender is not None and one.sender != two.sender


def _other_side(key: str) -> str:
    """Return the key of a second open call with an id: no message id holds a null character."""
    return key + "\0"
