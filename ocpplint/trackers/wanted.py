"""Which messages and exchanges anybody wants to be told of: there are many, and most rules ask for few of them."""

from collections.abc import Callable
from typing import Final

from ocpplint.facts import Exchange, Message

Asks = Callable[[Message | Exchange], bool]

_MOST_KINDS: Final = 4_096
"""Actions come from the input; what is remembered of them is bounded."""


class Wanted:
    """Remembers for each type, action and sender whether such facts are asked for, by the first of them.

    ``asks`` are those who are asked; a fact is told if one of them wants it. None stands for somebody who wants all.
    """

    __slots__ = ("_asks", "_exchanges", "_messages")

    def __init__(self, asks: tuple[Asks, ...] | None = None) -> None:
        self._asks = asks
        self._messages: dict[tuple[int, str | None, str | None], bool] = {}
        self._exchanges: dict[str | None, bool] = {}

    def message(self, message: Message) -> bool:
        """Tell whether anybody wants a message."""
        known = self._messages.get((message.type, message.action, message.sender))
        if known is None:
            if len(self._messages) >= _MOST_KINDS:
                self._messages.clear()
            known = self._messages[message.type, message.action, message.sender] = self._ask(message)
        return known

    def exchange(self, exchange: Exchange) -> bool:
        """Tell whether anybody wants an exchange."""
        known = self._exchanges.get(exchange.call.action)
        if known is None:
            if len(self._exchanges) >= _MOST_KINDS:
                self._exchanges.clear()
            known = self._exchanges[exchange.call.action] = self._ask(exchange)
        return known

    def _ask(self, fact: Message | Exchange) -> bool:
        return self._asks is None or any(asks(fact) for asks in self._asks)
