"""Plain YAML: what is read without PyYAML is read exactly as with it; what is not certain is left to it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ocpplint.documents import yamldoc
from ocpplint.documents.limits import MAX_DEPTH
from ocpplint.documents.yaml import parse_yaml
from ocpplint.documents.yaml_plain import parse_plain
from ocpplint.documents.yaml_plain_flow import MAX_FLOW_DEPTH
from ocpplint.documents.yaml_plain_scalars import LONGEST_KEY
from tests.support.trees import all_routes, members, number, roots
from tests.support.yaml_layouts import ALPHABET, PIECES, Layout, damaged, tree

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(params=["C", "Python"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Compare with libyaml's parser and with PyYAML's own, which stands in where libyaml is missing."""
    if request.param == "C" and not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML without libyaml")
    if request.param == "Python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    return iter(())


def is_plain(text: str) -> bool:
    """Say whether a text is read as plain; if it is, make sure that the full parser reads the same."""
    found = parse_plain(text)
    if found is None:
        return False
    expected = yamldoc.parse_yaml(text)
    assert not expected.problems
    assert not found.problems
    assert roots(found) == roots(expected)
    for route, _, _ in all_routes(expected):
        assert found.spans(route) == expected.spans(route), route
    assert found.comments == expected.comments
    return True


def differing(text: str) -> str | None:
    """Return a text that both read and read differently, for tests of many texts."""
    try:
        is_plain(text)
    except AssertionError:
        return text
    return None


PLAIN = [
    "a: 1",
    "a: 1\n",
    "a: 1\r\nb: 2\r\n",
    "a: 1\r\nb: 2\n",
    "a: 1   \nb:   \nc: 3 \r\n",
    "\n\na: 1\n\n  \n\nb: 2\n\n",
    "  a: 1\n  b: 2\n",
    "a : 1\nb  :  2\n",
    "a:\n  b:\n    c: 1\nd: 2\n",
    "a:\n     b: 1\n     c:\n      d: 1\n",
    "a:\nb:\n  c:\n",
    "a:\n- 1\n- 2\nb:\n- 3\n",
    "a:\n- b:\n  - 1\n  c: 2\n- d\ne: 3\n",
    "- a:\n- b:\n",
    "- 1\n- x y\n-\n- ~\n",
    "- a: 1\n  b: 2\n-   c: 3\n    d: 4\n",
    "- - 1\n  - 2\n- - - 3\n    - 4\n  -\n- - a: 1\n    b: 2\n",
    "-\n  a: 1\n-\n  - 1\n",
    "a:\n  b\nc:\n  'd'\n",
    "-\n  a\n-\n [1]\n",
    "a: x#y:z'w\"[v]{u}, t & * ! | > % @\n",
    "a: -1\nb: --\nc: -x\nd: wss://x/y?z#w\n",
    "a b: 1\na:b: 2\na#b: 3\n-a: 4\n1: 5\ntrue: 6\n~: 7\n",
    "a: 1\na: 2\n",
    "'a': \"b\"\n\"c\" : 'd'\n'e':\n  'f: g # h': i\n",
    "a: 'it''s'\nb: ''\nc: ''''\nd: \"\"\n",
    'a: "x\\"y\\\\n\\n\\t\\r\\/z\\\\\\\\"\n',
    "'<<': 1\n",
    "a: [1, 'b', \"c\", x y, [], {}, [ [ 2 ] , {d: e} ], -3, ~, wss://x]\n",
    'a: {key: A, "b":1, \'c\':[2], d: {e: f}, "g" : h}\n',
    "a: []\nb: {}\nc: [ ]\nd: [1,]\ne: {f: g, }\n",
    '{"a": [1, true, null], "b": {}}\n',
    "[a, b]",
    "RST",
    "'x'",
    "- [a, b]\n- {c: d}\n",
    "---\na: 1\n",
    "# c\n\n--- # d\n# e\na: 1\n",
    "# c\na: 1 # d\n  # e\n\n# f: 'g\nb: # h\n # i\n  - # j\n   - 1 #k\n# l",
    "# a\r\nb: 1 # c\r\n  # d\r\n# e \r\n",
    "a: 'x # y' # z\nb: \"# v\" # w\nc: [1] # u\n",
    "a: x \u00e9\u4e2d\U0001f600 # \u00fc\n\u00e9: '\u00e9'\n",
    f"{'k' * LONGEST_KEY}: 1\n",
]


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("text", PLAIN)
def test_what_configurations_are_made_of_is_plain(text: str) -> None:
    assert is_plain(text)


