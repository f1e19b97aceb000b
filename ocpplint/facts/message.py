"""OCPP-J messages: a frame, and a call with its answer."""

from dataclasses import dataclass
from typing import Any

from ocpplint.facts.fact import Fact, Location, Sender


@dataclass(slots=True, eq=False, repr=False)
class Message(Fact):
    """One OCPP-J frame (OCPP-J 1.6 section 4.2, OCPP 2.0.1 part 4 section 4.2).

    ``type`` is the message type number: 2 CALL, 3 CALLRESULT, 4 CALLERROR, 5 CALLRESULTERROR, 6 SEND.
    ``payload`` is the decoded JSON value in the payload's place. ``sender`` is None where the input does
    not tell who sent it.
    """

    fact_name = "message"

    type: int
    id: str
    action: str | None
    payload: Any
    location: Location
    station: str | None = None
    sender: Sender | None = None
    time: float | None = None
    ocpp: str | None = None
    error_code: str | None = None
    error_description: str | None = None
    dialect: str = ""
    direction: str | None = None
    """The direction in the log: ``sent`` or ``received`` by the logger, or ``station`` or ``csms`` for the sender."""
    text: str | None = None
    """The frame as logged, if it is complete in one line; None if it was joined or repaired."""

    clock_event = "time"

    @property
    def place(self) -> Location:
        """Where the frame stands."""
        return self.location

    @property
    def message_id(self) -> str:
        """Its id."""
        return self.id


@dataclass(slots=True, eq=False, repr=False)
class Exchange(Fact):
    """A CALL with what answered it, or without an answer when the trace ended or the state was given up."""

    fact_name = "exchange"

    call: Message
    answer: Message | None

    @property
    def station(self) -> str | None:
        """The station's identity; a log may name it on one of the two lines only."""
        return self.call.station or (self.answer.station if self.answer is not None else None)

    @property
    def action(self) -> str | None:
        """The action of the call."""
        return self.call.action

    @property
    def status(self) -> str | None:
        """What was answered: the status, or the code of an error answer; None without either."""
        if self.answer is None:
            return None
        if self.answer.type != 3:
            return self.answer.error_code
        status = self.answer.payload.get("status") if isinstance(self.answer.payload, dict) else None
        return status if isinstance(status, str) else None

    @property
    def time(self) -> float | None:
        """The time of the answer, or of an unanswered call."""
        return self.call.time if self.answer is None or self.answer.time is None else self.answer.time

    @property
    def place(self) -> Location:
        """Where the call stands."""
        return self.call.location

    @property
    def message_id(self) -> str:
        """The id of the call."""
        return self.call.id

    @property
    def begins(self) -> tuple[float | None, Location]:
        """The time and the place of the call."""
        return self.call.time, self.call.location

    @property
    def ends(self) -> tuple[float | None, Location]:
        """The time and the place of the answer; of the call, where nothing answered it."""
        return self.time, self.call.location if self.answer is None else self.answer.location
