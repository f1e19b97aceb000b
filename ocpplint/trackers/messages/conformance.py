"""Checks of each message against its version of OCPP: framing, action, payload, error code.

An accepted message costs one look-up and one run of a compiled validator. Only a rejected one is explained.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.violation import Violation
from ocpplint.schemas.catalogue import MODERN, OLD, VERSIONS, catalogue, versions_with
from ocpplint.schemas.errorcodes import meaning
from ocpplint.schemas.explain import PayloadFault
from ocpplint.schemas.words import did_you_mean
from ocpplint.trackers.messages.connection_state import StationConnection
from ocpplint.trackers.messages.validators import Validator, judgements_of
from ocpplint.trackers.messages.versions import Versions
from ocpplint.trackers.messages.violations import CALLRESULT, Held, frame_fault, id_fault, violation

_FEW: Final = 3
"""The most messages of another version that count as mistakes of a station without identity; more are another
station's."""
_SHOWN: Final = 120
"""Characters of an error description that a finding quotes: some peers put whole messages into it."""

Found = Sequence[Violation]


class Conformance:
    """Checks the messages of one trace, each by itself or with the call it answers."""

    def __init__(self) -> None:
        self._strangers = Held()
        """Messages of unnamed stations that are valid in another version, so perhaps another station's."""
        self._anonymous_families: set[bool] = set()

    def call(self, message: Message, peer: StationConnection) -> Found:
        """Check a CALL or SEND."""
        if message.action == "BootNotification":
            self._boot(message, peer)
        fault = id_fault(message) or frame_fault(message, peer)
        if fault:
            return [_misframed(fault, message, peer)]
        action = message.action or ""
        judgement = peer.calls.get(action) or peer.judgements.learn_call(action)
        if judgement is None:
            return self._unknown_action(message, peer)
        if judgement.accepts(message.payload):
            _vote(message, peer)
            return ()
        every = judgements_of(VERSIONS)
        anywhere = every.calls.get(action) or every.learn_call(action)
        return self._rejected(message, judgement, _valid_elsewhere(message, anywhere, peer), peer, action=action)

    def answer(self, exchange: Exchange, peer: StationConnection) -> Found:
        """Check a CALLRESULT against the call it answers, or a CALLERROR."""
        answer = exchange.answer
        return () if answer is None else self._answer(answer, exchange.call, peer)

    def lone(self, answer: Message, peer: StationConnection) -> Found:
        """Check an answer whose call is unknown."""
        fault = id_fault(answer)
        return [_misframed(fault, answer, peer)] if fault else self._answer(answer, None, peer)

    def finish(self) -> Iterator[Violation]:
        """Yield the violations held back, unless the messages are those of stations of several versions."""
        if len(self._anonymous_families) < 2 and self._strangers.count <= _FEW:
            yield from self._strangers.release()

    def _answer(self, answer: Message, call: Message | None, peer: StationConnection) -> Found:
        fault = frame_fault(answer, peer)
        if fault:
            return [_misframed(fault, answer, peer)]
        if answer.type != CALLRESULT:
            return [_error_answer(answer, call, peer)]
        if call is None:
            return ()
        action = call.action or ""
        judgement = peer.results.get(action) or peer.judgements.learn_result(action)
        if judgement is None or judgement.accepts(answer.payload):
            return ()
        every = judgements_of(VERSIONS)
        anywhere = every.results.get(action) or every.learn_result(action)
        elsewhere = _valid_elsewhere(answer, anywhere, peer)
        return self._rejected(answer, judgement, elsewhere, peer, action=action, **_answering(call))

    def _boot(self, message: Message, peer: StationConnection) -> None:
        before = peer.spoken.candidates
        if peer.stated is None:
            peer.spoken.boot(message.payload)
        if peer.spoken.candidates != before:
            peer.refresh()
        if peer.context.is_anonymous:
            self._anonymous_families.add(peer.spoken.candidates == OLD)

    def _unknown_action(self, message: Message, peer: StationConnection) -> Found:
        action = message.action or ""
        elsewhere = versions_with(action)
        spoken = _named(peer.spoken.candidates)
        if elsewhere:
            reason = f"`{action}` is an action of OCPP {_named(elsewhere)}, and this station speaks {spoken}"
        else:
            known = {name for version in peer.spoken.candidates for name in catalogue(version).actions}
            reason = f"`{action}` is no action of OCPP {spoken}{did_you_mean(action, known)}"
        found = [violation("unknown-action", reason, message, **_judged_by(peer))]
        return self._unless_a_strangers(found, elsewhere, peer)

    def _rejected(
        self, message: Message, judgement: Validator, elsewhere: Versions, peer: StationConnection, **more: Any
    ) -> Found:
        version, faults = judgement.faults(message.payload)
        if not faults:
            return ()
        if elsewhere and message.action is not None:
            faults = [_of_another_version(elsewhere, peer)]
        more = {**_judged_by(peer), "ocpp": version, **more}
        found = [
            violation(fault.kind, fault.reason, message, field=fault.field, keyword=fault.keyword, **more)
            for fault in faults
        ]
        return self._unless_a_strangers(found, elsewhere, peer)

    def _unless_a_strangers(self, found: Found, elsewhere: Versions, peer: StationConnection) -> Found:
        """Hold back violations that another version accepts, where the station is unnamed and may be another one."""
        if not (peer.context.is_anonymous and elsewhere and peer.stated is None):
            return found
        self._strangers.add(found)
        return ()


def _judged_by(peer: StationConnection) -> dict[str, Any]:
    """Return the version in words, and the confidence in it."""
    known = peer.spoken.is_shown or not peer.spoken.is_settled
    return {"ocpp": peer.version, "confidence": "high" if known else "medium"}


def _answering(call: Message) -> dict[str, Any]:
    return {"cause": call.location, "cause_is": "the call it answers"}


def _misframed(reason: str, message: Message, peer: StationConnection) -> Violation:
    return violation("frame", reason, message, **_judged_by(peer))


def _vote(message: Message, peer: StationConnection) -> None:
    """Count a valid message as evidence for the version, while it is open. Unnamed stations may be several."""
    if not peer.is_undecided:
        return
    valid = judgements_of(VERSIONS).calls[message.action].valid_in(message.payload)
    if peer.spoken.vote(old=bool(set(OLD) & set(valid)), modern=bool(set(MODERN) & set(valid))):
        peer.refresh()


def _valid_elsewhere(message: Message, anywhere: Validator | None, peer: StationConnection) -> Versions:
    """Return the other versions in which the payload is valid."""
    valid = anywhere.valid_in(message.payload) if anywhere is not None else ()
    return tuple(version for version in valid if version not in peer.spoken.candidates)


def _of_another_version(versions: Versions, peer: StationConnection) -> PayloadFault:
    spoken = _named(peer.spoken.candidates)
    reason = f"the payload is that of OCPP {_named(versions)}, and this station speaks {spoken}"
    return PayloadFault("payload", "", "version", reason)


def _error_answer(answer: Message, call: Message | None, peer: StationConnection) -> Violation:
    code = answer.error_code or ""
    reason, known = meaning(code, peer.spoken.candidates)
    more = {"action": call.action, **_answering(call)} if call is not None else {}
    more |= {
        "error_code": code,
        "error_description": (answer.error_description or "")[:_SHOWN] or None,
        "known_code": known,
    }
    return violation("error-answer", reason, answer, **_judged_by(peer), **more)


def _named(versions: Versions) -> str:
    return " or ".join(versions)
