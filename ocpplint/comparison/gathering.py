"""Known stations from inputs: the state of their settings from traces, the content of dumps from documents."""

from typing import Final

from ocpplint.comparison.known import KnownStation, KnownValue, addressed, by_label
from ocpplint.facts.fact import Fact, Location
from ocpplint.facts.observation import Observation
from ocpplint.facts.setting import Setting
from ocpplint.facts.station_state import SettingState, StationState
from ocpplint.readers.settings.variables import named_variable, variable_fields
from ocpplint.stations.learning import ConfigurationReport
from ocpplint.stations.profile import Profile, variable_in
from ocpplint.stations.registry import Profiles
from ocpplint.trackers.history.records import name_of
from ocpplint.trackers.history.reports import is_whole
from ocpplint.trackers.messages.violations import MAX_KEYS
from ocpplint.values.numbers import count_of

_MOST_NAMES: Final = 500_000
"""Names whose meaning is kept, of all stations together. A kind of station has some hundreds."""
_VENDOR: Final = ("ChargePointVendor", "ChargingStation.VendorName")
_MODEL: Final = ("ChargePointModel", "ChargingStation.Model")
_FIRMWARE: Final = ("FirmwareVersion", "ChargingStation.FirmwareVersion")
"""The keys of vendor, model and firmware: vendor keys of 1.6, variables of 2.x."""
_PLAIN: Final = Location("", 1, 1, 1, 1)


class Gathering:
    """Collects the configuration of each station from facts. Facts that it can't use are ignored."""

    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles
        self._written: dict[str, Setting] = {}
        self._addressed: dict[tuple[Profile, str], Setting] = {}
        self._document: list[Setting] = []
        self._found: list[KnownStation] = []

    def accepts(self, kind: type[Fact]) -> bool:
        """Traces give station states, documents settings; the settings of a trace define names."""
        return kind in (Setting, StationState)

    def on_fact(self, fact: Fact) -> None:
        """Process one fact."""
        if isinstance(fact, StationState):
            self._found.append(self._from_trace(fact))
        elif isinstance(fact, Setting):
            if fact.editable:
                self._document.append(fact)
            elif len(self._written) < _MOST_NAMES:
                self._written.setdefault(name_of(fact), fact)

    def close(self, document: str | None = None) -> None:
        """Process the settings of a document that has ended."""
        if not self._document:
            return
        stations: dict[str | None, list[Setting]] = {}
        for setting in self._document:
            stations.setdefault(setting.station, []).append(setting)
        where = document or self._document[0].document
        self._found += [self._from_document(name, settings, where) for name, settings in stations.items()]
        self._document = []

    def stations(self) -> list[KnownStation]:
        """Return the stations by name.

        Inputs without times are older than those with times; otherwise the later in reading order is newer.
        """
        known: dict[tuple[str | None, str], KnownStation] = {}
        for station in sorted(self._found, key=_age):
            name = (station.identity, "" if station.identity else station.path)
            if name in known:
                known[name].learn(station)
            else:
                known[name] = station
        return by_label(known.values())

    def _from_trace(self, told: StationState) -> KnownStation:
        station = KnownStation(
            told.station or None,
            told.document,
            told.profile,
            complete=told.complete,
            denied=dict(told.denied or {}),
            time=told.time,
            vendor=told.vendor,
            model=told.model,
            firmware=told.firmware,
            second_of=told.second_of,
        )
        for standing in told.standings:
            setting = self._what_is(standing.name, told.profile)
            station.values[name_of(setting)] = KnownValue(setting, standing)
        return station

    def _what_is(self, name: str, profile: Profile) -> Setting:
        """Return the meaning of a name on stations of a profile, cached: many stations share few profiles."""
        known = self._addressed.get((profile, name))
        if known is None:
            written = self._written.get(name) or _named(name)
            known = self._addressed[profile, name] = addressed(written, profile)
        return known

    def _from_document(self, identity: str | None, settings: list[Setting], document: str) -> KnownStation:
        place = settings[0].place.locate()
        values = {setting.base_key: setting.value for setting in settings}
        vendor, model, firmware = (_first(values, names) for names in (_VENDOR, _MODEL, _FIRMWARE))
        profile = self._profiles.for_station(vendor, model, identity, place.path, firmware).profile
        whole = _is_whole(settings)
        station = KnownStation(
            identity, document, profile, complete=place if whole else None, vendor=vendor, model=model
        )
        station.firmware = firmware
        for setting in settings:
            is_told = setting.origin == "reported"
            meant = addressed(setting, profile) if is_told else as_meant(setting, profile)
            held = Observation(setting.value, "document", setting.place, time=setting.time)
            standing = SettingState(name_of(meant), held, is_confirmed=True, readonly=setting.readonly)
            station.values[standing.name] = KnownValue(meant, standing)
            station.denied |= dict.fromkeys((key.casefold() for key in setting.keys_unknown), setting.place)
        return station


def as_meant(setting: Setting, profile: Profile) -> Setting:
    """Return a setting of a document under the key that a station of this profile uses for it.

    A file for connector 2 may hold the bare key, which alone would be connector 1's.
    """
    meant = addressed(setting, profile)
    is_strange = bool(meant.connector_suffix) and not meant.suffix_known
    if meant.component is not None or is_strange or meant.right_key in ("", meant.key):
        return meant
    return addressed(setting, profile, meant.right_key)


def _named(name: str) -> Setting:
    """Return the setting of a name that is in no input."""
    variable = named_variable(variable_in(name))
    ocpp = None if variable is None else "2.x"
    return Setting(name, None, "reported", _PLAIN, ocpp=ocpp, **variable_fields(variable))


def _age(station: KnownStation) -> float:
    return float("-inf") if station.time is None else station.time


def _first(values: dict[str, str | None], names: tuple[str, ...]) -> str | None:
    return next((value for name in names if (value := values.get(name))), None)


def _is_whole(settings: list[Setting]) -> bool:
    """Return whether a document is a dump of all keys, as a station reports them, and not a configuration file."""
    values = {setting.key: setting.value for setting in settings if setting.origin == "reported"}
    limit = next((setting.value for setting in settings if setting.base_key == MAX_KEYS), None)
    is_modern = any(setting.component is not None for setting in settings)
    return not is_modern and is_whole(ConfigurationReport(values, asked=()), count_of(limit))
