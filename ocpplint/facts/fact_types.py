"""The fact types: what readers and trackers say about the inputs, and what rules may ask about.

A fact is a plain record. Readers fill what the input itself says; trackers fill what follows from it
(scope, the connector a key addresses, the answer to a command). Rules only read. The field names are the
public vocabulary of rules and are documented in ``docs/facts.md``.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Union

from ocpplint.facts.connection import Connection
from ocpplint.facts.events import Boot
from ocpplint.facts.events import Incident as Incident
from ocpplint.facts.events import Transaction as Transaction
from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.inputs import InputReport as InputReport
from ocpplint.facts.inputs import LineShape as LineShape
from ocpplint.facts.location import Location as Location
from ocpplint.facts.location import Place as Place
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.setting import Setting
from ocpplint.facts.setting_history import KeyReport as KeyReport
from ocpplint.facts.suppression import Suppression
from ocpplint.facts.violation import Violation
from ocpplint.facts.vocabulary import CONFIDENCES as CONFIDENCES
from ocpplint.facts.vocabulary import Confidence as Confidence
from ocpplint.facts.vocabulary import Origin as Origin
from ocpplint.facts.vocabulary import Sender as Sender

if TYPE_CHECKING:
    from ocpplint.facts.station_state import StationState


Fact = Union[
    Setting,
    Message,
    Exchange,
    KeyReport,
    Violation,
    Boot,
    Transaction,
    Incident,
    Connection,
    InputProblem,
    Suppression,
    "StationState",
]
"""What listeners are told. The last is no rule's business, and is imported by those alone who ask for it."""

FACT_TYPES: Mapping[str, type] = {
    "setting": Setting,
    "message": Message,
    "exchange": Exchange,
    "report": KeyReport,
    "violation": Violation,
    "boot": Boot,
    "transaction": Transaction,
    "incident": Incident,
    "connection": Connection,
    "input": InputProblem,
    "suppression": Suppression,
}
"""The names rules use for the facts."""


def fact_place(fact: Fact) -> Any:
    """Return where a fact stands."""
    if isinstance(fact, Exchange):
        return fact.call.location
    return fact.location if isinstance(fact, Message) else fact.place
