"""Charging profiles with mistakes that a condition on one message can't find.

OCPP 1.6 sections 3.13.1, 5.16.4, 7.13 and 9.4.1; OCPP 2.0.1 part 2, use case K01 (FR.09, FR.31, FR.35). Checks of the
message alone are in the rule.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from ocpplint.facts.events import Incident
from ocpplint.facts.message import Exchange
from ocpplint.trackers.behaviour.payload_values import instant, number
from ocpplint.trackers.behaviour.reporting import incident
from ocpplint.trackers.behaviour.station import StationActivity

_STACK_LEVELS: Final = "ChargeProfileMaxStackLevel"


def answered(exchange: Exchange, life: StationActivity) -> Sequence[Incident]:
    """Process a SetChargingProfile."""
    payload = exchange.call.payload
    if not isinstance(payload, dict):
        return ()
    profile = payload.get("csChargingProfiles") or payload.get("chargingProfile")
    if not isinstance(profile, dict):
        return ()
    connector = number(payload.get("connectorId", payload.get("evseId")))
    found = list(_periods(exchange, profile, connector))
    found += _valid(exchange, profile, connector)
    found += _stacked(exchange, profile, connector, life)
    found += _without_transaction(exchange, profile, connector, life)
    return found


def _periods(exchange: Exchange, profile: dict[str, Any], connector: int | None) -> Iterator[Incident]:
    schedules = profile.get("chargingSchedule")
    for schedule in schedules if isinstance(schedules, list) else [schedules]:
        periods = schedule.get("chargingSchedulePeriod") if isinstance(schedule, dict) else None
        if not isinstance(periods, list):
            continue
        starts = [number(period.get("startPeriod")) for period in periods if isinstance(period, dict)]
        known = [start for start in starts if start is not None]
        if not known or len(known) < len(starts):
            continue
        if known[0] != 0:
            yield _about(
                exchange, "profile-periods", f"its first period begins after {known[0]} s and not at 0", connector
            )
        elif any(later <= earlier for earlier, later in pairwise(known)):
            yield _about(exchange, "profile-periods", "its periods do not rise in time", connector)


def _valid(exchange: Exchange, profile: dict[str, Any], connector: int | None) -> Iterator[Incident]:
    begin, end = instant(profile.get("validFrom")), instant(profile.get("validTo"))
    if begin is not None and end is not None and end <= begin:
        yield _about(exchange, "profile-validity", "`validTo` is not after `validFrom`", connector)


def _stacked(
    exchange: Exchange, profile: dict[str, Any], connector: int | None, life: StationActivity
) -> Iterator[Incident]:
    most, level = life.settings.get(_STACK_LEVELS), number(profile.get("stackLevel"))
    if most is not None and level is not None and level > most:
        reason = f"its stack level is {level}, and the station takes levels up to {most:.0f}"
        yield _about(exchange, "profile-stack-level", reason, connector)


def _without_transaction(
    exchange: Exchange, profile: dict[str, Any], connector: int | None, life: StationActivity
) -> Iterator[Incident]:
    """Check that a profile for a transaction has one (OCPP 1.6, 3.13.1 and 5.16.4): an available connector has none."""
    if profile.get("chargingProfilePurpose") != "TxProfile" or not connector or exchange.status != "Rejected":
        return
    state = life.connectors.get(connector)
    if state is None or state.status != "Available" or state.epoch != life.epoch or life.open_on(connector):
        return
    reason = f"it is a TxProfile, and there is no transaction on connector {connector}"
    yield _about(exchange, "profile-without-transaction", reason, connector)


def _about(exchange: Exchange, kind: Any, reason: str, connector: int | None) -> Incident:
    return incident(kind, reason, exchange.call, connector=connector, confidence="high")
