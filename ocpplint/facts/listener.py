"""The protocols of those who receive facts: rules, reports and comparisons."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from ocpplint.facts.fact import Fact

if TYPE_CHECKING:
    from ocpplint.facts.message import Exchange, Message


class Listener(Protocol):
    """Receives facts: an evaluator of rules, the report of an audit."""

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

    def asks(self, fact: "Message | Exchange") -> bool:
        """Return whether any rule may use facts of the same type, action and sender."""
        ...


@runtime_checkable
class DetectingListener(Protocol):
    """A listener that needs detectors, and says with which parameters."""

    def parameters(self) -> Iterable[tuple[str, Mapping[str, float]]]:
        """Yield the names of detectors, each with the values of its parameters, durations in seconds."""
        ...
