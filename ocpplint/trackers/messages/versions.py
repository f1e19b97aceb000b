"""Which version of OCPP a station speaks, as far as its log tells.

The log may say so; a BootNotification shows it by its shape (OCPP 1.6, section 6.3; OCPP 2.0.1 part 2,
BootNotificationRequest). Without either, messages that are valid in one family of versions only speak for it. 2.0.1
and 2.1 share nearly all of their messages, so they stay candidates together until the log names one.
"""

from typing import Any, Final

from ocpplint.schemas.catalogue import MODERN, OLD, VERSIONS

Versions = tuple[str, ...]

_CONVINCED: Final = 3
"""How many messages more must speak for one family than for the other. One alone may be the mistake."""


class SpokenVersion:
    """The versions that one station may speak. ``candidates`` are those its messages are judged by."""

    __slots__ = ("_lead", "candidates", "is_settled", "is_shown")

    def __init__(self, candidates: Versions = VERSIONS) -> None:
        self.candidates = candidates
        self.is_settled = len(candidates) == 1
        self.is_shown = self.is_settled
        """Whether the log or a boot said so, rather than an impression."""
        self._lead = 0

    def state(self, version: str) -> None:
        """Take the log's word."""
        self._narrow((version,) if version in VERSIONS else self.candidates)
        self.is_shown = True

    def boot(self, payload: Any) -> None:
        """Take in the payload of a BootNotification."""
        if not isinstance(payload, dict):
            return
        old, modern = "chargePointVendor" in payload, isinstance(payload.get("chargingStation"), dict)
        if old != modern:
            self._narrow(OLD if old else MODERN)
            self.is_shown = True

    def vote(self, *, old: bool, modern: bool) -> bool:
        """Take in a message that is valid in 1.6, in 2.x, in both or in neither; say whether that settles it."""
        self._lead += old - modern
        if abs(self._lead) < _CONVINCED:
            return False
        self._narrow(OLD if self._lead > 0 else MODERN)
        return True

    def _narrow(self, candidates: Versions) -> None:
        self.candidates = candidates
        self.is_settled = True
