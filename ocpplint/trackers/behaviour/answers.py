"""Slow answers (OCPP-J 1.6 section 4.1.1: until it comes, the caller may send no other call)."""

from collections.abc import Sequence
from typing import Final

from ocpplint.facts.events import Incident
from ocpplint.facts.message import Message
from ocpplint.trackers.behaviour.reporting import incident

_TAKES_TIME: Final = frozenset(("UnlockConnector",))
"""Commands that are answered only after a motor has moved (OCPP 1.6 section 5.18)."""


def slow(call: Message, answer: Message, seconds: float) -> Sequence[Incident]:
    """Report an answer that came after this many seconds."""
    if call.action in _TAKES_TIME or answer.sender is None:
        return ()
    side = "CSMS" if answer.sender == "csms" else "charging station"
    reason = f"the {side} took {_rounded(seconds)} s to answer this `{call.action}`"
    more = {"sender": answer.sender, "seconds": seconds, "cause": answer.location, "cause_is": "the answer"}
    return (incident("slow-answer", reason, call, **more),)


def _rounded(seconds: float) -> str:
    """Format seconds in whole numbers, or with two digits if fewer than ten: ``15``, ``1.7``, ``0.12``."""
    return f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.2g}"
