"""The ``group`` operator: facts that belong together, collected as they stream by.

A group ends with its document, or, where the rule gives a longest distance in time, when the trace has moved on
by more than that. Facts without a time stay together until their document ends. Memory is bounded: the oldest
group is judged early when there are too many.
"""

from collections.abc import Iterator
from typing import Any

from ocpplint.engine.packs import Check

_MOST_GROUPS = 50_000
_MOST_MEMBERS = 1_000


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
        self._open: dict[tuple[Any, ...], Group] = {}

    def add(self, fact: Any) -> Iterator[Group]:
        """Take in a fact and yield the groups that can grow no more."""
        where = self.check.where
        if where is not None and where(fact, (fact,)) is not True:
            return
        time = getattr(fact, "time", None)
        yield from self._expired(time)
        key = tuple([getattr(fact, name) for name in self.check.by])
        group = self._open.pop(key, None) or Group(getattr(fact, "document", ""))
        # Put back at the end: the groups stand in the order of their last member.
        self._open[key] = group
        group.last_time = time
        if self.check.latest is not None:
            _forget(group, self.check.latest, fact)
        if len(group.members) < _MOST_MEMBERS:
            group.members.append(fact)
        if len(self._open) > _MOST_GROUPS:
            yield self._open.pop(next(iter(self._open)))

    def close(self, document: str | None) -> Iterator[Group]:
        """Yield the groups of a document that has ended, or all of them."""
        ended = [key for key, group in self._open.items() if document is None or group.document == document]
        for key in ended:
            yield self._open.pop(key)

    def _expired(self, now: float | None) -> Iterator[Group]:
        if self._within is None or now is None:
            return
        while self._open:
            key = next(iter(self._open))
            group = self._open[key]
            if group.last_time is None or now - group.last_time <= self._within:
                return
            yield self._open.pop(key)


def _forget(group: Group, field: str, fact: Any) -> None:
    """Drop the member that ``fact`` takes the place of."""
    value = getattr(fact, field)
    group.members = [member for member in group.members if getattr(member, field) != value]
