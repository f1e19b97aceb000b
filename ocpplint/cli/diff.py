"""``ocpplint diff``: what tells two stations, two dumps, two moments or two connectors apart."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from ocpplint.analysis.state_inputs import StateInputs
from ocpplint.cli.exits import Exit
from ocpplint.cli.options import reading_options
from ocpplint.cli.output import page, standard_output
from ocpplint.cli.timestamps import moment_of

if TYPE_CHECKING:
    from ocpplint.comparison.difference import Pair
    from ocpplint.comparison.known import KnownStation

_NO_DIFFERENCES = ("same", "not-comparable", "not-seen")
_HOW = "name two inputs, or one with --station twice, --at twice or --connectors"


@click.command("diff")
@click.argument("paths", nargs=-1, required=True, metavar="A [B]")
@click.option("--station", "names", metavar="S", multiple=True, help="The station; give twice to compare two.")
@click.option("--at", "moments", metavar="TIME", multiple=True, help="The time; give twice to compare two.")
@click.option("--connectors", is_flag=True, help="Compare connector 1 with connector 2.")
@click.option(
    "--output-format",
    type=click.Choice(["full", "json"]),
    default="full",
    help="Output format.  [default: full]",
)
@reading_options
def command(
    paths: tuple[str, ...],
    names: tuple[str, ...],
    moments: tuple[str, ...],
    *,
    connectors: bool,
    output_format: str,
    **options: Any,
) -> int:
    """Tell two configurations apart: of two stations, two dumps, two moments, or connector 1 and connector 2.

    A and B are traces, logs or dumps. Of inputs with several stations, those of the same name are compared. The exit
    code is 1 if there are differences.
    """
    if max(len(paths), len(names), len(moments)) > 2:
        raise click.UsageError(f"there are two sides: {_HOW}")
    reading = StateInputs(options)
    sides = _sides(reading, paths, names, moments)
    if sides is None:
        return Exit.NOTHING
    pairs = _of_connectors(*sides) if connectors else _pairs(*sides)
    _write(pairs, reading, output_format)
    is_same = all(each.kind in _NO_DIFFERENCES for pair in pairs for each in pair.differences)
    return Exit.CLEAN if is_same else Exit.FINDINGS


_Sides = tuple["list[KnownStation]", "list[KnownStation]"]


def _sides(
    reading: StateInputs, paths: Sequence[str], names: Sequence[str], moments: Sequence[str]
) -> _Sides | None:
    """Return the stations of the left and of the right side; None, after saying so, where nothing is known of one."""
    asked = [_of_side(paths, names, moments, side) for side in (0, 1)]
    read = {side: reading.stations([path], only, moment_of(at)) for side in asked for path, only, at in (side,)}
    left, right = (read[side] for side in asked)
    return None if left is None or right is None else (left, right)


_Asked = tuple[str, tuple[str, ...], str | None]


def _of_side(paths: Sequence[str], names: Sequence[str], moments: Sequence[str], side: int) -> _Asked:
    return (
        paths[min(side, len(paths) - 1)],
        tuple(names[min(side, len(names) - 1) :][:1]) if names else (),
        moments[min(side, len(moments) - 1)] if moments else None,
    )


def _pairs(left: "list[KnownStation]", right: "list[KnownStation]") -> "list[Pair]":
    from ocpplint.comparison.difference import compared, whole_side

    if left is right or (len(left) == len(right) == 1 and left[0] is right[0]):
        left, right = _two_of(left)
    if len(left) != 1 or len(right) != 1:
        named = {station.identity: station for station in right if station.identity is not None}
        common = [(each, named[each.identity]) for each in left if each.identity in named]
        if not common:
            raise click.UsageError("no station is on both sides: choose one of each by --station")
        return [compared(whole_side(one), whole_side(other)) for one, other in common]
    return [compared(whole_side(left[0]), whole_side(right[0]))]


def _two_of(stations: "list[KnownStation]") -> "tuple[list[KnownStation], list[KnownStation]]":
    """Take the two stations of one input for the two sides."""
    if len(stations) != 2:
        raise click.UsageError(f"this is one side: {_HOW}")
    return stations[:1], stations[1:]


def _of_connectors(left: "list[KnownStation]", right: "list[KnownStation]") -> "list[Pair]":
    """Compare the connectors of each station, or connector 1 of the one side with connector 2 of the other."""
    from ocpplint.comparison.difference import compared, connector_side

    if len(left) != len(right):
        raise click.UsageError("--connectors compares those of one station: choose it by --station")
    pairs = zip(left, right, strict=True)
    return [compared(connector_side(one, 1), connector_side(other, 2)) for one, other in pairs]


def _write(pairs: "list[Pair]", reading: StateInputs, output_format: str) -> None:
    from ocpplint.reporters.diff import write_diff, write_diff_json

    if output_format == "json":
        write_diff_json(standard_output(), pairs, reading.inputs)
        return
    from ocpplint.reporters.summary_line import reading_line

    out = page()
    write_diff(out, pairs)
    out.line(reading_line(reading.inputs))
