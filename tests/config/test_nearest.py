"""Each input goes by the nearest configuration above it; one that has none goes by that of the current folder."""

import json
from pathlib import Path

import pytest

from tests.support.command import write
from tests.support.in_process import run

SUFFIXED = '{"key": "RCMBDelta_2", "value": "30"}'
CONFLICT = {"1": '{"RCMBDelta": "30"}', "2": '{"RCMBDelta": "40"}'}


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    write(
        tmp_path,
        {
            "ocpplint.toml": 'fail-on = "never"\n',
            "north/ocpplint.toml": 'ignore = ["SCP001"]\n',
            "south/pyproject.toml": '[tool.ocpplint.severity]\nSCP001 = "warning"\n',
            "plain/cp1.json": SUFFIXED,
            "north/deep/cp2.json": SUFFIXED,
            "south/cp3.json": SUFFIXED,
        },
    )
    return tmp_path


def told(folder: Path, *arguments: str) -> list[str]:
    """Return path, severity and code of each finding."""
    lines = run("check", "--output-format", "concise", *arguments, cwd=folder).out.splitlines()
    return [f"{line.split(':')[0]} {' '.join(line.split()[1:3])}" for line in lines if line.count(":") >= 3]


def test_each_file_goes_by_its_own_configuration(fleet: Path) -> None:
    assert told(fleet, ".") == ["plain/cp1.json error SCP001", "south/cp3.json warning SCP001"]


def test_the_current_folder_does_not_matter_for_files_that_have_a_configuration(fleet: Path) -> None:
    assert told(fleet / "south", "cp3.json", "../north/deep/cp2.json") == ["cp3.json warning SCP001"]


def test_a_file_with_no_configuration_above_goes_by_the_one_here(fleet: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    here = tmp_path / "north"
    (fleet / "ocpplint.toml").unlink()
    write(elsewhere, {"cp4.json": SUFFIXED})
    assert told(here, "../elsewhere") == []
    assert len(told(tmp_path, "elsewhere")) == 1


def test_a_chosen_configuration_holds_for_everything(fleet: Path) -> None:
    assert told(fleet, "--config", "north/ocpplint.toml", ".") == []


def test_what_fails_a_run_is_for_each_configuration_to_say(fleet: Path) -> None:
    assert run("check", ".", cwd=fleet).code == 0
    (fleet / "south" / "pyproject.toml").write_text("[tool.ocpplint]\n")
    assert run("check", ".", cwd=fleet).code == 1
    assert run("check", "--fail-on", "never", ".", cwd=fleet).code == 0


def test_one_report_tells_of_all(fleet: Path) -> None:
    data = json.loads(run("check", "--output-format", "json", ".", cwd=fleet).out)
    assert [entry["path"] for entry in data["inputs"]] == [
        "north/deep/cp2.json",
        "plain/cp1.json",
        "south/cp3.json",
    ]
    assert data["summary"]["errors"] == data["summary"]["warnings"] == 1


def test_a_mistake_in_any_of_them_is_told_with_its_place(fleet: Path) -> None:
    (fleet / "south" / "pyproject.toml").write_text('[tool.ocpplint]\n\nignore = ["SCPX"]\n')
    outcome = run("check", ".", cwd=fleet)
    assert outcome.code == 2
    assert "south/pyproject.toml:3: no rule 'SCPX'" in outcome.err


def test_the_files_of_a_station_are_judged_together_whatever_configuration_a_part_has(tmp_path: Path) -> None:
    write(tmp_path, {f"CP7/connector-{number}/x.json": text for number, text in CONFLICT.items()})
    write(tmp_path, {"ocpplint.toml": "", "CP7/connector-2/ocpplint.toml": ""})
    assert [code.split()[-1] for code in told(tmp_path, ".")] == ["SCP003"]


def test_each_configuration_has_its_baseline(fleet: Path) -> None:
    created = run("baseline", "create", cwd=fleet).out.splitlines()
    assert created == [
        "north/ocpplint-baseline.json: 0 findings in 0 entries",
        "ocpplint-baseline.json: 1 finding in 1 entry",
        "south/ocpplint-baseline.json: 1 finding in 1 entry",
    ]
    assert told(fleet, ".") == []
    write(fleet, {"south/new.json": '{"key": "RCMBDelta_2", "value": "31"}'})
    assert told(fleet, ".") == ["south/new.json warning SCP001"]
    assert told(fleet / "south", ".") == ["new.json warning SCP001"]
    assert "+ SCP001 new.json RCMBDelta_2" in run("baseline", "diff", cwd=fleet).out


def test_one_baseline_for_all_if_it_is_named(fleet: Path) -> None:
    assert (
        run("baseline", "create", "--baseline", "all.json", cwd=fleet).out == "all.json: 2 findings in 2 entries\n"
    )
    assert told(fleet, "--baseline", "all.json", ".") == []


def test_fixes_go_by_the_configuration_of_each_file(fleet: Path) -> None:
    assert run("check", "--fix", "--unsafe-fixes", ".", cwd=fleet).code == 0
    texts = {path.name: path.read_text() for path in fleet.rglob("cp*.json")}
    assert texts["cp2.json"] == SUFFIXED
    assert texts["cp1.json"] == texts["cp3.json"] != SUFFIXED
