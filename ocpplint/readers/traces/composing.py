"""From a grammar to dialects: ``grammars/logs.lark``, or a user's file in the same form.

lark composes each dialect's terminal into one regular expression, once. What comes of it are plain strings that a
cache can keep, so that a normal run does without lark.
"""

import re
from typing import NamedTuple

from ocpplint.readers.traces.dialects import DialectSource

_RULES = ("dialect", "carrier")
_CAPTURES = (
    *("time", "station", "sent", "received", "from_station", "from_csms"),
    *("written_by_station", "written_by_csms"),
)
_LITERAL = r"\"(?:\\.|[^\"\\\n])*\"|/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+)/"
_TERMINAL = r"^(_?[A-Z][A-Z_0-9]*)(?:\.\d+)?[ \t]*:(?:.*)(?:\n[ \t]+\|.*)*"


class Composed(NamedTuple):
    """The dialects and the carriers of a grammar, each in the order it lists them."""

    dialects: list[DialectSource]
    carriers: list[DialectSource]


class DialectError(ValueError):
    """A file of dialects that can't be used: ``str()`` is ``line:column: reason``."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(f"{line}:{column}: {reason}")
        self.reason, self.line, self.column = reason, line, column


def compose(grammar: str, shared: str = "") -> Composed:
    """Compose what a grammar's rules ``dialect`` and ``carrier`` list; it may do without the second.

    Terminals that it does not define are looked up in the grammar ``shared``.

    Raises ``DialectError`` with line and column for a grammar that is not well-formed, a terminal that does
    not exist or is no regular expression, an unknown capture, and one that occurs twice in a dialect.
    """
    from lark import Lark
    from lark.exceptions import GrammarError, LarkError, UnexpectedInput

    _check_literals(grammar)
    rules = [name for name in _RULES if name == "dialect" or re.search(rf"^{name}\s*:", grammar, re.MULTILINE)]
    try:
        composed = Lark(_completed(grammar, shared), start=rules, parser="earley", lexer="dynamic")
    except UnexpectedInput as error:
        raise DialectError("the grammar is not well-formed here", error.line, error.column) from error
    except GrammarError as error:
        raise _grammar_fault(grammar, str(error)) from error
    except LarkError as error:
        raise DialectError(str(error), 1, 1) from error
    patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in composed.terminals}
    listed: dict[str, list[DialectSource]] = {name: [] for name in _RULES}
    for rule in composed.rules:
        for symbol in rule.expansion:
            source = DialectSource(_published(symbol.name), _checked(grammar, symbol.name, patterns[symbol.name]))
            listed[str(rule.origin.name)].append(source)
    return Composed(listed["dialect"], listed["carrier"])


def _completed(grammar: str, shared: str) -> str:
    """Append the shared terminals that the grammar does not define itself: its own lines keep their numbers."""
    own = {found[1] for found in re.finditer(_TERMINAL, grammar, re.MULTILINE)}
    added = [found[0] for found in re.finditer(_TERMINAL, shared, re.MULTILINE) if found[1] not in own]
    return "\n".join([grammar, *added, ""]) if added else grammar


def _check_literals(grammar: str) -> None:
    """Refuse what is no regular expression, and ``/a|b/``.

    lark joins the text of terminals, so that a ``|`` outside parentheses would part the whole dialect.
    """
    for literal in re.finditer(_LITERAL, _without_comments(grammar)):
        pattern = literal[1] or ""
        try:
            re.compile(pattern)
        except re.error as error:
            offset = literal.start(1) + (error.pos or 0)
            raise _fault_at(grammar, offset, f"no regular expression: {error.msg}") from error
        if _has_loose_alternatives(pattern):
            reason = "alternatives in a regular expression stand in `(?:…)`"
            raise _fault_at(grammar, literal.start(), reason)


def _has_loose_alternatives(pattern: str) -> bool:
    depth = 0
    for mark in re.findall(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", pattern):
        depth += (mark == "(") - (mark == ")")
        if mark == "|" and depth == 0:
            return True
    return False


def _published(terminal: str) -> str:
    return terminal.lower().replace("_", "-")


def _checked(grammar: str, name: str, pattern: str) -> str:
    for group in re.compile(pattern).groupindex:
        if group not in _CAPTURES:
            reason = f"unknown capture `{group}` in {name}; the captures are {', '.join(_CAPTURES)}"
            raise _fault_at(grammar, rf"\?P<{group}>", reason)
    return pattern


def _grammar_fault(grammar: str, reason: str) -> DialectError:
    """Find the place in the grammar that lark's message, which has none for most mistakes, speaks of."""
    placed = re.search(r"(.*?),? at line (\d+) column (\d+)", reason)
    if placed is not None:
        return DialectError(placed[1].lower(), int(placed[2]), int(placed[3]))
    joined = re.match(r"Bad regexp in token (\w+): (.*)", reason, re.DOTALL)
    if joined is not None:
        return _fault_at(grammar, rf"^{joined[1]}\b", f"{joined[1]} can't be composed: {_why(joined[2])}")
    named = re.search(r"defined: (\w+)|'(\w+)'", reason)
    name = (named[1] or named[2]) if named is not None else _RULES[0]
    place = rf"\b{name}\b" if "not defined" in reason else rf"^{name}\b"
    return _fault_at(grammar, place, reason.splitlines()[0], last="more than once" in reason)


def _why(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        return error.msg
    return "it is refused"


def _fault_at(grammar: str, place: str | int, reason: str, *, last: bool = False) -> DialectError:
    """Make the error for an offset, or for the first or last place that the pattern ``place`` matches."""
    if isinstance(place, str):
        found = [match.start() for match in re.finditer(place, _without_comments(grammar), re.MULTILINE)] or [0]
        place = found[-1] if last else found[0]
    line = grammar.count("\n", 0, place) + 1
    return DialectError(reason, line, place - grammar.rfind("\n", 0, place))


def _without_comments(grammar: str) -> str:
    return re.sub(r"^[ \t]*//.*", lambda comment: " " * len(comment[0]), grammar, flags=re.MULTILINE)
