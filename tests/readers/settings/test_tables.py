"""Settings in tables of every layout, and none in tables that speak of keys or of other things."""

import json

import pytest

from ocpplint.documents.delimited import parse_delimited
from ocpplint.documents.html import parse_html
from ocpplint.documents.jsonc import parse_json
from ocpplint.documents.markdown import parse_markdown
from ocpplint.facts.setting import Setting
from ocpplint.readers.settings.context import SettingContext
from ocpplint.readers.settings.node_location import PlacedDocument
from ocpplint.readers.settings.table_block import title_station
from ocpplint.readers.settings.table_words import Heading, heading, known_words, plain, readonly_of
from ocpplint.readers.settings.walk import SettingsReader
from ocpplint.stations.registry import Profiles

BENDER = Profiles().load("bender")
ROTATION = "ConnectorPhaseRotation"
Row = tuple[str | None, int | None, str, str | None]


def reader_of(text: str, parse: object = parse_delimited) -> SettingsReader:
    return SettingsReader(PlacedDocument(parse(text), "test"), BENDER)  # type: ignore[operator]


def settings_in(text: str, parse: object = parse_delimited) -> list[Setting]:
    return reader_of(text, parse).read(SettingContext(document="test"))


def read(text: str, parse: object = parse_delimited) -> list[Row]:
    """Station, connector meant, key and value of each setting."""
    return [
        (each.station, each.evidence[0].connector if each.evidence else None, each.key, each.value)
        for each in settings_in(text, parse)
    ]


