"""What the profile of its station says of a setting's key: base key, suffix, and the key that is meant."""

from ocpplint.facts.setting import Setting
from ocpplint.facts.vocabulary import SHARED_SCOPES, TAKEN
from ocpplint.readers.settings.variables import VALUE_ATTRIBUTES
from ocpplint.stations.profile import KeyReading, Profile
from ocpplint.trackers.settings.station_settings import StationSettings


def fill_key(station: StationSettings) -> None:
    """Read each key by the profile of its station, or by the device model if it names a variable."""
    for settings, profile, choice in station.parts:
        for setting in settings:
            setting.profile, setting.profile_choice = profile.name, choice
            if setting.component is None:
                _read(setting, profile)
            else:
                _find_variable(setting)


def fill_key_shown(station: StationSettings) -> None:
    """Mark the keys for a connector that the station itself has shown: by a report, or by accepting them.

    A report in a file may be what somebody wants, unless it says what only a station knows.
    """
    for setting in station.settings:
        if setting.connector_suffix and setting.component is None:
            name = setting.base_key + setting.connector_suffix
            is_own = setting.origin == "reported" and setting.stated_readonly is not None
            is_taken = setting.origin == "commanded" and setting.outcome in TAKEN
            is_said = setting.origin != "reported" and station.word.has_shown(name)
            setting.key_shown = is_own or is_taken or is_said


def _read(setting: Setting, profile: Profile) -> None:
    reading = profile.read_key(setting.key)
    setting.base_key = reading.base_key
    setting.connector_from_key = reading.connector
    setting.connector_suffix = reading.suffix
    setting.suffix_known = reading.suffix_known
    setting.spec = reading.spec
    if reading.spec is not None:
        setting.right_key = _right_key(setting, reading, profile)


def _right_key(setting: Setting, reading: KeyReading, profile: Profile) -> str:
    """Return the key that says what is meant: without suffix for a shared key, else the meant connector's form."""
    scope = reading.spec.scope if reading.spec is not None else None
    if scope in SHARED_SCOPES:
        return reading.base_key
    if scope != "Individual":
        return setting.key
    connector = setting.connector_meant or reading.connector or reading.number
    if setting.connector_meant is None and connector not in profile.templates:
        # `_3` on a station of two: the last connector is the only one besides the first that can be meant.
        connector = max(profile.templates, default=1)
    return profile.write_key(reading.base_key, connector) if connector in profile.templates else setting.key


def _find_variable(setting: Setting) -> None:
    """Look a variable of OCPP 2.x up in the device model, which is loaded with the first of them."""
    from ocpplint.stations.device_model import Name
    from ocpplint.trackers.settings.variables import read_variable

    name = Name(setting.component or "", setting.variable or "", setting.variable_instance)
    reading = read_variable(name)
    setting.base_key, setting.level = str(reading.name), reading.level
    if reading.suffix:
        setting.right_key, setting.connector_suffix = setting.base_key, reading.suffix
    if setting.attribute in VALUE_ATTRIBUTES:
        setting.spec = reading.spec
