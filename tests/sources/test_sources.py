"""What there is to read: discovery, what paths say, which files belong together."""

import os
from pathlib import Path

import pytest

from ocpplint.sources.discover import NoInputError, discover
from ocpplint.sources.layout import Layout, LayoutError
from ocpplint.sources.source import Source


def placed(path: str, layout: Layout | None = None) -> tuple[str | None, int | None, str]:
    source = (layout or Layout()).place(Source(path))
    return source.station, source.connector, source.document


@pytest.mark.parametrize(
    ("path", "station", "connector", "document"),
    [
        ("depot/CP7/connector-2.json", "CP7", 2, "depot/CP7/*.json"),
        ("depot/CP7/connector2.yaml", "CP7", 2, "depot/CP7/*.yaml"),
        ("depot/CP7/connector_01.json", "CP7", 1, "depot/CP7/*.json"),
        ("depot/CP7/Slave.json", "CP7", 2, "depot/CP7/*.json"),
        ("depot/cp7-connector-2.json", "cp7", 2, "depot/cp7-*.json"),
        ("depot/cp7.connector2.json", "cp7", 2, "depot/cp7.*.json"),
        ("CP7/connector-2/ocpp.json", "CP7", 2, "CP7/*/ocpp.json"),
        ("connector-2.json", None, 2, "*.json"),
        ("depot/CP7/ocpp.json", None, None, "depot/CP7/ocpp.json"),
        ("depot/myconnector2.json", None, None, "depot/myconnector2.json"),
        ("depot/CP7/master.json", None, None, "depot/CP7/master.json"),
        ("connectors.json", None, None, "connectors.json"),
    ],
)
def test_the_default_names(path: str, station: str | None, connector: int | None, document: str) -> None:
    assert placed(path) == (station, connector, document)


def test_master_is_connector_1_beside_a_slave(tmp_path: Path) -> None:
    for name in ("master.json", "slave.json"):
        (tmp_path / name).write_text("{}")
    sources = discover([str(tmp_path)], Layout())
    assert [(source.connector, source.named) for source in sources] == [(1, True), (2, True)]
    assert len({source.document for source in sources}) == 1


def test_a_layout_says_it_for_certain(tmp_path: Path) -> None:
    layout = Layout("stations/{station}/c{connector}.json", str(tmp_path))
    source = layout.place(Source(str(tmp_path / "stations" / "CP7" / "c2.json")))
    assert (source.station, source.connector, source.configured) == ("CP7", 2, True)
    other = layout.place(Source(str(tmp_path / "stations" / "CP7" / "c1.json")))
    assert other.document == source.document
    assert layout.place(Source(str(tmp_path / "elsewhere" / "c2.json"))).connector is None


def test_a_layout_may_tell_the_station_alone(tmp_path: Path) -> None:
    layout = Layout("host_vars/{station}.yml", str(tmp_path))
    source = layout.place(Source(str(tmp_path / "host_vars" / "CP7.yml")))
    assert (source.station, source.connector, source.document) == ("CP7", None, source.path)
    assert layout.place(Source(str(tmp_path / "group_vars" / "CP7.yml"))).station is None


@pytest.mark.parametrize(
    "template",
    ["{connector}.json", "{station}/{connector}/{x}", "{station}{connector}{station}", "{"],
)
def test_a_layout_that_cannot_be_used(template: str) -> None:
    with pytest.raises(LayoutError, match=r"needs \{station\}, may have \{connector\}"):
        Layout(template)


def test_the_other_file_of_a_pair_is_read_for_context(tmp_path: Path) -> None:
    for name in ("connector-1.json", "connector-2.json", "notes.json"):
        (tmp_path / name).write_text("{}")
    sources = discover([str(tmp_path / "connector-2.json")], Layout())
    assert [(os.path.basename(source.path), source.named) for source in sources] == [
        ("connector-1.json", False),
        ("connector-2.json", True),
    ]


def test_a_folder_is_searched_for_what_may_hold_ocpp(tmp_path: Path) -> None:
    for name in (
        "a.json",
        "b.yaml",
        "c.log",
        "d.png",
        "e.py",
        ".hidden.json",
        "sub/f.jsonl",
        "node_modules/g.json",
        ".git/h.json",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    found = [os.path.relpath(source.path, tmp_path) for source in discover([str(tmp_path)], Layout())]
    assert found == ["a.json", "b.yaml", "c.log", "sub/f.jsonl"]


def test_a_named_file_is_read_whatever_its_name_and_once(tmp_path: Path) -> None:
    path = tmp_path / "dump.conf"
    path.write_text("")
    assert len(discover([str(path), os.path.join(str(tmp_path), ".", "dump.conf")], Layout())) == 1


def test_a_pattern_is_expanded(tmp_path: Path) -> None:
    for name in ("a/x.json", "b/x.json", "b/y.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    assert len(discover([f"{tmp_path}/**/x.json"], Layout())) == 2


@pytest.mark.parametrize("path", ["nowhere.json", "no*where.json"])
def test_a_path_that_leads_to_nothing(tmp_path: Path, path: str) -> None:
    with pytest.raises(NoInputError, match=r"no.*where\.json: no"):
        discover([str(tmp_path / path)], Layout())


def test_standard_input_goes_by_its_name() -> None:
    (source,) = discover(["-"], Layout(), "CP7/connector-2.json")
    assert (source.path, source.connector, source.station) == ("CP7/connector-2.json", 2, "CP7")
