"""INI: what programs agree on, what they don't, and positions that cut out what was written."""

import configparser
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.documents.ini import parse_ini
from ocpplint.documents.limits import MAX_DEPTH, MAX_PROBLEMS, TOO_DEEP
from ocpplint.documents.tree import Object
from tests.support.trees import all_routes, flat, key_text, members, problems, roots, value_text


def test_sections_are_objects_and_values_are_text() -> None:
    document = parse_ini(
        "site = depot\n[CP-1]\nHeartbeatInterval = 300\nLocalPreAuthorize: true\n[CP-2]\n[CP-1]\nnull\n"
    )
    cp1 = members(("HeartbeatInterval", "300"), ("LocalPreAuthorize", "true"), ("null", None))
    assert roots(document) == [members(("site", "depot"), ("CP-1", cp1), ("CP-2", members()))]
    assert not document.problems


@pytest.mark.parametrize(
    ("line", "value", "written"),
    [
        ("Key=300", "300", "300"),
        ("Key : 300", "300", "300"),
        ("  Key  =  300  ", "300", "300"),
        ("Key = a=b:c", "a=b:c", "a=b:c"),
        ("Key = ws://host/path", "ws://host/path", "ws://host/path"),
        ("Key = 300 ; five minutes", "300", "300"),
        ("Key = 300 # five minutes", "300", "300"),
        ("Key = a;b#c", "a;b#c", "a;b#c"),
        ('Key = "300"', "300", '"300"'),
        ("Key = 'a ; b' ; c", "a ; b", "'a ; b'"),
        ('Key = "a" or "b"', '"a" or "b"', '"a" or "b"'),
        ("Key = %(other)s ${this}", "%(other)s ${this}", "%(other)s ${this}"),
        ("Key =", "", ""),
        ("Key = ; nothing", "", ""),
        ("Key", None, ""),
        ("Key ; alone", None, ""),
        ("Key = one\n  two\n\n  three ; 3\n", "one\ntwo\n\nthree", "one\n  two\n\n  three"),
        ("Key =\n  a = b\n  c\n", "a = b\nc", "a = b\n  c"),
    ],
)
def test_a_value_ends_where_a_comment_or_another_key_begins(line: str, value: str | None, written: str) -> None:
    document = parse_ini(f"[CP-1]\n{line}")
    assert not document.problems
    assert flat(document) == [("CP-1.Key", value)]
    assert (key_text(document, (0, 0, 0)), value_text(document, (0, 0, 0))) == ("Key", written)


def test_a_deeper_indented_line_that_sets_a_key_continues_nothing() -> None:
    document = parse_ini("[CP-1]\nHeartbeatInterval = 300\n  ConnectorPhaseRotation = RST\n")
    assert flat(document) == [("CP-1.HeartbeatInterval", "300"), ("CP-1.ConnectorPhaseRotation", "RST")]


@pytest.mark.parametrize(
    ("header", "path"),
    [
        ("[CP-1.ocpp]", ["CP-1", "ocpp"]),
        ('[station "CP 1.2"]', ["station", "CP 1.2"]),
        ("[ CP 1 ]", ["CP 1"]),
        ("[10.0.0.7]", ["10.0.0.7"]),
        ("[10.0.0.7.ocpp]", ["10.0.0.7", "ocpp"]),
        ("[connector.2]", ["connector", "2"]),
        ("[.a]", [".a"]),
        ("[a..b]", ["a..b"]),
        ("[a]]", ["a"]),
    ],
)
def test_sections_may_stand_in_sections(header: str, path: list[str]) -> None:
    document = parse_ini(f"{header}\nKey = 1\n")
    assert flat(document)[0] == (".".join([*path, "Key"]), "1")
    node = document.roots[0]
    for depth, name in enumerate(path):
        assert isinstance(node, Object)
        key, node = node.members[0]
        assert key == key_text(document, (0,) * (depth + 2)) == name


def test_more_brackets_are_deeper_sections() -> None:
    document = parse_ini("[CP-1]\na = 1\n[[connector2]]\nb = 2\n[[ocpp]]\nc = 3\n[CP-2]\nd = 4\n")
    assert [key for key, _ in flat(document)] == ["CP-1.a", "CP-1.connector2.b", "CP-1.ocpp.c", "CP-2.d"]


