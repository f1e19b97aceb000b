"""Which stations ``plan`` and ``drift`` hold a desired configuration for."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import ocpplint
from tests.support.command import ROOT
from tests.support.in_process import run
from tests.support.written_trace import healthy

WISH = {"RCMBDelta": "10"}
NAMES = ("CP-0001", "CP-0002", "CP-0003")
Files = dict[str, Any]


def written(folder: Path, files: Files, names: tuple[str | None, ...] = NAMES) -> None:
    for name, content in files.items():
        path = folder / "desired" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    (folder / "trace.jsonl").write_text("".join(healthy(name).text for name in names), "utf-8")


def planned(folder: Path, *options: str) -> dict[str, list[str]] | str:
    """Return the keys that a plan writes for each station, or the error."""
    done = run("plan", "desired", "--against", "trace.jsonl", "--output-format", "json", *options, cwd=folder)
    if done.code == 2:
        return done.err
    data = json.loads(done.out)
    jsonschema.validate(data, json.loads((ROOT / "ocpplint/reporters/plan.schema.json").read_text("utf-8")))
    return {
        each["station"]: [write["key"] for call in each["calls"] for write in call["writes"]]
        for each in data["stations"]
        if each["calls"]
    }


def drift(folder: Path, *options: str) -> dict[str, Any]:
    done = run("drift", "desired", "--against", "trace.jsonl", "--output-format", "json", *options, cwd=folder)
    data: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(data, json.loads((ROOT / "ocpplint/reporters/drift.schema.json").read_text("utf-8")))
    return data


def test_settings_that_name_nobody_are_never_planned_for_several_stations(tmp_path: Path) -> None:
    written(tmp_path, {"harbour.json": {"HeartbeatInterval": "300", **WISH}})
    error = planned(tmp_path)
    assert "desired/harbour.json:1: 2 settings here name no station" in error
    for word in (*NAMES, "--station", "--all-stations", "[[desired]]"):
        assert word in error


@pytest.mark.parametrize(
    ("options", "stations"),
    [
        (("--all-stations",), set(NAMES)),
        (("--station", "CP-0002"), {"CP-0002"}),
        (("--station", "CP-0002", "--station", "CP-0003"), {"CP-0002", "CP-0003"}),
    ],
)
def test_who_says_for_which_stations_gets_a_plan(
    tmp_path: Path, options: tuple[str, ...], stations: set[str]
) -> None:
    written(tmp_path, {"harbour.json": WISH})
    assert planned(tmp_path, *options) == {key: ["RCMBDelta"] for key in stations}


def test_the_configuration_says_for_which_stations_a_path_is(tmp_path: Path) -> None:
    written(tmp_path, {"harbour.json": WISH})
    config = tmp_path / "ocpplint.toml"
    config.write_text('[[desired]]\npath = "desired/*"\nstations = ["*-0001", "*-0003"]\n', "utf-8")
    assert planned(tmp_path) == {"CP-0001": ["RCMBDelta"], "CP-0003": ["RCMBDelta"]}
    assert drift(tmp_path)["unaimed"] == []
    config.write_text('[[desired]]\npath = "elsewhere"\nstations = "CP-*"\n', "utf-8")
    assert "names no station" in planned(tmp_path)
    config.write_text('[[desired]]\npath = "desired"\nstations = "QUAY-*"\n', "utf-8")
    done = run("plan", "desired", "--against", "trace.jsonl", cwd=tmp_path)
    assert (done.code, "Station QUAY-* is wanted, and nothing is known of it" in done.out) == (1, True)


def test_one_known_station_is_no_question(tmp_path: Path) -> None:
    written(tmp_path, {"harbour.json": WISH}, ("CP-0001",))
    assert planned(tmp_path) == {"CP-0001": ["RCMBDelta"]}


def test_drift_compares_with_all_and_warns(tmp_path: Path) -> None:
    written(tmp_path, {"harbour.json": WISH})
    report = drift(tmp_path)
    assert [each["station"] for each in report["stations"]] == list(NAMES)
    assert report["unaimed"] == [
        {"path": "desired/harbour.json", "line": 1, "settings": 1, "stations": list(NAMES)}
    ]
    text = run("drift", "desired", "--against", "trace.jsonl", cwd=tmp_path).out
    assert "Warning: desired/harbour.json:1: 1 setting names no station, compared with CP-0001, CP-0002" in text
    assert drift(tmp_path, "--all-stations")["unaimed"] == []
    assert drift(tmp_path, "--station", "CP-0001")["unaimed"] == []


def test_what_stands_beside_stations_is_for_those_unless_others_are_known(tmp_path: Path) -> None:
    document = {"HeartbeatInterval": "60", "stations": dict.fromkeys(NAMES, WISH)}
    written(tmp_path, {"fleet.json": document})
    assert planned(tmp_path) == {key: ["HeartbeatInterval", "RCMBDelta"] for key in NAMES}
    written(tmp_path, {}, (*NAMES, "CP-0009"))
    assert "it may be for: CP-0009;" in planned(tmp_path)


AIMED: dict[str, Files] = {
    "the identity beside settings": {"a.json": {"chargePointId": "CP-0002", **WISH}},
    "another field": {"a.json": {"cpId": "CP-0002", "settings": WISH}},
    "an id": {"a.json": {"id": "CP-0002", "ocpp": WISH}},
    "a host": {"a.json": {"hostname": "cp-0002.depot.example", **WISH}},
    "the key of a map": {"a.json": {"CP-0002": WISH}},
    "metadata": {"a.yaml": "metadata: {name: cp-0002-config}\ndata: {RCMBDelta: '10'}\n"},
    "a file": {"CP-0002.json": WISH},
    "a file with more in its name": {"cp-0002.ocpp.yaml": "RCMBDelta: 10\n"},
    "a file of variables of a host": {"host_vars/CP-0002.yml": "ocpp: {RCMBDelta: 10}\n"},
    "a folder": {"stations/CP-0002/config.json": WISH},
    "a folder above": {"stations/CP-0002/ocpp/config.json": WISH},
}


@pytest.mark.parametrize("name", AIMED)
def test_the_name_of_a_station_aims(tmp_path: Path, name: str) -> None:
    written(tmp_path, AIMED[name])
    assert planned(tmp_path) == {"CP-0002": ["RCMBDelta"]}
    report = drift(tmp_path)
    changed = [each["station"] for each in report["stations"] if any(s["wanted"] for s in each["settings"])]
    assert (changed, report["unaimed"], report["absent"]) == (["CP-0002"], [], [])


def test_what_a_file_is_for_by_its_name_alone_is_told(tmp_path: Path) -> None:
    written(tmp_path, {"CP-0002.json": WISH})
    aim = {"path": "desired/CP-0002.json", "station": "CP-0002", "by": "file name", "confidence": "low"}
    assert drift(tmp_path)["aims"] == [aim]
    done = run("plan", "desired", "--against", "trace.jsonl", cwd=tmp_path)
    assert "By name: desired/CP-0002.json is for CP-0002 (file name)." in done.out


def test_a_document_of_several_stations_is_told_for_each(tmp_path: Path) -> None:
    written(tmp_path, {"all.json": {name: {"HeartbeatInterval": "60", **WISH} for name in NAMES}})
    assert [each["station"] for each in drift(tmp_path)["aims"]] == list(NAMES)


@pytest.mark.parametrize("name", ["CP-0007.json", "stations/CP-0007/config.json", "cp-0007.yaml"])
def test_a_file_named_after_another_station_is_for_none_of_the_known(tmp_path: Path, name: str) -> None:
    """Not even for the only one: its name differs from the file's in the number alone."""
    for known in (NAMES, NAMES[:1]):
        written(tmp_path, {name: WISH}, known)
        assert planned(tmp_path) == {}
        assert [each.upper() for each in drift(tmp_path)["absent"]] == ["CP-0007"]


