"""What a trace has shown of settings so far, as rules may ask about it (``docs/facts.md``)."""

from typing import Literal, NamedTuple

from ocpplint.facts.fact import Location
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
