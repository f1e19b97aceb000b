"""A configuration to begin with says what is found, works at once, and replaces nothing unasked."""

from pathlib import Path

import pytest

from tests.support.command import write
from tests.support.in_process import run

PAIR = {
    "depot/north/CP7/connector-1.json": '{"ConnectorPhaseRotation": "RST"}',
    "depot/north/CP7/connector-2.json": '{"ConnectorPhaseRotation_2": "RTS"}',
    "depot/north/CP8/connector-1.json": '{"ConnectorPhaseRotation": "RST"}',
}
KEBA = (
    'INFO:ocpp:{0}: receive message [2,"1","BootNotification",'
    '{{"chargePointVendor":"Keba AG","chargePointModel":"P30"}}]\n'
)


def started(folder: Path, *arguments: str) -> list[str]:
    outcome = run("init", *arguments, cwd=folder)
    assert outcome.code == 0, outcome.err
    return (folder / "ocpplint.toml").read_text().splitlines()


def test_files_of_connectors_become_a_layout(tmp_path: Path) -> None:
    write(tmp_path, PAIR)
    lines = started(tmp_path)
    assert 'layout = "depot/north/{station}/connector-{connector}.json"' in lines
    assert lines[:2] == ["# Found here: 3 configurations, 0 traces and logs,", "# 2 stations."]


@pytest.mark.parametrize(
    "files",
    [
        {"cp7.json": '{"RCMBDelta": 30}'},
        {**PAIR, "other/CP9_connector1.yaml": "RCMBDelta: 30"},
    ],
)
def test_without_one_layout_for_all_none_is_set(tmp_path: Path, files: dict[str, str]) -> None:
    write(tmp_path, files)
    assert not any(line.startswith("layout") for line in started(tmp_path))


def test_the_profile_is_that_of_the_stations_found(tmp_path: Path) -> None:
    write(tmp_path, {"csms.log": KEBA.format("CP1") + KEBA.format("CP2")})
    assert 'profile = "keba"' in started(tmp_path)


def test_in_an_empty_folder_everything_is_a_comment(tmp_path: Path) -> None:
    assert all(not line or line.startswith("#") for line in started(tmp_path))


def test_what_is_written_works_and_finds_what_was_found_before(tmp_path: Path) -> None:
    write(tmp_path, {**PAIR, "depot/north/CP8/connector-2.json": '{"ConnectorPhaseRotation": "RTS"}'})
    before = run("check", "--output-format", "concise", cwd=tmp_path).codes
    started(tmp_path)
    assert run("check", "--output-format", "concise", cwd=tmp_path).codes == before == ["SCP004"]


def test_a_configuration_that_is_there_stays(tmp_path: Path) -> None:
    write(tmp_path, {"ocpplint.toml": 'fail-on = "never"\n'})
    outcome = run("init", cwd=tmp_path)
    assert outcome.code == 2
    assert "--force replaces it" in outcome.err
    assert (tmp_path / "ocpplint.toml").read_text() == 'fail-on = "never"\n'
    assert 'fail-on = "never"' not in started(tmp_path, "--force")
