"""How many findings there are of each rule, and the formats that say it line by line or as JSON."""

import json
from pathlib import Path
from typing import Any

import jsonschema
from hypothesis import Phase, given, settings

from ocpplint.findings.finding import Fix
from ocpplint.reporters.report import Report
from ocpplint.reporters.statistics import count_rules
from tests.reporters.test_safety import any_report
from tests.support.reporters_sample import Lines, at, found, rendered, sample

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "ocpplint" / "reporters" / "output.schema.json").read_text("utf-8")
)
NOTHING = Lines({})


def line_validator() -> Any:
    return jsonschema.Draft202012Validator(
        {"$schema": SCHEMA["$schema"], "$defs": SCHEMA["$defs"], "$ref": "#/$defs/line"}
    )


def counting(report: Report) -> Report:
    report.statistics = True
    return report


def several() -> Report:
    fix = Fix("safe", "t", ())
    return counting(
        Report(
            [
                found(at("a", 1, 1), code="VAL002", name="wrong-type", severity="info", count=14),
                found(at("a", 2, 1), code="VAL002", name="wrong-type", severity="warning"),
                found(at("a", 3, 1), fix=fix),
                found(at("b", 1, 1), fix=fix),
                found(at("b", 2, 1), code="KEY001", name="unknown-key"),
            ]
        )
    )


def test_the_most_frequent_rule_comes_first() -> None:
    assert [tuple(count) for count in count_rules(several())] == [
        ("SCP001", "suffix-on-shared-key", "error", 2, 2, 2, 2),
        ("VAL002", "wrong-type", "warning", 2, 15, 1, 0),
        ("KEY001", "unknown-key", "error", 1, 1, 1, 0),
    ]


def test_text_shows_the_counts_in_place_of_the_findings() -> None:
    text = rendered("full", several(), NOTHING)
    assert text == rendered("concise", several(), NOTHING)
    *rows, closing, end = text.split("\n")
    assert (closing.startswith("Checked "), end) == (True, "")
    assert rows == [
        "2  error    SCP001  suffix-on-shared-key  2 fixable",
        "2  warning  VAL002  wrong-type",
        "1  error    KEY001  unknown-key",
    ]


def test_without_findings_there_is_nothing_to_count() -> None:
    assert rendered("full", counting(Report([])), NOTHING).startswith("Checked 0 files")


def test_json_has_them_beside_the_findings() -> None:
    value = json.loads(rendered("json", several(), NOTHING))
    jsonschema.Draft202012Validator(SCHEMA).validate(value)
    assert list(value) == ["version", "findings", "inputs", "statistics", "summary"]
    assert len(value["findings"]) == 5
    assert value["statistics"][1] == {
        "code": "VAL002",
        "name": "wrong-type",
        "severity": "warning",
        "findings": 2,
        "occurrences": 15,
        "files": 1,
        "fixable": 0,
    }


def lines(report: Report, source: Lines) -> list[dict[str, Any]]:
    text = rendered("jsonl", report, source)
    assert text.endswith("\n")
    return [json.loads(line) for line in text[:-1].split("\n")]


def test_jsonl_is_json_line_by_line() -> None:
    report, source = sample()
    report = counting(report)
    report.stations = []
    value = json.loads(rendered("json", report, source))
    assert lines(report, source) == [
        {"version": value["version"]},
        *({"finding": finding} for finding in value["findings"]),
        *({"input": entry} for entry in value["inputs"]),
        *({"statistic": count} for count in value["statistics"]),
        {"summary": value["summary"]},
    ]


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(given_report=any_report())
def test_every_line_is_valid_whatever_goes_in(given_report: tuple[Report, Lines]) -> None:
    validator = line_validator()
    report, source = given_report
    for line in lines(counting(report), source):
        validator.validate(line)
