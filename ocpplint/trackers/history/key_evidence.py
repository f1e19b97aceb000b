"""Evidence of the key of a refused write, from the station's history."""

from collections.abc import Iterable
from typing import NamedTuple

from ocpplint.facts.fact import Location
from ocpplint.facts.observation import Observation
from ocpplint.facts.setting import Setting
from ocpplint.stations.typo import key_without_typo
from ocpplint.trackers.history.records import Moment, Writes, name_of
from ocpplint.trackers.history.station import StationHistory


class KeyEvidence(NamedTuple):
    """Evidence of the key of a refused write. Locations are those of the station's reports.

    ``accepted`` is the last accepted write of this key; ``reported`` where the station reported the key, ``readonly``
    the access in that report; ``denied`` where it answered that it has no such key; ``absent_from`` its last report of
    all keys, if that lacks the key; ``near`` a reported key that this one is probably a typo of; ``items`` the items of
    reported or accepted lists of this key.
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
    """Return the evidence in a history of the key of a write."""
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
    return same or key_without_typo(key, reported)


def _items(writes: Writes | None, reported: str | None) -> frozenset[str]:
    taken = writes.taken.value if writes is not None and writes.taken is not None else None
    both = ",".join(filter(None, (taken, reported)))
    return frozenset(item.strip().casefold() for item in both.split(",") if item.strip())
