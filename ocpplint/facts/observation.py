"""One value of one setting that an input shows, with the evidence for it."""

from typing import Generic, Literal, NamedTuple, TypeVar

from ocpplint.facts.fact import Place

PlaceT_co = TypeVar("PlaceT_co", bound=Place, covariant=True)


class Observation(NamedTuple, Generic[PlaceT_co]):
    """A value that a station was told or told itself, or that a document says it has.

    ``by`` is ``report`` (GetConfiguration, GetVariables, NotifyReport), ``write`` (ChangeConfiguration, SetVariables,
    with the answer ``outcome``) or ``document`` (a dump of what the station has). ``place`` is the frame, of a write
    the call, or where the document says it. ``time`` is in seconds since the epoch by the trace's own clock, ``age``
    the seconds from then to the fact whose history tells the value; each is None where the trace has no times, and
    ``age`` outside a history. ``writer`` is what tells one writer from another, in words; empty where nothing does.
    """

    value: str | None
    by: Literal["report", "write", "document"]
    place: PlaceT_co
    outcome: str | None = None
    time: float | None = None
    age: float | None = None
    writer: str = ""
