"""Real logs and traces: as many frames are found as were counted independently, or it is known why not."""

import os
import re

import pytest

from ocpplint.facts.inputs import InputReport
from ocpplint.facts.message import Message
from ocpplint.readers.traces.dialect_loader import load_dialects
from ocpplint.readers.traces.dialects import Dialects
from ocpplint.readers.traces.lines import read_lines
from ocpplint.readers.traces.recognise import looks_like_trace

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
CORPUS = os.environ.get("OCPPLINT_CORPUS") or os.path.join(os.path.dirname(ROOT), "shared", "corpus")
COUNTS = os.path.join(CORPUS, "vectors", "frame_counts.txt")

KNOWN_DIFFERENCES = {
    "L21": (-2, "two answers are logged by two loggers each, and are one message each"),
    "L50": (-1, "one frame that decodes has its action elided by the logger"),
    "T01": (+22, "frames wrapped in JSON lines were not counted"),
    "T03": (+3, "frames wrapped in JSON lines were not counted"),
}

pytestmark = pytest.mark.skipif(not os.path.isfile(COUNTS), reason="no corpus of real logs (OCPPLINT_CORPUS)")


def counted() -> list[tuple[str, int, int]]:
    """List the files with their lines and frames as counted."""
    if not os.path.isfile(COUNTS):
        return []
    with open(COUNTS, encoding="utf-8") as file:
        found = re.findall(r"^(\S+): lines=(\d+) frames=(\d+)", file.read(), re.MULTILINE)
    return [(name, int(lines), int(frames)) for name, lines, frames in found]


@pytest.fixture(scope="module")
def dialects() -> Dialects:
    return load_dialects()


def text_of(name: str) -> str:
    folder = "traces" if name.startswith("T") else "logs"
    with open(os.path.join(CORPUS, folder, name), encoding="utf-8") as file:
        return file.read()


@pytest.mark.parametrize(("name", "lines", "frames"), counted(), ids=[name for name, _, _ in counted()])
def test_the_frames_of_a_real_file(name: str, lines: int, frames: int, dialects: Dialects) -> None:
    report = InputReport(name)
    facts = list(read_lines(text_of(name).splitlines(), name, report, dialects))
    difference, _ = KNOWN_DIFFERENCES.get(name[:3], (0, ""))
    messages = [fact for fact in facts if isinstance(fact, Message)]
    assert (report.lines, report.frames) == (lines, frames + difference)
    assert len(messages) == report.frames
    assert not any(message.dialect == "text" for message in messages)


@pytest.mark.parametrize("name", [name for name, _, _ in counted()])
def test_a_real_file_is_known_for_a_trace_by_its_beginning(name: str) -> None:
    assert looks_like_trace(text_of(name)[:65536]) is (name != "L41_everest_ocpp_console_journald.log")
