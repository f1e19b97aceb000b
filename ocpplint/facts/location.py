"""Where things stand: a stretch of an input, possibly not yet worked out in lines and columns."""

from typing import NamedTuple, Protocol


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
