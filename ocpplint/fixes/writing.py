"""The new text of a scalar: the new value, quoted like the old one, in the format that the name of its file tells.

A double-quoted scalar of YAML takes every escape of JSON (YAML 1.2.2, section 5.7), and so do those of TOML and JSON5:
the quoted text is valid in all of them.
"""

import json
import re
from collections.abc import Callable
from typing import NamedTuple

from ocpplint.documents.formats import ENV, INI, JSON5, PROPERTIES, TOML, YAML, named_format
from ocpplint.fixes.cell_writing import cell_writer

_PLAIN = re.compile(r"[A-Za-z_$][\w$.+-]*")
_LITERAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null")
_NEEDS_NO_ESCAPE = re.compile(r"[\w$.,+/-]+")
_NUMBER_OR_WORD = re.compile(r"[\w$.+-]+")
_YAML_WORD = re.compile(r"(?i:true|false|null)")
"""What YAML takes for no text, in whatever case."""
_NAME = re.compile(r"[A-Za-z_$][\w$]*", re.ASCII)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_VARIABLE = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_SAFE_IN_ENV = re.compile(r"[^\s#'\"`$\\]+")
_NOT_IN_INI = re.compile(r"(?:^|\s)[#;]|^[\s\"'\[]|[\s;]$")
_ESCAPED_KEY = re.compile(r"[ :=\\\t\f]|^[#!]")
_ESCAPED_VALUE = re.compile(r"\\|^[ \t\f]")


class _Scalar(NamedTuple):
    """A scalar to replace: its text, the quote around it or None, whether it is a key, and what it is to say."""

    old: str
    quote: str | None
    is_key: bool
    content: str


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
    if _is_quoted_inside(text, start, end):
        return content if _NEEDS_NO_ESCAPE.fullmatch(content) else None
    form = named_format(path)
    write = _in_json if form is None else _WRITERS.get(form.name, _in_json)
    is_key = re.compile(r"[\"']?[ \t]*[=:.\]]").match(text, end) is not None
    return write(_Scalar(old, _quote(text, start, end), is_key, content))


def _quote(text: str, start: int, end: int) -> str | None:
    before, after = text[start - 1 : start], text[end : end + 1]
    return before if before == after and before in ('"', "'") else None


def _is_quoted_inside(text: str, start: int, end: int) -> bool:
    """Return whether the quotes around a scalar are escaped, as those of a document inside a string are."""
    return text[start - 1 : start] in ("'", '"') and text[start - 2 : start - 1] == "\\" == text[end : end + 1]


def _escaped(content: str) -> str:
    return json.dumps(content, ensure_ascii=False)[1:-1]


def _quoted(content: str) -> str:
    return json.dumps(content, ensure_ascii=False)


def _in_json(it: _Scalar) -> str | None:
    if it.quote is not None:
        literal = None if "'" in it.content or "\\" in it.content else it.content
        return _escaped(it.content) if it.quote == '"' else literal
    return None if _is_odd(it.old) else _plain_or_quoted(it, stays=_stays_word(it))


def _in_yaml(it: _Scalar) -> str | None:
    """Write YAML: what the old scalar held without quotes, as a comma outside brackets, the new one may hold, too."""
    if it.quote is not None:
        return _escaped(it.content) if it.quote == '"' else it.content.replace("'", "''")
    rest = "".join(character for character in it.content if character not in it.old)
    is_text = it.content[0] not in " -?:," and not _YAML_WORD.fullmatch(it.content)
    stays = is_text and bool(_NUMBER_OR_WORD.fullmatch(rest or "_"))
    return None if _is_odd(it.old) else _plain_or_quoted(it, stays=stays)


def _in_json5(it: _Scalar) -> str | None:
    if it.quote == "'":
        return _escaped(it.content).replace('\\"', '"').replace("'", "\\'")
    if it.quote is None and it.is_key:
        return it.content if _NAME.fullmatch(it.content) else _quoted(it.content)
    return _in_json(it)


def _in_toml(it: _Scalar) -> str | None:
    if it.quote is None and it.is_key:
        return it.content if _BARE_KEY.fullmatch(it.content) else _quoted(it.content)
    if it.quote is None and not _is_odd(it.old):
        return _plain_or_quoted(it, stays=False) if it.content != "null" else _quoted(it.content)
    return _in_json(it)


def _in_ini(it: _Scalar) -> str | None:
    """Write INI, which has no escapes: what would be taken for something else is not written."""
    if it.quote is not None:
        return None if it.quote in it.content else it.content
    unfit = _NOT_IN_INI.search(it.content) or (it.is_key and re.search("[=:]", it.content))
    return None if unfit else it.content


def _in_env(it: _Scalar) -> str | None:
    if it.quote is None and it.is_key:
        return it.content if _VARIABLE.fullmatch(it.content) else None
    if it.quote is None:
        return it.content if _SAFE_IN_ENV.fullmatch(it.content) else _quoted(it.content)
    return _escaped(it.content) if it.quote == '"' else re.sub(r"([\\'])", r"\\\1", it.content)


def _in_properties(it: _Scalar) -> str | None:
    """Write ``.properties``, where quotes are part of a value."""
    return (_ESCAPED_KEY if it.is_key else _ESCAPED_VALUE).sub(lambda found: f"\\{found[0]}", it.content)


def _is_odd(old: str) -> bool:
    return old.startswith(("|", ">", '"', "'", "“", "”", "„"))


def _plain_or_quoted(it: _Scalar, *, stays: bool) -> str:
    """Write without quotes what needs none: a literal never does."""
    return it.content if stays or _LITERAL.fullmatch(it.content) else _quoted(it.content)


def _stays_word(it: _Scalar) -> bool:
    """Return whether a word needs no quotes: not where there was one."""
    was_word = bool(_PLAIN.fullmatch(it.old)) and not _LITERAL.fullmatch(it.old)
    return was_word and bool(_PLAIN.fullmatch(it.content))


_WRITERS: dict[str, Callable[[_Scalar], str | None]] = {
    YAML.name: _in_yaml,
    JSON5.name: _in_json5,
    TOML.name: _in_toml,
    INI.name: _in_ini,
    ENV.name: _in_env,
    PROPERTIES.name: _in_properties,
}
