"""The common part of ``check`` and ``audit``: a run by the options, and its report."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from ocpplint.analysis.run import Run
from ocpplint.cli.destinations import Outputs, append_summary, outputs_of, without_outputs, write_files
from ocpplint.cli.exits import Exit, complain
from ocpplint.cli.options import check_options_of
from ocpplint.cli.output import progress_terminal, standard_output
from ocpplint.facts.listener import Listener
from ocpplint.reporters.formats import FORMATS
from ocpplint.reporters.report import Report, style_for

if TYPE_CHECKING:
    from ocpplint.reporters.follow import LiveReport
    from ocpplint.sources.source import Source


class Checking:
    """A run by the options. ``run`` is the run, ``outputs`` the destinations of its report.

    Raises ``UsageError`` or ``click.UsageError`` for invalid options or configurations, ``NoInputError`` for no input.
    """

    def __init__(self, options: Mapping[str, Any], paths: Sequence[str]) -> None:
        self.outputs: Outputs = outputs_of(options)
        self._paths = paths
        self.run = Run(
            check_options_of(options), paths, choose=self._chosen, terminal=progress_terminal(os.environ)
        )
        if "no_cache" in options:
            for warning in self.run.warnings:
                complain(warning)
        self._live: LiveReport | None = self._live_report() if options["follow"] else None

    def judge(self, *listeners: Listener) -> Report:
        """Read and check everything."""
        return self.run.judge(*listeners)

    def write(self, report: Report) -> None:
        """Write the report to standard output, to the files asked for and, for GitHub, to the job's summary."""
        if self._live is not None:
            self._live.close(report)
            return
        report.statistics = self.outputs.statistics
        lines = self.run.lines
        faults = write_files(self.outputs.files, report, lines, os.environ)
        out = standard_output()
        FORMATS[self.outputs.format](report, out, style_for(out, os.environ), lines)
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if summary and "github" in self.outputs.formats and report.findings:
            append_summary(summary, report, lines, os.environ)
        if faults:
            raise click.UsageError("; ".join(faults))

    def _chosen(self, found: "list[Source]") -> "list[Source]":
        return without_outputs(found, self._paths, self.outputs.files)

    def _live_report(self) -> "LiveReport":
        from ocpplint.reporters.follow import LiveReport

        out = standard_output()
        live = LiveReport(self.outputs.format, out, style_for(out, os.environ), self.run.lines)
        self.run.listen(live.emit)
        return live


def exit_code(report: Report) -> Exit:
    """Return the exit code for the findings."""
    return Exit.FINDINGS if report.fails else Exit.CLEAN
