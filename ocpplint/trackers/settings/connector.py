"""The connectors a setting is for: by what stands around it, by its key, and by its value."""

from ocpplint.facts.setting import Setting
from ocpplint.trackers.settings.station_settings import StationSettings
from ocpplint.values.numbers import count_of

NUMBER_OF_CONNECTORS = "NumberOfConnectors"
"""The key that tells how many connectors a station has (OCPP 1.6 section 9.1.21)."""


def fill_connector_meant(station: StationSettings) -> None:
    """Take the connector meant from the strongest evidence."""
    for setting in station.settings:
        if setting.evidence:
            setting.connector_meant = setting.evidence[0].connector


def fill_connector(station: StationSettings) -> None:
    """Fill the connector that the value is for; of a variable of OCPP 2.x the EVSE that addresses it."""
    for setting in station.settings:
        if setting.component is not None:
            setting.connector = setting.connector_meant or setting.evse or None
        elif setting.connector_meant is not None:
            setting.connector = setting.connector_meant
        else:
            setting.connector = setting.connector_from_key


def fill_connectors_in_value(station: StationSettings) -> None:
    """Fill the connectors that the value itself names, where the key is one whose value does."""
    for setting in station.settings:
        spec = setting.spec
        if spec is not None and spec.connector_values == "index" and setting.component is None:
            setting.connectors_in_value = _connectors_in(setting.value)


def fill_station_connectors(station: StationSettings) -> None:
    """Fill how many connectors the station has: by the same configuration, by the trace, or by the profile."""
    counted = counted_connectors(station.settings)
    for settings, profile, _ in station.parts:
        for setting in settings:
            if counted is not None:
                setting.station_connectors = counted
            else:
                documented = profile.connectors if setting.component is None else None
                setting.station_connectors = station.connectors or documented


def counted_connectors(settings: list[Setting]) -> int | None:
    """Return how many connectors a station has by what a configuration or report of it says; None without a word."""
    counted = None
    for setting in settings:
        if setting.base_key == NUMBER_OF_CONNECTORS and setting.origin != "commanded":
            count = count_of(setting.value)
            counted = counted if count is None else count
    return counted


def _connectors_in(value: str | None) -> tuple[int, ...]:
    """Return the connectors of an indexed list such as ``1.RST,2.RTS`` (OCPP 1.6 edition 2, section 9.1.7)."""
    items = [item.strip().partition(".") for item in (value or "").split(",")]
    if not all(number.isascii() and number.isdecimal() and len(number) < 3 and what for number, _, what in items):
        return ()
    return tuple(dict.fromkeys(int(number) for number, _, _ in items))
