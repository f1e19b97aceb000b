"""A cheap look at a text before it is parsed, for anything in it that may be a setting.

Most files in formats such as TOML and INI are about other things. The look errs to one side: what it lets pass may turn
out to hold nothing, what it stops holds neither a known key, nor one that is a letter off, nor a word of OCPP.
"""

import re
from collections.abc import Callable

_WORDS = r"(?i)ocpp|evse|charg(?:e|ing)[ _-]?(?:point|box|station)|wallbox"
_KEY_LIKE = r"\b[A-Z]\w{0,40}?(?:[a-z][A-Z]|[A-Z]{2}[a-z])[\w.-]{0,60}(?:[\"'\]]{0,2}\s{0,8}[=:]|[\"'])"
"""A name in capitals and small letters, as most keys are, where a key may stand: before a separator or in quotes."""
_LINE_START = r"(?m)^[ \t]*(?:export[ \t]+)?[\"']?(?:[\w-]+\.)*([\w-]+)"
_MOST_NAMES = 2000
_LONG = 12
"""Letters of a name in small letters from which on it may be that of a key."""


def mentions_settings(text: str, knows: Callable[[str], bool]) -> bool:
    """Return whether a text may hold settings; ``knows`` says whether a name is that of a known key."""
    if re.search(_KEY_LIKE, text) or re.search(_WORDS, text):
        return True
    names = dict.fromkeys(re.findall(_LINE_START, text)[:_MOST_NAMES])
    return any(knows(name) for name in names if len(name) >= _LONG or not name.islower())


_NAMES = r"[A-Za-z][\w.-]{5,}"


def mentions_key(text: str, knows: Callable[[str], bool]) -> bool:
    """Return whether a known key stands anywhere in a text: in tables nothing else has to stand around it.

    A name is several words written as one, as nearly all keys are.
    """
    names = set(re.findall(_NAMES, text))
    return any(knows(name.rstrip(".-")) for name in names if "_" in name or not name[1:].islower())


_MARKS = (
    r"(?i)[(\[](?:r/?w|r/?o|ro|r|w|read[-_ ]?only|read[-_/ ]?write)[)\]]\s*[:=]|[(\[,;]\s*read[-_ ]?only\s*[:=]"
    r"|'key'\s*:|\w\(key="
)


def prints_settings(text: str) -> bool:
    """Return whether a log holds lines in which a program prints settings with their access, or as Python does."""
    return re.search(_MARKS, text) is not None
