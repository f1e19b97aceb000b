"""TOML: every value and table, every slip of the pen, and positions that cut out what was written."""

import datetime
import math
from typing import Any

import pytest
import tomli
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.documents.limits import MAX_DEPTH, MAX_PROBLEMS, TOO_DEEP
from ocpplint.documents.toml import parse_toml
from ocpplint.documents.tree import Node, Number, Object
from tests.support.trees import (
    all_routes,
    flat,
    key_text,
    members,
    number,
    plain,
    problems,
    value_text,
)


def read(text: str) -> object:
    """The one root of a text without problems."""
    document = parse_toml(text)
    assert not document.problems
    (root,) = document.roots
    return plain(root)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("300", number("300")),
        ("+30", number("30")),
        ("-0", number("-0")),
        ("1_000", number("1000")),
        ("0x12c", number("300")),
        ("0xdead_BEEF", number("3735928559")),
        ("0o17", number("15")),
        ("0b1_0", number("2")),
        ("21.40", number("21.40")),
        ("2e+01", number("2e+01")),
        ("-inf", number("-inf")),
        ("nan", number("nan")),
        ("true", True),
        ("1979-05-27", "1979-05-27"),
        ("1979-05-27T07:32:00.5-07:00", "1979-05-27T07:32:00.5-07:00"),
        ("1979-05-27 07:32:00Z", "1979-05-27 07:32:00Z"),
        ("07:32", "07:32"),
        ('""', ""),
        ("''", ""),
        (r'"a\tb\u00e4\U0001f600\"\\"', 'a\tbä😀"\\'),
        (r'"\e[\x41"', "\x1b[A"),
        (r"'C:\temp'", r"C:\temp"),
        ('"""\na\n"b" ""c\\"""d"""', 'a\n"b" ""c"""d'),
        ('"""a""""', 'a"'),
        ('"""a"""""', 'a""'),
        ('"""a \\\n   b\\\n\n  c"""', "a bc"),
        ("'''\r\na\r\nb'''", "a\nb"),
        ("'''it''s'''''", "it''s''"),
        ("[]", []),
        ("[1, 'a', [true,],]", [number("1"), "a", [True]]),
        ("[\n  1, # one\n  2\n]", [number("1"), number("2")]),
        ("{}", members()),
        ("{a = 1, b.c = 'x'}", members(("a", number("1")), ("b", members(("c", "x"))))),
        ("{\n  a = 1, # one\n}", members(("a", number("1")))),
    ],
)
def test_a_value_is_what_a_station_would_receive(written: str, said: object) -> None:
    assert read(f"Key = {written}") == members(("Key", said))
    assert value_text(parse_toml(f"Key = {written} # end"), (0, 0)) == written


def test_tables_may_be_declared_in_any_order() -> None:
    text = "[a.b]\nx = 1\n[c]\n[a]\ny = 2\n[[d]]\nz = 3\n[d.e]\nv = 4\n[[d]]\n[a.f]\nw.w = 5\n"
    assert read(text) == members(
        (
            "a",
            members(
                ("b", members(("x", number("1")))),
                ("y", number("2")),
                ("f", members(("w", members(("w", number("5")))))),
            ),
        ),
        ("c", members()),
        ("d", [members(("z", number("3")), ("e", members(("v", number("4"))))), members()]),
    )


def test_a_variable_of_ocpp_2_stays_one_key() -> None:
    text = "OCPPCommCtrlr.HeartbeatInterval = 300\n[CP-1]\nocpp.AuthCtrlr.Enabled = true\n"
    assert flat(parse_toml(text)) == [
        ("OCPPCommCtrlr.HeartbeatInterval", "300"),
        ("CP-1.ocpp.AuthCtrlr.Enabled", True),
    ]
    assert key_text(parse_toml(text), (0, 0)) == "OCPPCommCtrlr.HeartbeatInterval"
    assert key_text(parse_toml(text), (0, 1, 0, 0)) == "AuthCtrlr.Enabled"


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "\ufeff# nothing"])
def test_a_text_without_a_key_has_no_roots_and_no_problem(text: str) -> None:
    document = parse_toml(text)
    assert (document.roots, document.problems) == ([], [])


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("a = 1 # beside\nb = 2", ("beside", (0,), 1, True)),
        ("a = 1\n## above\nb = 2", ("above", (0,), 1, False)),
        ("a = 1\n# of b\n[b]\nx = 1", ("of b", (0,), 1, False)),
        ("[b] # head\nx = 1", ("head", (0, 0), 0, False)),
        ("[b]\n# first\nx.y = 1", ("first", (0, 0, 0), 0, False)),
        ("[[b]]\nx = 1\n# second\n[[b]]\nx = 2", ("second", (0, 0), 1, False)),
        ("a = [1, # beside\n2]", ("beside", (0, 0), 1, True)),
        ("a = [ # head\n1]", ("head", (0, 0), 0, False)),
        ("a = [1,\n# above\n2]", ("above", (0, 0), 1, False)),
        ("a = 1\n# last", ("last", (0,), 1, False)),
    ],
)
def test_a_comment_knows_its_container_and_the_child_it_precedes(
    text: str, comment: tuple[str, tuple[int, ...], int, bool]
) -> None:
    (found,) = parse_toml(text).comments
    assert (found.text, found.container, found.before, found.trailing) == comment


