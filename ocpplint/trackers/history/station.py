"""The history of one station's settings: reports, writes, reboots, and the resulting state of each value.

It is the source of the field ``history`` of settings, and of the effective configuration of a station.
"""

from collections.abc import Iterable, Iterator
from sys import intern
from typing import Any, Final

from ocpplint.facts.fact import REBOOT_REQUIRED, REFUSED, SHARED_SCOPES, TAKEN, Location
from ocpplint.facts.message import Exchange
from ocpplint.facts.observation import Observation
from ocpplint.facts.setting import Setting
from ocpplint.facts.station_state import SettingState
from ocpplint.trackers.history.records import Entry, Moment, Swing, Writes, is_secret, name_of
from ocpplint.trackers.history.reported_values import ReportedValues, Sights
from ocpplint.values.sameness import same_value

_MOST_NAMES = 2_000
"""Settings kept of one station. A station has some hundreds; malicious input may name any number."""
_FIGHT = 3600.0
"""Seconds. Two systems that fight over a value do so within an hour; a day value and a night value are a schedule."""


_NO_WRITES: Final = Writes()


class StationHistory:
    """The writes and reports of one station, in bounded memory."""

    __slots__ = (
        "asked_for_all",
        "complete",
        "denied",
        "last_reboot_required",
        "reboots",
        "reported",
        "session",
        "swings",
        "was_reset",
        "written",
    )

    def __init__(self) -> None:
        self.reported = ReportedValues()
        self.written: dict[str, Writes] = {}
        self.swings: dict[str, Swing] = {}
        self.denied: dict[str, Location] = {}
        """Keys, folded, that the station reported as unknown, and where."""
        self.complete: Moment | None = None
        """Its last report of all its keys."""
        self.asked_for_all: Location | None = None
        """Its last answer to a question for all its keys, of which nobody knows whether it was cut."""
        self.session = 0
        self.reboots = 0
        self.was_reset = False
        """Whether its last reboot was requested, or came soon after a write that needs one."""
        self.last_reboot_required: Moment | None = None

    def __len__(self) -> int:
        return len(self.reported) + len(self.written) + len(self.denied)

    def see(self, setting: Setting, sights: Sights) -> None:
        """Record a reported value. One without a value shows that the key exists."""
        name = name_of(setting)
        self.reported.see(name, setting.value, setting.readonly, sights)
        writes = self.written.get(name) if self.written else None
        if writes is not None and writes.taken is not None and self._is_in_force(writes.taken):
            writes.is_confirmed |= same_value(setting.spec, writes.taken.value, setting.value) is True

    def write(self, setting: Setting, write: Entry) -> None:
        """Record a write with its answer. One without a known answer makes the value in force uncertain."""
        name = name_of(setting)
        writes = self.written.get(name)
        if writes is None:
            if len(self.written) >= _MOST_NAMES:
                return
            writes = self.written[name] = Writes()
        if setting.outcome in TAKEN:
            self._take(writes, write, setting)
        elif setting.outcome in REFUSED:
            writes.refused = write
        else:
            writes.is_doubtful = True

    def doubt(self, setting: Setting) -> None:
        """Record a change of a setting with unknown effect."""
        writes = self.written.get(name_of(setting))
        if writes is not None:
            writes.is_doubtful = True

    def doubt_named(self, ending: str) -> None:
        """Record a possible change of the setting whose name in lower case ends with ``ending``."""
        for name, writes in self.written.items():
            if name.casefold().endswith(ending):
                writes.is_doubtful = True

    def deny(self, keys: Iterable[str], place: Location) -> None:
        """Record keys that the station reported as unknown."""
        for key in keys:
            if len(self.denied) < _MOST_NAMES:
                self.denied[key.casefold()] = place

    def has_shown(self, name: str) -> bool:
        """Tell whether the station has reported a setting of this name, or accepted a value for it."""
        writes = self.written.get(name)
        return name in self.reported or (writes is not None and writes.taken is not None)

    def last_reported(self, name: str) -> str | None:
        """Return the value that the station reported last of a setting of this name."""
        seen = self.reported.of(name)
        return None if seen is None else seen.value

    def held(self, name: str, now: Moment) -> Observation[Location] | None:
        """Return the value in force, as far as known: that of the last report, or of a later accepted write."""
        found = self._proof(name)
        return None if found is None else found.seen(now)

    def _proof(self, name: str) -> Entry | None:
        """Return the evidence for the value in force."""
        writes, seen = self.written.get(name), self.reported.of(name)
        taken = writes.taken if writes is not None else None
        if writes is None or taken is None:
            return seen
        if not self.is_pending(taken):
            return seen if _is_later(seen, taken) else taken
        return seen if seen is not None and seen.moment.order > taken.moment.order else writes.before

    def states(self) -> Iterator[SettingState]:
        """Yield the state of every setting, in the order of first appearance."""
        for name in dict.fromkeys((*self.reported, *self.written)):
            writes, seen = self.written.get(name) or _NO_WRITES, self.reported.of(name)
            held = self._proof(name)
            is_pending = writes.taken is not None and self.is_pending(writes.taken)
            yield SettingState(
                name,
                _observed(held),
                _observed(writes.taken) if is_pending else None,
                _observed(writes.taken),
                _observed(writes.refused),
                held is not None and (held.observation.by == "report" or writes.is_confirmed),
                writes.is_doubtful,
                seen.readonly if seen is not None else None,
            )

    def is_pending(self, write: Entry) -> bool:
        """Return whether a write is pending a reboot."""
        return write.outcome == REBOOT_REQUIRED and write.moment.reboots == self.reboots

    def loops(self, name: str, write: Entry, setting: Setting) -> int:
        """Count how often in a row the same write was answered RebootRequired despite a reboot after each."""
        writes = self.written.get(name)
        last = writes.taken if writes is not None else None
        if writes is None or last is None or not self._is_repeated_after_reboot(last, write, setting):
            return 0
        return writes.loops + 1

    def _is_repeated_after_reboot(self, last: Entry, write: Entry, setting: Setting) -> bool:
        if (last.outcome, write.outcome) != (REBOOT_REQUIRED, REBOOT_REQUIRED):
            return False
        if write.moment.reboots != last.moment.reboots + 1 or not self.was_reset:
            return False
        return same_value(setting.spec, last.value, write.value) is True

    def _take(self, writes: Writes, write: Entry, setting: Setting) -> None:
        name = name_of(setting)
        writes.loops = self.loops(name, write, setting)
        if write.outcome == REBOOT_REQUIRED:
            writes.before = self._proof(name)
            self.last_reboot_required = write.moment
        writes.taken, writes.is_confirmed, writes.is_doubtful = write, False, False

    def swing(self, setting: Setting, write: Entry) -> None:
        """Follow how a shared value alternates, whichever connector it is written for."""
        if setting.outcome not in TAKEN or not (setting.scope in SHARED_SCOPES or setting.level == "station"):
            return
        name = swing_name(setting)
        if (name not in self.swings and len(self.swings) >= _MOST_NAMES) or is_secret(setting):
            return
        swing = self.swings.get(name)
        self.swings[name] = Swing(write) if swing is None else swung(swing, write, setting)

    def _is_in_force(self, write: Entry) -> bool:
        return not self.is_pending(write)


