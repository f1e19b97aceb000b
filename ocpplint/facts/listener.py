"""The types of facts by name, and the protocol of those who receive facts: rules, reports and comparisons."""

from collections.abc import Iterable, Mapping
from typing import Protocol, runtime_checkable

from ocpplint.facts.events import Boot, Connection, Incident, Transaction
from ocpplint.facts.fact import Fact
from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.setting import Setting
from ocpplint.facts.setting_history import KeyReport
from ocpplint.facts.suppression import Suppression
from ocpplint.facts.violation import Violation


class Listener(Protocol):
    """Somebody who wants the facts: the judge, the ledger of an audit."""

    def accepts(self, kind: type[Fact]) -> bool:
        """Return whether it accepts facts of this type: most facts are messages, which few rules need."""
        ...

    def on_fact(self, fact: Fact) -> None:
        """Process one fact."""
        ...

    def close(self, document: str | None = None) -> None:
        """Record that ``document`` has ended."""
        ...


@runtime_checkable
class SelectiveListener(Protocol):
    """A listener who wants some messages and exchanges only."""

    def asks(self, fact: Message | Exchange) -> bool:
        """Return whether any rule may use facts of the same type, action and sender."""
        ...


@runtime_checkable
class DetectingListener(Protocol):
    """A listener that needs detectors, and says with which parameters."""

    def parameters(self) -> Iterable[tuple[str, Mapping[str, float]]]:
        """Yield the names of detectors, each with the values of its parameters, durations in seconds."""
        ...


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
