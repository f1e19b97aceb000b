"""The recorder of outputs: what it keeps, and which differences it lets pass."""

import json
import os
import sys
from pathlib import Path
from random import Random
from typing import Any

from tools.recording.cases import Case, Sources, lists_from
from tools.recording.comparing import Comparison, Declared, compare, report
from tools.recording.runner import Runner
from tools.worlds import logs

FINDING = {"code": "SCP001", "line": 3, "message": "so", "url": "https://example.com"}
OTHER = {"code": "SEQ001", "line": 7, "message": "no", "url": ""}


def recorded(folder: Path, stdout: Any, command: str = "check x", code: int = 1) -> str:
    folder.mkdir()
    run = {"command": command, "exit": code, "stdout": stdout, "stderr": []}
    (folder / "case.json").write_text(json.dumps([run]), "utf-8")
    return str(folder)


def compared(folder: Path, before: Any, after: Any, declared: list[Declared] | None = None) -> Comparison:
    return compare(recorded(folder / "before", before), recorded(folder / "after", after), declared or [])


def paths(comparison: Comparison) -> list[str]:
    return [difference.path for difference in comparison.undeclared]


def test_equal_recordings_have_no_difference(tmp_path: Path) -> None:
    comparison = compared(tmp_path, {"findings": [FINDING]}, {"findings": [FINDING]})
    assert (comparison.undeclared, comparison.wording, comparison.compared) == ([], [], 1)


def test_words_may_change_and_places_may_not(tmp_path: Path) -> None:
    changed = {**FINDING, "line": 4, "message": "thus", "url": ""}
    comparison = compared(tmp_path, {"findings": [FINDING]}, {"findings": [changed]})
    assert paths(comparison) == ["stdout.findings[0].line"]
    assert [each.path for each in comparison.wording] == ["stdout.findings[0].message", "stdout.findings[0].url"]


def test_a_finding_that_is_new_is_one_difference(tmp_path: Path) -> None:
    comparison = compared(tmp_path, [FINDING, FINDING], [FINDING, OTHER, FINDING])
    (difference,) = comparison.undeclared
    assert (difference.path, difference.before, difference.after) == ("stdout[1]", "(absent)", OTHER)


def test_a_number_is_no_truth_value(tmp_path: Path) -> None:
    assert paths(compared(tmp_path, {"count": 1}, {"count": True})) == ["stdout.count"]


def test_text_for_people_is_wording_and_its_exit_code_is_not(tmp_path: Path) -> None:
    before = recorded(tmp_path / "before", ["grave"], "explain X", 0)
    comparison = compare(before, recorded(tmp_path / "after", ["severe"], "explain X", 1), [])
    assert paths(comparison) == ["exit"]
    assert len(comparison.wording) == 1


def test_a_profile_that_is_printed_is_no_wording(tmp_path: Path) -> None:
    before = recorded(tmp_path / "before", ["name: a"], "profiles learn x")
    assert paths(compare(before, recorded(tmp_path / "after", ["name: b"], "profiles learn x"), [])) == [
        "stdout[0]"
    ]


def test_a_declared_difference_is_counted_with_its_reason(tmp_path: Path) -> None:
    declared = [
        Declared("ca*", "stdout.findings[*].line", "lines count from 1"),
        Declared("case", "stdout.gone", "a member less"),
    ]
    comparison = compared(tmp_path, {"findings": [FINDING]}, {"findings": [{**FINDING, "line": 4}]}, declared)
    assert (comparison.undeclared, declared[0].count) == ([], 1)
    assert comparison.unused == declared[1:]
    assert "no longer needed: case stdout.gone" in report(comparison, wording=False, most=9)


def test_a_declaration_may_name_the_values(tmp_path: Path) -> None:
    declared = [Declared("case", "stdout.limit", "a second", before="2*", after="1")]
    assert not compared(tmp_path, {"limit": "2s"}, {"limit": "1"}, declared).undeclared


def test_a_case_that_is_gone_is_a_difference(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    comparison = compare(recorded(tmp_path / "before", []), str(tmp_path / "empty"), [])
    assert [each.case for each in comparison.undeclared] == ["case"]


def test_a_recording_names_no_place_of_this_machine(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    runner = Runner((sys.executable, "-m", "ocpplint"), Sources("", "", ""), str(tmp_path / "folder"))
    (said,) = runner.record(Case("refused", "", [("check", "no-such-file.json")]))
    assert said["command"] == "check no-such-file.json"
    assert said["exit"] == 3
    assert str(tmp_path) not in json.dumps(said)


def test_rules_and_profiles_are_listed_by_the_version() -> None:
    profiles = "bender (default): Bender\n  95 keys: many\nalfen: Alfen\n  78 keys\n"
    assert lists_from('[{"code": "SCP001"}]', profiles) == (["SCP001"], ["bender", "alfen"])


def test_a_seed_is_a_world(tmp_path: Path) -> None:
    for name, seed in {"one": 1, "again": 1, "other": 2}.items():
        logs.write(str(tmp_path / name), Random(seed))  # noqa: S311  # a simulation
    one, again, other = (
        [(tmp_path / name / log).read_text("utf-8") for log in sorted(os.listdir(tmp_path / name))]
        for name in ("one", "again", "other")
    )
    assert one == again != other
