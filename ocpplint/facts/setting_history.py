"""What a trace has shown of settings so far, as rules may ask about it (``docs/facts.md``)."""

from typing import Literal, NamedTuple

from ocpplint.facts.fact import Location
from ocpplint.facts.observation import Observation


class Past(NamedTuple):
    """What was known of one setting of one station before it was written, or reported, once more."""

    held: Observation[Location] | None = None
    """The value that was in force, as far as reports and accepted writes tell."""
    written: Observation[Location] | None = None
    """The last write that the station took: it answered Accepted or RebootRequired."""
    refused: Observation[Location] | None = None
    """The last write that the station refused."""
    confirmed: bool = False
    """Whether a report has shown the value of ``written`` since."""
    reboot_pending: bool = False
    """Whether ``written`` was answered RebootRequired and the station has not booted since."""
    in_force: bool = False
    """Of a write: whether the station held this very value already, by what it has told since its last boot."""
    reboot_loops: int = 0
    """Of a write: how often in a row the same one was answered RebootRequired, and a reboot did not settle it."""
    swings: int = 0
    """Of a write to a value that connectors share: how often in a row it went back to the value before the last."""
    other: Observation[Location] | None = None
    """With ``swings``: the last write of the other value."""
    writer: str = ""
    """Of a write: what tells who wrote it, in words; empty where nothing does."""
    open_writes: int = 0
    """Of a write: how many writes before it had no answer yet when it was sent."""


class Cause(NamedTuple):
    """One reason why a station may have refused a write.

    ``kind`` names it (``docs/history.md`` lists the kinds), ``text`` says it in a sentence, ``remedy`` what to send
    instead, empty where nobody can know.
    """

    kind: str
    text: str
    remedy: str
    confidence: Literal["high", "medium", "low"]
