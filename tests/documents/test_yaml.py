"""YAML as PyYAML reads it: scalars as a station would receive them, places, comments, broken streams."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.documents.jsonc import parse_json
from ocpplint.documents.limits import MAX_ALIASED_NODES, MAX_DEPTH, MAX_PROBLEMS
from ocpplint.documents.tree import Document, Node
from ocpplint.documents.yamldoc import parse_yaml
from tests.documents.test_json import assert_sound
from tests.support.trees import all_routes, members, number, plain, roots


@pytest.fixture(params=["C", "Python"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run with libyaml's parser and with PyYAML's own, which stands in where libyaml is missing."""
    if request.param == "C" and not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML without libyaml")
    if request.param == "Python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    return iter(())


def sliced(document: Document, route: tuple[int, ...]) -> tuple[str | None, str]:
    key, value = document.spans(route)
    return (document.text[slice(*key)] if key else None, document.text[slice(*value)])


def flagged(document: Document) -> list[str]:
    return [document.text[slice(*problem.span)] for problem in document.problems]


@pytest.mark.parametrize(
    ("written", "node"),
    [
        ("RST", "RST"),
        ("30", number("30")),
        ("-1.50", number("-1.50")),
        ("1e3", number("1e3")),
        (".5", number(".5")),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("on", "on"),
        ("Off", "Off"),
        ("yes", "yes"),
        ("0123", "0123"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2024-01-01", "2024-01-01"),
        (".inf", ".inf"),
        ("-", [None]),
        ("'30'", "30"),
        ('"true"', "true"),
        ("!!str 30", "30"),
        ("!!bool yes", True),
        ("!!bool maybe", "maybe"),
        ("!!int '30'", number("30")),
        ("!!null ''", None),
        ("!Ref Name", "Name"),
        ("!vault |\n  secret", "secret"),
        ("! 30", "30"),
        ("!x {a: b}", members(("a", "b"))),
    ],
)
def test_a_scalar_keeps_its_text_unless_every_yaml_reads_it_alike(written: str, node: object) -> None:
    document = parse_yaml(f"- {written}")
    assert roots(document) == [[node]]
    assert not document.problems


def test_keys_are_their_text() -> None:
    document = parse_yaml("1: a\ntrue: b\n~: c\n[x, y]: d\n'q': e\n? f\n: g\n1: h\n")
    assert roots(document) == [
        members(
            *(
                (key, value)
                for key, value in zip(["1", "true", "~", "[x, y]", "q", "f", "1"], "abcdegh", strict=True)
            )
        )
    ]


@pytest.mark.usefixtures("loader")
def test_places_are_exact_whatever_the_characters() -> None:
    document = parse_yaml("\ufeffé: 😀\r\nlist:\r\n- 'a😀'\r\n- {k: v}\r\ntext: |\r\n  x\r\nlast: 1")
    assert sliced(document, (0, 0)) == ("é", "😀")
    assert sliced(document, (0, 1)) == ("list", "- 'a😀'\r\n- {k: v}")
    assert sliced(document, (0, 1, 0)) == (None, "'a😀'")
    assert sliced(document, (0, 1, 1, 0)) == ("k", "v")
    assert sliced(document, (0, 2)) == ("text", "|\r\n  x\r\n")
    assert sliced(document, (0, 3)) == ("last", "1")


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "# nothing\n"])
def test_a_stream_without_a_document_has_no_roots(text: str) -> None:
    document = parse_yaml(text)
    assert not document.roots
    assert not document.problems


def test_every_document_of_a_stream_is_a_root() -> None:
    assert roots(parse_yaml("a: 1\n---\n- b\n...\n---\nc\n")) == [members(("a", number("1"))), ["b"], "c"]


def test_json_is_yaml_too() -> None:
    text = '{\n\t"a": [1, true, null, "\\u00e9"],\n\t"b": {}}'
    assert roots(parse_yaml(text)) == roots(parse_json(text))


def test_aliases_and_merges_are_resolved() -> None:
    document = parse_yaml("base: &b {x: 1, y: 2}\nsame: *b\nmore:\n  <<: [*b, {z: 4, y: 9}]\n  x: 3\n")
    base = members(("x", number("1")), ("y", number("2")))
    more = members(("x", number("3")), ("y", number("2")), ("z", number("4")))
    assert roots(document) == [members(("base", base), ("same", base), ("more", more))]
    assert sliced(document, (0, 1)) == ("same", "*b")
    assert sliced(document, (0, 1, 1)) == ("y", "2")
    assert sliced(document, (0, 2, 0)) == ("x", "3")
    assert document.spans((0, 2, 1)) == document.spans((0, 0, 1))
    assert sliced(document, (0, 2, 2)) == ("z", "4")


