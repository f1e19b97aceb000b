"""Which format a file is in, and that no text makes a reader of one fail, or work more than its length."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.documents.formats import (
    ENV,
    FORMATS,
    INI,
    JSON,
    JSON5,
    PROPERTIES,
    TOML,
    YAML,
    Format,
    is_env_name,
    likely_formats,
    named_format,
)
from ocpplint.documents.limits import MAX_DEPTH, MAX_PROBLEMS
from tests.support.trees import all_routes

READ_HERE = [JSON, JSON5, YAML, TOML, INI, ENV, PROPERTIES]


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("a.json", JSON),
        ("A.JSON", JSON),
        ("a.jsonc", JSON),
        ("a.json5", JSON5),
        ("a.yml", YAML),
        ("depot/a.toml", TOML),
        ("a.ini", INI),
        (".env", ENV),
        ("depot/.env.local", ENV),
        (".env_prod", ENV),
        ("prod.env", ENV),
        ("a.properties", PROPERTIES),
        ("a.toml.gz", TOML),
        (".env.json", JSON),
        ("a.conf", None),
        ("a.cfg", None),
        ("station", None),
        ("depot.toml/station", None),
        (".envrc", None),
        (".environment", None),
    ],
)
def test_a_name_tells_the_format_where_it_can(path: str, form: Format | None) -> None:
    assert named_format(path) is form


def test_of_hidden_files_only_those_with_environment_variables_are_configurations() -> None:
    names = [".env", ".env.local", ".ENV", ".envrc", ".git", ".editorconfig", "env"]
    assert [name for name in names if is_env_name(name)] == [".env", ".env.local", ".ENV"]


@pytest.mark.parametrize(
    ("head", "forms"),
    [
        ("HeartbeatInterval: 300\n", [YAML, INI]),
        ("# a\n---\n- a: 1\n", [YAML]),
        ("[CP-1]\nHeartbeatInterval = 300\n", [TOML, INI]),
        ("; a\n[CP-1]\nHeartbeatInterval = 300\n", [TOML, INI]),
        ("[[station]]\nx = 1\n", [TOML]),
        ("HeartbeatInterval=300\n", [TOML, INI]),
        ("# a\nexport HeartbeatInterval=300\n", [ENV, INI]),
        ("[2026-03-01 10:00:00] connected\n", []),
        ('["a", "b"]\n', []),
        ("2026-03-01 10:00:00 key = value\n", []),
    ],
)
def test_the_first_lines_tell_what_a_text_may_be_whose_name_tells_nothing(head: str, forms: list[Format]) -> None:
    assert [form for form in likely_formats(head) if form in READ_HERE] == forms


HOSTILE = ["\n", "\n ", " ", "# x\n", "; x\n", "---\n", "a ", "a.", "[", "[a]", "- ", "\t\n", '"', "'-"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_first_lines_are_told_in_no_time(piece: str) -> None:
    """With more than linear work, the first of these would run for years."""
    head = piece * (60_000 // len(piece)) + "!"
    started = time.process_time()
    for form in FORMATS:
        re.match(form.opening, head)
    assert time.process_time() - started < 1


PIECES = [
    *"a\"'[]{}=.:,#;\\ \t\n\r0-_+!$ué\x00/*`",
    *(
        "a.",
        "a=",
        "[a.",
        '"""\\',
        'a="""',
        "a='''",
        "{a=",
        "[a]\n",
        "a=[\n",
        " a\n",
        "a\n b",
        "a=1\n b",
        '\\"""',
        "a=b #",
    ),
    *(
        "x ;",
        "a='",
        "\\'",
        '"\\',
        "a b ",
        "0x",
        "1_",
        "1e",
        "={a=[",
        "\\\n",
        "\\u",
        "a: ",
        "- ",
        "/*",
        "//",
        "'\\\n",
        "&a ",
        "[1,",
    ),
]


@pytest.mark.parametrize("form", [JSON5, TOML, INI, ENV, PROPERTIES], ids=lambda form: form.name)
def test_the_work_is_linear_in_any_text(form: Format) -> None:
    """With quadratic work, each of these would take a minute."""
    for piece in PIECES:
        text = piece * (40_000 // len(piece))
        started = time.process_time()
        document = form.read(text)
        assert time.process_time() - started < 2, piece
        assert len(document.problems) <= MAX_PROBLEMS


LINES = st.sampled_from(
    [
        *(
            "[a]",
            "[a.b]",
            "[[a]]",
            "a = 1",
            "a.b = 'x'",
            "b: 2",
            "c",
            "  d",
            "# e",
            "; f",
            "! g",
            "h = [1, # i",
            "]",
        ),
        *(
            'j = """',
            '"""',
            "k = {l = 1}",
            "m = {",
            "}",
            'n = "o',
            "export p=q",
            "r='s",
            "'",
            "t = \\",
            "{u: 0x1,",
            "v: 'w'}",
            "",
        ),
    ]
)


@pytest.mark.parametrize("form", READ_HERE, ids=lambda form: form.name)
@given(text=st.lists(LINES, max_size=8).map("\n".join) | st.text(max_size=40))
def test_no_text_makes_a_reader_fail_and_every_place_is_in_it(form: Format, text: str) -> None:
    document = form.read(text)
    for route, key, _ in all_routes(document):
        spans = document.spans(route)
        assert (spans.key is None) is (key is None)
        assert len(route) <= MAX_DEPTH + 1
        for span in filter(None, spans):
            assert 0 <= span.start <= span.end <= len(text)
    for comment in document.comments:
        assert 0 <= comment.span.start < comment.span.end <= len(text)
        if comment.container:
            document.spans(comment.container)
