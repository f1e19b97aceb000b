"""The base of all facts: what the engine and the findings ask of any fact, places in inputs, and shared vocabulary."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Protocol


class Location(NamedTuple):
    """A stretch of an input. Lines and columns are 1-based, columns count characters, the end is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    def locate(self) -> "Location":
        """Return itself: a location is a place whose coordinates are known already."""
        return self


class Place(Protocol):
    """Where something stands, possibly not yet worked out in lines and columns.

    Settings of a clean file never need coordinates, so documents hand out places and compute the
    location only when a finding asks for it.
    """

    def locate(self) -> Location:
        """Work out the location."""
        ...


Confidence = Literal["high", "medium", "low"]


Origin = Literal["desired", "commanded", "reported"]


Sender = Literal["station", "csms"]

ProfileChoice = Literal["told", "said", "shown", "unlisted", "assumed"]
"""How the profile of a station was chosen, the surest first: ``told`` by an option or the configuration; ``said`` by
the station or its document, which name vendor, model or firmware; ``shown`` by its keys; ``unlisted`` where it names a
vendor that no profile lists, so that it has the standard keys; ``assumed`` where nothing is known."""


KeySighting = Literal["distinctive", "in-sections", "misspelt", "common", "other-case"]
"""What a word is to the known keys: one that hardly occurs outside OCPP, or only in the sections of other software, a
slip away from such a one, one that other software has, too, or one in another case."""


CONFIDENCES: tuple[Confidence, ...] = ("low", "medium", "high")


SHARED: Final = "Shared"
"""The scope of a key that a station has once: ``Both``, ``Not relevant`` or ``Master``, and nobody knows which."""

SHARED_SCOPES: Final = frozenset(("Both", "Not relevant", "Master", SHARED))
"""The scopes of keys that have one value, whatever the connector; a key of any other is set for each connector."""

UNKNOWN = frozenset(("NotSupported", "UnknownComponent", "UnknownVariable", "NotSupportedAttributeType"))
"""Answers with which a station says that it has no such key, variable or attribute."""

REFUSED = frozenset(("Rejected", *UNKNOWN))
"""Answers with which it refuses a value."""

REBOOT_REQUIRED = "RebootRequired"


TAKEN = frozenset(("Accepted", REBOOT_REQUIRED))
"""Answers with which it takes a value (OCPP 1.6, 7.22; OCPP 2.0.1, SetVariableStatusEnumType)."""

Redactor = Callable[[str, "str | None"], str]
"""Takes credentials out of a text that is quoted from an input; the second argument is the key it is the value of."""

_DISTINGUISHING: Final = ("kind", "action", "other", "serial", "previous_serial")
"""The fields that distinguish most facts. Fingerprints in baselines depend on these names and on their order."""


TELLS_TIME: Final = 2
"""The type of the messages that advance the clock: the time of an answer depends on the other side."""


class Fact:
    """Something that readers and trackers say about the inputs.

    Rules name the fields of the classes derived from this one (``docs/facts.md``). The members of this class are for
    the engine and the findings, which therefore know no fact by its class; rules can't name them.
    """

    __slots__ = ()

    fact_name = ""
    """What rules call facts of the class; empty for those that are not for rules."""

    clock_event = ""
    """What it is to the clock of a trace, if anything: ``time``, a ``restart`` of its station, or a ``loss``."""

    if TYPE_CHECKING:
        # Most facts have these as fields. A property here would be taken for the default of such a field.
        @property
        def place(self) -> Place:
            """Where it stands."""

        @property
        def station(self) -> str | None:
            """The station it is about; None where that is not known, or it is about none."""

    @property
    def subject(self) -> tuple[Any, ...]:
        """What it is about: of two rules about the same subject, one may give way to the other."""
        return type(self).__name__, self.station

    @property
    def is_repeatable(self) -> bool:
        """Whether the same mistake elsewhere is counted with this one: in traces, not in configurations."""
        return True

    @property
    def is_evidence(self) -> bool:
        """Whether it could be fixed in a configuration file, but stands in a trace, which is never rewritten."""
        return False

    @property
    def one_station(self) -> bool:
        """Whether all that bears the name of its station is known to be of one."""
        return True

    @property
    def loses(self) -> "Literal['', 'station', 'trace']":
        """What it shows to be missing before it: something of its station, of any station in the trace, or nothing."""
        return ""

    @property
    def begins(self) -> "tuple[float | None, Place]":
        """When and where it begins. The time is in seconds since the epoch; None where there is none."""
        return getattr(self, "time", None), self.place

    @property
    def ends(self) -> "tuple[float | None, Place]":
        """When and where it ends: most facts are of one moment."""
        return getattr(self, "time", None), self.place

    @property
    def message_id(self) -> str | None:
        """The id of its message."""
        return None

    @property
    def pointer(self) -> str | None:
        """Its location in its document, as a JSON Pointer (RFC 6901)."""
        return None

    @property
    def finding_key(self) -> str | None:
        """The key that a finding on it names."""
        return None

    @property
    def finding_connector(self) -> int | None:
        """The connector that a finding on it names."""
        return None

    @property
    def common_key(self) -> str | None:
        """The key that it has in common with the other facts of its group."""
        return None

    @property
    def own_station(self) -> str | None:
        """The station, if the input itself names it: its path may change."""
        return self.station

    def identity(self, redacted: Redactor) -> tuple[str, ...]:
        """Return what tells it from other facts with its station and key, wherever they stand."""
        return tuple(str(getattr(self, name, "")) for name in _DISTINGUISHING)

    def place_of(self, part: str) -> "Place":
        """Return where a part of it stands, ``key`` or ``value``; of a fact without parts its place."""
        return self.place

    def replaceable(self, part: str, content: str) -> "tuple[Place, ...]":
        """Return what a fix replaces that writes ``content`` for a part; nothing where that must not be edited."""
        return ()

    def shown_evidence(self) -> "Iterable[tuple[Place, str]]":
        """Yield the places that show what it is taken to mean, each with a few words."""
        return ()

    def grounds(self, asks_for: Callable[[str], bool]) -> "Iterable[tuple[Place, str]]":
        """Yield other places that a verdict on the fields that ``asks_for`` holds for rests on, with a few words."""
        return ()

    def is_doubtful(self, asks_for: Callable[[str], bool]) -> bool:
        """Tell whether a verdict on these fields rests on a fact of low confidence: it is no error, and no safe fix."""
        return False

    def assumption(self, asks_for: Callable[[str], bool]) -> str | None:
        """Return the name of the profile that a verdict on these fields holds under, if that is only assumed."""
        return None

    def reservation(self, asks_for: Callable[[str], bool]) -> str:
        """Return the end of a sentence that says on what a verdict on these fields depends; empty if on nothing."""
        return ""

    def variant(self, asks_for: Callable[[str], bool]) -> str:
        """Return what tells a mistake in these fields from others about the same subject."""
        return ""


NOT_FOR_RULES: Final = frozenset(
    ("place", *(name for name, member in vars(Fact).items() if isinstance(member, property)))
)
"""The properties that rules can't name. Where a class has one of them as a field, rules can."""
