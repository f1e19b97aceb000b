"""One input and how it is opened."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

STDIN = "-"


class Source:
    """An input: a file, or standard input under the name the user gives it.

    ``named`` is False for a file that is read only because it belongs to one that was asked for. ``station``,
    ``connector`` and ``document`` are what the path says by the layout: the station it configures, the
    connector it configures there, and the set of files it is judged together with.
    """

    __slots__ = ("configured", "connector", "document", "named", "path", "real_path", "station")

    def __init__(self, path: str, *, real_path: str | None = None, named: bool = True) -> None:
        self.path = path
        self.real_path = path if real_path is None else real_path
        self.named = named
        self.document = path
        self.station: str | None = None
        self.connector: int | None = None
        self.configured = False

    @contextmanager
    def open(self) -> Iterator[TextIO]:
        """Open the input as text. Bytes that are not UTF-8 become U+FFFD. Raises ``OSError``."""
        if self.real_path == STDIN:
            yield io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace", newline="")
            return
        with open(self.real_path, encoding="utf-8-sig", errors="replace", newline="") as file:
            yield file

    @property
    def size(self) -> int | None:
        """The size in bytes; None where it is not known before reading."""
        try:
            return None if self.real_path == STDIN else os.stat(self.real_path).st_size
        except OSError:
            return None
