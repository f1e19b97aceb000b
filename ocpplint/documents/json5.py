"""JSON5 (the specification at spec.json5.org, 1.0.0): the tokens, strings, keys and numbers that JSON does not have.

What is wrong in JSON5 as well is recovered as in JSON.
"""

import re

from ocpplint.documents import jsonc_tokens as tokens
from ocpplint.documents.jsonc_recovery import JsonParser
from ocpplint.documents.jsonc_tokens import Flaw
from ocpplint.documents.tree import Number

_SPACE = r"[\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
_BOUNDARY = r"(?=[\s,:}\]\#/\ufeff]|\Z)"
_LINE = r"[^\n\r\u2028\u2029]*+"
_NO_PUNCTUATION = r"[^\s!-\#%-/:-@\[-\^`{-~\ufeff]"
_STRAY = r"[^\s\"'{}\[\]:,\ufeff]++"

_TOKEN = re.compile(
    rf"""{_SPACE}*+(?:
      ((?:"[^"\\\n\r]*+"|'[^'\\\n\r]*+'){_BOUNDARY})                               # a string without escapes
    | (,) | (:) | (\{{) | (\}}) | (\[) | (\])
    | ([+-]?(?:Infinity|NaN|0[xX][0-9a-fA-F]++                                     # a number
        |(?:(?:0|[1-9][0-9]*+)(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?){_BOUNDARY})
    | ((?:true|false|null){_BOUNDARY})                                             # a literal
    | (//{_LINE} | \#{_LINE} | /\*(?s:.*?)(?:\*/|\Z))                              # a comment
    | ("(?:[^"\\\n\r]|\\(?:\r\n|[\s\S])?)*+"? | '(?:[^'\\\n\r]|\\(?:\r\n|[\s\S])?)*+'?)   # any other string
    | ([“”„][^“”"\n\r]*+[“”])                                                      # a string in curly quotes
    | (\s++)                                                                       # space that JSON5 does not know
    | (/[^\n\r]*+ | (?:{_NO_PUNCTUATION}|\\u[0-9a-fA-F]{{4}})++{_BOUNDARY}         # an identifier
        | {_STRAY}(?:[ \t]++(?!//|/\*|\#){_STRAY})*+)                              # stray words
    )""",
    re.VERBOSE,
)
_COLON_FOLLOWS = rf"{_SPACE}*+(?:/\*(?s:.*?)\*/{_SPACE}*+|//{_LINE}{_SPACE}*+)*+:"
_ESCAPE = (
    r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\n\r\u2028\u2029])|(0(?![0-9]))|([0-9]|[ux]|\Z)|([\s\S]))"
)
_UNICODE = r"\\u([0-9a-fA-F]{4})"
_PAIR = "[\ud800-\udbff][\udc00-\udfff]"
_MEANINGS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_JOINERS = str.maketrans({"$": "_", "\u200c": "_", "\u200d": "_"})
_LONGEST_HEXADECIMAL = 3000


class Json5Parser(JsonParser):
    """A parser of JSON5 that reports every error and reads on."""

    token = _TOKEN
    before_key = "a key or `}`"

    @staticmethod
    def decode(text: str, start: int, end: int) -> tuple[str, Flaw | None]:
        """Return what the body of a string says, and its first flaw."""
        body = text[start:end]
        escapes = tokens.pattern(_ESCAPE)
        flaw = None
        for escape in escapes.finditer(body):
            if escape[5] is not None:
                message = f"expected an escape of JSON5 after the backslash, found `{escape[0]}`"
                flaw = Flaw(message, start + escape.start(), start + escape.end())
                break
        return _joined(escapes.sub(_meaning, body)), flaw

    def number(self, start: int, end: int) -> int | None:
        """Take a number as the decimal text that a station receives."""
        self.add(Number(_decimal(self.text[start:end])), start, end)
        return None

    def unquoted_key(self, start: int, end: int) -> int | None:
        """Take an identifier as a key."""
        name = self.text[start:end]
        if "\\" in name:
            name = _joined(re.sub(_UNICODE, lambda found: chr(int(found[1], 16)), name))
        is_name = name.translate(_JOINERS).isidentifier()
        if not is_name or not tokens.pattern(_COLON_FOLLOWS).match(self.text, end):
            return super().unquoted_key(start, end)
        self.take_key(name, start, end)
        return end


def _meaning(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    if code:
        return chr(int(code, 16))
    if escape[3] is not None:
        return ""
    return "\0" if escape[4] else _MEANINGS.get(escape[6], escape[6] or escape[5])


def _joined(text: str) -> str:
    """Make one character of the two halves that escapes write."""
    return re.sub(_PAIR, lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


def _decimal(number: str) -> str:
    """Return a number of JSON5 as JSON would write it; ``Infinity`` and ``NaN`` stay."""
    sign = "-" if number[0] == "-" else ""
    digits = number.lstrip("+-")
    if digits[:2] in ("0x", "0X"):
        # Python refuses to write the longest numbers.
        return sign + (str(int(digits, 16)) if len(digits) < _LONGEST_HEXADECIMAL else digits)
    whole, point, rest = digits.partition(".")
    fraction = rest.lstrip("0123456789")
    decimals = rest[: len(rest) - len(fraction)]
    return sign + (whole or "0") + (point + decimals if decimals else "") + fraction
