"""What conditions and templates mean, construct by construct."""

import itertools
import json
import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest

from ocpplint.conditions.api import (
    EvaluationError,
    compile_condition,
    compile_template,
    parse,
    parse_template,
)


class Evidence(NamedTuple):
    kind: str
    connector: int


class Written(str):
    __slots__ = ()


@dataclass(slots=True)
class Fact:
    key: str = "ConnectorPhaseRotation"
    value: str | None = "RST"
    connector: int | None = 1
    flag: Any = True
    evidence: tuple[Evidence, ...] = (Evidence("comment", 2), Evidence("path", 2))
    payload: Any = None


def evaluate(source: str, *, fact: Fact | None = None, members: tuple[Fact, ...] = (), **fields: Any) -> Any:
    fact = fact or Fact(**fields)
    ast = json.loads(json.dumps(parse(source)))
    return compile_condition(ast)(fact, members or (fact,))


def render(source: str, **fields: Any) -> str:
    fact = Fact(**fields)
    ast = json.loads(json.dumps(parse_template(source)))
    return compile_template(ast)(fact, (fact,))


SUCCESSES = {
    # literals
    "1": 1,
    "0x10": 16,
    "-9223372036854775808": -(2**63),
    "1.5e3": 1500.0,
    ".5": 0.5,
    r'"a\n\"\u00e9\x41\101\\"': 'a\n"éAA\\',
    r'r"\d" + R' + r"'\w'": "\\d\\w",
    "'it\"s'": 'it"s',
    "null": None,
    "[1, 'a', [true],]": [1, "a", [True]],
    "[]": [],
    "// why\n 1 // because": 1,
    # names, members, items
    "key": "ConnectorPhaseRotation",
    "evidence[1].kind": "path",
    "evidence[0].connector + 1": 3,
    # arithmetic
    "7 / -2": -3,
    "-7 / 2": -3,
    "-7 % 2": -1,
    "7 % -2": 1,
    "7.0 / 2.0": 3.5,
    "1.0 / 0.0": math.inf,
    "-1.0 / 0.0": -math.inf,
    "2 + 3 * 4 - 1": 13,
    "(2 + 3) * 4": 20,
    "10 - 3 - 2": 5,
    "- -5": 5,
    "-connector": -1,
    "'a' + 'b'": "ab",
    "[1] + [2]": [1, 2],
    # comparison
    "1 == 1.0": True,
    "1 != 1.0": False,
    "1 == true": False,
    "connector == 1": True,
    "connector == true": False,
    "flag == 1": False,
    "flag == 2": False,
    "flag in [1]": False,
    "flag in [2, 3]": False,
    "connector in [1.0]": True,
    "1 == '1'": False,
    "null == 0": False,
    "[1, [2.0]] == [1.0, [2]]": True,
    "[1] == [true]": False,
    "[1] == [1, 2]": False,
    "double('nan') == double('nan')": False,
    "9007199254740993 == 9007199254740992.0": False,
    "9223372036854775807 < 9223372036854775808.0": True,
    "'RST' < 'RTS'": True,
    "false < true": True,
    "2 <= 2.0 && 2 >= 2.0": True,
    "1 < 2 == true": True,
    "key == 'ConnectorPhaseRotation' && connector != 2": True,
    "value in ['RST', 'RTS']": True,
    "evidence in ['RST']": False,
    # logic
    "!flag": False,
    "true || 1 / 0 == 1": True,
    "1 / 0 == 1 || true": True,
    "1 / 0 == 1 && false": False,
    "'a' && false": False,
    "true ? 1 : 1 / 0": 1,
    "false ? 1 : true ? 2 : 3": 2,
    # functions and methods
    "size('añ')": 2,
    "[1, 2].size()": 2,
    "int(' 5'.contains('5') ? '5' : '6')": 5,
    "int('-12')": -12,
    "int(-1.9)": -1,
    "double('1e3')": 1000.0,
    "double(2)": 2.0,
    "string(21.4)": "21.4",
    "string(6.0)": "6",
    "string(true)": "true",
    "key.startsWith('Connector') && key.endsWith('Rotation') && key.contains('Phase')": True,
    "'ÄBC'.lowerAscii()": "Äbc",
    "key.matches('Phase')": True,
    "key.matches('^Phase')": False,
    "'a\\n'.matches('a$')": False,
    "'٣'.matches(r'\\d')": False,
    "'x'.matches(value + '|x')": True,
    "has(evidence[0].kind)": True,
    # macros
    "evidence.exists(e, e.kind == 'path')": True,
    "evidence.all(e, e.connector == 2)": True,
    "evidence.exists_one(e, e.kind == 'path')": True,
    "evidence.filter(e, e.kind == 'path').size()": 1,
    "evidence.map(e, e.kind)": ["comment", "path"],
    "[1, 2, 3].map(x, x > 1, x * 2)": [4, 6],
    "[1, 2].map(x, [10, 20].map(y, x + y + connector))": [[12, 22], [13, 23]],
    "[1].map(x, [2].map(x, x))": [[2]],
    "[0, 1].exists(x, 1 / x == 1)": True,
    "[0, 2].all(x, 1 / x == 1)": False,
    "[].exists(x, true)": False,
    "[].all(x, false)": True,
    "[1].map(value, value)": [1],
    # What a payload has in the place of a map has no members.
    "value.x": None,
    "connector.x.y": None,
    "[1].x == null": True,
}


