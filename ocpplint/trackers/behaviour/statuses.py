"""Connector statuses: changes that OCPP 1.6 does not have, and faults.

OCPP 1.6 section 4.9 has a table of the changes that are possible. OCPP 2.x has no such table: a connector there is
Available, Occupied, Reserved, Unavailable or Faulted, and use case G01 only defines what plugging a cable changes.
"""

from collections.abc import Sequence
from sys import intern
from typing import Any, Final

from ocpplint.facts.events import Incident
from ocpplint.facts.message import Message
from ocpplint.trackers.behaviour.payload_values import instant, number, word, written
from ocpplint.trackers.behaviour.reporting import incident
from ocpplint.trackers.behaviour.station import ConnectorState, StationActivity

_IN_TABLE: Final = (
    ("Available", "Preparing Charging SuspendedEV SuspendedEVSE Reserved Unavailable Faulted"),
    ("Preparing", "Available Charging SuspendedEV SuspendedEVSE Finishing Faulted"),
    ("Charging", "Available SuspendedEV SuspendedEVSE Finishing Unavailable Faulted"),
    ("SuspendedEV", "Available Charging SuspendedEVSE Finishing Unavailable Faulted"),
    ("SuspendedEVSE", "Available Charging SuspendedEV Finishing Unavailable Faulted"),
    ("Finishing", "Available Preparing Unavailable Faulted"),
    ("Reserved", "Available Preparing Unavailable Faulted"),
    ("Unavailable", "Available Preparing Charging SuspendedEV SuspendedEVSE Faulted"),
    ("Faulted", "Available Preparing Charging SuspendedEV SuspendedEVSE Finishing Reserved Unavailable"),
)
_AT_ONCE: Final = (
    ("Finishing Reserved", "Charging SuspendedEV SuspendedEVSE"),
    ("Preparing", "Unavailable"),
    ("Preparing Charging SuspendedEV SuspendedEVSE Finishing Unavailable", "Reserved"),
)
"""Changes over a status so short that a station may omit it: over Preparing where everything for charging is ready (F2
or G2, then B3 to B5), over Available to a requested status (A7, A8). The minimum duration may be vendor-specific,
whatever ``MinimumStatusDuration`` says."""
_PAUSED: Final = frozenset(("SuspendedEV", "SuspendedEVSE"))
_NO_EPOCH: Final = -1
_MOST_CONNECTORS: Final = 64
_MINIMUM_DURATION: Final = "MinimumStatusDuration"


def _followers(status: str, listed: str) -> frozenset[str]:
    at_once = (after for before, after in _AT_ONCE if status in before.split())
    return frozenset(" ".join((listed, *at_once)).split())


_FOLLOWS: Final = {status: _followers(status, listed) for status, listed in _IN_TABLE}


def called(message: Message, payload: dict[str, Any], life: StationActivity) -> Sequence[Incident]:
    """Process a StatusNotification of either version."""
    status, connector = word(payload.get("status")), number(payload.get("connectorId"))
    if status is None:
        status, connector = word(payload.get("connectorStatus")), number(payload.get("evseId"))
    if status is None or connector is None:
        return ()
    error = word(payload.get("errorCode")) or "NoError"
    before = life.connectors.get(connector)
    stamp = written(payload.get("timestamp"))
    now = ConnectorState(intern(status), intern(error), message.location, stamp, life.epoch)
    if before is not None and _is_older(now, before):
        # Sent late, or the clock was set back: the next status can't be compared with it.
        before.epoch = _NO_EPOCH
        return ()
    if before is not None or len(life.connectors) < _MOST_CONNECTORS:
        life.connectors[connector] = now
    _pause(life, connector, status)
    fault = _fault(message, payload, connector, before, now)
    if connector > 0 and before is not None and _is_impossible(before, now, life):
        return (*fault, _impossible(message, connector, before, now))
    return fault


def _is_older(now: ConnectorState, before: ConnectorState) -> bool:
    """Return whether a status was sent late: its timestamp is before that of the last one."""
    if now.stamp >= before.stamp:
        return False
    first, second = instant(before.stamp), instant(now.stamp)
    return first is not None and second is not None and second < first


def _is_impossible(before: ConnectorState, now: ConnectorState, life: StationActivity) -> bool:
    if before.epoch != now.epoch or before.status == now.status or life.settings.get(_MINIMUM_DURATION, 0) > 0:
        return False
    followers = _FOLLOWS.get(before.status)
    return followers is not None and now.status in _FOLLOWS and now.status not in followers


def _impossible(message: Message, connector: int, before: ConnectorState, now: ConnectorState) -> Incident:
    return incident(
        "status-transition",
        f"connector {connector} goes from {before.status} to {now.status}, a change that OCPP 1.6 does not have",
        message,
        connector=connector,
        detail=f"{before.status} {now.status}",
        confidence="medium",
        cause=before.place,
        cause_is=f"it was {before.status} here",
    )


def _fault(
    message: Message, payload: dict[str, Any], connector: int, before: ConnectorState | None, now: ConnectorState
) -> Sequence[Incident]:
    """Report a fault when it begins: a station repeats its statuses after a boot and on request."""
    is_fault = now.status == "Faulted"
    if not is_fault and now.error == "NoError":
        return ()
    if before is not None and (before.status == "Faulted", before.error) == (is_fault, now.error):
        return ()
    where = "the station" if connector == 0 else f"connector {connector}"
    vendor = word(payload.get("vendorErrorCode"))
    causes = [code for code in (now.error if now.error != "NoError" else None, vendor) if code]
    what = "is out of order" if is_fault else "reports an error"
    reason = f"{where} {what}" + (f": {', '.join(causes)}" if causes else "")
    detail = "Faulted" if is_fault else now.error
    return (incident("fault", reason, message, connector=connector or None, detail=detail),)


def _pause(life: StationActivity, connector: int, status: str) -> None:
    identity = life.open_on(connector) if life.sessions else None
    if identity is not None and status in _PAUSED:
        life.sessions[identity].is_paused = True
