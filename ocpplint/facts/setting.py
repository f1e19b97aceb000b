"""One key given one value for one station."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

from ocpplint.facts.fact import Confidence, Fact, Origin, Place, ProfileChoice, Redactor
from ocpplint.facts.setting_history import Cause, Past

ValueFaultKind = Literal[
    "type", "encoding", "range", "choice", "item", "list-length", "length", "form", "unit", "limit", "sum"
]

_LIST_INDEX: Final = re.compile(r"#\d+")
_THINGS: Final = {
    "field": "field",
    "structure": "section",
    "path": "name",
    "comment": "comment",
    "connection": "boot",
    "data-transfer": "DataTransfer",
}
"""What a kind of evidence is called in a sentence."""


_LASTING: Final = ("identity", "container")
"""The evidence for a station that counts in fingerprints. Baselines depend on it: other evidence does not count."""
_OF_ADDRESSING: Final = (
    *("scope", "connector_suffix", "suffix_known", "connector_from_key", "right_key", "right_key_set"),
    "missing_for_connector",
)
"""The fields that follow from how the profile says that keys name connectors."""
_OF_SPEC: Final = ("spec", "value_fault", "right_value", "spelled_key", "connectors_in_value")
"""The fields that follow from what the profile says of the key."""
_CAUSES_BY_PROFILE: Final = ("suffix", "no-connector")


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


class StationEvidence(NamedTuple):
    """Why a setting is held to be one of a station's.

    ``kind`` is ``identity`` (a field of the identity, such as ``chargePointId``), ``container`` (a member or item of
    ``stations`` and the like), ``field`` (another field that names a station), ``key`` (the key of a map that holds the
    settings of stations), ``metadata`` (``metadata.name``), ``layout`` (the configured template of paths) or ``path``
    (the name of a folder or file); ``text`` says it for a reader, ``place`` is where it stands, if it stands anywhere.
    """

    kind: Literal["identity", "container", "field", "key", "metadata", "layout", "path"]
    text: str
    confidence: Confidence = "high"
    place: Place | None = None


@dataclass(slots=True, eq=False, repr=False)
class WrittenSetting(Fact):
    """What the input says of a setting. A reader fills it when it makes the setting; nobody changes it afterwards."""

    key: Final[str]
    """The key as written. An OCPP 2.x variable is ``Component.Variable``."""
    value: Final[str | None]
    """The value as the station would receive it (``true``, ``30``, ``RST``); None where none is given."""
    origin: Final[Origin]
    place: Final[Place]
    """Where the key stands; in a trace, the line of the frame."""
    value_type: Final[Literal["string", "number", "boolean", "null", "other"]] = "string"
    value_place: Final[Place | None] = None
    station: Final[str | None] = None
    station_evidence: Final[StationEvidence | None] = None
    """What the station rests on; None in a trace, whose connections have names, and where no station is named."""
    evidence: Final[tuple[Evidence, ...]] = ()
    """The evidence for the intended connector, strongest first."""
    document: Final[str] = ""
    """What the setting is judged together with: a file (or the pair of files of one station), a report, a trace."""
    group: Final[str] = ""
    """The configuration inside the document: settings of different groups never contradict each other."""
    stated_readonly: Final[bool | None] = None
    """The access stated with the key: ``readonly``, or the mutability of an OCPP 2.x variable."""
    keys_asked: Final[tuple[str, ...] | None] = None
    """Of a reported setting, the keys that were asked for: none for all keys, None where the request is not known."""
    keys_unknown: Final[tuple[str, ...]] = ()
    """Of a reported setting, the requested keys that the station does not have."""
    editable: Final[bool] = False
    """Whether it stands in a configuration file: traces and logs are evidence and are never rewritten."""
    named: Final[bool] = True
    """False for a file that was read only because it belongs to a requested one."""
    ocpp: Final[str | None] = None
    """``1.6``, ``2.0.1``, ``2.1``; None where the input does not say."""
    time: Final[float | None] = None
    """Seconds since the epoch by the trace's own clock."""
    outcome: Final[str | None] = None
    """What the station answered to a command: ``Accepted``, ``Rejected``, ``RebootRequired``, ``NotSupported``."""
    batch: Final[int] = 0
    """Number of the provisioning batch in a trace: a boot starts a new one."""
    component: Final[str | None] = None
    """Of an OCPP 2.x variable, the name of its component; None for a key of OCPP 1.6."""
    component_instance: Final[str | None] = None
    variable: Final[str | None] = None
    """The name of an OCPP 2.x variable, without instance."""
    variable_instance: Final[str | None] = None
    evse: Final[int | None] = None
    """The EVSE its component is addressed with."""
    evse_connector: Final[int | None] = None
    """The connector of that EVSE its component is addressed with."""
    attribute: Final[str | None] = None
    """``Actual``, ``Target``, ``MinSet`` or ``MaxSet`` of an OCPP 2.x variable; for a monitor, its type."""


