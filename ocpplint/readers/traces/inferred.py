"""Time, station and direction of a frame from a prefix in no known dialect, where they are certain enough.

A wrong station is worse than none. It is taken from ``name=value`` pairs, from the path of a URL, from "from CP-7:"
and "to CP-7:", and from ``[CP-7]`` or ``CP-7:`` right before the frame or the word for the direction, if it looks
like an identity: letters and digits.
"""

import re

from ocpplint.readers.traces.dialects import TEXT, LineContext
from ocpplint.readers.traces.envelopes import Envelope, direction_of, folded
from ocpplint.readers.traces.senders import Direction

_PAIR = r"([A-Za-z_][\w.\-]{1,40}) ?[=:] ?(\"(?:[^\"\\]|\\.){1,200}\"|'[^']{1,200}'|[^\s,;|\])}\"'\[]{1,128})"
_WORDS_BEFORE = 6
_TAIL = 512
_IDENTITY = r"(?=[^\s]{0,64}[A-Za-z])(?=[^\s]{0,64}\d)[\w.\-*:]{3,64}"
_TO_OR_FROM = (
    rf"\b(?:from|to|for|von|an|de|para) (?:[A-Za-z]+ ){{0,2}}['\"<(]?({_IDENTITY})['\">)]?[:\s]*[:\s]['\"]?$"
)
_URL = (
    r"(?:wss?://[^\s/]+|/ocpp\w*(?:/[\w.]+)*?|/ws|/steve/websocket/CentralSystemService)"
    r"/([\w.\-*%~]{1,64})(?=[\s\"'\]):,;]|$)"
)
_BEFORE = (
    rf"(?:^|[\s|])(?:\[({_IDENTITY})\]|<({_IDENTITY})>|\(({_IDENTITY})\)|({_IDENTITY})(?=:\s|:$|\s*\|))[\s:|]*$"
)
_CSMS = r"(?i:csms|cs|central ?system|server|backend|cpms|cloud)"
_ONWARDS, _BACK = r"(?:[-=]{1,3}>|>{1,3}|[→⇒➡]\ufe0f?)", r"(?:<[-=]{1,3}|<{1,3}|[←⇐⬅]\ufe0f?)"
_PARTIES = (
    rf"({_IDENTITY})\]? ?(?:({_ONWARDS})|{_BACK}) ?\[?{_CSMS}\b"
    rf"|\b{_CSMS}\]? ?(?:{_ONWARDS}|({_BACK})) ?\[?({_IDENTITY})"
)
_NO_IDENTITY = re.compile(
    r"ocpp[\w.]*|v?\d+(?:\.\d+)*[a-z]?|\d\d?:\d\d.*|ws[\d:]*|0x[\da-f]+|\d{4}-\d\d-\d\d.*|\d+ ?(?:ms|bytes|b|kb)"
    r"|(?:thread|pool|nio|exec|worker|task|conn|pid)[\w.\-]*|(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?"
    r"|.*\.(?:c|cc|cpp|go|js|ts|py|java|rb|cs)(?::\d+)?",
    re.IGNORECASE,
)
_MARKS = " \t\"'`:=,;|()<>[]{}*_#-"
_QUIET = frozenset(("message", "frame", "ocpp", "json", "msg"))


def infer(prefix: str) -> LineContext:
    """Read the text right before a frame, from which the time stamp has been taken."""
    said = _pairs(prefix) if "=" in prefix or ": " in prefix else Envelope()
    station, direction = _parties(prefix)
    direction = said.direction or direction or _direction(prefix)
    return LineContext(TEXT, said.station or station or _station(prefix), None, direction, said.ocpp)


def infer_pairs(line: str, context: LineContext) -> LineContext:
    """Complete what the text before a frame says by the pairs of names and values that stand behind it."""
    said = _pairs(line[-_TAIL:])
    return context._replace(
        station=context.station or said.station,
        direction=context.direction or said.direction,
        ocpp=context.ocpp or said.ocpp,
    )


def _pairs(text: str) -> Envelope:
    return Envelope().within((name, value.strip("\"'")) for name, value in re.findall(_PAIR, text))


def _parties(prefix: str) -> tuple[str | None, Direction | None]:
    """Read ``CP-7 -> CSMS``: the station, and who of the two sends."""
    found = re.search(_PARTIES, prefix) if re.search(_CSMS, prefix) is not None else None
    if found is None:
        return None, None
    from_station = found[2] is not None or found[3] is not None
    return found[1] or found[4], "station" if from_station else "csms"


def _direction(prefix: str) -> Direction | None:
    """Read the last word that names a direction among the last few before the frame."""
    for token in reversed(re.split(r"[\s|,;=\"]+", prefix[-160:].strip())[-_WORDS_BEFORE:]):
        bare = token.strip(_MARKS)
        if folded(bare) in ("in", "out") and not bare.isupper() and bare == token:
            continue
        direction = direction_of(bare) or direction_of(token)
        # An arrow that points at the frame is mostly a colon: `message received => [2,…`.
        if direction is not None and (direction != "sent" or any(map(str.isalnum, token))):
            return direction
    return None


def _station(prefix: str) -> str | None:
    found = re.search(_TO_OR_FROM, prefix)
    if found is not None and _NO_IDENTITY.fullmatch(found[1]) is None:
        return found[1].rstrip(":")
    urls = re.findall(_URL, prefix)
    if urls:
        return str(urls[-1])
    found = re.search(_BEFORE, _without_direction(prefix))
    if found is None:
        return None
    identity = next(filter(None, found.groups())).rstrip(":")
    return None if _NO_IDENTITY.fullmatch(identity) else identity


def _without_direction(prefix: str) -> str:
    """Cut the words for the direction off the end."""
    head = prefix.rstrip(" \t\"'`:=")
    while head:
        before, _, word = head.rpartition(" ")
        if direction_of(word.strip(_MARKS)) is None and folded(word) not in _QUIET:
            break
        head = before.rstrip()
    return f"{head} " if head else ""
