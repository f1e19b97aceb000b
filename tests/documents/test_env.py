"""Environment variables: as python-dotenv reads them, with positions that cut out what was written."""

import io
from pathlib import Path

import dotenv
import pytest
from dotenv.parser import parse_stream
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.documents.dotenv import parse_env
from ocpplint.documents.limits import MAX_PROBLEMS
from tests.support.trees import all_routes, flat, key_text, problems, value_text


@pytest.mark.parametrize(
    ("line", "value", "written"),
    [
        ("Key=300", "300", "300"),
        ("export Key=300", "300", "300"),
        ("  Key = 300  ", "300", "300"),
        ("'Key'=300", "300", "300"),
        ("Key=300 # five minutes", "300", "300"),
        ("Key=a#b", "a#b", "a#b"),
        ("Key=#b", "#b", "#b"),
        ("Key=a b c", "a b c", "a b c"),
        ("Key=", "", ""),
        ("Key= # nothing", "", ""),
        ("Key", None, ""),
        ('Key="a # b" # c', "a # b", '"a # b"'),
        (r'Key="a\n\"b\"\\"', 'a\n"b"\\', r'"a\n\"b\"\\"'),
        (r"Key='a\n\'b\''", r"a\n'b'", r"'a\n\'b\''"),
        ('Key="one\ntwo"', "one\ntwo", '"one\ntwo"'),
        ("Key=`a 'b' \"c\"`", "a 'b' \"c\"", "`a 'b' \"c\"`"),
        ("Key=${OTHER:-1} $x", "${OTHER:-1} $x", "${OTHER:-1} $x"),
        ("Key: 300", "300", "300"),
    ],
)
def test_a_value_is_what_the_environment_would_hold(line: str, value: str | None, written: str) -> None:
    document = parse_env(f"A=1\n{line}\nB=2\n")
    assert not document.problems
    assert flat(document) == [("A", "1"), ("Key", value), ("B", "2")]
    assert (key_text(document, (0, 1)), value_text(document, (0, 1))) == ("Key", written)


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("A=1 # beside\nB=2", ("beside", (0,), 1, True)),
        ("A=1\n# above\nB=2", ("above", (0,), 1, False)),
        ('A="1" # beside\nB=2', ("beside", (0,), 1, True)),
        ("A.x=1\nB=2\nA.y=2 # beside", ("beside", (0, 0), 2, True)),
        ("A=1\n# last", ("last", (0,), 1, False)),
    ],
)
def test_a_comment_knows_the_variable_it_belongs_to(
    text: str, comment: tuple[str, tuple[int, ...], int, bool]
) -> None:
    (found,) = parse_env(text).comments
    assert (found.text, found.container, found.before, found.trailing) == comment


CASES = [
    ("A b\nB=2", ["`=` after the name"], [("B", "2")]),
    ("=1\nB=2", ["a name"], [("B", "2")]),
    ('A="x\nB=2', ['`"` at the end of the value'], [("A", "x"), ("B", "2")]),
    ("A='x\nB='y\nC=3", ["the end of the line"], [("A", "x\nB="), ("C", "3")]),
    ('A="x" y\nB=2', ["the end of the line"], [("A", "x"), ("B", "2")]),
]


@pytest.mark.parametrize(("text", "expected", "values"), CASES)
def test_after_an_error_every_value_stays_with_its_name(
    text: str, expected: list[str], values: list[tuple[str, object]]
) -> None:
    document = parse_env(text)
    assert (sorted(what for what, _ in problems(document)), flat(document)) == (sorted(expected), values)


def test_problems_are_bounded() -> None:
    assert len(parse_env("=1\n" * 1000).problems) == MAX_PROBLEMS


# What python-dotenv writes and reads

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True)
VALUES = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\\\x00", exclude_categories=["Cs"]), max_size=12
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("env") / ".env"


@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=5), st.booleans())
def test_what_python_dotenv_writes_is_read_and_every_position_cuts_out_what_was_written(
    path: Path, data: dict[str, str], export: bool
) -> None:
    path.write_text("")
    for name, value in data.items():
        dotenv.set_key(path, name, value, quote_mode="always", export=export)
    document = parse_env(path.read_bytes().decode())
    assert not document.problems
    assert flat(document) == list(data.items())
    for route, key, node in all_routes(document)[1:]:
        assert key == key_text(document, route)
        written = io.StringIO(f"X={value_text(document, route)}")
        assert dotenv.dotenv_values(stream=written, interpolate=False) == {"X": node}


@given(
    st.text("AB=#'\"\\ \n\r\tn", max_size=24)
    | st.lists(st.sampled_from(["A=1", "export B='x'", 'C="a\\n"', "# c", "D", "E = 1 # c", ""])).map("\n".join)
)
def test_other_texts_are_read_as_python_dotenv_does(text: str) -> None:
    bindings = list(parse_stream(io.StringIO(text, newline="")))
    if any(binding.error or set(binding.key or "") & set("\r\n") for binding in bindings):
        # A name in quotes ends with its line here.
        return
    if any(str(binding.value).startswith("#") for binding in bindings):
        # Behind `=` and a space, a comment is none there.
        return
    expected = [(binding.key, binding.value) for binding in bindings if binding.key is not None]
    document = parse_env(text)
    assert (flat(document), document.problems) == (expected, [])
