"""``check --fix``, ``--unsafe-fixes`` and ``--diff`` as a user runs them."""

import gzip
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import ENVIRONMENT, program, write
from tests.support.in_process import run

WRONG = '[\n  {"key": "heartbeatinterval", "value": "300"},\n  {"key": "ConnectorPhaseRotation-2", "value": "RTS"}\n]\n'
SAFE = WRONG.replace("heartbeatinterval", "HeartbeatInterval")
RIGHT = SAFE.replace("Rotation-2", "Rotation_2")
WRONG_KEYS = ("heartbeatinterval", "ConnectorPhaseRotation-2")
RIGHT_KEYS = ("HeartbeatInterval", "ConnectorPhaseRotation_2")
LOG = 'CP7: send [2,"1","ChangeConfiguration",{"key":"RCMBDelta_2","value":"30"}]\n'


def test_safe_fixes_are_made_and_the_rest_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"a.json": WRONG})
    done = run("check", "--fix", "--profile", "bender", "--output-format", "concise", cwd=tmp_path)
    assert (tmp_path / "a.json").read_text() == SAFE
    assert (done.code, done.codes) == (1, ["SCP007"])
    assert done.out.endswith("Fixed 1 finding in 1 file; 1 more with --unsafe-fixes.\n")


def test_the_exit_code_follows_what_is_left(tmp_path: Path) -> None:
    write(tmp_path, {"a.json": WRONG, "b/c.yaml": "configuration: {heartbeatinterval: 300, ResetRetries: 3}\n"})
    done = run("check", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert (tmp_path / "a.json").read_text() == RIGHT
    assert done.code == 0
    assert done.out.splitlines() == [
        "Checked 2 files (0 stations, 4 settings): no findings. Not understood: nothing.",
        "Fixed 3 findings in 2 files.",
    ]
    again = run("check", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert "Fixed" not in again.out
    assert (tmp_path / "a.json").read_text() == RIGHT


def test_a_program_gets_what_is_left_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, {"a.json": WRONG})
    done = run("check", "--fix", "--output-format", "json", cwd=tmp_path)
    assert [finding["code"] for finding in json.loads(done.out)["findings"]] == ["SCP007"]
    assert done.err == "Fixed 1 finding in 1 file; 1 more with --unsafe-fixes.\n"


def test_ignored_rules_fix_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"a.json": WRONG})
    run("check", "--fix", "--unsafe-fixes", "--ignore", "KEY002", cwd=tmp_path)
    assert (tmp_path / "a.json").read_text() == WRONG.replace("Rotation-2", "Rotation_2")


def test_the_diff_shows_and_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"a.json": WRONG})
    done = run("check", "--diff", cwd=tmp_path)
    assert done.code == 1
    assert done.out == (
        "--- a.json\n+++ a.json\n@@ -1,4 +1,4 @@\n [\n"
        '-  {"key": "heartbeatinterval", "value": "300"},\n+  {"key": "HeartbeatInterval", "value": "300"},\n'
        '   {"key": "ConnectorPhaseRotation-2", "value": "RTS"}\n ]\n'
    )
    assert done.err == "Would fix 1 finding in 1 file; 1 more with --unsafe-fixes.\n"
    assert (tmp_path / "a.json").read_text() == WRONG
    write(tmp_path, {"a.json": RIGHT})
    assert run("check", "--diff", cwd=tmp_path) == (0, "", "")


