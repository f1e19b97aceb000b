"""The fact types: what readers and trackers say about the inputs, and what rules may ask about.

A fact is a plain record. Readers fill what the input itself says; trackers fill what follows from it
(scope, the connector a key addresses, the answer to a command). Rules only read. The field names are the
public vocabulary of rules and are documented in ``docs/facts.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Union

from ocpplint.inputs import InputReport as InputReport
from ocpplint.inputs import Shape as Shape
from ocpplint.inputs import Trouble as Trouble
from ocpplint.life import Boot as Boot
from ocpplint.life import Incident as Incident
from ocpplint.life import Transaction as Transaction
from ocpplint.past import Cause, Past
from ocpplint.past import KeyReport as KeyReport
from ocpplint.places import Location as Location
from ocpplint.places import Place as Place
from ocpplint.terms import CONFIDENCES as CONFIDENCES
from ocpplint.terms import Confidence as Confidence
from ocpplint.terms import Origin as Origin
from ocpplint.terms import Sender as Sender

if TYPE_CHECKING:
    from ocpplint.standing import StationStanding

ValueFaultKind = Literal[
    "type", "encoding", "range", "choice", "item", "list-length", "length", "form", "unit", "limit", "sum"
]


class Evidence(NamedTuple):
    """Why a setting is held to be meant for a connector.

    ``kind`` is the class of evidence: ``field``, ``structure``, ``path``, ``comment``, ``connection`` or
    ``data-transfer``, in the words of the documentation; ``text`` says it for a reader ("`connectorId`
    beside it"); ``place`` is where the evidence stands, if it stands anywhere.
    """

    kind: Literal["field", "structure", "path", "comment", "connection", "data-transfer"]
    connector: int
    text: str
    confidence: Confidence = "high"
    place: Place | None = None


@dataclass(slots=True, eq=False, repr=False)
class Setting:
    """One key given one value for one station.

    The reader fills the first block, the settings tracker the second, and for commands in a trace the
    exchange tracker ``outcome``.
    """

    key: str
    """The key as written. An OCPP 2.x variable is ``Component.Variable``."""
    value: str | None
    """The value as the station would receive it (``true``, ``30``, ``RST``); None where none is given."""
    origin: Origin
    place: Place
    """Where the key stands; in a trace, the line of the frame."""
    value_type: Literal["string", "number", "boolean", "null", "other"] = "string"
    value_place: Place | None = None
    station: str | None = None
    station_from_path: bool = False
    """Whether only the path of the input names the station, and nothing in it."""
    evidence: tuple[Evidence, ...] = ()
    """What the connector meant rests on, strongest first."""
    document: str = ""
    """What the setting is judged together with: a file (or the pair of files of one station), a report, a trace."""
    group: str = ""
    """The configuration inside the document: settings of different groups never contradict each other."""
    readonly: bool | None = None
    """What a station reported beside the key; of a command, what it reported before, if the profile does not say so."""
    keys_asked: tuple[str, ...] | None = None
    """Of a reported setting, the keys that were asked for: none for all keys, None where the request is not known."""
    keys_unknown: tuple[str, ...] = ()
    """Of a reported setting, the keys that were asked for and that the station said it does not have."""
    editable: bool = False
    """Whether it stands in a configuration file: traces and logs are evidence and are never rewritten."""
    shared_text: bool = False
    """Whether the same text gives this setting in another place, too (a YAML alias, a merge): an edit changes both."""
    named: bool = True
    """False for a file that was read only because it belongs to one that was asked for."""
    ocpp: str | None = None
    """``1.6``, ``2.0.1``, ``2.1``; None where the input does not say."""
    time: float | None = None
    """Seconds since the epoch by the trace's own clock."""
    outcome: str | None = None
    """What the station answered to a command: ``Accepted``, ``Rejected``, ``RebootRequired``, ``NotSupported``."""
    batch: int = 0
    """Number of the provisioning batch in a trace: a boot starts a new one."""
    component: str | None = None
    """Of an OCPP 2.x variable, the name of its component; None for a key of OCPP 1.6."""
    component_instance: str | None = None
    variable: str | None = None
    """The name of an OCPP 2.x variable, without instance."""
    variable_instance: str | None = None
    evse: int | None = None
    """The EVSE its component is addressed with."""
    evse_connector: int | None = None
    """The connector of that EVSE its component is addressed with."""
    attribute: str | None = None
    """``Actual``, ``Target``, ``MinSet`` or ``MaxSet`` of an OCPP 2.x variable; for a monitor, its type."""

    level: str | None = None
    """What an OCPP 2.x component belongs to: ``station``, ``evse`` or ``connector``; None where that is open."""
    connectors_in_value: tuple[int, ...] = ()
    """The connectors that the value itself names, where the key is one whose value does: 1 of ``1.RST``."""
    profile: str | None = None
    base_key: str = ""
    """The key without the part that names a connector, spelled as the registry spells it."""
    connector_from_key: int | None = None
    """The connector the key itself addresses: 1 for a bare Individual key, 2 for its suffixed form, else None."""
    connector_suffix: str = ""
    """The part of the key that was read as naming a connector, well-formed or not (``_2``, ``_3``, ``[2]``)."""
    suffix_known: bool = False
    """Whether the profile writes that suffix for that connector."""
    right_key: str = ""
    """The key this setting should have had for the connector it is meant for."""
    right_key_set: bool = False
    """Whether the same configuration sets that key, too."""
    repeated: bool = False
    """Whether the same configuration gives the same key, as written, more than once."""
    missing_for_connector: int | None = None
    """The connector that the same configuration sets Individual keys for, but not this one."""
    connector_meant: int | None = None
    connector: int | None = None
    """The connector the value is for: the one meant by context, else the one in the key."""
    confidence: Confidence = "high"
    """How sure scope and ``connector_meant`` are: as sure as the weaker of the key's source and the evidence."""
    scope_confidence: Confidence = "high"
    """How sure the scope is: what the profile says of the source it has it from."""
    scope: str | None = None
    """``Both``, ``Individual``, ``Not relevant``, ``Master``; ``Shared`` for a key that has one value, where it is not
    known which of the other three it is; None where nothing is known."""
    scope_place: Place | None = None
    """The station's report that the scope was learned from; None where the profile states it."""
    spec: Any = None
    """What the registry knows of the key (a ``stations.KeySpec``), or None."""
    station_connectors: int | None = None
    """How many connectors the station is known to have."""

    too_long: Literal["key", "value"] | None = None
    """What of it is longer than ChangeConfiguration can carry: a key of 50, a value of 500 characters."""
    value_fault: ValueFaultKind | None = None
    """What is wrong with the value by what the profile, or the station itself, says of the key. Reports are evidence
    and have no faults: ``type``, ``encoding``, ``range``, ``choice``, ``item``, ``list-length``, ``length``, ``form``,
    ``unit``, ``limit``, ``sum`` (``values.fault.ValueFault`` tells what each means)."""
    value_reason: str = ""
    """The fault in words: the end of a sentence that begins with the key."""
    right_value: str | None = None
    """The value that says the same as it should be written; None where nobody can know."""
    spelled_key: str | None = None
    """The key in the case in which the profile spells it, where it is written in another."""
    near_key: str | None = None
    """The known key that differs by one slip of the pen, where the profile does not have this one."""
    unknown_key: bool = False
    """Whether the profile has all keys of these stations, and not this one."""
    missing_profile: str | None = None
    """The feature profile the key belongs to, where the station says that it does not have it."""
    describes_station: bool = False
    """Whether the configuration it stands in tells what the station is, as a dump or its own file does, and not only
    what is to be changed: it gives values to several keys that nobody can change."""
    history: Past | None = None
    """What the trace has shown of this setting before; None where it has shown nothing."""
    contradicted: bool = False
    """Of a report: whether it shows another value than was last accepted, and nothing in the trace explains that."""
    causes: tuple[Cause, ...] = ()
    """Of a write that the station refused: why that may be, the likeliest first."""


@dataclass(slots=True, eq=False, repr=False)
class Message:
    """One OCPP-J frame (OCPP-J 1.6 section 4.2, OCPP 2.0.1 part 4 section 4.2).

    ``type`` is the message type number: 2 CALL, 3 CALLRESULT, 4 CALLERROR, 5 CALLRESULTERROR, 6 SEND.
    ``payload`` is the decoded JSON value in the payload's place. ``sender`` is None where the input does
    not tell who sent it.
    """

    type: int
    id: str
    action: str | None
    payload: Any
    location: Location
    station: str | None = None
    sender: Sender | None = None
    time: float | None = None
    ocpp: str | None = None
    error_code: str | None = None
    error_description: str | None = None
    dialect: str = ""
    direction: str | None = None
    """The log's own word: ``sent`` or ``received`` by whoever wrote it, or ``station`` or ``csms`` for the sender."""
    text: str | None = None
    """The frame as it stands in the log, where it is whole in one line; None where it was put together or mended."""


@dataclass(slots=True, eq=False, repr=False)
class Exchange:
    """A CALL with what answered it, or without an answer when the trace ended or the state was given up."""

    call: Message
    answer: Message | None

    @property
    def station(self) -> str | None:
        """The station's identity; a log may name it on one of the two lines only."""
        return self.call.station or (self.answer.station if self.answer is not None else None)

    @property
    def action(self) -> str | None:
        """The action of the call."""
        return self.call.action

    @property
    def status(self) -> str | None:
        """What was answered: the status, or the code of an error answer; None without either."""
        if self.answer is None:
            return None
        if self.answer.type != 3:
            return self.answer.error_code
        status = self.answer.payload.get("status") if isinstance(self.answer.payload, dict) else None
        return status if isinstance(status, str) else None

    @property
    def time(self) -> float | None:
        """When it was complete: the time of the answer, or of the call where nothing answered it."""
        return self.call.time if self.answer is None or self.answer.time is None else self.answer.time


@dataclass(slots=True, eq=False, repr=False)
class Connection:
    """A second connection or identity of one station, derived when the trace has ended."""

    station: str
    place: Place
    other: str
    """The station's other identity."""
    other_place: Place
    reason: str
    confidence: Confidence
    profile: str | None = None


@dataclass(slots=True, eq=False, repr=False)
class Violation:
    """One demand of OCPP that a message does not meet, derived from the message and those before it.

    ``kind`` is ``frame`` (the message is not framed as it must be), ``unknown-action``, ``payload`` (its schema),
    ``timestamp``, ``text`` (demanded by the text of the standard and not by the schema), ``direction``,
    ``duplicate-id``, ``retransmission``, ``unrequested-answer``, ``unanswered-call``, ``error-answer`` or
    ``overlapping-call``.
    """

    kind: str
    reason: str
    """What is wrong, in a sentence: what was sent and what is allowed."""
    place: Place
    station: str | None = None
    sender: Sender | None = None
    """Who broke the rule: the sender of the message, and of an unanswered call the side that owed the answer."""
    message_type: str = ""
    """``CALL``, ``CALLRESULT``, ``CALLERROR``, ``CALLRESULTERROR`` or ``SEND``."""
    id: str = ""
    action: str | None = None
    """The action of the call, or of the call that an answer belongs to."""
    ocpp: str | None = None
    """The version it was judged by; None where that is open, and the message is wrong in every version."""
    time: float | None = None
    field: str = ""
    """The path into the payload, without list indexes."""
    keyword: str = ""
    """The demand of JSON Schema that is not met: ``required``, ``enum``, ``maxLength``; of a time ``timezone``."""
    error_code: str | None = None
    error_description: str | None = None
    known_code: bool = True
    """Whether the error code is one of the version's."""
    waited: float | None = None
    """Seconds: from an open call to the one sent over it, from an unanswered call to the station's last message."""
    confidence: Confidence = "high"
    cause: Place | None = None
    """Another message it rests on: the call answered, the earlier use of an id."""
    cause_is: str = ""
    """What ``cause`` is, in a few words."""


@dataclass(slots=True, eq=False, repr=False)
class Suppression:
    """A suppression that does not do what it is there for, derived when everything has been judged.

    ``kind`` is ``unused`` (there is nothing to suppress), ``expired``, ``unexplained`` (it gives no reason),
    ``mandatory`` (the rule can't be suppressed) or ``malformed`` (it can't be understood).
    """

    kind: str
    message: str
    place: Place
    remaining: str = ""
    """The rules that should be left of it; empty if it should go."""
    surplus: tuple[Place, ...] = ()
    """What ``remaining`` would replace; nothing, where nobody but its author can mend it."""


Fact = Union[
    Setting,
    Message,
    Exchange,
    KeyReport,
    Violation,
    Boot,
    Transaction,
    Incident,
    Connection,
    Trouble,
    Suppression,
    "StationStanding",
]
"""What listeners are told. The last is no rule's business, and is imported by those alone who ask for it."""

FACT_TYPES: Mapping[str, type] = {
    "setting": Setting,
    "message": Message,
    "exchange": Exchange,
    "report": KeyReport,
    "violation": Violation,
    "boot": Boot,
    "transaction": Transaction,
    "incident": Incident,
    "connection": Connection,
    "input": Trouble,
    "suppression": Suppression,
}
"""The names rules use for the facts."""
