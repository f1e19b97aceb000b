"""``ocpplint state``: the configuration of each station, with the evidence for every value."""

from typing import Any

import click

from ocpplint.analysis.moments import moment_of
from ocpplint.analysis.state_inputs import StateInputs
from ocpplint.cli.exits import Command, Exit
from ocpplint.cli.options import reading_of, reading_options
from ocpplint.cli.output import page, standard_output


@click.command("state", cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="TRACE...")
@click.option("--at", metavar="TIME", help="Time in the trace (its own timestamps).  [default: end]")
@click.option("--station", "names", metavar="S", multiple=True, help="Only this station; repeatable.")
@click.option(
    "--output-format",
    type=click.Choice(["full", "json", "config"]),
    default="full",
    help="Output format; config: a configuration that check reads.  [default: full]",
)
@reading_options
def command(
    paths: tuple[str, ...], at: str | None, names: tuple[str, ...], output_format: str, **options: Any
) -> int:
    """Show the configuration of each station, by its reports and accepted writes.

    TRACE is a trace, a log or a dump of a station's configuration; a file, a folder, a pattern, or - for standard
    input.
    """
    moment = moment_of(at)
    reading = StateInputs(reading_of(options))
    stations = reading.stations(paths, names, moment)
    if output_format == "full":
        from ocpplint.reporters.state import write_state

        write_state(page(), stations, moment, reading.inputs)
        return Exit.CLEAN
    if output_format == "json":
        from ocpplint.reporters.state import write_state_json

        write_state_json(standard_output(), stations, moment, reading.inputs)
        return Exit.CLEAN
    from ocpplint.reporters.jsonformat import dump
    from ocpplint.reporters.state_config import config_data

    dump(config_data(stations), standard_output())
    return Exit.CLEAN
