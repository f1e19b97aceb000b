"""The configurations that are measured: as people keep them, and as large as they get."""

import json
from collections.abc import Callable

_STATION = {
    "HeartbeatInterval": "300",
    "MeterValueSampleInterval": "60",
    "ClockAlignedDataInterval": "900",
    "ConnectionTimeOut": "60",
    "AuthorizeRemoteTxRequests": "true",
    "MeterValuesSampledData": "Energy.Active.Import.Register,Current.Import,Power.Active.Import",
    "RCMBDelta": "30",
    "ConnectorPhaseRotation": "RST",
    "ConnectorPhaseRotation_2": "RTS",
    "OperatorCurrentLimit": "16",
    "OperatorCurrentLimit_2": "16",
}


def as_json(size: int) -> str:
    """Return a correct configuration of many stations, of about ``size`` characters, as JSON."""
    return _of_size(size, _json)


def as_yaml(size: int) -> str:
    """Return a correct configuration of many stations, of about ``size`` characters, as YAML."""
    return _of_size(size, _yaml)


def _of_size(size: int, write: Callable[[int], str]) -> str:
    one_station = len(write(2)) - len(write(1))
    return write(round(size / one_station))


def _json(stations: int) -> str:
    return (
        json.dumps({"stations": {_name(n): {"configuration": _STATION} for n in range(stations)}}, indent=2) + "\n"
    )


def _yaml(stations: int) -> str:
    settings = "".join(f'      {key}: "{value}"\n' for key, value in _STATION.items())
    return "---\nstations:\n" + "".join(f"  {_name(n)}:\n    configuration:\n{settings}" for n in range(stations))


def _name(number: int) -> str:
    return f"CP{number:04}"
