"""Healthy OCPP 1.6 traffic of a fleet, as its CSMS logs it: every station boots and charges again and again.

Each station has a turn every half minute of the log's time, so that what a station may take its time for (heartbeats,
meter values, answers) comes when it should, however many stations there are. It is made up as it is needed, and the
same every time.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

_START: Final = datetime(2026, 3, 1, tzinfo=UTC)
_SECONDS: Final = 30.0
"""From one turn of a station to its next."""
_CONFIGURED: Final = 10
"""One station in so many is asked for its configuration, and given a setting, after it has booted."""
_METER_VALUES: Final = 3
"""Reports of the meter in a charging session."""
_LATER: Final = 8
"""So many turns after the first stations the last ones begin to charge."""
_TAG: Final = '"idTagInfo":{"status":"Accepted"}'
_REPORTED: Final = (
    *(("HeartbeatInterval", "300"), ("ConnectionTimeOut", "60"), ("MeterValueSampleInterval", "30")),
    *(("NumberOfConnectors", "2"), ("AuthorizeRemoteTxRequests", "true"), ("LocalPreAuthorize", "false")),
    *(("StopTransactionOnEVSideDisconnect", "true"), ("ConnectorPhaseRotation", "1.RST,2.RTS")),
    *(("MeterValuesSampledData", "Energy.Active.Import.Register"), ("ClockAlignedDataInterval", "0")),
)


class _Moment(NamedTuple):
    """When a station has its turn. ``stamp`` is the time as payloads have it, ``energy`` the meter's reading."""

    station: int
    stamp: str
    transaction: int
    energy: int

    @property
    def connector(self) -> int:
        """The connector of the session: the two take turns."""
        return self.transaction % 2 + 1


class _Turn(NamedTuple):
    """A call and its answer: what makes the payload of each."""

    action: str
    call: Callable[[_Moment], str]
    answer: Callable[[_Moment], str]
    is_commanded: bool = False


def lines_of_fleet(transactions: int, stations: int) -> Iterator[bytes]:
    """Yield the lines of a log in which ``stations`` have about as many ``transactions`` altogether."""
    rounds = len(_BOOT) + _LATER + max(1, transactions // stations) * len(_SESSION)
    number = 0
    for turn in range(rounds):
        for station in range(stations):
            number += 1
            seconds = _SECONDS * (turn + station / stations)
            yield from _lines(number, station, seconds, *_due(turn, station))


def _due(turn: int, station: int) -> tuple[_Turn, int]:
    """Return what a station does in its turn, and how many turns it has spent on sessions."""
    script = _BOOT if station % _CONFIGURED else _CONFIGURED_BOOT
    waits = len(_CONFIGURED_BOOT) + station % _LATER
    if turn < waits:
        return (script[turn] if turn < len(script) else _HEARTBEAT), 0
    charging = turn - waits
    return _SESSION[charging % len(_SESSION)], charging


def _lines(number: int, station: int, seconds: float, turn: _Turn, charging: int) -> Iterator[bytes]:
    moment = (_START + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")[:23]
    transaction = station * 100_000 + charging // len(_SESSION) + 1
    now = _Moment(station, f"{moment}Z", transaction, charging * 250)
    identity = f"{number:08x}-7c1f-4b5e-9d2a-{station:012x}"
    head = f"{moment.replace('T', ' ')} INFO (MainThread) [ocpp] CP{station:05}:"
    words = ("send", "receive message") if turn.is_commanded else ("receive message", "send")
    yield f'{head} {words[0]} [2,"{identity}","{turn.action}",{turn.call(now)}]\n'.encode()
    yield f'{head} {words[1]} [3,"{identity}",{turn.answer(now)}]\n'.encode()


def _empty(_: _Moment) -> str:
    return "{}"


def _status(status: str, connector: int | None = None) -> _Turn:
    def call(now: _Moment) -> str:
        which = now.connector if connector is None else connector
        return f'{{"connectorId":{which},"errorCode":"NoError","status":"{status}","timestamp":"{now.stamp}"}}'

    return _Turn("StatusNotification", call, _empty)


def _boot(now: _Moment) -> str:
    return (
        '{"chargePointVendor":"Example","chargePointModel":"Duo 22",'
        f'"chargePointSerialNumber":"EX-7741-{now.station:05}","firmwareVersion":"2.4.1"}}'
    )


def _report(_: _Moment) -> str:
    keys = ",".join(f'{{"key":"{key}","readonly":false,"value":"{value}"}}' for key, value in _REPORTED)
    return f'{{"configurationKey":[{keys}]}}'


def _start(now: _Moment) -> str:
    return (
        f'{{"connectorId":{now.connector},"idTag":"04E1A7{now.station % 256:02X}","meterStart":{now.energy},'
        f'"timestamp":"{now.stamp}"}}'
    )


def _meter_values(now: _Moment) -> str:
    return (
        f'{{"connectorId":{now.connector},"transactionId":{now.transaction},'
        f'"meterValue":[{{"timestamp":"{now.stamp}","sampledValue":['
        f'{{"value":"{now.energy}","measurand":"Energy.Active.Import.Register","unit":"Wh"}},'
        '{"value":"16.1","measurand":"Current.Import","phase":"L1","unit":"A"}]}]}'
    )


def _stop(now: _Moment) -> str:
    return (
        f'{{"transactionId":{now.transaction},"meterStop":{now.energy},"timestamp":"{now.stamp}",'
        '"reason":"EVDisconnected"}'
    )


_HEARTBEAT: Final = _Turn("Heartbeat", _empty, lambda now: f'{{"currentTime":"{now.stamp}"}}')
_BOOT: Final = (
    _Turn(
        "BootNotification",
        _boot,
        lambda now: f'{{"status":"Accepted","currentTime":"{now.stamp}","interval":300}}',
    ),
    *(_status("Available", connector) for connector in range(3)),
)
_CONFIGURED_BOOT: Final = (
    *_BOOT,
    _Turn("GetConfiguration", _empty, _report, is_commanded=True),
    _Turn(
        "ChangeConfiguration",
        lambda _: '{"key":"ConnectionTimeOut","value":"90"}',
        lambda _: '{"status":"Accepted"}',
        is_commanded=True,
    ),
)
_SESSION: Final = (
    _status("Preparing"),
    _Turn("Authorize", lambda now: f'{{"idTag":"04E1A7{now.station % 256:02X}"}}', lambda _: f"{{{_TAG}}}"),
    _Turn("StartTransaction", _start, lambda now: f'{{"transactionId":{now.transaction},{_TAG}}}'),
    _status("Charging"),
    *[_Turn("MeterValues", _meter_values, _empty)] * _METER_VALUES,
    _Turn("StopTransaction", _stop, lambda _: f"{{{_TAG}}}"),
    _status("Finishing"),
    _status("Available"),
    _HEARTBEAT,
)
