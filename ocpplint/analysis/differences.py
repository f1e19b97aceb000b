"""The differences between two stations, dumps, moments or connectors: the sides and their comparison."""

from collections.abc import Sequence
from typing import NamedTuple

from ocpplint.analysis.moments import moment_of
from ocpplint.analysis.options import ReadingOptions
from ocpplint.analysis.state_inputs import StateInputs
from ocpplint.comparison.difference import Pair, compared, connector_side, whole_side
from ocpplint.comparison.known import KnownStation
from ocpplint.facts.inputs import InputReport
from ocpplint.resources.quoting import UsageError

_NO_DIFFERENCES = ("same", "not-comparable", "not-seen")
_HOW = "name two inputs, or one with --station twice, --at twice or --connectors"


class Differences(NamedTuple):
    """The pairs that were compared, and how much was understood of the inputs."""

    pairs: list[Pair]
    inputs: list[InputReport]

    @property
    def is_same(self) -> bool:
        """Whether nothing is known to differ."""
        return all(each.kind in _NO_DIFFERENCES for pair in self.pairs for each in pair.differences)


_Sides = tuple[list[KnownStation], list[KnownStation]]


def differences(
    paths: Sequence[str],
    names: Sequence[str],
    moments: Sequence[str],
    options: ReadingOptions,
    *,
    connectors: bool = False,
) -> Differences:
    """Compare two sides: of one or two ``paths``, ``names`` of stations and ``moments``.

    Of inputs with several stations, those of the same name are compared; with ``connectors``, connector 1 with
    connector 2. Raises ``UsageError`` for what does not make two sides, ``NoInputError`` where nothing is known of one.
    """
    if max(len(paths), len(names), len(moments)) > 2:
        raise UsageError(f"there are two sides: {_HOW}")
    reading = StateInputs(options)
    sides = _sides(reading, paths, names, moments)
    pairs = _of_connectors(*sides) if connectors else _pairs(*sides)
    return Differences(pairs, reading.inputs)


def _sides(reading: StateInputs, paths: Sequence[str], names: Sequence[str], moments: Sequence[str]) -> _Sides:
    """Return the stations of the left and of the right side."""
    # Two equal requests are one side.
    asked = [_of_side(paths, names, moments, side) for side in (0, 1)]
    read = {side: reading.stations([path], only, moment_of(at)) for side in asked for path, only, at in (side,)}
    left, right = (read[side] for side in asked)
    return left, right


_Asked = tuple[str, tuple[str, ...], str | None]


def _of_side(paths: Sequence[str], names: Sequence[str], moments: Sequence[str], side: int) -> _Asked:
    return (
        paths[min(side, len(paths) - 1)],
        tuple(names[min(side, len(names) - 1) :][:1]) if names else (),
        moments[min(side, len(moments) - 1)] if moments else None,
    )


def _pairs(left: list[KnownStation], right: list[KnownStation]) -> list[Pair]:
    if left is right or (len(left) == len(right) == 1 and left[0] is right[0]):
        left, right = _two_of(left)
    if len(left) != 1 or len(right) != 1:
        named = {station.identity: station for station in right if station.identity is not None}
        common = [(each, named[each.identity]) for each in left if each.identity in named]
        if not common:
            raise UsageError("no station is on both sides: choose one of each by --station")
        return [compared(whole_side(one), whole_side(other)) for one, other in common]
    return [compared(whole_side(left[0]), whole_side(right[0]))]


def _two_of(stations: list[KnownStation]) -> _Sides:
    """Take the two stations of one input for the two sides."""
    if len(stations) != 2:
        raise UsageError(f"this is one side: {_HOW}")
    return stations[:1], stations[1:]


def _of_connectors(left: list[KnownStation], right: list[KnownStation]) -> list[Pair]:
    """Compare the connectors of each station, or connector 1 of the one side with connector 2 of the other."""
    if len(left) != len(right):
        raise UsageError("--connectors compares those of one station: choose it by --station")
    pairs = zip(left, right, strict=True)
    return [compared(connector_side(one, 1), connector_side(other, 2)) for one, other in pairs]
