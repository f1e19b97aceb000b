"""Compressed inputs, decompressed while they are read. The first bytes give the format, not the name."""

import re
import sys
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple, Protocol

from ocpplint.sources.chunks import CHUNK, ReadStats, sampled

MOST_UNPACKED: Final = 268_435_456
"""So many bytes are unpacked of any input."""
MOST_RATIO: Final = 250
"""Beyond ``MOST_UNPACKED``, so many bytes for each packed one. Logs shrink to a tenth, at best to a hundredth."""
_MOST_LAYERS = 3
_MOST_MEMORY = 268_435_456
"""The dictionary that an xz file asks for; ``xz -9`` needs a quarter of this."""

_PACKED: Final = {
    "gzip": rb"\x1f\x8b\x08",
    "bzip2": rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)",
    "xz": rb"\xfd7zXZ\x00",
    # A frame of zstd may stand behind frames to skip (RFC 8878 section 3.1.2), as parallel packers write them.
    "zstd": rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18",
}
_ZIP: Final = "a zip archive"
_NOT_UNPACKED: Final = {
    _ZIP: rb"PK(?:\x03\x04|\x05\x06)",
    "a tar archive": rb"(?s:.{257}ustar[\x00 ])",
    "a 7z archive": rb"7z\xbc\xaf\x27\x1c",
    "a rar archive": rb"Rar!\x1a\x07",
    "lz4 data": rb"\x04\x22\x4d\x18",
    "lzip data": rb"LZIP\x01",
    "compress data": rb"\x1f[\x9d\xa0]",
}
_SAMPLE = 512


class _Member(Protocol):
    """One stream of packed data, as ``bz2``, ``lzma`` and ``zstd`` unpack it."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Packing(NamedTuple):
    name: str
    begin: Callable[[], _Member]
    error: type[Exception]


def unpacked(chunks: Iterator[bytes], account: ReadStats) -> Iterator[bytes]:
    """Yield what is packed in an input, or the input itself if it is not packed.

    What can't be unpacked ends it, and is noted in ``account``.
    """
    head, chunks = sampled(chunks, _SAMPLE)
    for _ in range(_MOST_LAYERS):
        name = _named(_PACKED, head)
        if name is None:
            break
        head, chunks = sampled(_Unpacking(_packing(name), account).unpack(chunks), _SAMPLE)
    unsupported = _named(_NOT_UNPACKED, head)
    if unsupported is None:
        return chunks
    if unsupported == _ZIP and (lines := _workbook(chunks, account)) is not None:
        return lines
    account.fault(
        "unreadable", f"this is {unsupported}, which is not unpacked: unpack it, and name what was in it"
    )
    return iter(())


def _workbook(chunks: Iterator[bytes], account: ReadStats) -> Iterator[bytes] | None:
    """Return the text of an Excel workbook; None for any other archive."""
    from ocpplint.sources.workbooks import MOST_BYTES, WorkbookError, is_workbook, lines_of_workbook

    data = b"".join(_up_to(chunks, MOST_BYTES + 1))
    if len(data) > MOST_BYTES or not is_workbook(data):
        return None

    def text() -> Iterator[bytes]:
        try:
            for line in lines_of_workbook(data):
                yield f"{line}\n".encode("utf-8", "replace")
        except WorkbookError as error:
            account.fault(error.kind, str(error))

    return text()


def _up_to(chunks: Iterator[bytes], most: int) -> Iterator[bytes]:
    for chunk in chunks:
        yield chunk
        most -= len(chunk)
        if most <= 0:
            return


def _named(patterns: dict[str, bytes], head: bytes) -> str | None:
    return next((name for name, pattern in patterns.items() if re.match(pattern, head)), None)


class _Unpacking:
    """Unpacks a file: one or more consecutive streams of compressed data."""

    def __init__(self, packing: _Packing, account: ReadStats) -> None:
        self._packing = packing
        self._account = account
        self._member: _Member | None = None
        self._taken = self._given = 0

    def unpack(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Yield the data packed in ``chunks`` as far as it is whole and no bomb."""
        name = self._packing.name
        for chunk in chunks:
            self._taken += len(chunk)
            try:
                yield from self._take(chunk) if chunk else (chunk,)
            except self._packing.error as error:
                reason = str(error).rstrip(".") or "it can't be unpacked"
                self._account.fault("unreadable", f"the {name} data is damaged here, and the rest lost: {reason}")
                return
            if self._is_bomb():
                limit = f"more than {MOST_UNPACKED:,} bytes, and {MOST_RATIO} for each that is packed"
                self._account.fault("too-large", f"the {name} data unpacks to {limit}: the rest was not read")
                return
        if self._member is not None:
            self._account.fault("unreadable", f"the {name} data ends early: the rest is missing")

    def _take(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._member is None:
                # Tapes and block devices fill up the last block behind packed data.
                data = data.lstrip(b"\0") if self._given else data
                if not data:
                    return
                self._member = self._packing.begin()
            yield from self._pieces(self._member, data)
            if not self._member.eof:
                return
            data, self._member = self._member.unused_data, None

    def _pieces(self, member: _Member, data: bytes) -> Iterator[bytes]:
        piece = member.decompress(data, CHUNK)
        while True:
            if piece:
                self._given += len(piece)
                yield piece
            if member.eof or member.needs_input or self._is_bomb():
                return
            piece = member.decompress(b"", CHUNK)

    def _is_bomb(self) -> bool:
        return self._given > MOST_UNPACKED and self._given > MOST_RATIO * self._taken


def _packing(name: str) -> _Packing:
    """Import what unpacks ``name``: most inputs are not packed."""
    if name == "gzip":
        import zlib

        return _Packing(name, _Gunzip, zlib.error)
    if name == "bzip2":
        import bz2

        return _Packing(name, bz2.BZ2Decompressor, OSError)
    if name == "xz":
        import lzma

        return _Packing(name, lambda: lzma.LZMADecompressor(memlimit=_MOST_MEMORY), lzma.LZMAError)
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return _Packing(name, zstd.ZstdDecompressor, zstd.ZstdError)


class _Gunzip:
    """``zlib`` with the interface of ``bz2``, ``lzma`` and ``zstd``."""

    def __init__(self) -> None:
        import zlib

        self._inner = zlib.decompressobj(wbits=31)
        self._is_full = False

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._is_full and not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        piece = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        # With its output full, zlib may hold more although it has taken all its input.
        self._is_full = len(piece) == max_length
        return piece
