"""Connectors beyond the station's own count (``NumberOfConnectors``, OCPP 1.6 section 9.1.21)."""

from ocpplint.facts.message import Message
from ocpplint.facts.violation import Violation
from ocpplint.trackers.messages.violations import violation
from ocpplint.trackers.station.context import StationContext


def beyond_count(message: Message, context: StationContext) -> Violation | None:
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
