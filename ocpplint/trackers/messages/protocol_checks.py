"""Protocol checks: each message by its version, and in sequence with those before it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.violation import Violation
from ocpplint.trackers.messages.call_sequencing import CallSequencing, Directions
from ocpplint.trackers.messages.conformance import Conformance
from ocpplint.trackers.messages.connection_state import ConnectionStates, StationConnection
from ocpplint.trackers.messages.violations import CALL, CALLRESULT, LONGEST_ID, SEND, beyond_count
from ocpplint.trackers.station.stations import Stations


class ProtocolChecks:
    """Checks the messages of one trace. ``ocpp`` is the version where the log states none."""

    def __init__(self, ocpp: str | None = None, stations: Stations | None = None) -> None:
        stations = Stations() if stations is None else stations
        self._peers = ConnectionStates(stations, ocpp)
        self._known = self._peers.known
        self._conformance = Conformance()
        self._conversations = CallSequencing(self._peers, stations.gaps)
        self._directions = Directions()

    def track(self, message: Message, exchanges: Sequence[Exchange]) -> Sequence[Violation]:
        """Check a message; ``exchanges`` are those it completes. ``message.ocpp`` is filled for 1.6."""
        peer = self._known.get(message.station)
        if peer is None or message.ocpp is not None:
            peer = self._peers.of(message)
        found: Sequence[Violation] = ()
        if message.type == CALL:
            # Most messages are accepted by the first look-up, without further checks.
            accepts = peer.accepted.get(message.action)
            if accepts is None or not (accepts(message.payload) and 0 < len(message.id) <= LONGEST_ID):
                found = self._conformance.call(message, peer)
            turn = self._conversations.call(message, peer)
            if message.direction is not None or peer.context.most_connectors is not None:
                turn = (*turn, *self._against_others(message, peer))
        elif exchanges:
            exchange = exchanges[0]
            judgement = peer.results.get(exchange.call.action)
            if judgement is None or message.type != CALLRESULT or not judgement.accepts(message.payload):
                found = self._conformance.answer(exchange, peer)
            turn = self._conversations.answered(exchange, peer)
        elif message.type == SEND:
            found, turn = self._conformance.call(message, peer), self._against_others(message, peer)
        else:
            found, turn = self._conformance.lone(message, peer), self._conversations.unrequested(message, peer)
        if message.ocpp is None and peer.version == "1.6":
            message.ocpp = peer.version
        return (*found, *turn) if turn else found

    def unanswered(self, calls: Iterable[Message]) -> Iterator[Violation]:
        """Check the calls that are open at the end of the trace."""
        calls = list(calls)
        still_open = Counter((call.station, call.sender) for call in calls)
        for call in calls:
            found = self._conversations.unanswered(call, still_open[call.station, call.sender])
            if found is not None:
                yield found

    def finish(self) -> Iterator[Violation]:
        """Yield the violations that only the end of the trace confirms."""
        yield from self._conformance.finish()
        yield from self._conversations.finish()
        yield from self._directions.finish()

    def _against_others(self, message: Message, peer: StationConnection) -> Sequence[Violation]:
        """Check a CALL or SEND against the state from earlier messages."""
        wrong = self._direction(message, peer) if message.direction is not None else None
        beyond = beyond_count(message, peer.context) if peer.context.most_connectors is not None else None
        if wrong is None and beyond is None:
            return ()
        return [found for found in (wrong, beyond) if found is not None]

    def _direction(self, message: Message, peer: StationConnection) -> Violation | None:
        judgement = peer.calls.get(message.action)
        if judgement is None or judgement.caller is None:
            return None
        return self._directions.call(message, judgement.caller, peer)
