"""One key given one value for one station."""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from ocpplint.facts.events import Boot as Boot
from ocpplint.facts.events import Incident as Incident
from ocpplint.facts.events import Transaction as Transaction
from ocpplint.facts.inputs import InputProblem as InputProblem
from ocpplint.facts.inputs import InputReport as InputReport
from ocpplint.facts.inputs import LineShape as LineShape
from ocpplint.facts.location import Location as Location
from ocpplint.facts.location import Place as Place
from ocpplint.facts.setting_history import Cause, Past
from ocpplint.facts.setting_history import KeyReport as KeyReport
from ocpplint.facts.vocabulary import CONFIDENCES as CONFIDENCES
from ocpplint.facts.vocabulary import Confidence as Confidence
from ocpplint.facts.vocabulary import Origin as Origin
from ocpplint.facts.vocabulary import Sender as Sender

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
