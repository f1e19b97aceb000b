"""What ``ocpplint diff`` tells apart: stations, dumps, moments and connectors."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.support.command import ROOT
from tests.support.in_process import run
from tests.support.written_trace import STANDARD, Trace, healthy

SCHEMA = json.loads((ROOT / "ocpplint" / "reporters" / "diff.schema.json").read_text("utf-8"))


def diff(folder: Path, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    """Return the exit code, and what differs in each pair."""
    done = run("diff", *arguments, "--output-format", "json", cwd=folder)
    report = json.loads(done.out)
    jsonschema.validate(report, SCHEMA)
    return done.code, report["pairs"]


def test_one_input_is_read_once(folder: Path) -> None:
    arguments = ("diff", "both.jsonl", "--station", "CP1", "--station", "CP2")
    assert "Read 1 file. Not understood: nothing." in run(*arguments, cwd=folder).out


def kinds(pair: dict[str, Any]) -> dict[str, str]:
    return {each["key"]: each["kind"] for each in pair["settings"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two stations in one trace, one of them written to later."""
    one = healthy("CP1").write("RCMBDelta", "10")
    other = healthy("CP2", LightIntensity="50")
    (tmp_path / "both.jsonl").write_text(one.text + other.text, "utf-8")
    one.save(tmp_path / "one.jsonl")
    return tmp_path


EXPECTED = {"RCMBDelta": "differs", "LightIntensity": "only-right"}


def test_two_stations_of_one_trace(folder: Path) -> None:
    code, (pair,) = diff(folder, "both.jsonl", "--station", "CP1", "--station", "CP2")
    assert (kinds(pair), pair["same"], code) == (EXPECTED, len(STANDARD) - 1, 1)
    assert kinds(diff(folder, "both.jsonl")[1][0]) == EXPECTED
    assert kinds(diff(folder, "one.jsonl", "both.jsonl", "--station", "CP1", "--station", "CP2")[1][0]) == EXPECTED


def test_two_moments_of_one_station(folder: Path) -> None:
    moments = ("--at", "2026-03-01T00:00:04", "--at", "end")
    code, (pair,) = diff(folder, "one.jsonl", *moments)
    assert (kinds(pair), code) == ({"RCMBDelta": "differs"}, 1)
    (setting,) = pair["settings"]
    assert (setting["left"]["value"], setting["right"]["value"]) == ("30", "10")


def test_the_stations_of_two_traces_are_compared_by_name(folder: Path) -> None:
    earlier = "".join(healthy(name).text for name in ("CP1", "CP2", "CP3"))
    (folder / "earlier.jsonl").write_text(earlier, "utf-8")
    code, pairs = diff(folder, "earlier.jsonl", "both.jsonl")
    assert [kinds(pair) for pair in pairs] == [{"RCMBDelta": "differs"}, {"LightIntensity": "only-right"}]
    assert code == 1


def test_two_dumps_of_two_firmwares(folder: Path) -> None:
    for name, values in (("old", STANDARD), ("new", {**STANDARD, "LightIntensity": "1", "ResetRetries": "03"})):
        keys = [{"key": key, "readonly": False, "value": value} for key, value in values.items()]
        (folder / f"{name}.json").write_text(json.dumps({"configurationKey": keys}), "utf-8")
    code, (pair,) = diff(folder, "old.json", "new.json")
    assert (kinds(pair), code) == ({"LightIntensity": "only-right"}, 1)


def test_the_two_connectors_of_a_station(folder: Path) -> None:
    trace = healthy("CP1", OperatorCurrentLimit="16", OperatorCurrentLimit_2="16")
    trace.save(folder / "trace.jsonl")
    code, (pair,) = diff(folder, "trace.jsonl", "--connectors")
    assert (kinds(pair), pair["same"], code) == ({"ConnectorPhaseRotation": "differs"}, 1, 1)
    assert pair["right"]["label"] == "CP1, connector 2"


def test_what_a_side_has_not_told_is_no_difference(folder: Path) -> None:
    Trace("CP1").boot().report({"RCMBDelta": "10"}).save(folder / "excerpt.jsonl")
    code, (pair,) = diff(folder, "one.jsonl", "excerpt.jsonl")
    assert (set(kinds(pair).values()), pair["same"], code) == ({"not-seen"}, 1, 0)
    text = run("diff", "one.jsonl", "excerpt.jsonl", cwd=folder).out
    assert "11 told by one side, and the other has not told all its keys, 1 the same" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("one.jsonl",), "this is one side"),
        (("one.jsonl", "both.jsonl", "one.jsonl"), "there are two sides"),
        (("one.jsonl", "other.jsonl"), "no station is on both sides"),
    ],
)
def test_sides_that_are_none_are_a_mistake(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    (folder / "other.jsonl").write_text(healthy("CP8").text + healthy("CP9").text, "utf-8")
    done = run("diff", *arguments, cwd=folder)
    assert (done.code, words in done.err) == (2, True)
