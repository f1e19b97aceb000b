"""GitHub's annotations: escaped as its runner reads them, and no more than it shows."""

import pytest

from ocpplint.facts.fact import Location
from ocpplint.reporters.report import Report, Style
from tests.support.reporters_sample import Lines, at, found, rendered

NOTHING = Lines({})


def lines_of(report: Report) -> list[str]:
    return rendered("github", report, NOTHING).split("\n")


def test_names_and_values_are_escaped() -> None:
    report = Report([found(at("a:b,c%\n::error::x", 1, 2, 3), message="50%\n::warning::y", help="h")])
    assert lines_of(report)[0] == (
        "::error file=a%3Ab%2Cc%25%0A%3A%3Aerror%3A%3Ax,line=1,endLine=1,col=2,endColumn=5,"
        "title=SCP001 suffix-on-shared-key::50%25␊::warning::y%0Ahelp: h"
    )


def test_columns_end_on_the_line_they_begin() -> None:
    assert "endColumn" not in lines_of(Report([found(Location("a", 1, 2, 3, 4))]))[0]


@pytest.mark.parametrize(
    ("errors", "warnings", "infos", "shown"),
    [
        (0, 0, 0, (0, 0, 0)),
        (10, 10, 10, (10, 10, 10)),
        (11, 2, 0, (10, 2, 1)),
        (1, 0, 11, (1, 0, 10)),
        (12, 0, 10, (10, 0, 10)),
    ],
)
def test_no_more_than_github_shows(errors: int, warnings: int, infos: int, shown: tuple[int, int, int]) -> None:
    severities = ["info"] * infos + ["warning"] * warnings + ["error"] * errors
    lines = lines_of(Report([found(at("a", n, 1), severity=s) for n, s in enumerate(severities, 1)]))
    kinds = [line[2:].split(" ")[0] for line in lines if line.startswith("::")]
    assert tuple(kinds.count(kind) for kind in ("error", "warning", "notice")) == shown
    assert kinds == sorted(kinds, key=["error", "warning", "notice"].index)


def test_the_rest_is_counted() -> None:
    lines = lines_of(Report([found(at("a", n, 1)) for n in range(1, 14)]))
    assert lines[10].startswith("::notice title=ocpplint%3A 3 more findings::Not annotated: 3 errors.")
    assert lines[11].startswith("Checked 0 files")


@pytest.mark.parametrize(
    ("style", "where_all"),
    [
        (Style(), "the file that `--output json=FILE` writes"),
        (Style(job_summary=True), "the job summary"),
    ],
)
def test_the_rest_is_summed_up_in_one_annotation(style: Style, where_all: str) -> None:
    findings = [found(at("depot/a,1.json", n, 1)) for n in range(1, 16)]
    findings += [found(at("b.json", n, 1), severity="warning", code="VAL002") for n in range(1, 13)]
    lines = rendered("github", Report(findings), NOTHING, style).split("\n")
    assert lines[20] == (
        "::notice title=ocpplint%3A 7 more findings::"
        "Not annotated: 5 errors, 2 warnings. GitHub shows 10 a kind and step."
        "%0AWhere: depot/a,1.json (5), b.json (2)%0ARules: SCP001 (5), VAL002 (2)"
        f"%0AAll findings: {where_all}"
    )


def test_many_places_are_summed_up_in_turn() -> None:
    findings = [found(at(f"{n:02}.json", line, 1)) for n in range(30) for line in range(1, 3)]
    notice = lines_of(Report(findings))[10]
    assert "Where: 05.json (2), " in notice
    assert notice.count(".json (2)") == 10
    assert ", 15 other files (30)%0A" in notice


def test_no_path_begins_a_command_in_the_sum() -> None:
    report = Report([found(at("a\n::error::x%0A", n, 1)) for n in range(1, 14)])
    assert "Where: a␊::error::x%250A (3)%0A" in lines_of(report)[10]
