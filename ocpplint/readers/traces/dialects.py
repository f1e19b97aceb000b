"""Log dialects: the text before a frame, as ``grammars/logs.lark`` describes it.

lark composes each dialect's terminal into one regular expression, once; ``re`` runs it. The composed sources
are plain strings that a cache can keep, so that a normal run does without lark.
"""

import re
from typing import NamedTuple

from ocpplint.readers.traces.senders import Direction
from ocpplint.readers.traces.times import read_stamp

BARE, TEXT, JSON = "bare", "text", "json"
"""The dialects that need no grammar: a frame alone on its line, behind unknown text, inside JSON."""

_RULE = "dialect"
_CAPTURES = ("time", "station", "sent", "received", "from_station", "from_csms")
_DIRECTIONS: dict[str, Direction] = {
    "sent": "sent",
    "received": "received",
    "from_station": "station",
    "from_csms": "csms",
}
_LITERAL = r"\"(?:\\.|[^\"\\\n])*\"|/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+)/"
_LONGEST_PREFIX = 1024
"""No program writes more than this before a frame; what does is no prefix, and costs time to find out."""


class DialectSource(NamedTuple):
    """A dialect as data: its name and the regular expression that its terminal was composed into."""

    name: str
    pattern: str


class DialectError(ValueError):
    """A file of dialects that can't be used: ``str()`` is ``line:column: reason``."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(f"{line}:{column}: {reason}")
        self.reason, self.line, self.column = reason, line, column


class Context(NamedTuple):
    """What the text around a frame says of it."""

    dialect: str
    station: str | None = None
    time: float | None = None
    direction: Direction | None = None
    ocpp: str | None = None


class Dialect:
    """One way of writing the text before a frame. Raises ``re.error`` for a source that was not composed."""

    __slots__ = ("_directions", "_fullmatch", "_station", "_time", "name")

    def __init__(self, source: DialectSource) -> None:
        self.name = source.name
        pattern = re.compile(source.pattern)
        groups = pattern.groupindex
        self._fullmatch = pattern.fullmatch
        self._station, self._time = groups.get("station"), groups.get("time")
        self._directions = [(groups[name], meaning) for name, meaning in _DIRECTIONS.items() if name in groups]

    def read(self, text: str, start: int, end: int) -> Context | None:
        """Read the text between the offsets, up to a frame's bracket; None if it is not this dialect."""
        if end - start > _LONGEST_PREFIX:
            return None
        found = self._fullmatch(text, start, end)
        if found is None:
            return None
        stamp = found[self._time] if self._time is not None else None
        time = read_stamp(stamp) if stamp is not None else None
        station = found[self._station] or None if self._station is not None else None
        direction = next((meaning for group, meaning in self._directions if found[group] is not None), None)
        return Context(self.name, station, time, direction)


def compose_dialects(grammar: str) -> list[DialectSource]:
    """Compose the dialects that a grammar's rule ``dialect`` lists, in its order.

    Raises ``DialectError`` with line and column for a grammar that is not well-formed, a terminal that does
    not exist or is no regular expression, an unknown capture, and one that occurs twice in a dialect.
    """
    from lark import Lark
    from lark.exceptions import GrammarError, LarkError, UnexpectedInput

    _check_literals(grammar)
    try:
        composed = Lark(grammar, start=_RULE, parser="earley", lexer="dynamic")
    except UnexpectedInput as error:
        raise DialectError("the grammar is not well-formed here", error.line, error.column) from error
    except GrammarError as error:
        raise _grammar_fault(grammar, str(error)) from error
    except LarkError as error:
        raise DialectError(str(error), 1, 1) from error
    patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in composed.terminals}
    names = [symbol.name for rule in composed.rules for symbol in rule.expansion]
    return [DialectSource(_published(name), _checked(grammar, name, patterns[name])) for name in names]


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
    name = (named[1] or named[2]) if named is not None else _RULE
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
