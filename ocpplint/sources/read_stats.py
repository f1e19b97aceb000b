"""Statistics of an input while it is read: bytes read, lines, and errors in the bytes."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ocpplint.sources.recent_lines import RecentLines


class ReadFault(NamedTuple):
    """An error in the bytes of an input, at a line and column (1-based) of the text in it.

    ``kind`` is ``unreadable``, ``too-large`` or ``encoding``, as of the fact ``input``.
    """

    kind: str
    message: str
    line: int
    column: int


class ReadStats:
    """Updated by the layers between the bytes and the text of an input.

    ``lines`` is the number of line ends so far. ``recent`` remembers the latest lines of an input that can't be
    read a second time.
    """

    __slots__ = ("faults", "lines", "recent")

    def __init__(self, recent: "RecentLines | None" = None) -> None:
        self.faults: list[ReadFault] = []
        self.lines = 0
        self.recent = recent

    def fault(self, kind: str, message: str) -> None:
        """Note a fault in the line that the reading has come to."""
        self.faults.append(ReadFault(kind, message, self.lines + 1, 1))

    @property
    def broken(self) -> bool:
        """Whether the input has more than could be read of it."""
        return any(fault.kind != "encoding" for fault in self.faults)
