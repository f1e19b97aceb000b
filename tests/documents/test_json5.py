"""JSON5: the whole grammar, where the name of the file allows it, and not a character more of JSON elsewhere."""

import math
import re
from typing import Any

import json5
import pyjson5
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ocpplint.documents.jsonc import parse_json, parse_json5
from ocpplint.documents.tree import Node, Number, Object
from tests.support.trees import all_routes, key_text, members, number, plain, problems, value_text


def read(text: str) -> object:
    """The one root of a text without problems."""
    document = parse_json5(text)
    assert not document.problems
    (root,) = document.roots
    return plain(root)


NUMBERS = [
    ("0x12c", "300"),
    ("-0X1F", "-31"),
    ("+30", "30"),
    (".5", "0.5"),
    ("-.5e3", "-0.5e3"),
    ("5.", "5"),
    ("5.E-3", "5E-3"),
    ("Infinity", "Infinity"),
    ("-Infinity", "-Infinity"),
    ("+NaN", "NaN"),
    ("2e+01", "2e+01"),
    ("-0", "-0"),
]


@pytest.mark.parametrize(("written", "said"), NUMBERS)
def test_a_number_is_the_decimal_text_that_a_station_receives(written: str, said: str) -> None:
    text = f"{{HeartbeatInterval: {written}}}"
    assert read(text) == members(("HeartbeatInterval", number(said)))
    assert value_text(parse_json5(text), (0, 0)) == written


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("'RST'", "RST"),
        ("'a \"b\"'", 'a "b"'),
        (r"'it\'s'", "it's"),
        ('"it\'s"', "it's"),
        ("'one \\\ntwo \\\r\nthree'", "one two three"),
        (r"'\x41\u00e4\v\0\q\/'", "Aä\v\0q/"),
        (r"'\ud83d\ude00'", "😀"),
        ("'a\tb\u2028c'", "a\tb\u2028c"),
        ("''", ""),
    ],
)
def test_a_string_may_have_either_quotes_all_escapes_and_continuations(written: str, said: str) -> None:
    assert read(f"[{written}]") == [said]
    assert value_text(parse_json5(f"[{written}]"), (0, 0)) == written


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Key", "Key"),
        ("$_1", "$_1"),
        ("größe", "größe"),
        (r"\u0061b", "ab"),
        ("null", "null"),
        ("Infinity", "Infinity"),
        ("NaN", "NaN"),
        ("'a b'", "a b"),
        (r"'it\'s'", "it's"),
        ("充电", "充电"),
        ("e\u0301", "e\u0301"),
    ],
)
@pytest.mark.parametrize("gap", ["", " ", "/* : */", "\n// x\n", "\u00a0\v\ufeff"])
def test_a_key_may_be_an_identifier(written: str, said: str, gap: str) -> None:
    text = f"{{{gap}{written}{gap}:{gap}1{gap},{gap}}}"
    assert read(text) == members((said, number("1")))
    assert key_text(parse_json5(text), (0, 0)) == written


CASES = [
    ("{1a: 1, b: 2}", "double quotes around the key", "1a", members(("1a", number("1")), ("b", number("2")))),
    ("{a-b: 1, b: 2}", "double quotes around the key", "a-b", members(("a-b", number("1")), ("b", number("2")))),
    (
        "{a: undefined, b: 2}",
        "a value after the colon",
        "undefined",
        members(("a", "undefined"), ("b", number("2"))),
    ),
    ("{a: 0x, b: 2}", "a value after the colon", "0x", members(("a", "0x"), ("b", number("2")))),
    ("{a: 'x\n b: 2}", "`'` at the end of the string `'x`", "'x", members(("a", "x"), ("b", number("2")))),
    (r"{a: '\1', b: 2}", "an escape of JSON5 after the backslash", r"\1", members(("a", "1"), ("b", number("2")))),
    (
        r"{a: '\x1', b: 2}",
        "an escape of JSON5 after the backslash",
        r"\x",
        members(("a", "x1"), ("b", number("2"))),
    ),
    ("{a: 1 b: 2}", "`,` or `}` after the value", "b", members(("a", number("1")), ("b", number("2")))),
    ("{a: [,1], b: 2}", "a value or `]`", ",", members(("a", [number("1")]), ("b", number("2")))),
]


