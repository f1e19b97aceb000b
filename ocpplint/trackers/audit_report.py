"""The report of an audit: each station with its identity, messages, and settings with origin and outcome."""

from collections import Counter
from dataclasses import dataclass, field

from ocpplint.facts.events import Boot, Connection, Incident, KeyReport, Transaction
from ocpplint.facts.fact import Fact, Origin
from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.setting import Setting
from ocpplint.facts.station_state import StationState
from ocpplint.facts.violation import Violation

_MOST_SETTINGS = 2_000
"""Different settings kept for one station. A station has some hundreds; malicious input may name any number."""


@dataclass(slots=True, eq=False, repr=False)
class SettingRecord:
    """The last known state of one setting: one key of one station, from one origin.

    ``count`` is how often it was set or reported, ``line`` the last line; ``outcomes`` counts the station's answers.
    """

    key: str
    base_key: str
    connector: int | None
    scope: str | None
    origin: Origin
    value: str | None
    path: str
    line: int
    count: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True, eq=False, repr=False)
class StationRecord:
    """The audit of one station. Times are seconds since the epoch by the trace's own clock."""

    identity: str | None
    profile: str | None = None
    vendor: str | None = None
    model: str | None = None
    firmware: str | None = None
    serial: str | None = None
    boots: int = 0
    connectors: set[int] = field(default_factory=set)
    versions: set[str] = field(default_factory=set)
    actions: Counter[str] = field(default_factory=Counter)
    messages: int = 0
    unanswered: int = 0
    errors: int = 0
    unknown_sender: int = 0
    first_time: float | None = None
    last_time: float | None = None
    settings: dict[tuple[str, Origin, int | None, str | None], SettingRecord] = field(default_factory=dict)
    settings_left_out: int = 0
    same_station_as: str | None = None


class AuditReport:
    """Collects the facts into a record per station."""

    def __init__(self) -> None:
        self.stations: dict[str | None, StationRecord] = {}

    def by_identity(self) -> list[StationRecord]:
        """Return the records by identity, that of messages without one first."""
        return sorted(self.stations.values(), key=lambda record: record.identity or "")

    def accepts(self, kind: type[Fact]) -> bool:
        """Return whether the type is an event of a station; faults are left to the evaluator."""
        return kind not in (InputProblem, Violation, Transaction, Incident, KeyReport, StationState)

    def on_fact(self, fact: Fact) -> None:
        """Add one fact."""
        if isinstance(fact, Message):
            self._message(fact)
        elif isinstance(fact, Setting):
            self._setting(fact)
        elif isinstance(fact, Exchange):
            self._exchange(fact)
        elif isinstance(fact, Boot):
            self._boot(fact)
        elif isinstance(fact, Connection):
            self._of(fact.station).same_station_as = fact.other
        else:
            raise TypeError(type(fact).__name__)

    def close(self, document: str | None = None) -> None:
        """Do nothing: a station may have several traces."""

    def _of(self, identity: str | None) -> StationRecord:
        if identity not in self.stations:
            self.stations[identity] = StationRecord(identity)
        return self.stations[identity]

    def _message(self, message: Message) -> None:
        record = self._of(message.station)
        record.messages += 1
        record.actions[message.action or _ANSWERS.get(message.type, "other")] += 1
        record.unknown_sender += message.sender is None
        if message.ocpp is not None:
            record.versions.add(message.ocpp)
        elif message.action == "BootNotification" and _is_modern(message.payload):
            record.versions.add("2.x")
        if message.time is not None:
            record.first_time = message.time if record.first_time is None else min(record.first_time, message.time)
            record.last_time = message.time if record.last_time is None else max(record.last_time, message.time)
        connector = message.payload.get("connectorId") if isinstance(message.payload, dict) else None
        if isinstance(connector, int) and not isinstance(connector, bool) and 0 < connector < 100:
            record.connectors.add(connector)

    def _exchange(self, exchange: Exchange) -> None:
        record = self._of(exchange.call.station)
        if exchange.answer is None:
            record.unanswered += 1
        elif exchange.answer.type == 4:
            record.errors += 1

    def _boot(self, boot: Boot) -> None:
        record = self._of(boot.station)
        record.boots += 1
        record.profile = boot.profile
        record.vendor, record.model, record.firmware = boot.vendor, boot.model, boot.firmware
        record.serial = boot.charge_point_serial or boot.charge_box_serial

    def _setting(self, setting: Setting) -> None:
        station = self._of(setting.station)
        station.profile = station.profile or setting.profile
        name = setting.key, setting.origin, setting.evse, setting.attribute
        record = station.settings.get(name)
        if record is None:
            if len(station.settings) >= _MOST_SETTINGS:
                station.settings_left_out += 1
                return
            record = _new_record(setting)
            station.settings[name] = record
        location = setting.place.locate()
        record.value, record.path, record.line = setting.value, location.path, location.line
        record.count += 1
        if setting.outcome is not None:
            record.outcomes[setting.outcome] += 1


def _is_modern(boot: object) -> bool:
    """Return whether a boot is one of OCPP 2.0.1 or 2.1, which look the same, and not of 1.6."""
    return isinstance(boot, dict) and isinstance(boot.get("chargingStation"), dict)


def _new_record(setting: Setting) -> SettingRecord:
    return SettingRecord(
        # A threshold or a target is a different attribute than the value.
        key=setting.key if setting.attribute in (None, "Actual") else f"{setting.key} {setting.attribute}",
        base_key=setting.base_key,
        connector=setting.connector,
        scope=setting.scope or ("Not relevant" if setting.level == "station" else None),
        origin=setting.origin,
        value=None,
        path="",
        line=0,
    )


_ANSWERS = {3: "CALLRESULT", 4: "CALLERROR"}
