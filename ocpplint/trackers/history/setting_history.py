"""The field ``history`` of a setting: computed from the station's history when the setting is emitted, and not kept."""

from collections.abc import Collection
from typing import Any

from ocpplint.facts.fact import REBOOT_REQUIRED, TAKEN, Location
from ocpplint.facts.message import Message
from ocpplint.facts.observation import Observation
from ocpplint.facts.setting import Setting
from ocpplint.facts.setting_history import Past
from ocpplint.trackers.history.records import (
    Entry,
    Moment,
    Swing,
    Writes,
    is_secret,
    name_of,
)
from ocpplint.trackers.history.station import StationHistory, swing_name, swung
from ocpplint.values.sameness import same_value

_NOTHING = Past()


def past_of_write(
    setting: Setting, write: Entry, history: StationHistory, swing: Swing | None, open_writes: int
) -> Past:
    """Return the history of a write that is not yet in the station's history, nor in ``swing``."""
    name, now = name_of(setting), write.moment
    past = _known_so_far(history, name, now)._replace(open_writes=open_writes, writer=write.observation.writer)
    if setting.outcome not in TAKEN:
        return past
    after = None if swing is None else swung(swing, write, setting)
    # The last value of one form of a shared key may have been overwritten by another form.
    is_last = swing is None or same_value(setting.spec, swing.last.value, setting.value) is True
    return past._replace(
        in_force=is_last and _is_in_force(setting, history, now),
        reboot_loops=history.loops(name, write, setting),
        swings=0 if after is None else after.count,
        other=None if after is None or after.other is None else after.other.seen(now),
    )


def past_of_report(setting: Setting, history: StationHistory, now: Moment) -> Past | None:
    """Return the history of a reported setting; None if the trace has no write of it."""
    name = name_of(setting)
    return _known_so_far(history, name, now) if name in history.written else None


def is_contradicted(
    setting: Setting, history: StationHistory, now: Moment, open_calls: Collection[Message]
) -> bool:
    """Return whether a report contradicts the last accepted write without an explanation."""
    writes = history.written.get(name_of(setting))
    if writes is None or writes.taken is None or writes.is_confirmed or writes.is_doubtful or setting.repeated:
        return False
    return (
        _should_show(writes.taken, history, now)
        and _is_last_of_shared(setting, writes.taken, history)
        and same_value(setting.spec, writes.taken.value, setting.value) is False
        and not is_secret(setting)
        and not any(_writes(call.payload, setting) for call in open_calls)
    )


def _known_so_far(history: StationHistory, name: str, now: Moment) -> Past:
    writes = history.written.get(name)
    held = history.held(name, now)
    if writes is None:
        return _NOTHING if held is None else Past(held=held)
    return Past(
        held=held,
        written=_seen(writes.taken, now),
        refused=_seen(writes.refused, now),
        confirmed=writes.is_confirmed,
        reboot_pending=writes.taken is not None and history.is_pending(writes.taken),
    )


def _seen(write: Entry | None, now: Moment) -> Observation[Location] | None:
    return None if write is None else write.seen(now)


def _is_in_force(setting: Setting, history: StationHistory, now: Moment) -> bool:
    """Return whether a value is in force by reports since the last boot, without gaps since."""
    name = name_of(setting)
    writes, seen = history.written.get(name), history.reported.of(name)
    if writes is not None and (writes.is_doubtful or _is_waiting(writes, history)):
        return False
    held = history.held(name, now)
    if held is None or same_value(setting.spec, held.value, setting.value) is not True or is_secret(setting):
        return False
    told = seen.moment if held.by == "report" and seen is not None else None
    if told is None and writes is not None and writes.taken is not None:
        told = writes.taken.moment
    return told is not None and (told.session, told.losses) == (now.session, now.losses)


def _is_waiting(writes: Writes, history: StationHistory) -> bool:
    return writes.taken is not None and history.is_pending(writes.taken)


def _should_show(write: Entry, history: StationHistory, now: Moment) -> bool:
    """Return whether a report of this moment must show the written value.

    A boot may restore an older value, so it must be the same session; a write that needs a reboot must have had one, by
    a reset in the trace.
    """
    then = write.moment
    if then.losses != now.losses or not _comes_after(now, then):
        return False
    if write.outcome == REBOOT_REQUIRED:
        is_next = now.session == then.session + 1 and now.reboots == then.reboots + 1
        return is_next and history.was_reset
    return now.session == then.session


def _is_last_of_shared(setting: Setting, write: Entry, history: StationHistory) -> bool:
    """Return whether no write to another form of the key has overwritten a shared value."""
    swing = history.swings.get(swing_name(setting))
    return swing is None or swing.last is write


def _comes_after(now: Moment, then: Moment) -> bool:
    """Return whether a report was requested after the write was answered; otherwise it may be older than the write."""
    return now.asked.path != then.place.path or now.asked > then.place


def _writes(payload: Any, setting: Setting) -> bool:
    """Return whether the payload of an unanswered call may write the setting."""
    if not isinstance(payload, dict):
        return False
    key = payload.get("key")
    return "setVariableData" in payload or (isinstance(key, str) and key.casefold() == setting.key.casefold())
