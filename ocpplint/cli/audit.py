"""``ocpplint audit``: the findings, and a report per station."""

import os
from typing import Any

import click

from ocpplint.cli.exits import Exit, complain
from ocpplint.cli.options import shared_options
from ocpplint.cli.pages import standard_output
from ocpplint.cli.runs import Run, exit_code, open_run
from ocpplint.reporters import Report, style_for
from ocpplint.trackers.ledger import Ledger, StationRecord


@click.command("audit")
@click.argument("paths", nargs=-1, required=True, metavar="TRACE...")
@shared_options
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Audit traces and logs: what each station is, said and was told, and what is wrong.

    TRACE is a file, a folder, a pattern, or - for standard input. The exit code is 3 if nothing was understood.
    """
    run = open_run(options, paths)
    if run is None:
        return Exit.NOTHING
    ledger = Ledger()
    report = run.judge(ledger)
    stations = sorted(ledger.stations.values(), key=lambda record: record.identity or "")
    _write(run, report, stations)
    if not any(entry.frames or entry.settings for entry in report.inputs):
        complain("nothing was understood: no OCPP message and no setting found")
        return Exit.NOTHING
    return exit_code(report)


def _write(run: Run, report: Report, stations: list[StationRecord]) -> None:
    from ocpplint.reporters.audit import audit_data, write_audit
    from ocpplint.reporters.page import Page

    plan = run.plan
    if plan.output_format in ("full", "concise"):
        out = standard_output()
        write_audit(Page(out, style_for(out, os.environ)), stations, report.inputs)
    if plan.formats & {"json", "jsonl"}:
        report.stations = audit_data(stations)
    run.write(report)
