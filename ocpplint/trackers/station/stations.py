"""Stations as a trace shows them: boots, profiles, identities that turn out to be one station, gaps, line numbers."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from sys import intern
from typing import Final

from ocpplint.facts.events import Boot, Connection
from ocpplint.facts.fact import Confidence, Location, ProfileChoice
from ocpplint.facts.inputs import InputProblem, InputReport
from ocpplint.facts.log_time import GAP_LINES
from ocpplint.facts.message import Message
from ocpplint.facts.setting import Evidence
from ocpplint.stations.registry import ChosenProfile, Profiles
from ocpplint.trackers.station.context import StationContext
from ocpplint.trackers.station.identity import is_boot, is_serial

_CONNECTOR_SUFFIX = r"(?i)[_\-.:# ]?(?:connector|conn|con|c|slave)?[_\-. ]?0*2|[_\-. ]?slave"
_SERIAL_SHARED_BY_TOO_MANY = 3


class Stations(dict[str | None, StationContext]):
    """The stations of the trace ``document`` by identity; a look-up adds a missing one.

    ``gaps`` are the gaps of the trace. Memory grows with the number of stations, not with the trace.
    """

    def __init__(self, profiles: Profiles | None = None, document: str = "") -> None:
        super().__init__()
        self.gaps = LogGaps()
        self._profiles, self._document = profiles or Profiles(), document
        self._by_serial: dict[str, list[StationContext]] = defaultdict(list)
        self._clock = 0

    def __missing__(self, identity: str | None) -> StationContext:
        """Add a station at its first message."""
        chosen = self._profiles.usual(identity, self._document)
        context = self[identity] = StationContext(identity, chosen.profile, chosen.choice)
        return context

    def track(self, message: Message) -> Sequence[Boot]:
        """Process a message with an action; return its boot, if it is one."""
        self._clock += 1
        state = self[message.station]
        if state.first_place is None:
            state.first_place, state.first_seen = message.location, self._clock
            if state.unnamed is not None:
                state.unnamed.begin(with_boot=is_boot(message))
        state.last_seen = self._clock
        if message.type == 2:
            if is_boot(message):
                state.take_boot(message)
                return (self._boot(state, message),) if isinstance(message.payload, dict) else ()
            if message.action == "StatusNotification" and isinstance(message.payload, dict):
                connector = message.payload.get("connectorId")
                if isinstance(connector, int) and connector > state.highest_connector:
                    state.highest_connector = connector
        return ()

    def finish(self) -> Iterator[Connection]:
        """Yield, at the end of the trace, the identities that belong to another identity's station."""
        for state in self.values():
            if state.identity and state.boot is not None and state.profile.controller_per_connector:
                found = self._second_connection(state)
                if found is not None:
                    yield found

    def _boot(self, state: StationContext, message: Message) -> Boot:
        boot = _read_boot(message)
        self._find_profile(state, boot)
        boot.profile = state.profile.name
        boot.one_station = state.is_one
        boot.dual_addressing = state.profile.controller_per_connector
        before = state.boot
        if before is not None:
            boot.serial, boot.previous_serial = _changed_serial(before, boot)
            boot.previous_place = before.place
        state.boot = boot
        state.first_boot = state.first_boot or boot
        state.batch += 1
        self._remember_serials(state, boot)
        self._belongs_to_connector_2(state)
        return boot

    def _find_profile(self, state: StationContext, boot: Boot) -> None:
        """Give a station its profile. What its keys have shown and taught holds for the same controller."""
        chosen = self._profiles.for_station(boot.vendor, boot.model, state.identity, self._document, boot.firmware)
        is_same = _is_same_controller(state.boot, boot)
        if state.profile_choice == "shown" and _leaves_open(
            chosen.choice, is_same=is_same, first=state.boot is None
        ):
            return
        if state.profile.untaught is not chosen.profile or not is_same:
            state.take_profile(*chosen)

    def see_keys(self, state: StationContext, keys: Collection[str], reported: Collection[str] = ()) -> None:
        """Take note of the keys that a station is given, or has reported: they may show what it is."""
        if state.profile_choice in ("assumed", "unlisted"):
            chosen = self._profiles.shown_by(
                ChosenProfile(state.profile.untaught, state.profile_choice), keys, reported
            )
            if chosen.choice == "shown":
                state.take_profile(*chosen)

    def _remember_serials(self, state: StationContext, boot: Boot) -> None:
        for serial in (boot.charge_point_serial, boot.charge_box_serial):
            if is_serial(serial) and serial is not None:
                owners = self._by_serial[serial]
                if state not in owners and len(owners) <= _SERIAL_SHARED_BY_TOO_MANY:
                    owners.append(state)

    def _belongs_to_connector_2(self, state: StationContext) -> None:
        """Mark an identity as a second connection for connector 2, once that is certain."""
        for other in self._same_serial(state):
            for second, first in ((state, other), (other, state)):
                if _is_second_of(second.identity, first.identity) and second.profile.controller_per_connector:
                    text = f"connection `{second.identity}`, which has the serial number of `{first.identity}`"
                    place = second.first_boot.place if second.first_boot else None
                    second.connection_evidence = (Evidence("connection", 2, text, "medium", place),)
                    second.second_of = first.identity

    def _same_serial(self, state: StationContext) -> list[StationContext]:
        boot = state.boot
        if boot is None:
            return []
        serials = [s for s in (boot.charge_point_serial, boot.charge_box_serial) if s in self._by_serial]
        # A serial number shared by many identities is a constant of a simulator.
        owners = [self._by_serial[s] for s in serials if len(self._by_serial[s]) < _SERIAL_SHARED_BY_TOO_MANY]
        return [other for found in owners for other in found if other is not state and _same_kind(other, state)]

    def _second_connection(self, state: StationContext) -> Connection | None:
        for other in self._same_serial(state):
            if _is_second_of(state.identity, other.identity):
                return _connection(state, other, "it has the same serial number", "high")
            if not _is_second_of(other.identity, state.identity) and other.first_seen < state.first_seen:
                overlapping = other.last_seen > state.first_seen
                why = "it has the same serial number" + (" and both are connected at once" if overlapping else "")
                return _connection(state, other, why, "medium" if overlapping else "low")
        return self._second_by_name(state)

    def _second_by_name(self, state: StationContext) -> Connection | None:
        """Find the identity that this one extends by a connector suffix, with equal vendor and overlapping times."""
        for other in self._named_before(state):
            overlapping = other.last_seen > state.first_seen and state.last_seen > other.first_seen
            if overlapping and _same_make(other, state) and not _told_apart(other, state):
                why = "both report the same vendor, model and firmware and are connected at once"
                return _connection(state, other, why, "medium" if other.highest_connector > 1 else "low")
        return None

    def _named_before(self, state: StationContext) -> Iterator[StationContext]:
        identity = state.identity or ""
        for cut in range(max(1, len(identity) - 14), len(identity)):
            other = self.get(identity[:cut])
            if other is not None and _is_second_of(identity, identity[:cut]):
                yield other


