"""The data of a frame from the JSON objects around it: station, time, direction, protocol version.

The names are those that CSMSs, proxies and log shippers use; case, ``_``, ``-``, ``@`` and ``.`` do not count.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from ocpplint.readers.traces.senders import Direction
from ocpplint.readers.traces.times import read_time

_STATION_NAMES = """
chargepointid chargepointidentity chargepointidentifier chargepoint chargeboxid chargeboxidentity chargebox
chargerid chargingstationid chargingstation chargestationid chargestation stationid stationidentity station
cpid cbid csid cpidentity identity clientid deviceid ocppid ocppidentity wallboxid
"""
_TIME_NAMES = "timestamp time ts datetime date receivedat sentat createdat loggedat occurredat eventtime logtime"
_SENDER_NAMES = "sender from origin source initiator side"
_DIRECTION_NAMES = "direction dir messagedirection flow type event kind way"
_VERSION_NAMES = "ocppversion ocppprotocol protocolversion subprotocol protocol ocpp"
_LABEL_NAMES = "metadata meta header headers context fields labels stream session tags extra"

_STATION_FIELDS: Final = frozenset(_STATION_NAMES.split())
_TIME_FIELDS: Final = frozenset(_TIME_NAMES.split())
_SENDER_FIELDS: Final = frozenset(_SENDER_NAMES.split())
_DIRECTION_FIELDS: Final = frozenset((*_DIRECTION_NAMES.split(), *_SENDER_FIELDS))
_VERSION_FIELDS: Final = frozenset(_VERSION_NAMES.split())
_CONTENT_NAMES = (
    "message payload frame raw msg data log body content messagetype messageid uniqueid action request"
)
_TELLING: Final = _STATION_FIELDS | _TIME_FIELDS | _DIRECTION_FIELDS | _VERSION_FIELDS
_KNOWN: Final = _TELLING | {*_CONTENT_NAMES.split(), "response"}
_LABEL_FIELDS: Final = frozenset(_LABEL_NAMES.split())
"""Objects that stand beside the frames and describe what they are in."""

_SENT: Final = [
    "sent",
    "send",
    "sends",
    "sending",
    "out",
    "outgoing",
    "outbound",
    "egress",
    "tx",
    "transmitted",
    "responding",
]
_RECEIVED: Final = [
    "received",
    "receive",
    "receives",
    "recv",
    "receiving",
    "in",
    "incoming",
    "inbound",
    "ingress",
    "rx",
]
_STATION: Final = ("cp", "chargepoint", "chargebox", "chargingstation", "station", "charger", "evse", "device")
_CSMS: Final = ("csms", "centralsystem", "backend", "server", "cms", "cpms", "cloud")
_VERSIONS: Final = (("2.1", ("21",)), ("2.0.1", ("201", "20")), ("1.6", ("16",)))
_SEPARATORS: Final = str.maketrans("", "", "_-@. ")


class Envelope(NamedTuple):
    """The data of a frame from the objects around it, the nearest first."""

    station: str | None = None
    time: float | None = None
    direction: Direction | None = None
    ocpp: str | None = None

    def within(self, members: Iterable[tuple[str, object]]) -> "Envelope":
        """Add what the members of an object say; they outrank what the objects around it said."""
        station, time, direction, ocpp = self
        for name, value in members:
            field = folded(name)
            if field in _STATION_FIELDS:
                station = _station(value) or station
            elif field in _TIME_FIELDS:
                time = _or(read_time(value), time)
            elif field in _VERSION_FIELDS:
                ocpp = _version(value) or ocpp
            elif field in _DIRECTION_FIELDS and isinstance(value, str):
                direction = direction_of(value, names_sender=field in _SENDER_FIELDS) or direction
        return Envelope(station, time, direction, ocpp)


@lru_cache(maxsize=512)
def folded(name: str) -> str:
    """Return a field's name without what differs from program to program."""
    return name.translate(_SEPARATORS).lower()


@lru_cache(maxsize=512)
def tells(name: str) -> bool:
    """Return whether a member of this name says something of the frame beside it."""
    return folded(name) in _TELLING


def is_known(name: str) -> bool:
    """Return whether a column or field of this name tells something of a frame, or holds one."""
    return folded(name) in _KNOWN


def is_label(name: str) -> bool:
    """Return whether a member of this name describes its siblings."""
    return folded(name) in _LABEL_FIELDS


def _or(value: float | None, other: float | None) -> float | None:
    return other if value is None else value


def _station(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value) or None


def _version(value: object) -> str | None:
    """Read the version out of ``1.6``, ``ocpp1.6``, ``OCPP16J`` or ``ocpp2.0.1``."""
    digits = "".join(filter(str.isdigit, str(value))) if isinstance(value, str | float) else ""
    return next((version for version, spellings in _VERSIONS if digits in spellings), None)


def direction_of(value: str, *, names_sender: bool = False) -> Direction | None:
    """Read a word for a direction: ``sent``, ``RX``, ``cp-to-csms``, ``→``; with ``names_sender`` also ``cp``."""
    arrow = _ARROWS.get(value.strip())
    if arrow is not None:
        return arrow
    word = "".join(filter(str.isalnum, value.replace("->", "to").replace(">", "to").replace("→", "to"))).lower()
    if names_sender and (word in _STATION or word == "cs"):
        return "station"
    if names_sender and word in _CSMS:
        return "csms"
    return _WORDS.get(word)


def _words() -> dict[str, Direction]:
    """Spell out the directions: ``sent``, ``fromCP``, ``cp-to-csms``, ``CS_TO_CSMS``, ``CSMS2CP`` and so on.

    ``cs`` is the charging station where the other side is the CSMS (2.x), the central system where the other
    side is the charge point (1.6).
    """
    words: dict[str, Direction] = {**dict.fromkeys(_SENT, "sent"), **dict.fromkeys(_RECEIVED, "received")}
    for station in (*_STATION, "cs"):
        for csms in (*_CSMS, "cs"):
            for to in ("to", "2"):
                words[f"{station}{to}{csms}"] = "station"
                words[f"{csms}{to}{station}"] = "csms"
    for station in _STATION:
        words["from" + station], words["to" + station] = "station", "csms"
    for csms in _CSMS:
        words["from" + csms], words["to" + csms] = "csms", "station"
    return words


_WORDS: Final = _words()
_ARROWS: Final[dict[str, Direction]] = {
    **dict.fromkeys((">", ">>", ">>>", "->", "-->", "=>", "==>", "→", "⇒", "➡", "➡\ufe0f", "📤"), "sent"),
    **dict.fromkeys(("<", "<<", "<<<", "<-", "<--", "<=", "<==", "←", "⇐", "⬅", "⬅\ufe0f", "📥"), "received"),
}
