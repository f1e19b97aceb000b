"""``ocpplint audit``: the findings, and a report per station."""

import os
from typing import Any

import click

from ocpplint.cli.checking import Checking, exit_code
from ocpplint.cli.exits import Command, Exit, complain
from ocpplint.cli.options import shared_options
from ocpplint.cli.output import standard_output
from ocpplint.reporters.report import Report, style_for
from ocpplint.trackers.audit_report import AuditReport, StationRecord


@click.command("audit", cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="TRACE...")
@shared_options
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Audit traces and logs: findings, and a report of each station.

    TRACE is a file, a folder, a pattern, or - for standard input. The exit code is 3 if nothing was understood.
    """
    checking = Checking(options, paths)
    ledger = AuditReport()
    report = checking.judge(ledger)
    stations = ledger.by_identity()
    _write(checking, report, stations)
    if not any(entry.frames or entry.settings for entry in report.inputs):
        complain("nothing was understood: no OCPP message and no setting found")
        return Exit.NOTHING
    return exit_code(report)


def _write(checking: Checking, report: Report, stations: list[StationRecord]) -> None:
    from ocpplint.reporters.audit import audit_data, write_audit
    from ocpplint.reporters.text_output import TextOutput

    if checking.outputs.format in ("full", "concise"):
        out = standard_output()
        write_audit(TextOutput(out, style_for(out, os.environ)), stations, report.inputs)
    if checking.outputs.formats & {"json", "jsonl"}:
        report.stations = audit_data(stations)
    checking.write(report)
