"""A trace up to a time: later messages are left out."""

from collections.abc import Iterable, Iterator

from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.message import Message


def until(messages: Iterable[Message | InputProblem], moment: float) -> Iterator[Message | InputProblem]:
    """Yield what a trace held at a moment of its own clock, in seconds since the epoch.

    Lines may be out of order, so all are looked at. A message without a time has that of the one before it; what was
    not understood is passed on while the messages around it are.
    """
    time: float | None = None
    for message in messages:
        if isinstance(message, Message) and message.time is not None:
            time = message.time
        if time is None or time <= moment:
            yield message
