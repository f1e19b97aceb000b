"""What programs print: lines with keys and values, columns, Python's data, and all the text that is nothing of it."""

import ast
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.documents.printed import parse_printed
from ocpplint.documents.records import records_in
from ocpplint.documents.tree import Document, Node, Number, Object


def plain(node: Node) -> Any:
    if isinstance(node, Object):
        return {name: plain(value) for name, value in node.members}
    if isinstance(node, list):
        return [plain(item) for item in node]
    return ast.literal_eval(node) if isinstance(node, Number) else node


def trees(text: str) -> list[Any]:
    return [plain(root) for root in parse_printed(text).roots]


def written(document: Document, *route: int) -> tuple[str | None, str]:
    key, value = document.spans(route)
    return (document.text[key.start : key.end] if key else None), document.text[value.start : value.end]


READ_WRITE = {"value": "300", "readonly": False}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # an access: one line is enough
        ("HeartbeatInterval (rw): 300", [{"HeartbeatInterval": READ_WRITE}]),
        ("  HeartbeatInterval [R/W] = 300,", [{"HeartbeatInterval": READ_WRITE}]),
        ("HeartbeatInterval = 300 (readonly=false)", [{"HeartbeatInterval": READ_WRITE}]),
        ("HeartbeatInterval: 300 [rw]", [{"HeartbeatInterval": READ_WRITE}]),
        ("NumberOfConnectors (r/o): 2", [{"NumberOfConnectors": {"value": "2", "readonly": True}}]),
        ("Url = wss://a:80/b?c=d (readonly=true)", [{"Url": {"value": "wss://a:80/b?c=d", "readonly": True}}]),
        (
            "CP-1: MaxCurrent = (readonly=false)",
            [{"stationId": "CP-1", "MaxCurrent": {"value": "", "readonly": False}}],
        ),
        # none: two lines are
        ("MaxCurrent: 300\nMinCurrent: 20", [{"MaxCurrent": "300", "MinCurrent": "20"}]),
        ("- MaxCurrent => '300'\n* MinCurrent := 20 # low", [{"MaxCurrent": "300", "MinCurrent": "20"}]),
        ("MaxCurrent: 300", []),
        ("Note: this is about the current of it\nMore: and this is the same as well", []),
        # the station, of all lines that follow or of one
        ("Charge Point ID: CP-1\nAb: 1\nBc: 2", [{"stationId": "CP-1", "Ab": "1", "Bc": "2"}]),
        (
            "Station: CP-1\nAb: 1\nBc: 2\nStation: CP-2\nAb: 3\nBc: 4",
            [{"stationId": "CP-1", "Ab": "1", "Bc": "2"}, {"stationId": "CP-2", "Ab": "3", "Bc": "4"}],
        ),
        (
            "10:00 INFO [main] CP-1: MaxA (rw): 1\n10:01 INFO [main] CP-2: MaxA (rw): 2",
            [
                {"stationId": "CP-1", "MaxA": {"value": "1", "readonly": False}},
                {"stationId": "CP-2", "MaxA": {"value": "2", "readonly": False}},
            ],
        ),
        # headings
        (
            "Connector 1:\n Ab: 1\n== Connector 2 ==\n Ab: 2",
            [{"Connector 1": {"Ab": "1"}, "Connector 2": {"Ab": "2"}}],
        ),
        ("[ocpp]\nAb = 1\nBc = 2", [{"ocpp": {"Ab": "1", "Bc": "2"}}]),
        # rows
        ("MaxCurrent      300\nMinCurrent      20", [[["MaxCurrent", "300"], ["MinCurrent", "20"]]]),
        ("MaxCurrent 300\nMinCurrent 20", [[["MaxCurrent", "300"], ["MinCurrent", "20"]]]),
        ("Key\tValue\nMaxCurrent\t300", [[["Key", "Value"], ["MaxCurrent", "300"]]]),
        ("Key;Value\nMaxCurrent;300", [[["Key", "Value"], ["MaxCurrent", "300"]]]),
        ("+---+---+\n| Ab | Bc |\n+===+===+\n| c | d |\n+---+---+", [[["Ab", "Bc"], ["c", "d"]]]),
        ("┌───┬───┐\n│ Ab │ Bc │\n├───┼───┤\n│ c │ d │\n└───┴───┘", [[["Ab", "Bc"], ["c", "d"]]]),
        ("CP-1\nKey\tValue\nMaxA\t3", [[["CP-1"], ["Key", "Value"], ["MaxA", "3"]]]),
        ("MaxA  1\n# Connector 2\nMaxA  2", [[["MaxA", "1"], ["Connector 2"], ["MaxA", "2"]]]),
        ("MaxCurrent      300", [[["MaxCurrent", "300"]]]),
        ("now      started", []),
        # data of Python, and of JSON in a line
        ("[{'key': 'Ab', 'value': '1'}]", [[{"key": "Ab", "value": "1"}]]),
        ("{'key': 'Ab'}, {'key': 'Bc'}", [[{"key": "Ab"}, {"key": "Bc"}]]),
        ("KeyValue(key='Ab', readonly=False, value=None)", [{"key": "Ab", "readonly": False, "value": None}]),
        (
            "INFO CP-1 GetConfigurationPayload(configuration_key=[{'key': 'Ab', 'value': 'it\\'s'}])",
            [{"stationId": "CP-1", "": {"configuration_key": [{"key": "Ab", "value": "it's"}]}}],
        ),
        ("configurationKey: [{'key': 'Ab'}]", [{"configurationKey": [{"key": "Ab"}]}]),
        ('DEBUG settings {"Ab": 1, "Bc": [2, 3]}', [{"Ab": 1, "Bc": [2, 3]}]),
    ],
)
def test_what_a_text_holds(text: str, found: list[object]) -> None:
    assert trees(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # a frame's own settings are not read a second time, and what stands around frames has to be sure
        ('[3,"1",{"configurationKey":[{"key":"Ab","value":"1"}]}]\nAb: 1\nBc: 2\n', []),
        ('[2,"1","Heartbeat",{}]\nAb (rw): 1\n', [{"Ab": {"value": "1", "readonly": False}}]),
        ("[2,\"1\",\"Heartbeat\",{}]\n[{'key': 'Ab', 'readonly': True}]\n", [[{"key": "Ab", "readonly": True}]]),
        ("[2,\"1\",\"Heartbeat\",{}]\nChangeConfiguration(key='Ab', value='1')\n", []),
        ("[3,\n 'a-1',\n {'configurationKey': [{'key': 'Ab', 'readonly': True}]}]\n", []),
        ('[3,"1",\n {"configurationKey": [\n  {"key": "Ab", "value": "1"}]}]\n', []),
    ],
)
def test_beside_messages_only_what_is_sure_is_read(text: str, found: list[object]) -> None:
    assert trees(text) == found


