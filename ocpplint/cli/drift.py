"""``ocpplint drift``: what stations have beside what they should have."""

import sys
from typing import TYPE_CHECKING, Any

import click

from ocpplint.cli.evidence import Reading, reading_options
from ocpplint.cli.exits import Exit
from ocpplint.cli.moments import moment_of
from ocpplint.findings.severity import at_least

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocpplint.drift.comparing import StationDrift


@click.command("drift")
@click.argument("desired", nargs=-1, required=True, metavar="DESIRED...")
@click.option(
    "--against", metavar="TRACE|DUMP", multiple=True, required=True, help="What tells of stations; repeatable."
)
@click.option("--at", metavar="TIME", help="The moment, by the trace's own clock.  [default: end]")
@click.option("--station", "names", metavar="S", multiple=True, help="This station only; repeatable.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    help="The least severity that makes the exit code 1.  [default: error]",
)
@click.option(
    "--output-format",
    type=click.Choice(["full", "json"]),
    default="full",
    help="How to write it.  [default: full]",
)
@reading_options
def command(
    desired: tuple[str, ...],
    against: tuple[str, ...],
    at: str | None,
    names: tuple[str, ...],
    fail_on: str | None,
    output_format: str,
    **options: Any,
) -> int:
    """Compare what stations have with what they should have.

    DESIRED are configurations as check reads them. What names a station is for that one, and what names none is for
    all. TRACE|DUMP is a trace, a log or a dump, a folder of such or a pattern.
    """
    reading = Reading(options)
    moment = moment_of(at)
    evidence = reading.stations(against, names, moment)
    wanted = None if evidence is None else reading.desired(desired, evidence.stations)
    if wanted is None or evidence is None:
        return Exit.NOTHING
    from ocpplint.drift.clusters import spreads
    from ocpplint.drift.comparing import compare

    shares, absent = wanted.share(evidence.stations)
    drifts = [compare(station, shares[number]) for number, station in enumerate(evidence.stations)]
    absent = [] if names else absent
    _write(drifts, spreads(drifts), absent, output_format)
    return _exit(drifts, fail_on or reading.config.fail_on, absent)


def _write(drifts: "list[StationDrift]", spread: Any, absent: list[str], output_format: str) -> None:
    from ocpplint.reporters.drift import write_drift, write_drift_json

    if output_format == "json":
        write_drift_json(sys.stdout, drifts, spread, absent)
        return
    from ocpplint.cli.pages import page

    write_drift(page(), drifts, spread, absent)


def _exit(drifts: "Iterable[StationDrift]", fail_on: str, absent: list[str]) -> Exit:
    """Return what the drift comes to; a station of which nothing is known may have drifted anywhere."""
    if fail_on == "never":
        return Exit.CLEAN
    severities = {each.severity for drift in drifts for each in drift.comparisons}
    severities |= {"warning"} if absent else set()
    fails = any(severity is not None and at_least(severity, fail_on) for severity in severities)  # type: ignore[arg-type]  # a choice
    return Exit.FINDINGS if fails else Exit.CLEAN
