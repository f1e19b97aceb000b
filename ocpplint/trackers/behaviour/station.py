"""The activity of one station, in bounded memory."""

from typing import Any, Final, NamedTuple

from ocpplint.facts.detectors import NONE, Detectors
from ocpplint.facts.fact import Location
from ocpplint.facts.log_time import STATION_SILENCE
from ocpplint.facts.message import Message

NEVER: Final = float("inf")
MARGIN: Final = 10.0
"""Seconds of delay by network and timers before a call counts as missing."""


_MOST_STOPPED: Final = 50
_FEWEST_STOPPED: Final = 4
_STOPPED_ALTOGETHER: Final = 20_000
"""Stopped transactions kept of all stations together: some megabytes."""


class MemoryBudget:
    """How many stopped transactions are kept of each station: many, unless there are many stations."""

    __slots__ = ("_stations", "most_stopped")

    def __init__(self) -> None:
        self._stations = 0
        self.most_stopped = _MOST_STOPPED

    def divide(self) -> None:
        """Make room for one more station."""
        self._stations += 1
        self.most_stopped = max(_FEWEST_STOPPED, min(_MOST_STOPPED, _STOPPED_ALTOGETHER // self._stations))


class ConnectorState:
    """The last status of one connector, and the epoch in which it was sent.

    ``stamp`` is its timestamp as written, which is rarely parsed.
    """

    __slots__ = ("epoch", "error", "place", "stamp", "status")

    def __init__(self, status: str, error: str, place: Location, stamp: str, epoch: int) -> None:
        self.status, self.error, self.place, self.stamp, self.epoch = status, error, place, stamp, epoch


class ChargingSession:
    """An open transaction with its meter values.

    ``registers`` holds the last reading of each energy register with its timestamp, as written, and its location.
    """

    __slots__ = (
        "baseline",
        "began",
        "connector",
        "epoch",
        "is_paused",
        "last_sample",
        "last_stamp",
        "longest",
        "place",
        "refused",
        "registers",
        "samples",
        "shortest",
    )

    def __init__(self, connector: int | None, place: Location, epoch: int, began: float | None = None) -> None:
        self.connector, self.place, self.epoch = connector, place, epoch
        self.began = began
        """When it began, by the log's clock, if the trace shows that."""
        self.registers: dict[tuple[str, str, str], tuple[float, str, Location]] = {}
        self.samples = 0
        self.last_sample: float | None = None
        """When the last meter values came, by the log's clock, and their own timestamp."""
        self.last_stamp = ""
        self.shortest, self.longest = NEVER, 0.0
        """The shortest and the longest time between meter values so far."""
        self.is_paused = False
        self.refused: tuple[float, str, Location] | None = None
        """When, with which status and at which location the CSMS refused the identification."""
        self.baseline: float | None = None
        """The register some time after that, in Wh."""


class Away(NamedTuple):
    """A silence in an open transaction: the message that ended it, its seconds, and the expected seconds."""

    message: Message
    seconds: float
    interval: float


class StationActivity:
    """The activity of one station.

    ``epoch`` counts the parts of the trace without gaps: a boot, a lost frame and a
    long silence begin a new one. ``silence_timeout`` is the length of such a silence in seconds. ``detectors`` holds
    the parameters of the incident detectors.
    """

    __slots__ = (
        "alone_since",
        "anchor",
        "attention",
        "away",
        "boots",
        "connectors",
        "detectors",
        "epoch",
        "finished_in",
        "forgotten",
        "interval",
        "is_boot_expected",
        "is_punctual",
        "lags",
        "last",
        "last_action",
        "last_other",
        "late",
        "late_after",
        "losses",
        "next_measure",
        "sessions",
        "settings",
        "share",
        "silence_timeout",
        "stopped",
        "update_in_place",
    )

    def __init__(self, share: MemoryBudget, detectors: Detectors = NONE) -> None:
        share.divide()
        self.share, self.detectors = share, detectors
        self.epoch = 0
        self.losses = 0
        """How many gaps of the trace it has recorded."""
        self.last: float | None = None
        """When the station sent its last message, by the log's clock, and its last call."""
        self.last_action: str | None = None
        self.last_other: float | None = None
        """When it last sent a heartbeat or a status."""
        self.interval: float | None = None
        """The known heartbeat interval in seconds."""
        self.silence_timeout = self.late_after = self.attention = STATION_SILENCE
        """Seconds of silence after which messages may be missing, a heartbeat is late, and any check is due."""
        self.late: float | None = None
        """The length of the last silence, if it was between two heartbeats."""
        self.away: Away | None = None
        """The last silence that may have been an offline period."""
        self.is_punctual = False
        """Whether one heartbeat has followed another within the interval."""
        self.alone_since: Location | None = None
        """The accepted boot after which it has sent no call."""
        self.boots: list[float] = []
        """The last three boots without a request."""
        self.is_boot_expected = False
        self.connectors: dict[int, ConnectorState] = {}
        self.sessions: dict[str, ChargingSession] = {}
        self.stopped: dict[str, tuple[int, float | None, Location]] = {}
        """Recently stopped transactions: a digest of timestamp and register, the time and the location."""
        self.forgotten = 0
        """The highest number of a stopped transaction that is no longer kept."""
        self.finished_in = -1
        """The epoch in which it stopped a transaction whose start is in the trace."""
        self.update_in_place: int | None = None
        """The request for a firmware update that has cancelled the one before."""
        self.settings: dict[str, float] = {}
        """Numbers that it reports or has accepted, by key."""
        self.anchor: tuple[float, float] | None = None
        """A time that the CSMS sent, and when, by the log's clock."""
        self.lags: list[tuple[float, float]] = []
        """The offsets of its clock in its last messages, and their times."""
        self.next_measure = -NEVER
        """When its clock is measured next, by the log's clock."""

    def set_interval(self, interval: float | None) -> None:
        """Set the heartbeat interval; with 0 or None the station chooses (OCPP 2.0.1, B01.FR.04)."""
        self.interval, self.is_punctual = interval or None, False
        self.silence_timeout = STATION_SILENCE if self.interval is None else 1.5 * self.interval + MARGIN
        self.late_after = self.attention = self.silence_timeout
        if self.interval is not None:
            self._watch(self.interval)

    def _watch(self, interval: float) -> None:
        """Compute the silences that the detectors check."""
        heartbeats, offline = self.detectors.heartbeats, self.detectors.offline_periods
        if heartbeats is not None:
            self.late_after = heartbeats.factor * interval + heartbeats.margin
            after_boot = heartbeats.boot_factor * interval + heartbeats.margin
            self.attention = min(self.attention, self.late_after, after_boot)
        if offline is not None:
            self.attention = min(self.attention, offline.factor * interval + offline.margin)

    def begin_epoch(self) -> None:
        """Drop the state that can't be compared across a gap."""
        self.epoch += 1
        self.lags.clear()
        self.late = None

    def session_of(self, payload: dict[str, Any]) -> tuple[str, ChargingSession | None]:
        """Return the transaction that a message of either version belongs to."""
        info = payload.get("transactionInfo")
        name = str((info if isinstance(info, dict) else payload).get("transactionId"))
        return name, self.sessions.get(name)

    def mark_gap(self) -> None:
        """Record that a message of the station may be missing."""
        self.begin_epoch()
        self.connectors.clear()

    def open_on(self, connector: int) -> str | None:
        """Return the transaction that is open on a connector according to the trace."""
        for identity, session in self.sessions.items():
            if session.connector == connector:
                return identity
        return None


_MOST_SESSIONS: Final = 100


def begin(life: StationActivity, identity: str, session: ChargingSession) -> ChargingSession:
    """Keep a session, and drop the oldest if there are too many."""
    if len(life.sessions) >= _MOST_SESSIONS:
        del life.sessions[next(iter(life.sessions))]
    life.sessions[identity] = session
    return session