def test_everything_stands_where_it_is_written() -> None:
    document = parse_printed("Station: CP-1\n  Ab (rw): '1'\n  Bc = 2 ; note\n")
    assert written(document, 0, 0) == ("Station", "CP-1")
    assert written(document, 0, 1) == ("Ab", "'1'")
    assert written(document, 0, 1, 0) == (None, "'1'")
    assert written(document, 0, 2) == ("Bc", "2")
    document = parse_printed("Ab   1\nBc   2\n")
    assert written(document, 0, 1, 0) == (None, "Bc")
    document = parse_printed("x [{'key': 'Ab', 'n': {'v': 1.5}}]")
    assert written(document, 0, 0, 0) == ("key", "'Ab'")
    assert written(document, 0, 0, 1, 0) == ("v", "1.5")


SCALARS = (
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(st.sampled_from("aB'\"\\ ä\n{}[],:"), max_size=6)
)
DATA = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("key", "a.b", "X_2")), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(("key", "value", "X_2")), DATA, min_size=1))
def test_what_python_prints_is_read_as_it_was(data: dict[str, object]) -> None:
    (record,) = records_in(f"config = {data!r};")
    assert plain(record.node) == data


class KeyValue(NamedTuple):
    key: str
    value: str | None
    readonly: bool


@given(st.builds(KeyValue, st.text(max_size=5), st.none() | st.text(max_size=5), st.booleans()))
def test_what_python_prints_of_an_object_is_read_as_it_was(each: KeyValue) -> None:
    (record,) = records_in(f"<{each!r}>")
    assert plain(record.node) == each._asdict()
    assert record.is_python


@pytest.mark.parametrize(
    "text", ["{'a': 1", "{'a': {1, 2}}", "{'a': 1]", "Key(a='1'", "{'a' 1}", "{}", "[1, 2]", "f(x)"]
)
def test_what_is_no_record(text: str) -> None:
    assert list(records_in(text)) == []


def test_records_in_something_that_ends_nowhere_are_read() -> None:
    assert [plain(record.node) for record in records_in("[{'key': 'a'}, {'key': 'b'}, {'key'")] == [
        {"key": "a"},
        {"key": "b"},
    ]


@pytest.mark.parametrize(
    "part",
    [
        *("a:", "a1-", "x (rw", '{"a":', "A(b=", "a b\n", "[[", "a (readonly=", "|", "a=1\n", "a  b\n"),
        *("{'a': 1, ", "{'a': 1}", " ", "-", "\\'", "[{'a': [", "a1-\n", ":\n", "Connector 1\n"),
    ],
)
def test_hostile_text_takes_no_longer_than_its_length(part: str) -> None:
    text = part * (100_000 // len(part))
    assert parse_printed(text).text == text
