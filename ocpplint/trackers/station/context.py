"""What is known of one station of a trace. Trackers ask this, and keep no opinion of their own on what stands here."""

from dataclasses import dataclass, field
from typing import NamedTuple

from ocpplint.facts.events import Boot, Transaction
from ocpplint.facts.location import Location, Place
from ocpplint.facts.message import Message
from ocpplint.facts.setting import Evidence
from ocpplint.facts.vocabulary import ProfileChoice
from ocpplint.stations.learning import Lessons
from ocpplint.stations.profile import Profile
from ocpplint.trackers.station.identity import Certainty, UnnamedIdentity


class LastBoot(NamedTuple):
    """Where the last boot stands, and when it was sent, in seconds since the epoch by the log's clock."""

    location: Location
    time: float | None


@dataclass(slots=True, eq=False, repr=False)
class StationContext:
    """What is known so far of the station with one identity; None or an empty one where the log does not name it.

    It grows with what a station has open, not with the trace.
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
    """Its last boot, whether or not that could be read."""
    connectors: int | None = None
    """How many connectors it says it has, and the highest that a status was of."""
    highest_connector: int = 0
    most_connectors: int | None = None
    """The highest connector that it has: what it says, unless it has shown more since; None where that is unknown."""
    first_place: Place | None = None
    first_seen: int = 0
    """When its first and its last call came, in the order of the trace's calls."""
    last_seen: int = 0
    last_time: float | None = None
    """The time of its last call or answer to a call, in seconds since the epoch by the log's clock."""
    gap: Location | None = None
    """The last answer whose call is not in the log: calls are missing before it."""
    open_calls: dict[str, Message] = field(default_factory=dict)
    """The calls of either side that nothing has answered so far, by message id."""
    open_transactions: dict[int | None, Transaction] | None = None
    """The transactions that have begun and are not known to be over, by connector; None as long as there was none."""
    connection_evidence: tuple[Evidence, ...] = ()
    second_of: str | None = None
    """The identity whose station this is a second connection of, as far as is known so far."""
    stated: dict[str, str] = field(default_factory=dict)
    """What the station said of its limits, by key (``values.states_limit``)."""
    readonly: dict[str, bool] = field(default_factory=dict)
    """Which keys it reported to be read-only, and which not."""
    lessons: Lessons | None = None
    """What its reports have taught of its keys; ``profile`` has it folded in."""

    def __post_init__(self) -> None:
        self.is_anonymous = not self.identity
        self.unnamed = UnnamedIdentity() if self.is_anonymous else None

    @property
    def certainty(self) -> Certainty:
        """How sure it is that this is one station."""
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
        """Whether it is known to be several: what one of them was told, nobody knows of another."""
        return self.unnamed is not None and self.unnamed.is_several

    @property
    def is_profile_taught(self) -> bool:
        """Whether its profile has scopes that no document states, and that its own reports have taught."""
        return self.profile.untaught is not self.profile

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
        """Take note of a BootNotification, readable or not."""
        self.last_boot = LastBoot(message.location, message.time)
        if self.unnamed is not None:
            self.unnamed.boot(message.payload)

    def overlap(self) -> None:
        """Take note that a side calls while its last call is open."""
        if self.unnamed is not None:
            self.unnamed.is_doubtful = True

    def split(self) -> None:
        """Take note that another controller has booted under the same name, or under none."""
        if self.unnamed is not None:
            self.unnamed.is_several = True
