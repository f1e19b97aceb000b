"""Every message against its own version of OCPP: framing, action, payload, error code.

What is accepted costs one look-up and one run of a compiled validator. What is not is explained.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from ocpplint.facts import Exchange, Message, Violation
from ocpplint.schemas.catalogue import MODERN, OLD, UNCONFIRMED, VERSIONS, catalogue, versions_with
from ocpplint.schemas.errorcodes import meaning
from ocpplint.schemas.explain import Fault
from ocpplint.schemas.words import did_you_mean, kind_of
from ocpplint.trackers.judgements import Judgement, judgements_of
from ocpplint.trackers.peers import Peer
from ocpplint.trackers.violations import MESSAGE_TYPES, Held, violation

LONGEST_ID: Final = 36
"""OCPP-J 1.6 table 3, OCPP 2.0.1 part 4 table 4: "to allow for UUIDs/GUIDs"."""
CALL, CALLRESULT, CALLERROR, CALLRESULTERROR, SEND = 2, 3, 4, 5, 6
_SINCE_21: Final = (CALLRESULTERROR, SEND)
"""Message types that OCPP 2.1 added (part 4, sections 4.2.4 and 4.2.5)."""
_FEW = 3

Found = Sequence[Violation]


class Conformance:
    """Judges the messages of one trace, each by itself or with the call it answers."""

    def __init__(self) -> None:
        self._strangers = Held()
        """Messages of stations without identity that another version would accept: another station's, perhaps."""
        self._anonymous_families: set[bool] = set()

    def call(self, message: Message, peer: Peer) -> Found:
        """Judge a CALL or SEND."""
        judgement = peer.calls.get(message.action)
        if (
            judgement is not None
            and not peer.is_undecided
            and message.type == CALL
            and judgement.accepts(message.payload)
            and 0 < len(message.id) <= LONGEST_ID
            and (message.action != "BootNotification" or peer.spoken.is_settled)
        ):
            return ()
        return self._call(message, peer)

    def answer(self, exchange: Exchange, peer: Peer) -> Found:
        """Judge a CALLRESULT by the call it answers, or a CALLERROR."""
        answer = exchange.answer
        if answer is None:
            return ()
        if answer.type == CALLRESULT:
            judgement = peer.results.get(exchange.call.action)
            if judgement is not None and judgement.accepts(answer.payload):
                return ()
        return self._answer(answer, exchange.call, peer)

    def lone(self, answer: Message, peer: Peer) -> Found:
        """Judge an answer whose call is not known."""
        return self._answer(answer, None, peer)

    def finish(self) -> Iterator[Violation]:
        """Yield what was held back, unless the messages turned out to be those of stations of several versions."""
        if len(self._anonymous_families) < 2 and self._strangers.count <= _FEW:
            yield from self._strangers.release()

    def _call(self, message: Message, peer: Peer) -> Found:
        if message.action == "BootNotification":
            self._boot(message, peer)
        framing = _framing(message, peer)
        if framing:
            return framing
        action = message.action or ""
        judgement = peer.calls.get(action) or peer.judgements.learn_call(action)
        if judgement is None:
            return self._unknown_action(message, peer)
        if judgement.accepts(message.payload):
            _vote(message, peer)
            return ()
        return self._rejected(message, judgement, peer)

    def _boot(self, message: Message, peer: Peer) -> None:
        before = peer.spoken.candidates
        if peer.stated is None:
            peer.spoken.boot(message.payload)
        if peer.spoken.candidates != before:
            peer.refresh()
        if peer.is_anonymous:
            self._anonymous_families.add(peer.spoken.candidates == OLD)

    def _unknown_action(self, message: Message, peer: Peer) -> Found:
        action = message.action or ""
        elsewhere = versions_with(action)
        spoken = _named(peer.spoken.candidates)
        if elsewhere:
            reason = f"`{action}` is an action of OCPP {_named(elsewhere)}, and this station speaks {spoken}"
        else:
            known = {name for version in peer.spoken.candidates for name in catalogue(version).actions}
            reason = f"`{action}` is no action of OCPP {spoken}{did_you_mean(action, known)}"
        found = [violation("unknown-action", reason, message, **_judged_by(peer))]
        return self._perhaps_of_a_stranger(found, peer, bool(elsewhere))

    def _rejected(self, message: Message, judgement: Judgement, peer: Peer) -> Found:
        version, faults = judgement.faults(message.payload)
        if not faults:
            return ()
        elsewhere = _valid_elsewhere(message, peer)
        if elsewhere:
            told = _named(elsewhere)
            reason = (
                f"the payload is that of OCPP {told}, and this station speaks {_named(peer.spoken.candidates)}"
            )
            faults = [Fault("payload", "", "version", reason)]
        found = _violations(faults, message, message.action, version, peer)
        return self._perhaps_of_a_stranger(found, peer, bool(elsewhere))

    def _perhaps_of_a_stranger(self, found: Found, peer: Peer, valid_elsewhere: bool) -> Found:  # noqa: FBT001
        if not (peer.is_anonymous and valid_elsewhere and peer.stated is None):
            return found
        self._strangers.add(found)
        return ()

    def _answer(self, answer: Message, call: Message | None, peer: Peer) -> Found:
        # An answer has the id of its call, whose fault it is.
        framing = _framing(answer, peer, with_id=call is None)
        if framing:
            return framing
        if answer.type != CALLRESULT:
            return [_error_answer(answer, call, peer)]
        if call is None:
            return ()
        action = call.action or ""
        judgement = peer.results.get(action) or peer.judgements.learn_result(action)
        if judgement is None or judgement.accepts(answer.payload):
            return ()
        version, faults = judgement.faults(answer.payload)
        return _violations(
            faults, answer, action, version, peer, cause=call.location, cause_is="the call it answers"
        )


