"""The meaning of the cells of a key table: scopes, access, types, yes and no, and the column of ranges and defaults.

That column is a small language, as documentation writes it::

    cell     = (interval | choice | default | example)*
    interval = "[" number? ".." number? "]" | number (".." | "-") number unit? | (">=" | "<=") number unit?
    choice   = "(" number ")" label
    default  = "Def:" (quoted | text)
    example  = "Example:" text

Each function returns the meaning of a cell, or raises ``CellError``.
"""

import difflib
import re
from typing import Any, NamedTuple

SCOPES = {
    "both": "Both",
    "individual": "Individual",
    "not relevant": "Not relevant",
    "master": "Master",
    "shared": "Shared",
}
_YES_OR_NO = {"yes": True, "no": False, "y": True, "n": False, "true": True, "false": False}
_ACCESS = {
    "r": "R",
    "ro": "R",
    "read": "R",
    "readonly": "R",
    "rw": "RW",
    "readwrite": "RW",
    "readandwrite": "RW",
    "w": "W",
    "wo": "W",
    "write": "W",
    "writeonly": "W",
    "rrw": "R|RW",
}
_TYPES = {
    **dict.fromkeys(("string", "str", "text"), "string"),
    **dict.fromkeys(("integer", "long"), "integer"),
    **dict.fromkeys(("float", "double", "decimal"), "decimal"),
    **dict.fromkeys(("bool", "boolean"), "boolean"),
    **dict.fromkeys(("enum", "enumeration"), "enum"),
    **dict.fromkeys(("csl", "list", "commaseparatedlist"), "list"),
    **dict.fromkeys(("datetime", "json"), ""),
}
_SIZED = re.compile(r"(u?)int(?:8|16|32|64)?t?|unsigned(?:int(?:eger)?)?")
_NOTHING = frozenset(("", "-", "–", "—", "n/a", "none", "not applicable"))
_SCOPE_SLIP = 0.8

_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_INTERVAL = re.compile(rf"\[\s*(?P<low>{_NUMBER})?\s*(?:\.\.\.?|…)\s*(?P<high>{_NUMBER})?\s*\]")
_UNIT = r"(?P<unit>[^\W\d_]{1,4}|%|°C)?"
_PLAIN_INTERVAL = re.compile(rf"(?P<low>{_NUMBER})\s*(?:\.\.\.?|…|-|–|—|−|~)\s*(?P<high>{_NUMBER})\s*{_UNIT}")
_BOUND = re.compile(rf"(?P<side>>=|≥|<=|≤)\s*(?P<number>{_NUMBER})\s*{_UNIT}")
_MEASURED = re.compile(r"(?P<number>[-+]?\d+(?:\.\d+)?)\s*(?P<unit>[^\W\d_]{1,4}|%|°C)")
_CHOICE = re.compile(r"\((?P<number>-?\d+)\)")
_EXAMPLE_WORD = r"(?:ex(?:ample)?\s*[:=]|e\.\s?g\.)"
_DEFAULT_WORD = r"def(?:ault)?\s*[:=]"
_EXAMPLE = re.compile(rf"(?i)(?<![^\s\])\",;]){_EXAMPLE_WORD}")
_DEFAULT = re.compile(rf"(?i)(?<![^\s\])\",;]){_DEFAULT_WORD}\s*")
_QUOTED = re.compile(rf"(?i)\"(?P<text>.*?)\"(?=\s*(?:\Z|[\[(,;]|{_EXAMPLE_WORD}|{_DEFAULT_WORD}))", re.DOTALL)
_END_OF_DEFAULT = re.compile(rf"(?i)\s+(?=\[|\(-?\d+\)\s|{_EXAMPLE_WORD}|{_DEFAULT_WORD})")
_CUT = ("...", "…")


class CellError(ValueError):
    """An unreadable cell; ``str()`` is the reason."""


class Scope(NamedTuple):
    """A scope, and whether the cell spells it otherwise."""

    word: str
    is_misspelt: bool = False


class Measured(NamedTuple):
    """A number and its unit, as they are written."""

    number: str
    unit: str


class Said(NamedTuple):
    """The content of a cell of the column of ranges. ``default`` is as the page writes it, quotes apart."""

    minimum: float | None = None
    maximum: float | None = None
    values: dict[str, str] | None = None
    default: str | None = None
    is_cut: bool = False
    unit: str | None = None


def is_empty(text: str) -> bool:
    """Tell a cell that says nothing."""
    return text.strip().casefold() in _NOTHING


def is_scope(text: str) -> bool:
    """Return whether a cell is one of the words for a scope, spelled right."""
    return " ".join(text.casefold().replace("-", " ").split()) in SCOPES


