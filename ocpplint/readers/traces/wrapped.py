"""Frames inside JSON: arrays of frames, objects that wrap one, strings that hold one.

The same walk serves the decoded value of a JSON line and the tree of a whole document.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple, TypeAlias

from ocpplint.documents.tree import Number, Object, Route
from ocpplint.readers.traces.envelopes import Envelope, folded, is_label
from ocpplint.readers.traces.frames import (
    CALL,
    CALLERROR,
    CALLRESULT,
    CALLRESULTERROR,
    MESSAGE_NAMES,
    OPENING,
    SEND,
    BrokenFrameError,
    decode_frame,
    fault_of,
    is_frame,
    is_nearly_frame,
    names_action,
)

_TYPE_FIELDS: Final = ("messagetype", "messagetypeid", "messagetypenumber", "msgtype", "ocppmessagetype")
_ID_FIELDS: Final = ("messageid", "uniqueid", "msgid", "ocppmessageid", "requestid", "correlationid", "id")
_PAYLOAD_FIELDS: Final = ("payload", "body", "data", "details", "errordetails")
_TYPES: Final = {
    "call": CALL,
    "request": CALL,
    "callresult": CALLRESULT,
    "result": CALLRESULT,
    "response": CALLRESULT,
    "callerror": CALLERROR,
    "error": CALLERROR,
    "callresulterror": CALLRESULTERROR,
    "send": SEND,
    **{str(number): number for number in MESSAGE_NAMES},
}


class Wrapped(NamedTuple):
    """A frame found inside a JSON value.

    ``frame`` is the decoded array, or a text that contains frames to be found (a line of a
    log inside a field). ``fault`` is the reason why a text that begins like a frame is none. ``whole`` is True where
    the frame was put together from the fields of an object, which is then what ``route`` names.
    """

    frame: "list[Any] | str"
    route: Route
    envelope: Envelope
    fault: str | None = None
    whole: bool = False


_Pending: TypeAlias = tuple[Any, Route, Envelope]


def read_wrapped(value: object, route: Route = (), envelope: Envelope = Envelope()) -> Iterator[Wrapped]:  # noqa: B008
    """Find the frames in a JSON value, in the order written.

    ``value`` is made of dicts and lists, or of the nodes of a document's tree; the routes start with
    ``route``, as does what is known of the frames with ``envelope``. A frame that an object gives twice, as
    an array and as its text, is found once. Payloads are not searched.
    """
    pending: list[_Pending] = [(value, route, envelope)]
    while pending:
        node, at, around = pending.pop()
        if isinstance(node, list):
            if _opens_frame(node):
                yield from _judged(node, at, around)
            else:
                around = _timed(node, around)
                pending += [(item, (*at, index), around) for index, item in _reversed(node)]
        elif isinstance(node, dict | Object):
            members = list(node.items()) if isinstance(node, dict) else node.members
            inside = _labelled(members, around)
            found = list(_direct(members, at, inside))
            yield from found
            pending += _deeper(members, at, inside, {item.route for item in found})
        elif isinstance(node, str) and not isinstance(node, Number) and OPENING.search(node):
            yield from _in_text(node, at, around)


def _timed(node: list[Any], around: Envelope) -> Envelope:
    """Read the time of a pair of time and line, as Loki gives the values of a stream: nanoseconds, in a string."""
    if len(node) > 1 and isinstance(node[0], str) and len(node[0]) == 19 and node[0].isdecimal():
        return around.within([("time", str(node[0]))])
    return around


def plain(node: Any) -> Any:
    """Turn a tree node into plain JSON data; of duplicate keys the last one stays, as in every JSON decoder.

    Raises ``RecursionError`` for a tree that is too deep for Python.
    """
    if isinstance(node, Object):
        return {key: plain(value) for key, value in node.members}
    if isinstance(node, list):
        return [plain(item) for item in node]
    if isinstance(node, Number):
        return int(node) if node.lstrip("-").isdigit() and len(node) < 20 else float(node)
    return node


def _reversed(items: list[Any]) -> Iterator[tuple[int, Any]]:
    return zip(range(len(items) - 1, -1, -1), reversed(items), strict=True)


def _opens_frame(node: list[Any]) -> bool:
    """Return whether an array begins with a message type number and a string, and a payload or an action follows."""
    if len(node) < 3:
        return False
    if (not isinstance(node[1], str) or isinstance(node[1], Number)) and not names_action(node[2]):
        return False
    first = node[0]
    if isinstance(first, Number):
        return first in ("2", "3", "4", "5", "6")
    return type(first) is int and 2 <= first <= 6


def _judged(node: list[Any], route: Route, envelope: Envelope) -> Iterator[Wrapped]:
    try:
        frame = plain(node)
    except (RecursionError, ValueError):
        yield Wrapped([], route, envelope, "its payload is nested too deep or holds a number that is none")
        return
    if is_frame(frame):
        yield Wrapped(frame, route, envelope)
    elif is_nearly_frame(frame):
        yield Wrapped(frame, route, envelope, fault_of(frame))


def _labelled(members: list[tuple[str, Any]], around: Envelope) -> Envelope:
    for name, value in members:
        if isinstance(value, dict | Object) and is_label(name):
            around = around.within(list(value.items()) if isinstance(value, dict) else value.members)
    return around.within(members)


def _direct(members: list[tuple[str, Any]], route: Route, envelope: Envelope) -> Iterator[Wrapped]:
    """Find what is a frame among the values of one object's members, each frame once."""
    seen: list[list[Any]] = []
    for index, (_, value) in enumerate(members):
        for found in _frames_of(value, (*route, index), envelope):
            if isinstance(found.frame, str) or found.fault is not None:
                yield found
            elif found.frame not in seen:
                seen.append(found.frame)
                yield found
    if not seen:
        yield from _composed(members, route, envelope)


