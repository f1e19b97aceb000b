"""The commands beside ``check``: rules, explain, profiles, audit."""

import json
import re
from pathlib import Path

import pytest

from ocpplint.engine.packs import load_rules
from ocpplint.stations.registry import Profiles
from tests.support.command import ROOT, write
from tests.support.in_process import run

RULES = {rule.code: rule for rule in load_rules()}


def test_rules_lists_every_rule_in_order(tmp_path: Path) -> None:
    lines = run("rules", cwd=tmp_path).out.splitlines()
    assert [line.split()[:3] for line in lines] == [[r.code, r.name, r.severity] for r in RULES.values()]


def test_rules_as_json(tmp_path: Path) -> None:
    listed = json.loads(run("rules", "--output-format", "json", cwd=tmp_path).out)
    assert {rule["code"]: rule["summary"] for rule in listed} == {r.code: r.summary for r in RULES.values()}


@pytest.mark.slow
def test_the_shipped_rules_pass_their_own_test(tmp_path: Path) -> None:
    outcome = run("rules", "test", ROOT / "rules", cwd=tmp_path)
    assert outcome.code == 0
    assert outcome.out.endswith(f"examples of {len(RULES)} rules, 0 faults\n")


def test_a_rule_whose_example_does_not_hold(tmp_path: Path) -> None:
    rule = Path(RULES["SCP010"].path).read_text().replace("SCP010", "ACM010").replace("half-", "acme-half-")
    write(tmp_path, {"own/acme/ACM010.yaml": rule.replace("<<OperatorCurrentLimit>>", "OperatorCurrentLimit")})
    outcome = run("rules", "test", "own", cwd=tmp_path)
    assert outcome.code == 1
    assert "ACM010: bad example “Phase rotation for both, the current limit for one” " in outcome.err
    assert outcome.out.splitlines()[-1].endswith("faults")


@pytest.mark.parametrize("word", ["SCP004", "scp004", "missing-connector-2-suffix"])
def test_explain_takes_code_and_name(tmp_path: Path, word: str) -> None:
    outcome = run("explain", word, cwd=tmp_path)
    assert outcome.code == 0
    assert outcome.out.startswith("SCP004 missing-connector-2-suffix (error, ")
    assert RULES["SCP004"].source in outcome.out


@pytest.mark.parametrize("code", RULES)
def test_every_rule_is_explained(tmp_path: Path, code: str) -> None:
    outcome = run("explain", code, cwd=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    assert RULES[code].summary in outcome.out
    for kind in ("bad", "good"):
        for example in RULES[code].examples[kind]:
            assert example["title"] in outcome.out
    assert not re.search("<<[^\n]*>>", outcome.out), "a mark is shown"


def test_explain_tells_what_is_known_of_a_key(tmp_path: Path) -> None:
    outcome = run("explain", "connectorphaserotation", cwd=tmp_path)
    assert outcome.code == 0
    assert "ConnectorPhaseRotation_2" in outcome.out
    assert "Individual" in outcome.out
    assert (
        "ConnectorPhaseRotation_2"
        not in run("explain", "--profile", "generic", "ConnectorPhaseRotation", cwd=tmp_path).out
    )


def test_explain_suggests_what_may_be_meant(tmp_path: Path) -> None:
    assert "did you mean RCMBDelta" in run("explain", "RCMBDleta", cwd=tmp_path).err


def test_profiles_lists_those_a_station_can_have(tmp_path: Path) -> None:
    outcome = run("profiles", cwd=tmp_path)
    assert outcome.code == 0
    for profile in Profiles().shipped():
        assert profile.title in outcome.out
    assert "ocpp16" not in outcome.out


def test_profiles_show_lists_every_key(tmp_path: Path) -> None:
    shown = {line.split()[0] for line in run("profiles", "show", "bender", cwd=tmp_path).out.splitlines() if line}
    assert set(Profiles().load("bender").key_names()) <= shown


def test_audit_tells_a_stations_settings_with_their_fate() -> None:
    outcome = run("audit", "logs/home-assistant.log", cwd=ROOT / "examples")
    rows = [line.split() for line in outcome.out.splitlines()]
    assert outcome.code == 1
    assert ["2", "ConnectorPhaseRotation_2", "RTS", "commanded", "Accepted", "logs/home-assistant.log:14"] in rows
    assert "Station HARBOUR-05\n" in outcome.out


def test_audit_finds_what_check_finds() -> None:
    arguments = ("--output-format", "json", "logs", "traces")
    checked = json.loads(run("check", *arguments, cwd=ROOT / "examples").out)
    audited = json.loads(run("audit", *arguments, cwd=ROOT / "examples").out)
    assert audited["findings"] == checked["findings"]
    assert checked["findings"]


def test_a_command_that_is_misspelled(tmp_path: Path) -> None:
    outcome = run("chekc", cwd=tmp_path)
    assert outcome.code == 2
    assert "no such command 'chekc'; did you mean 'check'?" in outcome.err
