"""The examples show what there is to see, and are mostly right, as real repositories are."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import ROOT
from tests.support.in_process import run

EXAMPLES = ROOT / "examples"
NO_INPUTS = ("ocpplint.toml", "harbour-09.html")
"""The configuration, and a page that a profile is made of."""
FILES = sorted(str(path.relative_to(EXAMPLES)) for path in EXAMPLES.rglob("*.*") if path.name not in NO_INPUTS)


@cache
def checked() -> dict[str, Any]:
    report: dict[str, Any] = json.loads(run("check", "--output-format", "json", cwd=EXAMPLES).out)
    return report


def test_every_file_is_understood_without_a_remainder() -> None:
    assert [entry["path"] for entry in checked()["inputs"]] == FILES
    for entry in checked()["inputs"]:
        assert entry["kind"] != "other"
        assert (entry["truncated"], entry["unrecognised"]) == (0, 0)


@pytest.mark.parametrize(
    ("path", "dialect"),
    [
        ("logs/harbour-09.log", "mobilityhouse"),
        ("logs/home-assistant.log", "home-assistant"),
        ("logs/steve.log", "steve"),
    ],
)
def test_logs_are_in_their_dialects(path: str, dialect: str) -> None:
    (entry,) = (entry for entry in checked()["inputs"] if entry["path"] == path)
    lines = (EXAMPLES / path).read_text().splitlines()
    assert entry["dialect"] == dialect
    assert entry["frames"] == sum("[2," in line or "[3," in line for line in lines)


def test_most_settings_are_right() -> None:
    settings = sum(entry["settings"] for entry in checked()["inputs"])
    assert settings >= 4 * len(checked()["findings"])


def test_many_kinds_of_mistakes_are_to_be_seen() -> None:
    codes = {finding["code"] for finding in checked()["findings"]}
    assert {f"SCP{number:03}" for number in (1, 2, 3, 4, 6, 7, 8, 10, 11, 12)} <= codes


def test_the_station_that_is_as_it_should_be_has_no_finding() -> None:
    assert "HARBOUR-03A" in (EXAMPLES / "stations" / "harbour-03.yaml").read_text()
    assert "HARBOUR-03A" not in {finding["station"] for finding in checked()["findings"]}


def test_the_configuration_makes_a_difference(tmp_path: Path) -> None:
    """Each of its settings matters, so that none is there for show."""
    half = next(finding for finding in checked()["findings"] if finding["code"] == "SCP010")
    assert half["severity"] == "warning"
    (tmp_path / "bare.toml").write_text("")
    bare = json.loads(
        run("check", "--config", tmp_path / "bare.toml", "--output-format", "json", cwd=EXAMPLES).out
    )
    assert bare["findings"] != checked()["findings"]