def rows(*settings: str) -> list[Row]:
    """``CP-1 2 Key=value`` as what is read of it; ``-`` for no station, ``*`` for no connector, ``·`` for a blank."""
    found: list[Row] = []
    for each in settings:
        station, connector, pair = each.split(" ", 2)
        key, _, value = pair.partition("=")
        found.append(
            (
                None if station == "-" else station.replace("·", " "),
                None if connector == "*" else int(connector),
                key,
                value,
            )
        )
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # long, in any order and with anything else beside it
        ("key,value\nHeartbeatInterval,300", ["- * HeartbeatInterval=300"]),
        ("Value,Key\n300,HeartbeatInterval", ["- * HeartbeatInterval=300"]),
        ("station,key,value\nCP-1,HeartbeatInterval,300", ["CP-1 * HeartbeatInterval=300"]),
        ("key,comment,value\nHeartbeatInterval,as agreed in the last call,300", ["- * HeartbeatInterval=300"]),
        ("Name,Unit,Current,Target\nHeartbeatInterval,s,30,300", ["- * HeartbeatInterval=300"]),
        ("Key,Setting\nHeartbeatInterval,300", ["- * HeartbeatInterval=300"]),
        # neighbours of a known key are keys
        ("key,value\nHeartbeatInterval,300\nVendorThing,1", ["- * HeartbeatInterval=300", "- * VendorThing=1"]),
        # a connector of its own, also one that is the station
        (
            f"station,connector,key,value\nCP-1,,HeartbeatInterval,300\nCP-1,2,{ROTATION},RTS",
            ["CP-1 * HeartbeatInterval=300", f"CP-1 2 {ROTATION}=RTS"],
        ),
        (f"key,value 1,value 2\n{ROTATION},RST,RTS", [f"- 1 {ROTATION}=RST", f"- 2 {ROTATION}=RTS"]),
        (
            f"key,value (connector 1),value (connector 2)\n{ROTATION},RST,RTS",
            [f"- 1 {ROTATION}=RST", f"- 2 {ROTATION}=RTS"],
        ),
        (
            f"key,CP-1 connector 1,CP-1 connector 2\n{ROTATION},RST,RTS",
            [f"CP-1 1 {ROTATION}=RST", f"CP-1 2 {ROTATION}=RTS"],
        ),
        # in other languages
        ("Ladestation;Parameter;Wert\nCP-1;HeartbeatInterval;300", ["CP-1 * HeartbeatInterval=300"]),
        ("Borne;Clé;Valeur\nCP-1;HeartbeatInterval;300", ["CP-1 * HeartbeatInterval=300"]),
        ("Laadpaal;Sleutel;Waarde\nCP-1;HeartbeatInterval;300", ["CP-1 * HeartbeatInterval=300"]),
        ("Cargador;Parámetro;Valor\nCP-1;HeartbeatInterval;300", ["CP-1 * HeartbeatInterval=300"]),
        ("Colonnina;Parametro;Valore\nCP-1;HeartbeatInterval;300", ["CP-1 * HeartbeatInterval=300"]),
        (
            f"Ladepunkt;Schlüssel;Sollwert\n2;{ROTATION};RTS\n1;{ROTATION};RST",
            [f"- 2 {ROTATION}=RTS", f"- 1 {ROTATION}=RST"],
        ),
        ("Ladepunkt;Schlüssel;Sollwert\nLP Nord 1;HeartbeatInterval;300", ["LP·Nord·1 * HeartbeatInterval=300"]),
        # no heading
        ("HeartbeatInterval,300\nRCMBDelta,30", ["- * HeartbeatInterval=300", "- * RCMBDelta=30"]),
        ("CP-1,HeartbeatInterval,300\nCP-1,RCMBDelta,30", ["CP-1 * HeartbeatInterval=300", "CP-1 * RCMBDelta=30"]),
        ("0,HeartbeatInterval,300\n1,RCMBDelta,30", ["- * HeartbeatInterval=300", "- * RCMBDelta=30"]),
        (f"2,{ROTATION},RTS\n2,HeartbeatInterval,3", [f"- 2 {ROTATION}=RTS", "- 2 HeartbeatInterval=3"]),
        # wide
        (
            "station,HeartbeatInterval,RCMBDelta\nCP-1,300,30\nCP-2,,20",
            ["CP-1 * HeartbeatInterval=300", "CP-1 * RCMBDelta=30", "CP-2 * RCMBDelta=20"],
        ),
        ("HeartbeatInterval,RCMBDelta\n300,30", ["- * HeartbeatInterval=300", "- * RCMBDelta=30"]),
        ("Name,HeartbeatInterval\nCP-1,300", ["CP-1 * HeartbeatInterval=300"]),
        ("RCMBDelta\n30", ["- * RCMBDelta=30"]),
        (
            f"station,connector,{ROTATION}\nCP-1,1,RST\nCP-1,2,RTS",
            [f"CP-1 1 {ROTATION}=RST", f"CP-1 2 {ROTATION}=RTS"],
        ),
        (
            f"station,{ROTATION} (connector 2),RCMBDelta\nCP-1,RTS,3",
            [f"CP-1 2 {ROTATION}=RTS", "CP-1 * RCMBDelta=3"],
        ),
        (
            "station,HearbeatInterval,RCMBDelta,Location\nCP-1,300,30,Quay",
            ["CP-1 * HearbeatInterval=300", "CP-1 * RCMBDelta=30"],
        ),
        (
            "station,HeartbeatInterval,RCMBDelta\nUnit,s,mA\nDefault,60,6\nCP-1,30,6",
            ["CP-1 * HeartbeatInterval=30", "CP-1 * RCMBDelta=6"],
        ),
        # turned round
        (
            "key,CP-1,CP-2\nHeartbeatInterval,300,\nRCMBDelta,30,20",
            ["CP-1 * HeartbeatInterval=300", "CP-1 * RCMBDelta=30", "CP-2 * RCMBDelta=20"],
        ),
        ("key,Depot 1\nHeartbeatInterval,300", ["Depot·1 * HeartbeatInterval=300"]),
        (
            f",0,1\nstation,CP-1,CP-2\nconnector,1,2\n{ROTATION},RST,RTS\nRCMBDelta,3,4",
            [f"CP-1 1 {ROTATION}=RST", f"CP-2 2 {ROTATION}=RTS", "CP-1 1 RCMBDelta=3", "CP-2 2 RCMBDelta=4"],
        ),
        # as pandas writes it, with numbers of rows and names of indexes
        (",key,value\n0,HeartbeatInterval,300\n1,RCMBDelta,30", ["- * HeartbeatInterval=300", "- * RCMBDelta=30"]),
        (
            ",HeartbeatInterval,RCMBDelta\nCP-1,300,30\nCP-2,30,3",
            [
                "CP-1 * HeartbeatInterval=300",
                "CP-1 * RCMBDelta=30",
                "CP-2 * HeartbeatInterval=30",
                "CP-2 * RCMBDelta=3",
            ],
        ),
        (
            ",HeartbeatInterval,RCMBDelta\nstation,,\nCP-1,300,30",
            ["CP-1 * HeartbeatInterval=300", "CP-1 * RCMBDelta=30"],
        ),
        # titles, sections, merged cells, several tables below each other, headings again
        ("Depot of May\nCP-1\nkey,value\nHeartbeatInterval,300", ["CP-1 * HeartbeatInterval=300"]),
        ("Station: CP-1\nkey,value\nHeartbeatInterval,300", ["CP-1 * HeartbeatInterval=300"]),
        (
            f"key,value\nCP-1,\nHeartbeatInterval,300\nConnector 2,\n{ROTATION},RTS\nCP-2,\nRCMBDelta,3",
            ["CP-1 * HeartbeatInterval=300", f"CP-1 2 {ROTATION}=RTS", "CP-2 * RCMBDelta=3"],
        ),
        (
            "station,key,value\nCP-1,HeartbeatInterval,300\n,RCMBDelta,30",
            ["CP-1 * HeartbeatInterval=300", "CP-1 * RCMBDelta=30"],
        ),
        (
            "CP-1,\nkey,value\nHeartbeatInterval,300\nCP-2,\nkey,value\nHeartbeatInterval,30",
            ["CP-1 * HeartbeatInterval=300", "CP-2 * HeartbeatInterval=30"],
        ),
        (
            "CP-1,\nHeartbeatInterval,RCMBDelta\n300,30\nCP-2,\nHeartbeatInterval,RCMBDelta\n30,3",
            [
                "CP-1 * HeartbeatInterval=300",
                "CP-1 * RCMBDelta=30",
                "CP-2 * HeartbeatInterval=30",
                "CP-2 * RCMBDelta=3",
            ],
        ),
        # empty cells, however they are written
        (
            "key,value\nHeartbeatInterval,-\nRCMBDelta,n/a\nResetRetries,NaN\nMinimumStatusDuration,3",
            ["- * MinimumStatusDuration=3"],
        ),
        # what looks like a type is a value of a rotation
        (f"key,value\n{ROTATION},STR\n{ROTATION}_2,RST", [f"- * {ROTATION}=STR", f"- * {ROTATION}_2=RST"]),
    ],
)
def test_settings_of_a_table(text: str, found: list[str]) -> None:
    assert read(text) == rows(*found)


