"""From the tree of a condition to one Python closure, built once and called for every fact.

A closure takes the *scope* and the members of the group. The scope is the fact itself; inside a macro it is the
pair ``(element, outer scope)``, so that the macro's variable needs no store that two evaluations could share.
Names are resolved when the closure is built. The most frequent expressions (a field compared with a literal, and
conjunctions of that) have special closures.
"""

import operator
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from ocpplint.conditions import values as values
from ocpplint.conditions.ast import EvaluationError, Node, Value
from ocpplint.conditions.collections import AGGREGATE_OPERATIONS, MACRO_OPERATIONS, Evaluate, Subjects
from ocpplint.conditions.functions import AGGREGATES, FUNCTIONS, METHODS, approved_pattern, call_problem, search

Scope: TypeAlias = Value
Variables: TypeAlias = tuple[str, ...]
"""The variables of the macros around a node, the innermost first."""

MISSING = object()


class UnbuildableError(Exception):
    """A node that no closure can be built for, since ``check`` would have refused it."""

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset


def build(node: Node, variables: Variables = ()) -> Evaluate:
    """Return the closure of a node; raise ``UnbuildableError`` for calls and names that ``check`` refuses."""
    return _BUILDERS[node[0]](node, variables)


def _literal(node: Node, _: Variables) -> Evaluate:
    value = node[2]
    return lambda _scope, _members: value


def _list(node: Node, variables: Variables) -> Evaluate:
    items = [build(item, variables) for item in node[2]]
    return lambda scope, members: [item(scope, members) for item in items]


def _name(node: Node, variables: Variables) -> Evaluate:
    name = node[2]
    if name in variables:
        return _variable(variables.index(name))
    if name.startswith("_"):
        raise UnbuildableError(node[1], f"there is no `{name}` here")
    field = _field(name)
    if not variables:
        return field
    depth = len(variables)
    if depth == 1:
        return lambda scope, members: field(scope[1], members)
    return lambda scope, members: field(_outer(scope, depth), members)


def _field(name: str) -> Evaluate:
    get = operator.attrgetter(name)

    def field(fact: Scope, _members: Sequence[Any]) -> Value:
        try:
            return get(fact)
        except AttributeError:
            raise EvaluationError(f"there is no `{name}` here") from None

    return field


def _variable(depth: int) -> Evaluate:
    if depth == 0:
        return lambda scope, _members: scope[0]
    return lambda scope, _members: _outer(scope, depth)[0]


def _outer(scope: Scope, depth: int) -> Scope:
    for _ in range(depth):
        scope = scope[1]
    return scope


def _member(node: Node, variables: Variables) -> Evaluate:
    operand = build(node[2], variables)
    name = node[3]

    def member(scope: Scope, members: Sequence[Any]) -> Value:
        value = operand(scope, members)
        kind = type(value)
        if kind is dict:
            return value.get(name)
        return None if kind in values.KINDS else values.member(value, name)

    return member


def _index(node: Node, variables: Variables) -> Evaluate:
    operand, index = build(node[2], variables), build(node[3], variables)
    return lambda scope, members: values.item(operand(scope, members), index(scope, members))


def _not(node: Node, variables: Variables) -> Evaluate:
    operand = build(node[2], variables)
    return lambda scope, members: not values.truth(operand(scope, members))


def _negate(node: Node, variables: Variables) -> Evaluate:
    operand = build(node[2], variables)
    return lambda scope, members: values.negative(operand(scope, members))


def _arithmetic(node: Node, variables: Variables) -> Evaluate:
    symbol = node[2]
    left, right = build(node[3], variables), build(node[4], variables)
    return lambda scope, members: values.calculate(symbol, left(scope, members), right(scope, members))


def _choose(node: Node, variables: Variables) -> Evaluate:
    condition, positive, negative = (build(part, variables) for part in node[2:])

    def choose(scope: Scope, members: Sequence[Any]) -> Value:
        chosen = condition(scope, members)
        if chosen is True or (chosen is not False and values.truth(chosen)):
            return positive(scope, members)
        return negative(scope, members)

    return choose


