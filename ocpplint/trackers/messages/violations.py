"""The fact ``violation``: made of a message, of its framing, or held back until the end of a trace confirms it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.violation import Violation
from ocpplint.schemas.catalogue import UNCONFIRMED
from ocpplint.schemas.words import kind_of
from ocpplint.values.numbers import count_of

if TYPE_CHECKING:
    from ocpplint.trackers.messages.connection_state import StationConnection
    from ocpplint.trackers.settings.station_settings import Stated
    from ocpplint.trackers.station.context import StationContext

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


CALL, CALLRESULT, CALLERROR, CALLRESULTERROR, SEND = 2, 3, 4, 5, 6
LONGEST_ID: Final = 36
"""Room for a UUID (OCPP-J 1.6, table 3; OCPP 2.0.1 and 2.1, part 4, table 4)."""
_SINCE_21: Final = (CALLRESULTERROR, SEND)
"""Message types that OCPP 2.1 added (part 4, table 3 and sections 4.2.3 and 4.2.4)."""


def id_fault(message: Message) -> str | None:
    """Return the fault of the message id in words."""
    name = MESSAGE_TYPES[message.type]
    if not message.id:
        return f"the message id of this {name} is empty"
    if len(message.id) > LONGEST_ID:
        return f"the message id of this {name} has {len(message.id)} characters and may have {LONGEST_ID}"
    return None


def frame_fault(message: Message, peer: "StationConnection") -> str | None:
    """Return the fault of the rest of the frame in words."""
    name = MESSAGE_TYPES[message.type]
    if message.type in _SINCE_21 and "2.1" not in peer.spoken.candidates:
        spoken = " or ".join(peer.spoken.candidates)
        return f"message type {message.type} ({name}) exists since OCPP 2.1, and this station speaks {spoken}"
    if not isinstance(message.payload, dict):
        part = "error details of this" if message.error_code is not None else "payload of this"
        return f"the {part} {name} must be an object, and this is {kind_of(message.payload)}"
    if message.type == SEND and message.action not in UNCONFIRMED:
        return f"`{message.action}` is a call that wants an answer, and a SEND has none: send a CALL"
    if message.type == CALL and message.action in UNCONFIRMED:
        return f"`{message.action}` is never answered: send it by SEND (message type 6), not as a CALL"
    return None


MAX_KEYS = "GetConfigurationMaxKeys"


def beyond_keys(exchange: Exchange, stated: "Stated") -> Violation | None:
    """Check how many keys a GetConfiguration requests. An answer with all of them disproves the limit."""
    most = count_of(stated.get(MAX_KEYS))
    payload = exchange.call.payload
    asked = payload.get("key") if isinstance(payload, dict) else None
    if not most or not isinstance(asked, list) or len(asked) <= most or _answered(exchange) >= len(asked):
        return None
    reason = f"it asks for {len(asked)} keys, and the station has reported that it answers {most} at a time"
    return violation("text", reason, exchange.call, field="key", keyword="maxItems", confidence="medium")


def _answered(exchange: Exchange) -> int:
    """Count the keys in an answer, known or unknown."""
    payload = exchange.answer.payload if exchange.answer is not None and exchange.answer.type == 3 else None
    if not isinstance(payload, dict):
        return 0
    lists = (payload.get("configurationKey"), payload.get("unknownKey"))
    return sum(len(items) for items in lists if isinstance(items, list))


def beyond_count(message: Message, context: "StationContext") -> Violation | None:
    """Check the connector of a CALL against the count that the station has reported."""
    payload = message.payload
    if context.most_connectors is None or not isinstance(payload, dict):
        return None
    connector = payload.get("connectorId")
    if type(connector) is not int or connector <= context.most_connectors:
        return None
    reason = f"`connectorId` is {connector}, and the station has reported {_counted(context.most_connectors)}"
    if message.sender == "station":
        # The station has contradicted its count; this connector exists from now on.
        context.most_connectors = connector
    return violation("text", reason, message, field="connectorId", keyword="maximum", confidence="medium")


def _counted(connectors: int) -> str:
    return "one connector" if connectors == 1 else f"{connectors} connectors"
