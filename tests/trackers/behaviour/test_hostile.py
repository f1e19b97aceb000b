"""Payloads with anything in the place of anything: no rule fails over them, and the run goes on."""

from random import Random
from typing import Any

from tests.support.station_days import day
from tests.trackers.behaviour.test_healthy_days import judged, line

JUNK: list[Any] = [
    None,
    True,
    0,
    -3,
    1.5,
    1e300,
    10**30,
    "",
    "x",
    "2026-13-99T10:00:00+99:99",
    [],
    [[]],
    {},
    {"a": [{}]},
]
EVENT: dict[str, Any] = {
    "eventType": "Ended",
    "timestamp": "2026-03-01T10:00:00Z",
    "triggerReason": "CablePluggedIn",
    "seqNo": 0,
    "offline": True,
    "transactionInfo": {"transactionId": "T", "stoppedReason": "Reboot", "chargingState": "SuspendedEV"},
    "evse": {"id": 1},
    "meterValue": [{"sampledValue": [{"value": 3, "unitOfMeasure": {"unit": "kWh", "multiplier": 3}}]}],
}
ANSWER: dict[str, Any] = {
    "status": "Accepted",
    "idTagInfo": {"status": "Blocked"},
    "transactionId": 7,
    "currentTime": "2026-03-01T10:00:00Z",
    "interval": 300,
}
ACTIONS = (
    *("BootNotification", "StatusNotification", "MeterValues", "StartTransaction", "StopTransaction", "Heartbeat"),
    *("TransactionEvent", "Authorize", "SetChargingProfile", "RemoteStartTransaction", "UpdateFirmware", "Reset"),
    *("FirmwareStatusNotification", "LogStatusNotification", "TriggerMessage", "RequestStartTransaction"),
)


def spoilt(random: Random, value: Any) -> Any:
    """Put something else in the place of some parts of a payload."""
    if random.random() < 0.12:
        return random.choice(JUNK)
    if isinstance(value, dict):
        return {key: spoilt(random, part) for key, part in value.items()}
    return [spoilt(random, part) for part in value] if isinstance(value, list) else value


def test_spoilt_payloads_make_no_rule_fail() -> None:
    random = Random(5)  # noqa: S311  # a simulation
    frames = day(3)
    lines = [line(frame._replace(frame=[*frame.frame[:-1], spoilt(random, frame.frame[-1])])) for frame in frames]
    last = frames[-1]
    for number in range(3000):
        payload = spoilt(random, random.choice((EVENT, ANSWER, [])))
        call = last._replace(time=last.time + number, frame=[2, f"q{number}", random.choice(ACTIONS), payload])
        answer = call._replace(by_station=not call.by_station, frame=[3, f"q{number}", spoilt(random, ANSWER)])
        lines += [line(call), line(answer)]
    codes = {finding.code for finding in judged(lines)}
    assert "MSG003" in codes
    assert "INP900" not in codes