def test_a_quoted_merge_key_is_a_key() -> None:
    assert roots(parse_yaml("'<<': {a: b}")) == [members(("<<", members(("a", "b"))))]


@pytest.mark.parametrize(
    ("text", "found"), [("a: *x\nb: 1", "`*x` without one"), ("a: &x [*x]\nb: 1", "`*x` of itself")]
)
def test_an_alias_that_leads_nowhere_is_one_problem(text: str, found: str) -> None:
    document = parse_yaml(text)
    assert len(document.problems) == 1
    assert document.problems[0].message.endswith(found)
    assert flagged(document) == ["*x"]
    assert all_routes(document)[-1][1:] == ("b", "1")


def unfolded(node: Node) -> int:
    inner = node if isinstance(node, list) else []
    return 1 + sum(map(unfolded, inner))


def test_an_alias_bomb_is_bounded() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    document = parse_yaml("\n".join(lines))
    assert len(document.problems) == 1
    assert "unfold too far" in document.problems[0].message
    (root,) = document.roots
    assert sum(unfolded(value) for _, value in getattr(root, "members", [])) < 2 * MAX_ALIASED_NODES


def test_aliases_cannot_nest_deeper_than_text() -> None:
    lines = ["- &a0 [x]", *(f"- &a{n} [*a{n - 1}]" for n in range(1, 400))]
    document = parse_yaml("\n".join(lines))
    assert len(document.problems) == 1
    assert max(len(route) for route, _, _ in all_routes(document)) <= MAX_DEPTH + 1


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "[{a: "])
def test_depth_is_limited_with_one_problem(opening: str) -> None:
    document = parse_yaml(opening * 400)
    assert len(document.problems) == 1
    assert str(MAX_DEPTH) in document.problems[0].message


COMMENTS = [
    ("# c\na: 1\n", (0,), 0, False),
    ("\ufeff# c\na: 1\n", (0,), 0, False),
    ("a: 1\n# c\nb: 2\n", (0,), 1, False),
    ("a: 1\r\n# c\r\nb: 2\r\n", (0,), 1, False),
    ("a: 1 # c\nb: 2\n", (0,), 1, True),
    ("a: 1\n# c", (0,), 1, False),
    ("a: # c\n  b: 1\n", (0, 0), 0, False),
    ("a:\n  # c\n  b: 1\n", (0, 0), 0, False),
    ("a:\n  b: 1\n  # c\nd: 2\n", (0, 0), 1, False),
    ("a:\n  b: 1\n# c\nd: 2\n", (0,), 1, False),
    ("a:\n  b: 1 # c\nd: 2\n", (0, 0), 1, True),
    ("# c\n- x\n", (0,), 0, False),
    ("- x\n# c\n- k: 1\n", (0,), 1, False),
    ("- k: 1 # c\n  l: 2\n", (0, 0), 1, True),
    ("- k: 1\n  # c\n  l: 2\n", (0, 0), 1, False),
    ("- k: 1\n  # c\n- k: 2\n", (0, 0), 1, False),
    ("- x-y\n- # c\n  k: 1\n", (0, 1), 0, False),
    ("- # c\n  x\n- y\n", (0,), 1, True),
    ("l:\n- x\n# c\n- y\n", (0, 0), 1, False),
    ("a: [1, 2] # c\nb: 3\n", (0,), 1, True),
    ("a: [1, # c\n 2]\n", (0, 0), 1, True),
    ("a: [1,\n# c\n 2]\n", (0, 0), 1, False),
    ("a: [ # c\n 1]\n", (0, 0), 0, False),
    ("a: {\n  b: 1\n  # c\n}\n", (0, 0), 1, False),
    ("a: | # c\n  text # not\nb: 1\n", (0,), 1, True),
    ('a: "x # not" # c\n', (0,), 1, True),
    ("a: x#not # c\n", (0,), 1, True),
    ("--- # c\na: 1\n", (0,), 0, False),
    ("a: 1\n---\n# c\nb: 2\n", (1,), 0, False),
    ("a: 1\n# c\n---\nb: 2\n", (0,), 1, False),
    ("a: &x {b: 1}\n# c\nd: *x\ne: {<<: *x}\n", (0,), 1, False),
    ("# c\n", (), 0, False),
]