@pytest.mark.parametrize(("text", "expected", "at", "tree"), CASES)
def test_what_is_wrong_in_json5_too_is_one_problem(text: str, expected: str, at: str, tree: object) -> None:
    document = parse_json5(text)
    assert (problems(document), [plain(root) for root in document.roots]) == ([(expected, at)], [tree])
    with pytest.raises(pyjson5.Json5Exception):
        pyjson5.decode(text)


@pytest.mark.parametrize(
    "text",
    [
        "{'a': 1}",
        "{a: 1}",
        '{"a": +1}',
        '{"a": .5}',
        '{"a": 0x1F}',
        '{"a": NaN}',
        '{"a": "b\\\nc"}',
        '{"a":\u00a01}',
        r'{"a": "\x41"}',
    ],
)
def test_in_json_what_only_json5_allows_is_still_told(text: str) -> None:
    assert parse_json(text).problems
    assert not parse_json5(text).problems


# What other programs write and read


def _is_same(node: Node, value: Any) -> bool:
    match value:
        case dict():
            return (
                isinstance(node, Object)
                and [key for key, _ in node.members] == list(value)
                and all(_is_same(inner, value[key]) for key, inner in node.members)
            )
        case list():
            return isinstance(node, list) and len(node) == len(value) and all(map(_is_same, node, value))
        case bool() | None:
            return node is value
        case int() | float():
            return isinstance(node, Number) and (float(node) == value or (math.isnan(value) and node == "NaN"))
    return type(node) is str and node == value


KEYS = st.text(st.characters(codec="utf-8"), max_size=6) | st.sampled_from(["HeartbeatInterval", "$a", "größe"])
SCALARS = (
    st.text(st.characters(codec="utf-8"), max_size=8)
    | st.integers(-(2**53), 2**53)
    | st.floats()
    | st.booleans()
    | st.none()
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)
)


@given(
    st.dictionaries(KEYS, VALUES, max_size=4), st.sampled_from([None, 2]), st.sampled_from(list(json5.QuoteStyle))
)
def test_what_json5_writes_is_read_and_every_position_cuts_out_what_was_written(
    data: dict[str, Any], indent: int | None, quotes: json5.QuoteStyle
) -> None:
    text = json5.dumps(data, indent=indent, quote_style=quotes)
    # json5 writes the character 0 before a digit as an octal escape, which JSON5 does not have.
    assume(re.search(r"\\0[0-9]", text) is None)
    document = parse_json5(text)
    assert not document.problems
    assert _is_same(document.roots[0], data)
    for route, key, node in all_routes(document)[1:]:
        if key is not None:
            assert list(pyjson5.decode(f"{{{key_text(document, route)}: 1}}")) == [key]
        assert _is_same(node, pyjson5.decode(value_text(document, route)))


GAPS = st.sampled_from(["", " ", "\n", "\u2028", "// '\"\n", "/* } */", "\ufeff\v"])
STRINGS = st.lists(
    st.sampled_from(
        ["a", "ä", "😀", '\\"', "\\'", "\\x41", "\\\n", "\\\u2029", "\\v", "\\0", "\\z", "\\u00e4", "\t"]
    )
).map("".join)
TOKENS = (
    st.sampled_from([written for written, _ in NUMBERS])
    | STRINGS.map(lambda body: f"'{body}'")
    | STRINGS.map(lambda body: f'"{body}"')
)


@st.composite
def texts(draw: st.DrawFn, depth: int = 2) -> str:
    """A valid text of JSON5 with anything between its tokens."""
    kind = draw(st.sampled_from(["scalar", "list", "object"] if depth else ["scalar"]))
    gap = draw(GAPS)
    if kind == "scalar":
        return gap + draw(TOKENS) + draw(GAPS)
    comma = draw(st.sampled_from(["", ","]))
    count = draw(st.integers(0, 3))
    parts = [draw(texts(depth - 1)) for _ in range(count)]
    if kind == "list":
        return gap + "[" + ",".join(parts) + (comma if parts else "") + draw(GAPS) + "]" + draw(GAPS)
    keys = [f"{draw(GAPS)}{name}{index}{draw(GAPS)}:" for index, name in enumerate(["a", "$", "ü"][:count])]
    body = ",".join(key + part for key, part in zip(keys, parts, strict=True))
    return gap + "{" + body + (comma if parts else "") + draw(GAPS) + "}" + draw(GAPS)


@given(texts())
def test_every_valid_text_is_read_as_pyjson5_does(text: str) -> None:
    document = parse_json5(text)
    assert not document.problems
    (root,) = document.roots
    assert _is_same(root, pyjson5.decode(text))
