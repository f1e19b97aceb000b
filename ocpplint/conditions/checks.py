"""Static checks of well-formed conditions.

Kinds are inferred from the annotations of the fact types. Only certain errors are reported: a field that may be
null may be used without a check, and a field of unknown type may have any kind.
"""

import functools
from collections.abc import Callable

from ocpplint.conditions.ast import Ast, Node, Problem, coordinates, expressions
from ocpplint.conditions.functions import AGGREGATES, FUNCTIONS, MACROS, METHODS, call_problem, did_you_mean
from ocpplint.conditions.values import ARITHMETIC, kind_of
from ocpplint.conditions.vocabulary import NULL, OPEN, Kind, Vocabulary, merged, simple

BOOL = simple("bool")
NUMBERS = frozenset({"int", "double"})


def check(ast: Ast, vocabulary: Vocabulary) -> list[Problem]:
    """Return the problems of a condition or template, in the order of its text."""
    checker = _Checker(vocabulary)
    for node in expressions(ast):
        if ast[0] == "condition":
            checker.require_truth(node)
        else:
            checker.infer(node)
    return [Problem(*coordinates(ast[1], offset), message) for offset, message in sorted(set(checker.problems))]


class _Checker:
    """Infers the kind of every node, and collects problems as ``(offset, message)``."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.variables: dict[str, Kind] = dict(vocabulary.variables)
        self.inside_aggregate = False
        self.problems: list[tuple[int, str]] = []

    def infer(self, node: Node) -> Kind:
        return _INFERENCES[node[0]](self, node)

    def report(self, node: Node, message: str) -> Kind:
        self.problems.append((node[1], message))
        return OPEN

    def require(self, node: Node, names: frozenset[str], need: str) -> Kind:
        """Infer a node that must be of one of these kinds; ``need`` says who wants that."""
        kind = self.infer(node)
        if not kind.may_be(names):
            self.report(node, f"{need}, and this is {_words(kind)}")
        return kind

    def require_truth(self, node: Node) -> Kind:
        self.require(node, BOOL.names, "a condition must be true or false")
        return BOOL

    def literal(self, node: Node) -> Kind:
        return _literal_kind(node)

    def list(self, node: Node) -> Kind:
        kinds = [self.infer(item) for item in node[2]]
        return Kind(frozenset({"list"}), item=functools.reduce(merged, kinds) if kinds else OPEN)

    def name(self, node: Node) -> Kind:
        name = node[2]
        kind = self.variables.get(name) or self.vocabulary.fields.get(name)
        if kind is None:
            known = [*self.vocabulary.fields, *self.variables, "true", "false", "null"]
            return self.report(
                node, f"`{name}` is no field of `{self.vocabulary.fact}`{did_you_mean(name, known)}"
            )
        return kind

    def member(self, node: Node) -> Kind:
        operand = self.require(node[2], frozenset({"map", "record", "null"}), "only maps and records have members")
        members = operand.members()
        if members is None or "map" in operand.names:
            return operand.item or OPEN
        kind = members.get(node[3])
        if kind is None:
            return self.report(node, f"there is no member `{node[3]}`{did_you_mean(node[3], members)}")
        return merged(kind, NULL) if "null" in operand.names else kind

    def index(self, node: Node) -> Kind:
        operand = self.require(node[2], frozenset({"list", "map", "null"}), "only lists and maps have items")
        if operand.is_only("list"):
            self.require(node[3], frozenset({"int"}), "a list's index is an int")
        else:
            self.infer(node[3])
        return operand.item or OPEN

    def negation(self, node: Node) -> Kind:
        return self.require_truth(node[2])

    def negative(self, node: Node) -> Kind:
        kind = self.require(node[2], NUMBERS, "`-` needs a number")
        return simple(*(kind.names & NUMBERS))

    def logical(self, node: Node) -> Kind:
        for operand in node[2]:
            self.require_truth(operand)
        return BOOL

    def choose(self, node: Node) -> Kind:
        self.require_truth(node[2])
        return merged(self.infer(node[3]), self.infer(node[4]))

    def arithmetic(self, node: Node) -> Kind:
        symbol = node[2]
        accepted = ARITHMETIC[symbol][1]
        left, right = self.infer(node[3]), self.infer(node[4])
        possible = accepted & (left.names or accepted) & (right.names or accepted)
        if not possible:
            return self.report(
                node, f"`{symbol}` cannot take {_words(left)} and {_words(right)}{_mixing(left, right)}"
            )
        return simple(*possible)

    def compare(self, node: Node) -> Kind:
        symbol, left, right = node[2], self.infer(node[3]), self.infer(node[4])
        if symbol == "in":
            self._membership(node, left, right)
        elif symbol in ("==", "!="):
            self._equality(left, node[4], right)
            if node[4][0] != "literal":
                self._equality(right, node[3], left)
        elif not _ordered(left, right):
            self.report(node, f"`{symbol}` cannot compare {_words(left)} with {_words(right)}")
        return BOOL

    def _equality(self, kind: Kind, node: Node, other: Kind) -> None:
        """Report a literal or list that can never equal a value of a kind."""
        if node[0] == "literal" and kind.choices and isinstance(node[2], str) and node[2] not in kind.choices:
            choices = ", ".join(f"`{choice}`" for choice in sorted(kind.choices))
            self.report(node, f"this is always one of {choices}{did_you_mean(node[2], kind.choices)}")
        elif node[0] in ("literal", "list") and not _equatable(kind, other):
            self.report(node, f"{_words(other)} never equals {_words(kind)}")

    def _membership(self, node: Node, left: Kind, right: Kind) -> None:
        if not right.may_be(frozenset({"list", "map", "null"})):
            self.report(node[4], f"`in` looks into a list or map, and this is {_words(right)}")
        elif node[4][0] == "list":
            for item in node[4][2]:
                self._equality(left, item, _literal_kind(item))
        elif node[3][0] == "literal" and right.is_only("list") and right.item:
            self._equality(right.item, node[3], left)

    def call(self, node: Node) -> Kind:
        _, _, name, target, arguments = node
        problem = call_problem(name, method=target is not None, arguments=arguments)
        if problem:
            return self.report(node, problem)
        if target is not None:
            return self._macro(node) if name in MACROS else self._method(node)
        if name == "has":
            self.infer(arguments[0])
            return BOOL
        if name in AGGREGATES:
            return self._aggregate(node)
        self.require(
            arguments[0], FUNCTIONS[name].accepts[0], f"`{name}` needs {_either(FUNCTIONS[name].accepts[0])}"
        )
        return simple(FUNCTIONS[name].gives)

    def _method(self, node: Node) -> Kind:
        _, _, name, target, arguments = node
        method = METHODS[name]
        for operand, accepted in zip([target, *arguments], method.accepts, strict=True):
            self.require(operand, accepted, f"`{name}` needs {_either(accepted)}")
        if name == "matches" and arguments[0][0] == "literal" and isinstance(arguments[0][2], str):
            self._pattern(arguments[0])
        return simple(method.gives)

    def _pattern(self, node: Node) -> None:
        from ocpplint.conditions.ambiguity import require_tame
        from ocpplint.conditions.patterns import PatternError, compile_pattern

        try:
            require_tame(node[2])
            compile_pattern(node[2])
        except PatternError as error:
            self.report(node, str(error))

    def _macro(self, node: Node) -> Kind:
        _, _, name, target, arguments = node
        operand = self.require(target, frozenset({"list", "map"}), f"`{name}` runs over a list or map")
        element = (operand.item or OPEN) if operand.is_only("list") else OPEN
        outer = self.variables
        self.variables = outer | {arguments[0][2]: element}
        for predicate in arguments[1:-1] if name == "map" else arguments[1:]:
            self.require_truth(predicate)
        mapped = self.infer(arguments[-1])
        self.variables = outer
        if name in ("map", "filter"):
            return Kind(frozenset({"list"}), item=mapped if name == "map" else element)
        return BOOL

    def _aggregate(self, node: Node) -> Kind:
        _, _, name, _, arguments = node
        if not self.vocabulary.group:
            return self.report(node, f"`{name}` is about the members of a group, and this is no group condition")
        if self.inside_aggregate:
            return self.report(node, f"`{name}` stands inside another function over the group")
        self.inside_aggregate = True
        predicate = name in ("count", "any", "every")
        kinds = [self.require_truth(argument) if predicate else self.infer(argument) for argument in arguments]
        self.inside_aggregate = False
        if name == "values":
            return Kind(frozenset({"list"}), item=kinds[0])
        return BOOL if name in ("any", "every") else simple("int")


_INFERENCES: dict[str, Callable[[_Checker, Node], Kind]] = {
    "literal": _Checker.literal,
    "list": _Checker.list,
    "name": _Checker.name,
    "member": _Checker.member,
    "index": _Checker.index,
    "not": _Checker.negation,
    "negate": _Checker.negative,
    "and": _Checker.logical,
    "or": _Checker.logical,
    "choose": _Checker.choose,
    "arithmetic": _Checker.arithmetic,
    "compare": _Checker.compare,
    "call": _Checker.call,
}


def _literal_kind(node: Node) -> Kind:
    return simple(kind_of(node[2])) if node[0] == "literal" else OPEN


def _equatable(one: Kind, other: Kind) -> bool:
    if NULL in (one, other) or not one.names or not other.names:
        return True
    return bool(one.names & other.names) or bool(one.names & NUMBERS and other.names & NUMBERS)


def _ordered(one: Kind, other: Kind) -> bool:
    if not one.names or not other.names:
        return True
    common = one.names & other.names & {"string", "bool"}
    return bool(common) or bool(one.names & NUMBERS and other.names & NUMBERS)


def _mixing(one: Kind, other: Kind) -> str:
    """Return how to fix the most common mistake: CEL does not convert numbers implicitly."""
    if one.names <= NUMBERS and other.names <= NUMBERS:
        return "; convert one with `int(…)` or `double(…)`"
    return "; convert with `string(…)`" if "string" in one.names | other.names else ""


def _either(names: frozenset[str]) -> str:
    wanted = sorted(names - {"null"})
    words = wanted[0] if len(wanted) == 1 else f"{', '.join(wanted[:-1])} or {wanted[-1]}"
    return f"an {words}" if words.startswith("int") else f"a {words}"


def _words(kind: Kind) -> str:
    return "null" if kind.names == {"null"} else _either(kind.names) if kind.names else "something"
