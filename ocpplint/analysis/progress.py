"""The progress of a run, in one terminal line that is overwritten and finally erased."""

import os
import time
from collections.abc import Callable, Mapping
from typing import TextIO

_PATIENCE = 1.0
"""Seconds before progress is shown: most runs are over by then."""
_AGAIN = 0.1
"""Seconds between two updates of the line."""
_WIDTH = 80


class Progress:
    """Counts files and bytes, and shows them on ``out`` when the run takes longer.

    ``total`` is the number of bytes of all inputs; where it is 0, as for standard input, the bytes read are shown.
    """

    def __init__(
        self,
        out: TextIO | None,
        files: int,
        total: int,
        clock: Callable[[], float] = time.monotonic,
        width: Callable[[], int] | None = None,
    ) -> None:
        self._out, self._files, self._total = out, files, total
        self._clock, self._width = clock, width or _terminal_width
        self._next = clock() + _PATIENCE
        self._bytes = self._done = self._shown = 0
        self._path = ""

    def read(self, size: int) -> None:
        """Count more bytes as read."""
        self._bytes += size
        if self._out is not None and self._clock() >= self._next:
            self._show(self._out)

    def begin(self, path: str) -> None:
        """Record which input is read now."""
        self._path = path

    def over(self, path: str) -> Callable[[int], None]:
        """Return a callback that counts the bytes read of one file after the other."""

        def read(size: int) -> None:
            if path != self._path:
                self._done += bool(self._path)
                self._path = path
            self.read(size)

        return read

    def finish(self, files: int, up_to: int) -> None:
        """Record that more files are finished, and the bytes of all finished files."""
        self._done += files
        self._bytes = max(self._bytes, up_to)
        self.read(0)

    def end(self) -> None:
        """Erase the line."""
        if self._out is not None and self._shown:
            self._out.write("\r" + " " * self._shown + "\r")
            self._out.flush()
        self._out = None

    def _show(self, out: TextIO) -> None:
        self._next = self._clock() + _AGAIN
        line = self._line()
        out.write("\r" + line + " " * max(0, self._shown - len(line)))
        self._shown = len(line)
        out.flush()

    def _line(self) -> str:
        """Return the progress as one terminal line, in characters of one column each."""
        so_far = (
            f"{min(99, self._bytes * 100 // self._total)} %" if self._total else f"{self._bytes // 1_000_000} MB"
        )
        said = f"Checking: {self._done} of {self._files} files, {so_far}"
        room = self._width() - 1
        if self._path:
            said += f", {_plain(self._path)}"
        return said if len(said) <= room else said[: max(0, room - 3)] + "..." if room > 3 else ""


def terminal_for_progress(stream: TextIO, environ: Mapping[str, str]) -> TextIO | None:
    """Return the stream if it is a terminal whose lines can be written over, else None."""
    return stream if stream.isatty() and environ.get("TERM") not in ("dumb", None) else None


def _plain(path: str) -> str:
    """Write a path in printable ASCII: anything else may be wider than a column, or drive the terminal."""
    return "".join(character if " " <= character <= "~" else "?" for character in path)


def _terminal_width() -> int:
    """Return the columns of the terminal on standard error, which need not be the one on standard output."""
    try:
        return os.get_terminal_size(2).columns or _WIDTH
    except OSError:
        return _WIDTH
