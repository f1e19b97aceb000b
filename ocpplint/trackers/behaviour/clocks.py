"""The station's clock, measured by the times that the CSMS sends (OCPP 1.6 sections 4.2 and 4.6).

The log's own clock is used only for durations: it may be local. Queued messages have old times with varying offsets; a
wrong clock has a constant offset.
"""

from collections.abc import Sequence
from typing import Any, Final

from ocpplint.facts.detectors import Clocks
from ocpplint.facts.events import Incident
from ocpplint.facts.message import Exchange, Message
from ocpplint.trackers.behaviour.payload_values import instant
from ocpplint.trackers.behaviour.reporting import incident
from ocpplint.trackers.behaviour.station import NEVER, StationActivity

_HOUR: Final = 3600.0
_QUARTER: Final = 900.0
"""Seconds. Time zones differ by whole quarters of an hour."""


def told(exchange: Exchange, life: StationActivity) -> Sequence[Incident]:
    """Process an answer with the time of the CSMS."""
    answer = exchange.answer
    if answer is None or answer.time is None or not isinstance(answer.payload, dict):
        return ()
    now = instant(answer.payload.get("currentTime"))
    if now is not None:
        anchor, clocks = life.anchor, life.detectors.clocks
        if (
            clocks is not None
            and anchor is not None
            and abs((now - anchor[0]) - (answer.time - anchor[1])) > clocks.even
        ):
            # The clock of the CSMS or of the log jumps: it can't be used for measurements.
            life.lags.clear()
        life.anchor = (now, answer.time)
    return ()


def called(message: Message, payload: dict[str, Any], life: StationActivity) -> Sequence[Incident]:
    """Measure the clock by a message that a station sends at the time of an event."""
    if life.anchor is None or message.time is None or message.time < life.next_measure:
        return ()
    clocks = life.detectors.clocks
    if clocks is None:
        return ()
    life.next_measure = message.time + clocks.every
    stamp = instant(payload.get("timestamp"))
    if stamp is None:
        return ()
    lag = stamp - (life.anchor[0] + message.time - life.anchor[1])
    if abs(lag) < clocks.limit - clocks.spread:
        # Less than the smallest lag of a clock that is off by more than the limit.
        life.lags.clear()
        return ()
    life.lags = [*life.lags[1 - clocks.samples :], (lag, message.time)]
    return _judged(message, life, clocks)


def _judged(message: Message, life: StationActivity, clocks: Clocks) -> Sequence[Incident]:
    lags = [lag for lag, _ in life.lags]
    if len(lags) < clocks.samples or max(lags) - min(lags) > clocks.spread:
        return ()
    off = sorted(lags)[clocks.samples // 2]
    if life.lags[-1][1] - life.lags[0][1] < clocks.span or abs(off) <= clocks.limit:
        return ()
    life.next_measure = NEVER
    way = "ahead of" if off > 0 else "behind"
    reason = f"the station's clock is {abs(off):.0f} s {way} the CSMS's"
    is_zone = abs(off) > _QUARTER / 2 and abs(off - round(off / _QUARTER) * _QUARTER) <= 2 * clocks.spread
    detail = "zone" if is_zone and abs(off) < 15 * _HOUR else "skew"
    return (incident("wrong-clock", reason, message, seconds=abs(off), detail=detail, confidence="medium"),)
