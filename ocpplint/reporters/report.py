"""The input of a reporter: the findings of a run, its inputs, and the style of the output."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TextIO

from ocpplint.facts.inputs import InputReport
from ocpplint.findings.finding import Severity

if TYPE_CHECKING:
    from ocpplint.findings.finding import Finding


DEFAULT_WIDTH = 120


class RuleCard(NamedTuple):
    """The description of a rule in a report: SARIF lists the rules beside the results."""

    code: str
    name: str
    severity: Severity
    summary: str
    help: str
    source: str
    url: str


class Summary(NamedTuple):
    """How many findings there are of each severity, how many are fixable, how many were suppressed."""

    errors: int
    warnings: int
    infos: int
    fixable: int
    suppressed: int


class Report:
    """The result of a run.

    ``findings`` are sorted by path, line, column and code, whatever order they come in. ``suppressed`` counts
    what suppressions and the baseline hide; ``rules`` has a card for each rule that was applied; ``stations`` is
    the audit report of each station, as JSON data, and None for a check. ``statistics`` asks for the number
    of findings of each rule.
    """

    __slots__ = ("findings", "inputs", "rules", "stations", "statistics", "suppressed")

    def __init__(
        self,
        findings: "Iterable[Finding]",
        inputs: Iterable[InputReport] = (),
        suppressed: int = 0,
        rules: Mapping[str, RuleCard] | None = None,
    ) -> None:
        self.findings = sorted(findings, key=_reading_order)
        self.inputs = list(inputs)
        self.suppressed = suppressed
        self.rules = rules or {}
        self.stations: list[dict[str, Any]] | None = None
        self.statistics = False

    @property
    def fails(self) -> bool:
        """Whether a finding is severe enough to make the run fail."""
        return any(finding.fails for finding in self.findings)

    @property
    def assumed(self) -> Counter[str]:
        """Count the findings that rest on an assumed profile, by its name."""
        return Counter(finding.assumed_profile for finding in self.findings if finding.assumed_profile is not None)

    @property
    def summary(self) -> Summary:
        """Count the findings."""
        severities = [finding.severity for finding in self.findings]
        fixable = sum(finding.fix is not None for finding in self.findings)
        counts = (severities.count("error"), severities.count("warning"), severities.count("info"))
        return Summary(*counts, fixable, self.suppressed)


def _reading_order(finding: "Finding") -> tuple[str, int, int, str, str]:
    place = finding.location
    return (place.path, place.line, place.column, finding.code, finding.fingerprint)


class LineSource(Protocol):
    """Gives the lines of the inputs, for code frames and for the detection of credentials."""

    def line(self, path: str, number: int) -> str | None:
        """Return line ``number`` (1-based) without its line end, or None where it cannot be had again."""
        ...


class Style(NamedTuple):
    """The style of the output.

    Whether with colours and how wide, for the text formats; whether there is a summary of the job that has room for
    what GitHub's annotations can't show; and the folder of the project that a CI service names files from.
    """

    colour: bool = False
    width: int = DEFAULT_WIDTH
    job_summary: bool = False
    project: str = ""


def style_for(stream: TextIO, environ: Mapping[str, str]) -> Style:
    """Choose the style that suits a stream.

    Colours go to a terminal only, unless ``NO_COLOR`` (https://no-color.org) is set or ``TERM`` is ``dumb``;
    ``FORCE_COLOR`` asks for them anywhere. GitHub names the file for the job summary in ``GITHUB_STEP_SUMMARY``,
    GitLab and GitHub the folder of the project in ``CI_PROJECT_DIR`` and ``GITHUB_WORKSPACE``.
    """
    terminal = stream.isatty()
    return Style(
        _wants_colour(environ, terminal=terminal),
        _terminal_width() if terminal else DEFAULT_WIDTH,
        job_summary=bool(environ.get("GITHUB_STEP_SUMMARY")),
        project=environ.get("CI_PROJECT_DIR") or environ.get("GITHUB_WORKSPACE", ""),
    )


def _wants_colour(environ: Mapping[str, str], *, terminal: bool) -> bool:
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return environ["FORCE_COLOR"] not in ("0", "false")
    return terminal and environ.get("TERM") != "dumb"


def _terminal_width() -> int:
    from shutil import get_terminal_size

    return get_terminal_size((DEFAULT_WIDTH, 24)).columns


def posix_path(path: str) -> str:
    """Write a path with forward slashes, as reports do on every system."""
    return path if os.sep == "/" else path.replace(os.sep, "/")


def project_path(path: str, project: str) -> str:
    """Name a file from the project's folder, wherever the run was started; what lies outside keeps its name.

    Without a project a path is what the user wrote, with forward slashes.
    """
    if not project:
        return posix_path(path)
    try:
        inside = os.path.relpath(path, project)
    except ValueError:  # another drive, or no path at all
        return posix_path(path)
    return posix_path(path if inside.split(os.sep, 1)[0] == os.pardir else inside)
