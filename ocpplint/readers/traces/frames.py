"""OCPP-J frames: where one opens in a text, where it ends, and whether it is one.

A frame is a JSON array that begins with its message type number and its message id (OCPP-J 1.6, section 4.2;
OCPP 2.0.1 and 2.1, part 4, section 4.2). Logs shorten, cut and wrap frames; a text is a frame only if all
of it decodes.
"""

import re
from sys import intern
from typing import TYPE_CHECKING, Any, TypeGuard

import orjson

from ocpplint.facts.fact import Location
from ocpplint.facts.message import Message
from ocpplint.readers.traces.senders import ACTION_SENDERS

if TYPE_CHECKING:
    from ocpplint.readers.traces.dialects import LineContext

CALL, CALLRESULT, CALLERROR, CALLRESULTERROR, SEND = 2, 3, 4, 5, 6
_CALLS = (CALL, SEND)
MESSAGE_NAMES = {2: "CALL", 3: "CALLRESULT", 4: "CALLERROR", 5: "CALLRESULTERROR", 6: "SEND"}

OPENING = re.compile(r"\[\s*(?:[2-6]\s*(?:,\s*(?:(\\*)([\"'])|\d+\s*,\s*[\"{]|$)|$)|$)")
"""The opening of a frame, or of what the next line may show to be one. Group 1 are the backslashes of a frame
escaped inside a string, group 2 is the quote: a single one is the ``repr`` of a Python list, not JSON."""

ODD_OPENING = re.compile(r"\[\s*(?:\"[2-6]\"|-?\d[\d.]{0,8})\s*,\s*(?:\"[^\"]{1,64}\"|null)\s*,\s*[\"{]")
"""The opening of what may be a frame whose message type is none of OCPP's: ``[13,"id","…``, ``["2","id",…``."""

