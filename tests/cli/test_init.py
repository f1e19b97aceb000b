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


def test_a_profile_that_some_stations_show_is_that_of_those_that_show_none(tmp_path: Path) -> None:
    write(tmp_path, {"cp7.json": '{"RCMBDelta": 30}', "cp8.json": '{"MeterValuesSampledData_2": "Voltage"}'})
    assumed = run("check", "--output-format", "concise", cwd=tmp_path)
    assert "warning SCP001" in assumed.out
    assert assumed.code == 0
    assert 'profile = "bender"' in started(tmp_path)
    stated = run("check", "--output-format", "concise", cwd=tmp_path)
    assert "error SCP001" in stated.out
    assert stated.code == 1


def test_an_assumed_profile_is_not_stated(tmp_path: Path) -> None:
    write(tmp_path, {"cp8.json": '{"MeterValuesSampledData_2": "Voltage"}'})
    lines = started(tmp_path)
    assert '# profile = "bender"' in lines
    assert any("bender is assumed" in line for line in lines)


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


def test_sections_without_suffix_are_a_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sections = "{connector1: {ConnectorPhaseRotation: RST}, connector2: {ConnectorPhaseRotation: RTS}}"
    write(tmp_path, {"a.yaml": "stations:\n" + "".join(f"  CP{number}: {sections}\n" for number in range(7))})
    assert '# connector-suffix = "added-by-backend"' in started(tmp_path)
    assert run("check", "--output-format", "concise", cwd=tmp_path).codes == ["SCP004"]
    monkeypatch.setattr("click.confirm", lambda text: text.startswith("7 keys "))
    monkeypatch.setattr("ocpplint.cli.init._may_ask", lambda: True)
    assert 'connector-suffix = "added-by-backend"' in started(tmp_path, "--force")
    assert run("check", "--output-format", "concise", cwd=tmp_path).codes == []


def test_a_shape_is_suggested_for_what_is_not_read(tmp_path: Path) -> None:
    rows = '[{"p": "RCMBDelta", "day_value": 1, "night_value": 2}, {"p": "WeldCheck", "day_value": 1, "night_value": 2}]'
    write(tmp_path, {"export/a.json": rows})
    lines = started(tmp_path)
    assert '# path = "export/a.json"' in lines
    assert not any(line and not line.startswith("#") for line in lines)
    (tmp_path / "ocpplint.toml").write_text(
        "[[shapes]]\nname = 'own'\npath = 'export/a.json'\nkey = '[].p'\nvalue = '[].day_value'\n"
    )
    assert "2 settings" in run("shapes", "export/a.json", cwd=tmp_path).out
