"""Completion in the shells themselves: scripts read, words typed, tabs pressed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.command import run, write
from tests.support.shells import environment, typed

BASH, ZSH, FISH = map(shutil.which, ("bash", "zsh", "fish"))
requires_bash = pytest.mark.skipif(BASH is None, reason="bash is not installed")
requires_zsh = pytest.mark.skipif(ZSH is None, reason="zsh is not installed")
requires_fish = pytest.mark.skipif(FISH is None, reason="fish is not installed")

READ_BY = {
    "bash": "eval \"$(ocpplint completion bash)\"; bind 'set enable-bracketed-paste off'\n",
    "zsh": 'unset zle_bracketed_paste; autoload -Uz compinit; compinit -u -D\neval "$(ocpplint completion zsh)"\n',
}
KEYS = [
    ("che\t\n", "<check>"),
    ("profiles sh\tecot\t\n", "<profiles> <show> <ecotap>"),
    ("check --unsafe\t\n", "<check> <--unsafe-fixes>"),
    ("check --select SCP001,SCP00\t4\n", "<check> <--select> <SCP001,SCP004>"),
    ("check --select scp004\t\n", "<check> <--select> <SCP004>"),
    ("check --profile=alf\t\n", "<check> <--profile=alfen>"),
    ("check --output sar\talph\t\n", "<check> <--output> <sarif=alpha.json>"),
    ("check --output=sar\talph\t\n", "<check> <--output=sarif=alpha.json>"),
    ("check --severity=SCP004=w\t\n", "<check> <--severity=SCP004=warning>"),
    ("explain operatorcurrentlimit_\t\n", "<explain> <OperatorCurrentLimit_2>"),
    ("explain EVSE.Po\t\n", "<explain> <EVSE.Power>"),
    ("explain OCPPCommCtrlr.MessageTim\t\n", "<explain> <OCPPCommCtrlr.MessageTimeout[Default]>"),
    ("explain OCPPCommCtrlr.MessageTimeout\\[D\t\n", "<explain> <OCPPCommCtrlr.MessageTimeout[Default]>"),
    ("check alp\tsecond\t\n", "<check> <alpha.json> <second file.json>"),
    ("check nothing-is-called-s\t\n", "<check> <nothing-is-called-s>"),
    ("rules test hou\town\n", "<rules> <test> <house/own>"),
    ("nonsense che\t\n", "<nonsense> <che>"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, {"alpha.json": "{}", "second file.json": "{}", "house/a.yaml": "", "housing.txt": ""})
    write(tmp_path, {"OCPPCommCtrlr.MessageTimeoutD": "", "OCPPCommCtrlr.MessageTimeoutf": ""})
    return tmp_path


def given(shown: str) -> list[str]:
    """Return the arguments of each call, as the program says that was called in the end."""
    return [line.removeprefix("GIVEN ").strip() for line in shown.splitlines() if line.startswith("GIVEN")]


def keys() -> str:
    return "".join(f"ocpplint {line}" for line, _ in KEYS) + "exit\n"


@pytest.mark.slow
@requires_bash
def test_bash(folder: Path) -> None:
    assert BASH is not None
    shown = typed([BASH, "--norc", "-i"], READ_BY["bash"] + keys(), folder, environment(folder))
    assert given(shown) == [arguments for _, arguments in KEYS], shown
    assert "Traceback" not in shown


@pytest.mark.world
@requires_zsh
def test_zsh(folder: Path) -> None:
    assert ZSH is not None
    shown = typed([ZSH, "-f", "-i"], READ_BY["zsh"] + keys(), folder, environment(folder))
    assert given(shown) == [arguments for _, arguments in KEYS], shown
    assert "Traceback" not in shown


@pytest.mark.world
@requires_zsh
def test_zsh_loads_the_script_from_a_folder(folder: Path) -> None:
    assert ZSH is not None
    write(folder, {"functions/_ocpplint": run("completion", "zsh", cwd=folder).out})
    setup = "unset zle_bracketed_paste; fpath=($HOME/functions $fpath); autoload -Uz compinit; compinit -u -D\n"
    shown = typed([ZSH, "-f", "-i"], setup + keys(), folder, environment(folder))
    assert given(shown) == [arguments for _, arguments in KEYS], shown


@pytest.mark.world
@requires_fish
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ocpplint che", ["check"]),
        ("ocpplint explain SCP00", [f"SCP00{number}" for number in range(1, 10)]),
        ("ocpplint check --select SCP001,SCP00", [f"SCP001,SCP00{number}" for number in range(2, 10)]),
        ("ocpplint check --profile=alf", ["--profile=alfen"]),
        ("ocpplint check --output sarif=alp", ["sarif=alpha.json"]),
        ("ocpplint check alp", ["alpha.json"]),
        ("ocpplint check sec", ["second file.json"]),
        ("ocpplint rules test hou", ["house/"]),
        ("ocpplint check nothing-is-called-s", []),
        ("ocpplint nonsense che", []),
    ],
)
def test_fish(folder: Path, line: str, expected: list[str]) -> None:
    assert FISH is not None
    done = subprocess.run(
        [FISH, "--no-config", "-c", f"ocpplint completion fish | source; complete -C '{line}'"],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert [shown.split("\t")[0] for shown in done.stdout.splitlines()] == expected
    assert done.stderr == ""


@pytest.mark.world
@requires_fish
def test_fish_shows_what_words_mean(folder: Path) -> None:
    assert FISH is not None
    command = "ocpplint completion fish | source; complete -C 'ocpplint explain SCP004'"
    shown = subprocess.run(
        [FISH, "--no-config", "-c", command],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    assert shown == "SCP004\tA key with scope Individual is set for connector 2 without its suffix.\n"


@pytest.mark.parametrize(
    ("shell", "path"),
    [
        ("bash", BASH),
        *(pytest.param(shell, path, marks=pytest.mark.world) for shell, path in (("zsh", ZSH), ("fish", FISH))),
    ],
)
def test_the_scripts_are_well_formed(shell: str, path: str | None, tmp_path: Path) -> None:
    if path is None:
        pytest.skip(f"{shell} is not installed")
    script = run("completion", shell, cwd=tmp_path).out
    done = subprocess.run([path, "-n"], input=script, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
