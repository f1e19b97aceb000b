"""Stations are known by their names in every way to name them, round every shape of settings; nothing else is one."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ocpplint
from tests.support.named_stations import BY_CONTENT, BY_PATH, NAMES, SHAPES, Files, named
from tests.support.written_trace import healthy

WANTED = {"RCMBDelta_2": "10", "HeartbeatInterval": "60"}
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def texts(files: Files) -> list[ocpplint.Text]:
    return [ocpplint.Text(f"desired/{name}", content) for name, content in files.items()]


@QUICK
@given(drawn=named(BY_CONTENT, WANTED))
def test_findings_name_the_stations_of_a_document(drawn: tuple[Files, list[str]]) -> None:
    """The suffix on a shared key is the mistake."""
    files, names = drawn
    result = ocpplint.check(texts(files))
    assert sorted(f.station or "" for f in result.findings if f.code == "SCP001") == sorted(names)
    assert sorted(name for each in result.inputs for name in each.stations) == sorted(names)


@QUICK
@given(drawn=named(BY_PATH, WANTED))
def test_a_check_names_no_station_by_a_path(drawn: tuple[Files, list[str]]) -> None:
    result = ocpplint.check(texts(drawn[0]))
    assert {finding.station for finding in result.findings} == {None}


@pytest.fixture(scope="module")
def evidence() -> ocpplint.Text:
    return ocpplint.Text("trace.jsonl", "".join(healthy(name).text for name in NAMES))


@QUICK
@given(drawn=named({**BY_CONTENT, **BY_PATH}, {"RCMBDelta": "10", "HeartbeatInterval": "60"}))
def test_a_plan_is_for_the_named_stations_alone(evidence: ocpplint.Text, drawn: tuple[Files, list[str]]) -> None:
    files, names = drawn
    planned = ocpplint.plan(texts(files), evidence)
    written = {
        each.station: {write.key for call in each.calls for write in call.writes} for each in planned.stations
    }
    assert {name: keys for name, keys in written.items() if keys} == {
        name: {"RCMBDelta", "HeartbeatInterval"} for name in names
    }
    assert planned.absent == ()
    assert ocpplint.drift(texts(files), evidence).unaimed == ()


OTHER_KEYS = (
    "default",
    "common",
    "prod",
    "site-2",
    "v5.33",
    "CC613",
    "connector1",
    "2026-05-01",
    "17",
    "group_a",
    "ocpp16",
)


@QUICK
@given(
    keys=st.lists(st.sampled_from(OTHER_KEYS), min_size=1, max_size=3, unique=True),
    shape=st.sampled_from(sorted(SHAPES)),
    way=st.sampled_from(
        ["keys", "keys of a fleet", "files with name", "items with name", "embedded files", "files"]
    ),
)
def test_what_is_no_station_is_never_planned_for_one(
    evidence: ocpplint.Text, keys: list[str], shape: str, way: str
) -> None:
    content = SHAPES[shape]({"RCMBDelta": "10", "HeartbeatInterval": "60"})
    files = {**BY_CONTENT, **BY_PATH}[way]({key: json.loads(json.dumps(content)) for key in keys})
    assert {name for each in ocpplint.check(texts(files)).inputs for name in each.stations} == set()
    with pytest.raises(ocpplint.UsageError, match="no station"):
        ocpplint.plan(texts(files), evidence)


def test_sixty_files_are_planned_for_sixty_stations(tmp_path: Path) -> None:
    """As a repository has them: a file of variables for each host, one for all, and a log of the whole fleet."""
    names = [f"CP-{number:04}" for number in range(1, 61)]
    for name in names:
        path = tmp_path / "host_vars" / f"{name}.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text("ocpp:\n  RCMBDelta: 10\n  HeartbeatInterval: 60\n", "utf-8")
    log = ocpplint.Text("fleet.jsonl", "".join(healthy(name).text for name in names))
    planned = ocpplint.plan(tmp_path, log)
    assert [each.station for each in planned.stations if each.calls] == names
    assert len(planned.aims) == 60
    (tmp_path / "all.yml").write_text("ocpp:\n  ResetRetries: 5\n  MeterValueSampleInterval: 30\n", "utf-8")
    with pytest.raises(ocpplint.UsageError, match=r"all\.yml:2: 2 settings here name no station") as error:
        ocpplint.plan(tmp_path, log)
    assert "CP-0001, CP-0002" in str(error.value)
    assert "and 52 more" in str(error.value)