@pytest.mark.parametrize(("text", "container", "before", "trailing"), COMMENTS, ids=[case[0] for case in COMMENTS])
def test_a_comment_belongs_to_what_it_stands_at(
    text: str, container: tuple[int, ...], before: int, trailing: bool
) -> None:
    document = parse_yaml(text)
    assert not document.problems
    (comment,) = document.comments
    assert (comment.text, comment.container, comment.before, comment.trailing) == (
        "c",
        container,
        before,
        trailing,
    )
    assert text[slice(*comment.span)] == "# c"


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("broken", "place"),
    [
        ("b: [1, 2", "["),
        ("b: [1, 2\nc: 3", ":"),
        ("\tb: 1", "\t"),
        ("b: 1\nfoo\nc: 2", "c:"),
        ('b: "open', '"open'),
        ("b: @x", "@x"),
        ("b: 1: 2", ":"),
    ],
)
def test_a_broken_document_is_one_problem_and_the_others_are_read(broken: str, place: str) -> None:
    document = parse_yaml(f"a: 1\n---\n{broken}\n---\nz: 1 # beside\n---\ny: 2\n")
    assert len(document.problems) == 1, document.problems
    (text,) = flagged(document)
    assert text == place
    last = [members(("z", number("1"))), members(("y", number("2")))]
    assert roots(document)[0] == members(("a", number("1")))
    assert roots(document)[-2:] == last
    assert [comment.text for comment in document.comments] == ["beside"]


def test_what_is_complete_of_a_broken_document_is_kept() -> None:
    document = parse_yaml("a: 1\nb:\n  - c: 2\n  - d: @x\n")
    assert roots(document) == [members(("a", number("1")), ("b", [members(("c", number("2")))]))]
    assert len(document.problems) == 1


@pytest.mark.parametrize(
    "text",
    [
        "a: {{ .Values.x }}\nb: {{ .Values.y }}\n",
        "a: {{ .Values.x }}-y\nb: {{ .Values.z }}-y\n",
        "{{- if .Values.x }}\na: 1\n{{- end }}\n",
        "{% if x %}\na: 1\n{% endif %}\n",
        'a:\n{{ toYaml .Values.x | indent 2 }}\n{{ include "y" . }}\n',
    ],
)
def test_a_template_is_one_clear_problem(text: str) -> None:
    document = parse_yaml(text)
    assert len(document.problems) == 1
    assert "template expression" in document.problems[0].message
    assert flagged(document)[0].startswith(("{{", "{%"))


def test_a_quoted_template_is_a_value() -> None:
    assert not parse_yaml('a: "{{ x }}"\n').problems


@pytest.mark.usefixtures("loader")
def test_unprintable_characters_are_problems_and_nothing_more() -> None:
    document = parse_yaml("a: x\0y\nb: \ud800\nc: 1\n")
    assert flagged(document) == ["\0", "\ud800"]
    assert roots(document) == [members(("a", "x\ufffdy"), ("b", "\ufffd"), ("c", number("1")))]


def test_problems_are_capped() -> None:
    assert len(parse_yaml("---\n[\n" * 100).problems) == MAX_PROBLEMS


def test_a_route_outside_the_tree_is_a_key_error() -> None:
    document = parse_yaml("a: [1]")
    for route in ((), (1,), (-1,), (0, 1), (0, 0, 1), (0, 0, 0, 0)):
        with pytest.raises(KeyError):
            document.spans(route)


def test_yaml_is_imported_only_for_yaml() -> None:
    code = "import sys, ocpplint.documents.jsonc as d; d.parse_json('[1]'); print('yaml' in sys.modules)"
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


words = st.text(alphabet="ab1 #:-é😀'\"{}[],&*!|>%@\\\n\t", max_size=8)
yaml_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


def normal(value: object) -> object:
    match value:
        case dict():
            return members(*((key, normal(inner)) for key, inner in value.items()))
        case list():
            return [normal(inner) for inner in value]
        case bool() | None | str():
            return value
    return number(str(value))


def dumped(value: object, *, flow: bool | None) -> str:
    return yaml.safe_dump(value, default_flow_style=flow, sort_keys=False, allow_unicode=True)


@given(yaml_values, st.sampled_from([True, False, None]))
def test_what_pyyaml_writes_is_read_back(value: object, flow: bool | None) -> None:
    document = parse_yaml(dumped(value, flow=flow))
    assert not document.problems
    assert roots(document) == [normal(value)]


