"""`ocpplint shapes` tells what is read of a file, in which shape, and what is not."""

import json
from pathlib import Path

import pytest

from ocpplint.cli.exits import Exit
from tests.support.command import write
from tests.support.in_process import run


def test_each_shape_is_named_with_its_place(tmp_path: Path) -> None:
    text = """\
stations:
  CP-1:
    config: {HeartbeatInterval: 300, RCMBDelta: 30}
  CP-2:
    config: {HeartbeatInterval: 300}
list:
  - {param: RCMBDelta, setpoint: 30}
  - {param: HeartbeatInterval, setpoint: 300}
text: '{"RCMBDelta": 30}'
environment: [RCMBDelta=30]
"""
    write(tmp_path, {"a.yaml": text})
    got = run("shapes", "a.yaml", cwd=tmp_path)
    assert got.code == Exit.CLEAN
    assert got.out == (
        "a.yaml: YAML, 7 settings\n"
        "  3  map of keys: `/stations/CP-1/config` and 1 more place, lines 3 to 5\n"
        "  2  pairs `param`/`setpoint`: `/list`, lines 7 to 8\n"
        "  1  map of keys, in a string: `/text`, line 9\n"
        "  1  list of `KEY=value`: `/environment`, line 10\n"
    )


def test_what_is_not_read_is_told_and_makes_the_exit_code_1(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.json": '{"what": [{"p": "RCMBDelta", "day_value": 1, "night_value": 2}, {"p": "RCMBDelta_2", "day_value": 3, "night_value": 4}]}'
        },
    )
    got = run("shapes", "a.json", "--output-format", "json", cwd=tmp_path)
    assert got.code == Exit.FINDINGS
    (file,) = json.loads(got.out)["files"]
    assert (file["settings"], file["shapes"]) == (0, [])
    assert file["unread"]["keys"] == ["RCMBDelta", "RCMBDelta_2"]
    assert (
        "  not read, from line 1: settings were not read: `RCMBDelta`" in run("shapes", "a.json", cwd=tmp_path).out
    )


SHAPE = """\
[[shapes]]
name = "own"
station = "*"
key = "*[].p"
value = "*[].night_value"
[[shapes.examples]]
text = '{"CP-1": [{"p": "RCMBDelta", "day_value": 1, "night_value": 2}]}'
"""


def test_a_declared_shape_reads_what_was_not_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.json": '{"CP-1": [{"p": "RCMBDelta", "day_value": 1, "night_value": 2}, {"p": "RCMBDelta_2", "day_value": 3, "night_value": 4}]}'
        },
    )
    assert run("check", "--strict-input", cwd=tmp_path).code == Exit.FINDINGS
    write(tmp_path, {"ocpplint.toml": SHAPE + "settings = []\n"})
    assert "  2  declared shape `own`: `/CP-1`, line 1\n" in run("shapes", "a.json", cwd=tmp_path).out
    found = json.loads(run("check", "--output-format", "json", cwd=tmp_path).out)["findings"]
    assert [(each["code"], each["station"], each["line"], each["column"]) for each in found] == [
        ("SCP001", "CP-1", 1, 72)
    ]


def test_the_examples_of_declared_shapes_are_run(tmp_path: Path) -> None:
    write(tmp_path, {"ocpplint.toml": SHAPE + 'settings = [{station = "CP-1", key = "RCMBDelta", value = "2"}]\n'})
    assert run("shapes", "--test", cwd=tmp_path).code == Exit.CLEAN
    write(tmp_path, {"ocpplint.toml": SHAPE + 'settings = [{key = "RCMBDelta", value = "3"}]\n'})
    got = run("shapes", "--test", cwd=tmp_path)
    assert got.code == Exit.FINDINGS
    assert got.err.splitlines() == [
        "ocpplint: own: example 1 does not hold `RCMBDelta` = `3`",
        "ocpplint: own: example 1 holds `RCMBDelta` = `2` of station `CP-1`, which is not among its settings",
    ]


@pytest.mark.parametrize("path", ["a..b", "a[", ".a", "a.", "[]b", '"a', "a*", ""])
def test_a_path_that_is_none_is_an_error_of_the_configuration(tmp_path: Path, path: str) -> None:
    write(tmp_path, {"ocpplint.toml": f"[[shapes]]\nname = 'own'\nkey = '{path}'\nvalue = 'v'\n"})
    got = run("shapes", "--test", cwd=tmp_path)
    assert got.code == Exit.USAGE
    assert f"ocpplint.toml:3: in `shapes.0.key`: {path!r} is not a path: names of members" in got.err


def test_files_or_test_but_not_both(tmp_path: Path) -> None:
    assert run("shapes", cwd=tmp_path).code == Exit.USAGE
    assert run("shapes", "--test", "a.json", cwd=tmp_path).code == Exit.USAGE


def test_config_show_lists_declared_shapes(tmp_path: Path) -> None:
    write(tmp_path, {"ocpplint.toml": SHAPE + "settings = []\n"})
    shown = json.loads(run("config", "show", "--output-format", "json", cwd=tmp_path).out)["settings"]
    assert [shape["value"]["name"] for shape in shown["shapes"]] == ["own"]
