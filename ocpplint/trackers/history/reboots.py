"""Reboots of a station: boots other than answers to a TriggerMessage, and resets.

OCPP 1.6 sections 4.2 (Boot Notification), 5.14 (Reset) and 5.17 (Trigger Message); OCPP 2.0.1 part 2, use cases B01 to
B03, B11, B12 and F06.
"""

from sys import intern
from typing import Any

from ocpplint.facts.message import Exchange
from ocpplint.trackers.history.records import Moment
from ocpplint.trackers.history.station import StationHistory

ACTIONS = frozenset(("BootNotification", "Reset", "TriggerMessage", "ExtendedTriggerMessage"))
"""The calls about reboots."""

_SOON = 600.0
"""Seconds. A reboot so soon after a write that needs one is caused by that write."""
_DONE = ("Accepted", "Scheduled")


class Reboots:
    """Follows the boots of one station and records them in its history."""

    __slots__ = ("_awaits_trigger", "_identity", "_is_reset", "history")

    def __init__(self) -> None:
        self.history = StationHistory()
        self._is_reset = False
        self._awaits_trigger = False
        self._identity: tuple[Any, ...] | None = None

    def track(self, exchange: Exchange, now: Moment) -> None:
        """Process a call of ``ACTIONS`` with its answer."""
        action, call, status = exchange.call.action, exchange.call.payload, _status(exchange)
        if not isinstance(call, dict):
            return
        if action == "BootNotification":
            self._boot(call, status, now)
        elif status not in _DONE:
            return
        elif action == "Reset":
            # A reset of one EVSE (OCPP 2.0.1, use case B11) is not a reboot of the station.
            self._is_reset = self._is_reset or call.get("evseId") is None
        elif call.get("requestedMessage") == "BootNotification":
            self._awaits_trigger = True

    def _boot(self, call: dict[str, Any], status: str | None, now: Moment) -> None:
        identity = identity_of(call)
        if self._identity not in (None, identity):
            # Another controller, or another station under the same name.
            self.history = StationHistory()
        self._identity = identity
        history = self.history
        history.session += 1
        if status != "Accepted":
            return
        # The answer sets the heartbeat interval (OCPP 1.6, 4.2; OCPP 2.0.1, B01).
        history.doubt_named("heartbeatinterval")
        is_asked_for = self._awaits_trigger and not self._is_reset
        self._awaits_trigger = False
        if is_asked_for or call.get("reason") == "Triggered":
            return
        history.reboots += 1
        history.was_reset = self._is_reset or _is_soon(history.last_reboot_required, now)
        self._is_reset = False


def identity_of(boot: dict[str, Any]) -> tuple[Any, ...]:
    """Return the identity in a BootNotification, without the firmware, which may change."""
    modern = boot.get("chargingStation")
    named = modern if isinstance(modern, dict) else boot
    fields = ("chargePointVendor", "chargePointModel", "chargePointSerialNumber", "chargeBoxSerialNumber")
    return tuple([_kept(named.get(field)) for field in (*fields, "vendorName", "model", "serialNumber")])


def _kept(value: Any) -> str | None:
    """Return a value for comparison. Equal values of a fleet are interned."""
    return None if value is None else intern(str(value))


def _status(exchange: Exchange) -> str | None:
    answer = exchange.answer
    if answer is None or answer.type != 3 or not isinstance(answer.payload, dict):
        return None
    status = answer.payload.get("status")
    return status if isinstance(status, str) else None


def _is_soon(write: Moment | None, now: Moment) -> bool:
    age = write.age(now) if write is not None else None
    return age is not None and 0 <= age <= _SOON
