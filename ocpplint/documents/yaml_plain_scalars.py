"""The scalars of plain YAML: those of one line, without properties, and the quoted ones with simple escapes."""

import re

LONGEST_KEY = 1000
"""A little less than what YAML allows between the start of a key and its colon (1.2.2, section 7.4.2: 1024)."""

_SINGLE_QUOTED = re.compile(r"'((?:[^']|'')*+)'")
_DOUBLE_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"')
_ESCAPES = (('\\"', '"'), ("\\/", "/"), ("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t"))
_NEVER_FIRST = frozenset("?:,[]{}#&*!|>'\"%@` ")


class NotPlainError(ValueError):
    """A text needs a full YAML parser, or is not YAML."""


def skip_spaces(text: str, at: int, end: int) -> int:
    """Return the offset of the first character from ``at`` on that is no space, or ``end``."""
    while at < end and text[at] == " ":
        at += 1
    return at


def may_start_plain(text: str, start: int, end: int) -> bool:
    """Whether an unquoted scalar starts here (YAML 1.2.2, section 7.3.3; the rare ``?x`` and ``:x`` are left)."""
    first = text[start]
    return first not in _NEVER_FIRST and (first != "-" or (start + 1 < end and text[start + 1] != " "))


def quoted(text: str, start: int, end: int) -> tuple[str, int]:
    """Return what the quoted scalar at ``start`` says, and the offset after its closing quote.

    Raises ``NotPlainError`` if it goes on after ``end``, or has escapes that only a full parser knows.
    """
    pattern, escape = (_SINGLE_QUOTED, "'") if text[start] == "'" else (_DOUBLE_QUOTED, "\\")
    found = pattern.match(text, start, end)
    if found is None:
        raise NotPlainError(start)
    said = found[1]
    if escape in said:
        said = said.replace("''", "'") if escape == "'" else _unescaped(said)
    return said, found.end()


def _unescaped(said: str) -> str:
    """Resolve simple escapes. A NUL, which no plain text holds, stands in for a double backslash meanwhile."""
    said = said.replace("\\\\", "\0")
    for escape, meaning in _ESCAPES:
        said = said.replace(escape, meaning)
    if "\\" in said:
        raise NotPlainError(said)
    return said.replace("\0", "\\")
