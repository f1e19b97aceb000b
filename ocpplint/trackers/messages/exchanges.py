"""Calls and their answers, matched as the messages stream by (OCPP-J 1.6 section 4.1.4: by message id)."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import orjson

from ocpplint.facts.fact import Location
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


_MOST: Final = 500
"""Calls of one side kept in each of two generations."""
_LEAST: Final = 2
_ALTOGETHER: Final = 20_000
"""Calls of all sides of a trace kept in a generation: a few megabytes."""
_ENOUGH_FOR_TEXTS: Final = 50
"""Below this many calls per side there are many sides, and digests are kept in place of frames to save memory."""

_LONGEST_TEXT: Final = 1_000
"""Characters of a frame kept for comparison; of a longer one a digest is kept."""

_Kept = str | int
_CallRecord = tuple[Location, str | None, _Kept, str | None, float | None]
_AnswerRecord = tuple[Location, _Kept]
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
"""The empty older generation."""


class EarlierCall(NamedTuple):
    """A call as kept. ``kept`` is its text, or the digest of its payload."""

    location: Location
    action: str | None
    kept: _Kept
    direction: str | None
    time: float | None

    def is_like(self, message: Message) -> bool:
        """Return whether a call has the same action and payload."""
        return self.action == message.action and _is_payload(message.payload, self.kept, 3)


class EarlierAnswer(NamedTuple):
    """An answer as kept. ``kept`` is its text, or the digest of its payload."""

    location: Location
    kept: _Kept

    def is_like(self, message: Message) -> bool:
        """Return whether an answer has the same payload."""
        return _is_payload(message.payload, self.kept, 2 if message.type == 3 else 4)


class WindowBudget:
    """How many calls are kept of each side: many, unless there are many sides that call.

    ``longest_text`` is how many characters of a frame may be kept.
    """

    __slots__ = ("_sides", "longest_text", "most")

    def __init__(self) -> None:
        self._sides = 0
        self.most = _MOST
        self.longest_text = _LONGEST_TEXT

    def divide(self) -> None:
        """Make room for one more side."""
        self._sides += 1
        self.most = max(_LEAST, min(_MOST, _ALTOGETHER // self._sides))
        if self.most < _ENOUGH_FOR_TEXTS:
            self.longest_text = 0


class MessageIdWindow:
    """Keeps the latest calls of one side and their answers, in bounded memory.

    The older generation is dropped when the newer is full, which costs nothing per message. Of each message only
    enough to recognise a repeat is kept: messages freed at once keep the working set in the processor's cache.
    """

    __slots__ = ("_answers", "_calls", "_older_answers", "_older_calls", "_share")

    def __init__(self, share: WindowBudget) -> None:
        share.divide()
        self._share = share
        self._calls: dict[str, _CallRecord] = {}
        self._older_calls: Mapping[str, _CallRecord] = _NOTHING
        self._answers: dict[str, _AnswerRecord] = {}
        self._older_answers: Mapping[str, _AnswerRecord] = _NOTHING

    def __len__(self) -> int:
        calls, answers = len(self._calls) + len(self._older_calls), len(self._answers) + len(self._older_answers)
        return calls + answers

    def call(self, message: Message) -> EarlierCall | None:
        """Keep a CALL; return the earlier one with this id on the same connection."""
        calls, key, text, share = self._calls, message.id, message.text, self._share
        known = calls.get(key) or self._older_calls.get(key)
        if len(calls) >= share.most:
            self._older_calls = calls
            calls = self._calls = {}
        kept = text if text is not None and len(text) <= share.longest_text else _digest(message.payload)
        calls[key] = (message.location, message.action, kept, message.direction, message.time)
        return None if known is None else EarlierCall(*known)

    def reconnect(self) -> None:
        """Drop the calls: their ids may be used again on a new connection."""
        self._calls, self._older_calls = {}, _NOTHING

    def answer(self, answer: Message, key: str) -> None:
        """Keep an answer to one of the calls. ``key`` is the message id, the same string object as in the call."""
        answers, text, share = self._answers, answer.text, self._share
        if len(answers) >= share.most:
            self._older_answers = answers
            answers = self._answers = {}
        kept = text if text is not None and len(text) <= share.longest_text else _digest(answer.payload)
        answers[key] = (answer.location, kept)

    def earlier_answer(self, identity: str) -> EarlierAnswer | None:
        """Return the answer that was given before to the call with this id."""
        known = self._answers.get(identity) or self._older_answers.get(identity)
        return None if known is None else EarlierAnswer(*known)


def _is_payload(payload: Any, kept: _Kept, place: int) -> bool:
    """Return whether a payload is that of a frame's text at this index, or has this digest."""
    if isinstance(kept, int):
        return kept == _digest(payload)
    frame = orjson.loads(kept)
    return len(frame) > place and frame[place] == payload


def _digest(payload: Any) -> int:
    """Return a hash that is equal for equal payloads within one run, and practically never for others."""
    try:
        return hash(orjson.dumps(payload))
    except orjson.JSONEncodeError:
        # Nested too deeply to serialise: all such payloads count as equal.
        return 1
