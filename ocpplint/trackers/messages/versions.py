"""The OCPP version of a station, as far as its log shows it.

The log may state it; a BootNotification shows it by its shape (OCPP 1.6, section 6.3; OCPP 2.0.1 part 2,
BootNotificationRequest). Without either, messages that are valid in only one family of versions are evidence for it.
2.0.1 and 2.1 share nearly all of their messages, so both stay candidates until the log names one.
"""

from typing import Any, Final

from ocpplint.schemas.catalogue import MODERN, OLD, VERSIONS

Versions = tuple[str, ...]

_CONVINCED: Final = 3
"""The lead in messages that decides for one family. A single message may be a mistake."""


class SpokenVersion:
    """The versions that one station may speak. ``candidates`` are those its messages are checked by."""

    __slots__ = ("_lead", "candidates", "is_settled", "is_shown")

    def __init__(self, candidates: Versions = VERSIONS) -> None:
        self.candidates = candidates
        self.is_settled = len(candidates) == 1
        self.is_shown = self.is_settled
        """Whether the log or a boot states the version, and not only evidence of messages."""
        self._lead = 0

    def state(self, version: str) -> None:
        """Use the version that the log states."""
        self._narrow((version,) if version in VERSIONS else self.candidates)
        self.is_shown = True

    def boot(self, payload: Any) -> None:
        """Process the payload of a BootNotification."""
        if not isinstance(payload, dict):
            return
        old, modern = "chargePointVendor" in payload, isinstance(payload.get("chargingStation"), dict)
        if old != modern:
            self._narrow(OLD if old else MODERN)
            self.is_shown = True

    def vote(self, *, old: bool, modern: bool) -> bool:
        """Count a message as valid in 1.6, in 2.x, in both or in neither; return whether that decides."""
        self._lead += old - modern
        if abs(self._lead) < _CONVINCED:
            return False
        self._narrow(OLD if self._lead > 0 else MODERN)
        return True

    def _narrow(self, candidates: Versions) -> None:
        self.candidates = candidates
        self.is_settled = True
