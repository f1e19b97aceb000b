"""``ocpplint plan``: what to send to stations so that they have what they should have. Nothing is sent."""

from typing import TYPE_CHECKING, Any

import click

from ocpplint.cli.comparison_options import Comparing, compared, comparison_options
from ocpplint.cli.exits import Exit
from ocpplint.cli.output import page, standard_output

if TYPE_CHECKING:
    from ocpplint.comparison.plan import Plan


@click.command("plan")
@comparison_options
@click.option("--unverified", is_flag=True, help="Also write values that cannot be compared, such as credentials.")
@click.option(
    "--output-format",
    type=click.Choice(["full", "json", "frames"]),
    default="full",
    help="Output format; frames: ready to send, with credentials.  [default: full]",
)
def command(*, unverified: bool, output_format: str, **options: Any) -> int:
    """Tell what to send to stations so that they have what they should have, as few calls as will do.

    DESIRED and TRACE|DUMP are those of drift. Nothing is ever sent. The exit code is 1 if something that is wanted
    can't be reached.
    """
    comparing = compared(**options)
    if comparing is None:
        return Exit.NOTHING
    from ocpplint.comparison.plan import plan

    plans = [plan(drift, unverified=unverified) for drift in comparing.drifts]
    _write(plans, comparing, output_format)
    return Exit.CLEAN if not comparing.absent and all(each.is_whole for each in plans) else Exit.FINDINGS


def _write(plans: "list[Plan]", comparing: Comparing, output_format: str) -> None:
    from ocpplint.reporters.jsonformat import encoded
    from ocpplint.reporters.plan import frames, write_plans, write_plans_json

    if output_format == "json":
        write_plans_json(standard_output(), plans, comparing.absent, comparing.inputs)
    elif output_format == "frames":
        if len(plans) > 1:
            raise click.UsageError("a frame does not say which station it is for: choose one by --station")
        for frame in frames(plans[0]):
            standard_output().write(encoded(frame, indent=None) + "\n")
    else:
        from ocpplint.reporters.summary_line import reading_line

        out = page()
        write_plans(out, plans, comparing.absent)
        out.line(reading_line(comparing.inputs))
