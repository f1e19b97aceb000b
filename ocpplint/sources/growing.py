"""A file read while it is written, through its rotation: renamed and created anew, or copied and truncated."""

import os
from collections.abc import Iterator
from io import FileIO
from typing import Protocol

from ocpplint.sources.chunks import CHUNK


class Pause(Protocol):
    """Waits between two reads of a growing file."""

    @property
    def ended(self) -> bool:
        """Whether no more is to be read."""
        ...

    def wait(self) -> None:
        """Wait a moment."""
        ...


class GrowingFile:
    """Reads the content of a file and its additions, until ``pause`` has ended. Raises ``OSError``."""

    def __init__(self, path: str, pause: Pause) -> None:
        self._path = path
        self._pause = pause
        self._file = FileIO(path)
        self._next: FileIO | None = None

    def files(self) -> Iterator[Iterator[bytes]]:
        """Yield the chunks of the file, then those of each one that takes its place.

        An empty chunk says that nothing has come for a while. The chunks are to be consumed before going on.
        """
        while not self._pause.ended:
            yield self._chunks()

    def close(self) -> None:
        """Close what is open."""
        self._file.close()
        if self._next is not None:
            self._next.close()

    def _chunks(self) -> Iterator[bytes]:
        looks = 0
        while not self._pause.ended:
            chunk = self._file.read(CHUNK)
            if chunk:
                looks = 0
                yield chunk
            elif self._is_replaced():
                return
            elif self._next is None:
                looks += 1
                if looks == 2:
                    yield b""
                self._pause.wait()

    def _is_replaced(self) -> bool:
        """Go over to the file that has taken this one's place, once this one has been read to its end."""
        if self._next is not None:
            self._file.close()
            self._file, self._next = self._next, None
            return True
        try:
            there = os.stat(self._path)
        except OSError:
            # Renamed, and not created anew yet.
            return False
        here = os.fstat(self._file.fileno())
        if os.path.samestat(there, here):
            return self._is_truncated(here.st_size)
        if there.st_size:
            # Before the new file has anything in it, its writer may still write to the old one. Reading goes on once
            # more for what came between the last read and this look.
            self._next = FileIO(self._path)
        return False

    def _is_truncated(self, size: int) -> bool:
        if size >= self._file.tell():
            return False
        self._file.seek(0)
        return True
