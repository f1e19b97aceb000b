"""The output formats by name; the module of a format is imported when it is first used."""

from collections.abc import Mapping
from typing import TextIO

from ocpplint.reporters.report import LineSource, Report, Style


class Format:
    """An output format, whose module is imported when the first report is written."""

    __slots__ = ("_module",)

    def __init__(self, module: str) -> None:
        self._module = f"ocpplint.reporters.{module}"

    def __call__(self, report: Report, out: TextIO, style: Style, source: LineSource) -> None:
        """Write the report to ``out``."""
        from importlib import import_module

        import_module(self._module).write(report, out, style, source)


FORMATS: Mapping[str, Format] = {
    "full": Format("full"),
    "concise": Format("concise"),
    "json": Format("jsonformat"),
    "jsonl": Format("jsonlines"),
    "sarif": Format("sarif"),
    "github": Format("github"),
    "gitlab": Format("gitlab"),
    "junit": Format("junit"),
    "checkstyle": Format("checkstyle"),
    "markdown": Format("markdown"),
}
"""The formats by the names ``--output-format`` takes."""