def test_files_beside_those_named_after_stations_are_named_after_stations(tmp_path: Path) -> None:
    written(tmp_path, {"harbour.json": WISH, "quay.json": WISH}, ("harbour", "pier"))
    assert planned(tmp_path) == {"harbour": ["RCMBDelta"]}
    assert drift(tmp_path)["absent"] == ["quay"]


@pytest.mark.parametrize(
    "name", ["all.yml", "group_vars/CP-0002.yml", "defaults.json", "prod.json", "site-2.json"]
)
def test_names_of_groups_are_no_stations(tmp_path: Path, name: str) -> None:
    """Beside files that are named after stations, too."""
    written(tmp_path, {name: json.dumps(WISH), "CP-0001.yml": json.dumps(WISH)})
    assert "names no station" in planned(tmp_path)


def test_dumps_are_known_by_their_files(tmp_path: Path) -> None:
    """A dump does not say whose it is; one file for each station does."""
    files = {f"{name}.json": WISH for name in NAMES}
    written(tmp_path, files, ())
    (tmp_path / "dumps").mkdir()
    for name in NAMES:
        pairs = {"configurationKey": [{"key": "RCMBDelta", "value": "30", "readonly": False}]}
        (tmp_path / "dumps" / f"{name}.json").write_text(json.dumps(pairs), "utf-8")
    done = run("plan", "desired", "--against", "dumps", "--output-format", "json", cwd=tmp_path)
    stations = json.loads(done.out)["stations"]
    assert [
        [write["wanted"]["path"] for call in each["calls"] for write in call["writes"]] for each in stations
    ] == [[f"desired/{name}.json"] for name in NAMES]


def test_the_library_asks_the_same(tmp_path: Path) -> None:
    written(tmp_path, {"harbour.json": WISH})
    paths = (tmp_path / "desired", tmp_path / "trace.jsonl")
    with pytest.raises(ocpplint.UsageError, match="names no station") as error:
        ocpplint.plan(*paths)
    assert error.value.line == 1
    assert len(ocpplint.plan(*paths, all_stations=True).stations) == 3
    (unaimed,) = ocpplint.drift(*paths).unaimed
    assert (unaimed.settings, unaimed.stations) == (1, NAMES)
    assert ocpplint.drift(*paths, all_stations=True).unaimed == ()
