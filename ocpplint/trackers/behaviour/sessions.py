"""Sessions of a station: open transactions, refusals, and stops without a transaction.

OCPP 1.6 sections 4.8 (Start Transaction) and 4.10 (Stop Transaction); OCPP 2.0.1 part 2, block E. The fact
``transaction`` says what begins and ends one.
"""

from collections.abc import Sequence
from typing import Any, Final

from ocpplint.facts.events import Incident, Transaction
from ocpplint.facts.fact import Location
from ocpplint.facts.message import Exchange, Message
from ocpplint.trackers.behaviour import meters
from ocpplint.trackers.behaviour.payload_values import number, word
from ocpplint.trackers.behaviour.reporting import incident
from ocpplint.trackers.behaviour.station import ChargingSession, StationActivity, begin

_LONGEST_NUMBER: Final = 20
_NOT_TOLD: Final = 0
"""Time and register of an end that the station did not report."""
_DEFINITE: Final = frozenset(("Blocked", "Expired", "Invalid", "Unknown", "NoCredit"))
"""Refusals that mean that the driver may not charge, neither here nor now (OCPP 1.6, 7.2; OCPP 2.0.1,
AuthorizationStatusEnumType). ConcurrentTx and what concerns place and time leave that open."""


def changed(fact: Transaction, life: StationActivity) -> None:
    """Process the start or end of a transaction."""
    if fact.event == "started":
        life.stopped.pop(fact.id, None)
        if fact.id not in life.sessions:
            begin(life, fact.id, ChargingSession(fact.connector, fact.place.locate(), life.epoch, fact.time))
    elif fact.implied and life.sessions.pop(fact.id, None) is not None:
        _remember(life, fact.id, _NOT_TOLD, fact.time, fact.place.locate())


def stopped(message: Message, payload: dict[str, Any], life: StationActivity) -> Sequence[Incident]:
    """Process a StopTransaction."""
    identity = number(payload.get("transactionId"))
    if identity is None:
        return ()
    name = str(identity)
    session = life.sessions.pop(name, None)
    content = hash((repr(payload.get("timestamp")), repr(payload.get("meterStop")))) or 1
    before = life.stopped.get(name)
    if before is not None and identity > 0 and session is None and _is_another(before, content, message, life):
        reason = f"transaction {name} is stopped once more, with another time or meter value"
        more = {"transaction": name, "cause": before[2], "cause_is": "it was stopped here"}
        return (incident("repeated-stop", reason, message, **more),)
    _remember(life, name, content, message.time, message.location)
    if session is not None:
        if session.began is not None:
            life.finished_in = life.epoch
        return meters.finished(message, payload, name, session, life)
    return _unknown(message, identity, life) if before is None else ()


def event(message: Message, payload: dict[str, Any], life: StationActivity) -> Sequence[Incident]:
    """Process a TransactionEvent of OCPP 2.x with its meter values."""
    info, evse = payload.get("transactionInfo"), payload.get("evse")
    name = word(info.get("transactionId")) if isinstance(info, dict) else None
    if name is None:
        return ()
    connector = number(evse.get("id")) if isinstance(evse, dict) else None
    session = life.sessions.get(name)
    if session is None:
        session = begin(life, name, ChargingSession(connector, message.location, life.epoch))
    session.connector = session.connector or connector
    _pause(payload, session)
    values = payload.get("meterValue")
    found = meters.sampled(message, values, name, session, life) if values else ()
    if payload.get("eventType") == "Ended":
        del life.sessions[name]
        return (*found, *meters.finished(message, payload, name, session, life))
    return found


def answered(exchange: Exchange, life: StationActivity) -> Sequence[Incident]:
    """Process what the CSMS answered to StartTransaction or TransactionEvent about the identification."""
    answer, call = exchange.answer, exchange.call
    if answer is None or answer.time is None or not isinstance(answer.payload, dict) or not life.sessions:
        return ()
    info = answer.payload.get("idTagInfo") or answer.payload.get("idTokenInfo")
    status = word(info.get("status")) if isinstance(info, dict) else None
    session = life.sessions.get(_identity(call, answer))
    if session is not None and status is not None:
        session.baseline = None
        session.refused = (answer.time, status, answer.location) if status in _DEFINITE else None
    return ()


def _identity(call: Message, answer: Message) -> str:
    if call.action == "StartTransaction":
        return str(answer.payload.get("transactionId"))
    info = call.payload.get("transactionInfo") if isinstance(call.payload, dict) else None
    return str(info.get("transactionId")) if isinstance(info, dict) else ""


def _remember(life: StationActivity, name: str, content: int, time: float | None, place: Location) -> None:
    """Keep a finished transaction. ``content`` is a digest of its time and register."""
    while len(life.stopped) >= life.share.most_stopped and name not in life.stopped:
        oldest = next(iter(life.stopped))
        del life.stopped[oldest]
        if oldest.isdecimal() and len(oldest) <= _LONGEST_NUMBER:
            life.forgotten = max(life.forgotten, int(oldest))
    life.stopped[name] = (content, time, place)


def _is_another(
    before: tuple[int, float | None, Location], content: int, message: Message, life: StationActivity
) -> bool:
    """Return whether this is a second end, and neither a request sent again nor another transaction with the id."""
    stops = life.detectors.stops
    if stops is None or before[0] in (content, _NOT_TOLD):
        return False
    return before[1] is None or message.time is None or message.time - before[1] < stops.reuse


def _unknown(message: Message, identity: int, life: StationActivity) -> Sequence[Incident]:
    """Check a stop without a start in the trace, although every connector was without a transaction before.

    A station may stop a transaction that began before the trace, offline or without an id from the CSMS, or, at a boot,
    one that a power failure has ended. So it must have started and finished another transaction since.
    """
    if identity <= life.forgotten or life.sessions or life.finished_in != life.epoch or not _is_idle(life):
        return ()
    reason = f"transaction {identity} is stopped; since all connectors were available no transaction has begun"
    more = {"transaction": str(identity), "confidence": "medium"}
    return (incident("unknown-stop", reason, message, **more),)


def _is_idle(life: StationActivity) -> bool:
    """Return whether all connectors are available, with no gap since."""
    states = [state for connector, state in life.connectors.items() if connector > 0]
    if not states or any(state.status != "Available" or state.epoch != life.epoch for state in states):
        return False
    count = life.settings.get("NumberOfConnectors")
    return count is not None and len(states) >= count


def _pause(payload: dict[str, Any], session: ChargingSession) -> None:
    info = payload["transactionInfo"]
    if info.get("chargingState") in ("SuspendedEV", "SuspendedEVSE", "EVConnected", "Idle"):
        session.is_paused = True
