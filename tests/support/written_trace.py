"""Traces written line by line: each call with its answer a second later."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

STANDARD = {
    "AuthorizeRemoteTxRequests": "false",
    "ClockAlignedDataInterval": "0",
    "ConnectionTimeOut": "60",
    "HeartbeatInterval": "300",
    "LocalAuthorizeOffline": "true",
    "LocalPreAuthorize": "false",
    "MeterValuesSampledData": "Voltage,SoC",
    "NumberOfConnectors": "2",
    "RCMBDelta": "30",
    "ResetRetries": "3",
    "ConnectorPhaseRotation": "RST",
    "ConnectorPhaseRotation_2": "RTS",
}
"""As many keys as make a report one of all keys."""
READ_ONLY = ("NumberOfConnectors",)


class Trace:
    """A trace in which one line is written a second, from midnight of the given day on."""

    def __init__(self, station: str | None = "CP1", day: str = "2026-03-01") -> None:
        self._station, self._day = station, day
        self._lines: list[str] = []
        self._calls = 0

    def boot(
        self, firmware: str = "5.33.5", model: str = "CC612_2S0R", vendor: str = "Bender GmbH Co. KG"
    ) -> "Trace":
        """The station boots, and is accepted."""
        make = {"chargePointVendor": vendor, "chargePointModel": model, "firmwareVersion": firmware}
        accepted = {"currentTime": "2026-03-01T00:00:00Z", "interval": 300, "status": "Accepted"}
        return self.call("BootNotification", make, accepted, by_station=True)

    def report(
        self, values: Mapping[str, str | None], asked: Iterable[str] = (), unknown: Iterable[str] = ()
    ) -> "Trace":
        """The station tells what it has."""
        told = [
            {"key": key, "readonly": key in READ_ONLY, **({} if value is None else {"value": value})}
            for key, value in values.items()
        ]
        answer = {"configurationKey": told, **({"unknownKey": list(unknown)} if unknown else {})}
        return self.call("GetConfiguration", {"key": list(asked)} if asked else {}, answer)

    def write(self, key: str, value: str, outcome: str | None = "Accepted") -> "Trace":
        """Somebody writes a key; without an outcome nothing is answered."""
        answer = None if outcome is None else {"status": outcome}
        return self.call("ChangeConfiguration", {"key": key, "value": value}, answer)

    def call(
        self, action: str, payload: dict[str, Any], answer: dict[str, Any] | None, *, by_station: bool = False
    ) -> "Trace":
        """One side calls the other, and is answered."""
        self._calls += 1
        here, there = ("in", "out") if by_station else ("out", "in")
        self._line(here, [2, f"{self._station}-{self._calls}", action, payload])
        if answer is not None:
            self._line(there, [3, f"{self._station}-{self._calls}", answer])
        return self

    def _line(self, direction: str, message: list[Any]) -> None:
        seconds = len(self._lines)
        time = f"{self._day}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}Z"
        named = {} if self._station is None else {"chargePointId": self._station}
        self._lines.append(json.dumps({"timestamp": time, **named, "direction": direction, "message": message}))

    @property
    def text(self) -> str:
        """The trace."""
        return "\n".join(self._lines) + "\n"

    def save(self, path: Path) -> Path:
        """Write the trace to a file."""
        path.write_text(self.text, "utf-8")
        return path


def healthy(station: str | None = "CP1", **other: str | None) -> Trace:
    """Return a trace of a station that boots and tells all it has: the usual, and what is named."""
    return Trace(station).boot().report({**STANDARD, **other})