def _read_boot(message: Message) -> Boot:
    """Read a BootNotification of OCPP 1.6 (section 6.3) or 2.x (part 2, BootNotificationRequest)."""
    payload = message.payload
    station = payload.get("chargingStation")
    modern = station if isinstance(station, dict) else {}
    return Boot(
        station=message.station,
        place=message.location,
        time=message.time,
        reason=_word(payload.get("reason")),
        vendor=_word(payload.get("chargePointVendor", modern.get("vendorName"))),
        model=_word(payload.get("chargePointModel", modern.get("model"))),
        firmware=_word(payload.get("firmwareVersion", modern.get("firmwareVersion"))),
        charge_point_serial=_word(payload.get("chargePointSerialNumber", modern.get("serialNumber"))),
        charge_box_serial=_word(payload.get("chargeBoxSerialNumber")),
    )


def _word(value: object) -> str | None:
    # Stations of a fleet send equal values, which are interned.
    return intern(value.strip()) or None if isinstance(value, str) else None


def _changed_serial(before: Boot, now: Boot) -> tuple[str | None, str | None]:
    """Return the serial number and the previous one, where both boots have one and they differ."""
    pairs = (
        (now.charge_box_serial, before.charge_box_serial),
        (now.charge_point_serial, before.charge_point_serial),
    )
    for new, old in pairs:
        if new and old and new != old:
            return new, old
    return None, None


