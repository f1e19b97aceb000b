"""The classes of all facts that rules can name: imported where rules are read, not where facts are judged."""

from collections.abc import Mapping

from ocpplint.facts.events import Boot, Connection, Incident, KeyReport, Transaction
from ocpplint.facts.fact import Fact
from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.setting import Setting
from ocpplint.facts.suppression import Suppression
from ocpplint.facts.violation import Violation

FACT_TYPES: Mapping[str, type[Fact]] = {
    kind.fact_name: kind
    for kind in (
        *(Setting, Message, Exchange, KeyReport, Violation, Boot, Transaction, Incident, Connection, InputProblem),
        Suppression,
    )
}
"""The classes by the names that rules use."""
