"""Every example in docs/conditions.md does what the page says."""

import json
import os
import re
from types import SimpleNamespace
from typing import Any

import pytest

from ocpplint.conditions import api as language
from ocpplint.conditions.functions import AGGREGATES, FUNCTIONS, MACROS, METHODS
from ocpplint.facts.message import Message
from ocpplint.facts.setting import Setting

PAGE = os.path.join(
    os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "docs", "conditions.md"
)
with open(PAGE, encoding="utf-8") as page:
    TEXT = page.read()
BLOCKS = re.findall(r"^```(\S+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def _fact(members: dict[str, Any]) -> SimpleNamespace:
    parts = {name: _fact(value) if isinstance(value, dict) else value for name, value in members.items()}
    return SimpleNamespace(**parts)


SETTING_SOURCE, GROUP_SOURCE, MESSAGE_SOURCE = (json.loads(body) for kind, body in BLOCKS if kind == "json")
SETTING = _fact(SETTING_SOURCE)
MESSAGE = SimpleNamespace(**MESSAGE_SOURCE)
GROUP = tuple(map(_fact, GROUP_SOURCE))


def examples(kind: str) -> list[tuple[str, str]]:
    lines = "".join(body for found, body in BLOCKS if found == kind).splitlines()
    pairs = [line.split("→") for line in lines]
    return [(source.rstrip(), result.strip()) for source, result in pairs]


def evaluate(source: str, fact: Any, members: tuple[Any, ...]) -> Any:
    """Run an example as a rule would be: parsed, checked, compiled."""
    ast = language.parse(source)
    fact_type = Message if fact is MESSAGE else Setting
    vocabulary = language.vocabulary_of(fact_type, group=len(members) > 1)
    for problem in language.check(["template", ast[1], [ast[2]]], vocabulary):
        raise language.EvaluationError(problem.message)
    return language.compile_condition(ast)(fact, members)


def check_example(source: str, result: str, fact: Any, members: tuple[Any, ...]) -> None:
    if not result.startswith("error: "):
        assert json.dumps(evaluate(source, fact, members)) == json.dumps(json.loads(result))
        return
    with pytest.raises((language.ConditionError, language.EvaluationError)) as raised:
        evaluate(source, fact, members)
    assert result.removeprefix("error: ") in str(raised.value)


@pytest.mark.parametrize(("source", "result"), examples("cel"))
def test_a_condition_of_the_page_gives_what_the_page_says(source: str, result: str) -> None:
    check_example(source, result, SETTING, (SETTING,))


@pytest.mark.parametrize(("source", "result"), examples("cel-message"))
def test_a_condition_on_a_message_gives_what_the_page_says(source: str, result: str) -> None:
    check_example(source, result, MESSAGE, (MESSAGE,))


@pytest.mark.parametrize(("source", "result"), examples("cel-group"))
def test_a_group_condition_of_the_page_gives_what_the_page_says(source: str, result: str) -> None:
    check_example(source, result, GROUP[-1], GROUP)


@pytest.mark.parametrize(("source", "result"), examples("template"))
def test_a_template_of_the_page_renders_as_the_page_says(source: str, result: str) -> None:
    ast = language.parse_template(source)
    assert language.compile_template(ast)(SETTING, (SETTING,)).strip() == result


def test_the_page_names_every_function_and_has_examples_of_every_sort() -> None:
    for name in [*FUNCTIONS, *METHODS, *MACROS, *AGGREGATES]:
        assert f"{name}(" in TEXT
    assert len(examples("cel")) > 50
    assert len(examples("cel-message")) > 15
    assert len(examples("cel-group")) > 5
    assert len(examples("template")) > 3
