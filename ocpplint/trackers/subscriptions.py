"""Subscriptions to messages and exchanges: there are many, and most rules use few of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from ocpplint.facts.fact import Sender
from ocpplint.facts.message import Exchange, Message

Asks = Callable[[Message | Exchange], bool]

_CALLS: Final = (2, 6)
_SENDERS: Final[tuple[Sender | None, ...]] = ("station", "csms", None)
_MOST_KINDS: Final = 4_096
"""Bounded, since actions come from the input."""


class Subscriptions:
    """Caches for each action whether a listener wants its messages and exchanges, by the first of them.

    ``asks`` are the predicates of the listeners; a fact is emitted if one of them accepts it. None means that all are
    accepted. ``messages`` and ``exchanges`` are the caches, for callers with many look-ups. Messages without an action
    are in them by their type.
    """

    __slots__ = ("_asks", "exchanges", "messages")

    def __init__(self, asks: tuple[Asks, ...] | None = None) -> None:
        self._asks = asks
        self.messages: dict[str | int, bool] = {}
        self.exchanges: dict[str | None, bool] = {}

    def message(self, message: Message) -> bool:
        """Return whether a listener wants a message, and cache that."""
        if len(self.messages) >= _MOST_KINDS:
            self.messages.clear()
        types = _CALLS if message.action else (message.type,)
        alike = [replace(message, type=kind, sender=sender) for kind in types for sender in _SENDERS]
        wanted = self.messages[message.action or message.type] = any(map(self._ask, alike))
        return wanted

    def exchange(self, exchange: Exchange) -> bool:
        """Return whether a listener wants an exchange, and cache that."""
        if len(self.exchanges) >= _MOST_KINDS:
            self.exchanges.clear()
        wanted = self.exchanges[exchange.call.action] = self._ask(exchange)
        return wanted

    def _ask(self, fact: Message | Exchange) -> bool:
        return self._asks is None or any(asks(fact) for asks in self._asks)
