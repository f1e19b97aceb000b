"""``ocpplint diff``: the differences of two stations, dumps, times or connectors."""

from typing import Any

import click

from ocpplint.analysis.differences import Differences, differences
from ocpplint.cli.exits import Command, Exit
from ocpplint.cli.options import reading_of, reading_options
from ocpplint.cli.output import page, standard_output


@click.command("diff", cls=Command)
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
    """Show the differences of two configurations: two stations, dumps or times, or connectors 1 and 2.

    A and B are traces, logs or dumps. Of inputs with several stations, those of the same name are compared. The exit
    code is 1 if there are differences.
    """
    found = differences(paths, names, moments, reading_of(options), connectors=connectors)
    _write(found, output_format)
    return Exit.CLEAN if found.is_same else Exit.FINDINGS


def _write(found: Differences, output_format: str) -> None:
    from ocpplint.reporters.diff import write_diff, write_diff_json

    if output_format == "json":
        write_diff_json(standard_output(), found.pairs, found.inputs)
        return
    from ocpplint.reporters.summary_line import reading_line

    out = page()
    write_diff(out, found.pairs)
    out.line(reading_line(found.inputs))
