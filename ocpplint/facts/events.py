"""Events of a station: boots, transactions, connections, reports of settings, and incidents."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ocpplint.facts.fact import Confidence, Fact, Location, Place, Redactor, Sender

IncidentKind = Literal[
    "repeated-boot",
    "late-heartbeat",
    "silence-after-boot",
    "silence-in-transaction",
    "status-transition",
    "fault",
    "unknown-stop",
    "repeated-stop",
    "falling-meter",
    "missing-meter-values",
    "meter-value-gap",
    "unauthorized-charging",
    "profile-periods",
    "profile-validity",
    "profile-without-transaction",
    "profile-stack-level",
    "failed-update",
    "slow-answer",
    "wrong-clock",
]


@dataclass(slots=True, eq=False, repr=False)
class Boot(Fact):
    """A BootNotification: the controller behind a connection names itself."""

    fact_name = "boot"

    station: str | None
    place: Place
    time: float | None = None
    reason: str | None = None
    """The reason of the boot as reported, in OCPP 2.x only."""
    vendor: str | None = None
    model: str | None = None
    firmware: str | None = None
    charge_point_serial: str | None = None
    charge_box_serial: str | None = None
    profile: str | None = None
    previous_serial: str | None = None
    """The serial number at the previous boot, if it was different."""
    serial: str | None = None
    """The serial number that differs from ``previous_serial``."""
    dual_addressing: bool = False
    """Whether each connector has a controller of its own, so that the one that answers decides what the keys mean."""
    previous_place: Place | None = None
    one_station: bool = True
    """Whether the messages of its name are those of one station: the log names it, or its boots prove it."""

    clock_event = "restart"


@dataclass(slots=True, eq=False, repr=False)
class Transaction(Fact):
    """The beginning or the end of a transaction (OCPP 1.6 sections 4.8 and 4.10; OCPP 2.0.1 part 2, block E).

    An end is ``implied`` where the trace shows only that the transaction is over: the connector is available again,
    another transaction begins on it, or the station boots.
    """

    fact_name = "transaction"

    event: Literal["started", "ended"]
    id: str
    """The transaction id; numbers of OCPP 1.6 are written out."""
    place: Place
    station: str | None = None
    connector: int | None = None
    """The connector of OCPP 1.6, the EVSE of OCPP 2.x."""
    time: float | None = None
    ocpp: str | None = None
    reason: str | None = None
    """The reason of the end as reported."""
    offline: bool = False
    """Whether it happened while the station was offline, so that the message came later."""
    implied: bool = False
    shown_by: Literal["status", "boot", "transaction"] | None = None
    """What shows an implied end: the connector's status, a boot, or another transaction on the connector."""
    stamp: float | None = None
    """When it happened by the station's own clock, in seconds since the epoch."""
    meter: float | None = None
    """The meter register in Wh (OCPP 1.6: ``meterStart``, ``meterStop``)."""
    seconds: float | None = None
    """Of an end that the station told, how long the transaction was open: by its clock, else by the trace's."""
    energy: float | None = None
    """The energy in Wh that a transaction of OCPP 1.6 delivered, if the trace shows both its ends."""

    @property
    def subject(self) -> tuple[Any, ...]:
        """What begins or ends at one connector of a station."""
        return "Transaction", self.station, self.connector, *self._event

    @property
    def finding_connector(self) -> int | None:
        """The connector it happened at."""
        return self.connector

    def identity(self, redacted: Redactor) -> tuple[str, ...]:
        """Return the connector and what happened."""
        return str(self.connector), *self._event

    @property
    def _event(self) -> tuple[str, ...]:
        return self.event, self.reason or ""


@dataclass(slots=True, eq=False, repr=False)
class Incident(Fact):
    """Something in the course of boots, connector statuses and transactions that one message alone does not show.

    It is derived from a message and those before it; ``docs/incidents.md`` tells how, and what is no incident.
    """

    fact_name = "incident"

    kind: IncidentKind
    reason: str
    """What happened, in a sentence."""
    place: Place
    station: str | None = None
    connector: int | None = None
    """The connector of OCPP 1.6, the EVSE of OCPP 2.x; None where it is the station's, or not known."""
    sender: Sender | None = None
    """Whose doing it is: of a slow answer, the side that answered."""
    time: float | None = None
    action: str | None = None
    ocpp: str | None = None
    detail: str = ""
    """The word it is about: the status and the one before, the error code, the action that came too early."""
    transaction: str | None = None
    """The id of the transaction it happened in."""
    seconds: float | None = None
    """How long it lasted, or was off."""
    expected: float | None = None
    """The expected duration."""
    amount: float | None = None
    """The energy it is about in Wh."""
    confidence: Confidence = "high"
    cause: Place | None = None
    """Another message as evidence: the previous status or reading."""
    cause_is: str = ""
    """What ``cause`` is, in a few words."""

    @property
    def subject(self) -> tuple[Any, ...]:
        """What happens at one connector of a station."""
        return "Incident", self.station, self.connector, *self._event

    @property
    def finding_connector(self) -> int | None:
        """The connector it happened at."""
        return self.connector

    def identity(self, redacted: Redactor) -> tuple[str, ...]:
        """Return the connector and what happened."""
        return str(self.connector), *self._event

    def grounds(self, asks_for: Callable[[str], bool]) -> Iterator[tuple[Place, str]]:
        """Yield the other message it rests on."""
        if self.cause is not None:
            yield self.cause, self.cause_is

    @property
    def _event(self) -> tuple[str, ...]:
        return self.kind, self.action or "", self.detail


@dataclass(slots=True, eq=False, repr=False)
class Connection(Fact):
    """A second connection or identity of one station, derived when the trace has ended."""

    fact_name = "connection"

    station: str
    place: Place
    other: str
    """The station's other identity."""
    other_place: Place
    reason: str
    confidence: Confidence
    profile: str | None = None


@dataclass(slots=True, eq=False, repr=False)
class KeyReport(Fact):
    """The fact ``report``: what a station told of its settings, told after these.

    It is an answer to GetConfiguration (OCPP 1.6 section 5.8), or a report in NotifyReports (OCPP 2.0.1, B07 and B08)
    that has ended and lacks some of them.
    """

    fact_name = "report"

    station: str | None
    place: Location
    time: float | None = None
    asked: tuple[str, ...] | None = None
    """The requested keys: none for all, None if the request is unknown."""
    keys: int = 0
    """The number of keys or variables in it."""
    unknown: tuple[str, ...] = ()
    """The keys asked for that the station says it does not have."""
    limit: int | None = None
    """``GetConfigurationMaxKeys``, if the station has reported it."""
    missing: tuple[str, ...] = ()
    """The keys that were asked for, or that the station told of before, and of which this says nothing."""
    is_cut: bool = False
    """Whether keys are missing because the answer has the station's maximum number of keys."""
    parts: int = 0
    """Of a report in NotifyReports: how many parts it has."""
    parts_missing: int = 0
    """How many of these are missing."""

    @property
    def subject(self) -> tuple[Any, ...]:
        """The keys of one station that the report says nothing of."""
        return "KeyReport", self.station, self.unknown, self.missing

    def identity(self, redacted: Redactor) -> tuple[str, ...]:
        """Return the keys that the report says nothing of."""
        return *self.unknown, "", *self.missing