KEY = "expected a key"
CASES = [
    ("a = 1\nb = \nc = 3", ["a value"], [("a", "1"), ("b", None), ("c", "3")]),
    ("a = 30s\nb = 2", ["a value"], [("a", "30s"), ("b", "2")]),
    ("a = RST # phase\nb = 2", ["a value"], [("a", "RST"), ("b", "2")]),
    ("a: 1\nb = 2", ["`=` after the key"], [("a", "1"), ("b", "2")]),
    ("a 1\nb = 2", ["`=` after the key"], [("a", "1"), ("b", "2")]),
    ("a\nb = 2", ["`=` after the key"], [("a", None), ("b", "2")]),
    ("= 1\nb = 2", ["a key"], [("b", "2")]),
    ('a = "x\nb = 2', ['`"` at the end of the string'], [("a", "x"), ("b", "2")]),
    ('a = """x\nb = 2', ['`"` at the end of the string'], [("a", "x"), ("b", "2")]),
    ('a = "x" y\nb = 2', ["the end of the line"], [("a", "x"), ("b", "2")]),
    ("a = [1, 2\nb = 2", ["the bracket that closes this one"], [("a.0", "1"), ("a.1", "2"), ("b", "2")]),
    ("a = [1, 2\n[b]\nc = 2", ["the bracket that closes this one"], [("a.0", "1"), ("a.1", "2"), ("b.c", "2")]),
    ("a = {x = 1\nb = 2", ["the bracket that closes this one"], [("a.x", "1"), ("b", "2")]),
    ("a = {x = 1\n  y = 2\n}\nb = 2", ["`,` or `}`"], [("a.x", "1"), ("a.y", "2"), ("b", "2")]),
    ("a = [1 2]\nb = 2", ["`,` or `]`"], [("a.0", "1"), ("a.1", "2"), ("b", "2")]),
    ("a = [1,, 2]\nb = 2", ["a value"], [("a.0", "1"), ("a.1", "2"), ("b", "2")]),
    ("a = [{x = 1]\nb = 2", ["the other closing bracket"], [("a.0.x", "1"), ("b", "2")]),
    ("a = {x: 1}\nb = 2", ["`=` after the key"], [("a.x", "1"), ("b", "2")]),
    ("[a\nb = 2", ["the name of a table and `]`"], [("a.b", "2")]),
    ("[CP 1]\nb = 2", ["the name of a table and `]`"], [("CP 1.b", "2")]),
    ("[a] b\nc = 2", ["the end of the line"], [("a.c", "2")]),
    (
        "Größe = 1\nb = 2",
        ["a key of letters, digits, `_` and `-`, or quotes around it"],
        [("Größe", "1"), ("b", "2")],
    ),
    ("a = 1\na = 2", ["a key that is not set yet"], [("a", "1"), ("a", "2")]),
    ("[a]\nb = 1\n[a]\nc = 2", ["a key that is not set yet"], [("a.b", "1"), ("a.c", "2")]),
    ("a = 1\n[a]\nc = 2", ["a key that is not set yet"], [("a", "1"), ("a.c", "2")]),
    ("a = {}\n[a.b]\nc = 2", ["a key that is not set yet"], [("a.b.c", "2")]),
    ("[a.b]\n[c]\n[a]\nb.c = 2", ["a table that no header declares"], [("a.b.c", "2")]),
    (r'a = "\q"' + "\nb = 2", ['one of `btnfre"\\xuU` after the backslash'], [("a", r"\q"), ("b", "2")]),
    ("a = '\x01'\nb = 2", ["an escape in the string"], [("a", "\x01"), ("b", "2")]),
    ("a = 2026-02-30\nb = 2", ["a value"], [("a", "2026-02-30"), ("b", "2")]),
]


@pytest.mark.parametrize(("text", "expected", "values"), CASES)
def test_after_an_error_every_value_stays_with_its_key(
    text: str, expected: list[str], values: list[tuple[str, object]]
) -> None:
    document = parse_toml(text)
    assert ([what for what, _ in problems(document)], flat(document)) == (expected, values)
    with pytest.raises(tomli.TOMLDecodeError):
        tomli.loads(text)