@pytest.mark.parametrize(("source", "result"), SUCCESSES.items(), ids=list(SUCCESSES))
def test_a_condition_has_this_result(source: str, result: Any) -> None:
    found = evaluate(source)
    assert found == result
    assert type(found) is type(result)


FAILURES = {
    "1 / 0": "division by zero",
    "1 % 0": "division by zero",
    "9223372036854775807 + 1": "64 bits",
    "-9223372036854775807 - 2": "64 bits",
    "-(-9223372036854775808 + 0)": "64 bits",
    "-9223372036854775808 / -1": "64 bits",
    "1 + 1.0": "`+` cannot take an int and a double",
    "5.0 % 2.0": "`%` cannot take a double and a double",
    "'a' - 'b'": "`-` cannot take a string and a string",
    "-value": "`-` needs a number, not a string",
    "1 < 'a'": "`<` cannot compare an int with a string",
    "[1] < [2]": "cannot compare a list with a list",
    "'a' in 'abc'": "`in` looks into a list or map, not into a string",
    "!connector": "true or false, not an int",
    "value && true": "true or false, not a string",
    "true && 1": "true or false, not an int",
    "false || value": "true or false, not a string",
    "value ? 1 : 2": "true or false, not a string",
    "[1][1]": "outside the list",
    "[1][-1]": "outside the list",
    "[1][true]": "a list's index is an int, not a bool",
    "value[0]": "a string has no items",
    "evidence[0].colour": "there is no `colour` here",
    "evidence[0]._fields": "there is no `_fields` here",
    "evidence[0].count": "there is no `count` here",
    "evidence[0].__class__": "there is no `__class__` here",
    "nothing": "there is no `nothing` here",
    "nothing == 'a'": "there is no `nothing` here",
    "[1].map(x, nothing)": "there is no `nothing` here",
    "size(5)": "has a size",
    "int('5 ')": "cannot be made an int",
    "int('1_0')": "cannot be made an int",
    "int(1e19)": "cannot be made an int",
    "int(double('nan'))": "cannot be made an int",
    "int('9223372036854775808')": "64 bits",
    "int(true)": "this bool cannot be made an int",
    "double('x')": "cannot be made a double",
    "double('1_0')": "cannot be made a double",
    "string([1])": "cannot be made a string",
    "connector.startsWith('1')": "`startsWith` cannot take an int and a string",
    "value.matches(value + '(')": "a `(` without its `)`",
    "value.matches('(a+)+' + value)": "exponential",
    "connector.lowerAscii()": "needs a string",
    "connector.exists(x, true)": "only a list or map has elements",
    "[0, 1].exists(x, 1 / x == 2)": "division by zero",
    "[0, 1].all(x, 1 / x == 1)": "division by zero",
    "[0, 1].exists_one(x, 1 / x == 1)": "division by zero",
    "[1].filter(x, x)": "true or false, not an int",
}


@pytest.mark.parametrize(("source", "message"), FAILURES.items(), ids=list(FAILURES))
def test_a_condition_without_a_result_says_why(source: str, message: str) -> None:
    with pytest.raises(EvaluationError) as raised:
        evaluate(source)
    assert message in str(raised.value)


PAYLOAD = {"a": 1, "n": None, "l": [1, 2], "m": {"x": "y"}, "empty": {}}

DEVIATIONS = {
    "payload.missing": None,
    "payload.missing.deeper[3].still": None,
    "payload['missing']": None,
    "payload.n.x": None,
    "value.lowerAscii()": None,
    "value < 5": False,
    "5 >= value": False,
    "value <= null": False,
    "value.startsWith('a')": False,
    "value.matches('a')": False,
    "'a'.contains(value)": False,
    "'a' in value": False,
    "'a' in payload.missing": False,
}


@pytest.mark.parametrize(("source", "result"), DEVIATIONS.items(), ids=list(DEVIATIONS))
def test_null_is_gentler_than_in_cel(source: str, result: Any) -> None:
    assert evaluate(source, value=None, payload=PAYLOAD) is result


@pytest.mark.parametrize(
    "source",
    [
        "size(value)",
        "value + 'a'",
        "int(value)",
        "value && true",
        "!value",
        "-value",
        "payload.none.exists(x, true)",
    ],
)
def test_elsewhere_null_is_an_error_as_in_cel(source: str) -> None:
    with pytest.raises(EvaluationError):
        evaluate(source, value=None, payload=PAYLOAD)


