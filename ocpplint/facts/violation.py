"""A demand of OCPP that a message does not meet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ocpplint.facts.fact import Confidence, Fact, Place, Redactor, Sender


@dataclass(slots=True, eq=False, repr=False)
class Violation(Fact):
    """One demand of OCPP that a message does not meet, derived from the message and those before it.

    ``kind`` is ``frame`` (the message is not framed as it must be), ``unknown-action``, ``payload`` (its schema),
    ``timestamp``, ``text`` (demanded by the text of the standard and not by the schema), ``direction``,
    ``duplicate-id``, ``retransmission``, ``unrequested-answer``, ``unanswered-call``, ``error-answer`` or
    ``overlapping-call``.
    """

    fact_name = "violation"

    kind: str
    reason: str
    """What is wrong, in a sentence: what was sent and what is allowed."""
    place: Place
    station: str | None = None
    sender: Sender | None = None
    """Who broke the rule: the sender of the message, and of an unanswered call the side that owed the answer."""
    message_type: str = ""
    """``CALL``, ``CALLRESULT``, ``CALLERROR``, ``CALLRESULTERROR`` or ``SEND``."""
    id: str = ""
    action: str | None = None
    """The action of the call, or of the call that an answer belongs to."""
    ocpp: str | None = None
    """The version it was judged by; None where that is open, and the message is wrong in every version."""
    time: float | None = None
    field: str = ""
    """The path into the payload, without list indexes."""
    keyword: str = ""
    """The keyword of JSON Schema that is violated: ``required``, ``enum``, ``maxLength``; of a time ``timezone``."""
    error_code: str | None = None
    error_description: str | None = None
    known_code: bool = True
    """Whether the error code is one of the version's."""
    waited: float | None = None
    """Seconds: from an open call to the one sent over it, from an unanswered call to the station's last message."""
    confidence: Confidence = "high"
    cause: Place | None = None
    """Another message as evidence: the answered call, the earlier use of an id."""
    cause_is: str = ""
    """What ``cause`` is, in a few words."""

    clock_event = "loss"

    @property
    def loses(self) -> Literal["", "station", "trace"]:
        """Whose message is missing: the station's call for an unrequested answer."""
        return "station" if self.kind == "unrequested-answer" else ""

    @property
    def message_id(self) -> str:
        """The id of the message it is about."""
        return self.id

    @property
    def subject(self) -> tuple[Any, ...]:
        """One station's mistake at one field of one kind of message."""
        return "Violation", self.station, *self._mistake

    def identity(self, redacted: Redactor) -> tuple[str, ...]:
        """Return what makes two violations of one station the same mistake."""
        return self._mistake

    def grounds(self, asks_for: Callable[[str], bool]) -> Iterator[tuple[Place, str]]:
        """Yield the other message it rests on."""
        if self.cause is not None:
            yield self.cause, self.cause_is

    @property
    def _mistake(self) -> tuple[str, ...]:
        return self.kind, self.message_type, self.action or "", self.field, self.keyword, self.error_code or ""