def _violations(
    faults: list[Fault], message: Message, action: str | None, version: str | None, peer: Peer, **more: Any
) -> Found:
    if not message.ocpp and len(peer.spoken.candidates) == 1:
        version = peer.spoken.candidates[0]
    return [
        violation(
            fault.kind,
            fault.reason,
            message,
            **{**_judged_by(peer), "ocpp": version},
            action=action,
            field=fault.field,
            keyword=fault.keyword,
            **more,
        )
        for fault in faults
    ]


def _judged_by(peer: Peer) -> dict[str, Any]:
    """Say by which version, and how surely it is that one."""
    spoken = peer.spoken
    known = spoken.is_shown or not spoken.is_settled
    return {
        "ocpp": spoken.candidates[0] if len(spoken.candidates) == 1 else None,
        "confidence": "high" if known else "medium",
    }


def _vote(message: Message, peer: Peer) -> None:
    """Let a valid message speak for the version, while that is open. Stations without identity may be several."""
    if not peer.is_undecided:
        return
    valid = judgements_of(VERSIONS).calls[message.action].valid_in(message.payload)
    if peer.spoken.vote(old=bool(set(OLD) & set(valid)), modern=bool(set(MODERN) & set(valid))):
        peer.refresh()


def _valid_elsewhere(message: Message, peer: Peer) -> tuple[str, ...]:
    """Return the versions, not the station's, of which the payload is a valid one."""
    every = judgements_of(VERSIONS)
    judgement = every.calls.get(message.action) or every.learn_call(message.action or "")
    valid = judgement.valid_in(message.payload) if judgement is not None else ()
    return tuple(version for version in valid if version not in peer.spoken.candidates)


def _framing(message: Message, peer: Peer, *, with_id: bool = True) -> Found:
    """Check what frames have in common (OCPP-J 1.6, section 4; OCPP 2.0.1 and 2.1, part 4, section 4)."""
    reason = (_id_fault(message) if with_id else None) or _framing_fault(message, peer)
    return [violation("frame", reason, message, **_judged_by(peer))] if reason else ()


def _id_fault(message: Message) -> str | None:
    name = MESSAGE_TYPES[message.type]
    if not message.id:
        return f"the message id of this {name} is empty"
    if len(message.id) > LONGEST_ID:
        return f"the message id of this {name} has {len(message.id)} characters and may have {LONGEST_ID}"
    return None


def _framing_fault(message: Message, peer: Peer) -> str | None:
    name = MESSAGE_TYPES[message.type]
    if message.type in _SINCE_21 and "2.1" not in peer.spoken.candidates:
        spoken = _named(peer.spoken.candidates)
        return f"message type {message.type} ({name}) exists since OCPP 2.1, and this station speaks {spoken}"
    if not isinstance(message.payload, dict):
        part = "payload" if message.type in (CALL, CALLRESULT, SEND) else "error details"
        verb = "is" if part == "payload" else "are"
        return f"the {part} of this {name} {verb} {kind_of(message.payload)} and must be an object"
    if message.type == SEND and message.action not in UNCONFIRMED:
        return f"`{message.action}` is a call that wants an answer, and a SEND has none: send a CALL"
    if message.type == CALL and message.action in UNCONFIRMED:
        return f"`{message.action}` is never answered: send it by SEND (message type 6), not as a CALL"
    return None


def _error_answer(answer: Message, call: Message | None, peer: Peer) -> Violation:
    code = answer.error_code or ""
    reason, known = meaning(code, peer.spoken.candidates)
    more: dict[str, Any] = {"cause": call.location, "cause_is": "the call it answers"} if call is not None else {}
    return violation(
        "error-answer",
        reason,
        answer,
        **_judged_by(peer),
        action=call.action if call is not None else None,
        error_code=code,
        error_description=answer.error_description or None,
        known_code=known,
        **more,
    )


def _named(versions: Sequence[str]) -> str:
    return " or ".join(versions)
