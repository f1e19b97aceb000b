"""GitHub's problem matcher finds in the format ``concise`` what the findings say."""

import re
import sys
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings

import ocpplint
from ocpplint.facts.inputs import InputReport
from ocpplint.reporters.matcher import matcher_text, problem_matcher
from ocpplint.reporters.report import Report, posix_path
from ocpplint.reporters.safe_text import safe
from tests.reporters.test_safety import any_report
from tests.support.command import run
from tests.support.reporters_sample import Lines, at, found, rendered, sample

MATCHERS = problem_matcher()["problemMatcher"]
NAMES = {"error": "error", "warning": "warning", "info": "notice"}


def matched(line: str) -> list[dict[str, str]]:
    """Return what GitHub's runner takes from a line, as its ``IssueMatcher`` does."""
    issues = []
    for matcher in MATCHERS:
        (pattern,) = matcher["pattern"]
        if match := re.search(pattern["regexp"], line, re.ASCII):
            issue = {name: match[group] for name, group in pattern.items() if name != "regexp"}
            issues.append({"severity": matcher.get("severity", ""), **issue})
    return issues


def expected(report: Report) -> list[tuple[str, str, str, str, str]]:
    places = [(finding, finding.location) for finding in report.findings]
    return [
        (safe(posix_path(place.path)), str(place.line), str(place.column), NAMES[finding.severity], finding.code)
        for finding, place in places
    ]


def issues(report: Report, source: Lines) -> list[dict[str, str]]:
    return [issue for line in rendered("concise", report, source).split("\n") for issue in matched(line)]


def test_the_file_is_what_is_generated() -> None:
    file = Path(ocpplint.__file__).parent / "reporters" / "problem-matcher.json"
    assert file.read_text("utf-8") == matcher_text()


def test_the_module_prints_it(tmp_path: Path) -> None:
    outcome = run(command=[sys.executable, "-m", "ocpplint.reporters.matcher"], cwd=tmp_path)
    assert (outcome.out, outcome.err) == (matcher_text(), "")


def test_a_runner_accepts_it() -> None:
    assert len({matcher["owner"] for matcher in MATCHERS}) == len(MATCHERS)
    for matcher in MATCHERS:
        assert set(matcher) <= {"owner", "severity", "pattern"}
        assert matcher.get("severity", "error") in ("error", "warning", "notice")
        groups = re.compile(matcher["pattern"][0]["regexp"]).groups
        numbers = [number for name, number in matcher["pattern"][0].items() if name != "regexp"]
        assert sorted(numbers) == list(range(1, groups + 1))


def test_it_finds_every_finding_once() -> None:
    report, source = sample()
    fields = ("file", "line", "column", "severity", "code")
    assert [tuple(issue[name] for name in fields) for issue in issues(report, source)] == expected(report)


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(given_report=any_report())
def test_it_finds_as_many_whatever_goes_in(given_report: tuple[Report, Lines]) -> None:
    report, source = given_report
    told = [finding for finding in report.findings if finding.location.path and finding.message]
    lines = rendered("concise", Report(told), source).split("\n")[:-2]
    assert [len(matched(line)) for line in lines] == [1] * len(told)


@pytest.mark.parametrize("path", ["a b.json", "C:/depot/a.json", "a:b.json", "ü/充.json"])
def test_odd_paths(path: str) -> None:
    report = Report([found(at(path, 12, 3), message="it says b:1:2: error VAL001 no", count=4)])
    (issue,) = issues(report, Lines({}))
    assert (issue["file"], issue["line"], issue["column"]) == (path, "12", "3")
    assert issue["message"] == "it says b:1:2: error VAL001 no (seen 4 times)"


def test_the_closing_line_is_no_finding() -> None:
    assert issues(Report([], [InputReport("a", problems={"syntax": 1})]), Lines({})) == []
