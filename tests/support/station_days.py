"""Simulated stations of OCPP 1.6 with two connectors, that do all they may: a day of healthy traffic, as a log has it.

They charge on both connectors at once, lose their connection and send later what they kept, repeat what was not
answered, are reset, wait for their registration, and are told to send what they have. Each seed is another day.
"""

import heapq
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import Any, NamedTuple

START = datetime(2026, 3, 1, 6, tzinfo=UTC).timestamp()
HOUR = 3600.0
TRANSACTION_MESSAGES = ("StartTransaction", "StopTransaction", "MeterValues")

Answer = dict[str, Any]
Process = Iterator[float]
"""What goes on at a station by itself: it yields the seconds until it wants to go on."""


class Frame(NamedTuple):
    """One frame of a connection, when the log has it."""

    time: float
    station: str
    by_station: bool
    frame: list[Any]


def stamp(time: float) -> str:
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Charge:
    """A transaction as its station keeps it: the CSMS gives the id when it gets to know of it."""

    def __init__(self, connector: int, register: float) -> None:
        self.connector, self.id = connector, 0
        self.register = register


class Station:
    """One station and its connection. ``frames`` is what a log of the CSMS shows of it."""

    def __init__(self, name: str, random: Random, ids: Iterator[int], interval: int = 300) -> None:
        self.name, self.random, self.ids, self.interval = name, random, ids, interval
        self.serial: str | None = f"EX-7741-{name}"
        self.frames: list[Frame] = []
        self.now = START + random.uniform(0, 600)
        self.numbers = count(1)
        self.is_online = True
        self.last_sent = 0.0
        self.kept: list[Callable[[], None]] = []
        self.told: dict[int, str] = {}
        self.status = {1: "Available", 2: "Available"}
        self.registers = {1: random.uniform(0, 10**6), 2: random.uniform(0, 10**6)}
        self.charging: set[int] = set()

    def call(self, action: str, payload: dict[str, Any], answer: Answer, *, by_station: bool = True) -> None:
        """Exchange a call and its answer."""
        key = f"{self.name}-{next(self.numbers)}"
        self._log([2, key, action, payload], by_station=by_station)
        self._log([3, key, answer], by_station=not by_station)
        if by_station:
            self.last_sent = self.now

    def send(self, action: str, payload: Callable[[], dict[str, Any]], answer: Callable[[], Answer]) -> None:
        """Send what concerns a transaction, now or when there is a connection again."""
        if self.is_online and not self.kept:
            self.call(action, payload(), answer())
        else:
            self.kept.append(lambda: self.call(action, payload(), answer()))

    def show(self, connector: int, status: str) -> None:
        """Change the status of a connector; nothing of that is kept while there is no connection."""
        self.status[connector] = status
        if self.is_online:
            self._tell(connector)

    def boot(self, *, refusals: int = 0) -> None:
        """Boot, and wait as long as the registration is pending."""
        make = {"chargePointVendor": "Acme", "chargePointModel": "Duo 22", "firmwareVersion": "2.4.1"}
        if self.serial is not None:
            make["chargePointSerialNumber"] = self.serial
        for _ in range(refusals):
            pending = {"status": "Pending", "currentTime": stamp(self.now), "interval": 60}
            self.call("BootNotification", make, pending)
            self.now += 60
        accepted = {"status": "Accepted", "currentTime": stamp(self.now), "interval": self.interval}
        self.call("BootNotification", make, accepted)
        self.told = {}
        for connector in (0, 1, 2):
            self._tell(connector)

    def reconnect(self) -> None:
        """Come back, and send what was kept, and what has changed."""
        self.is_online = True
        kept, self.kept = self.kept, []
        for send in kept:
            send()
        for connector, status in self.status.items():
            if self.told.get(connector) != status:
                self._tell(connector)

    def repeat(self, action: str, payload: dict[str, Any], answer: Answer) -> None:
        """Send a call that is not answered, lose the connection over it, and send it again under another id."""
        self._log([2, f"{self.name}-{next(self.numbers)}", action, payload], by_station=True)
        self.now += 35
        self.call(action, payload, answer)

    def _tell(self, connector: int) -> None:
        status = self.status.get(connector, "Available")
        self.told[connector] = status
        error = {"connectorId": connector, "errorCode": "NoError", "status": status, "timestamp": stamp(self.now)}
        self.call("StatusNotification", error, {})

    def _log(self, frame: list[Any], *, by_station: bool) -> None:
        self.frames.append(Frame(self.now, self.name, by_station, frame))
        self.now += self.random.uniform(0.05, 0.9)


def heartbeats(station: Station) -> Process:
    """Send a heartbeat after the interval, unless something else was sent in it."""
    while True:
        yield station.interval
        if station.is_online and station.now - station.last_sent >= station.interval - 5:
            station.call("Heartbeat", {}, {"currentTime": stamp(station.now)})


def drivers(station: Station, connector: int) -> Process:
    """Charge one car after the other on a connector."""
    random = station.random
    while True:
        yield random.uniform(120, 2 * HOUR)
        station.show(connector, "Preparing")
        yield random.uniform(5, 60)
        tag = f"04E1A7B{random.randrange(10)}"
        accepted = {"idTagInfo": {"status": "Accepted"}}
        if station.is_online:
            station.call("Authorize", {"idTag": tag}, accepted)
        yield from _charge(station, connector, tag, accepted)
        yield random.uniform(5, 600)
        station.show(connector, "Available")


