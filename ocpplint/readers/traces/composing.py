"""From a grammar to dialects: ``grammars/logs.lark``, or a user's file in the same form."""

import re
from typing import NamedTuple

from ocpplint.readers.traces.dialects import DialectSource
from ocpplint.resources import grammar_terminals
from ocpplint.resources.grammar_terminals import CompositionError, fault_at
from ocpplint.resources.quoting import word

DialectError = CompositionError
"""A file of dialects that can't be used."""

_RULES = ("dialect", "carrier")
_CAPTURES = (
    *("time", "station", "sent", "received", "from_station", "from_csms"),
    *("written_by_station", "written_by_csms"),
)


class ComposedDialects(NamedTuple):
    """The dialects and the carriers of a grammar, each in the order it lists them."""

    dialects: list[DialectSource]
    carriers: list[DialectSource]


def compose(grammar: str, shared: str = "") -> ComposedDialects:
    """Compose what a grammar's rules ``dialect`` and ``carrier`` list; it may do without the second.

    Terminals that it does not define are looked up in the grammar ``shared``.

    Raises ``DialectError`` with line and column for a grammar that is not well-formed, a terminal that does
    not exist or is no regular expression, an unknown capture, and one that occurs twice in a dialect.
    """
    composed = grammar_terminals.compose(grammar, _RULES, shared)
    return ComposedDialects(
        *(
            [DialectSource(_published(name), _checked(grammar, name, pattern)) for name, pattern in composed[rule]]
            for rule in _RULES
        )
    )


def _published(terminal: str) -> str:
    return terminal.lower().replace("_", "-")


def _checked(grammar: str, name: str, pattern: str) -> str:
    for group in re.compile(pattern).groupindex:
        if group not in _CAPTURES:
            reason = f"unknown capture `{word(group)}` in {word(name)}; the captures are {', '.join(_CAPTURES)}"
            raise fault_at(grammar, rf"\?P<{group}>", reason)
    return pattern
