"""What judging one document by itself came to, as plain data that another process or a later run can take up."""

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from ocpplint.facts import InputReport, Location, Shape
from ocpplint.findings.suppressions import Uses

if TYPE_CHECKING:
    from ocpplint.findings.finding import Finding


@dataclass(slots=True)
class Outcome:
    """The findings of a document and what else a report is made of.

    ``suppressed`` counts the findings kept back, ``uses`` tells what came of the waivers that stand in no input.
    ``lines`` are those that findings may want to show, by path. ``ties`` name what would be judged together with other
    documents (``engine.judge.Tie``), ``crashed`` says that a rule has failed.
    """

    findings: "list[Finding]"
    inputs: list[InputReport]
    suppressed: int = 0
    uses: Uses = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    ties: list[tuple[str, str | None]] = field(default_factory=list)
    crashed: bool = False

    def as_data(self) -> dict[str, Any]:
        """Return everything as JSON data."""
        return {
            "findings": [_finding_data(finding) for finding in self.findings],
            "inputs": [_input_data(entry) for entry in self.inputs],
            "suppressed": self.suppressed,
            "uses": [[number, *use] for number, use in self.uses.items()],
            "lines": self.lines,
            "ties": self.ties,
            "crashed": self.crashed,
        }


def outcome_from(data: Any) -> Outcome:
    """Make an outcome of what ``as_data`` returned. Other data raises ``KeyError``, ``TypeError`` or ``ValueError``."""
    return Outcome(
        findings=[_finding(row) for row in data["findings"]],
        inputs=[_input(row) for row in data["inputs"]],
        suppressed=data["suppressed"],
        uses={number: (used, refused) for number, used, refused in data["uses"]},
        lines=data["lines"],
        ties=[(whose, what) for whose, what in data["ties"]],
        crashed=data["crashed"],
    )


def _finding_data(finding: "Finding") -> dict[str, Any]:
    """What a finding is about decides what becomes of it while it is collected, and is left behind."""
    data = {each.name: getattr(finding, each.name) for each in fields(finding)}
    return {**data, "subject": ()}


def _finding(data: dict[str, Any]) -> "Finding":
    from ocpplint.findings.finding import Edit, Finding, Fix, Related

    finding = Finding(**data)
    finding.location = Location(*data["location"])
    finding.subject, finding.yields_to = (), tuple(data["yields_to"])
    finding.related = [Related(Location(*place), *rest) for place, *rest in data["related"]]
    if data["fix"] is not None:
        applicability, title, edits = data["fix"]
        finding.fix = Fix(
            applicability, title, tuple(Edit(Location(*place), content) for place, content in edits)
        )
    return finding


def _input_data(entry: InputReport) -> dict[str, Any]:
    data = {each.name: getattr(entry, each.name) for each in fields(entry)}
    data["shapes"] = {name: (shape.line, shape.example, shape.count) for name, shape in entry.shapes.items()}
    return data


def _input(data: dict[str, Any]) -> InputReport:
    shapes = {name: Shape(*shape) for name, shape in data["shapes"].items()}
    return InputReport(**{**data, "shapes": shapes})
