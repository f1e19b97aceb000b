"""What the trackers of messages keep of each station: its version, its open calls, who has answered what.

Memory grows with the number of stations, not with the trace.
"""

from typing import TYPE_CHECKING

from ocpplint.facts.message import Message
from ocpplint.schemas.catalogue import VERSIONS, Accepts
from ocpplint.trackers.messages.exchanges import MessageIdWindow, WindowBudget
from ocpplint.trackers.messages.validators import Validator, Validators, judgements_of
from ocpplint.trackers.messages.versions import SpokenVersion
from ocpplint.trackers.station.context import StationContext
from ocpplint.trackers.station.stations import Stations

if TYPE_CHECKING:
    from ocpplint.facts.fact import Location, Sender


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


class StationConnection:
    """One station and whatever talks to it.

    ``context`` is what is known of the station beside its messages. An anonymous one may be several: what its messages
    have to do with each other is then uncertain.
    """

    __slots__ = (
        "accepted",
        "calls",
        "context",
        "is_undecided",
        "judgements",
        "results",
        "sides",
        "spoken",
        "stated",
        "version",
        "views",
    )

    def __init__(self, context: StationContext, assumed: str | None, share: WindowBudget) -> None:
        self.context = context
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

    def refresh(self) -> None:
        """Judge by the versions that are candidates now."""
        self.judgements = judgements_of(self.spoken.candidates)
        self.calls, self.results = self.judgements.calls, self.judgements.results
        self.accepted = self.judgements.accepted if self.spoken.is_settled else {}
        self.is_undecided = not (self.spoken.is_settled or self.context.is_anonymous)
        self.version = self.spoken.candidates[0] if self.spoken.is_settled else None

    def state(self, version: str) -> None:
        """Take the log's word for the version."""
        self.stated = version
        self.spoken.state(version)
        self.refresh()


class ConnectionStates:
    """The stations of one trace. ``assumed`` is the version of those whose log does not say."""

    def __init__(self, stations: Stations, assumed: str | None = None) -> None:
        self._stations = stations
        self._assumed = assumed
        self._share = WindowBudget()
        self.known: dict[str | None, StationConnection] = {}

    def of(self, message: Message) -> StationConnection:
        """Return the station of a message, whose version the log may state with it."""
        peer = self.known.get(message.station)
        if peer is None:
            context = self._stations[message.station]
            peer = self.known[message.station] = StationConnection(context, self._assumed, self._share)
        if message.ocpp is not None and message.ocpp != peer.stated:
            peer.state(message.ocpp)
        return peer
