"""``--watch``: what has changed is checked again, whatever it is, and nothing else is."""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ocpplint.analysis.interrupt import UntilInterrupted
from ocpplint.cli.check import command
from ocpplint.cli.watching import changes_between, watch
from tests.support.command import ENVIRONMENT, HANGS, program, run, write

MISTAKE = '{"key": "RCMBDelta_2", "value": "30"}\n'
CLEAN = '{"key": "RCMBDelta", "value": "30"}\n'
WAITING = "Waiting for changes; Ctrl-C ends it.\n"
RULE = """\
code: ACM001
name: no-delta
summary: No delta.
severity: error
match: {fact: setting, when: base_key == "RCMBDelta"}
message: "no `{key}` here"
label: here
help: take it out
why: It says so.
source: Acme handbook
examples:
  bad: [{title: On, text: '{"<<RCMBDelta>>": "30"}'}]
  good: [{title: Off, text: '{"Debug": "1"}'}]
"""

Step = Callable[[], object]


class Script:
    """A pause in which something happens, and which ends when there is no more to come."""

    def __init__(self, *steps: Step) -> None:
        # What has changed is looked at again before it is checked: it may still be written.
        self._steps = [each for step in steps for each in (step, nothing)]

    @property
    def ended(self) -> bool:
        return not self._steps

    def wait(self) -> None:
        self._steps.pop(0)()


def nothing() -> None:
    pass


pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("depot")]


@pytest.fixture
def depot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, {"depot/a.json": CLEAN})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def watched(*steps: Step, paths: tuple[str, ...] = (".",), **options: Any) -> int:
    usual = command.make_context("check", []).params
    return watch(paths, {**usual, "output_format": "concise", **options}, Script(*steps))


def writing(**files: str) -> Step:
    return lambda: write(Path(), {name.replace("__", "/").replace("_", "."): text for name, text in files.items()})


