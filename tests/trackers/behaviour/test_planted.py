"""A mistake in the life of one station, among days of healthy ones, is found where it was made, and nothing else is."""

from collections.abc import Callable
from itertools import count
from random import Random
from typing import Any

import pytest

from tests.support.station_days import Station, day, stamp
from tests.trackers.behaviour.test_healthy_days import judged, line, nameless

TAG = {"idTagInfo": {"status": "Accepted"}}
Plant = Callable[[Station], None]


def status(station: Station, connector: int, name: str, error: str = "NoError") -> None:
    payload = {"connectorId": connector, "errorCode": error, "status": name, "timestamp": stamp(station.now)}
    station.call("StatusNotification", payload, {})


def start(station: Station, identity: int, *, connector: int = 1, begun: float | None = None, **more: Any) -> None:
    at = stamp(station.now if begun is None else begun)
    payload = {"connectorId": connector, "idTag": "04E1A7B2", "meterStart": 1000, "timestamp": at}
    station.call("StartTransaction", payload, {"transactionId": identity, **TAG, **more})


def sample(station: Station, identity: int, register: float) -> None:
    values = [{"timestamp": stamp(station.now), "sampledValue": [{"value": f"{register}"}]}]
    station.call("MeterValues", {"connectorId": 1, "transactionId": identity, "meterValue": values}, {})


def stop(station: Station, identity: int, register: int, reason: str = "Local") -> None:
    payload = {"transactionId": identity, "meterStop": register, "timestamp": stamp(station.now), "reason": reason}
    station.call("StopTransaction", payload, TAG)


def charge(station: Station, identity: int = 7, *, falls: bool = False, values: bool = True) -> None:
    """Charge for twenty minutes on connector 1."""
    status(station, 1, "Preparing")
    start(station, identity)
    status(station, 1, "Charging")
    for minute in range(1, 20):
        station.now += 60
        if minute % 5 == 0:
            station.call("Heartbeat", {}, {"currentTime": stamp(station.now)})
        if values:
            sample(station, identity, 1000 + 100 * minute - (1500 if falls and minute == 17 else 0))
    stop(station, identity, 4000)
    status(station, 1, "Finishing")
    status(station, 1, "Available")


def jumps(station: Station) -> None:
    status(station, 1, "Finishing")


def faults(station: Station) -> None:
    status(station, 2, "Faulted", "GroundFailure")


def boots_again(station: Station) -> None:
    for _ in range(3):
        station.now += 60
        station.boot()


def beats_slowly(station: Station) -> None:
    for _ in range(4):
        station.now += 1000
        station.call("Heartbeat", {}, {"currentTime": stamp(station.now)})


def starts_twice(station: Station) -> None:
    begun = station.now
    start(station, 7)
    station.now += 40
    start(station, 8, begun=begun)
    for register in (1100, 1200, 1300):
        station.now += 60
        sample(station, 8, register)
    stop(station, 8, 4000)


def stops_what_is_not(station: Station) -> None:
    answer = {"configurationKey": [{"key": "NumberOfConnectors", "readonly": True, "value": "2"}]}
    station.call("GetConfiguration", {"key": ["NumberOfConnectors"]}, answer, by_station=False)
    charge(station)
    stop(station, 99, 4000)


def never_stops(station: Station) -> None:
    station.call("GetLocalListVersion", {}, {"listVersion": 3}, by_station=False)
    start(station, 7)
    sample(station, 7, 1100)
    status(station, 1, "Available")
    for _ in range(6):
        station.now += 290
        station.call("Heartbeat", {}, {"currentTime": stamp(station.now)})


def loses_power(station: Station) -> None:
    start(station, 7)
    station.now += 120
    sample(station, 7, 1500)
    stop(station, 7, 2000, "PowerLoss")


def refuses(station: Station) -> None:
    station.call("Authorize", {"idTag": "04E1A7B2"}, {"idTagInfo": {"status": "Expired"}})


def charges_refused(station: Station) -> None:
    start(station, 7, idTagInfo={"status": "Blocked"})
    for minute in range(1, 5):
        station.now += 100
        sample(station, 7, 1000 + 800 * minute)
    stop(station, 7, 6000)


def ends_at_once(station: Station) -> None:
    start(station, 7)
    stop(station, 7, 1001)


def limits_nobody(station: Station) -> None:
    profile = {
        "chargingProfileId": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxProfile",
        "chargingProfileKind": "Relative",
        "chargingSchedule": {
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16.0}],
        },
    }
    payload = {"connectorId": 0, "csChargingProfiles": profile}
    station.call("SetChargingProfile", payload, {"status": "Rejected"}, by_station=False)


def fails_to_update(station: Station) -> None:
    station.call("FirmwareStatusNotification", {"status": "InstallationFailed"}, {})


def fails_to_upload(station: Station) -> None:
    station.call("DiagnosticsStatusNotification", {"status": "UploadFailed"}, {})


def answers_late(station: Station) -> None:
    station.call("GetLocalListVersion", {}, {"listVersion": 3}, by_station=False)
    station.frames[-1] = station.frames[-1]._replace(time=station.frames[-1].time + 20)
    station.now += 20


def has_another_clock(station: Station) -> None:
    for name in ("Preparing", "Charging", "SuspendedEV", "Charging", "Finishing", "Available"):
        station.now += 100
        payload = {"connectorId": 2, "errorCode": "NoError", "status": name, "timestamp": stamp(station.now - 500)}
        station.call("StatusNotification", payload, {})


PLANTS: list[tuple[Plant, list[str]]] = [
    (charge, []),
    (boots_again, ["SEQ012"]),
    (beats_slowly, ["SEQ014"]),
    (jumps, ["SEQ016"]),
    (faults, ["SEQ017"]),
    (starts_twice, ["SEQ018"]),
    (stops_what_is_not, ["SEQ019"]),
    (never_stops, ["SEQ020"]),
    (loses_power, ["SEQ021"]),
    (lambda station: charge(station, falls=True), ["SEQ022"]),
    (lambda station: charge(station, values=False), ["SEQ023"]),
    (refuses, ["SEQ024"]),
    (charges_refused, ["SEQ024", "SEQ024"]),
    (ends_at_once, ["SEQ025"]),
    (limits_nobody, ["SEQ026"]),
    (fails_to_update, ["SEQ027"]),
    (fails_to_upload, ["SEQ028"]),
    (answers_late, ["SEQ029"]),
    (has_another_clock, ["SEQ030"]),
]


@pytest.mark.parametrize(("plant", "codes"), PLANTS, ids=[f"{number}" for number in range(len(PLANTS))])
def test_exactly_the_planted_mistake_is_found(plant: Plant, codes: list[str]) -> None:
    station = Station("PLANTED", Random(1), count(1))  # noqa: S311  # a simulation
    station.boot()
    plant(station)
    station.now += 100
    station.call("Heartbeat", {}, {"currentTime": stamp(station.now)})
    frames = sorted([*day(99), *station.frames], key=lambda frame: frame.time)
    found = judged(map(line, frames))
    assert [(finding.code, finding.station) for finding in found] == [(code, "PLANTED") for code in codes]


@pytest.mark.parametrize(("serial", "codes"), [("EX-7741-0815", ["SEQ016"]), (None, [])])
def test_a_station_without_a_name_is_known_by_its_serial_number(serial: str | None, codes: list[str]) -> None:
    station = Station("PLANTED", Random(1), count(1))  # noqa: S311  # a simulation
    station.serial = serial
    station.boot()
    jumps(station)
    assert [finding.code for finding in judged(map(nameless, station.frames))] == codes
