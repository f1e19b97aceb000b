"""The station's clock, measured by the times that the CSMS tells it (OCPP 1.6 sections 4.2 and 4.6).

The log's own clock counts only the seconds in between: it may be local. Messages that were queued have old times, each
another; a clock that is wrong is wrong by the same time again and again.
"""

from collections.abc import Sequence
from typing import Any, Final

from ocpplint.facts.events import Incident
from ocpplint.facts.message import Exchange, Message
from ocpplint.trackers.behaviour.payload_values import instant
from ocpplint.trackers.behaviour.reporting import incident
from ocpplint.trackers.behaviour.station import NEVER, StationActivity

_MEASURED: Final = 4
_SPREAD: Final = 15.0
"""Seconds by which the lags of one wrong clock differ."""
_APART: Final = 30.0
"""Seconds between two measurements."""
_LONG_ENOUGH: Final = 120.0
"""Seconds that the messages with these lags are apart: a queue is emptied faster."""
_WORTH_A_LOOK: Final = 20.0
_HOUR: Final = 3600.0
_QUARTER: Final = 900.0


def told(exchange: Exchange, life: StationActivity) -> Sequence[Incident]:
    """Take in an answer with the time of the CSMS."""
    answer = exchange.answer
    if answer is None or answer.time is None or not isinstance(answer.payload, dict):
        return ()
    now = instant(answer.payload.get("currentTime"))
    if now is not None:
        if (
            life.anchor is not None
            and abs((now - life.anchor[0]) - (answer.time - life.anchor[1])) > _WORTH_A_LOOK
        ):
            # The clock of the CSMS, or of the log, does not run evenly: nothing can be measured by it.
            life.lags.clear()
        life.anchor = (now, answer.time)
    return ()


def called(message: Message, payload: dict[str, Any], life: StationActivity) -> Sequence[Incident]:
    """Measure the clock by a message that a station sends when something happens."""
    if life.anchor is None or message.time is None or message.time < life.next_measure:
        return ()
    life.next_measure = message.time + _APART
    stamp = instant(payload.get("timestamp"))
    if stamp is None:
        return ()
    lag = stamp - (life.anchor[0] + message.time - life.anchor[1])
    if abs(lag) < _WORTH_A_LOOK:
        life.lags.clear()
        return ()
    life.lags = [*life.lags[1 - _MEASURED :], (lag, message.time)]
    return _judged(message, life)


def _judged(message: Message, life: StationActivity) -> Sequence[Incident]:
    lags = [lag for lag, _ in life.lags]
    if len(lags) < _MEASURED or max(lags) - min(lags) > _SPREAD:
        return ()
    if life.lags[-1][1] - life.lags[0][1] < _LONG_ENOUGH:
        return ()
    life.next_measure = NEVER
    off = sorted(lags)[_MEASURED // 2]
    way = "ahead of" if off > 0 else "behind"
    reason = f"the station's clock is {abs(off):.0f} s {way} the CSMS's"
    is_zone = abs(off) > _QUARTER / 2 and abs(off - round(off / _QUARTER) * _QUARTER) <= 2 * _SPREAD
    detail = "zone" if is_zone and abs(off) < 15 * _HOUR else "skew"
    return (incident("wrong-clock", reason, message, seconds=abs(off), detail=detail, confidence="medium"),)