def _compare(node: Node, variables: Variables) -> Evaluate:
    symbol = node[2]
    left = build(node[3], variables)
    if symbol in ("==", "!="):
        return _equality(symbol, node, left, variables)
    if symbol == "in":
        return _membership(node, left, variables)
    return _ordering(symbol, left, build(node[4], variables))


def _equality(symbol: str, node: Node, left: Evaluate, variables: Variables) -> Evaluate:
    literal = node[4][2] if node[4][0] == "literal" else MISSING
    if literal is None:
        return _null_test(symbol, left)
    if _plain(literal):
        return _plain_test(symbol, node[3], left, literal, variables)
    right = build(node[4], variables)

    def equal(scope: Scope, members: Sequence[Any]) -> bool:
        one, other = left(scope, members), right(scope, members)
        return one == other if type(one) is str and type(other) is str else values.equal(one, other)

    return equal if symbol == "==" else lambda scope, members: not equal(scope, members)


def _plain(literal: Value) -> bool:
    """Return whether Python's ``==`` with this literal is CEL's: true of strings, and of all ints no bool equals."""
    return type(literal) is str or (type(literal) is int and literal not in (0, 1))


def _null_test(symbol: str, left: Evaluate) -> Evaluate:
    if symbol == "==":
        return lambda scope, members: left(scope, members) is None
    return lambda scope, members: left(scope, members) is not None


def _plain_test(symbol: str, node: Node, left: Evaluate, literal: Value, variables: Variables) -> Evaluate:
    if symbol == "!=":
        return lambda scope, members: left(scope, members) != literal
    if node[0] == "name" and not variables:
        return _field_test(node[2], literal)
    return lambda scope, members: left(scope, members) == literal


def _field_test(name: str, literal: Value) -> Evaluate:
    get = operator.attrgetter(name)

    def field_test(fact: Scope, _members: Sequence[Any]) -> Value:
        try:
            return get(fact) == literal
        except AttributeError:
            raise EvaluationError(f"there is no `{name}` here") from None

    return field_test


def _membership(node: Node, left: Evaluate, variables: Variables) -> Evaluate:
    if node[4][0] == "list" and all(item[0] == "literal" and _plain(item[2]) for item in node[4][2]):
        return _plain_membership(left, frozenset(item[2] for item in node[4][2]))
    right = build(node[4], variables)

    def membership(scope: Scope, members: Sequence[Any]) -> bool:
        value = left(scope, members)
        return values.contains(right(scope, members), value)

    return membership


def _plain_membership(left: Evaluate, literals: frozenset[Any]) -> Evaluate:
    def plain_membership(scope: Scope, members: Sequence[Any]) -> bool:
        value = left(scope, members)
        try:
            return value in literals
        except TypeError:  # a list or map has no hash, and equals none of the literals
            return False

    return plain_membership


_ORDERINGS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _ordering(symbol: str, left: Evaluate, right: Evaluate) -> Evaluate:
    compare = _ORDERINGS[symbol]

    def ordering(scope: Scope, members: Sequence[Any]) -> bool:
        first, second = left(scope, members), right(scope, members)
        if type(first) is int and type(second) is int:
            return compare(first, second)
        return values.comparable(first, second, symbol) and compare(first, second)

    return ordering


def _and(node: Node, variables: Variables) -> Evaluate:
    return _logical([build(operand, variables) for operand in node[2]], decisive=False)


def _or(node: Node, variables: Variables) -> Evaluate:
    return _logical([build(operand, variables) for operand in node[2]], decisive=True)


def _logical(operands: list[Evaluate], *, decisive: bool) -> Evaluate:
    """Join operands so that the decisive value wins over errors (cel-spec, langdef.md, "Logical Operators")."""
    other = not decisive

    def logical(scope: Scope, members: Sequence[Any]) -> Value:
        failure: EvaluationError | None = None
        for operand in operands:
            try:
                value = operand(scope, members)
            except EvaluationError as error:
                failure = failure or error
                continue
            if value is decisive:
                return decisive
            if value is not other:
                failure = failure or values.no_truth(value)
        if failure is not None:
            raise failure
        return other

    return logical


