"""Terminals of a grammar, composed into regular expressions.

A grammar in ``grammars/`` may consist of terminals alone: lark puts each together from the terminals it is made
of, and ``re`` runs the result. The results are strings that a cache can store, so that a normal run does
not need lark.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ocpplint.resources.quoting import masked, word

_LITERAL = r"\"(?:\\.|[^\"\\\n])*\"|/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+)/"
_TERMINAL = r"^(_?[A-Z][A-Z_0-9]*)(?:\.\d+)?[ \t]*:(?:.*)(?:\n[ \t]+\|.*)*"


class Terminal(NamedTuple):
    """A terminal that a rule lists: its name in the grammar, and the regular expression it was composed into."""

    name: str
    pattern: str


class CompositionError(ValueError):
    """An invalid grammar: ``str()`` is ``line:column: reason``."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(f"{line}:{column}: {reason}")
        self.reason, self.line, self.column = reason, line, column


def compose(grammar: str, rules: Sequence[str], shared: str = "") -> dict[str, list[Terminal]]:
    """Compose the terminals that each of the rules lists, in their order; only the first rule must be there.

    Terminals that the grammar does not define are looked up in the grammar ``shared``.

    Raises ``CompositionError`` with line and column for a grammar that is not well-formed, a terminal that does
    not exist or is no regular expression, and a group that occurs twice in one.
    """
    from lark import Lark
    from lark.exceptions import GrammarError, LarkError, UnexpectedInput

    if not re.search(rf"^{rules[0]}\s*:", grammar, re.MULTILINE):
        # Another kind of file, of which nothing is to be quoted.
        raise CompositionError(f"there is no rule `{rules[0]}`", 1, 1)
    _check_literals(grammar)
    present = [name for name in rules if name == rules[0] or re.search(rf"^{name}\s*:", grammar, re.MULTILINE)]
    try:
        composed = Lark(_completed(grammar, shared), start=present, parser="earley", lexer="dynamic")
    except UnexpectedInput as error:
        raise CompositionError("the grammar is not well-formed here", error.line, error.column) from error
    except GrammarError as error:
        raise _grammar_fault(grammar, str(error), rules[0]) from error
    except LarkError as error:
        raise CompositionError(masked(str(error)), 1, 1) from error
    patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in composed.terminals}
    listed: dict[str, list[Terminal]] = {name: [] for name in rules}
    for rule in composed.rules:
        listed[str(rule.origin.name)] += [Terminal(part.name, patterns[part.name]) for part in rule.expansion]
    return listed


def _completed(grammar: str, shared: str) -> str:
    """Append the shared terminals that the grammar does not define itself: its own lines keep their numbers."""
    own = {found[1] for found in re.finditer(_TERMINAL, grammar, re.MULTILINE)}
    added = [found[0] for found in re.finditer(_TERMINAL, shared, re.MULTILINE) if found[1] not in own]
    return "\n".join([grammar, *added, ""]) if added else grammar


def _check_literals(grammar: str) -> None:
    """Refuse what is no regular expression, and ``/a|b/``.

    lark joins the text of terminals, so that a ``|`` outside parentheses would part the whole terminal.
    """
    for literal in re.finditer(_LITERAL, _without_comments(grammar)):
        pattern = literal[1] or ""
        try:
            re.compile(pattern)
        except re.error as error:
            offset = literal.start(1) + (error.pos or 0)
            raise fault_at(grammar, offset, f"no regular expression: {masked(error.msg)}") from error
        if _has_loose_alternatives(pattern):
            reason = "alternatives in a regular expression stand in `(?:…)`"
            raise fault_at(grammar, literal.start(), reason)


def _has_loose_alternatives(pattern: str) -> bool:
    depth = 0
    for mark in re.findall(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", pattern):
        depth += (mark == "(") - (mark == ")")
        if mark == "|" and depth == 0:
            return True
    return False


def _grammar_fault(grammar: str, reason: str, first: str) -> CompositionError:
    """Find the place in the grammar that lark's message, which has none for most mistakes, speaks of."""
    placed = re.search(r"(.*?),? at line (\d+) column (\d+)", reason)
    if placed is not None:
        return CompositionError(masked(placed[1].lower()), int(placed[2]), int(placed[3]))
    joined = re.match(r"Bad regexp in token (\w+): (.*)", reason, re.DOTALL)
    if joined is not None:
        return fault_at(grammar, rf"^{joined[1]}\b", f"{word(joined[1])} can't be composed: {_why(joined[2])}")
    named = re.search(r"defined: (\w+)|'(\w+)'", reason)
    name = (named[1] or named[2]) if named is not None else first
    place = rf"\b{name}\b" if "not defined" in reason else rf"^{name}\b"
    return fault_at(grammar, place, masked(reason.splitlines()[0]), last="more than once" in reason)


def _why(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        return masked(error.msg)
    return "it is refused"


def fault_at(grammar: str, place: str | int, reason: str, *, last: bool = False) -> CompositionError:
    """Make the error for an offset, or for the first or last place that the pattern ``place`` matches."""
    if isinstance(place, str):
        found = [match.start() for match in re.finditer(place, _without_comments(grammar), re.MULTILINE)] or [0]
        place = found[-1] if last else found[0]
    line = grammar.count("\n", 0, place) + 1
    return CompositionError(reason, line, place - grammar.rfind("\n", 0, place))


def _without_comments(grammar: str) -> str:
    return re.sub(r"^[ \t]*//.*", lambda comment: " " * len(comment[0]), grammar, flags=re.MULTILINE)
