"""The connection state of each station: its version, its open calls, and answers.

Memory grows with the number of stations, not with the trace.
"""

from typing import TYPE_CHECKING

from ocpplint.facts.message import Message
from ocpplint.schemas.catalogue import VERSIONS, Accepts
from ocpplint.trackers.messages.message_id_window import MessageIdWindow, WindowBudget
from ocpplint.trackers.messages.validators import Validator, Validators, judgements_of
from ocpplint.trackers.messages.versions import SpokenVersion
from ocpplint.trackers.station.context import StationContext
from ocpplint.trackers.station.stations import Stations

if TYPE_CHECKING:
    from ocpplint.facts.fact import Location, Sender


class ConnectionSide:
    """One side of a station's connection, as the caller."""

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
        """Its recent calls; None before the first."""
        self.open: Message | None = None
        """Its last call, while unanswered."""
        self.overtaken: dict[str, Message] | None = None
        """By id of a call that was open when it called again: the call that followed."""
        self.answered: Location | None = None
        """The positions of its last two answered calls."""
        self.answered_before: Location | None = None
        self.answered_id = ""
        """The message id of the last one."""
        self.dialect = self.dialect_before = ""
        """The dialects of both."""
        self.first_id: str | None = None
        """The first message id of its current connection."""

    def begin(self) -> MessageIdWindow:
        """Start recording its calls."""
        self.recent = MessageIdWindow(self._share)
        return self.recent

    def answer(self, call: Message) -> None:
        """Record that one of its calls is answered. The messages, which are large, are not kept."""
        self.answered_before, self.dialect_before = self.answered, self.dialect
        self.answered, self.answered_id, self.dialect = call.location, call.id, call.dialect

    def reconnect(self) -> None:
        """Drop the calls: their ids may be used again on a new connection."""
        if self.recent is not None:
            self.recent.reconnect()


class StationConnection:
    """One station and its peers.

    ``context`` is the station's context. An anonymous station may be several, so the relation of its messages is
    uncertain.
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
        """The last version that the log stated."""
        self.spoken = SpokenVersion((assumed,) if assumed else VERSIONS)
        self.judgements: Validators
        self.version: str | None
        """Its version, if known; 2.0.1 stands for 2.1, too, until a difference shows."""
        self.is_undecided: bool
        """Whether its messages still have to show its version."""
        self.accepted: dict[str | None, Accepts]
        """The validators of the actions seen so far, once the version is known."""
        self.calls: dict[str | None, Validator]
        self.results: dict[str | None, Validator]
        self.refresh()
        self.sides: dict[Sender, ConnectionSide] = {
            "station": ConnectionSide(share),
            "csms": ConnectionSide(share),
        }
        self.views: dict[str, object] = {}
        """For each dialect, the meaning of its direction words."""

    def refresh(self) -> None:
        """Use the validators of the current candidate versions."""
        self.judgements = judgements_of(self.spoken.candidates)
        self.calls, self.results = self.judgements.calls, self.judgements.results
        self.accepted = self.judgements.accepted if self.spoken.is_settled else {}
        self.is_undecided = not (self.spoken.is_settled or self.context.is_anonymous)
        self.version = self.spoken.candidates[0] if self.spoken.is_settled else None

    def state(self, version: str) -> None:
        """Use the version that the log states."""
        self.stated = version
        self.spoken.state(version)
        self.refresh()


class ConnectionStates:
    """The connections of one trace. ``assumed`` is the version where the log states none."""

    def __init__(self, stations: Stations, assumed: str | None = None) -> None:
        self._stations = stations
        self._assumed = assumed
        self._share = WindowBudget()
        self.known: dict[str | None, StationConnection] = {}

    def of(self, message: Message) -> StationConnection:
        """Return the connection of a message, with which the log may state the version."""
        peer = self.known.get(message.station)
        if peer is None:
            context = self._stations[message.station]
            peer = self.known[message.station] = StationConnection(context, self._assumed, self._share)
        if message.ocpp is not None and message.ocpp != peer.stated:
            peer.state(message.ocpp)
        return peer
