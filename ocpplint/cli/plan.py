"""``ocpplint plan``: what to send to stations so that they have what they should have. Nothing is sent."""

import sys
from typing import TYPE_CHECKING, Any

import click

from ocpplint.cli.evidence import Reading, reading_options
from ocpplint.cli.exits import Exit
from ocpplint.cli.moments import moment_of

if TYPE_CHECKING:
    from ocpplint.drift.planning import Plan


@click.command("plan")
@click.argument("desired", nargs=-1, required=True, metavar="DESIRED...")
@click.option(
    "--against", metavar="TRACE|DUMP", multiple=True, required=True, help="What tells of stations; repeatable."
)
@click.option("--at", metavar="TIME", help="The moment, by the trace's own clock.  [default: end]")
@click.option("--station", "names", metavar="S", multiple=True, help="This station only; repeatable.")
@click.option("--unverified", is_flag=True, help="Write also what can't be compared, such as credentials.")
@click.option(
    "--output-format",
    type=click.Choice(["full", "json", "frames"]),
    default="full",
    help="How to write it; frames are ready to be sent, credentials included.  [default: full]",
)
@reading_options
def command(
    desired: tuple[str, ...],
    against: tuple[str, ...],
    at: str | None,
    names: tuple[str, ...],
    *,
    unverified: bool,
    output_format: str,
    **options: Any,
) -> int:
    """Tell what to send to stations so that they have what they should have, as few calls as will do.

    DESIRED and TRACE|DUMP are those of drift. Nothing is ever sent. The exit code is 1 if something that is wanted
    can't be reached.
    """
    reading = Reading(options)
    moment = moment_of(at)
    evidence = reading.stations(against, names, moment)
    wanted = None if evidence is None else reading.desired(desired, evidence.stations)
    if wanted is None or evidence is None:
        return Exit.NOTHING
    from ocpplint.drift.comparing import compare
    from ocpplint.drift.planning import plan

    shares, absent = wanted.share(evidence.stations)
    plans = [
        plan(compare(station, shares[number]), unverified=unverified)
        for number, station in enumerate(evidence.stations)
    ]
    absent = [] if names else absent
    _write(plans, absent, output_format)
    return Exit.CLEAN if not absent and all(each.is_whole for each in plans) else Exit.FINDINGS


def _write(plans: "list[Plan]", absent: list[str], output_format: str) -> None:
    from ocpplint.reporters.jsonformat import encoded
    from ocpplint.reporters.plan import frames, write_plans, write_plans_json

    if output_format == "json":
        write_plans_json(sys.stdout, plans, absent)
    elif output_format == "frames":
        if len(plans) > 1:
            raise click.UsageError("a frame does not say which station it is for: choose one by --station")
        for frame in frames(plans[0]):
            click.echo(encoded(frame, indent=None))
    else:
        from ocpplint.cli.pages import page

        write_plans(page(), plans, absent)
