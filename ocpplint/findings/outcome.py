"""The outcome of one document, as plain data that another process or a later run can use."""

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputReport, LineShape
from ocpplint.findings.suppressions import Uses

if TYPE_CHECKING:
    from ocpplint.findings.finding import Finding


_INPUT_NAMES = tuple(each.name for each in fields(InputReport))


class Outcome(NamedTuple):
    """The findings of a document and the other contents of a report.

    ``suppressed`` counts suppressed findings, ``uses`` holds the uses of the directives that are in no input. ``lines``
    are the source lines that findings show, by path. ``ties`` are the links to other documents
    (``engine.evaluator.CrossDocumentLink``), ``crashed`` says that a rule has failed.
    """

    findings: "list[Finding]"
    inputs: list[InputReport]
    suppressed: int
    uses: Uses
    lines: dict[str, list[int]]
    ties: list[tuple[str, str | None]]
    crashed: bool

    def as_data(self) -> list[Any]:
        """Return everything as JSON data."""
        return [
            [_finding_row(finding) for finding in self.findings],
            [_input_row(entry) for entry in self.inputs],
            self.suppressed,
            [[number, *use] for number, use in self.uses.items()],
            self.lines,
            self.ties,
            self.crashed,
        ]


def outcome_from(data: list[Any]) -> Outcome:
    """Make an outcome of what ``as_data`` returned."""
    findings, inputs, suppressed, uses, lines, ties, crashed = data
    return Outcome(
        [_finding(row) for row in findings],
        [_input(row) for row in inputs],
        suppressed,
        {number: (used, refused) for number, used, refused in uses},
        lines,
        [(whose, what) for whose, what in ties],
        crashed,
    )


@cache
def _finding_names() -> tuple[str, ...]:
    from ocpplint.findings.finding import Finding

    return tuple(each.name for each in fields(Finding))


def _finding_row(finding: "Finding") -> list[Any]:
    row = [getattr(finding, name) for name in _finding_names()]
    # Precedence by subject was applied when it was collected.
    row[_finding_names().index("subject")] = ()
    return row


def _finding(row: list[Any]) -> "Finding":
    from ocpplint.findings.finding import Edit, Finding, Fix, Related

    finding = Finding(*row)
    finding.location = Location(*finding.location)
    finding.subject, finding.yields_to = (), tuple(finding.yields_to)
    finding.related = [Related(Location(*place), message, role) for place, message, role in finding.related]
    if finding.fix is not None:
        applicability, title, edits = finding.fix
        replaced = tuple(Edit(Location(*place), content) for place, content in edits)
        finding.fix = Fix(applicability, title, replaced)
    return finding


def _input_row(entry: InputReport) -> list[Any]:
    row = [getattr(entry, name) for name in _INPUT_NAMES]
    shapes = {name: (shape.line, shape.example, shape.count) for name, shape in entry.shapes.items()}
    row[_INPUT_NAMES.index("shapes")] = shapes
    return row


def _input(row: list[Any]) -> InputReport:
    entry = InputReport(*row)
    entry.shapes = {name: LineShape(*shape) for name, shape in entry.shapes.items()}  # type: ignore[misc]  # rows as yet
    return entry
