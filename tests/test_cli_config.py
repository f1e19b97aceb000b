"""What holds of a configuration and those it extends, and that it says where it was said."""

import json
from pathlib import Path

import pytest
from command import run, write

BASE = 'profile = "generic"\nselect = ["SCP"]\nlayout = "{station}/c{connector}.json"\n\n[severity]\nSCP006 = "error"\n'
OWN = 'extend = "../base.toml"\nignore = ["SCP010"]\n\n[severity]\nSCP001 = "info"\n\n[options.SCP003]\nwindow = "9m"\n'


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    write(
        tmp_path,
        {
            "base.toml": BASE,
            "depot/ocpplint.toml": OWN,
            "depot/cp7.json": '{"key": "RCMBDelta_2", "value": "30"}',
            "CP7/c1.json": '{"RCMBDelta": 30}',
        },
    )
    return tmp_path / "depot"


def shown(folder: Path, *arguments: str) -> dict[str, tuple[object, str]]:
    outcome = run("config", "show", "--output-format", "json", *arguments, cwd=folder)
    assert outcome.code == 0, outcome.err
    said = json.loads(outcome.out)["settings"]
    return {name: (entry["value"], entry["origin"]) for name, entry in said.items()}


def test_what_is_said_nearest_wins_and_tables_are_put_together(depot: Path) -> None:
    said = shown(depot)
    assert said["profile"] == ("generic", "../base.toml:1")
    assert said["ignore"] == (["SCP010"], "ocpplint.toml:2")
    assert said["severity.SCP006"] == ("error", "../base.toml:6")
    assert said["severity.SCP001"] == ("info", "ocpplint.toml:5")
    assert said["options.SCP003.window"] == ("9m", "ocpplint.toml:8")
    assert said["fail-on"] == ("error", "default")


def test_a_check_goes_by_all_of_it(depot: Path) -> None:
    outcome = run("check", "--output-format", "concise", "--profile", "bender", "cp7.json", cwd=depot)
    assert outcome.codes == ["SCP001"]
    assert " info SCP001 " in outcome.out


def test_what_is_extended_may_change(depot: Path) -> None:
    assert shown(depot)["select"][0] == ["SCP"]
    (depot / ".." / "base.toml").write_text('select = ["MSG"]\n')
    assert shown(depot)["select"] == (["MSG"], "../base.toml:1")


def test_the_folder_asked_for_decides(depot: Path) -> None:
    assert shown(depot.parent, "depot")["profile"][0] == "generic"
    assert shown(depot.parent, "depot/cp7.json")["profile"][0] == "generic"


def test_a_person_reads_it(depot: Path) -> None:
    lines = run("config", "show", cwd=depot).out.splitlines()
    assert lines[0] == "configuration: ocpplint.toml"
    assert ["profile", '"generic"', "../base.toml:1"] in [line.split() for line in lines]


def test_a_mistake_is_told_where_it_is(depot: Path) -> None:
    (depot / ".." / "base.toml").write_text('# ours\nselect = ["XYZ"]\n')
    assert "base.toml:2: no rule 'XYZ'" in run("check", "cp7.json", cwd=depot).err


@pytest.mark.parametrize(
    ("extended", "said"),
    [
        ({"depot/ocpplint.toml": 'extend = "none.toml"'}, ":1: in `extend`: no such file 'none.toml'"),
        ({"base.toml": '\nextend = "depot/ocpplint.toml"'}, ":2: `extend` goes in a circle through"),
        ({"base.toml": "profil = 1"}, "base.toml:1: unknown name `profil`; did you mean `profile`?"),
    ],
)
def test_what_cannot_be_extended(depot: Path, extended: dict[str, str], said: str) -> None:
    write(depot.parent, extended)
    outcome = run("check", "cp7.json", cwd=depot)
    assert outcome.code == 2
    assert said in outcome.err


def test_the_schema_is_the_one_configurations_are_checked_by(tmp_path: Path) -> None:
    said = json.loads(run("config", "schema", cwd=tmp_path).out)
    assert "extend-select" in said["properties"]
