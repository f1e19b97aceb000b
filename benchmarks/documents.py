"""The configurations that are measured: as people keep them, and as large as they get."""

import json

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
    """Return a correct configuration of many stations, of at least ``size`` characters, as JSON."""
    count = size // len(json.dumps(_STATION, indent=2)) + 1
    stations = {f"CP{number:04}": {"configuration": _STATION} for number in range(count)}
    return json.dumps({"stations": stations}, indent=2) + "\n"


def as_yaml(size: int) -> str:
    """Return a correct configuration of many stations, of at least ``size`` characters, as YAML."""
    settings = "".join(f'      {key}: "{value}"\n' for key, value in _STATION.items())
    count = size // len(settings) + 1
    return "---\nstations:\n" + "".join(f"  CP{n:04}:\n    configuration:\n{settings}" for n in range(count))
