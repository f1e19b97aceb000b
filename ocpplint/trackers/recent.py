"""The message ids used of late, in bounded memory."""

from typing import Final

from ocpplint.facts import Message, Sender

_MOST: Final = 2_000
"""Calls remembered in each of two generations, over all stations: a thousand stations make some hundred kilobytes."""

_Key = tuple[str | None, str, Sender | None]


class Recent:
    """Remembers between two and four thousand calls and answers, the latest.

    The older half is dropped at once when the newer is full, which costs nothing per message.
    """

    __slots__ = ("_answers", "_calls", "_older_answers", "_older_calls")

    def __init__(self) -> None:
        self._calls: dict[_Key, tuple[int, Message]] = {}
        self._older_calls: dict[_Key, tuple[int, Message]] = {}
        self._answers: dict[_Key, Message] = {}
        self._older_answers: dict[_Key, Message] = {}

    def call(self, message: Message, epoch: int) -> Message | None:
        """Remember a CALL; return the earlier one of its sender with this id on the same connection."""
        key = (message.station, message.id, message.sender)
        known = self._calls.get(key) or self._older_calls.get(key)
        if len(self._calls) >= _MOST:
            self._calls, self._older_calls = {}, self._calls
        self._calls[key] = (epoch, message)
        return known[1] if known is not None and known[0] == epoch else None

    def answer(self, answer: Message) -> None:
        """Remember an answer to a call."""
        if len(self._answers) >= _MOST:
            self._answers, self._older_answers = {}, self._answers
        self._answers[answer.station, answer.id, answer.sender] = answer

    def earlier_answer(self, answer: Message) -> Message | None:
        """Return the answer that this side gave before under the same id."""
        key = (answer.station, answer.id, answer.sender)
        return self._answers.get(key) or self._older_answers.get(key)
