"""Calls and their answers, matched as the messages stream by (OCPP-J 1.6 section 4.1.2: by message id)."""

from collections.abc import Iterator

from ocpplint.facts import Exchange, Message

CALL = 2
ANSWERS = (3, 4)
_MOST_PENDING = 200
"""Calls of one station that may wait for an answer at a time. A healthy peer has one open per direction (section
4.1.1); beyond this the oldest is given up, so that a one-directional log of any length needs no more memory."""


class Exchanges:
    """Pairs every CALL with its CALLRESULT or CALLERROR, per station."""

    def __init__(self) -> None:
        self._pending: dict[str | None, dict[str, Message]] = {}

    def track(self, message: Message) -> Iterator[Exchange]:
        """Take in a message and yield the exchanges it completes, and calls given up to make room."""
        if message.type == CALL:
            pending = self._pending.setdefault(message.station, {})
            replaced = pending.pop(message.id, None)
            if replaced is not None:
                yield Exchange(replaced, None)
            pending[message.id] = message
            if len(pending) > _MOST_PENDING:
                yield Exchange(pending.pop(next(iter(pending))), None)
        elif message.type in ANSWERS:
            call = self._take(message)
            if call is not None:
                yield Exchange(call, message)

    def finish(self) -> Iterator[Exchange]:
        """Yield the calls that nothing answered."""
        for pending in self._pending.values():
            for call in pending.values():
                yield Exchange(call, None)
        self._pending.clear()

    def _take(self, answer: Message) -> Message | None:
        """Find the call of an answer; a log may name the station on one of the two lines only."""
        call = self._pending.get(answer.station, {}).pop(answer.id, None)
        if call is not None or answer.station is not None:
            return call or self._pending.get(None, {}).pop(answer.id, None)
        open_calls = [pending for pending in self._pending.values() if answer.id in pending]
        return open_calls[0].pop(answer.id) if len(open_calls) == 1 else None
