"""What holds of a configuration and those it extends, and that it says where it was said."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ocpplint.engine.packs import load_rules
from tests.support.command import ROOT, write
from tests.support.in_process import run

BASE = 'profile = "generic"\nselect = ["SCP"]\nlayout = "{station}/c{connector}.json"\n\n[severity]\nSCP006 = "error"\n'
OWN = 'extend = "../base.toml"\nignore = ["SCP010"]\n\n[severity]\nSCP001 = "info"\n\n[options.SCP003]\nwindow = "9m"\n'


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
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


def editors_schema(folder: Path) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(run("config", "schema", cwd=folder).out)
    Draft202012Validator.check_schema(schema)
    return schema


def test_editors_are_offered_every_rule_option_and_profile(tmp_path: Path) -> None:
    schema, rules = editors_schema(tmp_path), load_rules()
    offered = {each.get("const") for each in schema["$defs"]["selectors"]["items"]["anyOf"]}
    assert offered >= {word for rule in rules for word in (rule.code, rule.name, rule.category, rule.code[:3])}
    assert {each.get("const") for each in schema["properties"]["profile"]["anyOf"]} >= {"bender", "alfen"}
    options = schema["properties"]["options"]["properties"]
    assert {code: set(said["properties"]) for code, said in options.items()} == {
        rule.code: set(rule.options) for rule in rules if rule.options
    }


def test_editors_are_offered_the_rules_of_the_repository(tmp_path: Path) -> None:
    rule = (ROOT / "rules" / "scope" / "SCP001-suffix-on-shared-key.yaml").read_text()
    own = rule.replace("SCP001", "OWN001").replace("name: suffix", "name: own-suffix")
    write(tmp_path, {"own/OWN001.yaml": own, "ocpplint.toml": 'rules = ["own"]\n'})
    offered = editors_schema(tmp_path)["$defs"]["selectors"]["items"]["anyOf"]
    assert {"OWN", "OWN001"} <= {each.get("const") for each in offered}


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        (BASE, True),
        (OWN, True),
        ('select = ["house-rule"]', True),
        ('selct = ["SCP"]', False),
        ('[severity]\nSCP001 = "fatal"', False),
        ('[severity]\nhouse-rule = "info"', True),
        ('[options.SCP003]\nwindw = "9m"', False),
        ('[[stations]]\nprofile = "alfen"', False),
        ('[[stations]]\nstation = "A*"\nprofile = "house.yaml"', True),
        ('[[suppress]]\nrule = "SCP001"\nreason = "agreed"', True),
        ("[[suppress]]\nrule = 7", False),
    ],
)
def test_editors_take_what_a_run_takes(tmp_path: Path, text: str, *, fits: bool) -> None:
    assert Draft202012Validator(editors_schema(tmp_path)).is_valid(tomllib.loads(text)) is fits
