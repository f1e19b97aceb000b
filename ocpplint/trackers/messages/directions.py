"""Calls in the wrong direction: a station sends an action that only a CSMS may send, or the reverse.

A log says "sent" and "received", and its actions show from whose point of view. One call that contradicts all the
others has the wrong direction; several in a row show that another logger has taken over.
"""

from collections.abc import Iterator
from typing import Final, cast

from ocpplint.facts.message import Message
from ocpplint.facts.violation import Violation
from ocpplint.facts.vocabulary import Sender
from ocpplint.trackers.messages.connection_state import StationConnection
from ocpplint.trackers.messages.violations import violation

_OTHER: Final[dict[Sender, Sender]] = {"station": "csms", "csms": "station"}
_SIDES: Final = {"station": "charging station", "csms": "CSMS"}


class _View:
    """The meaning of one dialect's direction words for one station."""

    __slots__ = ("agreeing", "is_double", "last_id", "suspect", "writer")

    def __init__(self, writer: Sender) -> None:
        self.writer = writer
        self.agreeing = 1
        self.is_double = False
        """Whether both sides write into the log, so that it has each message twice."""
        self.last_id = ""
        self.suspect: Violation | None = None


class Directions:
    """Checks the directions of the calls in one trace."""

    def __init__(self) -> None:
        self._doubtful: dict[_View, None] = {}

    def call(self, message: Message, caller: Sender, peer: StationConnection) -> Violation | None:
        """Process a CALL that only ``caller`` may make; return the earlier one that it shows to be wrong."""
        writer = _writer(message.direction or "", caller)
        view = cast("_View | None", peer.views.get(message.dialect))
        if view is None:
            view = peer.views[message.dialect] = _View(writer)
            view.last_id = message.id
            return None
        if view.is_double:
            return None
        if writer == view.writer:
            suspect, view.suspect = view.suspect, None
            view.agreeing += 1
            view.last_id = message.id
            return suspect
        self._contradicted(view, message, caller, writer)
        return None

    def finish(self) -> Iterator[Violation]:
        """Yield the calls in the wrong direction at the end of the trace."""
        for view in self._doubtful:
            if view.suspect is not None and view.agreeing > 1:
                yield view.suspect

    def _contradicted(self, view: _View, message: Message, caller: Sender, writer: Sender) -> None:
        if message.id == view.last_id:
            view.is_double, view.suspect = True, None
            return
        if view.suspect is not None:
            view.writer, view.suspect, view.agreeing = writer, None, 1
            return
        view.suspect = _wrong_way(message, caller)
        self._doubtful[view] = None


def _writer(direction: str, caller: Sender) -> Sender:
    """Return who wrote the log if this direction is right; where the log names the sender, whether it is right."""
    if direction in ("sent", "received"):
        return caller if direction == "sent" else _OTHER[caller]
    return "station" if direction == caller else "csms"


def _wrong_way(message: Message, caller: Sender) -> Violation:
    sender = _OTHER[caller]
    reason = f"`{message.action}` is for the {_SIDES[caller]} to send, and the {_SIDES[sender]} sent it"
    return violation("direction", reason, message, sender=sender)
