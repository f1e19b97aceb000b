"""Usage errors, and quotes of files in errors: a word that may be misspelt, and only the beginning of other text.

A repository may name, or link to, a file outside it, such as a private key. The error is then reported without
the content.
"""

import re
from typing import Any, Final

_NAME = re.compile(r"[A-Za-z_${][A-Za-z0-9_.:/$*?{}-]*")
_LONGEST_NAME: Final = 40
_LONGEST_PART: Final = 12
_MOST_DIGITS: Final = 4
"""Names have few; passwords, keys and card numbers have more."""
_SHOWN: Final = 3
_LONGEST_MASK: Final = 9
_LONGEST: Final = 200
_WORDS = re.compile(r"[^\s`'\",;()]+")


def word(text: str, longest: int = _LONGEST_NAME) -> str:
    """Return a word as an error quotes it: whole if it may be a name, else its beginning with dots for the rest."""
    if len(text) <= _SHOWN:
        return text
    may_be_name = len(text) <= longest and _NAME.fullmatch(text) is not None
    if may_be_name and sum(map(str.isdigit, text)) <= _MOST_DIGITS:
        return text
    hidden = len(text) - _SHOWN
    return text[:_SHOWN] + "•" * min(hidden, _LONGEST_MASK) + ("…" if hidden > _LONGEST_MASK else "")


def shown_value(data: Any) -> str:
    """Return a value of a data file as an error quotes it."""
    return f"'{word(data)}'" if isinstance(data, str) else kind(data) if _is_whole(data) else word(str(data))


def kind(data: Any) -> str:
    """Say what a value is, without showing it."""
    if data is None:
        return "nothing"
    if isinstance(data, bool):
        return str(data).lower()
    names = ((str, "text"), (dict, "a mapping"), (list, "a list"))
    return next((name for type_, name in names if isinstance(data, type_)), "a number")


def masked(message: str, behind: str = "") -> str:
    """Return the message of a parser with words as errors quote them: those ``behind`` a word may be the file's.

    What a parser has found may be a part of a longer word, so that less of it is shown.
    """
    ours, found, theirs = message.partition(behind) if behind else ("", "", message)
    longest = _LONGEST_PART if behind else _LONGEST_NAME
    return f"{ours}{found}{_WORDS.sub(lambda each: word(each[0], longest), theirs)}"


def shortened(text: str) -> str:
    """Return a path, or a longer text of a file that is what it should be, as errors quote it."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _is_whole(data: Any) -> bool:
    return data is None or isinstance(data, bool | dict | list)


class UsageError(Exception):
    """An argument, or a file that an argument or a configuration names, can't be used.

    ``reason`` says why, in one line that shows no credential. ``path``, ``line`` and ``column`` (counted from 1) say
    where; they are None for a mistake that stands in no file, or whose place can't be told. ``str()`` is
    ``path:line:column: reason``, or the reason alone.
    """

    def __init__(
        self, reason: str, path: str | None = None, line: int | None = None, column: int | None = None
    ) -> None:
        self.reason, self.path, self.line, self.column = reason, path, line, column
        place = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(f"{place}: {reason}" if place else reason)