# Patterns that only a frame out of the ordinary needs are compiled on first use, by `re` itself.
_HEAD = r"\[\s*([2-6])\s*,\s*(?:\"[^\"]{0,255}\"|\d{1,20})\s*,\s*(?:\"([A-Za-z]{2,60})\"|([{]))"
_BRACKET = re.compile(r"(?:[^\"\[\]]++|\"(?:[^\"\\]++|\\.)*+\")*+([\[\]])", re.DOTALL)
_STRING_END = r"(?:[^\"\\]++|\\.)*+\""
_STRING_CUT = r"(?:[^\"\[\]]++|\"(?:[^\"\\]++|\\.)*+\")*+(\")?"
_ESCAPED_TEXT = r"(?:[^\"\\]++|\\.)*+"
_CALL_ELEMENTS = ("message type", "message id", "action", "payload")
_ERROR_ELEMENTS = ("message type", "message id", "error code", "error description", "error details")
_ELEMENTS = {
    CALL: _CALL_ELEMENTS,
    CALLRESULT: ("message type", "message id", "payload"),
    CALLERROR: _ERROR_ELEMENTS,
    CALLRESULTERROR: _ERROR_ELEMENTS,
    SEND: _CALL_ELEMENTS,
}
_LONE_SURROGATE = (
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_RAW_SURROGATE = "[\ud800-\udfff]"
_ACTIONS = frozenset((*ACTION_SENDERS, "DataTransfer"))
_ERROR_CODES = frozenset(
    (
        *("FormatViolation", "FormationViolation", "GenericError", "InternalError", "MessageTypeNotSupported"),
        *("NotImplemented", "NotSupported", "OccurenceConstraintViolation", "OccurrenceConstraintViolation"),
        *("PropertyConstraintViolation", "ProtocolError", "RpcFrameworkError", "SecurityError"),
        "TypeConstraintViolation",
    )
)
"""OCPP-J 1.6 table 7 (with the spelling it has, and the one it means), OCPP 2.0.1 and 2.1 part 4, section 4.3."""


class BrokenFrameError(ValueError):
    """A text that should be a frame and does not decode: ``kind`` as in ``InputProblem``, ``offset`` into the text."""

    def __init__(self, kind: str, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.kind, self.reason, self.offset = kind, reason, offset


class BracketScan:
    """Finds where an array ends by counting brackets outside strings, across as many pieces of text as it takes.

    Every character is looked at once. A string that is open at the end of a piece goes on in the next one.
    """

    __slots__ = ("_escaped", "depth", "in_string")

    def __init__(self) -> None:
        self.depth = 0
        self.in_string = False
        self._escaped = False

    def feed(self, text: str, start: int = 0) -> int:
        """Go on at ``start``; return the offset behind the closing bracket, or -1 if ``text`` ends before it."""
        if self.in_string:
            start = self._leave_string(text, start)
            if start < 0:
                return -1
        while bracket := _BRACKET.match(text, start):
            start = bracket.end()
            self.depth += 1 if text[start - 1] == "[" else -1
            if self.depth == 0:
                return start
        rest = re.compile(_STRING_CUT, re.DOTALL).match(text, start)
        if rest is not None and rest[1]:
            self.in_string = True
            self._leave_string(text, rest.end())
        return -1

    def _leave_string(self, text: str, start: int) -> int:
        closing = re.compile(_STRING_END, re.DOTALL).match(text, start + self._escaped)
        if closing is None:
            tail = len(text) - len(text.rstrip("\\"))
            self._escaped = tail % 2 == 1
            return -1
        self.in_string = self._escaped = False
        return closing.end()


def end_of_frame(text: str, start: int) -> int:
    """Return the offset behind the frame that opens at ``start``, or -1 if it is open at the end of ``text``."""
    return BracketScan().feed(text, start)


def escaped_frame(text: str, start: int, backslashes: int) -> tuple[str, int]:
    """Return the frame that stands escaped inside a string of ``text``, and the offset behind it.

    The string may itself be escaped: each layer doubles the backslashes and adds one.
    """
    if backslashes > 1:
        end = _end_of_deep_string(text, start, backslashes)
    else:
        closing = re.compile(_ESCAPED_TEXT, re.DOTALL).match(text, start)
        end = closing.end() if closing is not None else len(text)
    inner = text[start:end]
    for _ in range(backslashes.bit_length()):
        try:
            inner = orjson.loads(f'"{inner}"')
        except orjson.JSONDecodeError as error:
            raise BrokenFrameError("malformed", f"the escaped text is not JSON: {error.msg}", 0) from error
    closed = end_of_frame(inner, 0)
    return (inner if closed < 0 else inner[:closed]), end


def _end_of_deep_string(text: str, start: int, backslashes: int) -> int:
    """Find the quote that closes a string escaped ``backslashes`` deep: one with fewer backslashes before it."""
    quote = text.find('"', start)
    while quote >= 0:
        before = text[max(start, quote - backslashes) : quote]
        if len(before) - len(before.rstrip("\\")) < backslashes:
            return quote - (len(before) - len(before.rstrip("\\")))
        quote = text.find('"', quote + 1)
    return len(text)


def decode_frame(text: str) -> object:
    """Decode the JSON text of a frame.

    A surrogate without its partner, escaped or raw, is no character; it is read as U+FFFD. Raises
    ``BrokenFrameError`` where the text is not JSON.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        problem = error
    try:
        return orjson.loads(re.sub(_RAW_SURROGATE, "\ufffd", re.sub(_LONE_SURROGATE, r"\\ufffd", text)))
    except orjson.JSONDecodeError as error:
        problem = error
    kind = "too-deep" if "depth" in problem.msg or "recursion" in problem.msg.lower() else "malformed"
    raise BrokenFrameError(kind, f"the frame is not JSON: {problem.msg}", min(problem.pos, len(text))) from problem


def is_frame(value: object) -> TypeGuard[list[Any]]:
    """Return whether a decoded JSON value is an OCPP-J frame.

    The payload of a CALL may be of the wrong type where its action is one of OCPP's, and a CALLERROR with one
    of OCPP's codes may lack its last elements: they are frames, and it is for the rules to find fault with
    them. A frame whose action the log has shortened (``"GetC...tion"``) is none.
    """
    if type(value) is not list or len(value) < 3 or type(value[1]) is not str:
        return False
    kind, third = value[0], value[2]
    if type(kind) is not int:
        return False
    if kind == CALLRESULT:
        return type(third) is dict and len(value) == 3
    if type(third) is not str:
        return False
    if kind in _CALLS:
        return len(value) == 4 and (third in _ACTIONS or (type(value[3]) is dict and not is_elided(third)))
    if kind not in MESSAGE_NAMES or len(value) > 5:
        return False
    return third in _ERROR_CODES or (len(value) == 5 and type(value[4]) is dict)


def names_action(value: object) -> bool:
    """Return whether a value is the name of one of OCPP's actions."""
    return isinstance(value, str) and value in _ACTIONS


def is_nearly_frame(value: list[Any]) -> bool:
    """Return whether an array that is no frame was meant to be one: its action or error code is one of OCPP's."""
    if len(value) < 3 or value[0] not in MESSAGE_NAMES:
        return False
    third = value[2]
    if value[0] == CALLRESULT:
        return isinstance(third, dict)
    return isinstance(third, str) and third in (_ACTIONS if value[0] in (CALL, SEND) else _ERROR_CODES)


def fault_of(value: object) -> str | None:
    """Say in words what keeps a decoded array that opens like a frame from being one; None if it is one."""
    if is_frame(value):
        return None
    if not isinstance(value, list) or not value:
        return "it does not begin with a message type number"
    if type(value[0]) is not int or value[0] not in MESSAGE_NAMES:
        return (
            f"the message type is {orjson.dumps(value[0]).decode()}, and OCPP has 2 to 4, since 2.1 also 5 and 6"
        )
    name = MESSAGE_NAMES[value[0]]
    if len(value) > 1 and not isinstance(value[1], str):
        return f"the message id of this {name} is {_named(value[1])} and must be a string"
    wanted = _ELEMENTS[value[0]]
    if wanted is _CALL_ELEMENTS and len(value) == 3 and isinstance(value[2], dict):
        return f"this {name} has no action"
    if len(value) != len(wanted):
        lacking = ", ".join(wanted[len(value) :])
        return f"a {name} has {len(wanted)} elements, this one has {len(value)}" + (lacking and f": no {lacking}")
    return _fault_of_elements(name, value, wanted)


def _fault_of_elements(name: str, value: list[Any], wanted: tuple[str, ...]) -> str:
    for element, what in zip(value, wanted, strict=True):
        must_be = "an object" if what in ("payload", "error details") else "a string"
        if what != "message type" and not isinstance(element, dict if must_be == "an object" else str):
            return f"the {what} of this {name} is {_named(element)} and must be {must_be}"
    return f"the {wanted[2]} of this {name} is none of OCPP's"


def _named(value: object) -> str:
    """Name a JSON value that stands where another kind of value belongs."""
    if value is None:
        return "null"
    kinds = ((bool, str(value).lower()), (str, "a string"), (dict, "an object"), (list, "a list"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "a number")


def missing_elements(value: list[Any]) -> str | None:
    """Say what a readable CALLERROR lacks. The standard makes all five elements mandatory, many leave some out."""
    if value[0] in (CALLERROR, CALLRESULTERROR) and len(value) < 5:
        return f"a {MESSAGE_NAMES[value[0]]} has 5 elements, this one has {len(value)}"
    return None


def message_of(
    value: object, location: Location, context: "LineContext", text: str | None = None
) -> Message | None:
    """Make the message of a decoded JSON value, with what the text around it says of it; None if it is no frame.

    ``text`` is what was decoded, if it stands so in the log. The shapes that nearly all frames have are told at once,
    every other by ``is_frame``.
    """
    if type(value) is not list or len(value) < 3:
        return None
    kind, identity, third = value[0], value[1], value[2]
    if type(identity) is not str or type(kind) is not int:
        return None
    dialect, station, time, direction, ocpp = context
    if kind == CALLRESULT and type(third) is dict and len(value) == 3:
        return Message(
            kind, identity, None, third, location, station, None, time, ocpp, None, None, dialect, direction, text
        )
    if kind in _CALLS and type(third) is str and len(value) == 4 and (third in _ACTIONS or is_frame(value)):
        # An action is looked up several times over: one and the same text for each is found at once.
        name, data = intern(third), value[3]
        return Message(
            kind, identity, name, data, location, station, None, time, ocpp, None, None, dialect, direction, text
        )
    if not is_frame(value):
        return None
    details = value[4] if len(value) > 4 else {}
    reason = value[3] if len(value) > 3 and isinstance(value[3], str) else None
    return Message(
        kind, identity, None, details, location, station, None, time, ocpp, third, reason, dialect, direction
    )


def is_convincing(text: str) -> bool:
    """Return whether a text that does not decode is nevertheless the beginning of an OCPP-J frame."""
    head = re.match(_HEAD, text)
    if head is None:
        return False
    kind, word, brace = head.groups()
    if kind == "3":
        # Without a quoted id there is nothing about it that other lists of numbers do not have.
        return brace is not None and '"' in text[: head.start(3)]
    return word is not None and word in (_ACTIONS if kind in "26" else _ERROR_CODES)


def is_elided(text: str) -> bool:
    """Return whether a log has left out the middle of a frame that does not decode."""
    return "..." in text or "…" in text