def is_yes_or_no(text: str) -> bool:
    """Return whether a cell is a word for yes or no."""
    return text.strip().casefold() in _YES_OR_NO


def scope(text: str) -> Scope:
    """Read a scope, with slips of the pen such as ``Mater``."""
    plain = " ".join(text.casefold().replace("-", " ").split())
    if plain in SCOPES:
        return Scope(SCOPES[plain])
    near = difflib.get_close_matches(plain, SCOPES, 1, _SCOPE_SLIP)
    if not near:
        raise CellError(f"no scope; expected {', '.join(SCOPES.values())}")
    return Scope(SCOPES[near[0]], is_misspelt=True)


def yes_or_no(text: str) -> bool:
    """Read ``Yes`` or ``No``."""
    try:
        return _YES_OR_NO[text.strip().casefold()]
    except KeyError:
        raise CellError("neither yes nor no") from None


def access(text: str) -> str:
    """Read ``R``, ``R/W`` and their like."""
    try:
        return _ACCESS[re.sub(r"[^a-z]", "", text.casefold())]
    except KeyError:
        raise CellError("no access; expected R, R/W or W") from None


def value_type(text: str) -> dict[str, Any]:
    """Read a type; ``unsigned`` tells that no value is below 0."""
    plain = re.sub(r"[\s_-]", "", text.casefold())
    sized = _SIZED.fullmatch(plain)
    if sized is not None:
        return {"type": "integer"} if plain.startswith("int") else {"type": "integer", "unsigned": True}
    if plain not in _TYPES:
        raise CellError("no known type")
    return {"type": _TYPES[plain] or plain}


def said_of_values(text: str) -> Said:
    """Read a cell of the column of ranges, defaults and examples."""
    default, rest = _default(text)
    # What an example shows is for people: nothing follows from it.
    rest = _EXAMPLE.split(rest, maxsplit=1)[0]
    is_cut = default is not None and default.endswith(_CUT)
    plain = _plain(rest.strip(" ,;"))
    if plain is not None:
        return plain._replace(default=None if is_cut else default, is_cut=is_cut)
    interval, values, unread = _domain(rest)
    if unread:
        raise CellError(f"not understood: {unread}")
    low, high = interval or (None, None)
    return Said(low, high, values, None if is_cut else default, is_cut)


def measured(text: str) -> Measured | None:
    """Take a number with its unit apart; None for any other text."""
    found = _MEASURED.fullmatch(text.strip())
    return None if found is None else Measured(found["number"], found["unit"])


def _plain(text: str) -> Said | None:
    """Read a cell that is a range without brackets and nothing else: ``6..32``, ``0-100``, ``1 – 60 s``, ``>= 6``."""
    found = _PLAIN_INTERVAL.fullmatch(text)
    if found is not None:
        return Said(_number(found["low"]), _number(found["high"]), unit=found["unit"])
    found = _BOUND.fullmatch(text)
    if found is None:
        return None
    number = _number(found["number"])
    is_least = found["side"] in (">=", "≥")
    return Said(number if is_least else None, None if is_least else number, unit=found["unit"])


def _default(text: str) -> tuple[str | None, str]:
    """Return the default, if the cell has one, and what else it says."""
    word = _DEFAULT.search(text)
    if word is None:
        return None, text
    start = word.end()
    if text.startswith('"', start):
        quoted = _QUOTED.match(text, start)
        if quoted is None:
            raise CellError("the quote is not closed")
        default: str | None = quoted["text"]
        end = quoted.end()
    else:
        behind = _END_OF_DEFAULT.search(text, start)
        end = behind.start() if behind is not None else len(text)
        default = text[start:end].strip() or None
    rest = f"{text[: word.start()]} {text[end:]}"
    if _DEFAULT.search(rest):
        raise CellError("two defaults")
    return default, rest


def _domain(text: str) -> tuple[tuple[float | None, float | None] | None, dict[str, str] | None, str]:
    """Read the intervals and choices of a cell; return them with what is neither."""
    intervals = [(_number(found["low"]), _number(found["high"])) for found in _INTERVAL.finditer(text)]
    if len(intervals) > 1:
        raise CellError("two ranges")
    text = _INTERVAL.sub(" ", text)
    marks = list(_CHOICE.finditer(text))
    rest = text[: marks[0].start()] if marks else text
    values: dict[str, str] = {}
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(text)
        label = text[mark.end() : end].strip().rstrip(",;").rstrip()
        if mark["number"] in values or not label:
            raise CellError(f"({mark['number']}) {'stands for two things' if label else 'stands for nothing'}")
        values[mark["number"]] = label
    return (intervals[0] if intervals else None), values or None, rest.strip(" ,;")


def _number(text: str | None) -> float | None:
    if text is None:
        return None
    return float(text) if "." in text else int(text)
