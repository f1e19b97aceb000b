"""Calls and answers of both sides in turn: ids used twice, answers to no call, unanswered calls, wrong directions.

The rules are those of OCPP-J 1.6, sections 4.1.1 and 4.1.4, and OCPP 2.0.1 part 4, the same sections. A log begins and
ends anywhere and may have gaps, so each finding needs proof that no gap explains it.
"""

from collections.abc import Iterator, Sequence
from typing import Final, cast

from ocpplint.facts.fact import Location, Sender
from ocpplint.facts.log_time import ANSWER_TIMEOUT
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.violation import Violation
from ocpplint.trackers.messages.connection_state import ConnectionSide, ConnectionStates, StationConnection
from ocpplint.trackers.messages.message_id_window import EarlierAnswer, EarlierCall
from ocpplint.trackers.messages.violations import Held, violation
from ocpplint.trackers.station.stations import LogGaps

OTHER: Final[dict[Sender, Sender]] = {"station": "csms", "csms": "station"}
SIDES: Final = {"station": "charging station", "csms": "CSMS"}

_UNIQUE_LENGTH: Final = 16
"""Message ids of this length are no counters, so two stations do not use the same one."""
_FEW: Final = 3
"""The most unanswered calls of a side without any answered one. If there are more, the log lacks the answers."""
_MOST_OVERTAKEN: Final = 50
_COUNTED_ON: Final = 20
"""How far a counter of message ids must have come before its first id counts as a restart."""


class CallSequencing:
    """Checks the call sequencing of the stations of one trace and their CSMS."""

    def __init__(self, peers: ConnectionStates, gaps: LogGaps) -> None:
        self._peers = peers
        self._gaps = gaps
        self._uncertain = Held()
        """Repeated ids without a station name: they may be those of two stations."""

    def call(self, message: Message, peer: StationConnection) -> Sequence[Violation]:
        """Process a CALL."""
        if message.time is not None:
            peer.context.last_time = message.time
        if message.action == "BootNotification":
            _reconnect(peer)
        sender = message.sender
        if sender is None:
            return ()
        side = peer.sides[sender]
        if side.first_id is None:
            side.first_id = message.id
        recent = side.recent
        if recent is None:
            recent = side.begin()
        earlier = recent.call(message)
        if earlier is not None:
            return self._repeated(message, earlier, peer, side)
        if side.open is not None:
            self._over(side, message, peer)
        side.open = message
        return ()

    def answered(self, exchange: Exchange, peer: StationConnection) -> Sequence[Violation]:
        """Process an answer with its call."""
        call, answer = exchange.call, exchange.answer
        if answer is None or call.sender is None:
            return ()
        if answer.time is not None:
            peer.context.last_time = answer.time
        side = peer.sides[call.sender]
        side.answer(call)
        if side.open is call:
            side.open = None
        recent = side.recent
        if recent is None:
            recent = side.begin()
        recent.answer(answer, call.id)
        if not side.overtaken:
            return ()
        later = side.overtaken.pop(call.id, None)
        return () if later is None or peer.context.is_anonymous else _overlapping(call, later, answer, peer)

    def unrequested(self, answer: Message, peer: StationConnection) -> Sequence[Violation]:
        """Process an answer without an open call."""
        if answer.time is not None:
            peer.context.last_time = answer.time
        earlier = _answered_before(answer, peer)
        if earlier is not None:
            return () if earlier.is_like(answer) else (_second_answer(answer, earlier),)
        peer.context.gap = answer.location
        # An error may answer an unreadable message (OCPP 2.0.1 part 4, section 4.2.3), which MSG008 reports.
        if answer.sender is None or answer.type != 3:
            return ()
        asker = peer.sides[OTHER[answer.sender]]
        if asker.answered is None or self._gaps.before(answer.location):
            return ()
        side = SIDES[OTHER[answer.sender]]
        reason = f"the {SIDES[answer.sender]} answers a call that the {side} did not make"
        return (violation("unrequested-answer", reason, answer, confidence="medium"),)

    def unanswered(self, call: Message, still_open: int) -> Violation | None:
        """Check a call without an answer at the end of the trace.

        ``still_open`` is the number of unanswered calls of its side.
        """
        peer = self._peers.known.get(call.station)
        if peer is None or call.sender is None or not self._is_owed(call, peer, peer.sides[call.sender]):
            return None
        if still_open > _FEW and peer.sides[call.sender].answered is None:
            return None
        last = peer.context.last_time
        waited = last - call.time if last is not None and call.time is not None else None
        debtor = OTHER[call.sender]
        for_long = f", and {waited:.0f} s later there was no answer" if waited is not None else ""
        reason = f"the {SIDES[debtor]} did not answer this `{call.action}`{for_long}"
        confidence = "medium" if peer.context.is_anonymous else "high"
        return violation(
            "unanswered-call", reason, call, sender=debtor, waited=waited, confidence=confidence, ocpp=peer.version
        )

    def finish(self) -> Iterator[Violation]:
        """Yield what was held back, if a log without station names is that of one station."""
        contexts = [peer.context for peer in self._peers.known.values()]
        if not any(context.unnamed is not None and context.unnamed.is_doubtful for context in contexts):
            yield from self._uncertain.release()

    def _over(self, side: ConnectionSide, message: Message, peer: StationConnection) -> None:
        """Record that a side calls while its last call is open, which only the later answer proves."""
        if peer.context.is_anonymous:
            peer.context.overlap()
        elif side.open is not None:
            if side.overtaken is None:
                side.overtaken = {}
            if len(side.overtaken) < _MOST_OVERTAKEN:
                side.overtaken[side.open.id] = message

    def _repeated(
        self, message: Message, earlier: EarlierCall, peer: StationConnection, side: ConnectionSide
    ) -> Sequence[Violation]:
        begins_anew = _begins_anew(message, side)
        side.open = message
        if _is_logged_twice(message, earlier):
            return ()
        if begins_anew:
            for each in peer.sides.values():
                each.reconnect()
            return ()
        found = _same_id(message, earlier)
        if peer.context.is_anonymous and len(message.id) < _UNIQUE_LENGTH:
            found.confidence = "medium"
            self._uncertain.add((found,))
            return ()
        return (found,)

    def _is_owed(self, call: Message, peer: StationConnection, side: ConnectionSide) -> bool:
        """Return whether the trace proves that a call was not answered: it goes on long enough and has no gap."""
        if not self._would_be_logged(call, peer, side) or self._comes_after(peer.context.gap, call):
            return False
        if self._gaps.after(call.location):
            return False
        last, boot = peer.context.last_time, peer.context.last_boot
        if call.time is None or last is None:
            # Without times, order decides: two later calls were answered.
            boot_at = None if boot is None else boot.location
            return self._comes_after(side.answered_before, call) and not self._comes_after(boot_at, call)
        if boot is not None and boot.time is not None and 0 <= boot.time - call.time < ANSWER_TIMEOUT:
            return False
        return last - call.time >= ANSWER_TIMEOUT

    def _would_be_logged(self, call: Message, peer: StationConnection, side: ConnectionSide) -> bool:
        """Return whether the log holds the answers to such calls, so that this one was not answered.

        It does if it has one. It also does if, later on, the other side called twice and was answered: then it has
        messages of both sides and answers, and loggers do not filter by direction.
        """
        if side.answered is not None:
            return True
        if call.sender is None or peer.context.is_anonymous:
            return False
        other = peer.sides[OTHER[call.sender]]
        return other.dialect_before == call.dialect and self._comes_after(other.answered_before, call)

    def _comes_after(self, location: Location | None, call: Message) -> bool:
        return location is not None and self._place(location) > self._place(call.location)

    def _place(self, location: Location) -> tuple[int, int]:
        """Return the position of a message in the trace, for comparison."""
        return self._gaps.lines.line(location), location.column


