"""The message ids that one side of a connection has used of late, in bounded memory.

Of each message only what tells a repeat from another message is kept: messages that are let go at once stay in the
processor's cache, and the next ones are made in their place.
"""

from typing import Any, Final, NamedTuple

import orjson

from ocpplint.facts import Location, Message

_MOST: Final = 500
"""Calls of one side that are remembered in each of two generations."""
_LEAST: Final = 10
_ALTOGETHER: Final = 20_000
"""Calls that all sides of a trace together may remember in a generation: a few megabytes."""

_CallRecord = tuple[Location, str | None, int, str | None, float | None]
_AnswerRecord = tuple[Location, int]


class EarlierCall(NamedTuple):
    """A call as it is remembered. ``digest`` stands for its payload."""

    location: Location
    action: str | None
    digest: int
    direction: str | None
    time: float | None


class EarlierAnswer(NamedTuple):
    """An answer as it is remembered. ``digest`` stands for its payload."""

    location: Location
    digest: int


class Share:
    """How many calls each side may remember: many, unless there are many sides."""

    __slots__ = ("_sides", "most")

    def __init__(self) -> None:
        self._sides = 0
        self.most = _MOST

    def divide(self) -> None:
        """Make room for one more side."""
        self._sides += 1
        self.most = max(_LEAST, min(_MOST, _ALTOGETHER // self._sides))


class Recent:
    """Remembers the latest calls of one side, and their answers.

    The older half is dropped at once when the newer is full, which costs nothing per message.
    """

    __slots__ = ("_answers", "_calls", "_older_answers", "_older_calls", "_share")

    def __init__(self, share: Share) -> None:
        share.divide()
        self._share = share
        self._calls: dict[str, _CallRecord] = {}
        self._older_calls: dict[str, _CallRecord] = {}
        self._answers: dict[str, _AnswerRecord] = {}
        self._older_answers: dict[str, _AnswerRecord] = {}

    def __len__(self) -> int:
        calls, answers = len(self._calls) + len(self._older_calls), len(self._answers) + len(self._older_answers)
        return calls + answers

    def call(self, message: Message) -> EarlierCall | None:
        """Remember a CALL; return the earlier one with this id on the same connection."""
        calls, key, payload = self._calls, message.id, message.payload
        known = calls.get(key) or self._older_calls.get(key)
        if len(calls) >= self._share.most:
            self._older_calls = calls
            calls = self._calls = {}
        stamp = digest(payload) if payload else 0
        calls[key] = (message.location, message.action, stamp, message.direction, message.time)
        return None if known is None else EarlierCall(*known)

    def reconnect(self) -> None:
        """Forget the calls: their ids may be used again on a new connection."""
        self._calls, self._older_calls = {}, {}

    def answer(self, answer: Message) -> None:
        """Remember an answer to one of the calls."""
        answers = self._answers
        if len(answers) >= self._share.most:
            self._older_answers = answers
            answers = self._answers = {}
        payload = answer.payload
        answers[answer.id] = (answer.location, digest(payload) if payload else 0)

    def earlier_answer(self, identity: str) -> EarlierAnswer | None:
        """Return the answer that was given before to the call with this id."""
        known = self._answers.get(identity) or self._older_answers.get(identity)
        return None if known is None else EarlierAnswer(*known)


def digest(payload: Any) -> int:
    """Return a number that is the same for equal payloads, and as good as never for others, within one run."""
    if not payload:
        return 0
    try:
        return hash(orjson.dumps(payload))
    except orjson.JSONEncodeError:
        # Nested deeper than can be written: all such payloads count as equal.
        return 1
