"""Station identity: serial numbers, and whether the messages without a name are those of one station.

A log need not name its stations. Then boots decide: several controllers are several stations, and a log that begins
with a boot and has no other serial number counts as that of one station.
"""

import re
from typing import Any, Final, Literal

from ocpplint.facts.message import Message

_PLACEHOLDER: Final = r"(?i)(.)\1*|0*12345\d*|.{0,4}|(?:test|dummy|unknown|none|null|n/?a|serial|default|x+|cp).*"

Certainty = Literal["named", "one", "unknown", "several"]
"""The certainty that the messages of an identity are those of one station: the log names it, or the boots prove one,
prove nothing, or prove several."""


class UnnamedIdentity:
    """Evidence whether the messages without a name are those of one station.

    ``is_one`` says that the boots prove it. ``is_doubtful`` says that two boots are not the same in every member, or
    that two calls overlap, which one station does not do. ``is_several`` says that two controllers have booted.
    """

    __slots__ = ("_begins_with_boot", "_first", "_has_begun", "_serials", "is_doubtful", "is_one", "is_several")

    def __init__(self) -> None:
        self.is_one = self.is_doubtful = self.is_several = False
        self._has_begun = self._begins_with_boot = False
        self._serials: tuple[Any, ...] | None = None
        self._first: str | None = None

    def begin(self, *, with_boot: bool) -> None:
        """Record the first call of the log, which may be the boot."""
        if not self._has_begun:
            self._has_begun, self._begins_with_boot = True, with_boot

    def boot(self, payload: Any) -> None:
        """Process the payload of a BootNotification."""
        self.begin(with_boot=True)
        looks = repr(payload)
        self.is_doubtful |= self._first not in (None, looks)
        self._first = self._first or looks
        serials = serials_of(payload)
        if self._serials not in (None, serials):
            self._begins_with_boot = False
        self._serials = serials
        self.is_one = self._begins_with_boot and any(map(is_serial, serials))


def is_modern(boot: Any) -> bool:
    """Return whether the payload is a BootNotification of OCPP 2.x, not of 1.6."""
    return isinstance(boot, dict) and isinstance(boot.get("chargingStation"), dict)


def serials_of(boot: Any) -> tuple[str | None, ...]:
    """Return the serial numbers in the payload of a BootNotification of any version; None for each missing one."""
    if not isinstance(boot, dict):
        return (None,)
    if is_modern(boot):
        return (_text(boot["chargingStation"].get("serialNumber")),)
    return _text(boot.get("chargePointSerialNumber")), _text(boot.get("chargeBoxSerialNumber"))


def is_serial(text: str | None) -> bool:
    """Return whether this is a serial number and not a placeholder (``123456``, ``dummy1``, ``0000``)."""
    return text is not None and not re.fullmatch(_PLACEHOLDER, text.strip())


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def is_boot(message: Message) -> bool:
    """Return whether a message is a BootNotification."""
    return message.action == "BootNotification"
