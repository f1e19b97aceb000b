"""The last lines of an input that cannot be read a second time, so that findings can show them."""

import io
from collections import deque
from collections.abc import Iterable
from typing import Final

_MOST_REMEMBERED: Final = 2_097_152


class RecentLines:
    """The lines of the last two megabytes, and earlier lines that were requested in time."""

    __slots__ = ("_awaited", "_begun", "_blocks", "_kept", "_next", "_size")

    def __init__(self) -> None:
        self._blocks: deque[tuple[int, int, bytes]] = deque()
        self._begun: list[bytes] = []
        self._next = 1
        self._size = 0
        self._kept: dict[int, str] = {}
        self._awaited: set[int] = set()

    def add(self, data: bytes) -> None:
        """Take more of the input, as UTF-8 with whole characters and whole line ends."""
        end = max(data.rfind(b"\n"), data.rfind(b"\r")) + 1
        if end:
            self._add_lines(b"".join([*self._begun, data[:end]]))
            self._begun.clear()
        self._begun.append(data[end:])

    def end(self) -> None:
        """Record that the last line is whole, although nothing ends it."""
        last = b"".join(self._begun)
        self._begun.clear()
        if last:
            self._add_lines(last)

    def keep(self, numbers: Iterable[int]) -> None:
        """Keep these lines: those that are remembered now, and those to come."""
        for number in numbers:
            if number >= self._next:
                self._awaited.add(number)
            elif number not in self._kept:
                self._find(number)

    def line(self, number: int) -> str | None:
        """Return a line that was to be kept, without its end; None if it was forgotten before."""
        return self._kept.get(number)

    def _add_lines(self, block: bytes) -> None:
        count = block.count(b"\n") + block.count(b"\r") - block.count(b"\r\n")
        first, self._next = self._next, self._next + max(count, 1)
        self._blocks.append((first, self._next, block))
        self._size += len(block)
        while self._size > _MOST_REMEMBERED and len(self._blocks) > 1:
            self._size -= len(self._blocks.popleft()[2])
        for number in [number for number in self._awaited if number < self._next]:
            self._awaited.discard(number)
            self._find(number)

    def _find(self, number: int) -> None:
        for first, after, block in self._blocks:
            if first <= number < after:
                lines = list(io.StringIO(block.decode("utf-8"), newline=""))
                self._kept[number] = lines[number - first].rstrip("\r\n")
