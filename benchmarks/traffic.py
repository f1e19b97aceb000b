"""Healthy OCPP 1.6 traffic of any length, made up as it is needed: the same every time."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

_START = datetime(2026, 3, 1, tzinfo=UTC)
_SECONDS_APART = 2
_BUSY_FROM = 100
"""Stations from which on messages are closer together: each says something every few minutes."""
_METER_VALUES = 12
"""Reports of the meter in a charging session."""

Turn = tuple[str, dict[str, Any], dict[str, Any]]


def bare_frames(count: int) -> Iterator[bytes]:
    """Yield ``count`` frames of one station, a line each."""
    for number, (_, _, frame) in enumerate(_messages(1)):
        if number == count:
            return
        yield f"{frame}\n".encode()


def log_lines(count: int, stations: int) -> Iterator[bytes]:
    """Yield ``count`` frames as a CSMS logs them that talks to many stations at once, a line each."""
    for number, (station, sender, frame) in enumerate(_messages(stations)):
        if number == count:
            return
        moment = _moment(number, stations).isoformat(sep=" ", timespec="milliseconds").removesuffix("+00:00")
        word = "receive message" if sender == "station" else "send"
        yield f"{moment} INFO (MainThread) [ocpp] CP{station:04}: {word} {frame}\n".encode()


def _messages(stations: int) -> Iterator[tuple[int, str, str]]:
    """Yield station, sender and frame of messages without end, the stations in turns."""
    turns = [_turns(station) for station in range(stations)]
    number = 0
    while True:
        for station, station_turns in enumerate(turns):
            number += 1
            action, call, answer = next(station_turns)
            if "timestamp" in call:
                call["timestamp"] = _timestamp(2 * number, stations)
            if "currentTime" in answer:
                answer["currentTime"] = _timestamp(2 * number, stations)
            yield station, "station", _frame([2, f"{number:x}", action, call])
            yield station, "csms", _frame([3, f"{number:x}", answer])


def _turns(station: int) -> Iterator[Turn]:
    """Yield what a station says and hears from its boot on."""
    boot = {
        "chargePointVendor": "Example",
        "chargePointModel": "Duo 22",
        "chargePointSerialNumber": f"EX-7741-{station:05}",
        "firmwareVersion": "2.4.1",
    }
    yield "BootNotification", boot, {"status": "Accepted", "currentTime": "", "interval": 300}
    transaction = station * 100_000
    while True:
        transaction += 1
        yield from _session(transaction, transaction % 2 + 1)
        yield "Heartbeat", {}, {"currentTime": ""}


def _session(transaction: int, connector: int) -> Iterator[Turn]:
    tag = {"idTagInfo": {"status": "Accepted"}}
    yield "Authorize", {"idTag": "04E1A7B2"}, tag
    yield _status(connector, "Preparing")
    start = {"connectorId": connector, "idTag": "04E1A7B2", "meterStart": 100, "timestamp": ""}
    yield "StartTransaction", start, {"transactionId": transaction, **tag}
    yield _status(connector, "Charging")
    for energy in range(_METER_VALUES):
        yield _meter_values(transaction, connector, 100 + energy * 250)
    stop = {
        "transactionId": transaction,
        "idTag": "04E1A7B2",
        "meterStop": 3100,
        "timestamp": "",
        "reason": "Local",
    }
    yield "StopTransaction", stop, tag
    yield _status(connector, "Available")


def _status(connector: int, status: str) -> Turn:
    call = {"connectorId": connector, "errorCode": "NoError", "status": status, "timestamp": ""}
    return "StatusNotification", call, {}


def _meter_values(transaction: int, connector: int, energy: int) -> Turn:
    sampled = [
        {"value": str(energy), "measurand": "Energy.Active.Import.Register", "unit": "Wh"},
        {"value": "16.1", "measurand": "Current.Import", "phase": "L1", "unit": "A"},
        {"value": "229.8", "measurand": "Voltage", "phase": "L1-N", "unit": "V"},
    ]
    value = {"timestamp": _timestamp(energy, 1), "sampledValue": sampled}
    return "MeterValues", {"connectorId": connector, "transactionId": transaction, "meterValue": [value]}, {}


def _frame(elements: list[Any]) -> str:
    return json.dumps(elements, separators=(",", ":"))


def _moment(number: int, stations: int) -> datetime:
    return _START + timedelta(seconds=number * _SECONDS_APART * min(1.0, _BUSY_FROM / stations))


def _timestamp(number: int, stations: int) -> str:
    return _moment(number, stations).isoformat(timespec="milliseconds").replace("+00:00", "Z")