def _reconnect(peer: StationConnection) -> None:
    """Reset the connection: a station that boots opens a new one, and open calls are lost."""
    for side in peer.sides.values():
        side.reconnect()
        side.open, side.first_id, side.overtaken = None, None, None


def _answered_before(answer: Message, peer: StationConnection) -> EarlierAnswer | None:
    """Return an earlier answer with this id. The sender of a repeated one is uncertain."""
    for side in peer.sides.values():
        earlier = None if side.recent is None else side.recent.earlier_answer(answer.id)
        if earlier is not None:
            return earlier
    return None


def _is_logged_twice(message: Message, earlier: EarlierCall) -> bool:
    """Return whether two loggers wrote one message, by time and dialect, so that it was not sent twice."""
    if not earlier.is_like(message):
        return False
    return message.direction != earlier.direction or (message.time is not None and message.time == earlier.time)


def _begins_anew(message: Message, side: ConnectionSide) -> bool:
    """Return whether a counter of ids restarts, after a reconnection that is not logged, so that no id is used twice.

    It restarts with the first id of its connection, after a minimum number of ids.
    """
    last = side.answered_id if side.open is None else side.open.id
    if message.id != side.first_id or not (message.id.isdecimal() and last.isdecimal()):
        return False
    return len(last) <= _UNIQUE_LENGTH and int(last) - int(message.id) >= _COUNTED_ON


def _same_id(message: Message, earlier: EarlierCall) -> Violation:
    where = f"line {earlier.location.line}"
    more = {"cause": earlier.location, "cause_is": "the id was used here"}
    if earlier.is_like(message):
        reason = f"this `{message.action}` is sent again under the same message id (first in {where})"
        return violation("retransmission", reason, message, **more)
    reason = f"the message id of this `{message.action}` was used before, by `{earlier.action}` in {where}"
    if message.action == earlier.action:
        reason = f"this `{message.action}` has the message id of another one, in {where}"
    return violation("duplicate-id", reason, message, **more)


def _overlapping(call: Message, later: Message, answer: Message, peer: StationConnection) -> Sequence[Violation]:
    """Return whether the first call was answered after the second was made, by time or else by order."""
    if answer.time is not None and later.time is not None and answer.time <= later.time:
        return ()
    waited = later.time - call.time if later.time is not None and call.time is not None else None
    reason = f"`{later.action}` is sent before the `{call.action}` in line {call.location.line} was answered"
    more = {"ocpp": peer.version, "waited": waited, "cause": call.location, "cause_is": "this call is still open"}
    return (violation("overlapping-call", reason, later, **more),)


def _second_answer(answer: Message, earlier: EarlierAnswer) -> Violation:
    reason = f"the call was answered before, in line {earlier.location.line}, and otherwise"
    return violation(
        "unrequested-answer",
        reason,
        answer,
        cause=earlier.location,
        cause_is="the first answer",
        confidence="medium",
    )


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
    """Checks the directions of the calls in one trace: a station sends what only a CSMS may send, or the reverse.

    A log says "sent" and "received", and its actions show from whose point of view. One call that contradicts all the
    others has the wrong direction; several in a row show that another logger has taken over.
    """

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
        return caller if direction == "sent" else OTHER[caller]
    return "station" if direction == caller else "csms"


def _wrong_way(message: Message, caller: Sender) -> Violation:
    sender = OTHER[caller]
    reason = f"`{message.action}` is for the {SIDES[caller]} to send, and the {SIDES[sender]} sent it"
    return violation("direction", reason, message, sender=sender)
