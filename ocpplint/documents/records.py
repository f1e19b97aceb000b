"""Records in a text: what Python programs print of a dictionary or an object, and flat JSON objects in lines of a log.

``{'key': 'HeartbeatInterval', 'value': '300'}``, ``KeyValue(key='HeartbeatInterval', readonly=False, value='300')``.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ocpplint.documents.tree import Node, Number, Span

_OPENING: Final = re.compile(r"\{(?=\s*[\"'][\w.\-\[\]]+[\"']\s*:)|\b[A-Z]\w*\((?=\s*\w+=[\"'\w-])")
_MEMBER: Final = re.compile(
    r"""\s*(?:(?P<quote>["'])(?P<quoted>[\w.\-\[\]]{1,100})(?P=quote)\s*:|(?P<bare>\w{1,100})\s*=)\s*
    (?P<value>'(?:[^'\\\r\n]|\\[^\r\n])*+'|"(?:[^"\\\r\n]|\\[^\r\n])*+"|[-+]?[\w.]+)\s*(?P<end>[,)}])""",
    re.VERBOSE,
)
_ESCAPE: Final = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))")
_CONTROLS: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_WORDS: Final[dict[str, bool | None]] = {
    "True": True,
    "False": False,
    "None": None,
    "true": True,
    "false": False,
    "null": None,
}
_MOST_MEMBERS: Final = 500


class Member(NamedTuple):
    """A member of a record, with the places of its name and its value (quotes included)."""

    name: str
    value: Node
    name_span: Span
    value_span: Span


class Record(NamedTuple):
    """A flat record, and where it stands. ``is_python``: no JSON looks so."""

    members: list[Member]
    span: Span
    is_python: bool


def records_in(text: str) -> Iterator[Record]:
    """Yield the records of a text, in order. What is not flat is none; what is in it may be one."""
    at = 0
    while (opened := _OPENING.search(text, at)) is not None:
        record = _record(text, opened)
        at = opened.end() if record is None else record.span.end
        if record is not None:
            yield record


def _record(text: str, opened: re.Match[str]) -> Record | None:
    closer = "}" if opened[0] == "{" else ")"
    members: list[Member] = []
    is_python = closer == ")"
    at = opened.end()
    while len(members) < _MOST_MEMBERS:
        found = _MEMBER.match(text, at)
        if found is None:
            return None
        name = "bare" if found["quoted"] is None else "quoted"
        written = found["value"]
        is_python = is_python or found["quote"] == "'" or written in ("True", "False", "None")
        members.append(Member(found[name], _value(written), Span(*found.span(name)), Span(*found.span("value"))))
        at = found.end()
        if found["end"] != ",":
            is_closed = found["end"] == closer
            return Record(members, Span(opened.start(), at), is_python) if is_closed else None
    return None


def _value(written: str) -> Node:
    if written[0] in "\"'":
        body = written[1:-1]
        return _ESCAPE.sub(_unescaped, body) if "\\" in body else body
    if written in _WORDS:
        return _WORDS[written]
    return Number(written) if _NUMBER.fullmatch(written) else written


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _CONTROLS.get(found[3], found[3])