def test_what_is_too_deep_is_not_read_and_the_rest_is() -> None:
    deep = "[" * (MAX_DEPTH + 50)
    text = f"a = {deep}{deep.replace('[', ']')}\nb = 2\n{'x.' * MAX_DEPTH}x = 1\n[{'y.' * MAX_DEPTH}y]\nz = 1\n[c]\nd = 4\n"
    document = parse_toml(text)
    assert [problem.message for problem in document.problems] == [TOO_DEEP]
    assert [entry for entry in flat(document) if entry[0] in ("b", "c.d")] == [("b", "2"), ("c.d", "4")]
    assert max(len(route) for route, _, _ in all_routes(document)) <= MAX_DEPTH + 1


def test_problems_are_bounded() -> None:
    assert len(parse_toml("= 1\n" * 1000).problems) == MAX_PROBLEMS


# What other programs write

KEYS = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["CP-1", "HeartbeatInterval", "a b", "x.y"]
)
SCALARS = (
    st.text(st.characters(codec="utf-8"))
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.booleans()
    | st.datetimes(timezones=st.none() | st.just(datetime.UTC))
    | st.dates()
    | st.times()
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)
)
TABLES = st.dictionaries(KEYS, VALUES, min_size=1, max_size=6)


def _is_same(node: Node, value: Any) -> bool:
    match value:
        case dict():
            return isinstance(node, Object) and _is_same_table(node, value)
        case list():
            return isinstance(node, list) and len(node) == len(value) and all(map(_is_same, node, value))
        case bool():
            return node is value
        case int():
            return isinstance(node, Number) and node == str(value)
        case float():
            return isinstance(node, Number) and (
                float(node) == value or (math.isnan(value) and math.isnan(float(node)))
            )
        case str():
            return type(node) is str and node == value
    return isinstance(node, str) and tomli.loads(f"x = {node}") == {"x": value}


def _is_same_table(node: Object, value: dict[str, Any]) -> bool:
    found = dict(node.members)
    return len(node.members) == len(value) and all(
        key in found and _is_same(found[key], value[key]) for key in value
    )


@given(TABLES, st.booleans())
def test_what_tomli_w_writes_is_read_and_every_position_cuts_out_what_was_written(
    data: dict[str, Any], multiline: bool
) -> None:
    text = tomli_w.dumps(data, multiline_strings=multiline)
    document = parse_toml(text)
    assert not document.problems
    assert _is_same(document.roots[0], tomli.loads(text))
    for route, key, node in all_routes(document)[1:]:
        if key is not None:
            assert tomli.loads(f"{key_text(document, route)} = 1") == {key: 1}
        if not isinstance(node, Object | list):
            (value,) = tomli.loads(f"x = {value_text(document, route)}").values()
            assert _is_same(node, value)


SAMPLE = """# Depot
name = "CP \\u0041" # beside
'quoted key' = 'x'
[stations.CP-1]
HeartbeatInterval = 300
list = [1, 2.5, "a", {b = true}]
[[stations.CP-2.connectors]]
id = 1
long = \"\"\"
two
lines\"\"\"
[[stations.CP-2.connectors]]
when = 2026-03-01T10:00:00Z
dotted.key = 0x1F
"""


@given(
    st.lists(
        st.tuples(st.integers(0, len(SAMPLE)), st.integers(0, 3), st.text("a1\"'[]{}=.,#-_ \n\\", max_size=3)),
        min_size=1,
        max_size=3,
    )
)
def test_a_text_has_problems_where_it_is_no_toml_and_the_same_data_where_it_is(
    edits: list[tuple[int, int, str]],
) -> None:
    text = SAMPLE
    for at, length, new in edits:
        text = text[:at] + new + text[at + length :]
    document = parse_toml(text)
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError:
        assert document.problems
        return
    assert not document.problems
    assert _is_same(document.roots[0] if document.roots else Object([]), data)


NAMES = [f"Key{letter}x" for letter in "ABCDEFGHIJKL"]
"""None of them begins another, however it is damaged."""


@given(
    st.integers(0, len(NAMES) - 1), st.integers(0, 14), st.integers(0, 4), st.text("a1\"'[]{}=.,#: ", max_size=4)
)
def test_no_error_moves_a_value_to_another_key_or_hides_another_line(
    broken: int, at: int, length: int, new: str
) -> None:
    values = ['"v{}"', "{}", "['v{}', 1]", "{{x = {}}}"]
    lines = [f"{name} = {values[number % 4].format(number)}" for number, name in enumerate(NAMES)]
    right = _values_by_name("\n".join(lines))
    lines[broken] = lines[broken][:at] + new + lines[broken][at + length :]
    found = _values_by_name("\n".join(lines))
    right.pop(NAMES[broken])
    found.pop(NAMES[broken], None)
    assert found == right


def _values_by_name(text: str) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for key, value in flat(parse_toml(text)):
        for name in set(key.split(".")) & set(NAMES):
            found.setdefault(name, []).append(value)
    return found
