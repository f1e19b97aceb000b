"""From the bytes of an input in any encoding to clean UTF-8.

UTF-8 and UTF-16, with and without a byte order mark, are distinguished by their first bytes. Single bytes that are
not UTF-8 are read as Windows-1252, which contains the printable part of Latin-1: programs that write UTF-8
forward such bytes from a station. NUL bytes, which occur in a log that was truncated while it was written,
are removed.
"""

import codecs
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from ocpplint.sources.chunks import ReadFault, ReadStats, sampled

LONGEST_LINE: Final = 67_108_864
"""What a line has beyond so many characters is left out."""
_SAMPLE = 8192
_LOOK_FOR_DAMAGE = 16
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = rb"\x89PNG|%PDF-|\x7fELF|SQLite format 3\x00|\xd4\xc3\xb2\xa1|\xa1\xb2\xc3\xd4|\x0a\x0d\x0d\x0a|MZ.\x00"
_CONTROLS = bytes({*range(1, 32), 127} - set(b"\a\b\t\n\v\f\r\x1b"))
_MOST_RUNS = 8
_TORN = "[\udcc2-\udcf4][\udc80-\udcbf]+"
"""The first bytes of a character of UTF-8 whose last ones are missing."""
_NO_CHARACTER = "[\ud800-\udfff]"
_REPLACED = "\ufffd"
_WINDOWS_1252: Final = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


class Encoding(NamedTuple):
    """An encoding and the length of the byte order mark that tells it."""

    codec: str
    mark: int = 0


def as_utf8(chunks: Iterator[bytes], account: ReadStats) -> Iterator[bytes]:
    """Yield the text in ``chunks`` as UTF-8, whole characters in each chunk; nothing for what is binary.

    ``account`` is kept: lines are counted, and what had to be replaced is noted at the end.
    """
    head, chunks = sampled(chunks, _SAMPLE)
    encoding = encoding_of(head)
    if encoding is None:
        # Damaged packed data looks so as well, and is known for damaged at the end of a block.
        deque(islice(chunks, _LOOK_FOR_DAMAGE), maxlen=0)
        return
    text = _Transcoder(encoding, account)
    for chunk in chunks:
        data = text.take(chunk) if chunk else chunk
        if data or not chunk:
            yield data
    yield text.end()


def encoding_of(head: bytes) -> Encoding | None:
    """Tell the encoding of a text by its first bytes; None if it is no text."""
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return Encoding(codec, len(mark))
    return Encoding(_wide_codec(head) or "utf-8") if _wide_codec(head) or not _is_binary(head) else None


def _wide_codec(head: bytes) -> str | None:
    """Recognise UTF-16 without a mark: of the characters OCPP is written in, every other byte is NUL."""
    pairs = len(head) // 2
    first, second = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if second * 2 > pairs and first * 20 < pairs:
        return "utf-16-le"
    return "utf-16-be" if first * 2 > pairs and second * 20 < pairs else None


def _is_binary(head: bytes) -> bool:
    """Tell what is no text by its signature, its control characters, or NUL bytes scattered all over it."""
    if re.match(_BINARY, head, re.DOTALL):
        return True
    visible = len(head) - head.count(0)
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls * 20 > visible:
        return True
    # A log has NUL bytes in a few long runs, where it was truncated or a machine went down.
    runs = len(re.findall(rb"\x00+", head)) if b"\0" in head else 0
    return runs > _MOST_RUNS and runs * 50 > visible


class _Transcoder:
    """Turns one text into UTF-8, chunk by chunk."""

    def __init__(self, encoding: Encoding, account: ReadStats) -> None:
        self._account = account
        self._mark = encoding.mark
        self._is_utf8 = encoding.codec == "utf-8"
        errors = "surrogateescape" if self._is_utf8 else "surrogatepass"
        self._decoder = codecs.getincrementaldecoder(encoding.codec)(errors)
        self._name = encoding.codec.upper().removesuffix("-LE").removesuffix("-BE")
        self._begun = b""
        self._line_length = 0
        self._replaced = 0
        self._first: tuple[int, int] | None = None

    def take(self, chunk: bytes) -> bytes:
        """Return the next chunk as UTF-8, but for a carriage return at its end: a line feed may follow."""
        if self._mark:
            chunk, self._mark = chunk[self._mark :], 0
        if not (self._is_utf8 and chunk.isascii() and not self._decoder.getstate()[0]):
            chunk = self._encoded(self._decoder.decode(chunk))
        if b"\0" in chunk:
            chunk = chunk.translate(None, b"\0")
        data = self._begun + chunk if self._begun else chunk
        self._begun = b"\r" if data.endswith(b"\r") else b""
        return self._counted(data[:-1] if self._begun else data)

    def end(self) -> bytes:
        """Return what is left at the end, and note what had to be replaced."""
        torn = self._decoder.getstate()[0]
        left = self._begun
        if torn:
            left += self._encoded(torn.decode("utf-8", "surrogateescape") if self._is_utf8 else "\udfff")
        data = self._counted(left)
        if self._first is not None:
            how = "read as Windows-1252 or replaced" if self._is_utf8 else "replaced"
            many = f"{self._replaced} characters that are" if self._replaced > 1 else "a character that is"
            message = f"this input has {many} not {self._name}, here first: {how}"
            self._account.faults.append(ReadFault("encoding", message, *self._first))
        if self._account.recent is not None:
            self._account.recent.end()
        return data

    def _encoded(self, text: str) -> bytes:
        try:
            return text.encode("utf-8")
        except UnicodeEncodeError as error:
            if self._first is None:
                self._first = self._place(text[: error.start])
        if self._is_utf8:
            text, torn = re.subn(_TORN, _REPLACED, text)
            self._replaced += torn
            self._replaced += len(re.findall(_NO_CHARACTER, text))
            return text.translate(_WINDOWS_1252).encode("utf-8", "replace")
        text, lone = re.subn(_NO_CHARACTER, _REPLACED, text)
        self._replaced += lone
        return text.encode("utf-8")

    def _place(self, before: str) -> tuple[int, int]:
        """Return line and column of what follows ``before`` in the chunk."""
        text = self._begun.decode() + before.replace("\0", "")
        ends = [end.end() for end in re.finditer("\r\n?|\n", text)]
        column = len(text) - ends[-1] if ends else self._line_length + len(text)
        return self._account.lines + len(ends) + 1, column + 1

    def _counted(self, data: bytes) -> bytes:
        """Keep the account of ``data``, which holds whole characters and whole line ends."""
        if self._line_length > LONGEST_LINE:
            end = re.search(rb"[\r\n]", data)
            if end is None:
                return b""
            data, self._line_length = data[end.start() :], 0
        if self._account.recent is not None:
            self._account.recent.add(data)
        self._account.lines += data.count(b"\n")
        last = data.rfind(b"\n")
        if b"\r" in data:
            self._account.lines += data.count(b"\r") - data.count(b"\r\n")
            last = max(last, data.rfind(b"\r"))
        tail = data[last + 1 :]
        length = len(tail) if tail.isascii() else len(tail.decode("utf-8"))
        self._line_length = length if last >= 0 else self._line_length + length
        if self._line_length > LONGEST_LINE:
            self._account.fault(
                "too-large", f"this line has more than {LONGEST_LINE:,} characters; they were left out"
            )
        return data