NOT_PLAIN = {
    "nothing": ["", "\n", "# c\n", "---\n", "--- # c\n"],
    "anchors, aliases, tags": ["a: &b 1", "&b a: 1", "a: &b 1\nc: *b", "*b : 1", "a: !!str 1", "! a: 1", "- !x"],
    "merges": ["<<: {a: 1}", "a: {<<: {b: 1}}", "a: &a {b: 1}\nc:\n  << : *a\n"],
    "block scalars": ["a: |\n  b\n", "a: >-\n  b\n", "- |\n b\n", "| \n a\n"],
    "scalars of several lines": [
        "a: b\n  c\n",
        "a:\n  b\n  c\n",
        "a: 'b\n  c'\n",
        'a: "b\n  c"\n',
        "- a\n b\n",
        "a\nb\n",
        "a: b\n\n  c\n",
    ],
    "brackets of several lines": ["a: [1,\n  2]\n", "a: {\n  b: 1\n}\n", '{\n  "a": 1\n}\n'],
    "complex keys": ["? a\n: b\n", "? a", ": b", "[a]: b", "{a: b}: c", "a: {? b : c}", "a: {[b]: c}"],
    "directives, several documents": [
        "%YAML 1.1\n---\na: 1\n",
        "---\na: 1\n---\nb: 2\n",
        "a: 1\n---\n",
        "---\n---\na: 1\n",
        "a: 1\n...\n",
        "--- a\n",
        "--- a: 1\n",
        "---a: 1\n",
        "...a: 1\n",
    ],
    "tabs": ["a:\t1", "a: 1\t# b", "\ta: 1", "a: 'x\ty'", "-\ta"],
    "characters": [
        "\ufeffa: 1",
        "a: \0",
        "a: \x85b",
        "a: \u2028b",
        "a: \xa0b",
        "a: 1\rb: 2",
        "a: 1\r",
        "a: \ud800",
    ],
    "escapes": ['a: "\\u00e9"', 'a: "\\x41"', 'a: "\\ b"', 'a: "\\e"', 'a: "\\q"', 'a: "b\\'],
    "templates": ["a: {{ b }}", "{{ a }}", "{% if a %}", "a: {{b}}-c"],
    "brackets that are less plain": [
        "a: {b}",
        "a: {b: }",
        "a: {b: , c: d}",
        "a: {b:c}",
        "a: [b: c]",
        "a: {b :[c]}",
        "a: {b:}",
        "a: [?b]",
        "a: [b?c]",
        "a: [b:]",
        "a: [, b]",
        "a: [b,, c]",
        "a: [b c: d]",
        "a: [b #c]",
        "a: [- b]",
        "a: [&b c]",
        "a: ['b' 'c']",
        f"a: {'[' * (MAX_FLOW_DEPTH + 1)}{']' * (MAX_FLOW_DEPTH + 1)}",
        f"a: {{'{'k' * (LONGEST_KEY + 1)}': 1}}",
    ],
    "keys that may be too long": [f"{'k' * (LONGEST_KEY + 1)}: 1", f"k{' ' * LONGEST_KEY}: 1"],
    "mistakes": [
        "a: b: c",
        "a: b:",
        "a: - b",
        "a: -",
        "a: 1\nb\n",
        "a: 1\n  b: 2\n",
        "a:\n  b: 1\n c: 2\n",
        "  a: 1\nb: 2\n",
        "a: 1\n- b\n",
        "- a\nb: 1\n",
        "- a\n - b\n",
        "a:\n  - b\n  c: 1\n",
        "a:\n  - b\n- c\n",
        "a: [1] 2",
        "a: [1]#b",
        "a: 'b'#c",
        "a: 'b' c",
        "a: 'b': c",
        "'a':b",
        "a: [1",
        "a: {b: 1",
        "a: [1}",
        "a: ]",
        "a: 'b",
        'a: "b',
        "a: @b",
        "a: `b`",
        "a: %b",
        "a: ,b",
        "a #b: c\nd: 1",
        "a:1\nb:2\n",
    ],
}


@pytest.mark.parametrize("text", [text for texts in NOT_PLAIN.values() for text in texts])
def test_everything_else_is_left_to_the_full_parser(text: str) -> None:
    assert parse_plain(text) is None
    expected = yamldoc.parse_yaml(text)
    found = parse_yaml(text)
    assert (roots(found), found.comments, found.problems) == (
        roots(expected),
        expected.comments,
        expected.problems,
    )