def _leaves_open(choice: ProfileChoice, *, is_same: bool, first: bool) -> bool:
    """Tell whether what a boot says leaves open what a station is, so that what its keys have shown of it stands."""
    return (is_same and choice in ("unlisted", "assumed")) or (first and choice == "assumed")


def _is_same_controller(before: Boot | None, now: Boot) -> bool:
    """Return whether a boot is that of the same controller as before."""
    if before is None:
        return False
    same_make = (before.vendor, before.model, before.firmware) == (now.vendor, now.model, now.firmware)
    return same_make and _changed_serial(before, now)[0] is None


def _is_second_of(identity: str | None, other: str | None) -> bool:
    """Return whether ``identity`` is ``other`` with a suffix for connector 2."""
    if not identity or not other or not identity.startswith(other):
        return False
    return bool(re.fullmatch(_CONNECTOR_SUFFIX, identity[len(other) :]))


def _same_kind(one: StationContext, two: StationContext) -> bool:
    return (
        one.boot is not None
        and two.boot is not None
        and (one.boot.vendor, one.boot.model) == (two.boot.vendor, two.boot.model)
    )


def _same_make(one: StationContext, two: StationContext) -> bool:
    return (
        _same_kind(one, two)
        and one.boot is not None
        and two.boot is not None
        and one.boot.firmware == two.boot.firmware
    )


def _told_apart(one: StationContext, two: StationContext) -> bool:
    """Return whether these are two stations: with different serial numbers, or one connector each."""
    if one.connectors == 1 or one.boot is None or two.boot is None:
        return True
    return bool(_changed_serial(one.boot, two.boot)[0])


def _connection(state: StationContext, other: StationContext, reason: str, confidence: Confidence) -> Connection:
    here, there = state.first_boot, other.first_boot
    if here is None or there is None or state.identity is None or other.identity is None:
        raise ValueError("a connection is told by two boots")
    return Connection(
        state.identity, here.place, other.identity, there.place, reason, confidence, state.profile.name
    )


class LineNumbering:
    """Counts the lines of all parts of one trace."""

    __slots__ = ("_before", "_last", "_total")

    def __init__(self) -> None:
        self._before: dict[str, int] = {}
        self._last: InputReport | None = None
        self._total = 0

    def begin(self, report: InputReport) -> None:
        """Start or continue a part; ``report`` counts its lines."""
        if report is self._last:
            return
        if self._last is not None:
            self._total += self._last.lines
        self._last = report
        self._before[report.path] = self._total

    def line(self, location: Location) -> int:
        """Return the number of a line in the whole trace."""
        return self._before.get(location.path, 0) + location.line


_MOST: Final = 100_000


class LogGaps:
    """The lines in which messages were lost, in the order of the trace, up to a bound.

    ``unplaced`` counts lost messages of unknown stations. ``doubts`` counts everything not understood: lost messages,
    and text that may have been a message.
    """

    def __init__(self) -> None:
        self.lines = LineNumbering()
        self.unplaced = 0
        self.doubts = 0
        self._lost: list[int] = []

    def take(self, problem: InputProblem) -> bool:
        """Record a problem; return whether a message was lost with it."""
        self.doubts += 1
        if not problem.is_loss():
            return False
        self.unplaced += problem.station is None
        if len(self._lost) < _MOST:
            self._lost.append(self.lines.line(problem.place.locate()))
        return True

    def before(self, location: Location) -> bool:
        """Return whether a message was lost shortly before, perhaps the missing call."""
        line = self.lines.line(location)
        return self._any(line - GAP_LINES, line)

    def after(self, location: Location) -> bool:
        """Return whether a message was lost shortly after, perhaps the missing answer."""
        line = self.lines.line(location)
        return self._any(line, line + GAP_LINES)

    def _any(self, first: int, last: int) -> bool:
        if len(self._lost) >= _MOST:
            return True
        return bisect_left(self._lost, first) < bisect_right(self._lost, last)