def _charge(station: Station, connector: int, tag: str, accepted: Answer) -> Process:
    random, charge = station.random, Charge(connector, station.registers[connector])
    station.charging.add(connector)
    start = {
        "connectorId": connector,
        "idTag": tag,
        "meterStart": int(charge.register),
        "timestamp": stamp(station.now),
    }

    def begun() -> Answer:
        charge.id = charge.id or next(station.ids)
        return {"transactionId": charge.id, **accepted}

    station.send("StartTransaction", lambda: start, begun)
    station.show(connector, "Charging")
    period, pauses = random.choice((60, 300)), random.random() < 0.4
    for number in range(random.randrange(3, 40)):
        yield period
        paused = pauses and number in (5, 6, 7)
        if pauses and number in (5, 8):
            station.show(connector, "SuspendedEV" if paused else "Charging")
        charge.register += 0 if paused else random.uniform(50, 700)
        if station.is_online or random.random() < 0.8:
            _sample(station, charge)
    if station.status[connector] == "SuspendedEV":
        station.show(connector, "Charging")
    station.registers[connector] = charge.register
    yield random.uniform(1, 30)
    _stop(station, charge, tag, accepted)
    station.charging.discard(connector)
    station.show(connector, "Finishing")


def _sample(station: Station, charge: Charge) -> None:
    samples = [
        {
            "value": f"{charge.register:.1f}",
            "context": "Sample.Periodic",
            "measurand": "Energy.Active.Import.Register",
        },
        {"value": "16.1", "measurand": "Current.Import", "phase": "L1", "unit": "A"},
        {"value": f"{charge.register / 3:.1f}", "measurand": "Energy.Active.Import.Register", "phase": "L1"},
    ]
    values = [{"timestamp": stamp(station.now), "sampledValue": samples}]
    station.send(
        "MeterValues",
        lambda: {"connectorId": charge.connector, "transactionId": charge.id, "meterValue": values},
        dict,
    )


def _stop(station: Station, charge: Charge, tag: str, accepted: Answer) -> None:
    reason = station.random.choice(("Local", "Remote", "EVDisconnected"))
    stop = {"idTag": tag, "meterStop": int(charge.register) + 1, "timestamp": stamp(station.now), "reason": reason}
    if station.is_online and not station.kept and station.random.random() < 0.2:
        station.repeat("StopTransaction", {"transactionId": charge.id, **stop}, accepted)
    else:
        station.send("StopTransaction", lambda: {"transactionId": charge.id, **stop}, lambda: accepted)


def outages(station: Station, *, while_charging: bool) -> Process:
    """Lose the connection now and then: for a moment or for an hour."""
    random = station.random
    while True:
        yield random.uniform(HOUR, 5 * HOUR)
        if station.charging and not while_charging:
            continue
        station.is_online = False
        yield random.choice((20.0, 150.0)) if not while_charging else random.uniform(900, HOUR)
        station.reconnect()


def backend(station: Station) -> Process:
    """Ask for this and that, set limits, and reset the station when nobody charges."""
    random = station.random
    while True:
        yield random.uniform(600, 3 * HOUR)
        if not station.is_online:
            continue
        station.call("GetLocalListVersion", {}, {"listVersion": 3}, by_station=False)
        periods = [{"startPeriod": 0, "limit": 16.0}, {"startPeriod": 3600, "limit": 10.0}]
        profile = {
            "chargingProfileId": 1,
            "stackLevel": 0,
            "chargingProfilePurpose": "TxDefaultProfile",
            "chargingProfileKind": "Absolute",
            "chargingSchedule": {"chargingRateUnit": "A", "chargingSchedulePeriod": periods},
        }
        set_profile = {"connectorId": random.randrange(3), "csChargingProfiles": profile}
        station.call("SetChargingProfile", set_profile, {"status": "Accepted"}, by_station=False)
        if not station.charging and all(status == "Available" for status in station.status.values()):
            yield from _reset(station)


def _reset(station: Station) -> Process:
    station.call("Reset", {"type": "Soft"}, {"status": "Accepted"}, by_station=False)
    station.is_online = False
    yield 45
    station.is_online = True
    station.boot(refusals=station.random.choice((0, 0, 2)))


def day(seed: int, stations: int = 3, hours: float = 12, *, offline_charging: bool = False) -> list[Frame]:
    """Return the frames of a day, in the order in which the CSMS logs them."""
    random, ids = Random(seed), count(1 + 1000 * seed)  # noqa: S311  # a simulation
    frames: list[Frame] = []
    for number in range(stations):
        station = Station(f"CP{seed}-{number}", Random(random.random()), ids, random.choice((60, 300, 900)))  # noqa: S311  # a simulation
        _live(station, hours, offline_charging=offline_charging)
        frames += station.frames
    return sorted(frames, key=lambda frame: frame.time)


def _live(station: Station, hours: float, *, offline_charging: bool) -> None:
    station.boot()
    processes = [
        heartbeats(station),
        drivers(station, 1),
        drivers(station, 2),
        backend(station),
        outages(station, while_charging=offline_charging),
    ]
    due = [(station.now + next(process), number) for number, process in enumerate(processes)]
    heapq.heapify(due)
    end = station.now + hours * HOUR
    while due[0][0] < end:
        time, number = heapq.heappop(due)
        station.now = max(station.now, time)
        heapq.heappush(due, (station.now + next(processes[number]), number))
