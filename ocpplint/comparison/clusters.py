"""Differences within a fleet: which keys and stations differ, and whether model or firmware explains it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from ocpplint.comparison.agreement import agree, is_secret
from ocpplint.comparison.drift import StationDrift
from ocpplint.comparison.known import KnownStation, KnownValue
from ocpplint.facts.setting import Setting

_FLEET: Final = 3
"""Stations. Of two that differ, neither is the outlier."""
_MOST_VALUES: Final = 5
"""Values. A key with more of them and without a desired value is individual to each station."""

_MOST_COMPARED: Final = 50
"""Values that a further one is compared with; beyond that, values are compared as text."""


class ValueShare(NamedTuple):
    """How many stations of one model and firmware have a value: ``having`` of ``total``."""

    kind: str
    having: int
    total: int


class Cluster(NamedTuple):
    """The stations that have one value, with their kinds, the most frequent first."""

    value: str
    stations: list[KnownStation]
    shares: list[ValueShare]


class Spread(NamedTuple):
    """One key with the values it has over the fleet, the most frequent first.

    ``wanted`` is the desired value, None where there is none.
    """

    name: str
    setting: Setting
    wanted: str | None
    clusters: list[Cluster]


_Held = list[tuple[KnownStation, KnownValue]]


def spreads(drifts: Iterable[StationDrift]) -> list[Spread]:
    """Return the keys in which the stations of a fleet differ, by name.

    Of keys with a desired value, all with a single one; of others those with an outlier: most stations agree, and some
    do not.
    """
    drifts = list(drifts)
    wanted = _wanted(drifts)
    held = _held(drift.station for drift in drifts)
    found = (_spread(name, values, wanted.get(name)) for name, values in sorted(held.items()))
    return [spread for spread in found if spread is not None]


def _wanted(drifts: list[StationDrift]) -> dict[str, list[str]]:
    """Return the desired values of each name."""
    wanted: dict[str, list[str]] = {}
    for drift in drifts:
        for each in drift.comparisons:
            if each.wanted is not None and each.wanted.setting.value is not None:
                wanted.setdefault(each.name, []).append(each.wanted.setting.value)
    return wanted


def _held(stations: Iterable[KnownStation]) -> dict[str, _Held]:
    held: dict[str, _Held] = {}
    for station in stations:
        for name, known in station.values.items():
            if known.value is not None and not is_secret(known.setting):
                held.setdefault(name, []).append((station, known))
    return held


def _spread(name: str, held: _Held, wanted: list[str] | None) -> Spread | None:
    setting = held[0][1].setting
    if len(held) < _FLEET or (wanted is not None and _differ(setting, wanted)):
        return None
    groups = sorted(_grouped(setting, held), key=lambda group: (-len(group), group[0][1].value or ""))
    if len(groups) < 2 or (wanted is None and not _has_outliers(groups, held)):
        return None
    totals = Counter(station.kind for station, _ in held)
    return Spread(name, setting, wanted[0] if wanted else None, [_cluster(group, totals) for group in groups])


def _differ(setting: Setting, values: list[str]) -> bool:
    return any(agree(setting, values[0], value) is False for value in dict.fromkeys(values[1:]))


def _grouped(setting: Setting, held: _Held) -> Iterator[_Held]:
    """Yield the stations with equal values."""
    groups: dict[str, _Held] = {}
    same_as: dict[str, str] = {}
    for station, known in held:
        value = known.value or ""
        if value not in same_as:
            likely = islice(groups, _MOST_COMPARED)
            same_as[value] = next((other for other in likely if agree(setting, other, value) is not False), value)
        groups.setdefault(same_as[value], []).append((station, known))
    yield from groups.values()


def _has_outliers(groups: list[_Held], held: _Held) -> bool:
    """Return whether most stations share a value, so that the key is neither individual to each station nor a state."""
    spec = groups[0][0][1].setting.spec
    if any(known.is_readonly for _, known in held) or (spec is not None and spec.per_controller):
        return False
    return len(groups) <= _MOST_VALUES and 2 * len(groups[0]) > len(held)


def _cluster(group: _Held, totals: Counter[str]) -> Cluster:
    kinds = Counter(station.kind for station, _ in group)
    shares = [ValueShare(kind, count, totals[kind]) for kind, count in kinds.most_common()]
    return Cluster(group[0][1].value or "", [station for station, _ in group], shares)
