"""``.properties``: as Java reads them, with positions that cut out what was written."""

import javaproperties
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.documents.limits import MAX_DEPTH, TOO_DEEP
from ocpplint.documents.properties import parse_properties
from tests.support.trees import all_routes, flat, key_text, members, problems, roots, value_text


@pytest.mark.parametrize(
    ("line", "value", "written"),
    [
        ("Key=300", "300", "300"),
        ("Key: 300", "300", "300"),
        ("Key 300", "300", "300"),
        ("  Key\t=\f300 ", "300 ", "300 "),
        ("Key = = 300", "= 300", "= 300"),
        ("Key=300 # no comment", "300 # no comment", "300 # no comment"),
        ('Key="300"', '"300"', '"300"'),
        ("Key=", "", ""),
        ("Key", "", ""),
        ("Key=one,\\\n    two", "one,two", "one,\\\n    two"),
        ("Key \\\n  = \\\n  one", "one", "one"),
        ("Key=a\\\\\nX=1", "a\\", "a\\\\"),
        (r"Key=\u00e4\t\q\=", "ä\tq=", r"\u00e4\t\q\="),
        (r"Key=\ud83d\ude00", "😀", r"\ud83d\ude00"),
    ],
)
def test_a_value_is_what_java_would_read(line: str, value: str, written: str) -> None:
    document = parse_properties(line)
    assert not document.problems
    assert flat(document)[0] == ("Key", value)
    assert (key_text(document, (0, 0)), value_text(document, (0, 0))) == ("Key", written)


def test_dotted_keys_are_objects_wherever_they_stand() -> None:
    document = parse_properties("cp1.ocpp.HeartbeatInterval=1\ncp2.a=2\ncp1.ocpp.AuthCtrlr.Enabled=true\ncp1=3\n")
    ocpp = members(("HeartbeatInterval", "1"), ("AuthCtrlr.Enabled", "true"))
    assert roots(document) == [
        members(("cp1", members(("ocpp", ocpp))), ("cp2", members(("a", "2"))), ("cp1", "3"))
    ]
    assert [key_text(document, (0, 0, 0, index)) for index in range(2)] == [
        "HeartbeatInterval",
        "AuthCtrlr.Enabled",
    ]


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("connector.2.Key", ["connector", "2", "Key"]),
        ("10.0.0.7.Key", ["10.0.0.7", "Key"]),
        (r"a\.b.Key", ["a.b", "Key"]),
        (r"a\ b.c\:d", ["a b", "c:d"]),
        (".Key", [".Key"]),
        ("a..Key", ["a..Key"]),
        ("Key.", ["Key."]),
    ],
)
def test_a_key_is_taken_apart_at_its_dots(key: str, path: list[str]) -> None:
    document = parse_properties(f"{key}=1")
    routes = all_routes(document)[1:]
    assert [name for _, name, _ in routes] == path
    assert ".".join(key_text(document, route) for route, _, _ in routes) == key


def test_comments_stand_on_lines_of_their_own() -> None:
    document = parse_properties("a=1\n! above\n # both\nb=2 # value\n#last")
    assert [(found.text, found.container, found.before, found.trailing) for found in document.comments] == [
        ("above", (0,), 1, False),
        ("both", (0,), 1, False),
        ("last", (0,), 2, False),
    ]


def test_an_escape_that_is_none_is_reported_and_kept() -> None:
    document = parse_properties("a=\\u12\nb=2")
    assert problems(document) == [("four hexadecimal digits after `\\u`", "\\u12")]
    assert flat(document) == [("a", "u12"), ("b", "2")]


def test_what_is_too_deep_is_not_read_and_the_rest_is() -> None:
    document = parse_properties(f"a=1\n{'x.' * MAX_DEPTH}x=1\nb=2")
    assert [problem.message for problem in document.problems] == [TOO_DEEP]
    assert flat(document) == [("a", "1"), ("b", "2")]


# What javaproperties writes and reads

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufeff"), max_size=10)
KEYS = TEXTS.filter(lambda key: key.strip("\\ \t\f\r\n"))


@given(
    st.dictionaries(KEYS, TEXTS, min_size=1, max_size=5), st.sampled_from(["=", ":", " ", " = "]), st.booleans()
)
def test_what_javaproperties_writes_is_read_and_every_position_cuts_out_what_was_written(
    data: dict[str, str], separator: str, escaped: bool
) -> None:
    text = javaproperties.dumps(data, separator=separator, timestamp=False, ensure_ascii=escaped)
    document = parse_properties(text)
    assert not document.problems
    assert flat(document) == list(data.items())
    for route, key, node in all_routes(document)[1:]:
        assert javaproperties.unescape(key_text(document, route)) == key
        if isinstance(node, str):
            assert javaproperties.unescape(value_text(document, route)) == node


@given(st.text("ab.=: \t\f#!\\\n\r", max_size=24))
def test_other_texts_are_read_as_javaproperties_does(text: str) -> None:
    expected = [
        (entry.key, entry.value)
        for entry in javaproperties.parse(text)
        if isinstance(entry, javaproperties.KeyValue)
    ]
    found = flat(parse_properties(text))
    assert [entry for entry in found if entry[0]] == [entry for entry in expected if entry[0]]
