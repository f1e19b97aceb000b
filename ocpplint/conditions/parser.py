"""From the text of a condition to its tree, by ``grammars/condition.lark``.

Imports lark, which costs more than everything else in a run together: only ``conditions.parse`` comes here,
and only for rules whose trees are not on disk yet.
"""

import functools
import math
import re
from collections.abc import Callable
from typing import Any, Literal

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken, v_args

from ocpplint.conditions.ast import Ast, ConditionError, Node, children, error_at, expressions
from ocpplint.resources import bundled

Start = Literal["condition", "template"]

DEEPEST = 100
"""How deep expressions may nest: deeper than anyone writes, within what JSON decoders and the stack bear."""

RESERVED = frozenset(
    [
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "in",
        "let",
        "loop",
        "namespace",
        "package",
        "return",
        "var",
        "void",
        "while",
    ]
)
"""Words CEL reserves (cel-spec, langdef.md, "Syntax"); they may name members, but nothing else."""

ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"} | {c: c for c in "\\\"'`?"}
ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.))")

EXPECTATIONS = (
    ("INT", "a value"),
    ("TEXT", "text"),
    ("_OR", "an operator"),
    ("_COMMA", "a comma"),
    ("_COLON", "a colon"),
    ("_RIGHT_PARENTHESIS", "a closing parenthesis"),
    ("_RIGHT_BRACKET", "a closing bracket"),
    ("_RIGHT_BRACE", "a closing brace"),
)
"""What to call a terminal that could have come next; the first of a family stands for all of it."""

FOUND = re.compile(r"[_a-zA-Z0-9]+|<=|>=|==|!=|&&|\|\||\S")

REMEDIES = {
    "=": "equality is written `==`",
    "&": "“and” is written `&&`",
    "|": "“or” is written `||`",
    "and": "“and” is written `&&`",
    "or": "“or” is written `||`",
    "not": "“not” is written `!`",
    "is": "equality is written `==`",
    "=~": 'a pattern is matched by `x.matches("…")`',
}


def parse(source: str, start: Start) -> Ast:
    """Return the tree of a condition or template; raise ``ConditionError`` where it is not one."""
    try:
        root: Any = _lark().parse(source, start=start)  # what the builder made of it
    except _RefusedError as error:
        raise error_at(source, error.offset, str(error)) from None
    except UnexpectedInput as error:
        raise _syntax_error(source, start, error) from None
    ast: Ast = [start, source, root]
    _require_sound(ast)
    return ast


class _RefusedError(Exception):
    """A part of the source that the grammar allows and the language does not."""

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset


@functools.cache
def _lark() -> Lark:
    with open(bundled.path("grammars", "condition.lark"), encoding="utf-8") as grammar:
        return Lark(
            grammar.read(),
            parser="lalr",
            lexer="contextual",
            start=["condition", "template"],
            transformer=_Builder(),
            maybe_placeholders=False,
        )


@v_args(inline=True)
class _Builder(Transformer[Token, Node]):
    """Builds the nodes while the parser runs, so that no depth of nesting meets Python's recursion limit."""

    def condition(self, node: Node) -> Node:
        return node

    def template(self, *parts: Token | Node) -> list[str | Node]:
        return [_text(part) if isinstance(part, Token) else part for part in parts]

    def choice(self, condition: Node, mark: Token, positive: Node, negative: Node) -> Node:
        return ["choose", _offset(mark), condition, positive, negative]

    def disjunction(self, *operands: Node) -> Node:
        return ["or", operands[0][1], list(operands)]

    def conjunction(self, *operands: Node) -> Node:
        return ["and", operands[0][1], list(operands)]

    def comparison(self, left: Node, operator: Token, right: Node) -> Node:
        return ["compare", _offset(operator), str(operator), left, right]

    def arithmetic(self, left: Node, operator: Token, right: Node) -> Node:
        return ["arithmetic", _offset(operator), str(operator), left, right]

    def negation(self, operator: Token, operand: Node) -> Node:
        return ["not", _offset(operator), operand]

    def negative(self, operator: Token, operand: Node) -> Node:
        if operand[0] == "literal" and type(operand[2]) in (int, float):
            return ["literal", _offset(operator), -operand[2]]
        return ["negate", _offset(operator), operand]

    def member(self, operand: Node, word: Token) -> Node:
        return ["member", _offset(word), operand, _member_name(word)]

    def method(self, operand: Node, word: Token, arguments: list[Node]) -> Node:
        return ["call", _offset(word), str(word), operand, arguments]

    def index(self, operand: Node, bracket: Token, index: Node) -> Node:
        return ["index", _offset(bracket), operand, index]

    def name(self, word: Token) -> Node:
        return ["name", _offset(word), _free_name(word)]

    def call(self, word: Token, arguments: list[Node]) -> Node:
        return ["call", _offset(word), _free_name(word), None, arguments]

    def arguments(self, *arguments: Node) -> list[Node]:
        return list(arguments)

    def elements(self, *elements: Node) -> list[Node]:
        return list(elements)

    def list_literal(self, bracket: Token, elements: list[Node] | None = None) -> Node:
        return ["list", _offset(bracket), elements or []]

    def constant(self, token: Token) -> Node:
        return ["literal", _offset(token), {"true": True, "false": False, "null": None}[token]]

    def int_literal(self, token: Token) -> Node:
        if len(token) > 4000:  # Python itself refuses to read such numbers
            raise _RefusedError(_offset(token), "this number does not fit into 64 bits")
        return ["literal", _offset(token), int(token, 16 if token.startswith("0x") else 10)]

    def double_literal(self, token: Token) -> Node:
        value = float(token)
        if math.isinf(value):
            raise _RefusedError(_offset(token), "this number is too large for a double")
        return ["literal", _offset(token), value]

    def string_literal(self, token: Token) -> Node:
        return ["literal", _offset(token), ESCAPE.sub(_unescaper(token), token[1:-1])]

    def raw_string_literal(self, token: Token) -> Node:
        return ["literal", _offset(token), token[2:-1]]


