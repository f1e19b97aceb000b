"""A second connection or identity of one station."""

from dataclasses import dataclass

from ocpplint.facts.fact import Fact
from ocpplint.facts.location import Place
from ocpplint.facts.vocabulary import Confidence


@dataclass(slots=True, eq=False, repr=False)
class Connection(Fact):
    """A second connection or identity of one station, derived when the trace has ended."""

    station: str
    place: Place
    other: str
    """The station's other identity."""
    other_place: Place
    reason: str
    confidence: Confidence
    profile: str | None = None
