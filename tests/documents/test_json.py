"""JSON and JSON with comments: every value, every slip of the pen."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.documents.jsonc import _parse_tolerant, parse_json
from ocpplint.documents.limits import MAX_DEPTH, MAX_PROBLEMS
from ocpplint.documents.tree import Comment, Document
from tests.support.trees import all_routes, flagged, members, number, plain, roots


def depth(document: Document) -> int:
    return max((len(route) for route, _, _ in all_routes(document)), default=0)


def only_problem(text: str) -> tuple[str, str]:
    """The message of the one problem of a text, and the text it stands at."""
    document = parse_json(text)
    assert len(document.problems) == 1, document.problems
    return document.problems[0].message, flagged(document, document.problems[0])


def test_keeps_members_in_order_with_duplicates_and_numbers_as_written() -> None:
    document = parse_json('{"b": 1.50, "a": -2e+01, "b": [true, false, null, "x"]}')
    expected = members(("b", number("1.50")), ("a", number("-2e+01")), ("b", [True, False, None, "x"]))
    assert roots(document) == [expected]
    assert not document.problems


@pytest.mark.parametrize("text", ["", " \n", "\ufeff", "// nothing\n", "/* nothing */"])
def test_a_text_without_a_value_has_no_roots_and_no_problem(text: str) -> None:
    document = parse_json(text)
    assert not document.roots
    assert not document.problems


def test_excerpts_of_vendor_documentation_are_several_values() -> None:
    text = '// Connector 1\n{"key": "A"}\n# Connector 2\n{"key": "A_2"},\n{"key": "B",}\n'
    document = parse_json(text)
    assert roots(document) == [members(("key", name)) for name in ("A", "A_2", "B")]
    assert not document.problems
    assert [(c.text, c.container, c.before) for c in document.comments] == [
        ("Connector 1", (), 0),
        ("Connector 2", (), 1),
    ]


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ('{ // head\n"a": 1}', ("head", (0,), 0, False)),
        ('{"a": 1, // beside\n"b": 2}', ("beside", (0,), 1, True)),
        ('{"a": 1,\n// above\n"b": 2}', ("above", (0,), 1, False)),
        ('{"a": // between\n1}', ("between", (0,), 1, True)),
        ('{"a":\n// between\n1}', ("between", (0,), 0, False)),
        ('{"a": 1\n# last\n}', ("last", (0,), 1, False)),
        ('[{"a": 1}, /* beside */\n2]', ("beside", (0,), 1, True)),
        ('{"a": [1,\n/*\n * two\n * lines\n */\n2]}', ("two\nlines", (0, 0), 1, False)),
        ("[1]\r// below\r", ("below", (), 1, False)),
        ("\ufeff// first\n[1]", ("first", (), 0, False)),
    ],
)
def test_a_comment_knows_its_container_and_the_child_it_precedes(
    text: str, comment: tuple[str, tuple[int, ...], int, bool]
) -> None:
    document = parse_json(text)
    assert not document.problems
    (found,) = document.comments
    assert (found.text, found.container, found.before, found.trailing) == comment


def test_a_second_comment_on_a_line_is_trailing_as_the_first_is() -> None:
    document = parse_json('{"a": 1, /* one */ /* two */\n /* three */ /* four */ "b": 2}')
    assert [comment.trailing for comment in document.comments] == [True, True, False, False]


CASES = [
    (
        '{"a": 1 "b": 2}',
        "expected `,` or `}` after the value",
        '"b"',
        members(("a", number("1")), ("b", number("2"))),
    ),
    ('{"a" 1, "b": 2}', "expected `:` after the key", "1", members(("a", number("1")), ("b", number("2")))),
    ('{"a":, "b": 2}', "expected a value after the colon", ",", members(("a", None), ("b", number("2")))),
    ('{"a": }', "expected a value after the colon", "}", members(("a", None))),
    ('{"a": "x,\n"b": 2}', 'expected `"`', '"x', members(("a", "x"), ("b", number("2")))),
    ('{"a": "x, "b": "y"}', 'expected `"`', '"x', members(("a", "x"), ("b", "y"))),
    ('{"a: "x", "b": "y"}', 'expected `"`', '"a', members(("a", "x"), ("b", "y"))),
    ('{"a": x", "b": "y"}', "expected a value after the colon", 'x"', members(("a", "x"), ("b", "y"))),
    ('{a": "x", "b": "y"}', "expected a key in double quotes", 'a"', members(("a", "x"), ("b", "y"))),
    ('{"a": "one\ntwo", "b": 1}', 'expected `"`', '"one', members(("a", "one"), ("b", number("1")))),
    (
        '{"a": [1, {"b": 2',
        "expected `}` before the end",
        "{",
        members(("a", [number("1"), members(("b", number("2")))])),
    ),
    ('{"a": 1], "b": 2}', "expected no closing bracket", "]", members(("a", number("1")), ("b", number("2")))),
    ('{"a": 1}}', "expected no closing bracket", "}", members(("a", number("1")))),
    ('[{"a": 1, {"b": 2}]', "expected a key", "{", [members(("a", number("1"))), members(("b", number("2")))]),
    ('[{"a": 1 {"b": 2}]', "expected `,` or `}`", "{", [members(("a", number("1"))), members(("b", number("2")))]),
    ('{"a": [1, "b": 2}', "expected `]` before the key", '"b"', members(("a", [number("1")]), ("b", number("2")))),
    ('{"a": [1}, "b": 2}', "expected `,` or `]`", "}", members(("a", [number("1")]), ("b", number("2")))),
    ('[{"a": 1}, "a": 2}]', "expected `{` before the key", '"a"', [members(("a", number(n))) for n in "12"]),
    ('"a": 1, "b": 2', "expected `{` before the key", '"a"', members(("a", number("1")), ("b", number("2")))),
    ('{"a": "x\ty"}', "expected the escape `\\u0009`", "\t", members(("a", "x\ty"))),
    ('{"a": "x\\qy"}', 'expected one of `"\\/bfnrtu`', "\\q", members(("a", "x\\qy"))),
    ('{"a": RST, "b": 2}', "expected a value after the colon", "RST", members(("a", "RST"), ("b", number("2")))),
    ('{"a": 007}', "expected a value after the colon", "007", members(("a", "007"))),
    ('{"a": NaN}', "expected a value after the colon", "NaN", members(("a", "NaN"))),
    ('{"a": True}', "expected a value after the colon", "True", members(("a", True))),
    ('{"a": 1,, "b": 2}', "expected a key", ",", members(("a", number("1")), ("b", number("2")))),
    ('{"a":: 1}', "expected a value", ":", members(("a", number("1")))),
    ('{"a": 30 A, "b": 2}', "expected `,` or `}`", "A", members(("a", number("30")), ("b", number("2")))),
    ('{"a": 1, "b"}', "expected `:` after the key", "}", members(("a", number("1")), ("b", None))),
    ("[1 2]", "expected `,` or `]`", "2", [number("1"), number("2")]),
    ("[1,,2]", "expected a value or `]`", ",", [number("1"), number("2")]),
    ("{'a': 'it\\'s', 'b': 'y'}", "expected double quotes", "'a'", members(("a", "it's"), ("b", "y"))),
    ("{“a”: 1}", "expected double quotes", "“a”", members(("a", number("1")))),
    (
        "{a: 1, b: 2}",
        "expected double quotes around the key",
        "a",
        members(("a", number("1")), ("b", number("2"))),
    ),
    ('{\xa0"a":\xa01}', "expected a plain space, found U+00A0", "\xa0", members(("a", number("1")))),
    ('const x = {"a": 1}', "expected a value", "const x =", members(("a", number("1")))),
    ('{"a": 1} /* open', "expected `*/`", "/*", members(("a", number("1")))),
]


@pytest.mark.parametrize(("text", "message", "place", "root"), CASES, ids=[case[0] for case in CASES])
def test_one_slip_is_one_problem_and_the_rest_of_the_tree_is_read(
    text: str, message: str, place: str, root: object
) -> None:
    document = parse_json(text)
    assert len(document.problems) == 1, document.problems
    assert document.problems[0].message.startswith(message)
    assert flagged(document, document.problems[0]) == place
    assert roots(document) == [root]


CONFIGURATION = """{
  "configurationKey": [
    {"key": "HeartbeatInterval", "value": "30"},
    {"key": "ConnectorPhaseRotation", "value": "RST", "readonly": false},
    {"key": "ConnectorPhaseRotation_2", "value": "RTS"},
    {"key": "MeterValueSampleInterval", "value": 60}
  ],
  "unknownKey": []
}
"""
NAMES = ("HeartbeatInterval", "ConnectorPhaseRotation", "ConnectorPhaseRotation_2", "MeterValueSampleInterval")


@pytest.mark.parametrize("compact", [False, True])
def test_any_structural_character_may_be_lost_without_a_cascade(compact: bool) -> None:
    text = json.dumps(json.loads(CONFIGURATION)) if compact else CONFIGURATION
    for offset, character in enumerate(text):
        if character not in '{}[]:,"':
            continue
        document = parse_json(text[:offset] + text[offset + 1 :])
        context = (text[max(0, offset - 20) : offset], character, document.problems)
        assert len(document.problems) <= 1, context
        texts = {node for _, _, node in all_routes(document) if isinstance(node, str)}
        lost = set(NAMES) - texts
        assert len(lost) <= (character == '"'), context


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("extra", ["}", "]", ",", ":"])
def test_a_stray_character_between_tokens_loses_no_setting(extra: str, compact: bool) -> None:
    text = json.dumps(json.loads(CONFIGURATION)) if compact else CONFIGURATION
    for offset, character in enumerate(text):
        if character not in "{}[]:,":
            continue
        document = parse_json(text[: offset + 1] + extra + text[offset + 1 :])
        assert len(document.problems) <= 1, (text[: offset + 1][-20:] + extra, document.problems)
        assert {node for _, _, node in all_routes(document) if isinstance(node, str)} >= set(NAMES)


def test_independent_errors_are_all_reported() -> None:
    document = parse_json('{"a" 1,\n"b": "x\\q",\n"c": RST,\n"d": 4\n"e": 5}')
    assert [flagged(document, problem) for problem in document.problems] == ["1", "\\q", "RST", '"e"']
    assert [key for _, key, _ in all_routes(document) if key] == ["a", "b", "c", "d", "e"]


def test_problems_are_capped() -> None:
    assert len(parse_json("[" + "x, " * 1000 + "]").problems) == MAX_PROBLEMS


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
def test_depth_is_limited_with_one_problem(opening: str, closing: str) -> None:
    brackets = len(opening.replace('"a":', ""))
    allowed = MAX_DEPTH // brackets
    assert not parse_json(opening * allowed + "1" + closing * allowed).problems
    for levels in (allowed + 1, 400, 50_000):
        text = opening * levels + "1" + closing * levels
        document = parse_json(text)
        assert len(document.problems) == 1
        assert str(MAX_DEPTH) in document.problems[0].message
        assert depth(document) <= MAX_DEPTH + 1


def test_what_follows_a_container_that_is_too_deep_is_read() -> None:
    document = parse_json('{"deep": ' + "[" * 300 + "]" * 300 + ', "after": 1}')
    assert all_routes(document)[-1][1] == "after"
    assert len(document.problems) == 1


def test_strange_values_are_kept() -> None:
    huge = "9" * 5000
    document = parse_json(f'["\\ud800", "\\ud83d\\ude00", "\\u0000", {huge}, 1e999]')
    assert roots(document) == [["\ud800", "😀", "\0", number(huge), number("1e999")]]


def test_a_route_outside_the_tree_is_a_key_error() -> None:
    for text in ('{"a": [1]}', '{"a": [1],}'):
        document = parse_json(text)
        for route in ((), (1,), (-1,), (0, 1), (0, 0, 1), (0, 0, 0, 0)):
            with pytest.raises(KeyError):
                document.spans(route)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
gaps = st.sampled_from(["", " ", "\n", "\r\n\t", "// x\n", '/* [{ " */', " # y\r", "/**/ "])
spaces = st.sampled_from(["", " ", "\n", "\r\n\t"])


def normal(value: object) -> object:
    """A Python value in the form ``plain`` gives nodes."""
    match value:
        case dict():
            return members(*((key, normal(inner)) for key, inner in value.items()))
        case list():
            return [normal(inner) for inner in value]
        case bool() | None | str():
            return value
    return number(json.dumps(value))


def render(draw: st.DrawFn, value: object, gap: st.SearchStrategy[str], *, trailing: bool) -> str:
    """A value as JSON text with random gaps."""

    def around(text: str) -> str:
        return draw(gap) + text + draw(gap)

    match value:
        case dict():
            parts = [
                around(json.dumps(key, ensure_ascii=draw(st.booleans())))
                + ":"
                + around(render(draw, inner, gap, trailing=trailing))
                for key, inner in value.items()
            ]
            brackets = "{}"
        case list():
            parts = [around(render(draw, inner, gap, trailing=trailing)) for inner in value]
            brackets = "[]"
        case _:
            return json.dumps(value, ensure_ascii=draw(st.booleans()))
    comma = "," + draw(gap) if parts and trailing and draw(st.booleans()) else ""
    return brackets[0] + draw(gap) + ",".join(parts) + comma + brackets[1]


@st.composite
def rendered(draw: st.DrawFn) -> tuple[object, str]:
    value = draw(json_values)
    return value, draw(gaps) + render(draw, value, gaps, trailing=True) + draw(gaps)


@st.composite
def rendered_strictly(draw: st.DrawFn) -> str:
    return draw(spaces) + render(draw, draw(json_values), spaces, trailing=False) + draw(spaces)


@given(rendered())
def test_whatever_stands_between_the_tokens_the_value_is_the_same(case: tuple[object, str]) -> None:
    value, text = case
    document = parse_json(text)
    assert roots(document) == [normal(value)]
    assert not document.problems


@given(rendered())
def test_every_span_holds_the_text_of_its_node(case: tuple[object, str]) -> None:
    document = parse_json(case[1])
    for route, key, node in all_routes(document):
        spans = document.spans(route)
        assert roots(parse_json(document.text[slice(*spans.value)])) == [plain(node)]
        if key is not None:
            assert spans.key is not None
            assert roots(parse_json(document.text[slice(*spans.key)])) == [key]
        else:
            assert spans.key is None


@given(rendered())
def test_every_comment_is_found_where_it_stands(case: tuple[object, str]) -> None:
    document = parse_json(case[1])
    assert all(document.text[c.span.start] in "/#" for c in document.comments)
    for comment in document.comments:
        assert_between_its_neighbours(document, comment)


def assert_between_its_neighbours(document: Document, comment: Comment) -> None:
    """The child before the comment starts before it; the one that comes next does not end before it."""
    if comment.before:
        spans = document.spans((*comment.container, comment.before - 1))
        assert (spans.key or spans.value).start < comment.span.start
    try:
        following = document.spans((*comment.container, comment.before))
    except KeyError:
        return
    assert following.value.start > comment.span.start


@given(rendered_strictly())
def test_the_positional_parser_builds_the_tree_of_the_fast_one(text: str) -> None:
    fast, tolerant = parse_json(text), _parse_tolerant(text)
    assert roots(fast) == [plain(root) for root in tolerant.roots]
    assert not tolerant.problems
    assert json.loads(text) == json.loads(text[slice(*fast.spans((0,)).value)])


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text = draw(st.one_of(rendered().map(lambda case: case[1]), st.just(CONFIGURATION)))
    for _ in range(draw(st.integers(1, 3))):
        offset = draw(st.integers(0, len(text)))
        inserted = draw(st.sampled_from([*"{}[]:,\"'\\/#*x1\n\0\ufeff", ""]))
        text = text[:offset] + inserted + text[offset + (not inserted) :]
    return text


def assert_sound(document: Document) -> None:
    """Every node has a place inside the text, in order, and every problem has one too."""
    for route, key, _ in all_routes(document):
        spans = document.spans(route)
        assert 0 <= spans.value.start <= spans.value.end <= len(document.text)
        assert (spans.key is None) == (key is None)
    for problem in document.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(document.text)
    for comment in document.comments:
        assert comment.before >= 0


@given(mutated())
def test_a_damaged_document_still_gives_a_sound_tree(text: str) -> None:
    document = parse_json(text)
    assert_sound(document)
    assert document.roots or document.problems or not text.strip() or document.comments


@given(st.text() | st.text(alphabet="{}[]:,\"'\\ \n\t/*#a1-.“”"))
def test_no_text_makes_the_parser_fail(text: str) -> None:
    assert_sound(parse_json(text))