@pytest.mark.parametrize(
    "text",
    [
        "Key,Type,Default,Description\nHeartbeatInterval,integer,300,Seconds between heartbeats\nRCMBDelta,int,6,mA",
        "Key,Default\nHeartbeatInterval,300\nRCMBDelta,6",
        "Key,Value,Unit\nHeartbeatInterval,integer,s\nRCMBDelta,integer,mA",
        "Parameter,Value\nHeartbeatInterval,The seconds between two heartbeats of the station\nRCMBDelta,How far the current may go off",
        "Key,Section\nHeartbeatInterval,9.1.11\nResetRetries,9.1.22",
        "Key,Vendor A,Vendor B\nHeartbeatInterval,yes,no\nRCMBDelta,✓,✗",
        "Schlüssel;Bedeutung;Standardwert\nHeartbeatInterval;Abstand;300\nRCMBDelta;Schwelle;6",
        "Clé;Valeur par défaut\nHeartbeatInterval;300\nRCMBDelta;6",
        "key,value\nHeartbeatInterval,Heartbeat interval\nMeterValueSampleInterval,Meter value sample interval",
        "HeartbeatInterval,RCMBDelta\nThe seconds between two heartbeats of it,The current that may go off for a while",
    ],
)
def test_a_table_of_documentation_is_a_reference(text: str) -> None:
    reader = reader_of(text)
    assert reader.read(SettingContext()) == []
    assert reader.references == [(0,)]


@pytest.mark.parametrize(
    "text",
    [
        "name,value\nport,80\nhost,localhost",
        "name,age\nAda,36\nAlan,41",
        "key,value\nserver.port,8080\nspring.application.name,shop",
        "date,station,temperature\n2026-01-05,Bergen,3\n2026-01-06,Bergen,4",
        "key,en,de\nHeartbeatInterval,Interval,Abstand",
        "function,calls\ngetHeartbeatInterval,12\nsetHeartbeatInterval,3",
        "id,event,HeartbeatIntervalMs\n1,start,300",
        "A,B\nLanguage,en",
        "word,count\nLanguage,3\nEnabled,4",
        "x",
        "",
        "a,b,c",
        "HeartbeatInterval",
        "HeartbeatInterval\nRCMBDelta\nLocalPreAuthorize",
        "term\nHeartbeatInterval\nAccept\nDecline\nRoaming",
        "\n".join(f"Word{number},{number}" for number in range(200)) + "\nHeartbeatInterval,7",
        "time;station;action;payload\n10:00;CP-1;Heartbeat;{}\n10:01;CP-1;HeartbeatInterval;",
    ],
)
def test_other_tables_hold_no_settings(text: str) -> None:
    reader = reader_of(text)
    assert reader.read(SettingContext()) == []
    assert reader.references == []


