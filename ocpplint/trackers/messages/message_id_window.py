"""The message ids that one side of a connection has used of late, in bounded memory.

Of each message only what tells a repeat from another message is kept: messages that are let go at once stay in the
processor's cache, and the next ones are made in their place.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import orjson

from ocpplint.facts.fact import Location
from ocpplint.facts.message import Message

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
