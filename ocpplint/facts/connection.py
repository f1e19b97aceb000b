"""A second connection or identity of one station."""

from dataclasses import dataclass

from ocpplint.facts.events import Boot as Boot
from ocpplint.facts.events import Incident as Incident
from ocpplint.facts.events import Transaction as Transaction
from ocpplint.facts.inputs import InputProblem as InputProblem
from ocpplint.facts.inputs import InputReport as InputReport
from ocpplint.facts.inputs import LineShape as LineShape
from ocpplint.facts.location import Location as Location
from ocpplint.facts.location import Place as Place
from ocpplint.facts.setting_history import KeyReport as KeyReport
from ocpplint.facts.vocabulary import CONFIDENCES as CONFIDENCES
from ocpplint.facts.vocabulary import Confidence as Confidence
from ocpplint.facts.vocabulary import Origin as Origin
from ocpplint.facts.vocabulary import Sender as Sender


@dataclass(slots=True, eq=False, repr=False)
class Connection:
    """A second connection or identity of one station, derived when the trace has ended."""

    station: str
    place: Place
    other: str
    """The station's other identity."""
    other_place: Place
    reason: str
    confidence: Confidence
    profile: str | None = None