@given(yaml_values, st.sampled_from([True, False, None]))
def test_every_span_holds_the_text_of_its_node(value: object, flow: bool | None) -> None:
    document = parse_yaml(dumped(value, flow=flow))
    for route, key, node in all_routes(document):
        spans = document.spans(route)
        indentation = " " * (spans.value.start - (document.text.rfind("\n", 0, spans.value.start) + 1))
        if not isinstance(node, str) or type(node) is not str:
            again = parse_yaml(indentation + document.text[slice(*spans.value)])
            assert [plain(root) for root in again.roots] == [plain(node)] or node is None
        if key is not None:
            assert spans.key is not None
            assert "\n" in document.text[slice(*spans.key)] or [
                parse_yaml(document.text[slice(*spans.key)] + ": 1").roots[0].members[0][0]  # type: ignore[union-attr]
            ] == [key]


@given(yaml_values, st.sampled_from([True, False, None]), st.sampled_from(["\n", "\r\n"]))
def test_both_parsers_of_pyyaml_count_alike(value: object, flow: bool | None, line_end: str) -> None:
    text = dumped(value, flow=flow).replace("\n", line_end)
    document = parse_yaml(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CSafeLoader", raising=False)
        other = parse_yaml(text)
    assert roots(other) == roots(document)
    for route, _, _ in all_routes(document):
        assert other.spans(route) == document.spans(route)


names = st.sampled_from(["HeartbeatInterval", "Key_2", "k", "connectors"])
scalars = st.sampled_from(["RST", "30", "'a # b'", "true", '"x"'])
nested = st.recursive(
    scalars,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(names, inner, min_size=1),
    max_leaves=9,
)


def lines_with_comments(value: object, indent: int, route: tuple[int, ...]) -> list[str]:
    """A nested value in block style; above each child a comment that says where it should be found."""
    pad, lines = " " * indent, []
    children = list(value.items()) if isinstance(value, dict) else [(None, item) for item in value]  # type: ignore[attr-defined]
    for index, (key, child) in enumerate(children):
        lines.append(f"{pad}# {route}/{index}/above")
        head = f"{pad}{key}:" if key is not None else f"{pad}-"
        if isinstance(child, str):
            lines.append(f"{head} {child} # {route}/{index + 1}/beside")
        else:
            lines += [head, *lines_with_comments(child, indent + 2, (*route, index))]
    return lines


@given(nested.filter(lambda value: not isinstance(value, str)), st.sampled_from(["\n", "\r\n"]))
def test_a_comment_written_for_a_child_is_found_at_that_child(value: object, line_end: str) -> None:
    document = parse_yaml(line_end.join(lines_with_comments(value, 0, (0,))))
    assert not document.problems
    assert document.comments
    for comment in document.comments:
        place = "beside" if comment.trailing else "above"
        assert comment.text == f"{comment.container}/{comment.before}/{place}"


SAMPLE = """# Connector 1
keys: &k
  - key: 'A'
    value: "30" # s
  - {key: B, value: [1, 2]}
more: *k
---
t: |
  x
"""


@given(st.integers(0, len(SAMPLE)), st.sampled_from([*"{}[]:,\"'&*#|-? \t\n\0x", ""]))
def test_a_damaged_stream_still_gives_a_sound_tree(offset: int, inserted: str) -> None:
    document = parse_yaml(SAMPLE[:offset] + inserted + SAMPLE[offset + (not inserted) :])
    assert_sound(document)
    assert document.roots or document.problems


@given(st.text() | st.text(alphabet="{}[]:,\"'&*#|>-?!%@ \n\t\rab.<\ufeff"))
def test_no_text_makes_the_parser_fail(text: str) -> None:
    assert_sound(parse_yaml(text))


CORPUS = os.environ.get(
    "OCPPLINT_CORPUS", os.path.join(os.path.dirname(__file__), "..", "..", "..", "shared", "corpus")
)


@pytest.mark.skipif(not os.path.isdir(CORPUS), reason="the corpus is not here")
def test_real_json_configurations_read_alike_in_both_syntaxes() -> None:
    folder = os.path.join(CORPUS, "configs")
    names = [name for name in sorted(os.listdir(folder)) if name.endswith((".json", ".jsn"))]
    assert names
    for name in names:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            text = file.read()
        document = parse_json(text)
        assert not document.problems, name
        assert roots(parse_yaml(text)) == roots(document), name
        assert_sound(document)
