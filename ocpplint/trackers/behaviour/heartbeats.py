"""Silence: heartbeats that come later than agreed, and stations that are away while they charge.

OCPP 1.6 section 4.6 and OCPP 2.0.1 part 2, use case G02: a station sends a heartbeat after the interval it was given,
unless it has sent something else. OCPP-J 1.6 section 5.3 lets WebSocket pings take their place, so that heartbeats that
come, but late, are worth a notice and no more. One long silence is a lost connection; two of the same length, with
heartbeats around them, are another interval.
"""

from collections.abc import Sequence
from typing import Any, Final

from ocpplint.facts.events import Incident
from ocpplint.facts.log_time import LOG_OFF
from ocpplint.facts.message import Message
from ocpplint.trackers.behaviour.payload_values import instant
from ocpplint.trackers.behaviour.reporting import incident
from ocpplint.trackers.behaviour.station import MARGIN, Away, StationActivity

_ALIKE: Final = 0.25
"""By how much two silences may differ that come from one interval."""
_QUEUE_IS_EMPTY: Final = 120.0
"""Seconds after a silence in which what was kept meanwhile is sent."""
_SURELY_OLD: Final = 60.0
"""Seconds by which a message is older than its sending if it was kept, and no clock is only a little off."""


def silence(message: Message, life: StationActivity, seconds: float) -> Sequence[Incident]:
    """Judge a silence that a call of the station ends. It began with ``life.last_action``."""
    interval, late = life.interval, life.late
    found: Sequence[Incident] = ()
    if interval is not None and seconds < LOG_OFF and message.action != "BootNotification":
        found = _judged(message, life, seconds, interval)
    is_rhythm = life.last_action == "Heartbeat" == message.action and not life.is_punctual
    life.begin_epoch()
    life.late = seconds if is_rhythm else None
    if is_rhythm and late is not None and interval is not None and abs(seconds - late) <= _ALIKE * seconds:
        reason = (
            f"the station sends heartbeats every {seconds:.0f} s; it was told to send them every {interval:.0f} s"
        )
        return (incident("late-heartbeat", reason, message, seconds=seconds, expected=interval),)
    return found


def _judged(message: Message, life: StationActivity, seconds: float, interval: float) -> Sequence[Incident]:
    """Judge a silence by itself, which a skipped heartbeat alone would make twice as long as the interval."""
    if seconds <= 2 * interval + MARGIN:
        return ()
    if life.sessions:
        life.away = Away(message, seconds, interval)
    elif life.alone_since is not None:
        reason = f"nothing was heard of the station for {seconds:.0f} s after its boot was accepted"
        cause: dict[str, Any] = {"cause": life.alone_since, "cause_is": "the boot that was accepted"}
        more = {"seconds": seconds, "expected": interval, "confidence": "medium"}
        return (incident("silence-after-boot", reason, message, **more, **cause),)
    return ()


def queued(message: Message, payload: dict[str, Any], life: StationActivity) -> Sequence[Incident]:
    """Look for the proof that a silence was an offline period: a message that is older than its end.

    OCPP 1.6 section 3.7 and OCPP 2.0.1 part 2, use case E11: what concerns transactions is kept and sent late.
    """
    away = life.away
    if away is None or message.time is None:
        return ()
    if message.time - (away.message.time or 0.0) > _QUEUE_IS_EMPTY:
        life.away = None
        return ()
    name, session = life.session_of(payload)
    if (
        session is None
        or session.began is None
        or not (payload.get("offline") is True or _is_old(payload, life, away))
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


def _is_old(payload: dict[str, Any], life: StationActivity, away: Away) -> bool:
    values = payload.get("meterValue")
    holder = values[0] if isinstance(values, list) and values and isinstance(values[0], dict) else payload
    stamp = instant(payload.get("timestamp", holder.get("timestamp")))
    if stamp is None or life.anchor is None or away.message.time is None:
        return False
    end = life.anchor[0] + away.message.time - life.anchor[1]
    return end - away.seconds < stamp < end - _SURELY_OLD
