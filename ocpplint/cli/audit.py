"""``ocpplint audit``: the findings, and a report per station."""

import os
from typing import Any

import click

from ocpplint.analysis.run import Run, exit_code, open_run
from ocpplint.cli.exits import Exit, complain
from ocpplint.cli.options import shared_options
from ocpplint.cli.output import standard_output
from ocpplint.reporters.report import Report, style_for
from ocpplint.trackers.audit_report import AuditReport, StationRecord


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
    ledger = AuditReport()
    report = run.judge(ledger)
    stations = sorted(ledger.stations.values(), key=lambda record: record.identity or "")
    _write(run, report, stations)
    if not any(entry.frames or entry.settings for entry in report.inputs):
        complain("nothing was understood: no OCPP message and no setting found")
        return Exit.NOTHING
    return exit_code(report)


def _write(run: Run, report: Report, stations: list[StationRecord]) -> None:
    from ocpplint.reporters.audit import audit_data, write_audit
    from ocpplint.reporters.text_output import TextOutput

    plan = run.plan
    if plan.output_format in ("full", "concise"):
        out = standard_output()
        write_audit(TextOutput(out, style_for(out, os.environ)), stations, report.inputs)
    if plan.formats & {"json", "jsonl"}:
        report.stations = audit_data(stations)
    run.write(report)
