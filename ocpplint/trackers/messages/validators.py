"""What each action is checked by, for stations that speak one of several versions: one look-up a message."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from ocpplint.facts.fact import Sender
from ocpplint.readers.traces.senders import ACTION_SENDERS
from ocpplint.schemas.catalogue import UNCONFIRMED, Accepts, Schema, catalogue
from ocpplint.schemas.explain import PayloadFault, explain
from ocpplint.trackers.messages.versions import Versions


class Validator(NamedTuple):
    """How the payloads of one action are judged. ``caller`` is the only side that may call it, if one may not."""

    accepts: Accepts
    schemas: tuple[tuple[str, Schema], ...]
    caller: Sender | None

    def faults(self, payload: Any) -> tuple[str | None, list[PayloadFault]]:
        """Explain a payload that was not accepted, by the version it is nearest to."""
        told = [(version, explain(schema, payload)) for version, schema in self.schemas]
        version, faults = min(told, key=lambda item: len(item[1]))
        return version, faults

    def valid_in(self, payload: Any) -> Versions:
        """Return the versions whose schema accepts the payload."""
        return tuple(version for version, schema in self.schemas if schema.accepts(payload))


class Validators:
    """The judgements for stations that may speak ``versions``, made when an action is first seen."""

    __slots__ = ("_versions", "accepted", "calls", "results")

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self.calls: dict[str | None, Validator] = {}
        self.accepted: dict[str | None, Accepts] = {}
        """What accepts the payload of a CALL, for the actions that are seen already."""
        self.results: dict[str | None, Validator] = {}

    def learn_call(self, action: str) -> Validator | None:
        """Return the judgement of a CALL; None where no version has the action, which is not remembered."""
        found = [(version, catalogue(version).call(action)) for version in self._versions]
        judgement = _remembered(self.calls, action, found)
        if judgement is not None and action not in UNCONFIRMED:
            self.accepted[action] = judgement.accepts
        return judgement

    def learn_result(self, action: str) -> Validator | None:
        """Return the judgement of the CALLRESULT to a CALL."""
        found = [(version, catalogue(version).result(action)) for version in self._versions]
        return _remembered(self.results, action, found)


@cache
def judgements_of(versions: Versions) -> Validators:
    """Return the judgements for a set of versions. There are few sets, and all traces share them."""
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
