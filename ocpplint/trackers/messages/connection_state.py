"""What the trackers of messages keep of each station: its version, its open calls, who has answered what.

Memory grows with the number of stations, not with the trace.
"""

from typing import TYPE_CHECKING, NamedTuple

from ocpplint.facts.location import Location
from ocpplint.facts.message import Message
from ocpplint.schemas.catalogue import VERSIONS, Accepts
from ocpplint.trackers.messages.message_id_window import MessageIdWindow, WindowBudget
from ocpplint.trackers.messages.validators import Validator, Validators, judgements_of
from ocpplint.trackers.messages.versions import SpokenVersion

if TYPE_CHECKING:
    from ocpplint.facts.vocabulary import Sender


class ConnectionSide:
    """One side of a station's connection, as the one that calls."""

    __slots__ = (
        "_share",
        "answered",
        "answered_before",
        "answered_id",
        "dialect",
        "dialect_before",
        "first_id",
        "open",
        "overtaken",
        "recent",
    )

    def __init__(self, share: WindowBudget) -> None:
        self._share = share
        self.recent: MessageIdWindow | None = None
        """What it has called of late; None as long as it has not."""
        self.open: Message | None = None
        """Its last call, as long as nothing answered it."""
        self.overtaken: dict[str, Message] | None = None
        """For its calls that were still open when it called again, by id: the call that came after."""
        self.answered: Location | None = None
        """Where the last of its calls stands that was answered, and the one answered before that."""
        self.answered_before: Location | None = None
        self.answered_id = ""
        """The message id of the last one."""
        self.dialect = self.dialect_before = ""
        """The dialects that the two are logged in."""
        self.first_id: str | None = None
        """The first message id of its present connection."""

    def begin(self) -> MessageIdWindow:
        """Take note that it calls, for the first time."""
        self.recent = MessageIdWindow(self._share)
        return self.recent

    def answer(self, call: Message) -> None:
        """Take note that one of its calls is answered. Messages themselves are large, and let go."""
        self.answered_before, self.dialect_before = self.answered, self.dialect
        self.answered, self.answered_id, self.dialect = call.location, call.id, call.dialect

    def reconnect(self) -> None:
        """Forget the calls: their ids may be used again on a new connection."""
        if self.recent is not None:
            self.recent.reconnect()


class Seen(NamedTuple):
    """Where a message stands that is remembered, and when it was sent."""

    location: Location
    time: float | None


class StationConnection:
    """One station and whatever talks to it.

    A station without an identity (``is_anonymous``) may be several: what its messages have to do with each other is
    then uncertain.
    """

    __slots__ = (
        "accepted",
        "calls",
        "connectors",
        "gap",
        "is_anonymous",
        "is_undecided",
        "judgements",
        "last_boot",
        "last_time",
        "results",
        "sides",
        "spoken",
        "stated",
        "station",
        "version",
        "views",
    )

    def __init__(self, station: str | None, assumed: str | None, share: WindowBudget) -> None:
        self.station = station
        self.is_anonymous = not station
        self.stated: str | None = None
        """What the log said last of the version."""
        self.spoken = SpokenVersion((assumed,) if assumed else VERSIONS)
        self.judgements: Validators
        self.version: str | None
        """What it speaks, if that is known; 2.0.1 stands for 2.1, too, as long as nothing tells them apart."""
        self.is_undecided: bool
        """Whether its messages still have to show what it speaks."""
        self.accepted: dict[str | None, Accepts]
        """What accepts the calls of actions that are seen already, once it is settled what the station speaks."""
        self.calls: dict[str | None, Validator]
        self.results: dict[str | None, Validator]
        self.refresh()
        self.sides: dict[Sender, ConnectionSide] = {
            "station": ConnectionSide(share),
            "csms": ConnectionSide(share),
        }
        self.views: dict[str, object] = {}
        """For each dialect, what its words for directions turned out to mean."""
        self.last_time: float | None = None
        self.last_boot: Seen | None = None
        self.gap: Location | None = None
        """The last answer whose call is not in the log: calls are missing before it."""
        self.connectors: int | None = None
        """How many connectors a station of OCPP 1.6 says it has."""

    def refresh(self) -> None:
        """Judge by the versions that are candidates now."""
        self.judgements = judgements_of(self.spoken.candidates)
        self.calls, self.results = self.judgements.calls, self.judgements.results
        self.accepted = self.judgements.accepted if self.spoken.is_settled else {}
        self.is_undecided = not (self.spoken.is_settled or self.is_anonymous)
        self.version = self.spoken.candidates[0] if self.spoken.is_settled else None

    def state(self, version: str) -> None:
        """Take the log's word for the version."""
        self.stated = version
        self.spoken.state(version)
        self.refresh()


class ConnectionStates:
    """The stations of one trace. ``assumed`` is the version of those whose log does not say."""

    def __init__(self, assumed: str | None = None) -> None:
        self._assumed = assumed
        self._share = WindowBudget()
        self.known: dict[str | None, StationConnection] = {}

    def of(self, message: Message) -> StationConnection:
        """Return the station of a message, whose version the log may state with it."""
        peer = self.known.get(message.station)
        if peer is None:
            peer = self.known[message.station] = StationConnection(message.station, self._assumed, self._share)
        if message.ocpp is not None and message.ocpp != peer.stated:
            peer.state(message.ocpp)
        return peer