def test_an_access_says_whether_a_key_is_only_read() -> None:
    text = "Key,Value,Read only?\nHeartbeatInterval,300,no\nNumberOfConnectors,2,yes\nRCMBDelta,6,"
    assert [each.stated_readonly for each in settings_in(text)] == [False, True, None]
    text = "Schlüssel;Wert;Zugriff\nHeartbeatInterval;300;Lesen/Schreiben\nNumberOfConnectors;2;nur Lesen"
    assert [each.stated_readonly for each in settings_in(text)] == [False, True]
    assert [each.stated_readonly for each in settings_in("HeartbeatInterval,300,false\nRCMBDelta,6,true")] == [
        False,
        True,
    ]
    assert [each.stated_readonly for each in settings_in("HeartbeatInterval,RW,300\nRCMBDelta,R,6")] == [
        False,
        True,
    ]


def test_evidence_says_which_column_or_row_it_is() -> None:
    text = f"key,connector 1,connector 2\n{ROTATION},RST,RTS"
    assert [(each.evidence[0].kind, each.evidence[0].text) for each in settings_in(text)] == [
        ("structure", "column `connector 1`"),
        ("structure", "column `connector 2`"),
    ]
    (setting,) = settings_in(f"connector,key,value\n2,{ROTATION},RTS")
    assert (setting.evidence[0].kind, setting.evidence[0].text) == ("field", "`connector` of this row")
    assert setting.evidence[0].place is not None
    place = setting.evidence[0].place.locate()
    assert (place.line, place.column) == (2, 1)


def test_stations_are_configurations_of_their_own() -> None:
    text = "station,HeartbeatInterval,RCMBDelta\nCP-1,300,30\nCP-2,30,3"
    assert [each.group for each in settings_in(text)] == ["/CP-1", "/CP-1", "/CP-2", "/CP-2"]
    text = "HeartbeatInterval,RCMBDelta\n300,30\n30,3"
    assert [each.group for each in settings_in(text)] == ["#1", "#1", "#2", "#2"]


def test_keys_and_values_stand_where_they_are_written() -> None:
    text = 'station,"RCMBDelta_2"\nCP-1,"30"\n'
    (setting,) = settings_in(text)
    places = [setting.place.locate(), setting.value_place.locate()] if setting.value_place else []
    assert [(place.line, place.column, place.end_column) for place in places] == [(1, 10, 21), (2, 7, 9)]


def test_titles_in_markdown_and_html_say_the_connector() -> None:
    table = f"| key | value |\n|---|---|\n| {ROTATION} | RTS |\n"
    assert read(f"## Connector 2\n\n{table}", parse_markdown) == rows(f"- 2 {ROTATION}=RTS")
    page = f"<table><caption>Connector 2</caption><tr><th>key<th>value<tr><td>{ROTATION}<td>RTS</table>"
    assert read(page, parse_html) == rows(f"- 2 {ROTATION}=RTS")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ([["HeartbeatInterval", 300], ["RCMBDelta", "30"]], ["- * HeartbeatInterval=300", "- * RCMBDelta=30"]),
        ([["key", "value"], ["HeartbeatInterval", 300]], ["- * HeartbeatInterval=300"]),
        ({"columns": ["key", "value"], "rows": [["HeartbeatInterval", 300]]}, ["- * HeartbeatInterval=300"]),
        ({"header": ["station", "RCMBDelta"], "data": [["CP-1", 3]]}, ["CP-1 * RCMBDelta=3"]),
        # pandas: orient="split", with keys or stations as index, orient="columns"
        (
            {"columns": ["value"], "index": ["HeartbeatInterval"], "data": [[300]]},
            ["- * HeartbeatInterval=300"],
        ),
        (
            {"columns": ["HeartbeatInterval", "RCMBDelta"], "index": ["CP-1"], "data": [[300, 3]]},
            ["CP-1 * HeartbeatInterval=300", "CP-1 * RCMBDelta=3"],
        ),
        ({"key": {"0": "HeartbeatInterval"}, "value": {"0": 300}}, ["- * HeartbeatInterval=300"]),
        (
            {"HeartbeatInterval": {"CP-1": 300, "CP-2": None}, "RCMBDelta": {"CP-1": 3, "CP-2": 4}},
            ["CP-1 * HeartbeatInterval=300", "CP-1 * RCMBDelta=3", "CP-2 * RCMBDelta=4"],
        ),
        (
            {"config": [["HeartbeatInterval", 300], ["RCMBDelta", 3]]},
            ["- * HeartbeatInterval=300", "- * RCMBDelta=3"],
        ),
        # columns with more to say
        (
            {"columns": [{"name": "key", "type": "string"}, {"name": "value"}], "data": [["RCMBDelta", 3]]},
            ["- * RCMBDelta=3"],
        ),
    ],
)
def test_tables_in_json(data: object, found: list[str]) -> None:
    assert read(json.dumps(data), parse_json) == rows(*found)