def _observed(entry: Entry | None) -> Observation[Location] | None:
    return None if entry is None else entry.observation


def swing_name(setting: Setting) -> str:
    """Return the common name of the values of all connectors."""
    return f"{setting.base_key}#{setting.attribute or ''}"


def swung(swing: Swing, write: Entry, setting: Setting) -> Swing:
    """Return how the value alternates after ``write``."""
    spec = setting.spec
    if same_value(spec, write.value, swing.last.value) is not False:
        return Swing(write, swing.other, swing.count)
    gap = swing.last.moment.age(write.moment)
    is_soon = gap is None or gap <= _FIGHT
    if is_soon and swing.other is not None and same_value(spec, write.value, swing.other.value) is True:
        return Swing(write, swing.last, swing.count + 1)
    return Swing(write, swing.last if is_soon else None, 0)


def _is_later(seen: Entry | None, write: Entry) -> bool:
    """Return whether a report is later than a write or, if that needs a reboot, later than the reboot."""
    if seen is None:
        return False
    if write.outcome == REBOOT_REQUIRED:
        return seen.moment.reboots > write.moment.reboots
    return seen.moment.order > write.moment.order


ACTIONS = frozenset(("BootNotification", "Reset", "TriggerMessage", "ExtendedTriggerMessage"))
"""The calls about reboots."""

_SOON = 600.0
"""Seconds. A reboot so soon after a write that needs one is caused by that write."""
_DONE = ("Accepted", "Scheduled")


class Reboots:
    """Follows the boots of one station and records them in its history."""

    __slots__ = ("_awaits_trigger", "_identity", "_is_reset", "history")

    def __init__(self) -> None:
        self.history = StationHistory()
        self._is_reset = False
        self._awaits_trigger = False
        self._identity: tuple[Any, ...] | None = None

    def track(self, exchange: Exchange, now: Moment) -> None:
        """Process a call of ``ACTIONS`` with its answer."""
        action, call, status = exchange.call.action, exchange.call.payload, _status(exchange)
        if not isinstance(call, dict):
            return
        if action == "BootNotification":
            self._boot(call, status, now)
        elif status not in _DONE:
            return
        elif action == "Reset":
            # A reset of one EVSE (OCPP 2.0.1, use case B11) is not a reboot of the station.
            self._is_reset = self._is_reset or call.get("evseId") is None
        elif call.get("requestedMessage") == "BootNotification":
            self._awaits_trigger = True

    def _boot(self, call: dict[str, Any], status: str | None, now: Moment) -> None:
        identity = identity_of(call)
        if self._identity not in (None, identity):
            # Another controller, or another station under the same name.
            self.history = StationHistory()
        self._identity = identity
        history = self.history
        history.session += 1
        if status != "Accepted":
            return
        # The answer sets the heartbeat interval (OCPP 1.6, 4.2; OCPP 2.0.1, B01).
        history.doubt_named("heartbeatinterval")
        is_asked_for = self._awaits_trigger and not self._is_reset
        self._awaits_trigger = False
        if is_asked_for or call.get("reason") == "Triggered":
            return
        history.reboots += 1
        history.was_reset = self._is_reset or _is_soon(history.last_reboot_required, now)
        self._is_reset = False


def identity_of(boot: dict[str, Any]) -> tuple[Any, ...]:
    """Return the identity in a BootNotification, without the firmware, which may change."""
    modern = boot.get("chargingStation")
    named = modern if isinstance(modern, dict) else boot
    fields = ("chargePointVendor", "chargePointModel", "chargePointSerialNumber", "chargeBoxSerialNumber")
    return tuple([_kept(named.get(field)) for field in (*fields, "vendorName", "model", "serialNumber")])


def _kept(value: Any) -> str | None:
    """Return a value for comparison. Equal values of a fleet are interned."""
    return None if value is None else intern(str(value))


def _status(exchange: Exchange) -> str | None:
    answer = exchange.answer
    if answer is None or answer.type != 3 or not isinstance(answer.payload, dict):
        return None
    status = answer.payload.get("status")
    return status if isinstance(status, str) else None


def _is_soon(write: Moment | None, now: Moment) -> bool:
    age = write.age(now) if write is not None else None
    return age is not None and 0 <= age <= _SOON