MAPS = {
    "payload.a": 1,
    "payload.m.x": "y",
    "payload['l'][1]": 2,
    "has(payload.n)": True,
    "has(payload.missing)": False,
    "has(payload.missing.deeper)": False,
    "'a' in payload": True,
    "1 in payload": False,
    "payload.exists(key, key == 'm')": True,
    "size(payload)": 5,
    "payload.m == payload.m && payload.m != payload.empty": True,
    "payload.m == payload.l": False,
}


@pytest.mark.parametrize(("source", "result"), MAPS.items(), ids=list(MAPS))
def test_payloads_are_maps(source: str, result: Any) -> None:
    assert evaluate(source, payload=PAYLOAD) == result


def test_a_member_that_is_null_is_not_set() -> None:
    assert evaluate("has(payload.value)", payload=Fact(value=None)) is False
    assert evaluate("has(payload.value)", payload=Fact(value="")) is True


def test_a_number_kept_as_its_text_is_a_string() -> None:
    fact = Fact(value=Written("30"))
    assert (
        evaluate("value == '30' && int(value) == 30 && value in ['30'] && value + 's' == '30s'", fact=fact) is True
    )
    assert type(evaluate("value + 's'", fact=fact)) is str


GROUP = (
    Fact(key="A", value="1", connector=1),
    Fact(key="B", value="2", connector=2),
    Fact(key="C", value=None, connector=2),
    Fact(key="D", value="1", connector=None),
)

AGGREGATES = {
    "count()": 4,
    "count(connector == 2)": 2,
    "distinct(value)": 2,
    "distinct(value) > 1 && count() == 4": True,
    "values(value)": ["1", "2"],
    "values(connector)": [1, 2],
    "any(key == 'C')": True,
    "any(key == 'X')": False,
    "every(key != 'X')": True,
    "every(value == '1')": False,
    "key": "D",
    "any(1 / connector == 1)": True,
    "['A', 'X'].filter(k, any(key == k))": ["A"],
    "[1, 2].map(c, [0].map(z, count(connector == c + z)))": [[1], [2]],
    "distinct([value])": 3,
    "distinct(connector == 2)": 2,
}


@pytest.mark.parametrize(("source", "result"), AGGREGATES.items(), ids=list(AGGREGATES))
def test_aggregates_are_about_the_members_of_a_group(source: str, result: Any) -> None:
    assert evaluate(source, fact=GROUP[-1], members=GROUP) == result


def test_an_aggregate_fails_as_its_argument_does_unless_another_member_decides() -> None:
    with pytest.raises(EvaluationError):
        evaluate("any(1 / connector == 3)", fact=GROUP[-1], members=GROUP)
    with pytest.raises(EvaluationError):
        evaluate("count(value)", fact=GROUP[-1], members=GROUP)


def test_distinct_values_follow_the_equality_of_the_language() -> None:
    group = tuple(Fact(payload=value) for value in (1, 1.0, True, "1", {"a": 1}, {"a": 1.0}, [1], [1.0]))
    assert evaluate("values(payload)", fact=group[0], members=group) == [1, True, "1", {"a": 1}, [1]]


def test_the_order_of_members_does_not_change_what_is_distinct() -> None:
    for members in itertools.permutations(GROUP):
        assert evaluate("distinct(value)", fact=GROUP[-1], members=members) == 2


TEMPLATES = {
    "": "",
    "plain, with {{braces}} and }}{{": "plain, with {braces} and }{",
    "`{key}` is {value}": "`ConnectorPhaseRotation` is RST",
    "{key}{value}": "ConnectorPhaseRotationRST",
    "{{{value}}}": "{RST}",
    "{'}' + \"{\"}": "}{",
    "{payload}.": ".",
    "{[1, null, 'a', 2.0, [true]]}": "1, null, a, 2, true",
    "{1.5} {flag}": "1.5 true",
    "{connector == 1 ? 'one' : 'two'}": "one",
    "  {value}  // no comment\n": "  RST  // no comment\n",
    "{ value // a comment\n}": "RST",
}


@pytest.mark.parametrize(("source", "result"), TEMPLATES.items(), ids=list(TEMPLATES))
def test_a_template_renders_to_this_text(source: str, result: str) -> None:
    assert render(source) == result


def test_a_template_renders_a_map_as_json() -> None:
    assert render("{payload}", payload={"a": [1, "é"]}) == '{"a": [1, "é"]}'


def test_what_a_value_contains_is_never_read_as_a_template() -> None:
    assert render("{value}", value="{key} %s {0}") == "{key} %s {0}"


def test_a_text_too_long_to_match_is_an_error_and_no_long_wait() -> None:
    with pytest.raises(EvaluationError, match="too long"):
        evaluate("value.matches('x')", value="x" * 2501)


def test_a_condition_as_deep_as_allowed_evaluates() -> None:
    source = "!" * 98 + "flag"
    assert evaluate(source) is True


def test_errors_in_nested_logic_cost_no_more_than_their_number() -> None:
    source = "(" * 90 + "1 / 0 == 1" + " && true)" * 90
    with pytest.raises(EvaluationError, match="division by zero"):
        evaluate(source)
