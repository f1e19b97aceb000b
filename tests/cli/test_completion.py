"""What may come next on the command line."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from ocpplint.cli import ocpplint
from ocpplint.cli.candidates import KINDS, Paths, Word, kind_of
from ocpplint.cli.complete import completions
from tests.support.command import run, write

RULE = """\
code: ACM001
name: acme-interval
severity: error
summary: "Say\\tit\\e[31m"
why: Because.
source: Acme manual, section 1.
match:
  fact: setting
  when: base_key == "HeartbeatInterval"
label: it is set
message: It is `{key}`.
help: Change it.
examples:
  bad:
    - title: bad
      text: '{"key": "<<HeartbeatInterval>>", "value": "1"}'
  good:
    - title: good
      text: '{"key": "LightIntensity", "value": "1"}'
"""


IDENTITY = ("-c", "user.name=tests", "-c", "user.email=tests@example.com", "-c", "commit.gpgsign=false")


def after(*words: str) -> list[str]:
    """Return the words that the last one may become."""
    return [candidate.text for candidate in completions(ocpplint, words) if isinstance(candidate, Word)]


def paths_after(*words: str) -> list[Paths]:
    return [candidate for candidate in completions(ocpplint, words) if isinstance(candidate, Paths)]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("che",), ["check"]),
        (("profiles", "s"), ["show"]),
        (("check", "--sel"), ["--select"]),
        (("check", "--select", "SCP00"), [f"SCP00{number}" for number in range(1, 10)]),
        (("check", "--select", "missing-conn"), ["missing-connector-2-suffix"]),
        (("check", "--select", "scope"), ["scope"]),
        (("check", "--select", "AL"), ["ALL"]),
        (("check", "--select=SCP001,SCP002,SCP00"), [f"--select=SCP001,SCP002,SCP00{n}" for n in range(3, 10)]),
        (("check", "--ignore", "x", "--ignore", "scp011"), ["SCP011"]),
        (("audit", "--extend-select", "val013"), ["VAL013"]),
        (("check", "--severity", "SCP01"), [f"SCP01{number}=" for number in range(6)]),
        (("check", "--severity", "SCP001=w"), ["SCP001=warning"]),
        (("check", "--severity", "SCP001=error,scp002=i"), ["SCP001=error,scp002=info"]),
        (("check", "--profile", "b"), ["bender"]),
        (("check", "--profile=au"), ["--profile=auto"]),
        (("profiles", "show", "ke"), ["keba"]),
        (("profiles", "show", "au"), []),
        (("profiles", "diff", "bender", "al"), ["alfen"]),
        (("check", "--output-format", "s"), ["sarif"]),
        (("check", "--output", "j"), ["json=", "jsonl=", "junit="]),
        (("check", "--fail-on", "w"), ["warning"]),
        (("check", "--ocpp", "2."), ["2.0.1", "2.1"]),
        (("explain", "rcmbd"), ["RCMBDelta"]),
        (("explain", "OperatorC"), ["OperatorCurrentLimit", "OperatorCurrentLimit_2"]),
        (("explain", "EVSE.Po"), ["EVSE.Power"]),
        (("explain", "SCP004", ""), []),
        (("explain", "--profile", "bender", "SCP004"), ["SCP004"]),
        (("completion", ""), ["bash", "zsh", "fish"]),
        (("completion", "z"), ["zsh"]),
        (("rules", "te"), ["test"]),
        (("dialects", "test", "a", "b", "c"), []),
        (("nope", ""), []),
        (("profiles", "nope", ""), []),
        (("check", "--nope", "--fix=", "--unsafe-f"), ["--unsafe-fixes"]),
        (("check", "--fix=y"), []),
        (("check", "--nope=y"), []),
        (("check", "--", "--fix"), []),
        (("check", "--fix", "--fi"), []),
        (("--vers",), ["--version"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_words(words: tuple[str, ...], expected: list[str]) -> None:
    assert after(*words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("check", ""), Paths()),
        (("check", "a.json", "b"), Paths()),
        (("check", "-"), None),
        (("check", "--", "--fix"), Paths()),
        (("audit", "x"), Paths()),
        (("check", "--config", ""), Paths()),
        (("check", "--config=x"), Paths("--config=")),
        (("check", "--output", "sarif=x"), Paths("sarif=")),
        (("check", "--output=sarif=x"), Paths("--output=sarif=")),
        (("check", "--rules", ""), Paths(folders=True)),
        (("rules", "test", ""), Paths(folders=True)),
        (("check", "--profile", "own/"), Paths()),
        (("profiles", "show", "own/"), Paths()),
        (("config", "show", ""), Paths()),
        (("completion", ""), None),
    ],
    ids=str,
)
def test_paths(words: tuple[str, ...], expected: Paths | None) -> None:
    assert paths_after(*words) == ([] if expected is None else [expected])


def test_commands_are_offered_and_what_scripts_call_is_not() -> None:
    offered = after("")
    assert offered[:2] == ["check", "audit"]
    assert not any(name.startswith("_") for name in offered)


def commands(command: click.Command, context: click.Context) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, context)


def test_every_value_can_be_completed() -> None:
    """An option or argument is a flag, a choice, a number, or named in the help by a word that completion knows."""
    context = click.Context(ocpplint)
    parameters = [
        (command.name, parameter)
        for command in commands(ocpplint, context)
        for parameter in command.params
        if not getattr(parameter, "is_flag", False)
    ]
    free = (click.Choice, click.types.IntParamType, click.types.FloatParamType, click.IntRange, click.FloatRange)
    unknown = [
        (name, parameter.name, parameter.metavar)
        for name, parameter in parameters
        if not isinstance(parameter.type, free) and kind_of(parameter) not in KINDS
    ]
    assert parameters
    assert unknown == []


def test_no_kind_is_left_over() -> None:
    context = click.Context(ocpplint)
    used = {kind_of(parameter) for command in commands(ocpplint, context) for parameter in command.params}
    assert set(KINDS) <= used


def test_own_rules_are_offered(tmp_path: Path) -> None:
    write(tmp_path, {"house/behaviour/ACM001-acme-interval.yaml": RULE})
    assert after("check", "--select", "acm") == []
    assert after("check", "--rules", "house", "--select", "acm") == ["ACM", "ACM001", "acme-interval"]
    write(tmp_path, {"ocpplint.toml": 'rules = ["house"]\n'})
    assert after("check", "--select", "ACM") == ["ACM", "ACM001", "acme-interval"]
    said = run("__complete", "--", "explain", "ACM001", cwd=tmp_path)
    assert said.out == "word\tACM001\tSay it␛[31m\n"


@pytest.mark.parametrize(
    "files",
    [
        {"ocpplint.toml": "profile = ["},
        {"ocpplint.toml": 'rules = ["nowhere"]\n'},
        {"ocpplint.toml": 'profile = "nowhere.yaml"\n'},
        {"ocpplint.toml": "", "house/x.yaml": "{"},
    ],
    ids=str,
)
def test_what_is_broken_costs_no_completion(tmp_path: Path, files: dict[str, str]) -> None:
    write(tmp_path, files)
    for words in (("check", "--rules", "house", "--select", "SCP001"), ("explain", "SCP001")):
        said = run("__complete", "--", *words, cwd=tmp_path)
        assert (said.code, said.out.split("\t")[:2], said.err) == (0, ["word", "SCP001"], "")


def test_revisions_are_those_of_git(tmp_path: Path) -> None:
    assert after("check", "--new-from", "") == ["HEAD"]
    for command in ("init --quiet", "commit --quiet --allow-empty --message First", "tag v1", "branch release"):
        subprocess.run(["git", *IDENTITY, *command.split()], cwd=tmp_path, check=True)
    assert after("check", "--new-from", "v") == ["v1"]
    assert after("check", "--new-from=rel") == ["--new-from=release"]
    assert run("__complete", "--", "check", "--new-from", "v1", cwd=tmp_path).out == "word\tv1\tFirst\n"


def test_the_shells_are_named(tmp_path: Path) -> None:
    said = run("completion", cwd=tmp_path)
    assert said.code == 2
    assert said.err.endswith("Choose from: bash, zsh, fish\n")


def test_bytes_that_are_no_text_come_back_as_they_were(tmp_path: Path) -> None:
    said = run("__complete", "--", "check", os.fsdecode(b"--config=\xff"), cwd=tmp_path)
    assert (said.code, said.out) == (0, "files\t--config=\n")


@pytest.mark.parametrize(
    "words", [("check", "--select", "SC"), ("explain", "RC"), ("check", "--"), ("",)], ids=str
)
def test_what_only_a_check_needs_is_not_imported(words: tuple[str, ...], tmp_path: Path) -> None:
    """Somebody has pressed a key and waits: rules and profiles come compiled from the cache."""
    assert run("__complete", "--", *words, cwd=tmp_path).out
    script = (
        "import sys, ocpplint.__main__ as program\n"
        "program._leave = lambda end: None\n"
        "program.main()\n"
        "print(*sys.modules)"
    )
    said = run("__complete", "--", *words, cwd=tmp_path, command=[sys.executable, "-c", script])
    loaded = set(said.out.splitlines()[-1].split())
    assert "click" in loaded
    assert not loaded & {"jsonschema", "jsonschema_rs", "lark", "ocpp", "orjson", "yaml"}