def rounds(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What was printed in each round, without the line that all end with."""
    out = capsys.readouterr().out
    assert out.endswith(WAITING)
    return out.split(WAITING)[:-1]


def test_it_checks_once_and_waits(capsys: pytest.CaptureFixture[str]) -> None:
    assert watched(nothing, nothing) == 0
    (only,) = rounds(capsys)
    assert only.startswith("Checked 1 file (0 stations, 1 setting): no findings.")


def test_a_changed_file_is_checked_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert watched(nothing, writing(depot__a_json=MISTAKE), nothing) == 1
    first, second = rounds(capsys)
    assert "no findings" in first
    assert second.startswith("\n--- depot/a.json has changed\ndepot/a.json:1:")


def test_the_exit_code_is_that_of_the_last_time() -> None:
    assert watched(writing(depot__a_json=MISTAKE), writing(depot__a_json=CLEAN + "\n")) == 0


def test_new_and_lost_files_are_seen(capsys: pytest.CaptureFixture[str]) -> None:
    assert watched(writing(depot__b_json=MISTAKE), lambda: os.unlink("depot/b.json")) == 0
    _, second, third = rounds(capsys)
    assert "--- depot/b.json is new\n" in second
    assert "SCP001" in second
    assert "--- depot/b.json is gone\n" in third


def test_files_that_nobody_checks_are_not_seen(capsys: pytest.CaptureFixture[str]) -> None:
    watched(lambda: write(Path(), {"depot/notes.md": "x", ".git/x.json": MISTAKE, "venv/x.json": MISTAKE}))
    assert len(rounds(capsys)) == 1


def test_what_the_run_writes_itself_is_not_seen(depot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watched(nothing, nothing, output=("json=report.json",), no_cache=False, cache_dir="kept")
    assert len(rounds(capsys)) == 1
    assert (depot / "report.json").is_file()
    assert (depot / "kept").is_dir()


def test_a_changed_configuration_is_seen(depot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(depot, {"depot/a.json": MISTAKE})
    assert watched(writing(ocpplint_toml='ignore = ["SCP001"]\n'), lambda: os.unlink("ocpplint.toml")) == 1
    first, second, third = rounds(capsys)
    assert "SCP001" in first
    assert "--- ocpplint.toml is new\nChecked" in second
    assert "SCP001" in third


def test_a_mistake_in_the_configuration_is_told_and_watched(capsys: pytest.CaptureFixture[str]) -> None:
    assert watched(writing(ocpplint_toml="ignor = []\n")) == 2
    assert "unknown name `ignor`" in capsys.readouterr().err
    assert watched(writing(ocpplint_toml="")) == 0
    assert "--- ocpplint.toml has changed\nChecked" in rounds(capsys)[-1]


def test_rules_and_a_profile_of_ones_own_are_seen(depot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = 'name: "acme"\ntitle: Acme\nsource: Acme handbook\nextends: bender\nkeys: {}\n'
    write(depot, {"house/ACM001-no-delta.yaml": RULE, "acme.yaml": profile})
    both: dict[str, Any] = {"rules": ["house"], "profile": "acme.yaml"}
    changed = {"house__ACM001-no-delta_yaml": RULE.replace("no `{key}`", "really no `{key}`")}
    assert watched(writing(**changed), writing(acme_yaml=profile + "\n"), paths=("depot",), **both) == 1
    first, second, third = rounds(capsys)
    assert "error ACM001 no `RCMBDelta` here" in first
    assert "error ACM001 really no `RCMBDelta` here" in second
    assert "--- acme.yaml has changed\n" in third


def test_a_folder_may_be_empty_for_a_while(capsys: pytest.CaptureFixture[str]) -> None:
    code = watched(lambda: os.unlink("depot/a.json"), writing(depot__b_json=MISTAKE), paths=("depot",))
    assert code == 1
    _, second, third = rounds(capsys)
    assert second == "\n--- depot/a.json is gone\n"
    assert "SCP001" in third


def test_a_file_that_is_still_written_is_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    class Writing(Script):
        def __init__(self) -> None:
            self._steps = [*(writing(depot__a_json=MISTAKE[:length]) for length in (5, 15, len(MISTAKE))), nothing]

    usual = command.make_context("check", []).params
    watch((".",), {**usual, "output_format": "concise"}, Writing())
    assert len(rounds(capsys)) == 2


def test_many_changes_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    watched(writing(**{f"depot__s{number}_json": CLEAN for number in range(8)}))
    assert "--- depot/s0.json is new, depot/s1.json is new, " in (said := rounds(capsys)[1])
    assert "depot/s4.json is new, 3 more\n" in said


def test_a_file_that_was_replaced_has_changed() -> None:
    before = {"a": (1, 1, 1), "b": (1, 1, 1), "c": (1, 1, 1), "d": (1, 1, 1)}
    after = {"a": (1, 1, 1), "b": (1, 1, 2), "c": (1, 2, 1), "e": (1, 1, 1)}
    told = {"b": "has changed", "c": "has changed", "d": "is gone", "e": "is new"}
    assert changes_between(before, after) == told


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("-",), "standard input"),
        (("--follow", "a.log"), "--follow"),
        (("--fix",), "--fix"),
        (("--diff",), "--diff"),
        (("--output-format", "json"), "full or concise"),
    ],
)
def test_what_does_not_go_with_it_is_refused(depot: Path, arguments: tuple[str, ...], reason: str) -> None:
    outcome = run("check", "--watch", *arguments, cwd=depot)
    assert outcome.code == 2
    assert reason in outcome.err


def test_an_interrupt_ends_it_with_the_last_exit_code(depot: Path) -> None:
    write(depot, {"depot/a.json": MISTAKE})
    command = [*program(), "check", "--watch", "--output-format", "concise"]
    with subprocess.Popen(command, cwd=depot, stdout=subprocess.PIPE, env=ENVIRONMENT, text=True) as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        assert WAITING in lines
        process.send_signal(signal.SIGINT)
        assert process.wait(HANGS) == 1


def test_an_interrupt_during_a_check_ends_after_it() -> None:
    with UntilInterrupted(lambda _: signal.raise_signal(signal.SIGINT)) as pause:
        usual = command.make_context("check", []).params
        assert watch((".",), usual, pause) == 0
        assert pause.ended


def test_the_name_of_a_changed_file_is_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    name = "depot/a\n::error::\x1b[31m\u202e##vso[a].json"
    watched(lambda: write(Path(), {name: MISTAKE}), nothing)
    out = capsys.readouterr().out
    assert "\n--- depot/a␊::error::␛[31m\\u202e#♯vso[a].json is new\n" in out
    assert not [line for line in out.splitlines() if line.startswith("::")]
