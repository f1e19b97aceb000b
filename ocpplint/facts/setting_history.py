"""What a trace has shown of settings so far, as rules may ask about it (``docs/facts.md``)."""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from ocpplint.facts.fact import Fact, Location, Redactor
from ocpplint.facts.observation import Observation


class Past(NamedTuple):
    """What was known of one setting of one station before it was written, or reported, once more."""

    held: Observation[Location] | None = None
    """The value that was in force, by reports and accepted writes."""
    written: Observation[Location] | None = None
    """The last accepted write: answered Accepted or RebootRequired."""
    refused: Observation[Location] | None = None
    """The last refused write."""
    confirmed: bool = False
    """Whether a report has shown the value of ``written`` since."""
    reboot_pending: bool = False
    """Whether ``written`` was answered RebootRequired and the station has not booted since."""
    in_force: bool = False
    """Of a write: whether this value was already in force, by reports since the last boot."""
    reboot_loops: int = 0
    """Of a write: how often in a row the same one was answered RebootRequired again after a reboot."""
    swings: int = 0
    """Of a write to a value that connectors share: how often in a row it went back to the value before the last."""
    other: Observation[Location] | None = None
    """With ``swings``: the last write of the other value."""
    writer: str = ""
    """Of a write: what tells who wrote it, in words; empty where nothing does."""
    open_writes: int = 0
    """Of a write: the number of earlier writes that were unanswered when it was sent."""


class Cause(NamedTuple):
    """One reason why a station may have refused a write.

    ``kind`` names it (``docs/history.md`` lists the kinds), ``text`` says it in a sentence, ``remedy`` what to send
    instead, empty where nobody can know.
    """

    kind: str
    text: str
    remedy: str
    confidence: Literal["high", "medium", "low"]


@dataclass(slots=True, eq=False, repr=False)
class KeyReport(Fact):
    """The fact ``report``: what a station told of its settings, told after these.

    It is an answer to GetConfiguration (OCPP 1.6 section 5.8), or a report in NotifyReports (OCPP 2.0.1, B07 and B08)
    that has ended and lacks some of them.
    """

    station: str | None
    place: Location
    time: float | None = None
    asked: tuple[str, ...] | None = None
    """The requested keys: none for all, None if the request is unknown."""
    keys: int = 0
    """The number of keys or variables in it."""
    unknown: tuple[str, ...] = ()
    """The keys asked for that the station says it does not have."""
    limit: int | None = None
    """``GetConfigurationMaxKeys``, if the station has reported it."""
    missing: tuple[str, ...] = ()
    """The keys that were asked for, or that the station told of before, and of which this says nothing."""
    is_cut: bool = False
    """Whether keys are missing because the answer has the station's maximum number of keys."""
    parts: int = 0
    """Of a report in NotifyReports: how many parts it has."""
    parts_missing: int = 0
    """How many of these are missing."""

    @property
    def subject(self) -> tuple[Any, ...]:
        """The keys of one station that the report says nothing of."""
        return "KeyReport", self.station, self.unknown, self.missing

    def identity(self, redacted: Redactor) -> tuple[str, ...]:
        """Return the keys that the report says nothing of."""
        return *self.unknown, "", *self.missing
