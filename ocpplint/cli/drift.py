"""``ocpplint drift``: compares stations with their desired configuration."""

from typing import Any

import click

from ocpplint.analysis.comparing import Compared, compared
from ocpplint.analysis.options import FailOn
from ocpplint.cli.comparison_options import comparison_options
from ocpplint.cli.exits import Command, Exit
from ocpplint.cli.options import reading_of
from ocpplint.cli.output import page, standard_output


@click.command("drift", cls=Command)
@comparison_options
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    help="The lowest severity that gives exit code 1.  [default: error]",
)
@click.option(
    "--output-format",
    type=click.Choice(["full", "json"]),
    default="full",
    help="Output format.  [default: full]",
)
def command(
    desired: tuple[str, ...],
    against: tuple[str, ...],
    at: str | None,
    names: tuple[str, ...],
    *,
    all_stations: bool,
    fail_on: FailOn | None,
    output_format: str,
    **options: Any,
) -> int:
    """Compare stations with their desired configuration.

    DESIRED are configurations as check reads them. One that names a station is for that station. One that names none
    is compared with all, with a warning if there are several. (plan then requires --station or --all-stations.)
    TRACE|DUMP is a trace, a log or a dump, a folder of such or a pattern.
    """
    found = compared(desired, against, at, names, reading_of(options), all_stations=all_stations)
    _write(found, output_format)
    return Exit.FINDINGS if found.fails(fail_on) else Exit.CLEAN


def _write(found: Compared, output_format: str) -> None:
    from ocpplint.comparison.clusters import spreads
    from ocpplint.reporters.drift import write_drift, write_drift_json

    drifts = found.drifts
    if output_format == "json":
        write_drift_json(standard_output(), drifts, spreads(drifts), found.targets, found.inputs)
        return
    from ocpplint.reporters.summary_line import reading_line

    out = page()
    write_drift(out, drifts, spreads(drifts), found.targets)
    out.line(reading_line(found.inputs))
