"""``--new-from REV`` reports what a git revision did not have, in the real git."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.command import write
from tests.support.in_process import run

SUFFIXED = '{"key": "RCMBDelta_2", "value": "30"}'
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *words: str) -> None:
    identity = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    settings = ("-c", "user.name=Tester", "-c", "user.email=tester@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(
        ["git", *settings, *words], cwd=folder, env={**os.environ, **identity}, check=True, capture_output=True
    )


def commit(folder: Path, files: dict[str, str]) -> None:
    write(folder, files)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "state")


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    """A repository whose first state has three findings."""
    git(tmp_path, "init", "-q")
    pair = {"CP7/connector-1.json": '{"RCMBDelta": "30"}', "CP7/connector-2.json": '{"RCMBDelta": "40"}'}
    commit(tmp_path, {**pair, "cp1.json": SUFFIXED, "cp2.json": SUFFIXED, "ocpplint.toml": ""})
    assert sorted(told(tmp_path)) == ["SCP001 cp1.json", "SCP001 cp2.json", "SCP003 CP7/connector-2.json"]
    return tmp_path


def told(folder: Path, *arguments: str) -> list[str]:
    outcome = run("check", "--output-format", "concise", *arguments, cwd=folder)
    assert outcome.code in (0, 1), outcome.err
    lines = (line for line in outcome.out.splitlines() if line.count(":") >= 3)
    return [f"{line.split()[2]} {line.split(':')[0]}" for line in lines]


def new(folder: Path, *paths: str, rev: str = "HEAD") -> list[str]:
    return told(folder, "--new-from", rev, *paths)


def test_nothing_is_new_where_nothing_has_changed(depot: Path) -> None:
    assert new(depot) == []
    assert new(depot, "cp1.json") == []
    assert new(depot / "CP7", "connector-1.json") == []


def test_a_change_that_is_not_committed_counts_and_so_does_a_file_git_does_not_know(depot: Path) -> None:
    write(depot, {"cp1.json": SUFFIXED.replace("30", "31"), "CP9.json": SUFFIXED.replace("30", "29")})
    assert new(depot) == ["SCP001 CP9.json", "SCP001 cp1.json"]
    assert new(depot, "cp2.json", "CP9.json") == ["SCP001 CP9.json"]


def test_what_was_reformatted_moved_and_renamed_is_not_new(depot: Path) -> None:
    (depot / "north").mkdir()
    git(depot, "mv", "cp1.json", "north/other.json")
    git(depot, "mv", "CP7", "CP8")
    write(depot, {"cp2.json": SUFFIXED.replace(", ", ",\n\n  ")})
    assert new(depot) == []
    assert new(depot, "north") == []
    assert new(depot, str(depot / "CP8" / "connector-1.json")) == []


def test_an_earlier_revision_may_be_named_in_any_way(depot: Path) -> None:
    commit(depot, {"cp3.json": SUFFIXED.replace("30", "33")})
    git(depot, "tag", "now")
    commit(depot, {"cp4.json": SUFFIXED.replace("30", "44")})
    assert new(depot, rev="now") == ["SCP001 cp4.json"]
    assert new(depot, rev="HEAD~2") == ["SCP001 cp3.json", "SCP001 cp4.json"]


def test_a_conflict_is_new_whichever_of_its_files_has_changed(depot: Path) -> None:
    write(depot, {"CP7/connector-2.json": '{"RCMBDelta": "30"}'})
    commit(depot, {})
    write(depot, {"CP7/connector-1.json": '{"RCMBDelta": "50"}'})
    assert new(depot) == new(depot, "CP7") == ["SCP003 CP7/connector-2.json"]
    assert len(new(depot, str(depot / "CP7"))) == 1
    assert new(depot, "CP7/connector-1.json") == ["SCP003 CP7/connector-1.json"]


def test_a_conflict_that_was_there_is_not_new_where_only_one_of_its_files_is_named(depot: Path) -> None:
    write(depot, {"CP7/connector-1.json": '{"RCMBDelta": "30", "HeartbeatInterval": "60"}'})
    assert told(depot, "CP7/connector-1.json") == ["SCP003 CP7/connector-1.json"]
    assert new(depot, "CP7/connector-1.json") == new(depot) == []


def test_a_suppression_that_was_taken_away_shows_what_it_hid(depot: Path) -> None:
    commit(depot, {"cp1.json": f"// ocpplint: ignore[SCP001] agreed\n{SUFFIXED}"})
    write(depot, {"cp1.json": SUFFIXED})
    assert new(depot) == ["SCP001 cp1.json"]


def test_flaws_of_a_configuration_are_new_once_it_has_changed(depot: Path) -> None:
    unused = '[[suppress]]\nrule = "KEY001"\nreason = "none"\n'
    commit(depot, {"ocpplint.toml": unused})
    assert new(depot) == []
    write(depot, {"ocpplint.toml": unused + "# more\n"})
    assert new(depot) == ["SUP001 ocpplint.toml"]


def test_baseline_and_revision_go_together(depot: Path) -> None:
    commit(depot, {"cp3.json": SUFFIXED.replace("30", "33")})
    run("baseline", "create", "cp3.json", cwd=depot)
    write(depot, {"cp4.json": SUFFIXED.replace("30", "44")})
    assert new(depot, rev="HEAD~1") == ["SCP001 cp4.json"]


def test_only_what_is_new_is_fixed(depot: Path) -> None:
    write(depot, {"cp9.json": SUFFIXED.replace("30", "29")})
    run("check", "--fix", "--new-from", "HEAD", cwd=depot)
    assert "_2" not in (depot / "cp9.json").read_text()
    assert "_2" in (depot / "cp1.json").read_text()


def test_standard_input_is_compared_with_the_file_it_stands_for(depot: Path) -> None:
    arguments = ("check", "--output-format", "concise", "--new-from", "HEAD", "--stdin-filename", "cp1.json", "-")
    assert run(*arguments, cwd=depot, stdin=SUFFIXED).codes == []
    assert run(*arguments, cwd=depot, stdin=SUFFIXED.replace("30", "31")).codes == ["SCP001"]


@pytest.mark.parametrize("rev", ["no-such", "--output=x", "HEAD:cp1.json", ""])
def test_a_revision_that_there_is_not_is_a_mistake_in_the_call(depot: Path, rev: str) -> None:
    outcome = run("check", f"--new-from={rev}", cwd=depot)
    assert outcome.code == 2
    assert f"{rev}: no revision" in outcome.err
    assert not (depot / "x").exists()


def test_outside_a_repository_it_says_so(tmp_path: Path) -> None:
    write(tmp_path, {"cp1.json": SUFFIXED})
    outcome = run(
        "check", "--new-from", "HEAD", cwd=tmp_path, env={"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    )
    assert outcome.code == 2
    assert "not a git repository" in outcome.err


def test_without_git_it_says_so(depot: Path, tmp_path: Path) -> None:
    outcome = run("check", "--new-from", "HEAD", cwd=depot, env={"PATH": str(tmp_path / "nowhere")})
    assert outcome.code == 2
    assert "git can't be run" in outcome.err


def test_what_is_mandatory_is_told_in_any_case(depot: Path) -> None:
    rule = (Path(__file__).parents[2] / "rules" / "scope" / "SCP001-suffix-on-shared-key.yaml").read_text()
    own = rule.replace("SCP001", "OWN001").replace(
        "name: suffix-on-shared-key", "name: own-suffix\nmandatory: true"
    )
    commit(depot, {"own/OWN001-own-suffix.yaml": own, "ocpplint.toml": 'rules = ["own"]\nselect = ["OWN"]\n'})
    assert len(new(depot)) == 2
    assert new(depot, "--allow-mandatory") == []
