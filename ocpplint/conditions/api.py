"""The condition language of rules: parse, check, compile.

A condition, or a message template with conditions in braces, is parsed once into a tree of plain JSON values, its
names and kinds are checked against the facts it is about, and it is compiled into a Python closure. The language
is a subset of CEL with aggregates over groups; docs/conditions.md is its reference. Parser and checks are imported
when first used, so that a run whose trees are on disk pays for neither.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ocpplint.conditions.ast import Ast, ConditionError, EvaluationError, Problem, Value, error_at
from ocpplint.conditions.collections import Evaluate
from ocpplint.conditions.compiler import UnbuildableError, build
from ocpplint.conditions.values import text

if TYPE_CHECKING:
    from ocpplint.conditions.vocabulary import Vocabulary

__all__ = [
    "Ast",
    "ConditionError",
    "Evaluate",
    "EvaluationError",
    "Problem",
    "check",
    "compile_condition",
    "compile_template",
    "parse",
    "parse_template",
    "vocabulary_of",
]


def parse(source: str) -> Ast:
    """Return the tree of a condition; raise ``ConditionError`` where it is not well-formed."""
    from ocpplint.conditions import parser

    return parser.parse(source, "condition")


def parse_template(source: str) -> Ast:
    """Return the tree of a template; raise ``ConditionError`` where it is not well-formed."""
    from ocpplint.conditions import parser

    return parser.parse(source, "template")


def vocabulary_of(
    fact_type: type, nested: Mapping[str, type] | None = None, *, group: bool = False
) -> "Vocabulary":
    """Return what a condition on this type of fact may name.

    ``nested`` gives the types of fields that are annotated ``Any``; those it leaves out are open, which means
    that any member of theirs may be asked for. ``group`` allows the aggregates over the members of a group.
    """
    from ocpplint.conditions import vocabulary

    return vocabulary.vocabulary_of(fact_type, nested or {}, group=group)


def check(ast: Ast, vocabulary: "Vocabulary") -> list[Problem]:
    """Return what is wrong with a condition or template about such facts, in the order of the text."""
    from ocpplint.conditions import checks

    return checks.check(ast, vocabulary)


def compile_condition(ast: Ast, variables: tuple[str, ...] = ()) -> Evaluate:
    """Return the closure of a condition, which is called with the fact and the members of its group.

    The members are ``(fact,)`` where there is no group; in a group the fact is the latest member. With ``variables``
    the closure is called with their values around the fact: ``(value, fact)`` for one of them. It raises
    ``EvaluationError`` where the condition has no result. Raises ``ConditionError`` for a tree that ``check`` refuses
    and no closure can be built for.
    """
    return _built(ast, ast[2], variables)


def compile_template(ast: Ast, variables: tuple[str, ...] = ()) -> Callable[[Any, Sequence[Any]], str]:
    """Return the closure that renders a template for a fact and the members of its group.

    Null is rendered as nothing and a list with commas between its items. ``variables`` and what is raised are as
    ``compile_condition`` has them.
    """
    parts = [part if isinstance(part, str) else _built(ast, part, variables) for part in ast[2]]

    def render(fact: Value, members: Sequence[Any]) -> str:
        return "".join(part if isinstance(part, str) else text(part(fact, members)) for part in parts)

    return render


def _built(ast: Ast, node: list[Any], variables: tuple[str, ...]) -> Evaluate:
    try:
        return build(node, variables)
    except UnbuildableError as error:
        raise error_at(ast[1], error.offset, str(error)) from None
