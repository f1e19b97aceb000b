"""Boots: the interval in their answer, and boots without a request.

OCPP 1.6 section 4.2; OCPP-J 1.6 section 5.4; OCPP 2.0.1 part 2, use cases B01 to B03.
"""

from collections.abc import Sequence
from typing import Any, Final

from ocpplint.facts.events import Incident
from ocpplint.facts.message import Exchange, Message
from ocpplint.trackers.behaviour.payload_values import number, word
from ocpplint.trackers.behaviour.reporting import incident
from ocpplint.trackers.behaviour.station import StationActivity

_ASKED_FOR: Final = frozenset(("RemoteReset", "ScheduledReset", "FirmwareUpdate", "Triggered"))
"""Reasons of a requested boot (OCPP 2.0.1 part 2, BootReasonEnumType)."""
_WILL_BOOT: Final = frozenset(("Accepted", "Scheduled"))
_BOOT: Final = "BootNotification"


def called(_message: Message, payload: dict[str, Any], life: StationActivity) -> Sequence[Incident]:
    """Process a BootNotification, before it is answered."""
    life.begin_epoch()
    life.connectors.clear()
    if word(payload.get("reason")) in _ASKED_FOR:
        life.is_boot_expected = True
    return ()


def answered(exchange: Exchange, life: StationActivity) -> Sequence[Incident]:
    """Process the answer to a BootNotification."""
    answer = exchange.answer
    if answer is None or not isinstance(answer.payload, dict):
        return ()
    if answer.payload.get("status") != "Accepted":
        return ()
    life.set_interval(number(answer.payload.get("interval")))
    life.alone_since = exchange.call.location
    expected, life.is_boot_expected = life.is_boot_expected, False
    return () if expected else _counted(exchange.call, life)


def commanded(exchange: Exchange, life: StationActivity) -> Sequence[Incident]:
    """Process a command after which a station boots, or sends a BootNotification as if it had."""
    payload = exchange.call.payload
    asked = payload.get("requestedMessage", _BOOT) if isinstance(payload, dict) else None
    if asked != _BOOT:
        return ()
    if exchange.status in _WILL_BOOT or exchange.action == "UpdateFirmware":
        life.is_boot_expected = True
    return ()


def _counted(call: Message, life: StationActivity) -> Sequence[Incident]:
    """Count boots without a request."""
    parameters = life.detectors.repeated_boots
    if call.time is None or parameters is None:
        return ()
    counted = parameters.boots
    life.boots = [*life.boots[1 - counted :], call.time]
    if len(life.boots) < counted:
        return ()
    span = call.time - life.boots[0]
    if span < 0:
        return ()
    reason = f"the station boots for the {_ordinal(counted)} time in {span:.0f} s without a request"
    return (incident("repeated-boot", reason, call, seconds=span),)


def _ordinal(count: int) -> str:
    """Write ``2nd``, ``3rd`` or ``4th``."""
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"