@dataclass(slots=True, eq=False, repr=False)
class Setting(WrittenSetting):
    """One key given one value for one station: what the input says, and what follows from it.

    Each field below is filled by one step of ``trackers/settings/enrich.py``, which names it; until then it has its
    default.
    """

    fact_name = "setting"

    readonly: bool | None = field(default=None, init=False)
    """What a station reported beside the key; of a command, what it reported before, if the profile does not say so."""
    shared_text: bool = field(default=False, init=False)
    """Whether the same text gives this setting in another place, too (a YAML alias, a merge): an edit changes both."""
    connector_meant: int | None = field(default=None, init=False)
    """The intended connector by the context."""
    profile: str | None = field(default=None, init=False)
    """The name of the station's profile."""
    profile_choice: ProfileChoice = field(default="told", init=False)
    """How that profile was chosen: ``told``, ``said``, ``shown``, ``unlisted`` or ``assumed``."""
    base_key: str = field(default="", init=False)
    """The key without the part that names a connector, spelled as the registry spells it."""
    connector_from_key: int | None = field(default=None, init=False)
    """The connector the key itself addresses: 1 for a bare Individual key, 2 for its suffixed form, else None."""
    connector_suffix: str = field(default="", init=False)
    """The part of the key that was read as naming a connector, well-formed or not (``_2``, ``_3``, ``[2]``)."""
    suffix_known: bool = field(default=False, init=False)
    """Whether the profile writes that suffix for that connector."""
    key_shown: bool = field(default=False, init=False)
    """Whether the station itself has shown that it has this key for a connector: by a report, or by accepting it."""
    right_key: str = field(default="", init=False)
    """The correct key for the intended connector."""
    level: str | None = field(default=None, init=False)
    """What an OCPP 2.x component belongs to: ``station``, ``evse`` or ``connector``; None if unknown."""
    spec: Any = field(default=None, init=False)
    """What the registry knows of the key (a ``stations.KeySpec``), or None."""
    scope: str | None = field(default=None, init=False)
    """``Both``, ``Individual``, ``Not relevant``, ``Master``; ``Shared`` for a key that has one value, where it is not
    known which of the other three it is; None where nothing is known."""
    scope_confidence: Confidence = field(default="high", init=False)
    """The confidence in the scope: that of its source in the profile."""
    scope_place: Place | None = field(default=None, init=False)
    """The station's report that the scope was learned from; None where the profile states it."""
    connector: int | None = field(default=None, init=False)
    """The connector the value is for: the one meant by context, else the one in the key."""
    connectors_in_value: tuple[int, ...] = field(default=(), init=False)
    """The connectors that the value itself names, where the key is one whose value does: 1 of ``1.RST``."""
    confidence: Confidence = field(default="high", init=False)
    """How sure scope and ``connector_meant`` are: as sure as the weaker of the key's source and the evidence."""
    station_connectors: int | None = field(default=None, init=False)
    """The known number of the station's connectors."""
    repeated: bool = field(default=False, init=False)
    """Whether the same configuration gives the same key, as written, more than once."""
    right_key_set: bool = field(default=False, init=False)
    """Whether the same configuration sets ``right_key``, too."""
    suffix_added: bool = field(default=False, init=False)
    """Whether the backend adds the suffix of its connector to the key, as the configuration of the repository says."""
    bare_sections: int = field(default=0, init=False)
    """Of a key with scope Individual that has no suffix in the section of connector 2 or above: how many such keys the
    document has, if they are many and none there has a suffix."""
    first_bare: bool = field(default=False, init=False)
    """Whether it is the first of these."""
    missing_for_connector: int | None = field(default=None, init=False)
    """The connector that the same configuration sets Individual keys for, but not this one."""
    describes_station: bool = field(default=False, init=False)
    """Whether the configuration it stands in tells what the station is, as a dump or its own file does, and not only
    what is to be changed: it gives values to several keys that nobody can change."""
    spelled_key: str | None = field(default=None, init=False)
    """The key in the case in which the profile spells it, where it is written in another."""
    one_letter_in_case: bool = field(default=False, init=False)
    """Whether that is the case of a single letter."""
    near_key: str | None = field(default=None, init=False)
    """The known key that this one is a typo of, if the profile does not have this one."""
    unknown_key: bool = field(default=False, init=False)
    """Whether the profile has all keys of these stations, and not this one."""
    missing_profile: str | None = field(default=None, init=False)
    """The feature profile of the key, if the station does not list it."""
    too_long: Literal["key", "value"] | None = field(default=None, init=False)
    """What of it is longer than ChangeConfiguration can carry: a key of 50, a value of 500 characters."""
    masked: bool = field(default=False, init=False)
    """Of a write-only key, whether its value was made unreadable: ``****``, ``<redacted>``."""
    value_fault: ValueFaultKind | None = field(default=None, init=False)
    """What is wrong with the value by what the profile, or the station itself, says of the key. Reports are evidence
    and have no faults: ``type``, ``encoding``, ``range``, ``choice``, ``item``, ``list-length``, ``length``, ``form``,
    ``unit``, ``limit``, ``sum`` (``values.fault.ValueFault`` tells what each means)."""
    reported_fault: ValueFaultKind | None = field(default=None, init=False)
    """What is wrong with a value that the station itself states, by the standard: ``type``, ``choice`` or ``item``. A
    form and a range of its own are the station's to choose."""
    value_reason: str = field(default="", init=False)
    """The fault in words: the end of a sentence that begins with the key."""
    right_value: str | None = field(default=None, init=False)
    """The same value in its correct form; None if unknown."""
    accepted: bool = field(default=False, init=False)
    """Whether the station accepted the value: ``Accepted`` or ``RebootRequired``."""
    refused: bool = field(default=False, init=False)
    """Whether the station refused the value: ``Rejected``, or an answer that it has no such key, variable or
    attribute."""
    answered: str = field(default="", init=False)
    """Its answer in words, for the end of a sentence: `` (the station answered Rejected)``; empty without answer."""
    history: Past | None = field(default=None, init=False)
    """What the trace has shown of this setting before; None where it has shown nothing."""
    contradicted: bool = field(default=False, init=False)
    """Of a report: whether it shows another value than was last accepted, and nothing in the trace explains that."""
    causes: tuple[Cause, ...] = field(default=(), init=False)
    """Of a refused write: possible causes, the likeliest first."""

    @property
    def subject(self) -> tuple[Any, ...]:
        """One key of one station, in one configuration of a document."""
        return self.document, self.station, self.group, self.base_key

    @property
    def is_repeatable(self) -> bool:
        """Whether it stands in a trace."""
        return not self.editable

    @property
    def is_evidence(self) -> bool:
        """Whether it stands in a trace, which is never rewritten."""
        return not self.editable

    @property
    def pointer(self) -> str | None:
        """Where the key stands in its document, as a JSON Pointer."""
        return getattr(self.place, "pointer", None)

    @property
    def finding_key(self) -> str:
        """The key as written."""
        return self.key

    @property
    def finding_connector(self) -> int | None:
        """The connector that a suffix names; without a suffix, the one the value is for."""
        return self.connector_from_key if self.connector_suffix else self.connector

    @property
    def common_key(self) -> str:
        """The key without the part that names a connector."""
        return self.base_key

    @property
    def own_station(self) -> str | None:
        """The station, if the input itself gives its identity: other names may change, or are a display name."""
        evidence = self.station_evidence
        return self.station if evidence is None or evidence.kind in _LASTING else None

    def identity(self, redacted: Redactor) -> tuple[str, ...]:
        """Return its place in the structure of the document, without list indexes, its connector, key and value."""
        value = "" if self.value is None else redacted(self.value, self.key)
        return _LIST_INDEX.sub("", self.group), self.origin, str(self.connector), self.key, value

    def place_of(self, part: str) -> Place:
        """Return where its key or its value stands; the key's place for a value without one of its own."""
        return self.value_place if part == "value" and self.value_place is not None else self.place

    def replaceable(self, part: str, content: str) -> tuple[Place, ...]:
        """Return where its key or its value stands, if ``content`` can stand there, in a file and by itself."""
        if not self.editable or self.shared_text:
            return ()
        place = self.place if part == "key" else self.value_place
        takes = getattr(place, "takes", None)
        return () if place is None or not (takes is None or takes(content)) else (place,)

    def shown_evidence(self) -> Iterator[tuple[Place, str]]:
        """Yield the strongest evidence for the connector: it is enough for a reader."""
        for item in self.evidence[:1]:
            if item.place is not None:
                yield item.place, f"this {_THINGS[item.kind]} means it for connector {item.connector}"

    def grounds(self, asks_for: Callable[[str], bool]) -> Iterator[tuple[Place, str]]:
        """Yield the report that ``scope`` is learned from, and the earlier writes that ``history`` rests on.

        Before them, say where a setting stands that its file holds in base64.
        """
        for place in (self.place, self.value_place):
            if note := getattr(place, "note", ""):
                yield self.place, note
                break
        if self.scope_place is not None and asks_for("scope"):
            yield self.scope_place, f"the scope of `{self.base_key}` is learned from this report"
        if self.history is not None and asks_for("history"):
            yield from _earlier_writes(self.history)

    def is_doubtful(self, asks_for: Callable[[str], bool]) -> bool:
        """Tell whether a verdict rests on a scope, or on another fact about the key, of low confidence."""
        if self.component is not None or self.spec is None:
            return False
        if self.scope_confidence == "low" and self._rests_on_addressing(asks_for):
            return True
        return self.spec.confidence == "low" and any(asks_for(field) for field in _OF_SPEC)

    def assumption(self, asks_for: Callable[[str], bool]) -> str | None:
        """Return the profile, if nothing told that it is this one and a verdict depends on it."""
        return self.profile if self.profile_choice == "assumed" and self.is_doubtful(asks_for) else None

    def _rests_on_addressing(self, asks_for: Callable[[str], bool]) -> bool:
        if any(asks_for(field) for field in _OF_ADDRESSING):
            return True
        return bool(self.causes) and self.causes[0].kind in _CAUSES_BY_PROFILE and asks_for("causes")

    def reservation(self, asks_for: Callable[[str], bool]) -> str:
        """Say of a verdict on the scope that no document states the scope, or that the profile is assumed."""
        assumed = self.assumption(asks_for)
        if assumed is not None:
            return f"; assumed {assumed}: say `profile = …`"
        if self.spec is None or not (self.spec.learned and asks_for("scope")):
            return ""
        return f"; this scope of `{self.spec.key}` is {self.spec.source}"

    def variant(self, asks_for: Callable[[str], bool]) -> str:
        """Distinguish refusals of one key by their causes; one for the same cause is the same mistake again."""
        return f"{self.outcome}|{self.causes[0].text}" if self.causes and asks_for("causes") else ""


def _earlier_writes(past: Past) -> Iterator[tuple[Place, str]]:
    """Yield the writes that a verdict on what happened to a setting rests on."""
    for write, text in ((past.written, "the last write that the station took"), (past.other, "the other value")):
        if write is not None and (write is past.written or write.place != getattr(past.written, "place", None)):
            yield write.place, text
