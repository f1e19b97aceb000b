"""What stations should have beside what they have: the part that ``drift`` and ``plan`` have in common."""

from typing import Any, NamedTuple

import click

from ocpplint.analysis.state_inputs import StateInputs
from ocpplint.cli.options import Command, reading_options
from ocpplint.cli.timestamps import moment_of
from ocpplint.comparison.drift import StationDrift, compare
from ocpplint.config.configuration import Config
from ocpplint.facts.inputs import InputReport

_COMPARED = (
    click.argument("desired", nargs=-1, required=True, metavar="DESIRED..."),
    click.option(
        "--against",
        metavar="TRACE|DUMP",
        multiple=True,
        required=True,
        help="A trace or a dump of the stations; repeatable.",
    ),
    click.option("--at", metavar="TIME", help="Time in the trace (its own timestamps).  [default: end]"),
    click.option("--station", "names", metavar="S", multiple=True, help="Only this station; repeatable."),
)


def comparison_options(command: Command) -> Command:
    """Add what says which stations are compared with what."""
    command = reading_options(command)
    for option in reversed(_COMPARED):
        command = option(command)
    return command


class Comparing(NamedTuple):
    """The comparison of each station, and the stations that are wanted by name of which nothing is known.

    ``inputs`` tells how much was understood, of what is wanted, too.
    """

    drifts: list[StationDrift]
    absent: list[str]
    config: Config
    inputs: list[InputReport]


def compared(
    desired: tuple[str, ...], against: tuple[str, ...], at: str | None, names: tuple[str, ...], **options: Any
) -> Comparing | None:
    """Compare as the options say; None, after saying so, where there is nothing to compare.

    Raises ``click.UsageError`` for whatever the user has to mend first.
    """
    reading = StateInputs(options)
    stations = reading.stations(against, names, moment_of(at))
    wanted = None if stations is None else reading.desired(desired, stations)
    if wanted is None or stations is None:
        return None
    shares, absent = wanted.share(stations)
    drifts = [compare(station, shares[number]) for number, station in enumerate(stations)]
    # Of stations that nobody asked about, nothing is missed.
    return Comparing(drifts, [] if names else absent, reading.config, reading.inputs)