def _frames_of(value: object, route: Route, envelope: Envelope) -> Iterator[Wrapped]:
    if isinstance(value, list) and _opens_frame(value):
        yield from _judged(value, route, envelope)
    elif isinstance(value, str) and not isinstance(value, Number) and OPENING.search(value):
        yield from _in_text(value, route, envelope)


def _in_text(text: str, route: Route, envelope: Envelope) -> Iterator[Wrapped]:
    """Read a string that is a frame, or is JSON that wraps one; else hand it on as text around frames."""
    stripped = text.strip()
    if stripped[:1] not in "[{" or stripped[-1:] not in "]}":
        yield Wrapped(text, route, envelope)
        return
    try:
        value = decode_frame(stripped)
    except BrokenFrameError:
        yield Wrapped(text, route, envelope)
        return
    if is_frame(value):
        yield Wrapped(value, route, envelope)
        return
    for inner in read_wrapped(value, (), envelope):
        yield inner._replace(route=route, whole=False)


def _composed(members: list[tuple[str, Any]], route: Route, envelope: Envelope) -> Iterator[Wrapped]:
    """Put a frame together whose elements an object gives one by one, named as in Open OCPP Trace."""
    fields = {folded(name): value for name, value in members}
    kind = next((_TYPES.get(folded(str(fields[name]))) for name in _TYPE_FIELDS if name in fields), None)
    identity = next((fields[name] for name in _ID_FIELDS if isinstance(fields.get(name), str)), None)
    if kind is None or identity is None:
        return
    given = (_payload(fields.get(name)) for name in _PAYLOAD_FIELDS)
    payload = next((value for value in given if value is not None), None)
    frame = _elements(kind, str(identity), fields, payload)
    if is_frame(frame):
        yield Wrapped(frame, route, envelope, whole=True)


def _payload(value: object) -> dict[str, Any] | None:
    """Return what a field for the payload gives, as an object or as the text of one."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            value = decode_frame(value)
        except BrokenFrameError:
            return None
    return plain(value) if isinstance(value, dict | Object) else None


def _elements(kind: int, identity: str, fields: dict[str, Any], payload: object) -> list[Any]:
    if kind in (CALL, SEND):
        return [kind, identity, fields.get("action"), payload]
    if kind == CALLRESULT:
        return [kind, identity, payload]
    return [kind, identity, fields.get("errorcode"), fields.get("errordescription"), payload or {}]


def _deeper(members: list[tuple[str, Any]], route: Route, envelope: Envelope, found: set[Route]) -> list[_Pending]:
    """List the containers among the members that are still to be searched, the first one last."""
    if route in found:
        return []
    return [
        (value, (*route, index), envelope)
        for index, (_, value) in _reversed(members)
        if isinstance(value, dict | list | Object) and not (isinstance(value, list) and _opens_frame(value))
    ]
