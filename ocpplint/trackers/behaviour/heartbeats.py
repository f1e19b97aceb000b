"""Silence: late heartbeats, and stations that are offline while they charge.

OCPP 1.6 section 4.6 and OCPP 2.0.1 part 2, use case G02: a station sends a heartbeat after the configured interval,
unless it has sent something else. OCPP-J 1.6 section 5.3 allows WebSocket pings instead, so late heartbeats are only a
notice. One long silence is a lost connection; two of the same length between heartbeats are a different interval.
"""

from collections.abc import Sequence
from typing import Any

from ocpplint.facts.events import Incident
from ocpplint.facts.log_time import LOG_OFF
from ocpplint.facts.message import Message
from ocpplint.trackers.behaviour.payload_values import instant
from ocpplint.trackers.behaviour.reporting import incident
from ocpplint.trackers.behaviour.station import Away, StationActivity


def silence(message: Message, life: StationActivity, seconds: float) -> Sequence[Incident]:
    """Check a silence that a call of the station ends. It began with ``life.last_action``."""
    interval = life.interval
    found: Sequence[Incident] = ()
    if interval is not None and seconds < LOG_OFF and message.action != "BootNotification":
        found = _judged(message, life, seconds, interval)
    before = life.late
    is_late = seconds > life.late_after
    is_heartbeat = life.last_action == "Heartbeat" == message.action
    is_rhythm = is_late and is_heartbeat and not life.is_punctual
    if is_heartbeat and not is_late:
        life.is_punctual = True
    if seconds > life.silence_timeout:
        life.begin_epoch()
    if is_late:
        life.late = seconds if is_rhythm else None
    rhythm = _rhythm(message, life, seconds, before) if is_rhythm else ()
    return rhythm or found


def _rhythm(message: Message, life: StationActivity, seconds: float, before: float | None) -> Sequence[Incident]:
    """Check a silence between two heartbeats by the one ``before``: two of equal length are the actual interval."""
    interval, heartbeats = life.interval, life.detectors.heartbeats
    if interval is None or heartbeats is None or before is None:
        return ()
    if abs(seconds - before) > heartbeats.alike * seconds:
        return ()
    reason = f"the station sends heartbeats every {seconds:.0f} s; it was told to send them every {interval:.0f} s"
    return (incident("late-heartbeat", reason, message, seconds=seconds, expected=interval),)


def _judged(message: Message, life: StationActivity, seconds: float, interval: float) -> Sequence[Incident]:
    """Check a single silence; one skipped heartbeat makes it twice as long as the interval."""
    if life.sessions:
        offline = life.detectors.offline_periods
        if offline is not None and seconds > offline.factor * interval + offline.margin:
            life.away = Away(message, seconds, interval)
        return ()
    heartbeats = life.detectors.heartbeats
    if heartbeats is None or life.alone_since is None:
        return ()
    if seconds <= heartbeats.boot_factor * interval + heartbeats.margin:
        return ()
    reason = f"nothing was heard of the station for {seconds:.0f} s after its boot was accepted"
    cause: dict[str, Any] = {"cause": life.alone_since, "cause_is": "the boot that was accepted"}
    more = {"seconds": seconds, "expected": interval, "confidence": "medium"}
    return (incident("silence-after-boot", reason, message, **more, **cause),)


def queued(message: Message, payload: dict[str, Any], life: StationActivity) -> Sequence[Incident]:
    """Check whether a silence was an offline period, as a message older than its end proves.

    OCPP 1.6 section 3.7 and OCPP 2.0.1 part 2, use case E11: messages of transactions are queued and sent later.
    """
    away, offline = life.away, life.detectors.offline_periods
    if away is None or offline is None or message.time is None:
        return ()
    if message.time - (away.message.time or 0.0) > offline.queue:
        life.away = None
        return ()
    name, session = life.session_of(payload)
    if (
        session is None
        or session.began is None
        or not (payload.get("offline") is True or _is_old(payload, life, away, offline.old))
    ):
        return ()
    life.away = None
    reason = f"nothing was heard of the station for {away.seconds:.0f} s while transaction {name} was open"
    more = {
        "seconds": away.seconds,
        "expected": away.interval,
        "transaction": name,
        "connector": session.connector,
    }
    return (incident("silence-in-transaction", reason, away.message, **more),)


def _is_old(payload: dict[str, Any], life: StationActivity, away: Away, old: float) -> bool:
    values = payload.get("meterValue")
    holder = values[0] if isinstance(values, list) and values and isinstance(values[0], dict) else payload
    stamp = instant(payload.get("timestamp", holder.get("timestamp")))
    if stamp is None or life.anchor is None or away.message.time is None:
        return False
    end = life.anchor[0] + away.message.time - life.anchor[1]
    return end - away.seconds < stamp < end - old
