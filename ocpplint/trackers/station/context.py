"""The context of one station of a trace: the only source for trackers of what it holds."""

from dataclasses import dataclass, field
from typing import NamedTuple

from ocpplint.facts.events import Boot, Transaction
from ocpplint.facts.fact import Location, Place, ProfileChoice
from ocpplint.facts.message import Message
from ocpplint.facts.setting import Evidence
from ocpplint.stations.learning import Lessons
from ocpplint.stations.profile import Profile
from ocpplint.trackers.station.identity import Certainty, UnnamedIdentity


class LastBoot(NamedTuple):
    """The location of the last boot, and its time in seconds since the epoch by the log's clock."""

    location: Location
    time: float | None


@dataclass(slots=True, eq=False, repr=False)
class StationContext:
    """The context of the station with one identity; None or an empty one where the log does not name it.

    It grows with the open calls and transactions of a station, not with the trace.
    """

    identity: str | None
    profile: Profile
    profile_choice: ProfileChoice = "assumed"
    is_anonymous: bool = field(init=False)
    """Whether the log does not name it, so that it may be several (``certainty``)."""
    unnamed: UnnamedIdentity | None = field(init=False)
    """Of an anonymous one, whether it is one station."""
    boot: Boot | None = None
    first_boot: Boot | None = None
    batch: int = 0
    """How often it has booted."""
    last_boot: LastBoot | None = None
    """Its last boot, readable or not."""
    connectors: int | None = None
    """The number of connectors it reports, and the highest connector of a status."""
    highest_connector: int = 0
    most_connectors: int | None = None
    """Its highest connector: as reported, unless a higher one occurred since; None if unknown."""
    first_place: Place | None = None
    first_seen: int = 0
    """The positions of its first and last call in the trace."""
    last_seen: int = 0
    last_time: float | None = None
    """The time of its last call or answer to a call, in seconds since the epoch by the log's clock."""
    gap: Location | None = None
    """The last answer without a call in the log, which proves a gap before it."""
    open_calls: dict[str, Message] = field(default_factory=dict)
    """The unanswered calls of either side, by message id."""
    open_transactions: dict[int | None, Transaction] | None = None
    """The open transactions by connector; None before the first one."""
    connection_evidence: tuple[Evidence, ...] = ()
    second_of: str | None = None
    """The identity whose station this is a second connection of, if known so far."""
    stated: dict[str, str] = field(default_factory=dict)
    """The limits that the station has stated, by key (``values.states_limit``)."""
    readonly: dict[str, bool] = field(default_factory=dict)
    """Whether a key is read-only, by reports."""
    lessons: Lessons | None = None
    """What was learned from its reports; ``profile`` includes it."""

    def __post_init__(self) -> None:
        self.is_anonymous = not self.identity
        self.unnamed = UnnamedIdentity() if self.is_anonymous else None

    @property
    def certainty(self) -> Certainty:
        """The certainty that this is one station."""
        if self.unnamed is None:
            return "named"
        if self.unnamed.is_several:
            return "several"
        return "one" if self.unnamed.is_one else "unknown"

    @property
    def is_one(self) -> bool:
        """Whether it is known to be one station."""
        return self.unnamed is None or self.unnamed.is_one

    @property
    def is_several(self) -> bool:
        """Whether it is known to be several, so that state of one must not be used for another."""
        return self.unnamed is not None and self.unnamed.is_several

    @property
    def vendor(self) -> str | None:
        """Its vendor, by its last boot."""
        return None if self.boot is None else self.boot.vendor

    @property
    def model(self) -> str | None:
        """Its model, by its last boot."""
        return None if self.boot is None else self.boot.model

    @property
    def firmware(self) -> str | None:
        """Its firmware, by its last boot."""
        return None if self.boot is None else self.boot.firmware

    def take_profile(self, profile: Profile, choice: ProfileChoice) -> None:
        """Take the profile of this kind of station; what its reports have taught of another is void."""
        self.profile, self.profile_choice, self.lessons = profile, choice, None

    def take_boot(self, message: Message) -> None:
        """Record a BootNotification, readable or not."""
        self.last_boot = LastBoot(message.location, message.time)
        if self.unnamed is not None:
            self.unnamed.boot(message.payload)

    def overlap(self) -> None:
        """Record that a side calls while its last call is open."""
        if self.unnamed is not None:
            self.unnamed.is_doubtful = True

    def split(self) -> None:
        """Record that another controller has booted under the same name, or without a name."""
        if self.unnamed is not None:
            self.unnamed.is_several = True
