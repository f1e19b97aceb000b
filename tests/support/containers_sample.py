"""A log in any packing and encoding, and what the linter hears in it."""

import bz2
import gzip
import io
import json
import lzma
import sys
from collections.abc import Callable
from typing import Any

from ocpplint.analysis.pipeline import Linter
from ocpplint.facts.fact import Fact
from ocpplint.facts.fact_types import FACT_TYPES
from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.message import Message
from ocpplint.sources.discover import discover
from ocpplint.sources.layout import Layout
from ocpplint.stations.registry import Profiles

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": lambda data: zstd.compress(data, options={zstd.CompressionParameter.checksum_flag: 1}),
    "zstd without checksum": zstd.compress,
    "gzip in gzip": lambda data: gzip.compress(gzip.compress(data)),
    "two gzip members": lambda data: gzip.compress(data[:40]) + gzip.compress(data[40:]),
    "two xz streams, padded": lambda data: lzma.compress(data[:40]) + bytes(4) + lzma.compress(data[40:]),
    "two bzip2 streams": lambda data: bz2.compress(data[:40]) + bz2.compress(data[40:]),
    "zstd behind a frame to skip": lambda data: b"\x50\x2a\x4d\x18\x04\0\0\0abcd" + zstd.compress(data),
    "gzip in padded blocks": lambda data: gzip.compress(data) + bytes(512),
}

ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "UTF-8": lambda text: text.encode(),
    "UTF-8 with a mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16 LE with a mark": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "UTF-16 BE with a mark": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "UTF-16 LE": lambda text: text.encode("utf-16-le"),
    "UTF-16 BE": lambda text: text.encode("utf-16-be"),
    "UTF-8 behind a hole": lambda text: bytes(20_000) + text.encode(),
}


class Recorder:
    """Writes down what the linter says."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.closed: list[str | None] = []

    def accepts(self, kind: type[Fact]) -> bool:
        return kind in FACT_TYPES.values()

    def on_fact(self, fact: Fact) -> None:
        self.facts.append(fact)

    def close(self, document: str | None = None) -> None:
        self.closed.append(document)

    def of(self, kind: type) -> list[Any]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    @property
    def messages(self) -> list[tuple[Any, ...]]:
        """What was said, by whom, and where."""
        return [
            (m.type, m.id, m.action, m.payload, m.station, m.sender, m.time, tuple(m.location)[1:])
            for m in self.of(Message)
        ]

    @property
    def troubles(self) -> list[tuple[str, int, int]]:
        found = [(problem.kind, problem.place.locate()) for problem in self.of(InputProblem)]
        return [(kind, place.line, place.column) for kind, place in found]


def heard(*paths: object) -> Recorder:
    """Let the linter read what is at these paths."""
    recorder = Recorder()
    Linter(Profiles(), [recorder]).run(discover([str(path) for path in paths], Layout()))
    return recorder


def log_line(time: str, direction: str, frame: list[Any], station: str = "CP7") -> str:
    """A line as Home Assistant writes it, with characters as they are."""
    text = json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
    return f"2026-03-01 {time}.000 INFO (MainThread) [ocpp] {station}: {direction} {text}"


def universal_lines(text: str) -> list[str]:
    """The lines as Python's text files tell them apart."""
    return [line.rstrip("\r\n") for line in io.StringIO(text, newline="")]
