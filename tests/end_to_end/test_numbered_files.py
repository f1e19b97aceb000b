"""Files whose names have a connector and a number: what is a connector's file, and what is one of many."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from ocpplint import check

PAIR = {"ConnectorPhaseRotation": "RST", "ConnectorPhaseRotation_2": "RTS"}


def written(folder: Path, files: Mapping[str, Mapping[str, object]]) -> None:
    for name, settings in files.items():
        (folder / name).write_text(json.dumps(settings), "utf-8")


@pytest.mark.parametrize("named", ["", "dual-connector-1.json", "dual-connector-7.json"])
def test_forty_numbered_files_are_forty_stations(tmp_path: Path, named: str) -> None:
    """A shared key may have another value in each; taken for the connectors of one station, they would conflict."""
    files = {f"dual-connector-{number}.json": {"RCMBDelta": number, **PAIR} for number in range(1, 41)}
    written(tmp_path, files)
    result = check(tmp_path / named)
    assert result.findings == ()
    assert {station for each in result.inputs for station in each.stations} == set()
    assert len(result.inputs) == (1 if named else 40)


def test_two_files_that_both_set_both_connectors_are_two_stations(tmp_path: Path) -> None:
    connectors = {"connectors": {"1": {"ConnectorPhaseRotation": "RST"}, "2": {"ConnectorPhaseRotation_2": "RTS"}}}
    for content in (PAIR, connectors):
        written(tmp_path, {f"dual-connector-{number}.json": {"RCMBDelta": number, **content} for number in (1, 2)})
        assert check(tmp_path).findings == ()


def test_two_files_for_one_connector_each_are_one_station(tmp_path: Path) -> None:
    files = {f"CP7-connector-{number}.json": {"RCMBDelta": number} for number in (1, 2)}
    written(tmp_path, files)
    assert {finding.code for finding in check(tmp_path).findings} == {"SCP003"}


def test_a_configured_layout_holds_whatever_the_numbers(tmp_path: Path) -> None:
    files = {f"CP7-connector-{number}.json": {"RCMBDelta": number} for number in (1, 2, 7)}
    written(tmp_path, files)
    (tmp_path / "ocpplint.toml").write_text('layout = "{station}-connector-{connector}.json"', "utf-8")
    assert {finding.station for finding in check(tmp_path).findings} == {"CP7"}


def test_a_layout_of_stations_alone_names_them(tmp_path: Path) -> None:
    written(tmp_path, {f"{name}.json": {"RCMBDelta_2": 30} for name in ("CP-1", "CP-2")})
    (tmp_path / "ocpplint.toml").write_text('layout = "{station}.json"', "utf-8")
    assert [(found.code, found.station) for found in check(tmp_path).findings] == [
        ("SCP001", "CP-1"),
        ("SCP001", "CP-2"),
    ]
