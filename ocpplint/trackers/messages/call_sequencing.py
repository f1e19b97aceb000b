"""Calls and answers of both sides in turn: ids used twice, answers to no call, unanswered calls, wrong directions.

The rules are those of OCPP-J 1.6, sections 4.1.1 and 4.1.4, and OCPP 2.0.1 part 4, the same sections. A capture
begins and ends anywhere and may lack lines, so each finding needs proof that it is not the capture that lacks
something.
"""

from collections.abc import Iterator, Sequence
from typing import Final, cast

from ocpplint.facts.fact import Location, Sender
from ocpplint.facts.log_time import ANSWER_TIMEOUT
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.violation import Violation
from ocpplint.trackers.messages.connection_state import ConnectionSide, ConnectionStates, StationConnection
from ocpplint.trackers.messages.exchanges import EarlierAnswer, EarlierCall
from ocpplint.trackers.messages.violations import Held, violation
from ocpplint.trackers.station.stations import LogGaps

OTHER: Final[dict[Sender, Sender]] = {"station": "csms", "csms": "station"}
SIDES: Final = {"station": "charging station", "csms": "CSMS"}

_UNIQUE_LENGTH: Final = 16
"""Message ids of so many characters are no counters: one that occurs twice is no other station's."""
_FEW: Final = 3
"""So many calls of a side may find no answer where none of its calls does. Of more, the log lacks the answers."""
_MOST_OVERTAKEN: Final = 50
_COUNTED_ON: Final = 20
"""How far a counter of message ids has come before its first id again is taken for a new beginning."""


class CallSequencing:
    """Watches the turns that the stations of one trace and their CSMS take."""

    def __init__(self, peers: ConnectionStates, gaps: LogGaps) -> None:
        self._peers = peers
        self._gaps = gaps
        self._uncertain = Held()
        """Ids used twice where no station is named: they may be two stations'."""

    def call(self, message: Message, peer: StationConnection) -> Sequence[Violation]:
        """Take in a CALL."""
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
        """Take in an answer with its call."""
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
        """Take in an answer that goes with no open call."""
        if answer.time is not None:
            peer.context.last_time = answer.time
        earlier = _answered_before(answer, peer)
        if earlier is not None:
            return () if earlier.is_like(answer) else (_second_answer(answer, earlier),)
        peer.context.gap = answer.location
        # An error may answer what the other side could not read (OCPP 2.0.1 part 4, section 4.2.3); MSG008 tells it.
        if answer.sender is None or answer.type != 3:
            return ()
        asker = peer.sides[OTHER[answer.sender]]
        if asker.answered is None or self._gaps.before(answer.location):
            return ()
        side = SIDES[OTHER[answer.sender]]
        reason = f"the {SIDES[answer.sender]} answers a call that the {side} did not make"
        return (violation("unrequested-answer", reason, answer, confidence="medium"),)

    def unanswered(self, call: Message, still_open: int) -> Violation | None:
        """Judge a call for which the trace has no answer, now that it has ended.

        ``still_open`` is how many calls of its side there are of that kind.
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
        """Yield what waited for proof that a log without station names is that of one station."""
        contexts = [peer.context for peer in self._peers.known.values()]
        if not any(context.unnamed is not None and context.unnamed.is_doubtful for context in contexts):
            yield from self._uncertain.release()

    def _over(self, side: ConnectionSide, message: Message, peer: StationConnection) -> None:
        """Note that a side calls while its last call is open: whether that is proven, the answer will show."""
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
        """Say whether the trace proves that a call was not answered: it goes on for long enough, and lacks nothing."""
        if not self._would_be_logged(call, peer, side) or self._comes_after(peer.context.gap, call):
            return False
        if self._gaps.after(call.location):
            return False
        last, boot = peer.context.last_time, peer.context.last_boot
        if call.time is None or last is None:
            # Without times only order tells: two calls that were made later have been answered.
            boot_at = None if boot is None else boot.location
            return self._comes_after(side.answered_before, call) and not self._comes_after(boot_at, call)
        if boot is not None and boot.time is not None and 0 <= boot.time - call.time < ANSWER_TIMEOUT:
            return False
        return last - call.time >= ANSWER_TIMEOUT

    def _would_be_logged(self, call: Message, peer: StationConnection, side: ConnectionSide) -> bool:
        """Tell a call that was not answered from a log without the answers to such calls.

        The log has them if it has one. It also would if, later on, the other side called twice and was answered: then
        it has the messages of both sides, and answers, and what logs frames sees no difference between them.
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
        """Return where in the trace a message stands, for comparison."""
        return self._gaps.lines.line(location), location.column


def _reconnect(peer: StationConnection) -> None:
    """A station that boots opens a new connection; what was open on the old one is lost."""
    for side in peer.sides.values():
        side.reconnect()
        side.open, side.first_id, side.overtaken = None, None, None


def _answered_before(answer: Message, peer: StationConnection) -> EarlierAnswer | None:
    """Return an earlier answer under this id. Of a repeat it is uncertain who sent it."""
    for side in peer.sides.values():
        earlier = None if side.recent is None else side.recent.earlier_answer(answer.id)
        if earlier is not None:
            return earlier
    return None


def _is_logged_twice(message: Message, earlier: EarlierCall) -> bool:
    """Tell one message that two writers logged from one that was sent twice: the time, or who logged it."""
    if not earlier.is_like(message):
        return False
    return message.direction != earlier.direction or (message.time is not None and message.time == earlier.time)


def _begins_anew(message: Message, side: ConnectionSide) -> bool:
    """Tell a counter that begins again, after a reconnection that the log does not show, from an id used twice.

    It begins with the id that its connection began with, once it has come some way.
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
    """Two calls overlap if the first was answered after the second was made, by the clock or else by order."""
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


_OTHER: Final[dict[Sender, Sender]] = {"station": "csms", "csms": "station"}
_SIDES: Final = {"station": "charging station", "csms": "CSMS"}


class _View:
    """What the direction words of one dialect mean for one station."""

    __slots__ = ("agreeing", "is_double", "last_id", "suspect", "writer")

    def __init__(self, writer: Sender) -> None:
        self.writer = writer
        self.agreeing = 1
        self.is_double = False
        """Whether both sides write into the log, so that each message stands in it twice."""
        self.last_id = ""
        self.suspect: Violation | None = None


class Directions:
    """Watches the directions of the calls in one trace."""

    def __init__(self) -> None:
        self._doubtful: dict[_View, None] = {}

    def call(self, message: Message, caller: Sender, peer: StationConnection) -> Violation | None:
        """Take in a CALL that only ``caller`` may make; return the earlier one that it shows to be wrong."""
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
        """Yield the calls that went the wrong way after which no other call came."""
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
    """Return who wrote the log, were this direction right; where it names the sender, whether it is right."""
    if direction in ("sent", "received"):
        return caller if direction == "sent" else _OTHER[caller]
    return "station" if direction == caller else "csms"


def _wrong_way(message: Message, caller: Sender) -> Violation:
    sender = _OTHER[caller]
    reason = f"`{message.action}` is for the {_SIDES[caller]} to send, and the {_SIDES[sender]} sent it"
    return violation("direction", reason, message, sender=sender)