@pytest.mark.parametrize(
    "data",
    [
        [[1, 2], [3, 4]],
        [["HeartbeatInterval", {"value": 1}]],
        {"columns": ["key", "value"]},
        {"columns": 3, "rows": [["Interval", 300]]},
        {"columns": ["a", "b"], "data": [["HeartbeatInterval", {"x": 1}]]},
        {"key": {"0": "HeartbeatInterval"}, "value": {"1": 300}},
        {"a": {"0": 1}, "b": {"0": 2}},
    ],
)
def test_what_is_no_table_in_json(data: object) -> None:
    assert read(json.dumps(data), parse_json) == []


def test_a_known_key_with_a_described_value_is_no_column() -> None:
    text = json.dumps({"HeartbeatInterval": {"value": 300, "readonly": False}})
    assert read(text, parse_json) == rows("- * HeartbeatInterval=300")


# Headings and titles


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Station-ID", Heading("station")),
        ("READ ONLY?", Heading("readonly")),
        ("Valeur par défaut", Heading("reference")),
        ("Connector 2", Heading("value", 2)),
        ("EVSE #2", Heading("value", 2)),
        ("connector2", Heading("value", 2)),
        ("Wert 2", Heading("value", 2)),
        ("Value (connector 1)", Heading("value", 1)),
        ("CP-1, connector 2", Heading(None, 2, "CP-1")),
        ("Description, connector 2", Heading("reference", 2)),
        ("CP-1", Heading(None, None, "CP-1")),
        ("Steckerfarbe 2", Heading(None, None, "Steckerfarbe 2")),
        ("", Heading(None)),
        ("x" * 100, Heading(None)),
    ],
)
def test_what_a_heading_says(text: str, said: Heading) -> None:
    assert heading(text) == said


def test_no_word_has_two_meanings() -> None:
    import os

    from ocpplint.readers.settings import table_words

    with open(table_words._FILE, encoding="utf-8") as file:
        data = json.load(file)
    for part in ("headings", "cells"):
        seen: dict[str, str] = {}
        for meaning, languages in data[part].items():
            for words in languages.values():
                for word in words:
                    assert seen.setdefault(plain(word), meaning) == meaning
        assert len(seen) == len(getattr(known_words(), part))
    assert os.path.getsize(table_words._FILE) < 20_000


@pytest.mark.parametrize(
    ("text", "station"),
    [
        ("CP-1", "CP-1"),
        ("Station: harbour-171", "harbour-171"),
        ("Ladestation 4711", "4711"),
        ("Charge Point ID = CP1", "CP1"),
        ("Depot of May 2026", None),
        ("OCPP 1.6", None),
        ("Settings", None),
        ("Table 3", None),
    ],
)
def test_what_a_title_names(text: str, station: str | None) -> None:
    assert title_station(text) == station


@pytest.mark.parametrize(
    ("text", "meaning", "readonly"),
    [
        ("R", "access", True),
        ("R/W", "access", False),
        ("read-write", "access", False),
        ("WO", "access", False),
        ("true", "readonly", True),
        ("Nein", "readonly", False),
        ("true", "access", None),
        ("", "readonly", None),
        ("maybe", "readonly", None),
    ],
)
def test_what_an_access_says(text: str, meaning: object, readonly: bool | None) -> None:
    assert readonly_of(text, meaning) is readonly  # type: ignore[arg-type]
