"""The new text of a scalar: the new value, quoted like the old one.

A double-quoted scalar of YAML takes every escape of JSON (YAML 1.2.2, section 5.7), so the quoted text is valid
in both.
"""

import json
import re

from ocpplint.fixes.cell_writing import cell_writer

_YAML = (".yaml", ".yml")
_PLAIN = re.compile(r"[A-Za-z_$][\w$.+-]*")
_LITERAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null")
_NEEDS_NO_ESCAPE = re.compile(r"[\w$.,+/-]+")
_NUMBER_OR_WORD = re.compile(r"[\w$.+-]+")


def written(text: str, start: int, end: int, content: str, path: str) -> str | None:
    """Return how ``content`` is written in the place of ``text[start:end]``, a scalar without its quotes.

    None where that can't be told: a scalar of several lines, or a quote of an odd kind.
    """
    old = text[start:end]
    if not content or any(character in "\r\n" for character in old + content):
        return None
    write_cell = cell_writer(path, text)
    if write_cell is not None:
        return write_cell(start, end, content)
    quote = _quote(text, start, end)
    if quote == '"':
        return json.dumps(content, ensure_ascii=False)[1:-1]
    if quote == "'":
        return _single_quoted(content, path)
    if _is_quoted_inside(text, start, end):
        return content if _NEEDS_NO_ESCAPE.fullmatch(content) else None
    if old.startswith(("|", ">", '"', "'", "“", "”", "„")):
        return None
    return content if _stays_plain(old, content, path) else json.dumps(content, ensure_ascii=False)


def _quote(text: str, start: int, end: int) -> str | None:
    before, after = text[start - 1 : start], text[end : end + 1]
    return before if before == after and before in ('"', "'") else None


def _is_quoted_inside(text: str, start: int, end: int) -> bool:
    """Tell whether the quotes around a scalar are escaped, as those of a document inside a string are."""
    return text[start - 1 : start] in ("'", '"') and text[start - 2 : start - 1] == "\\" == text[end : end + 1]


def _single_quoted(content: str, path: str) -> str | None:
    if path.lower().endswith(_YAML):
        return content.replace("'", "''")
    return None if "'" in content or "\\" in content else content


def _stays_plain(old: str, content: str, path: str) -> bool:
    """Return whether it needs no quotes: a literal never does, and a word not where there was one.

    In YAML what the old scalar held without quotes, such as a comma outside brackets, the new one may hold, too.
    """
    if _LITERAL.fullmatch(content):
        return True
    if path.lower().endswith(_YAML):
        rest = "".join(character for character in content if character not in old)
        return bool(_NUMBER_OR_WORD.fullmatch(rest or "_")) and content[0] not in " -?:,"
    return bool(_PLAIN.fullmatch(content)) and bool(_PLAIN.fullmatch(old)) and not _LITERAL.fullmatch(old)
