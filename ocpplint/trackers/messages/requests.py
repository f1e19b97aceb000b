"""Requests for more keys than a station answers, by its own limit (``GetConfigurationMaxKeys``, OCPP 1.6, 9.1.9)."""

from ocpplint.facts.message import Exchange
from ocpplint.facts.violation import Violation
from ocpplint.trackers.messages.violations import violation
from ocpplint.trackers.settings.station_settings import Stated
from ocpplint.values.numbers import count_of

MAX_KEYS = "GetConfigurationMaxKeys"


def beyond_keys(exchange: Exchange, stated: Stated) -> Violation | None:
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
