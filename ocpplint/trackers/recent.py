"""The message ids used of late, in bounded memory."""

from typing import Final

from ocpplint.facts import Message, Sender

_MOST: Final = 2_000
"""Calls remembered in each of two generations, over all stations: a thousand stations make some hundred kilobytes."""

_Call = tuple[str | None, str, Sender | None, int]
_Answer = tuple[str | None, str]


class Recent:
    """Remembers between two and four thousand calls and answers, the latest.

    The older half is dropped at once when the newer is full, which costs nothing per message.
    """

    __slots__ = ("_answers", "_calls", "_older_answers", "_older_calls")

    def __init__(self) -> None:
        self._calls: dict[_Call, Message] = {}
        self._older_calls: dict[_Call, Message] = {}
        self._answers: dict[_Answer, Message] = {}
        self._older_answers: dict[_Answer, Message] = {}

    def call(self, message: Message, epoch: int) -> Message | None:
        """Remember a CALL; return the earlier one of its sender with this id on the same connection."""
        key = (message.station, message.id, message.sender, epoch)
        calls = self._calls
        known = calls.get(key) or self._older_calls.get(key)
        if len(calls) >= _MOST:
            self._older_calls = calls
            calls = self._calls = {}
        calls[key] = message
        return known

    def answer(self, answer: Message) -> None:
        """Remember an answer to a call."""
        answers = self._answers
        if len(answers) >= _MOST:
            self._older_answers = answers
            answers = self._answers = {}
        answers[answer.station, answer.id] = answer

    def earlier_answer(self, answer: Message) -> Message | None:
        """Return the answer that was given before under the same id. Of a repeat it is uncertain who sent it."""
        key = (answer.station, answer.id)
        return self._answers.get(key) or self._older_answers.get(key)
