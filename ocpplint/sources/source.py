"""An input and its opening."""

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TextIO, cast

from ocpplint.resources.regular import Within, opened_regular
from ocpplint.sources.chunks import ReadStats, chunks_of, lines_of, text_of
from ocpplint.sources.encodings import as_utf8
from ocpplint.sources.packed import unpacked

if TYPE_CHECKING:
    from io import BufferedReader

    from ocpplint.sources.growing import Pause
    from ocpplint.sources.recent_lines import RecentLines

STDIN = "-"


class Opened(NamedTuple):
    """An input opened as text. ``account`` has the errors in its bytes, after it has been read."""

    text: TextIO
    account: ReadStats


class Growth(NamedTuple):
    """The lines of an input that is being written; None means that no more have come for a while."""

    lines: Iterator[str | None]
    account: ReadStats


class Source:
    """An input: a file, or standard input under the name the user gives it.

    ``named`` is False for a file that is read only because it belongs to one that was asked for. ``station``,
    ``connector`` and ``document`` are what the path says by the layout: the station it configures, the
    connector it configures there, and the set of files it is judged together with. ``series`` names the rotated log
    that the file is a part of, ``rank`` says which; ``recent`` is what was kept of an input that can be read
    only once. ``content`` is what is read in the file's place, while a fix is tried out. ``watch`` is told of each
    number of bytes that have been read. ``within`` are the folders that a file which nobody has named has to stand in,
    and it is a regular one; None says that the user has named it.
    """

    __slots__ = (
        "configured",
        "connector",
        "content",
        "document",
        "named",
        "path",
        "rank",
        "real_path",
        "recent",
        "series",
        "station",
        "watch",
        "within",
    )

    def __init__(
        self, path: str, *, real_path: str | None = None, named: bool = True, within: Within | None = None
    ) -> None:
        self.path = path
        self.real_path = path if real_path is None else real_path
        self.named = named
        self.within = within
        self.document = path
        self.station: str | None = None
        self.connector: int | None = None
        self.configured = False
        self.series: str | None = None
        self.rank = 0
        self.recent: RecentLines | None = None
        self.content: bytes | None = None
        self.watch: Callable[[int], None] | None = None

    def stand_alone(self) -> None:
        """Forget what the path says by the default names: they turned out not to name connectors."""
        self.station = self.connector = None
        self.document = self.path

    @contextmanager
    def open(self) -> Iterator[Opened]:
        """Open the input as text, unpacked and decoded, line ends as they are. Raises ``OSError``."""
        if self.content is not None:
            account = self.account(once=False)
            yield Opened(text_of(decoded(self._watched((self.content,)), account)), account)
            return
        if self.real_path == STDIN:
            account = self.account(once=True)
            yield Opened(text_of(decoded(self._watched(chunks_of(_standard_input())), account)), account)
            return
        with self._open_file() as file:
            account = self.account(once=not stat.S_ISREG(os.fstat(file.fileno()).st_mode))
            yield Opened(text_of(decoded(self._watched(chunks_of(file)), account)), account)

    def grow(self, pause: "Pause") -> Iterator[Growth]:
        """Yield the input as it is written, and each file that takes its place. Raises ``OSError``.

        Standard input grows until it ends.
        """
        if self.real_path == STDIN:
            account = self.account(once=True)
            yield Growth(lines_of(decoded(_as_it_comes(chunks_of(_standard_input())), account)), account)
            return
        from contextlib import closing

        from ocpplint.sources.growing import GrowingFile

        with closing(GrowingFile(self.real_path, pause)) as growing:
            for chunks in growing.files():
                account = self.account(once=True)
                yield Growth(lines_of(decoded(chunks, account)), account)

    def _open_file(self) -> "BufferedReader":
        if self.within is None:
            return open(self.real_path, "rb")
        return opened_regular(self.real_path, self.within)

    def _watched(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        return iter(chunks) if self.watch is None else _counted(chunks, self.watch)

    def account(self, *, once: bool) -> ReadStats:
        """Begin the account of a reading; what can be read only ``once`` is remembered for a while."""
        if once:
            from ocpplint.sources.recent_lines import RecentLines

            self.recent = RecentLines()
        return ReadStats(self.recent)


def decoded(chunks: Iterator[bytes], account: ReadStats) -> Iterator[bytes]:
    """Yield the text of an input as UTF-8, unpacked and decoded."""
    return as_utf8(unpacked(chunks, account), account)


def _counted(chunks: Iterable[bytes], watch: Callable[[int], None]) -> Iterator[bytes]:
    for chunk in chunks:
        watch(len(chunk))
        yield chunk


def _standard_input() -> "BufferedReader":
    return cast("BufferedReader", sys.stdin.buffer)


def _as_it_comes(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Say after the first chunk that there is no more for now: what it is, is told from what there is."""
    for chunk in chunks:
        yield chunk
        yield b""
        break
    yield from chunks
