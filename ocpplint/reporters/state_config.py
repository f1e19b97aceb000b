"""The state of stations as a configuration that ``ocpplint check`` reads, in the format of their reports."""

from collections.abc import Iterable
from typing import Any

from ocpplint.comparison.calls import variable_data
from ocpplint.comparison.known import KnownStation, KnownValue
from ocpplint.reporters.state import in_order
from ocpplint.reporters.state_text import shown_value


def config_data(stations: Iterable[KnownStation]) -> dict[str, Any] | list[dict[str, Any]]:
    """Return the values in force as a configuration: one object for one station, a list of such for several.

    Credentials are redacted. A key of 1.6 without a known value has no value.
    """
    configurations = [_configuration(station) for station in stations]
    return configurations[0] if len(configurations) == 1 else configurations


def _configuration(station: KnownStation) -> dict[str, Any]:
    named = {} if station.identity is None else {"chargePointId": station.identity}
    held = [value for value in in_order(station) if value.standing.held is not None]
    modern = [
        _variable(value) for value in held if value.setting.component is not None and value.value is not None
    ]
    keys = [_key(value) for value in held if value.setting.component is None]
    return {
        **named,
        **({"configurationKey": keys} if keys or not modern else {}),
        **({"reportData": modern} if modern else {}),
    }


def _key(value: KnownValue) -> dict[str, Any]:
    """Write a key as a station reports it (OCPP 1.6, section 7.29 KeyValue)."""
    told: dict[str, Any] = {"key": value.setting.key, "readonly": value.is_readonly}
    text = shown_value(value.setting, value.value)
    return told if text is None else {**told, "value": text}


def _variable(value: KnownValue) -> dict[str, Any]:
    """Write a variable as a station reports it (OCPP 2.0.1 part 2, 2.38 ReportDataType)."""
    attribute = {
        "type": value.setting.attribute or "Actual",
        "value": shown_value(value.setting, value.value),
        "mutability": "ReadOnly" if value.is_readonly else "ReadWrite",
    }
    return {**variable_data(value.setting), "variableAttribute": [attribute]}
