"""Making the fact ``violation`` of a message, and holding back what only the end of a trace can confirm."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from ocpplint.facts.message import Message
from ocpplint.facts.violation import Violation

MESSAGE_TYPES: Final = {2: "CALL", 3: "CALLRESULT", 4: "CALLERROR", 5: "CALLRESULTERROR", 6: "SEND"}

_MOST_HELD = 1_000


def violation(kind: str, reason: str, message: Message, **more: Any) -> Violation:
    """Make a violation of ``message``; ``more`` are further fields of the fact."""
    fields: dict[str, Any] = {
        "station": message.station,
        "sender": message.sender,
        "message_type": MESSAGE_TYPES.get(message.type, ""),
        "id": message.id,
        "action": message.action,
        "time": message.time,
        "ocpp": message.ocpp,
        **more,
    }
    return Violation(kind, reason, message.location, **fields)


class Held:
    """Violations that wait for what the rest of the trace says. There are never more than a thousand."""

    def __init__(self) -> None:
        self._waiting: list[Violation] = []
        self.count = 0
        """How many there were, including those that found no room."""

    def add(self, violations: Sequence[Violation]) -> None:
        """Hold violations back."""
        self.count += 1
        if len(self._waiting) < _MOST_HELD:
            self._waiting += violations

    def release(self) -> Iterator[Violation]:
        """Yield what was held."""
        yield from self._waiting
        self._waiting.clear()
