"""The history of one station's settings: reports, writes and reboots, and what follows for each value.

This is the model behind the fields ``history`` of settings, and behind the effective configuration of a station.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from ocpplint.facts.location import Location
from ocpplint.facts.observation import Observation
from ocpplint.facts.setting import Setting
from ocpplint.facts.station_state import SettingState
from ocpplint.facts.vocabulary import REBOOT_REQUIRED, REFUSED, SHARED_SCOPES, TAKEN
from ocpplint.trackers.history.records import (
    Entry,
    Moment,
    Swing,
    Writes,
    is_secret,
    name_of,
)
from ocpplint.trackers.history.reported_values import ReportedValues, Sights
from ocpplint.values.sameness import same_value

_MOST_NAMES = 2_000
"""Settings kept of one station. A station has some hundreds; hostile input may name any number."""
_FIGHT = 3600.0
"""Seconds. Two who set a value against each other do so within an hour; a value for the day and one for the night is
a schedule."""


_NO_WRITES: Final = Writes()


class StationHistory:
    """What one station was told and told of itself, in bounded memory."""

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
        """Keys that the station has said it does not have, folded, and where."""
        self.complete: Moment | None = None
        """Its last report of all its keys."""
        self.asked_for_all: Location | None = None
        """Its last answer to a question for all its keys, of which nobody knows whether it was cut."""
        self.session = 0
        self.reboots = 0
        self.was_reset = False
        """Whether its last reboot was asked for, or came soon after a write that needed one."""
        self.last_reboot_required: Moment | None = None

    def __len__(self) -> int:
        return len(self.reported) + len(self.written) + len(self.denied)

    def see(self, setting: Setting, sights: Sights) -> None:
        """Take in a reported value. One without a value says that the key is there."""
        name = name_of(setting)
        self.reported.see(name, setting.value, setting.readonly, sights)
        writes = self.written.get(name) if self.written else None
        if writes is not None and writes.taken is not None and self._is_in_force(writes.taken):
            writes.is_confirmed |= same_value(setting.spec, writes.taken.value, setting.value) is True

    def write(self, setting: Setting, write: Entry) -> None:
        """Take in a write with its answer. One without a known answer makes uncertain what holds."""
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
        """Take note that a setting was changed in a way of which nobody knows what it does."""
        writes = self.written.get(name_of(setting))
        if writes is not None:
            writes.is_doubtful = True

    def doubt_named(self, ending: str) -> None:
        """Take note that a setting may have been changed whose name ends so, in small letters."""
        for name, writes in self.written.items():
            if name.casefold().endswith(ending):
                writes.is_doubtful = True

    def deny(self, keys: Iterable[str], place: Location) -> None:
        """Take note of keys that the station said it does not have."""
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
        """Return the value in force, as far as known: the last report's, or that of a write taken since."""
        found = self._proof(name)
        return None if found is None else found.seen(now)

    def _proof(self, name: str) -> Entry | None:
        """Return what tells the value in force."""
        writes, seen = self.written.get(name), self.reported.of(name)
        taken = writes.taken if writes is not None else None
        if writes is None or taken is None:
            return seen
        if not self.is_pending(taken):
            return seen if _is_later(seen, taken) else taken
        return seen if seen is not None and seen.moment.order > taken.moment.order else writes.before

    def states(self) -> Iterator[SettingState]:
        """Yield how every setting stands, in the order of its first appearance."""
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
        """Tell whether a write still waits for a reboot."""
        return write.outcome == REBOOT_REQUIRED and write.moment.reboots == self.reboots

    def loops(self, name: str, write: Entry, setting: Setting) -> int:
        """Count how often in a row a write was made and answered RebootRequired though a reboot had followed it."""
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
        """Follow how a value that the connectors share goes back and forth, whoever writes it."""
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
    """Return the name under which the values of all connectors are one."""
    return f"{setting.base_key}#{setting.attribute or ''}"


def swung(swing: Swing, write: Entry, setting: Setting) -> Swing:
    """Return how the value goes back and forth once ``write`` is taken."""
    spec = setting.spec
    if same_value(spec, write.value, swing.last.value) is not False:
        return Swing(write, swing.other, swing.count)
    gap = swing.last.moment.age(write.moment)
    is_soon = gap is None or gap <= _FIGHT
    if is_soon and swing.other is not None and same_value(spec, write.value, swing.other.value) is True:
        return Swing(write, swing.last, swing.count + 1)
    return Swing(write, swing.last if is_soon else None, 0)


def _is_later(seen: Entry | None, write: Entry) -> bool:
    """Tell whether a report shows what holds since a write: if that needed a reboot, since the reboot."""
    if seen is None:
        return False
    if write.outcome == REBOOT_REQUIRED:
        return seen.moment.reboots > write.moment.reboots
    return seen.moment.order > write.moment.order
