"""Which messages and exchanges anybody wants to be told of: there are many, and most rules ask for few of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from ocpplint.facts.fact import Sender
from ocpplint.facts.message import Exchange, Message

Asks = Callable[[Message | Exchange], bool]

_CALLS: Final = (2, 6)
_SENDERS: Final[tuple[Sender | None, ...]] = ("station", "csms", None)
_MOST_KINDS: Final = 4_096
"""Actions come from the input; what is remembered of them is bounded."""


class Subscriptions:
    """Remembers for each action whether its messages and exchanges are asked for, by the first of them.

    ``asks`` are those who are asked; a fact is told if one of them wants it. None stands for somebody who wants all.
    ``messages`` and ``exchanges`` hold what is known already, for whoever has many to ask about. The messages that name
    no action stand there by their type.
    """

    __slots__ = ("_asks", "exchanges", "messages")

    def __init__(self, asks: tuple[Asks, ...] | None = None) -> None:
        self._asks = asks
        self.messages: dict[str | int, bool] = {}
        self.exchanges: dict[str | None, bool] = {}

    def message(self, message: Message) -> bool:
        """Tell whether anybody wants a message, and remember it."""
        if len(self.messages) >= _MOST_KINDS:
            self.messages.clear()
        types = _CALLS if message.action else (message.type,)
        alike = [replace(message, type=kind, sender=sender) for kind in types for sender in _SENDERS]
        wanted = self.messages[message.action or message.type] = any(map(self._ask, alike))
        return wanted

    def exchange(self, exchange: Exchange) -> bool:
        """Tell whether anybody wants an exchange, and remember it."""
        if len(self.exchanges) >= _MOST_KINDS:
            self.exchanges.clear()
        wanted = self.exchanges[exchange.call.action] = self._ask(exchange)
        return wanted

    def _ask(self, fact: Message | Exchange) -> bool:
        return self._asks is None or any(asks(fact) for asks in self._asks)
