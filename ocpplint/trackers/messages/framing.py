"""Checks of the framing common to all message types, on readable messages.

OCPP-J 1.6, section 4; OCPP 2.0.1 and 2.1, part 4, section 4. Arrays that are no messages are reported by the readers.
"""

from typing import Final

from ocpplint.facts.message import Message
from ocpplint.schemas.catalogue import UNCONFIRMED
from ocpplint.schemas.words import kind_of
from ocpplint.trackers.messages.connection_state import StationConnection
from ocpplint.trackers.messages.violations import MESSAGE_TYPES

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


def frame_fault(message: Message, peer: StationConnection) -> str | None:
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
