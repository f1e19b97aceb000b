"""``ocpplint plan``: the calls that bring stations to their desired configuration. Nothing is sent."""

from typing import TYPE_CHECKING, Any

import click

from ocpplint.analysis.comparing import Compared, compared, refuse_unaimed
from ocpplint.cli.comparison_options import comparison_options
from ocpplint.cli.exits import Command, Exit
from ocpplint.cli.options import reading_of
from ocpplint.cli.output import page, standard_output

if TYPE_CHECKING:
    from ocpplint.comparison.plan import Plan


@click.command("plan", cls=Command)
@comparison_options
@click.option("--unverified", is_flag=True, help="Also write values that cannot be compared, such as credentials.")
@click.option(
    "--output-format",
    type=click.Choice(["full", "json", "frames"]),
    default="full",
    help="Output format; frames: ready to send, with credentials.  [default: full]",
)
def command(
    desired: tuple[str, ...],
    against: tuple[str, ...],
    at: str | None,
    names: tuple[str, ...],
    *,
    all_stations: bool,
    unverified: bool,
    output_format: str,
    **options: Any,
) -> int:
    """Show the fewest calls that bring stations to their desired configuration.

    DESIRED and TRACE|DUMP are those of drift. Settings that name no station are planned if only one station is known,
    or for those of --station, --all-stations or the configuration. Nothing is sent. The exit code is 1 if a desired
    value can't be reached.
    """
    found = compared(desired, against, at, names, reading_of(options), all_stations=all_stations)
    refuse_unaimed(found)
    from ocpplint.comparison.plan import plan

    plans = [plan(drift, unverified=unverified) for drift in found.drifts]
    _write(plans, found, output_format)
    return Exit.CLEAN if not found.absent and all(each.is_whole for each in plans) else Exit.FINDINGS


def _write(plans: "list[Plan]", found: Compared, output_format: str) -> None:
    from ocpplint.reporters.jsonformat import encoded
    from ocpplint.reporters.plan import frames, write_plans, write_plans_json

    if output_format == "json":
        write_plans_json(standard_output(), plans, found.targets, found.inputs)
    elif output_format == "frames":
        if len(plans) > 1:
            raise click.UsageError("a frame does not say which station it is for: choose one by --station")
        for frame in frames(plans[0]):
            standard_output().write(encoded(frame, indent=None) + "\n")
    else:
        from ocpplint.reporters.summary_line import reading_line

        out = page()
        write_plans(out, plans, found.targets)
        out.line(reading_line(found.inputs))
