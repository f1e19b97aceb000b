"""The tokens of JSON with comments, and the content of its strings.

One regular expression reads any text: what is no token of JSON (RFC 8259, section 2 to 7) is still matched as
an odd string, a foreign string, odd space or a stray word, for the grammar to report and to go on.
"""

import re
from functools import cache
from typing import NamedTuple

STRING, COMMA, COLON, OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST = range(1, 8)
NUMBER, LITERAL, COMMENT, ODD_STRING, FOREIGN_STRING, ODD_SPACE, WORD = range(8, 15)

KINDS = range(1, 15)
"""The token kinds: the numbers of the groups in ``TOKEN``."""

_BOUNDARY = r"(?=[\s,:}\]\#/]|\Z)"

TOKEN = re.compile(
    rf"""[ \t\n\r]*+(?:
      ("[^"\\\x00-\x1f]*+"{_BOUNDARY})                                       # a string without escapes
    | (,) | (:) | (\{{) | (\}}) | (\[) | (\])
    | (-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?{_BOUNDARY})   # a number
    | ((?:true|false|null){_BOUNDARY})                                       # a literal
    | (//[^\n\r]*+ | \#[^\n\r]*+ | /\*(?s:.*?)(?:\*/|\Z))                     # a comment
    | ("(?:[^"\\\n\r]|\\[^\n\r]?)*+"?)                                       # any other string, closed or not
    | ('(?:[^'\\\n\r]|\\[^\n\r])*+' | [“”„][^“”"\n\r]*+[“”])                 # a string in foreign quotes
    | ((?:(?![ \t\n\r])[\s\ufeff])++)                                        # space that JSON does not know
    | (/[^\n\r]*+ | [^\s"{{}}\[\]:,\ufeff]++(?:[ \t]++(?!//|/\*|\#)[^\s"{{}}\[\]:,\ufeff]++)*+)   # stray words
    )""",
    re.VERBOSE,
)

LITERALS: dict[str, bool | None] = {"true": True, "false": False, "null": None}

FOREIGN_LITERALS: dict[str, bool | None] = {"True": True, "False": False, "None": None}
"""What Python prints; recovered, and reported."""

_SEPARATORS = " \t,:{}[]"
_ESCAPE = r"\\(?:u[0-9a-fA-F]{4}|[\"\\/bfnrt])|(\\.?)"
_CONTROL = r"[\x00-\x1f]"
_BLOCK_LINE = r"(?m)^[ \t]*\*+(?!/)"


@cache
def pattern(source: str) -> re.Pattern[str]:
    """Compile an expression when it is first needed: most documents need none of the recovery's."""
    return re.compile(source)


class Flaw(NamedTuple):
    """An error inside a string, and its position."""

    message: str
    start: int
    end: int


def unclosed_end(text: str, start: int, end: int) -> int | None:
    """Return where the string between the offsets should have been closed, or None if it is closed.

    A string without its closing quote runs to the end of its line, or into the opening quote of the next
    string: ``"RST, "value`` has swallowed ``, ``. The separators it swallowed last are given back.
    """
    closed = end - start > 1 and text[end - 1] == text[start] and not _ends_escaped(text, start, end)
    body_end = end - 1 if closed else end
    cut = start + 1 + len(text[start + 1 : body_end].rstrip(_SEPARATORS))
    if not closed:
        return cut
    if not text[cut:body_end].strip() or text[end : end + 1] in {"", *" \t\n\r,:}]#/"}:
        return None
    return cut


def _ends_escaped(text: str, start: int, end: int) -> bool:
    """Return whether the last quote of a string is itself escaped."""
    body = text[start + 1 : end - 1]
    return (len(body) - len(body.rstrip("\\"))) % 2 == 1


def decode_string(text: str, start: int, end: int) -> tuple[str, Flaw | None]:
    """Return what the body between the offsets (quotes excluded) says, and its first flaw."""
    import json

    body = text[start:end]
    flaw = _control_flaw(body, start) or _escape_flaw(body, start)
    repaired = re.sub(_ESCAPE, lambda escape: "\\" + escape[0] if escape[1] is not None else escape[0], body)
    return str(json.JSONDecoder(strict=False).decode(f'"{repaired}"')), flaw


def _control_flaw(body: str, start: int) -> Flaw | None:
    control = re.search(_CONTROL, body)
    if control is None:
        return None
    at = start + control.start()
    escape = f"`\\u{ord(control[0]):04x}`"
    return Flaw(f"expected the escape {escape} in the string, found the control character itself", at, at + 1)


def _escape_flaw(body: str, start: int) -> Flaw | None:
    for escape in re.finditer(_ESCAPE, body):
        if escape[1] is not None:
            message = f'expected one of `"\\/bfnrtu` after the backslash, found `{escape[0]}`'
            return Flaw(message, start + escape.start(), start + escape.end())
    return None


def decode_foreign(text: str, start: int, end: int) -> str:
    """Return what a string in single or curly quotes says: a backslash keeps the character after it."""
    return re.sub(r"\\(.)", r"\1", text[start + 1 : end - 1])


def comment_text(comment: str) -> str:
    """Return a comment without its marks."""
    if not comment.startswith("/*"):
        return comment.lstrip("/" if comment[0] == "/" else "#").strip()
    lines = re.sub(_BLOCK_LINE, "", comment[2:].removesuffix("*/"))
    return "\n".join(line.strip() for line in lines.splitlines()).strip("*\n ")