def _call(node: Node, variables: Variables) -> Evaluate:
    _, offset, name, target, arguments = node
    problem = call_problem(name, method=target is not None, arguments=arguments)
    if problem:
        raise UnbuildableError(offset, problem)
    if target is not None:
        return _method(name, target, arguments, variables)
    if name == "has":
        return _has(arguments[0], variables)
    if name in AGGREGATES:
        return _aggregate(name, arguments, variables)
    return _applied(FUNCTIONS[name].apply, arguments, variables)


def _has(node: Node, variables: Variables) -> Evaluate:
    operand = build(node[2], variables)
    name = node[3]
    return lambda scope, members: values.has_member(operand(scope, members), name)


def _method(name: str, target: Node, arguments: list[Node], variables: Variables) -> Evaluate:
    if name in MACRO_OPERATIONS:
        return _macro(name, target, arguments, variables)
    if name == "matches" and arguments[0][0] == "literal" and isinstance(arguments[0][2], str):
        return _literal_match(build(target, variables), arguments[0][2])
    return _applied(METHODS[name].apply, [target, *arguments], variables)


def _applied(function: Callable[..., Any], arguments: list[Node], variables: Variables) -> Evaluate:
    if len(arguments) == 1:
        only = build(arguments[0], variables)
        return lambda scope, members: function(only(scope, members))
    first, second = (build(argument, variables) for argument in arguments)
    return lambda scope, members: function(first(scope, members), second(scope, members))


def _literal_match(target: Evaluate, source: str) -> Evaluate:
    """Match a pattern that ``check`` has approved; it is compiled when a value first meets it."""
    pattern = None

    def literal_match(scope: Scope, members: Sequence[Any]) -> bool:
        nonlocal pattern
        value = target(scope, members)
        if not isinstance(value, str):
            return bool(METHODS["matches"].apply(value, source))
        if pattern is None:
            pattern = approved_pattern(source)
        return search(pattern, value)

    return literal_match


def _macro(name: str, target: Node, arguments: list[Node], variables: Variables) -> Evaluate:
    operation = MACRO_OPERATIONS[name]
    operand = build(target, variables)
    inner = (arguments[0][2], *variables)
    body = build(arguments[-1], inner)
    condition = build(arguments[1], inner) if len(arguments) == 3 else None

    def macro(scope: Scope, members: Sequence[Any]) -> Value:
        subjects: Subjects = [(element, scope) for element in values.elements(operand(scope, members))]
        if condition is not None:
            subjects = [subject for subject in subjects if values.truth(condition(subject, members))]
        return operation(body, subjects, members)

    return macro


def _aggregate(name: str, arguments: list[Node], variables: Variables) -> Evaluate:
    if not arguments:
        return lambda _scope, members: len(members)
    operation = AGGREGATE_OPERATIONS[name]
    body = build(arguments[0], variables)
    depth = len(variables)
    if depth == 0:
        return lambda _scope, members: operation(body, members, members)
    return lambda scope, members: operation(body, _rebased(scope, members, depth), members)


def _rebased(scope: Scope, members: Sequence[Any], depth: int) -> Iterator[Any]:
    """Yield the scope once for each member, that member in the place of the fact."""
    return (_rebase(scope, fact, depth) for fact in members)


def _rebase(scope: Scope, fact: Scope, depth: int) -> Scope:
    return fact if depth == 0 else (scope[0], _rebase(scope[1], fact, depth - 1))


_BUILDERS: dict[str, Callable[[Node, Variables], Evaluate]] = {
    "literal": _literal,
    "list": _list,
    "name": _name,
    "member": _member,
    "index": _index,
    "not": _not,
    "negate": _negate,
    "arithmetic": _arithmetic,
    "compare": _compare,
    "and": _and,
    "or": _or,
    "choose": _choose,
    "call": _call,
}
