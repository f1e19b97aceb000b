"""``profiles check`` and ``profiles diff``: what a profile file may contradict itself in, and what has changed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ocpplint.cli import ocpplint
from ocpplint.stations.profile_check import faults_in
from ocpplint.stations.profile_diff import ProfileChange, difference
from ocpplint.stations.registry import Profiles
from tests.support.command import ROOT
from tests.support.in_process import run as command

Run = Callable[..., Result]
HEAD = "name: acme\ntitle: Acme\nsource: manual\nextends: generic\n"
SHIPPED = sorted((ROOT / "ocpplint" / "stations" / "profiles").glob("*.yaml"))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(ocpplint, ["profiles", *arguments])


def faults(folder: Path, text: str) -> list[str]:
    path = folder / "acme.yaml"
    path.write_text(HEAD + text)
    return [str(fault).removeprefix(f"{path}:") for fault in faults_in(str(path))]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_profiles_do_not_contradict_themselves(path: Path) -> None:
    assert faults_in(str(path)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("keys:\n  A: {type: integer, minimum: 1, maximum: 9, default: '5'}\n", []),
        ("keys:\n  A: {type: decimal, minimum: 0.5, default: '0.5'}\n", []),
        ("keys:\n  A: {type: enum, values: {'0': 'Off', '1': 'On'}, default: 'On'}\n", []),
        ("keys:\n  A: {type: list, items: [x, y], default: 'x, y'}\n", []),
        ("keys:\n  A: {type: string, default: ''}\n", []),
        # A range of its own on a key whose type is the extended profile's
        ("keys:\n  HeartbeatInterval: {minimum: 10, default: '60'}\n", []),
        (
            "addressing: {'1': '{key}', '2': '{key}_2'}\nkeys:\n  A: {scope: Individual}\n  B_2: {scope: Both}\n",
            [],
        ),
        ("addressing: {'1': '1', '2': '2'}\nkeys:\n  'A{n}': {scope: Individual}\n  A3: {scope: Both}\n", []),
        ("keys:\n  A: {type: integer, minimum: 9, maximum: 1}\n", ["6:31: the minimum 9 is above the maximum 1"]),
        ("keys:\n  A: {type: string, maximum: 9}\n", ["6:30: a key of type string has no maximum"]),
        ("keys:\n  A: {type: integer, default: '5 s'}\n", ["6:31: the default '5 s' is no integer"]),
        ("keys:\n  A: {type: integer, default: '5.5'}\n", ["6:31: the default '5.5' is no integer"]),
        (
            "keys:\n  A: {type: boolean, default: 'True'}\n",
            ["6:31: the default 'True' is neither `true` nor `false`"],
        ),
        (
            "keys:\n  A: {type: string, max_length: 2, default: abc}\n",
            ["6:45: the default 'abc' is longer than 2 characters"],
        ),
        (
            "keys:\n  A: {type: enum, values: [a, b], default: c}\n",
            ["6:44: the default 'c' is none of the values: a, b"],
        ),
        (
            "keys:\n  A: {type: list, items: [a], default: 'a,b'}\n",
            ["6:40: the default 'a,b' has the item 'b', which is none of the items"],
        ),
        # A default that the extended profile has stands in no line of this file but the key's
        (
            "keys:\n  MeterValuesSampledData: {max_length: 9}\n",
            ["6:3: the default 'Energy.Active.Import.Register' is longer than 9 characters"],
        ),
        (
            "keys:\n  A: {type: integer, items: [a]}\n",
            ["6:29: `items` belongs to a list, and this is of type integer"],
        ),
        (
            "keys:\n  A: {type: string, values: [a]}\n",
            ["6:29: `values` are those of an enum, and this is of type string"],
        ),
        ("keys:\n  A: {type: list, length_key: AMax}\n", ["6:31: there is no key `AMax`"]),
        (
            "keys:\n  A: {renamed_to: HeartbeatIntervall}\n",
            ["6:19: there is no key `HeartbeatIntervall`; did you mean `HeartbeatInterval`?"],
        ),
        (
            "keys:\n  A: {requires: SmartCharge}\n",
            ["6:17: 'SmartCharge' is no word of SupportedFeatureProfiles; did you mean `SmartCharging`?"],
        ),
        (
            "keys:\n  A: {counterpart: EVSE.Powr}\n",
            ["6:20: the device model has no variable `EVSE.Powr`; did you mean `EVSE.Power`?"],
        ),
        (
            "keys:\n  A: {scope: Individual}\n",
            ["6:14: nothing says how a key names a connector: `addressing` is missing"],
        ),
        ("keys:\n  'A{n}': {type: string}\n", ["6:3: nothing says what stands for {n}: `addressing` is missing"]),
        (
            "addressing: {'1': '1'}\nkeys:\n  'A{n}': {scope: Both}\n",
            ["7:19: a key with {n} is there for each connector, so its scope is Individual"],
        ),
        (
            "keys:\n  A: {scope: Both, per_controller: true}\n",
            ["6:36: only an Individual key can have a value for each controller"],
        ),
        (
            "addressing: {'2': '{key}_2'}\nkeys:\n  A: {scope: Individual}\n  A_2: {scope: Both}\n",
            ["8:3: ambiguous: this is also how `A` is written for a connector; the key itself wins"],
        ),
        (
            "addressing: {'1': '1'}\nkeys:\n  'A{n}': {scope: Individual}\n  A1: {scope: Both}\n",
            ["8:3: ambiguous: this is also how `A{n}` is written for a connector; the key itself wins"],
        ),
        (
            "addressing: {'1': '{key}2', '2': '{key}_2'}\n",
            ["5:14: ambiguous: a key that ends connector 2's way, '{key}_2', ends this way, too"],
        ),
        (
            "connectors: 1\naddressing: {'1': '{key}A', '2': '{key}B'}\nsections: {right: 2}\n",
            ["6:29: these stations have 1 connector", "7:12: these stations have 1 connector"],
        ),
        # What has another shape than a profile is not judged further
        (
            "keys:\n  A: {scope: Boht, minimum: 9, maximum: 1}\n",
            ["6:14: in `keys.A.scope`: 'Boht' is not allowed"],
        ),
        ("keys:\n  A: {minimun: 9}\n", ["6:7: in `keys.A`: unknown name `minimun`; did you mean `minimum`?"]),
        ("addressing: {'1': '{key}{key}'}\n", ["5:19: in `addressing.1`"]),
    ],
)
def test_a_contradiction_is_told_with_its_place(tmp_path: Path, text: str, expected: list[str]) -> None:
    found = faults(tmp_path, text)
    assert len(found) == len(expected), found
    for fault, start in zip(found, expected, strict=True):
        assert fault.startswith(start)


def test_all_files_are_checked_and_the_exit_code_says_whether_any_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "right.yaml").write_text(HEAD)
    (tmp_path / "wrong.yaml").write_text(HEAD + "keys:\n  A: {type: boolean, default: 'on'}\n")
    right = command("profiles", "check", "right.yaml", cwd=tmp_path)
    assert (right.code, right.out) == (0, "1 profile, 0 faults\n")
    both = command("profiles", "check", "wrong.yaml", "right.yaml", cwd=tmp_path)
    assert both.code == 1
    assert both.out.startswith("wrong.yaml:6:31: the default 'on'")
    assert both.out.endswith("2 profiles, 1 fault\n")


@pytest.mark.parametrize(
    "arguments", [["check", "nowhere.yaml"], ["check"], ["diff", "bender", "nobody"], ["diff", "bender"]]
)
def test_a_mistake_of_the_callers_is_exit_code_2(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def load(folder: Path, name: str, data: dict[str, Any]) -> str:
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"name": name, "title": "t", "source": "s", **data}))
    return str(path)


OLD = {
    "firmware": "5.32",
    "keys": {
        "Gone": {"scope": "Both", "access": "RW", "type": "integer"},
        "Limit": {"scope": "Both", "type": "integer", "maximum": 16, "note": "in the old way"},
        "Same": {"access": "R", "source": "one page"},
    },
}
NEW = {
    "firmware": "5.33",
    "addressing": {"2": "{key}_2"},
    "keys": {
        "Limit": {"scope": "Individual", "type": "integer", "maximum": 32, "reboot": True},
        "Same": {"access": "R", "source": "another page"},
        "New": {"type": "enum", "values": ["a", "b"]},
    },
}


def test_what_came_went_and_changed(tmp_path: Path) -> None:
    before, after = (Profiles(load(tmp_path, name, data)).default for name, data in (("old", OLD), ("new", NEW)))
    found = difference(before, after)
    assert ([spec.key for spec in found.added], [spec.key for spec in found.removed]) == (["New"], ["Gone"])
    assert found.changed == [
        ProfileChange(None, "firmware", "5.32", "5.33"),
        ProfileChange(None, "addressing", {}, {2: "{key}_2"}),
        ProfileChange("Limit", "scope", "Both", "Individual"),
        ProfileChange("Limit", "maximum", 16, 32),
        ProfileChange("Limit", "reboot", None, True),
    ]
    assert not difference(before, before)


@pytest.mark.parametrize("name", [path.stem for path in SHIPPED if path.stem != "ocpp16"])
def test_no_profile_differs_from_itself(name: str) -> None:
    assert not difference(Profiles(name).default, Profiles(name).default)


def test_the_difference_as_text_and_as_json(run: Run, tmp_path: Path) -> None:
    old, new = load(tmp_path, "old", OLD), load(tmp_path, "new", NEW)
    result = run("diff", old, new)
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "- Gone (Both, RW, integer)",
        "+ New (enum)",
        "~ firmware 5.32 → 5.33",
        "~ addressing none → 2: {key}_2",
        "~ Limit: scope Both → Individual",
        "~ Limit: maximum 16 → 32",
        "~ Limit: reboot unknown → yes",
        "old to new: 1 key removed, 1 added, 1 changed",
    ]
    data = json.loads(run("diff", old, new, "--output-format", "json").output)
    assert (data["version"], data["before"], data["after"]["firmware"]) == (
        1,
        {"name": "old", "firmware": "5.32"},
        "5.33",
    )
    assert data["added"] == [
        {"key": "New", "type": "enum", "values": {"a": "a", "b": "b"}, "confidence": "high", "syntax": "enum"}
    ]
    assert {"key": "Limit", "property": "maximum", "before": 16, "after": 32} in data["changed"]
    assert run("diff", "bender", "bender").output == "bender to bender: 0 keys removed, 0 added, 0 changed\n"
