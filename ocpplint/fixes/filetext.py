"""The text of a file with the data for writing it back: bytes that are not edited do not change."""

import os
import re
import stat
from typing import NamedTuple, Self

from ocpplint.documents.positions import line_starts
from ocpplint.readers.classification import MOST_CHARACTERS
from ocpplint.resources.regular import read_regular
from ocpplint.sources.encodings import encoding_of
from ocpplint.sources.source import Source

_HEAD = 131_072
_MOST_BYTES = 4 * MOST_CHARACTERS
_STRAY = "[\udc80-\udcff]"
"""A byte that is not UTF-8, as ``surrogateescape`` carries it through."""


class NotEditableError(Exception):
    """A file that is not edited; the text is the reason, as the end of a sentence that begins with the path."""


class FileText(NamedTuple):
    """The text of a file in ``codec``, after the byte order mark ``mark``. ``data`` are the bytes it was read from."""

    text: str
    data: bytes
    codec: str
    mark: bytes

    @classmethod
    def read(cls, source: Source) -> Self:
        """Read a file and make sure that it is the text that the readers see.

        Raises ``OSError``, and ``NotEditableError`` for what is packed, no regular file, not wholly text or
        protected.
        """
        if not stat.S_ISREG(os.stat(source.real_path).st_mode):
            raise NotEditableError("is no regular file")
        if not os.access(source.real_path, os.W_OK):
            raise NotEditableError("is protected against writing")
        data = read_regular(source.real_path, source.within, _MOST_BYTES)
        made = cls._decoded(data)
        source.content = data
        with source.open() as opened:
            seen = opened.text.read(MOST_CHARACTERS + 1)
        if made is None or not _is_same(made.text, seen):
            source.content = None
            raise NotEditableError("is compressed or not wholly text, and is never rewritten")
        return made

    @classmethod
    def _decoded(cls, data: bytes) -> Self | None:
        encoding = encoding_of(data[:_HEAD])
        if encoding is None:
            return None
        errors = "surrogateescape" if encoding.codec == "utf-8" else "strict"
        try:
            text = data[encoding.mark :].decode(encoding.codec, errors)
        except UnicodeDecodeError:
            return None
        return cls(text, data, encoding.codec, data[: encoding.mark])

    def with_text(self, text: str) -> Self:
        """Return the file with another text, in the encoding it has."""
        data = self.mark + text.encode(self.codec, "surrogateescape")
        return self._replace(text=text, data=data)

    def can_hold(self, content: str) -> bool:
        """Return whether ``content`` may be written: in a file of another encoding than UTF-8, only ASCII is safe."""
        return content.isascii() or re.search(_STRAY, self.text) is None


class Lines:
    """The lines of a text: from lines and columns to offsets."""

    def __init__(self, text: str) -> None:
        self._starts = line_starts(text)

    def offset(self, line: int, column: int) -> int:
        """Return the offset of the character at a line and column, both 1-based."""
        return self._starts[line - 1] + column - 1


def _is_same(text: str, seen: str) -> bool:
    """Compare character by character with what the readers see, who read stray bytes as Windows-1252."""
    if text == seen:
        return True
    strays = {found.start() for found in re.finditer(_STRAY, text)}
    return len(text) == len(seen) and all(
        own == other or place in strays for place, (own, other) in enumerate(zip(text, seen, strict=True))
    )
