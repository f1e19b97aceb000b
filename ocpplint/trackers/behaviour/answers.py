"""Answers that take long (OCPP-J 1.6 section 4.1.1: until it comes, the caller may send no other call)."""

from collections.abc import Sequence
from typing import Final

from ocpplint.facts.events import Incident
from ocpplint.facts.message import Message
from ocpplint.trackers.behaviour.reporting import incident

WORTH_A_LOOK: Final = 2.0
"""Seconds. Faster answers are no incident, whatever the options of the rule are."""
_TAKES_TIME: Final = frozenset(("UnlockConnector",))
"""Commands that are answered when a motor has moved (OCPP 1.6 section 5.18)."""


def slow(call: Message, answer: Message, seconds: float) -> Sequence[Incident]:
    """Report an answer that came after so many seconds."""
    if call.action in _TAKES_TIME or answer.sender is None:
        return ()
    side = "CSMS" if answer.sender == "csms" else "charging station"
    reason = f"the {side} took {seconds:.0f} s to answer this `{call.action}`"
    more = {"sender": answer.sender, "seconds": seconds, "cause": answer.location, "cause_is": "the answer"}
    return (incident("slow-answer", reason, call, **more),)
