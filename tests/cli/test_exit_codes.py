"""Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 usage, 3 nothing to work on, 4 internal error."""

import subprocess
from pathlib import Path

import pytest

from tests.support.command import ENVIRONMENT, program, run, write

CLEAN = '{"ConnectorPhaseRotation": "RST", "ConnectorPhaseRotation_2": "RTS"}'
ERROR = '{"key": "RCMBDelta_2", "value": "30"}'
WARNING = '{"connectors": {"2": {"ConnectorPhaseRotation_2": "RTS", "RCMBDelta": "30"}}}'
INFO = '{"ConnectorPhaseRotation": "RST", "ConnectorPhaseRotation_2": "RTS", "OperatorCurrentLimit": "16"}'
FILES = {"clean.json": CLEAN, "error.json": ERROR, "warning.json": WARNING, "info.json": INFO}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, FILES)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "fail_on", "code"),
    [
        ("clean.json", "info", 0),
        ("info.json", "error", 0),
        ("info.json", "warning", 0),
        ("info.json", "info", 1),
        ("warning.json", "error", 0),
        ("warning.json", "warning", 1),
        ("warning.json", "info", 1),
        ("error.json", "error", 1),
        ("error.json", "info", 1),
        ("error.json", "never", 0),
    ],
)
def test_findings_count_from_the_chosen_severity_on(folder: Path, file: str, fail_on: str, code: int) -> None:
    outcome = run("check", file, "--fail-on", fail_on, cwd=folder)
    assert outcome.code == code
    assert "Checked 1 file" in outcome.out
    assert outcome.err == ""


def test_errors_fail_a_run_by_default(folder: Path) -> None:
    assert run("check", "error.json", cwd=folder).code == 1
    assert run("check", "warning.json", "info.json", cwd=folder).code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("chek",),
        ("check", "--selct", "SCP"),
        ("check", "--fail-on", "fatal"),
        ("check", "--output-format", "xml"),
        ("check", "--output", "json"),
        ("check", "--output", "xml=report.xml"),
        ("check", "--output", "json=no/such/folder/report.json", "clean.json"),
        ("check", "--select", "SCP999"),
        ("check", "--severity", "SCP001=fatal"),
        ("check", "--config", "nowhere.toml"),
        ("check", "--profile", "nowhere.yaml"),
        ("check", "--rules", "nowhere"),
        ("explain", "SCP099"),
        ("audit",),
        ("profiles", "show", "nobody"),
        ("rules", "test", "nowhere"),
    ],
    ids=" ".join,
)
def test_a_mistake_in_using_it_is_2(folder: Path, arguments: tuple[str, ...]) -> None:
    outcome = run(*arguments, cwd=folder)
    assert outcome.code == 2
    assert outcome.err.strip()
    assert outcome.out == ""


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nowhere.json", "nowhere.json: no such file or folder"),
        ("station-*.json", "station-*.json: nothing matches this pattern"),
        ("empty", "nothing to read in empty"),
    ],
)
def test_nothing_to_work_on_is_3(folder: Path, path: str, said: str) -> None:
    (folder / "empty").mkdir()
    outcome = run("check", path, cwd=folder)
    assert outcome.code == 3
    assert outcome.err == f"ocpplint: {said}\n"


def test_a_document_about_something_else_is_no_mistake_to_check(folder: Path) -> None:
    write(folder, {"package.json": '{"name": "web", "version": "1.0.0"}'})
    outcome = run("check", "package.json", cwd=folder)
    assert outcome.code == 0
    assert outcome.out.endswith("1 file without OCPP content.\n")


def test_an_audit_that_understood_nothing_is_3(folder: Path) -> None:
    write(folder, {"access.log": '203.0.113.9 - - "GET / HTTP/1.1" 200\n' * 5})
    assert run("audit", "access.log", cwd=folder).code == 3
    assert run("audit", "clean.json", cwd=folder).code == 0


def test_help_and_version_are_0(folder: Path) -> None:
    assert run("--help", cwd=folder).code == 0
    assert run("check", "-h", cwd=folder).code == 0
    version = run("--version", cwd=folder)
    assert (version.code, version.err) == (0, "")
    assert version.out == run("--version", "--help", cwd=folder).out


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    """``ocpplint check … | head -1`` ends in silence."""
    write(folder, {"many.json": "[" + ",".join([ERROR.replace("30", str(n)) for n in range(2000)]) + "]"})
    with subprocess.Popen(
        [*program(), "check", "many.json"],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) in (0, 1)
