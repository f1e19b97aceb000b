"""What is wrong with a condition before any fact has been seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import pytest

from ocpplint.conditions.api import Problem, check, parse, parse_template, vocabulary_of
from ocpplint.facts import fact_types
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.setting import Setting


class Spec(NamedTuple):
    access: Literal["R", "RW"]
    minimum: float | None
    values: tuple[str, ...] = ()
    options: Mapping[str, int] = {}

    @property
    def is_boolean(self) -> bool:
        return False


Choice = Literal["a"]


class Slotted:
    """A record without annotations says nothing of its members but their absence."""

    shown: Sequence[int]


@dataclass
class Other:
    thing: Slotted
    either: Slotted | Spec
    mixed: str | Choice | None
    anything: object


MATCH = vocabulary_of(Setting, {"spec": Spec})
GROUP = vocabulary_of(Setting, {"spec": Spec}, group=True)


def problems(source: str, *, group: bool = False) -> list[str]:
    return ["{}:{}: {}".format(*problem) for problem in check(parse(source), GROUP if group else MATCH)]


WRONG = {
    "keey == 'a'": "1:1: `keey` is no field of `setting`; did you mean `key`?",
    "true &&\n  Origin == 'desired'": "2:3: `Origin` is no field of `setting`; did you mean `origin`?",
    "True": "1:1: `True` is no field of `setting`; did you mean `true`?",
    "xyzzy == 1": "1:1: `xyzzy` is no field of `setting`",
    "spec.acess == 'R'": "1:6: there is no member `acess`; did you mean `access`?",
    "spec.count == 1": "1:6: there is no member `count`",
    "place.locate == null": "1:7: there is no member `locate`",
    "key.x == 1": "1:1: only maps and records have members, and this is a string",
    "value.x == 1": "1:1: only maps and records have members, and this is a string",
    "evidence.exists(e, e.knd == 'path')": "1:22: there is no member `knd`; did you mean `kind`?",
    "evidence[0].kind == 'fild'": (
        "1:21: this is always one of `comment`, `connection`, `data-transfer`, `field`, `path`, `structure`; "
        "did you mean `field`?"
    ),
    "origin == 'desird'": (
        "1:11: this is always one of `commanded`, `desired`, `reported`; did you mean `desired`?"
    ),
    "'desird' != origin": "1:1: this is always one of `commanded`, `desired`, `reported`; did you mean `desired`?",
    "origin in ['desired', 'x']": "1:23: this is always one of `commanded`, `desired`, `reported`",
    "connector_from_key == '2'": "1:23: a string never equals an int",
    "connector_from_key in [1, '2']": "1:27: a string never equals an int",
    "2 in spec.values": "1:1: an int never equals a string",
    "1 == 'a'": "1:6: a string never equals an int",
    "key == ['a']": "1:8: a list never equals a string",
    "size(5) > 1": "1:6: `size` needs a list, map or string, and this is an int",
    "'a' && true": "1:1: a condition must be true or false, and this is a string",
    "!key": "1:2: a condition must be true or false, and this is a string",
    "key": "1:1: a condition must be true or false, and this is a string",
    "connector": "1:1: a condition must be true or false, and this is an int",
    "key ? true : false": "1:1: a condition must be true or false, and this is a string",
    "(true ? 1 : 2) == 1 || 5": "1:24: a condition must be true or false, and this is an int",
    "1 + 1.0 == 2.0": "1:3: `+` cannot take an int and a double; convert one with `int(…)` or `double(…)`",
    "key + 1 == 'a'": "1:5: `+` cannot take a string and an int; convert with `string(…)`",
    "key * 2 == 4": "1:5: `*` cannot take a string and an int; convert with `string(…)`",
    "5.5 % 2.0 == 1.0": "1:5: `%` cannot take a double and a double; convert one with `int(…)` or `double(…)`",
    "-key == 1": "1:2: `-` needs a number, and this is a string",
    "value > 1": "1:7: `>` cannot compare a string with an int",
    "evidence < evidence": "1:10: `<` cannot compare a list with a list",
    "key in value": "1:8: `in` looks into a list or map, and this is a string",
    "connector[0] == 1": "1:1: only lists and maps have items, and this is an int",
    "evidence['a'] == null": "1:10: a list's index is an int, and this is a string",
    "startsWith(key, 'a')": "1:1: `startsWith` is a method; write `x.startsWith(...)`",
    "key.int() == 1": "1:5: `int` is not a method; write `int(...)`",
    "key.startswith('a')": "1:5: there is no method `startswith`; did you mean `startsWith`?",
    "sum([1]) == 1": "1:1: there is no function `sum`",
    "key.size(1) > 1": "1:5: `size` takes 0 arguments, not 1",
    "key.startsWith()": "1:5: `startsWith` takes 1 argument, not 0",
    "[1].map(x) == []": "1:5: `map` takes 2 or 3 arguments, not 1",
    "key.startsWith(1)": "1:16: `startsWith` needs a string, and this is an int",
    "connector.matches('a')": "1:1: `matches` needs a string, and this is an int",
    "key.matches('(?=a)')": "1:13: lookaround is not supported, since it can take exponential time",
    "key.matches('a(')": "1:13: a `(` without its `)`",
    "key.matches('[z-a]')": "1:13: the pattern `[z-a]` is not valid: bad character range z-a at position 1",
    "has(key)": "1:1: `has` asks for a member, as in `has(spec.unit)`; a plain name is compared with null",
    "has(spec.acess)": "1:10: there is no member `acess`; did you mean `access`?",
    "[1].exists(1, true)": "1:5: the first argument of `exists` names its variable, as in `list.exists(x, ...)`",
    "[1].exists(x, x)": "1:15: a condition must be true or false, and this is an int",
    "[1].map(x, x, x) == [1]": "1:12: a condition must be true or false, and this is an int",
    "['a'].exists(x, x > 1)": "1:19: `>` cannot compare a string with an int",
    "[1].exists(x, true) && x == 1": "1:24: `x` is no field of `setting`",
    "key.exists(x, true)": "1:1: `exists` runs over a list or map, and this is a string",
    "count() > 1": "1:1: `count` is about the members of a group, and this is no group condition",
    "int(spec.is_boolean) == 1": "1:10: `int` needs a double, int or string, and this is a bool",
    "spec.options.x == 'a'": "1:19: a string never equals an int",
}


@pytest.mark.parametrize(("source", "problem"), WRONG.items(), ids=list(WRONG))
def test_a_wrong_condition_has_exactly_this_problem(source: str, problem: str) -> None:
    assert problems(source) == [problem]


RIGHT = [
    "origin == 'desired' && connector_from_key == 2",
    "connector_from_key != null && connector_from_key > 1",
    "spec.access in ['R', 'RW'] && spec.minimum < int(value)",
    "spec.minimum < 5 || spec.minimum == 2.5 || spec.is_boolean",
    "spec == null || has(spec.minimum)",
    "spec.values.exists(v, v == value)",
    "value in spec.values",
    "spec.options.max > 3 && spec.options['min'] < 2 && 'max' in spec.options",
    "readonly && readonly == true",
    "evidence.exists(e, e.kind == 'path' && e.place == null)",
    "evidence.filter(e, e.connector == 2).size() > 0",
    "evidence.map(e, e.kind) == ['path']",
    "evidence.map(e, e.connector > 1, e.kind).all(k, k.startsWith('c'))",
    "key.matches(value)",
    "value.lowerAscii() == 'true'",
    "time == 1 || time == 1.5",
    "(connector == 1 ? 'a' : 2) == 2",
    "[1, 'a'].exists(x, x == 'a')",
    "value == null || null == value",
    "[].exists(x, x.y.z > 1)",
    "key == 'a' ? true : false",
    "[1].exists(key, key == 1)",
]


@pytest.mark.parametrize("source", RIGHT)
def test_a_sound_condition_has_no_problem(source: str) -> None:
    assert problems(source) == []
    assert problems(source, group=True) == []


GROUP_WRONG = {
    "count(count() > 1) > 1": "1:7: `count` stands inside another function over the group",
    "any(key)": "1:5: a condition must be true or false, and this is a string",
    "count(1) > 1": "1:7: a condition must be true or false, and this is an int",
    "distinct(vale) > 1": "1:10: `vale` is no field of `setting`; did you mean `value`?",
    "values(key) == 'a'": "1:16: a string never equals a list",
    "values(key).exists(k, k > 2)": "1:25: `>` cannot compare a string with an int",
    "distinct() > 1": "1:1: `distinct` takes 1 argument, not 0",
    "distinct(key) == 'a'": "1:18: a string never equals an int",
    "evidence.any(e)": "1:10: `any` is not a method; write `any(...)`",
}


@pytest.mark.parametrize(("source", "problem"), GROUP_WRONG.items(), ids=list(GROUP_WRONG))
def test_a_wrong_group_condition_has_exactly_this_problem(source: str, problem: str) -> None:
    assert problems(source, group=True) == [problem]


def test_a_group_condition_may_use_aggregates() -> None:
    source = "distinct(value) > 1 && every(origin == 'desired') && count(connector == 2) >= 1 && any(readonly)"
    assert problems(source, group=True) == []


def test_all_problems_are_reported_in_the_order_of_the_text() -> None:
    found = check(parse("a == 1 &&\nsize(5) > 1 && b == 2"), MATCH)
    assert [(problem.line, problem.column) for problem in found] == [(1, 1), (2, 6), (2, 16)]
    assert isinstance(found[0], Problem)


def test_a_template_is_checked_where_it_holds_expressions_of_any_kind() -> None:
    assert check(parse_template("`{key}` for {connector}: {spec.access}"), MATCH) == []
    found = check(parse_template("`{key}`\nfor {conector}"), MATCH)
    assert [(problem.line, problem.column) for problem in found] == [(2, 6)]


def test_a_field_of_unknown_type_is_open() -> None:
    vocabulary = vocabulary_of(Message)
    assert (
        check(parse("payload.a[0].b == 2 && payload.c && payload.x + 1 > 2 && payload in [1]"), vocabulary) == []
    )
    assert check(parse("type == 2 && payload.key.startsWith('a')"), vocabulary) == []


def test_every_fact_type_has_a_vocabulary_under_its_own_name() -> None:
    for name, fact_type in fact_types.FACT_TYPES.items():
        assert vocabulary_of(fact_type).fact == name
        assert "`nothing` is no field" in check(parse("nothing == 1"), vocabulary_of(fact_type))[0].message


def test_members_of_members_are_checked() -> None:
    vocabulary = vocabulary_of(Exchange)
    assert (
        check(parse("call.action == 'Reset' && answer == null && call.payload.type == 'Hard'"), vocabulary) == []
    )
    assert [problem.column for problem in check(parse("answer.acton == 'x'"), vocabulary)] == [8]


def test_what_annotations_leave_open_is_not_judged() -> None:
    vocabulary = vocabulary_of(Other)
    sound = "thing.shown[0] == 1 && either.whatever == 2 && mixed == 'anything' && anything.x == 1 && anything < 2"
    assert check(parse(sound), vocabulary) == []
    assert check(parse("thing.hidden == 1"), vocabulary)[0].column == 7


def test_a_mapping_for_a_field_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="Setting has no field spek"):
        vocabulary_of(Setting, {"spek": Spec})


def test_an_open_type_stays_open_where_it_meets_another() -> None:
    @dataclass
    class Loose:
        either: Any | None

    assert check(parse("either > 1 && either.x"), vocabulary_of(Loose)) == []
