"""The format ``jsonl``: the members of the format ``json`` one by one, for programs that read lines.

Each line is an object with one member, whose name is its type: ``version`` first, then each ``finding``, ``input``,
``station`` and ``statistic``, and last the ``summary``. Their schema is ``#/$defs/line`` in ``output.schema.json``.
"""

from collections.abc import Iterator
from typing import Any, TextIO

from ocpplint.reporters.jsonformat import encoded, report_members
from ocpplint.reporters.report import LineSource, Report, Style

_NAMES = {"findings": "finding", "inputs": "input", "stations": "station", "statistics": "statistic"}


def write(report: Report, out: TextIO, style: Style, source: LineSource) -> None:  # noqa: ARG001
    """Write a line for each member; the style has no say in it."""
    for name, value in report_members(report, source):
        out.writelines(encoded(line, indent=None) + "\n" for line in _lines(name, value))


def _lines(name: str, value: Any) -> Iterator[dict[str, Any]]:
    if name not in _NAMES:
        yield {name: value}
        return
    for item in value:
        yield {_NAMES[name]: item}
