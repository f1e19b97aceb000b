"""The common options of ``drift`` and ``plan``."""

import click

from ocpplint.cli.options import Command, reading_options

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
    click.option("--all-stations", is_flag=True, help="What names no station is for every station."),
)


def comparison_options(command: Command) -> Command:
    """Add the options that select stations and inputs to compare."""
    command = reading_options(command)
    for option in reversed(_COMPARED):
        command = option(command)
    return command
