"""What reaches a terminal: colour only there, no control characters, no secrets."""

import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.command import ENVIRONMENT, HANGS, program, run, write

FORMATS = ("full", "concise", "json", "sarif", "github")
MISTAKE = '{"key": "RCMBDelta_2", "value": "30"}'
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
ESCAPE = "\x1b["


def on_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """Run the command with a terminal as its standard output and return what arrives there."""
    ours, theirs = pty.openpty()
    base = {name: value for name, value in ENVIRONMENT.items() if name not in ("CI", "FORCE_COLOR", "TERM")}
    with subprocess.Popen(
        [*program(), *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env={**base, "TERM": "xterm-256color", **environment},
    ) as process:
        os.close(theirs)
        arrived = b""
        while piece := _piece(ours):
            arrived += piece
        process.wait(HANGS)
    os.close(ours)
    return arrived.decode()


def _piece(terminal: int) -> bytes:
    """Read what there is. Linux reports the far end's closing as an error."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""


def test_a_terminal_gets_colour(tmp_path: Path) -> None:
    write(tmp_path, {"station.json": MISTAKE})
    assert ESCAPE in on_terminal(tmp_path, "check", "station.json")


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_that_wants_none_gets_none(tmp_path: Path, environment: dict[str, str]) -> None:
    write(tmp_path, {"station.json": MISTAKE})
    arrived = on_terminal(tmp_path, "check", "station.json", **environment)
    assert "SCP001" in arrived
    assert ESCAPE not in arrived


def test_a_pipe_gets_no_colour(tmp_path: Path) -> None:
    write(tmp_path, {"station.json": MISTAKE})
    assert ESCAPE not in run("check", "station.json", cwd=tmp_path).out


HOSTILE_TEXTS = {
    "raw.json": '{"key": "RCMBDelta_2", "value": "\x1b]0;owned\x07\x9b31m\u202e"}',
    "escaped.json": r'{"key": "RCMBDelta_2", "value": "\u001b[2J\u0007\u009b31m\u202e", "connectorId": 2}',
    "key.json": r'{"configuration": {"RCMBDelta_2": "1", "ConnectorPhaseRotation\u001b[2J_2": "2"}}',
    "station.json": r'{"stations": {"CP\u001b]0;x\u0007": {"RCMBDelta_2": "1"}}}',
    "frame.log": 'CP\x1b[2J7: send [2,"a\\u001b[2J","ChangeConfiguration",{"key":"RCMBDelta_2","value":"\\u0007"}]',
    "yaml.yaml": 'configuration:\n  RCMBDelta_2: "\\e[2J\\a"\n',
    "name\x1b[2J.json": MISTAKE,
}


@pytest.mark.parametrize("command", ["check", "audit"])
@pytest.mark.parametrize("form", FORMATS)
def test_no_control_character_of_an_input_gets_out(tmp_path: Path, form: str, command: str) -> None:
    write(tmp_path, HOSTILE_TEXTS)
    outcome = run(command, "--output-format", form, "--ignore", "VAL", ".", cwd=tmp_path)
    assert outcome.code == 1
    assert len(re.findall("SCP001", outcome.out)) >= len(HOSTILE_TEXTS)
    assert CONTROL.findall(outcome.out) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "no\x1b[2Jwhere.json"),
        ("check", "--config", "no\x1b[2Jwhere.toml"),
        ("check", "--profile", "no\x1b]0;x\x07where"),
        ("check", "--rules", "no\x1b[2Jwhere"),
        ("check", "--select", "SCP\x1b[2J"),
        ("check", "--output", "\x1b[2J"),
        ("check", "--severity", "SCP\x1b[2J=error"),
        ("check", "--fail-on", "\x1b[2J"),
        ("check", "--no\x1b[2J"),
        ("explain", "SCP\x1b[2J"),
        ("profiles", "show", "\x1b[2J"),
        ("rules", "test", "\x1b[2J"),
        ("\x1b[2J",),
    ],
    ids=lambda arguments: " ".join(arguments[:2]).partition("\x1b")[0],
)
def test_no_control_character_of_an_argument_comes_back(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    arrived = on_terminal(tmp_path, *arguments).replace("\r\n", "\n")
    assert arrived
    assert CONTROL.findall(arrived) == []


def test_no_control_character_of_a_configuration_gets_out(tmp_path: Path) -> None:
    write(tmp_path, {"ocpplint.toml": 'profile = "no\\u001b[2Jwhere"', "station.json": MISTAKE})
    arrived = on_terminal(tmp_path, "check", "station.json").replace("\r\n", "\n")
    assert "no such profile" in arrived
    assert CONTROL.findall(arrived) == []


HORSE = "correct-horse-battery"
WITH_SECRETS = {
    "map.json": f'{{"AuthorizationKey": "{HORSE}", "RCMBDelta_2": "1"}}',
    "pair.json": f'[{{"key": "AuthorizationKey", "value": "{HORSE}"}}, {{"key": "RCMBDelta_2", "value": "1"}}]',
    "reported.json": (
        f'{{"configurationKey": [{{"key": "AuthorizationKey", "readonly": false, "value": "{HORSE}"}},'
        f' {{"key": "RCMBDelta_2", "readonly": false, "value": "1"}}]}}'
    ),
    "url.json": f'{{"configuration": {{"BackendUrl_2": "wss://CP7:{HORSE}@csms.example.com", "RCMBDelta_2": "1"}}}}',
    "flow.yaml": f"configuration: {{AuthorizationKey: {HORSE}, RCMBDelta_2: 1}}\n",
    "frame.log": (
        f'[2,"a","ChangeConfiguration",{{"key":"AuthorizationKey","value":"{HORSE}"}}]'
        f' [2,"b","ChangeConfiguration",{{"key":"RCMBDelta_2","value":"1"}}]\n'
    ),
    "twice.json": (
        f'{{"connectors": {{"1": {{"AuthorizationKey": "{HORSE}-1"}},'
        f' "2": {{"AuthorizationKey": "{HORSE}-2", "RCMBDelta_2": "1"}}}}}}'
    ),
}


@pytest.mark.parametrize("command", ["check", "audit"])
@pytest.mark.parametrize("form", FORMATS)
def test_no_secret_gets_out(tmp_path: Path, form: str, command: str) -> None:
    write(tmp_path, WITH_SECRETS)
    outcome = run(command, "--output-format", form, ".", cwd=tmp_path)
    assert outcome.code == 1
    assert len(re.findall("SCP001", outcome.out)) >= len(WITH_SECRETS)
    assert HORSE not in outcome.out


def test_text_a_narrow_encoding_lacks_is_no_crash(tmp_path: Path) -> None:
    write(tmp_path, {"stätion.json": '{"stations": {"Säule €": {"RCMBDelta_2": "1"}}}'})
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    outcome = run("check", cwd=tmp_path, env=environment)
    assert (outcome.code, outcome.err) == (1, "")
    assert "SCP001" in outcome.out
