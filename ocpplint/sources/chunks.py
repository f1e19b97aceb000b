"""Inputs as chunks of bytes and lines: reading, lookahead, conversion to text, and faults in the bytes.

An empty chunk means that there is no more data at present; only followed inputs have any.
"""

import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, Protocol, TextIO

if TYPE_CHECKING:
    from ocpplint.sources.recent_lines import RecentLines


CHUNK = 131_072
"""How many bytes are read at a time."""


class ByteStream(Protocol):
    """The source of chunks."""

    def read1(self, size: int, /) -> bytes:
        """Return what is there, up to ``size`` bytes; nothing at the end."""
        ...


def chunks_of(file: ByteStream) -> Iterator[bytes]:
    """Yield a file, or a pipe as it is filled. Raises ``OSError``."""
    while chunk := file.read1(CHUNK):
        yield chunk


def sampled(chunks: Iterator[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """Look ahead: return the first ``size`` bytes or more, and all chunks as if none had been taken.

    There are fewer where the input ends, or where it has begun and there is nothing more of it for now.
    """
    head: list[bytes] = []
    length = 0
    for chunk in chunks:
        head.append(chunk)
        length += len(chunk)
        if length >= size or (length and not chunk):
            break
    return b"".join(head), chain(head, chunks)


def text_of(chunks: Iterable[bytes]) -> TextIO:
    """Open chunks of UTF-8 as text, line ends untouched."""
    return io.TextIOWrapper(_Chunked(chunks), encoding="utf-8", newline="")  # type: ignore[type-var]  # duck-typed


def lines_of(chunks: Iterable[bytes]) -> Iterator[str | None]:
    """Yield the lines in chunks of UTF-8 that hold whole characters, and None where there are no more for now.

    A line is given out when it has ended, the last one when the chunks have.
    """
    begun: list[str] = []
    for chunk in chunks:
        if not chunk:
            yield None
            continue
        lines = list(io.StringIO(chunk.decode("utf-8"), newline=""))
        rest = "" if lines[-1].endswith(("\n", "\r")) else lines.pop()
        if lines:
            lines[0] = "".join([*begun, lines[0]])
            begun.clear()
            yield from lines
        begun.append(rest)
    if last := "".join(begun):
        yield last


class _Chunked(io.BufferedIOBase):
    """Chunks as the binary file that a text file reads from. It takes any number of bytes a time."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)

    def readable(self) -> bool:
        return True

    def read1(self, size: int = -1, /) -> bytes:  # noqa: ARG002  a chunk is what it is
        for chunk in self._chunks:
            if chunk:
                return chunk
        return b""


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
