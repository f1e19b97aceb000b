"""``ocpplint drift``: what stations have beside what they should have."""

from typing import Any

import click

from ocpplint.cli.comparison_options import Comparing, compared, comparison_options
from ocpplint.cli.exits import Exit
from ocpplint.cli.output import page, standard_output
from ocpplint.findings.severity import at_least


@click.command("drift")
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
def command(*, fail_on: str | None, output_format: str, **options: Any) -> int:
    """Compare what stations have with what they should have.

    DESIRED are configurations as check reads them. What names a station is for that one, and what names none is for
    all. TRACE|DUMP is a trace, a log or a dump, a folder of such or a pattern.
    """
    comparing = compared(**options)
    if comparing is None:
        return Exit.NOTHING
    _write(comparing, output_format)
    return _exit(comparing, fail_on or comparing.config.fail_on)


def _write(comparing: Comparing, output_format: str) -> None:
    from ocpplint.comparison.clusters import spreads
    from ocpplint.reporters.drift import write_drift, write_drift_json

    drifts, absent = comparing.drifts, comparing.absent
    if output_format == "json":
        write_drift_json(standard_output(), drifts, spreads(drifts), absent, comparing.inputs)
        return
    from ocpplint.reporters.summary_line import reading_line

    out = page()
    write_drift(out, drifts, spreads(drifts), absent)
    out.line(reading_line(comparing.inputs))


def _exit(comparing: Comparing, fail_on: str) -> Exit:
    """Return what the drift comes to; a station of which nothing is known may have drifted anywhere."""
    if fail_on == "never":
        return Exit.CLEAN
    severities = {each.severity for drift in comparing.drifts for each in drift.comparisons}
    severities |= {"warning"} if comparing.absent else set()
    fails = any(severity is not None and at_least(severity, fail_on) for severity in severities)  # type: ignore[arg-type]  # a choice
    return Exit.FINDINGS if fails else Exit.CLEAN
