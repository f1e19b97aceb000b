"""Calls and their answers, matched as the messages stream by (OCPP-J 1.6 section 4.1.4: by message id)."""

from collections.abc import Collection, Iterator, Sequence

from ocpplint.facts.message import Exchange, Message

CALL = 2
ANSWERS = (3, 4)
_MOST_PENDING = 200
"""Calls of one station that may wait for an answer at a time. A healthy peer has one open per direction (section
4.1.1); beyond this the oldest is given up, so that a one-directional log of any length needs no more memory."""

Pending = dict[str, Message]


class Exchanges:
    """Pairs every CALL with its CALLRESULT or CALLERROR, per station.

    An id is unique among the calls of one side only: where both sides have a call with the same id open, each
    answer goes with the call of the other side.
    """

    def __init__(self) -> None:
        self._pending: dict[str | None, Pending] = {}

    def track(self, message: Message) -> Sequence[Exchange]:
        """Take in a message and return the exchanges it completes, and calls given up to make room."""
        if message.type == CALL:
            pending = self._pending.get(message.station)
            if pending is None:
                pending = self._pending[message.station] = {}
            if message.id in pending or len(pending) >= _MOST_PENDING:
                return self._crowded(message, pending)
            pending[message.id] = message
        elif message.type in ANSWERS:
            pending = self._pending.get(message.station)
            if pending and len(pending) == 1 and message.id in pending:
                return (Exchange(pending.pop(message.id), message),)
            call = self._take(message)
            if call is not None:
                return (Exchange(call, message),)
        return ()

    def open_calls(self, station: str | None) -> Collection[Message]:
        """Return the calls of a station's connection that nothing has answered so far."""
        pending = self._pending.get(station)
        return pending.values() if pending else ()

    def finish(self) -> Iterator[Exchange]:
        """Yield the calls that nothing answered."""
        for pending in self._pending.values():
            for call in pending.values():
                yield Exchange(call, None)
        self._pending.clear()

    def _crowded(self, message: Message, pending: Pending) -> Sequence[Exchange]:
        """Take in a call whose id is in use, or that finds no room."""
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
        """Find the call of an answer; a log may name the station on one of the two lines only."""
        pending = self._pending.get(answer.station)
        call = _taken(pending, answer) if pending else None
        if call is not None:
            return call
        if answer.station is not None:
            unnamed = self._pending.get(None)
            return _taken(unnamed, answer) if unnamed else None
        open_calls = [pending for pending in self._pending.values() if answer.id in pending]
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
    """Return the place of a second open call with an id: no message id holds a null character."""
    return key + "\0"
