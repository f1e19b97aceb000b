"""The differences of two configurations: of two stations, of one station at two times, or of its two connectors."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from ocpplint.comparison.agreement import agree
from ocpplint.comparison.known import KnownStation, KnownValue
from ocpplint.facts.setting import Setting

Kind = Literal["same", "differs", "only-left", "only-right", "not-comparable", "not-seen"]


class ComparedSide(NamedTuple):
    """One side of a comparison: its name, and its values by the name they are compared under."""

    label: str
    path: str
    values: dict[str, KnownValue]
    is_complete: bool


class Difference(NamedTuple):
    """One setting on both sides. A missing one is ``not-seen`` unless that side is complete."""

    name: str
    kind: Kind
    left: KnownValue | None
    right: KnownValue | None

    @property
    def setting(self) -> Setting:
        """What it is."""
        known = self.left or self.right
        if known is None:
            raise ValueError("a difference is of something known")
        return known.setting


class Pair(NamedTuple):
    """Two sides with their equal and different settings."""

    left: ComparedSide
    right: ComparedSide
    differences: list[Difference]

    def of(self, *kinds: Kind) -> list[Difference]:
        """Return the settings of these kinds."""
        return [each for each in self.differences if each.kind in kinds]


def whole_side(station: KnownStation) -> ComparedSide:
    """Return all settings of a station as a side."""
    values = {name: value for name, value in station.values.items() if value.standing.held is not None}
    return ComparedSide(station.label, station.path, values, station.complete is not None)


def connector_side(station: KnownStation, connector: int) -> ComparedSide:
    """Return the settings of a station for one connector as a side, by names without connector."""
    values = {
        f"{value.setting.base_key}#{value.setting.attribute or ''}": value
        for value in station.values.values()
        if value.standing.held is not None and value.setting.connector == connector
    }
    label = f"{station.label}, connector {connector}"
    return ComparedSide(label, station.path, values, station.complete is not None)


def compared(left: ComparedSide, right: ComparedSide) -> Pair:
    """Compare two sides, setting by setting, in the order of their names."""
    names = sorted({*left.values, *right.values})
    return Pair(left, right, list(_differences(names, left, right)))


def _differences(names: Iterable[str], left: ComparedSide, right: ComparedSide) -> Iterator[Difference]:
    for name in names:
        one, other = left.values.get(name), right.values.get(name)
        if one is not None and other is not None:
            yield Difference(name, _kind(one, other), one, other)
        elif one is not None:
            yield Difference(name, "only-left" if right.is_complete else "not-seen", one, None)
        else:
            yield Difference(name, "only-right" if left.is_complete else "not-seen", None, other)


def _kind(one: KnownValue, other: KnownValue) -> Kind:
    if one.value is None and other.value is None:
        return "same"
    same = agree(one.setting, one.value, other.value)
    if same is None:
        return "not-comparable"
    return "same" if same else "differs"
