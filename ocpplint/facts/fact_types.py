"""The fact types: what readers and trackers say about the inputs, and what rules may ask about.

A fact is a plain record. Readers fill what the input itself says; trackers fill what follows from it
(scope, the connector a key addresses, the answer to a command). Rules only read. The field names are the
public vocabulary of rules and are documented in ``docs/facts.md``.
"""

from collections.abc import Mapping

from ocpplint.facts.connection import Connection
from ocpplint.facts.events import Boot, Incident, Transaction
from ocpplint.facts.fact import Fact
from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.setting import Setting
from ocpplint.facts.setting_history import KeyReport
from ocpplint.facts.suppression import Suppression
from ocpplint.facts.violation import Violation

FACT_TYPES: Mapping[str, type[Fact]] = {
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
