"""What happens on the connection of one station: frames in their order, with the mistakes that occur in the field."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any, Final, NamedTuple

from tools.worlds.keys import KEYS, SUFFIXES, Key, misspelled, value_of

START: Final = datetime(2026, 3, 1, 10, tzinfo=UTC).timestamp()
MAKES: Final = (
    ("Bender GmbH Co. KG", "CC612_2S0R", "5.33.5-21148"),
    ("Bender GmbH Co. KG", "CC613", "5.20.2"),
    ("Bender GmbH Co. KG", "CC612_2S0R", "5.33.5-21148"),
    ("KEBA AG", "KC-P30", "1.17.0"),
    ("Alfen BV", "NG910", "6.6.0"),
    ("Wall Box Chargers", "PLP1", "5.17"),
    ("Ecotap", "DUO2", "V32R16"),
    ("Example", "Duo 22", "2.4.1"),
)


class Frame(NamedTuple):
    """A frame as a log has it; without ``text`` it is a line of the program about the connection."""

    time: float
    station: str
    by_station: bool
    text: str
    remark: str = ""


def stamp(time: float) -> str:
    """Write a time as payloads have it."""
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Connection:
    """A station's connection. ``frames`` is what the log shows; some of it gets lost, late or twice.

    ``care`` is the share of what goes as it should, from 0 to 1.
    """

    def __init__(self, station: str, random: Random, care: float) -> None:
        self.station, self.random, self._care = station, random, care
        self.now = START + random.uniform(0, 300)
        self.frames: list[Frame] = []
        self._calls = 0

    def slips(self, often: float = 1.0) -> bool:
        """Tell whether something goes wrong here."""
        return self.random.random() < (1 - self._care) * often

    def wait(self, least: float, most: float) -> None:
        """Let time pass."""
        self.now += self.random.uniform(least, most)

    def remark(self, text: str) -> None:
        """Let the program say something about the connection."""
        self.frames.append(Frame(self.now, self.station, by_station=False, text="", remark=text))

    def call(
        self,
        action: str,
        payload: Mapping[str, Any],
        answer: Mapping[str, Any] | None,
        *,
        by_station: bool = False,
    ) -> None:
        """Exchange a call and its answer, or let one of the usual things happen to it."""
        self._calls += 1
        key = f"{self.station}-{self._calls}"
        call = [2, key, action, dict(payload)]
        self._log(call, by_station=by_station)
        self.wait(0.05, 0.6)
        if answer is None or self.slips(0.15):
            return
        if self.slips(0.1):
            code = self.random.choice(("InternalError", "NotImplemented", "Oops"))
            self._log([4, key, code, "no", {}], by_station=not by_station)
            return
        if self.slips(0.1):
            self.wait(2, 45)
        if self.slips(0.1):
            self._log(call, by_station=by_station)
        if self.slips(0.05):
            key = key.upper() + "x"
        self._log([3, key, dict(answer)], by_station=not by_station)
        self.wait(0.05, 4)

    def _log(self, frame: list[Any], *, by_station: bool) -> None:
        text = json.dumps(frame, separators=self.random.choice(((",", ":"), (", ", ": "))))
        if self.slips(0.04):
            text = text[: self.random.randrange(len(text) // 2, len(text))]
        self.frames.append(Frame(self.now, self.station, by_station, text))


class Station16(Connection):
    """A station of OCPP 1.6 with two connectors, and a backend that is not always careful."""

    def __init__(self, station: str, random: Random, care: float) -> None:
        super().__init__(station, random, care)
        self.values = {key.name: value_of(key, random) for key in random.sample(KEYS, 18)}
        self.values |= {"NumberOfConnectors": "2", "GetConfigurationMaxKeys": "500"}
        self.values |= {
            f"{key.name}_2": value_of(key, random) for key in KEYS if key.is_paired and key.name in self.values
        }
        self._make = random.choice(MAKES)
        self._serial = f"S-{random.randrange(10**6):06}"
        self._transactions = random.randrange(1, 10**4)
        self._register = random.randrange(10**6)

    def boot(self) -> None:
        """Boot, be registered, and tell the statuses."""
        vendor, model, firmware = self._make
        serial = self._serial + ("-B" if self.slips(0.1) else "")
        make = {"chargePointVendor": vendor, "chargePointModel": model, "firmwareVersion": firmware}
        for status in ("Pending", "Accepted") if self.slips(0.3) else ("Accepted",):
            answer = {"status": status, "currentTime": stamp(self.now), "interval": 300}
            self.call("BootNotification", {**make, "chargePointSerialNumber": serial}, answer, by_station=True)
        for connector in (0, 1, 2):
            self.status(connector, "Available")

    def status(self, connector: int, status: str) -> None:
        """Tell the status of a connector."""
        payload: dict[str, Any] = {"connectorId": connector, "errorCode": "NoError", "status": status}
        if self.slips(0.1):
            payload["status"] = self.random.choice(("Occupied", "available", 3))
        self.call("StatusNotification", payload, {}, by_station=True)

    def report(self) -> None:
        """Be asked for the configuration, all of it or some keys."""
        asked = [] if self.random.random() < 0.6 else self.random.sample([*self.values, "CableWarmth"], 3)
        told = [
            {"key": key, "readonly": self._is_fixed(key), "value": value}
            for key, value in self.values.items()
            if not asked or key in asked
        ]
        unknown = [key for key in asked if key not in self.values]
        request = {"key": asked} if asked else {}
        self.call("GetConfiguration", request, {"configurationKey": told, "unknownKey": unknown})

    def configure(self) -> None:
        """Be given a setting, which may be wrong in any of the usual ways."""
        key = self.random.choice(KEYS)
        name, value = self._written(key), value_of(key, self.random, 0.25)
        status = self._answer(name, key, value)
        if status == "Accepted" and not self.slips(0.2):
            self.values[name] = value
        self.call("ChangeConfiguration", {"key": name, "value": value}, {"status": status})

    def transfer(self) -> None:
        """Be given a setting for a connector in a DataTransfer."""
        key = self.random.choice(KEYS)
        data = {
            "connectorId": self.random.choice((1, 2)),
            "key": self._written(key),
            "value": value_of(key, self.random),
        }
        self.call("DataTransfer", {"vendorId": "com.example", "data": json.dumps(data)}, {"status": "Accepted"})

    def charge(self) -> None:
        """Charge a car."""
        connector, tag = self.random.choice((1, 2)), f"04E1A7B{self.random.randrange(10)}"
        accepted = {"idTagInfo": {"status": "Invalid" if self.slips(0.2) else "Accepted"}}
        self.status(connector, "Preparing")
        self.call("Authorize", {"idTag": tag}, accepted, by_station=True)
        self._transactions += 0 if self.slips(0.1) else 1
        start = {
            "connectorId": connector,
            "idTag": tag,
            "meterStart": self._register,
            "timestamp": stamp(self.now),
        }
        self.call("StartTransaction", start, {"transactionId": self._transactions, **accepted}, by_station=True)
        self.status(connector, "Charging")
        for _ in range(self.random.randrange(1, 7)):
            self.wait(50, 70)
            self._sample(connector)
        identity = self._transactions + (77 if self.slips(0.1) else 0)
        stop = {
            "transactionId": identity,
            "meterStop": self._register,
            "timestamp": stamp(self.now),
            "reason": "Local",
        }
        for _ in range(2 if self.slips(0.2) else 1):
            self.call("StopTransaction", stop, accepted, by_station=True)
        self.status(connector, "Finishing")
        self.status(connector, "Available")

    def beat(self) -> None:
        """Send heartbeats, sometimes too rarely."""
        for _ in range(self.random.randrange(1, 4)):
            self.wait(290, 310) if not self.slips(0.3) else self.wait(5, 2000)
            self.call("Heartbeat", {}, {"currentTime": stamp(self.now)}, by_station=True)

    def limit(self) -> None:
        """Be given a charging profile."""
        periods = [
            {"startPeriod": 0, "limit": 16.0},
            {"startPeriod": 3600, "limit": -1.0 if self.slips() else 10.0},
        ]
        profile = {
            "chargingProfileId": 1,
            "stackLevel": 0,
            "chargingProfilePurpose": "TxProfile" if self.slips() else "TxDefaultProfile",
            "chargingProfileKind": "Absolute",
            "chargingSchedule": {"chargingRateUnit": "A", "chargingSchedulePeriod": periods},
        }
        payload = {"connectorId": self.random.randrange(3), "csChargingProfiles": profile}
        self.call("SetChargingProfile", payload, {"status": "Rejected" if self.slips() else "Accepted"})

    def update(self) -> None:
        """Be given a firmware, and tell how that goes."""
        self.call(
            "UpdateFirmware", {"location": "https://csms.example.com/f.bin", "retrieveDate": stamp(self.now)}, {}
        )
        for status in (
            "Downloading",
            "Downloaded",
            "Installing",
            "InstallationFailed" if self.slips() else "Installed",
        ):
            if not self.slips(0.3):
                self.wait(5, 60)
                self.call("FirmwareStatusNotification", {"status": status}, {}, by_station=True)

    def restart(self) -> None:
        """Be reset and boot, or boot by itself."""
        if self.random.random() < 0.7:
            self.call("Reset", {"type": "Soft"}, {"status": "Rejected" if self.slips(0.3) else "Accepted"})
        self.wait(20, 90)
        self.boot()

    def reconnect(self) -> None:
        """Lose the connection for a while."""
        self.remark("Connection closed")
        self.wait(60, 7200)
        self.remark("Connection open")

    def err(self) -> None:
        """Send what the schema does not allow, or what no version knows."""
        wrong: list[tuple[str, dict[str, Any]]] = [
            ("Heartbeat", {"extra": 1}),
            ("Hartbeat", {}),
            ("MeterValues", {"connectorId": "1", "meterValue": []}),
            ("StatusNotification", {"connectorId": 1}),
            ("Authorize", {"idTag": "x" * 30}),
        ]
        action, payload = self.random.choice(wrong)
        self.call(action, payload, {}, by_station=True)

    def act(self) -> None:
        """Do one thing of all there are."""
        acts = (self.configure, self.configure, self.configure, self.report, self.charge, self.charge, self.beat)
        more = (
            self.transfer,
            self.limit,
            self.restart,
            self.reconnect,
            self.update,
            *([self.err] if self.slips() else []),
        )
        self.random.choice((*acts, *more))()
        if self.slips(0.05):
            self.now -= self.random.choice((2.0, 120.0, 4000.0))

    def _sample(self, connector: int) -> None:
        self._register += -50 if self.slips(0.1) else self.random.randrange(0, 900)
        sample = {"value": str(self._register), "measurand": "Energy.Active.Import.Register", "unit": "Wh"}
        values = [{"timestamp": stamp(self.now), "sampledValue": [sample]}]
        payload = {"connectorId": connector, "transactionId": self._transactions, "meterValue": values}
        self.call("MeterValues", payload, {}, by_station=True)

    def _written(self, key: Key) -> str:
        if key.is_paired and self.random.random() < 0.5:
            return f"{key.name}_2"
        if self.slips(0.5):
            return key.name + self.random.choice(SUFFIXES)
        return misspelled(key.name, self.random) if self.slips(0.2) else key.name

    def _answer(self, name: str, key: Key, value: str) -> str:
        if self.slips(0.1):
            return self.random.choice(("Accepted", "Rejected", "Maybe"))
        if name not in self.values:
            return "NotSupported"
        if self._is_fixed(name) or value in key.bad:
            return "Rejected"
        return "RebootRequired" if key.is_paired else "Accepted"

    def _is_fixed(self, name: str) -> bool:
        return any(key.name == name and key.is_fixed for key in KEYS)