def test_dotted_keys_are_objects_and_a_variable_of_ocpp_2_stays_one_key() -> None:
    document = parse_ini("cp1.ocpp.HeartbeatInterval = 1\ncp2.x = 2\ncp1.OCPPCommCtrlr.HeartbeatInterval = 3\n")
    ocpp = members(("HeartbeatInterval", "1"))
    cp1 = members(("ocpp", ocpp), ("OCPPCommCtrlr.HeartbeatInterval", "3"))
    assert roots(document) == [members(("cp1", cp1), ("cp2", members(("x", "2"))))]
    assert key_text(document, (0, 0, 1)) == "OCPPCommCtrlr.HeartbeatInterval"


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("a = 1 ; beside\nb = 2", ("beside", (0,), 1, True)),
        ("a = 1\n; above\nb = 2", ("above", (0,), 1, False)),
        ("a = 1\n# of b\n[b]\nx = 1", ("of b", (0,), 1, False)),
        ("[b] ; head\nx = 1", ("head", (0, 0), 0, False)),
        ("[b]\n;; first\nx = 1", ("first", (0, 0), 0, False)),
        ("[b]\nx = one\n  two ; beside\ny = 2", ("beside", (0, 0), 1, True)),
        ("[b]\nx = 1\n; last", ("last", (0,), 1, False)),
        ("Key ; beside", ("beside", (0,), 1, True)),
    ],
)
def test_a_comment_knows_its_container_and_the_child_it_precedes(
    text: str, comment: tuple[str, tuple[int, ...], int, bool]
) -> None:
    (found,) = parse_ini(text).comments
    assert (found.text, found.container, found.before, found.trailing) == comment


CASES = [
    ("= 1\nb = 2", ["a key"], [("b", "2")]),
    ("HeartbeatInterval 300\nb = 2", ["`=` or `:` after the key"], [("HeartbeatInterval", "300"), ("b", "2")]),
    ("[CP-1\nb = 2", ["the name of a section and `]`"], [("CP-1.b", "2")]),
    ("[CP-1] x\nb = 2", ["the end of the line"], [("CP-1.b", "2")]),
    ("[a]\nc = 1\n[]\nb = 2", ["the name of a section and `]`"], [("a.c", "1"), (".b", "2")]),
]


@pytest.mark.parametrize(("text", "expected", "values"), CASES)
def test_after_an_error_every_value_stays_with_its_key(
    text: str, expected: list[str], values: list[tuple[str, object]]
) -> None:
    document = parse_ini(text)
    assert ([what for what, _ in problems(document)], flat(document)) == (expected, values)


def test_what_is_too_deep_is_not_read_and_the_rest_is() -> None:
    document = parse_ini(f"a = 1\n{'x.' * MAX_DEPTH}x = 1\n[{'y.' * MAX_DEPTH}y]\nz = 1\n[b]\nc = 2\n")
    assert [problem.message for problem in document.problems] == [TOO_DEEP]
    assert {("a", "1"), ("b.c", "2")} <= set(flat(document))


def test_problems_are_bounded() -> None:
    assert len(parse_ini("= 1\n" * 1000).problems) == MAX_PROBLEMS


# What `configparser` writes

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,8}( [A-Za-z0-9]{1,3})?", fullmatch=True)
WORDS = st.from_regex(r"([^\s\"'#;=:\[][^\s#;=:]{0,6}( [^\s#;]{1,4})?)?", fullmatch=True).filter(
    lambda word: word == word.strip()
)
VALUES = (
    st.lists(WORDS, min_size=1, max_size=3)
    .map("\n".join)
    .filter(lambda value: value == value.strip() and "\n\n" not in value)
)
FILES = st.dictionaries(
    NAMES.filter(lambda name: name != "DEFAULT"),
    st.dictionaries(NAMES, VALUES, min_size=1, max_size=4),
    max_size=4,
)


def _parser() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(inline_comment_prefixes=("#", ";"), strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    return parser


def _written(data: dict[str, Any], *, spaced: bool) -> str:
    parser = _parser()
    parser.read_dict(data)
    text = io.StringIO()
    parser.write(text, space_around_delimiters=spaced)
    return text.getvalue()


@given(FILES, st.booleans())
def test_what_configparser_writes_is_read_and_every_position_cuts_out_what_was_written(
    data: dict[str, dict[str, str]], spaced: bool
) -> None:
    document = parse_ini(_written(data, spaced=spaced))
    assert not document.problems
    assert flat(document) == [
        (f"{name}.{key}", value) for name, section in data.items() for key, value in section.items()
    ]
    for route, key, node in all_routes(document)[1:]:
        assert key == key_text(document, route)
        if isinstance(node, str):
            assert [line.strip() for line in value_text(document, route).split("\n")] == node.split("\n")


@given(
    st.lists(
        st.sampled_from(["[a]", "[b c]", "k = v", "k2: v", "x=1 ; c", "; c", "", "  more", "  2 # c", "empty ="])
    )
)
def test_other_texts_are_read_as_configparser_does(lines: list[str]) -> None:
    text = "[first]\n" + "\n".join(lines)
    parser = _parser()
    try:
        parser.read_string(text)
    except configparser.Error:
        # A continuation of nothing is an error there, and a key without a value here.
        return
    expected = {f"{name}.{key}": value.strip() for name in parser.sections() for key, value in parser.items(name)}
    assert dict(flat(parse_ini(text))) == expected
