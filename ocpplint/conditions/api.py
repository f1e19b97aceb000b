"""The condition language of rules: parse, check, compile, and the parts of a condition that an index can answer.

Indexable are ``scope == "Both"``, ``outcome in ["a", null]``, ``too_long``, ``spec.access != "R"``, and
their combinations with ``!``, ``&&`` and ``||``. Their results are never errors: a field always exists, and a member
of null is null. So are comparisons of integer fields with integers: Python's ``True == 1 == 1.0`` is kept out.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ocpplint.conditions.ast import Ast, ConditionError, EvaluationError, Problem, Value, error_at
from ocpplint.conditions.collections import Evaluate
from ocpplint.conditions.compiler import UnbuildableError, build
from ocpplint.conditions.values import text
from ocpplint.facts.indexed_fields import SPEC

if TYPE_CHECKING:
    from ocpplint.conditions.vocabulary import Vocabulary


Node = list[Any]
Test = Callable[[Any], bool]


class Plain(NamedTuple):
    """An indexable predicate on a fact: its test, its fields, and its constants."""

    holds: Test
    fields: frozenset[str]
    words: frozenset[str | None]


def split(tree: Ast, fields: Collection[str]) -> tuple[list[Plain], Ast | None]:
    """Take a condition apart: the plain questions on ``fields`` that must hold, and the condition that is left.

    None is left where the plain questions are all there is.
    """
    root = tree[2]
    plain, left = [], []
    for part in root[2] if root[0] == "and" else [root]:
        question = _plain(part, fields)
        if question is None:
            left.append(part)
        else:
            plain.append(question)
    if not left:
        return plain, None
    return plain, [tree[0], tree[1], left[0] if len(left) == 1 else [root[0], root[1], left]]


def _plain(node: Node, fields: Collection[str]) -> Plain | None:
    kind = node[0]
    if kind == "not":
        inner = _plain(node[2], fields)
        return None if inner is None else inner._replace(holds=_not(inner.holds))
    if kind in ("and", "or"):
        return _joined(all if kind == "and" else any, [_plain(part, fields) for part in node[2]])
    read = _reader(node[3] if kind == "compare" else node, fields)
    if read is None:
        return None
    name, get = read
    if kind != "compare":
        # A name by itself is a condition only where it is a truth value.
        return None if name == SPEC else Plain(lambda fact: get(fact) is True, frozenset((name,)), frozenset())
    if name == SPEC and node[3][0] == "name" and node[4][2] is not None:
        # A record by itself can be compared with null alone.
        return None
    test = _compared(node[2], node[4], get)
    return None if test is None else Plain(test, frozenset((name,)), _words(node[4]))


def _joined(how: Callable[[list[bool]], bool], parts: list[Plain | None]) -> Plain | None:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    tests = [part.holds for part in known]
    return Plain(
        lambda fact: how([test(fact) for test in tests]),
        frozenset().union(*(part.fields for part in known)),
        frozenset().union(*(part.words for part in known)),
    )


def _reader(node: Node, fields: Collection[str]) -> tuple[str, Callable[[Any], Any]] | None:
    """Return the field that a node names, and what reads it, or a member of the record in it."""
    if node[0] == "name" and node[2] in fields:
        name: str = node[2]
        return name, lambda fact: getattr(fact, name)
    if node[0] == "member" and node[2][0] == "name" and node[2][2] == SPEC and SPEC in fields:
        member: str = node[3]
        return SPEC, lambda fact: getattr(fact.spec, member, None)
    return None


def _compared(operator: str, right: Node, get: Callable[[Any], Any]) -> Test | None:
    if operator == "in" and right[0] == "list" and all(map(_is_word, right[2])):
        known = frozenset(item[2] for item in right[2])
        return lambda fact: get(fact) in known
    if operator not in ("==", "!=") or right[0] != "literal":
        return None
    if isinstance(right[2], bool):
        equal = _is(get, right[2])
    elif isinstance(right[2], int):
        equal = _equal_int(get, right[2])
    elif _is_word(right):
        equal = _equal(get, right[2])
    else:
        return None
    return equal if operator == "==" else _not(equal)


def _words(right: Node) -> frozenset[str | None]:
    items = right[2] if right[0] == "list" else [right]
    return frozenset(item[2] for item in items if _is_word(item))


def _is_word(node: Node) -> bool:
    return node[0] == "literal" and (node[2] is None or isinstance(node[2], str))


def _not(test: Test) -> Test:
    return lambda fact: not test(fact)


def _is(get: Callable[[Any], Any], wanted: object) -> Test:
    return lambda fact: get(fact) is wanted


def _equal_int(get: Callable[[Any], Any], wanted: int) -> Test:
    return lambda fact: type(value := get(fact)) is int and value == wanted


def _equal(get: Callable[[Any], Any], wanted: str | None) -> Test:
    return lambda fact: get(fact) == wanted


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
