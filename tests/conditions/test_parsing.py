"""Which texts are conditions and templates, and what is said of those that are not."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.conditions.api import ConditionError, compile_condition, parse, parse_template

ERRORS = {
    "": (1, 1, "found the end of the condition, expected a value"),
    "  // only a comment\n": (1, 20, "found the end of the condition, expected a value"),
    "a = 1": (1, 3, "found `=`, expected an operator or the end of the condition (equality is written `==`)"),
    "a and b": (1, 3, "found `and`, expected an operator or the end of the condition (“and” is written `&&`)"),
    "a or b": (1, 3, "found `or`, expected an operator or the end of the condition (“or” is written `||`)"),
    "not a": (1, 5, "found `a`, expected an operator or the end of the condition"),
    "a |\nb": (1, 3, "found `|`, expected an operator or the end of the condition (“or” is written `||`)"),
    "a ==\n  == b": (2, 3, "found `==`, expected a value"),
    "(a": (1, 3, "found the end of the condition, expected a closing parenthesis"),
    "a)": (1, 2, "found `)`, expected the end of the condition"),
    "[1": (1, 3, "found the end of the condition, expected a comma or a closing bracket"),
    "[1 2]": (1, 4, "found `2`, expected an operator, a comma or a closing bracket"),
    "a[1": (1, 4, "found the end of the condition, expected a closing bracket"),
    "f(1 2)": (1, 5, "found `2`, expected an operator, a comma or a closing parenthesis"),
    "f(1,)": (1, 5, "found `)`, expected a value"),
    "x ? 1": (1, 6, "found the end of the condition, expected a colon"),
    "a.": (1, 3, "found the end of the condition, expected the name of a member"),
    "a.5": (1, 3, "found `5`, expected the name of a member"),
    "a.in": (1, 3, '`in` cannot follow a dot; write `["in"]`'),
    "import": (1, 1, "`import` is a reserved word and cannot be a name"),
    "5u": (1, 2, "found `u`, expected an operator or the end of the condition"),
    "@": (1, 1, "found `@`, expected a value"),
    "a inside b": (1, 3, "found `inside`, expected an operator or the end of the condition"),
    '"abc': (1, 1, 'found `"`, expected a value (the string has no end on this line)'),
    '"a\nb"': (1, 1, 'found `"`, expected a value (the string has no end on this line)'),
    "'a' 'b'": (1, 5, "found `'`, expected an operator or the end of the condition"),
    'x == "a\\q"': (1, 8, "`\\q` is not an escape sequence; a backslash is `\\\\`"),
    '"\\ud800"': (1, 2, "`\\ud800` is not an escape sequence; a backslash is `\\\\`"),
    '"\\xg0"': (1, 2, "`\\x` is not an escape sequence; a backslash is `\\\\`"),
    "1 + 9223372036854775808": (1, 5, "this number does not fit into 64 bits"),
    "-9223372036854775809": (1, 1, "this number does not fit into 64 bits"),
    "9" * 5000: (1, 1, "this number does not fit into 64 bits"),
    "1e999": (1, 1, "this number is too large for a double"),
    "!" * 101 + "a": (1, 101, "this is nested more than 100 levels deep; split the condition"),
}


@pytest.mark.parametrize(("source", "error"), ERRORS.items(), ids=[source[:20] for source in ERRORS])
def test_an_ill_formed_condition_is_told_what_was_found_and_expected(
    source: str, error: tuple[int, int, str]
) -> None:
    with pytest.raises(ConditionError) as raised:
        parse(source)
    assert (raised.value.line, raised.value.column, raised.value.message) == error
    assert str(raised.value) == "{}:{}: {}".format(*error)


TEMPLATE_ERRORS = {
    "{a": (1, 3, "found the end of the template, expected a closing brace"),
    "a}": (1, 2, "found `}`, expected text or the end of the template (a brace that is text is written `}}`)"),
    "{}": (1, 2, "found `}`, expected a value"),
    "one\n{ two three }": (2, 7, "found `three`, expected an operator or a closing brace"),
    "{a b}": (1, 4, "found `b`, expected an operator or a closing brace"),
}


@pytest.mark.parametrize(("source", "error"), TEMPLATE_ERRORS.items(), ids=list(TEMPLATE_ERRORS))
def test_an_ill_formed_template_is_told_so_too(source: str, error: tuple[int, int, str]) -> None:
    with pytest.raises(ConditionError) as raised:
        parse_template(source)
    assert (raised.value.line, raised.value.column, raised.value.message) == error


NAMES = ["inner", "in_", "trueish", "nullable", "falsehood", "r", "R2", "_x", "true_"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_may_begin_like_a_word_of_the_language(name: str) -> None:
    assert parse(name)[2] == ["name", 0, name]


def test_operators_bind_as_in_cel() -> None:
    loose = parse("a || b && c == d + e * -f ? g : h")
    tight = parse("((a) || ((b) && ((c) == ((d) + ((e) * (-(f))))))) ? (g) : (h)")
    assert _without_offsets(loose[2]) == _without_offsets(tight[2])


def test_offsets_point_at_the_telling_character() -> None:
    source = "key.size() >= 2"
    comparison = parse(source)[2]
    assert source[comparison[1] :].startswith(">=")
    assert source[comparison[3][1] :].startswith("size")


def test_a_reserved_word_may_name_a_member() -> None:
    assert parse("payload.import")[2][3] == "import"


def test_a_tree_no_closure_can_be_built_for_is_refused() -> None:
    with pytest.raises(ConditionError) as raised:
        compile_condition(parse("true &&\n nothing(1)"))
    assert (raised.value.line, raised.value.column) == (2, 2)
    with pytest.raises(ConditionError):
        compile_condition(parse("__class__"))


@given(st.text(alphabet="ab_1.0\"'\\ruxtei n&|=<>!?:()[]{}+-*/%,\n", max_size=30))
def test_any_text_is_a_tree_or_a_condition_error(source: str) -> None:
    for read in (parse, parse_template):
        line, column = 1, 1
        try:
            ast = read(source)
        except ConditionError as error:
            line, column = error.line, error.column
        else:
            assert json.loads(json.dumps(ast)) == ast
        assert 1 <= column <= len(source.split("\n")[line - 1]) + 1


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_string_can_be_written(text: str) -> None:
    escaped = "".join(f"\\U{ord(character):08x}" for character in text)
    assert parse(f'"{escaped}"')[2] == ["literal", 0, text]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_can_stand_in_a_template(text: str) -> None:
    escaped = text.replace("{", "{{").replace("}", "}}")
    assert parse_template(escaped)[2] == ([text] if text else [])


def test_a_warm_run_imports_neither_lark_nor_the_checks() -> None:
    code = (
        "import sys; from ocpplint.conditions.api import compile_condition;"
        "compile_condition(['condition', 'a == 2', ['compare', 2, '==', ['name', 0, 'a'], ['literal', 5, 2]]]);"
        "heavy = {'lark', 'json', 'difflib', 'typing_extensions'} | "
        "{'ocpplint.conditions.' + m for m in ('parser', 'checks', 'patterns', 'ambiguity', 'vocabulary')};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
    )


def _without_offsets(node: object) -> object:
    if isinstance(node, list) and len(node) > 1 and isinstance(node[0], str) and isinstance(node[1], int):
        return [node[0], *map(_without_offsets, node[2:])]
    return [_without_offsets(part) for part in node] if isinstance(node, list) else node
