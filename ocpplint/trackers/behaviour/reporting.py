"""Makes the fact ``incident`` from a message."""

from typing import Any

from ocpplint.facts.events import Incident, IncidentKind
from ocpplint.facts.message import Message


def incident(kind: IncidentKind, reason: str, message: Message, **more: Any) -> Incident:
    """Make an incident that ``message`` shows; ``more`` are further fields of the fact."""
    fields: dict[str, Any] = {
        "station": message.station,
        "sender": message.sender,
        "time": message.time,
        "action": message.action,
        "ocpp": message.ocpp,
        **more,
    }
    return Incident(kind, reason, message.location, **fields)
