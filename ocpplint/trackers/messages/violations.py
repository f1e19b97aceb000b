"""Makes the fact ``violation`` of a message, and holds back those that only the end of a trace confirms."""

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
    """Violations held back until the end of the trace, at most a thousand."""

    def __init__(self) -> None:
        self._waiting: list[Violation] = []
        self.count = 0
        """How many there were, including those beyond the bound."""

    def add(self, violations: Sequence[Violation]) -> None:
        """Hold violations back."""
        self.count += 1
        if len(self._waiting) < _MOST_HELD:
            self._waiting += violations

    def release(self) -> Iterator[Violation]:
        """Yield the violations held back."""
        yield from self._waiting
        self._waiting.clear()
