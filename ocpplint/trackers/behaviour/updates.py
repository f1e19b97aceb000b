"""Failed firmware updates, except those cancelled by a later request, which may end with a failure, too.

OCPP 1.6 sections 4.5 and 7.25; Improved security for OCPP 1.6-J, L01.FR.26; OCPP 2.0.1 part 2, L01.FR.24 and L02.FR.15.
"""

from collections.abc import Sequence
from typing import Any, Final

from ocpplint.facts.events import Incident
from ocpplint.facts.message import Exchange, Message
from ocpplint.trackers.behaviour.payload_values import number, word
from ocpplint.trackers.behaviour.reporting import incident
from ocpplint.trackers.behaviour.station import StationActivity

_FAILED: Final = frozenset(
    ("DownloadFailed", "InstallationFailed", "InstallFailed", "InstallVerificationFailed", "InvalidSignature")
)
_BEGINS: Final = ("Accepted", "AcceptedCanceled")


def answered(exchange: Exchange, life: StationActivity) -> Sequence[Incident]:
    """Process an UpdateFirmware or SignedUpdateFirmware, which may cancel the update before it."""
    payload = exchange.call.payload
    if exchange.status in _BEGINS and isinstance(payload, dict):
        has_cancelled = exchange.status == "AcceptedCanceled"
        life.update_in_place = number(payload.get("requestId")) if has_cancelled else None
    return ()


def called(message: Message, payload: dict[str, Any], life: StationActivity) -> Sequence[Incident]:
    """Process a status of an update."""
    status = word(payload.get("status"))
    if status not in _FAILED or _is_cancelled(number(payload.get("requestId")), life):
        return ()
    return (incident("failed-update", f"a firmware update has failed: {status}", message, detail=status),)


def _is_cancelled(request: int | None, life: StationActivity) -> bool:
    return None not in (request, life.update_in_place) and request != life.update_in_place
