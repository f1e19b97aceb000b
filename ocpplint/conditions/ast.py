"""The syntax tree of conditions and message templates, and their errors.

The tree is nested lists of plain JSON values, so that compiled rule packs can be kept on disk as JSON. The root
is ``["condition", source, node]`` or ``["template", source, [text or node, ...]]``; a node is
``[kind, offset, ...]`` with the offset of its most telling character in the source:

=============  ==============================================  ===================================
kind           the rest                                        offset of
=============  ==============================================  ===================================
literal        value                                           the literal
list           [item, ...]                                     the opening bracket
name           name                                            the name
member         operand, name                                   the member's name
index          operand, index                                  the opening bracket
not, negate    operand                                         the operator
arithmetic     operator, left, right                           the operator
compare        operator, left, right                           the operator
and, or        [operand, ...]                                  the first operand
choose         condition, if true, if false                    the question mark
call           name, target or None, [argument, ...]           the function's name
=============  ==============================================  ===================================
"""

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

Ast: TypeAlias = list[Any]
Node: TypeAlias = list[Any]
Value: TypeAlias = Any
"""What a condition computes with: any value a fact may hold."""


class ConditionError(ValueError):
    """A condition or template that is not well-formed; ``line`` and ``column`` are 1-based and within its text."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.message}"


class EvaluationError(Exception):
    """A condition that has no result for a fact, such as a division by zero or a number used as a truth value."""


class Problem(NamedTuple):
    """An error in a well-formed condition; ``line`` and ``column`` are 1-based and within its text."""

    line: int
    column: int
    message: str


def coordinates(source: str, offset: int) -> tuple[int, int]:
    """Return the 1-based line and column of a character in the source."""
    return source.count("\n", 0, offset) + 1, offset - source.rfind("\n", 0, offset)


def error_at(source: str, offset: int, message: str) -> ConditionError:
    """Return a condition error at a character of the source."""
    return ConditionError(message, *coordinates(source, offset))


def expressions(ast: Ast) -> list[Node]:
    """Return the expressions of a root: one for a condition, one for each pair of braces of a template."""
    kind, _, body = ast
    return [body] if kind == "condition" else [part for part in body if not isinstance(part, str)]


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly below a node."""
    for part in node[2:]:
        if not isinstance(part, list):
            continue
        if part and isinstance(part[0], str):
            yield part
        else:
            yield from part