def _offset(token: Token) -> int:
    return token.start_pos or 0


def _text(token: Token) -> str:
    return token.replace("{{", "{").replace("}}", "}")


def _free_name(word: Token) -> str:
    if word in RESERVED:
        raise _RefusedError(_offset(word), f"`{word}` is a reserved word and cannot be a name")
    return str(word)


def _member_name(word: Token) -> str:
    if word in ("true", "false", "null", "in"):
        raise _RefusedError(_offset(word), f'`{word}` cannot follow a dot; write `["{word}"]`')
    return str(word)


def _unescaper(token: Token) -> Callable[[re.Match[str]], str]:
    """Return what replaces an escape sequence of this string (cel-spec, langdef.md, "String and Bytes Values")."""

    def unescape(match: re.Match[str]) -> str:
        octal, simple = match.group(4, 5)
        if simple is not None:
            character = ESCAPES.get(simple)
        else:
            character = _character(int(octal, 8) if octal else int(match.group(match.lastindex or 0), 16))
        if character is None:
            raise _RefusedError(
                _offset(token) + 1 + match.start(),
                f"`{match[0]}` is not an escape sequence; a backslash is `\\\\`",
            )
        return character

    return unescape


def _character(code_point: int) -> str | None:
    if code_point > 0x10FFFF or 0xD800 <= code_point <= 0xDFFF:
        return None
    return chr(code_point)


def _require_sound(ast: Ast) -> None:
    """Raise ``ConditionError`` for a tree that is nested too deep or holds an integer that is none."""
    level: list[Node] = expressions(ast)
    for _ in range(DEEPEST):
        level = [child for node in level for child in children(_fitting(ast, node))]
        if not level:
            return
    raise error_at(ast[1], level[0][1], f"this is nested more than {DEEPEST} levels deep; split the condition")


def _fitting(ast: Ast, node: Node) -> Node:
    if node[0] == "literal" and type(node[2]) is int and not -(2**63) <= node[2] < 2**63:
        raise error_at(ast[1], node[1], "this number does not fit into 64 bits")
    return node


def _syntax_error(source: str, start: Start, error: UnexpectedInput) -> ConditionError:
    stopped: Any = error.pos_in_stream  # which lark declares to be None
    offset = len(source.rstrip()) if _at_end(error) else stopped
    match = None if _at_end(error) else FOUND.match(source, offset)
    found = f"`{match[0]}`" if match else f"the end of the {start}"
    accepted = _accepted(error)
    remedy = _remedy(match[0], accepted) if match else None
    message = f"found {found}, expected {_expected(accepted, start)}"
    return error_at(source, offset, f"{message} ({remedy})" if remedy else message)


def _at_end(error: UnexpectedInput) -> bool:
    return isinstance(error, UnexpectedToken) and error.token.type == "$END"


def _accepted(error: UnexpectedInput) -> set[str]:
    """Return the terminals that could have stood where the parser stopped."""
    parser: Any = getattr(error, "interactive_parser")  # noqa: B009 - lark sets it without declaring it
    accepted: set[str] = parser.accepts()
    return accepted


def _remedy(found: str, accepted: set[str]) -> str | None:
    if found in ("'", '"') and "STRING" in accepted:
        return "the string has no end on this line"
    if found == "}" and "TEXT" in accepted:
        return "a brace that is text is written `}}`"
    return REMEDIES.get(found)


def _expected(accepted: set[str], start: Start) -> str:
    words = [word for terminal, word in EXPECTATIONS if terminal in accepted]
    if accepted == {"WORD"}:
        words = ["the name of a member"]
    if "$END" in accepted:
        words.append(f"the end of the {start}")
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
