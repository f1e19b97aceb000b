"""The validators of each action, for stations that speak one of several versions: one look-up per message."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from ocpplint.facts.fact import Sender
from ocpplint.readers.traces.senders import ACTION_SENDERS
from ocpplint.schemas.catalogue import UNCONFIRMED, Accepts, Schema, catalogue
from ocpplint.schemas.explain import PayloadFault, explain
from ocpplint.trackers.messages.versions import Versions


class Validator(NamedTuple):
    """The validation of one action's payloads. ``caller`` is the only side that may send it, if it is only one."""

    accepts: Accepts
    schemas: tuple[tuple[str, Schema], ...]
    caller: Sender | None

    def faults(self, payload: Any) -> tuple[str | None, list[PayloadFault]]:
        """Explain a rejected payload by the version that it is closest to."""
        told = [(version, explain(schema, payload)) for version, schema in self.schemas]
        version, faults = min(told, key=lambda item: len(item[1]))
        return version, faults

    def valid_in(self, payload: Any) -> Versions:
        """Return the versions whose schema accepts the payload."""
        return tuple(version for version, schema in self.schemas if schema.accepts(payload))


class Validators:
    """The validators for stations that may speak ``versions``, made when an action is first seen."""

    __slots__ = ("_versions", "accepted", "calls", "results")

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self.calls: dict[str | None, Validator] = {}
        self.accepted: dict[str | None, Accepts] = {}
        """The validators of a CALL's payload, for the actions seen so far."""
        self.results: dict[str | None, Validator] = {}

    def learn_call(self, action: str) -> Validator | None:
        """Return the validator of a CALL; None for an action that no version has, which is not kept."""
        found = [(version, catalogue(version).call(action)) for version in self._versions]
        judgement = _remembered(self.calls, action, found)
        if judgement is not None and action not in UNCONFIRMED:
            self.accepted[action] = judgement.accepts
        return judgement

    def learn_result(self, action: str) -> Validator | None:
        """Return the validator of the CALLRESULT to a CALL."""
        found = [(version, catalogue(version).result(action)) for version in self._versions]
        return _remembered(self.results, action, found)


@cache
def judgements_of(versions: Versions) -> Validators:
    """Return the validators for a set of versions. There are few sets, and all traces share them."""
    return Validators(versions)


def _remembered(
    known: dict[str | None, Validator], action: str, found: list[tuple[str, Schema | None]]
) -> Validator | None:
    schemas = tuple((version, schema) for version, schema in found if schema is not None)
    if not schemas:
        return None
    judgement = Validator(_any_of([schema.accepts for _, schema in schemas]), schemas, ACTION_SENDERS.get(action))
    known[action] = judgement
    return judgement


def _any_of(accepting: list[Accepts]) -> Callable[[Any], bool]:
    if len(accepting) == 1:
        return accepting[0]
    first, *others = accepting

    def accepts(payload: Any) -> bool:
        return first(payload) or any(other(payload) for other in others)

    return accepts
