"""Groups of stations: what a configuration says of some stations only, by their names or by where they stand."""

import json
from pathlib import Path

import pytest

from tests.support.command import write
from tests.support.in_process import run

SUFFIXED = '{"key": "RCMBDelta_2", "value": "30"}'
# Alfen numbers connectors otherwise: of its keys `_2` is no form.
TRACE = '2024-05-02 07:00:11 %s -> [2,"1","ChangeConfiguration",{"key":"RCMBDelta_2","value":"30"}]\n'


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    write(
        tmp_path,
        {
            "DEPOT-1.json": json.dumps(
                {"stations": {name: {"RCMBDelta_2": "30"} for name in ("DEPOT-1", "HOME-1")}}
            ),
            "harbour/quay/cp.json": SUFFIXED,
            "inland/cp.json": SUFFIXED,
        },
    )
    return tmp_path


def told(folder: Path, configuration: str, *arguments: str) -> list[str]:
    """Return path, station, severity and code of each finding."""
    (folder / "ocpplint.toml").write_text(configuration)
    outcome = run("check", "--output-format", "json", *(arguments or (".",)), cwd=folder)
    assert outcome.code in (0, 1), outcome.err
    findings = json.loads(outcome.out)["findings"]
    return [f"{f['path']} {f['station']} {f['severity']} {f['code']}" for f in findings]


EVERYWHERE = [
    "DEPOT-1.json DEPOT-1 error SCP001",
    "DEPOT-1.json HOME-1 error SCP001",
    "harbour/quay/cp.json None error SCP001",
    "inland/cp.json None error SCP001",
]


@pytest.mark.parametrize(
    ("which", "members"),
    [
        ('station = "DEPOT-*"', [0]),
        ('station = ["DEPOT-?", "HOME-1"]', [0, 1]),
        ('path = "harbour/**"', [2]),
        ('path = ["harbour", "in*/cp.json"]', [2, 3]),
        ('station = "*-1"\npath = "DEPOT-*.json"', [0, 1]),
        ('station = "DEPOT-1"\npath = "harbour"', []),
        ('path = "*.json"', [0, 1]),
    ],
)
def test_a_group_is_those_that_all_it_gives_fits(fleet: Path, which: str, members: list[int]) -> None:
    rest = [text for number, text in enumerate(EVERYWHERE) if number not in members]
    assert told(fleet, f'[[stations]]\n{which}\nignore = ["SCP001"]\n') == rest


def test_what_a_later_group_says_wins_and_the_command_line_over_all(fleet: Path) -> None:
    configuration = (
        '[severity]\nSCP001 = "info"\n[[stations]]\nstation = "*"\nseverity = {SCP001 = "warning"}\n'
        '[[stations]]\nstation = "HOME-*"\n[stations.severity]\nsuffix-on-shared-key = "error"\n'
    )
    levels = [line.split()[-2] for line in told(fleet, configuration)]
    assert levels == ["warning", "error", "info", "info"]
    levels = [line.split()[-2] for line in told(fleet, configuration, "--severity", "SCP001=warning", ".")]
    assert levels == ["warning"] * 4


def test_a_group_may_have_more_rules(fleet: Path) -> None:
    more = 'select = ["MSG"]\n[[stations]]\npath = "inland"\nextend-select = ["scope"]\n'
    assert told(fleet, more) == EVERYWHERE[3:]
    assert told(fleet, more, "--select", "MSG", ".") == []


def test_a_group_may_have_another_profile(fleet: Path) -> None:
    other = (
        '[[stations]]\npath = "**"\nprofile = "generic"\n[[stations]]\nstation = "DEPOT-*"\nprofile = "bender"\n'
    )
    assert told(fleet, other) == EVERYWHERE[:1]
    assert told(fleet, other, "--profile", "bender", ".") == EVERYWHERE


def test_the_profile_of_a_group_holds_in_traces_whatever_the_station_says(fleet: Path) -> None:
    boot = (
        '2024-05-02 07:00:00 DEPOT-1 <- [2,"b","BootNotification",'
        '{"chargePointVendor":"Bender GmbH Co. KG","chargePointModel":"CC613"}]\n'
        '2024-05-02 07:00:01 DEPOT-1 -> [3,"b",{"status":"Accepted","currentTime":"2024-05-02T07:00:01Z","interval":60}]\n'
    )
    (fleet / "t.log").write_text(boot + TRACE % "DEPOT-1" + TRACE.replace('"1"', '"2"') % "DEPOT-2")
    only = ("--select", "SCP001", "t.log")
    assert len(told(fleet, "", *only)) == 2
    assert told(fleet, '[[stations]]\nstation = "DEPOT-1"\nprofile = "generic"\n', *only) == [
        "t.log DEPOT-2 error SCP001"
    ]


def test_a_profile_of_ones_own_starts_at_the_configuration(fleet: Path) -> None:
    write(fleet, {"p/own.yaml": "name: own\ntitle: Own\nsource: us\nextends: generic\nkeys: {}\n"})
    configuration = '[[stations]]\npath = "**"\nprofile = "./p/own.yaml"\n'
    assert told(fleet, configuration) == []
    assert told(fleet, configuration, "--config", "ocpplint.toml", "inland") == []


def test_a_suppression_of_what_a_group_ignores_is_not_unused(fleet: Path) -> None:
    write(fleet, {"inland/cp.json": f"// ocpplint: ignore[SCP001] agreed\n{SUFFIXED}"})
    assert told(fleet, '[[stations]]\npath = "inland"\nignore = ["SCP001"]\n') == EVERYWHERE[:3]


def test_groups_of_what_is_extended_come_first(fleet: Path) -> None:
    write(fleet, {"base.toml": '[[stations]]\nstation = "*"\nseverity = {SCP001 = "warning"}\n'})
    own = 'extend = "base.toml"\n[[stations]]\nstation = "HOME-*"\nseverity = {SCP001 = "info"}\n'
    assert [line.split()[-2] for line in told(fleet, own)] == ["warning", "info", "error", "error"]
    shown = run("config", "show", cwd=fleet).out.splitlines()
    assert [line.split()[-1] for line in shown if line.startswith("stations")] == [
        "base.toml:1",
        "ocpplint.toml:2",
    ]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ('profile = "alfen"', ":1: in `stations.0`: `station` or `path` is missing"),
        ('station = "*"\nprofile = "alfne"', ":3: in `stations`: alfne: no such profile"),
        ('station = "*"\nprofile = "no/such.yaml"', ":3: in `stations`: "),
        ('station = "*"\nignore = ["SCP01X"]', ":3: no rule 'SCP01X'"),
        (
            'station = "*"\nprofil = "alfen"',
            ":3: in `stations.0`: unknown name `profil`; did you mean `profile`?",
        ),
        ("station = []", "stations"),
        ('station = "*"\nseverity = {SCP001 = "fatal"}', "fatal"),
    ],
)
def test_a_mistake_in_a_group_is_told_with_its_place(fleet: Path, entry: str, reason: str) -> None:
    (fleet / "ocpplint.toml").write_text(f"[[stations]]\n{entry}\n")
    outcome = run("check", ".", cwd=fleet)
    assert outcome.code == 2
    assert reason in outcome.err