@pytest.mark.skipif(shutil.which("git") is None, reason="git applies the diff")
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["\n", ""])
def test_the_diff_can_be_applied(tmp_path: Path, newline: str, end: str) -> None:
    filler = [f'  {{"key": "ResetRetries", "value": "{number}"}},' for number in range(40)]
    first, second = (line.rstrip(",") + "," for line in WRONG.splitlines()[1:3])
    lines = ["[", *filler[:20], first, *filler[20:23], second, *filler[23:], "]"]
    text = newline.join(lines) + end.replace("\n", newline)
    (tmp_path / "a.jsonc").write_bytes(text.encode())
    diff = subprocess.run(
        [*program(), "check", "--diff", "--unsafe-fixes", "a.jsonc"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
        timeout=60,
    ).stdout
    done = subprocess.run(["git", "apply", "-p0", "-"], input=diff, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.jsonc").read_bytes() == text.replace(WRONG_KEYS[0], RIGHT_KEYS[0]).replace(
        WRONG_KEYS[1], RIGHT_KEYS[1]
    ).encode()


def test_the_diff_shows_no_credential(tmp_path: Path) -> None:
    text = WRONG.replace("[", '[\n  {"key": "AuthorizationKey", "value": "0123456789abcdef"},\n  ', 1)
    write(tmp_path, {"a.jsonc": text})
    done = run("check", "--diff", cwd=tmp_path)
    assert "HeartbeatInterval" in done.out
    assert "0123456789abcdef" not in done.out


def test_the_diff_drives_no_terminal(tmp_path: Path) -> None:
    write(tmp_path, {"a.jsonc": "// \x1b[2J\u202e\n" + WRONG})
    done = run("check", "--diff", cwd=tmp_path)
    assert "␛[2J\\u202e" in done.out
    assert "\x1b" not in done.out


def test_evidence_is_never_rewritten_and_it_says_so(tmp_path: Path) -> None:
    write(tmp_path, {"csms.log": LOG})
    (tmp_path / "a.json.gz").write_bytes(packed := gzip.compress(WRONG.encode()))
    done = run("check", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert (done.code, "Fixed" in done.out) == (1, False)
    assert "ocpplint: csms.log is evidence and is never rewritten\n" in done.err
    assert "ocpplint: a.json.gz is compressed or not wholly text, and is never rewritten\n" in done.err
    assert (tmp_path / "csms.log").read_text() == LOG
    assert (tmp_path / "a.json.gz").read_bytes() == packed


def test_standard_input_is_not_rewritten(tmp_path: Path) -> None:
    write(tmp_path, {"a.json": WRONG})
    done = run("check", "--fix", "-", "--stdin-filename", "a.json", cwd=tmp_path, stdin=WRONG)
    assert done.err == "ocpplint: a.json is evidence and is never rewritten\n"
    assert (tmp_path / "a.json").read_text() == WRONG


def test_a_document_of_messages_is_evidence(tmp_path: Path) -> None:
    text = json.dumps([[2, "1", "ChangeConfiguration", {"key": "RCMBDelta_2", "value": "30"}]], indent=2)
    write(tmp_path, {"trace.json": text})
    done = run("check", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert "trace.json is evidence" in done.err
    assert (tmp_path / "trace.json").read_text() == text


def test_of_a_pair_only_the_file_that_was_named_is_fixed(tmp_path: Path) -> None:
    wrong = '{"ConnectorPhaseRotation": "rst", "ResetRetries": "3"}\n'
    write(tmp_path, {f"CP7/connector-{number}.json": wrong for number in (1, 2)})
    run("check", "--fix", "--profile", "bender", "CP7/connector-2.json", cwd=tmp_path)
    assert (tmp_path / "CP7/connector-1.json").read_text() == wrong
    assert (tmp_path / "CP7/connector-2.json").read_text() == wrong.replace("rst", "RST")


def test_one_file_under_two_names_is_fixed_once(tmp_path: Path) -> None:
    write(tmp_path, {"a.json": WRONG})
    (tmp_path / "b.json").symlink_to("a.json")
    shown = run("check", "--diff", cwd=tmp_path)
    assert shown.out.count("+++") == 1
    done = run("check", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert (tmp_path / "a.json").read_text() == RIGHT
    assert (tmp_path / "b.json").is_symlink()
    assert (done.code, done.out.splitlines()[-1]) == (0, "Fixed 2 findings in 1 file.")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--unsafe-fixes"], "--unsafe-fixes goes with --fix or --diff"),
        (["--diff", "--output-format", "json"], "--diff prints the diff and no report"),
        (["--diff", "--output", "json=x.json"], "--diff prints the diff and no report"),
        (["--fix", "--follow"], "--follow reads a log"),
    ],
)
def test_options_that_contradict_each_other(tmp_path: Path, options: list[str], said: str) -> None:
    write(tmp_path, {"a.json": WRONG})
    done = run("check", *options, "a.json", cwd=tmp_path)
    assert done.code == 2
    assert said in " ".join(done.err.split())
    assert (tmp_path / "a.json").read_text() == WRONG


def test_a_plain_check_imports_nothing_of_it(tmp_path: Path) -> None:
    write(tmp_path, {"a.json": RIGHT})
    script = (
        "import sys; from ocpplint.cli import ocpplint; ocpplint(['check', 'a.json'], standalone_mode=False)\n"
        "print([name for name in sys.modules if 'fix' in name and name.startswith('ocpplint')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_is_suppressed_is_left_as_it_is(tmp_path: Path) -> None:
    excused = (
        '[\n  // ocpplint: ignore[SCP001] the fleet of 2019 has it\n  {"key": "RCMBDelta_2", "value": "30"},\n'
        '  {"key": "HeartbeatInterval", "value": "60s"}\n]\n'
    )
    write(tmp_path, {"a.jsonc": excused})
    done = run("check", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert (tmp_path / "a.jsonc").read_text() == excused.replace("60s", "60")
    assert done.out.splitlines() == [
        "Checked 1 file (0 stations, 2 settings): no findings, 1 suppressed. Not understood: nothing.",
        "Fixed 1 finding in 1 file.",
    ]
