"""The ``group`` operator: facts with equal keys, collected from the stream.

A group ends with its document, or, where the rule gives a longest distance in time, when the trace has moved on
by more than that. Facts without a time stay together until their document ends. Memory is bounded: the oldest
group is evaluated early when there are too many.
"""

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

from ocpplint.engine.rule import Check

_MOST_GROUPS = 50_000
_MOST_MEMBERS = 1_000
_MOST_NAMED = 1_000
"""More open groups than this are not listed."""


class Group:
    """Facts with the same values in the fields the rule groups by."""

    __slots__ = ("document", "last_time", "members")

    def __init__(self, document: str) -> None:
        self.document = document
        self.members: list[Any] = []
        self.last_time: float | None = None


class Groups:
    """The open groups of one check. ``within`` is the longest time between two members in seconds, or None."""

    def __init__(self, check: Check, within: float | None) -> None:
        self.check = check
        self._within = within
        self._key: Callable[[Any], Any] = attrgetter(*check.by) if check.by else _all_in_one
        self._open: dict[Any, Group] = {}

    def add(self, fact: Any) -> Iterable[Group]:
        """Add a fact that meets the check's ``where``, and return the groups that are complete."""
        time = getattr(fact, "time", None)
        closed = [] if self._within is None or time is None else list(self._expired(time, self._within))
        key = self._key(fact)
        group = self._open.pop(key, None) or Group(getattr(fact, "document", ""))
        # Moved to the end: groups are ordered by their last member.
        self._open[key] = group
        group.last_time = time
        if self.check.latest is not None:
            _forget(group, self.check.latest, fact)
        if len(group.members) < _MOST_MEMBERS:
            group.members.append(fact)
        if len(self._open) > _MOST_GROUPS:
            closed.append(self._open.pop(next(iter(self._open))))
        return closed

    def close(self, document: str | None) -> Iterator[Group]:
        """Yield the groups of a document that has ended, or all of them."""
        ended = [key for key, group in self._open.items() if document is None or group.document == document]
        for key in ended:
            yield self._open.pop(key)

    def left_open(self) -> list[str | None]:
        """Return the keys of the groups that facts of another document would join or, by time, end; None means any.

        Call it when a document has ended: groups still open then span documents.
        """
        if not self._open:
            return []
        if self._within is not None or len(self._open) > _MOST_NAMED:
            return [None]
        return [repr(key) for key in self._open]

    def clear(self) -> None:
        """Drop the open groups."""
        self._open.clear()

    def _expired(self, now: float, within: float) -> Iterator[Group]:
        while self._open:
            key = next(iter(self._open))
            group = self._open[key]
            if group.last_time is None or now - group.last_time <= within:
                return
            yield self._open.pop(key)


def _all_in_one(_fact: Any) -> None:
    return None


def _forget(group: Group, field: str, fact: Any) -> None:
    """Drop the member that ``fact`` replaces."""
    value = getattr(fact, field)
    group.members = [member for member in group.members if getattr(member, field) != value]