def test_scalars_say_what_they_always_say() -> None:
    document = parse_plain("a: 1.50\nb: 'on'\nc: on\nd: true\ne: 0x1F\nf: ''\ng:\n1: \"\\n\"\n")
    assert document is not None
    assert roots(document) == [
        members(
            ("a", number("1.50")),
            ("b", "on"),
            ("c", "on"),
            ("d", True),
            ("e", "0x1F"),
            ("f", ""),
            ("g", None),
            ("1", "\n"),
        )
    ]


def test_places_are_those_of_the_text() -> None:
    document = parse_plain("a:\r\n- 'k' : é\r\n  l:\r\nb: {c: \"d\"} # e\r\n")
    assert document is not None
    sliced = [
        tuple(span and document.text[slice(*span)] for span in document.spans(route))
        for route, _, _ in all_routes(document)[1:]
    ]
    assert sliced == [
        ("a", "- 'k' : é\r\n  l:"),
        (None, "'k' : é\r\n  l:"),
        ("'k'", "é"),
        ("l", ""),
        ("b", '{c: "d"}'),
        ("c", '"d"'),
    ]


@pytest.mark.parametrize("depth", [MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1])
@pytest.mark.parametrize("shape", ["items", "members", "brackets"])
def test_depth_ends_where_the_full_parser_ends_it(shape: str, depth: int) -> None:
    inner = {"items": ("- ", "x"), "members": ("- ", "k: x"), "brackets": ("- ", "[[x]]")}[shape]
    deeper = {"items": 0, "members": 1, "brackets": 2}[shape]
    text = inner[0] * (depth - deeper) + inner[1]
    plain = is_plain(text)
    if yamldoc.parse_yaml(text).problems:
        assert not plain
    else:
        assert plain or shape == "brackets"


def test_a_route_outside_the_tree_is_a_key_error() -> None:
    document = parse_plain("a: [1]")
    assert document is not None
    for route in ((), (1,), (0, 1), (0, 0, 1), (0, 0, 0, 0)):
        with pytest.raises(KeyError):
            document.spans(route)


def test_plain_yaml_is_read_without_pyyaml() -> None:
    code = (
        "import sys, ocpplint.documents.yaml as d; d.parse_yaml('a: [1] # b');"
        "print(*(name for name in sys.modules if 'yaml' in name))"
    )
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert {name.rpartition(".")[2] for name in done.stdout.split()} == {
        "yaml",
        "yaml_plain",
        "yaml_plain_flow",
        "yaml_plain_scalars",
        "yaml_scalars",
        "yaml_comments",
    }


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*.y*ml")), ids=lambda path: path.name)
def test_our_examples_are_plain(path: Path) -> None:
    assert is_plain(path.read_text(encoding="utf-8"))


def test_a_configuration_as_people_keep_it_is_plain() -> None:
    settings_of_it = [("RCMBDelta", "30"), ("ConnectorPhaseRotation", "RST"), ("ConnectorPhaseRotation_2", "RTS")]
    lines = "".join(f'      {key}: "{value}"\n' for key, value in settings_of_it)
    assert is_plain(
        "---\nstations:\n" + "".join(f"  CP{n:04}:  # hall {n}\n    configuration:\n{lines}" for n in range(9))
    )


def test_nearly_all_well_formed_layouts_are_plain() -> None:
    randoms = map(Random, range(500))
    accepted = sum(is_plain(Layout(random).document(tree(random))) for random in randoms)
    assert accepted >= 450


seeds = st.integers(0, 2**32 - 1).map(Random)


@settings(max_examples=400)
@given(seeds)
def test_well_formed_layouts_read_alike(random: Random) -> None:
    assert differing(Layout(random).document(tree(random))) is None


@settings(max_examples=1000)
@given(seeds)
def test_damaged_layouts_read_alike(random: Random) -> None:
    assert differing(damaged(Layout(random).document(tree(random)), random)) is None


@settings(max_examples=1000)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(ALPHABET, max_size=12))
def test_any_text_reads_alike(text: str) -> None:
    assert differing(text) is None


@pytest.mark.usefixtures("loader")
def test_damaged_layouts_read_alike_with_either_parser_of_pyyaml() -> None:
    randoms = map(Random, range(300))
    assert [
        t for random in randoms if (t := differing(damaged(Layout(random).document(tree(random)), random)))
    ] == []
