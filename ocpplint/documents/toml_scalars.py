"""The scalars of TOML (1.0, and of 1.1 the escapes and the times without seconds): what they say and where they end."""

import re
from collections.abc import Callable
from typing import NamedTuple

from ocpplint.documents.tree import Node, Number

_DIGITS = "[0-9](?:_?[0-9])*+"
_FRACTION = rf"(?:\.{_DIGITS})?(?:[eE][+-]?{_DIGITS})?"
_NUMBER = rf"[+-]?(?:(?:0(?![0-9_])|[1-9](?:_?[0-9])*+){_FRACTION}|inf|nan)"
_BASED = r"0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*+|0o[0-7](?:_?[0-7])*+|0b[01](?:_?[01])*+"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?"
_DATE = r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12][0-9]|3[01])"
_MOMENT = rf"{_DATE}(?:[Tt ]{_TIME}(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?)?|{_TIME}"
_BARE = re.compile(
    rf"(?:(?P<word>true|false)|(?P<based>{_BASED})|(?P<moment>{_MOMENT})|(?P<number>{_NUMBER}))(?=[\s,\]}}#]|\Z)"
)
_BASIC = re.compile(r'"([^"\\\x00-\x08\x0a-\x1f\x7f]*+)"(?!")')
_LITERAL = re.compile(r"'([^'\x00-\x08\x0a-\x1f\x7f]*+)'(?!')")
_ONE_LINE = {
    '"': re.compile(r'"((?:[^"\\\r\n]|\\[^\r\n])*+)"'),
    "'": re.compile(r"'([^'\r\n]*+)'"),
}
_CLOSING = {'"': re.compile(r'(?:[^"\\]|\\.|"(?!""))*+"""("{0,2})', re.DOTALL), "'": re.compile(r"'''('{0,2})")}
_LINE_END = re.compile(r"[\r\n]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ESCAPE = re.compile(
    r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|([ \t]*\r?\n[ \t\r\n]*)|(.?))", re.DOTALL
)
_MEANINGS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}
_LONGEST_DECIMAL = 4000
_LAST_CHARACTER = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)

Report = Callable[[str, int, int], None]
"""Takes what was expected, and the span of what was found instead."""


class Scalar(NamedTuple):
    """What a scalar says, and the offset after it."""

    node: Node
    end: int


def bare_scalar(text: str, start: int) -> Scalar | None:
    """Read a number, a truth value, a date or a time; None if there is none. Dates and times are their text."""
    found = _BARE.match(text, start)
    if found is None:
        return None
    said = found[0]
    if found["word"]:
        return Scalar(said == "true", found.end())
    if found["moment"]:
        return Scalar(said, found.end()) if found["day"] is None or _is_day(found) else None
    return Scalar(Number(decimal(said.replace("_", "")) if found["based"] else _plain(said)), found.end())


def _plain(number: str) -> str:
    return number.replace("_", "").removeprefix("+")


def decimal(number: str) -> str:
    """Return the decimal text of a whole number written ``0x12c``, ``0o17`` or ``0b1``; the longest stay so."""
    return str(int(number, 0)) if len(number) < _LONGEST_DECIMAL else number


def _is_day(found: re.Match[str]) -> bool:
    """Return whether a month has such a day."""
    year, month, day = (int(found[part]) for part in ("year", "month", "day"))
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    most = 29 if month == 2 and leap else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    return day <= most and year > 0


def quoted_scalar(text: str, start: int, report: Report, *, is_key: bool = False) -> Scalar:
    """Read the string whose quote stands at ``start``; keys have one line."""
    quote = text[start]
    if text.startswith(quote * 3, start) and not is_key:
        return _long_string(text, start, report)
    simple = (_BASIC if quote == '"' else _LITERAL).match(text, start)
    if simple is not None:
        return Scalar(simple[1], simple.end())
    found = _ONE_LINE[quote].match(text, start)
    if found is None:
        return _unclosed(text, start, report)
    return Scalar(_said(text, *found.span(1), quote, report), found.end())


def _unclosed(text: str, start: int, report: Report) -> Scalar:
    """Take the rest of the line for a string that is not closed on it."""
    quote = text[start]
    line_end = _LINE_END.search(text, start)
    end = start + len(text[start : line_end.start() if line_end else None].rstrip())
    report(f"`{quote}` at the end of the string", start, end)
    return Scalar(text[start:end].lstrip(quote), end)


def _long_string(text: str, start: int, report: Report) -> Scalar:
    quote = text[start]
    closing = _CLOSING[quote].match(text, start + 3) if quote == '"' else _CLOSING[quote].search(text, start + 3)
    if closing is None:
        return _unclosed(text, start, report)
    begin = start + 3
    if text.startswith(("\n", "\r\n"), begin):
        begin = text.index("\n", begin) + 1
    return Scalar(_said(text, begin, closing.start(1) + len(closing[1]) - 3, quote, report), closing.end())


def _said(text: str, start: int, end: int, quote: str, report: Report) -> str:
    """Return what the body of a string says, and report its first flaw."""
    body = text[start:end]
    control = _CONTROL.search(body)
    if control is not None:
        report("an escape in the string", start + control.start(), start + control.end())
    if quote == '"' and "\\" in body:
        flaw = next((found for found in _ESCAPE.finditer(body) if _meaning(found) is None), None)
        if flaw is not None:
            report('one of `btnfre"\\xuU` after the backslash', start + flaw.start(), start + flaw.end())
        return _ESCAPE.sub(_unescaped, body.replace("\r\n", "\n"))
    return body.replace("\r\n", "\n")


def _unescaped(found: re.Match[str]) -> str:
    """Return what an escape stands for; one that is none stays as it is."""
    meaning = _meaning(found)
    return found[0] if meaning is None else meaning


def _meaning(found: re.Match[str]) -> str | None:
    """Return what an escape stands for; None if TOML has no such escape."""
    code = found[1] or found[2] or found[3]
    if code:
        number = int(code, 16)
        return chr(number) if number <= _LAST_CHARACTER and number not in _SURROGATES else None
    return "" if found[4] is not None else _MEANINGS.get(found[5])
