"""What is known of a setting beside the setting itself, when one asks why it was refused."""

from collections.abc import Iterable
from typing import NamedTuple

from ocpplint.facts.location import Location
from ocpplint.facts.observation import Observation
from ocpplint.facts.setting import Setting
from ocpplint.stations.typo import known_with_slip
from ocpplint.trackers.history.records import Moment, Writes, name_of
from ocpplint.trackers.history.station import StationHistory


class KeyEvidence(NamedTuple):
    """What a station has shown of the key of a refused write. Places are those of its reports.

    ``accepted`` is the last write of this key that it took; ``reported`` where it told of the key, ``readonly`` what it
    said beside it; ``denied`` where it said that it has no such key; ``absent_from`` its last report of all keys, where
    that lacks the key; ``near`` a key that it has told of, and that is nearly this one; ``items`` what lists of this
    key have held that it reported or accepted.
    """

    accepted: Observation[Location] | None = None
    reported: Location | None = None
    readonly: bool | None = None
    denied: Location | None = None
    absent_from: Location | None = None
    left_out_of: Location | None = None
    near: str | None = None
    items: frozenset[str] = frozenset()


def knowledge_of(setting: Setting, history: StationHistory, now: Moment) -> KeyEvidence:
    """Return what a history knows of the key of a write."""
    name = name_of(setting)
    writes, seen = history.written.get(name), history.reported.of(name)
    taken = writes.taken if writes is not None else None
    is_unheard = taken is None and seen is None
    return KeyEvidence(
        accepted=taken.seen(now) if taken is not None else None,
        reported=seen.moment.place if seen is not None else None,
        readonly=seen.readonly if seen is not None else None,
        denied=history.denied.get(setting.key.casefold()) if is_unheard else None,
        absent_from=history.complete.place if is_unheard and history.complete is not None else None,
        left_out_of=history.asked_for_all if is_unheard else None,
        near=_near(setting.key, history.reported) if is_unheard else None,
        items=_items(writes, seen.value if seen is not None else None),
    )


def _near(key: str, reported: Iterable[str]) -> str | None:
    folded = key.casefold()
    same = next((name for name in reported if name.casefold() == folded), None)
    return same or known_with_slip(key, reported)


def _items(writes: Writes | None, reported: str | None) -> frozenset[str]:
    taken = writes.taken.value if writes is not None and writes.taken is not None else None
    both = ",".join(filter(None, (taken, reported)))
    return frozenset(item.strip().casefold() for item in both.split(",") if item.strip())
