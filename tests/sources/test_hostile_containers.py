"""Damaged and malicious inputs end in a finding with a place, never in a traceback or a run without end."""

import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from ocpplint.cli import ocpplint
from ocpplint.sources import encodings, packed
from ocpplint.sources.chunks import ReadStats
from ocpplint.sources.source import decoded
from tests.support.containers_sample import PACKINGS, heard, log_line

pytestmark = pytest.mark.slow

LOG = "".join(log_line("10:00:00", "send", [3, f"x{number}", {"n": number}]) + "\n" for number in range(2000))


@pytest.mark.parametrize("packing", ["gzip", "bzip2", "xz", "zstd"])
def test_what_precedes_the_break_is_read(tmp_path: Path, packing: str) -> None:
    data = PACKINGS[packing](LOG.encode())
    path = tmp_path / "csms.log"
    path.write_bytes(data[:-9])
    recorder = heard(path)
    kind, line, column = recorder.troubles[-1]
    assert (kind, line, column) == ("unreadable", LOG[: _read_of(data[:-9])].count("\n") + 1, 1)
    assert [message[1] for message in recorder.messages] == [f"x{n}" for n in range(len(recorder.messages))]


def _read_of(data: bytes) -> int:
    return len(b"".join(packed.unpacked(iter([data]), ReadStats())))


@pytest.mark.parametrize("packing", ["gzip", "bzip2", "xz", "zstd"])
@settings(max_examples=30, deadline=None)
@given(place=st.integers(0, 10_000), byte=st.integers(0, 255), cut=st.integers(0, 10_000))
def test_damage_anywhere_is_survived(packing: str, place: int, byte: int, cut: int) -> None:
    data = bytearray(PACKINGS[packing](LOG.encode()))
    data[place % len(data)] ^= byte
    account = ReadStats()
    text = b"".join(decoded(iter([bytes(data[: max(16, cut)])]), account))
    # What a signature's damage makes of a file is another file.
    assert text == LOG.encode() or account.faults or place % len(data) < 12


@pytest.mark.parametrize("start", [b"\x28\xb5\x2f\xfd", b"\x1f\x8b\x08", b"\xfd7zXZ\0", b"BZh91AY&SY"])
def test_garbage_behind_a_signature(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "csms.log"
    path.write_bytes(start + b"garbage, nothing but garbage " * 9)
    result = CliRunner().invoke(
        ocpplint, ["check", "--output-format", "concise", str(path)], standalone_mode=False
    )
    assert "csms.log:1:1: error INP002 the " in result.output
    assert result.return_value == 1


def test_a_bomb_goes_off_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_UNPACKED", 4_000_000)
    path = tmp_path / "csms.log"
    path.write_bytes(gzip.compress((LOG + "\n" * 20_000_000).encode()))
    recorder = heard(path)
    assert len(recorder.messages) == 2000
    assert [problem[0] for problem in recorder.troubles] == ["too-large"]


def test_a_bomb_of_a_gigabyte_takes_neither_memory_nor_time(tmp_path: Path) -> None:
    block = gzip.compress(bytes(1 << 20))
    path = tmp_path / "csms.log"
    path.write_bytes(block * 1024)
    account = ReadStats()
    with path.open("rb") as file:
        size = sum(map(len, decoded(iter(lambda: file.read(65_536), b""), account)))
    assert size == 0
    (fault,) = account.faults
    assert fault.kind == "too-large"


def test_a_large_log_is_no_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_UNPACKED", 100_000)
    account = ReadStats()
    assert b"".join(decoded(iter([gzip.compress(LOG.encode())]), account)) == LOG.encode()
    assert account.faults == []


def test_the_rest_of_a_line_without_end_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "LONGEST_LINE", 1000)
    account = ReadStats()
    chunks = [b"first\n" * 2000, *[b"x" * 300] * 50, b"end\nlast\n"]
    text = b"".join(decoded(iter(chunks), account)).decode()
    assert [len(line) for line in text.splitlines()[1999:]] == [5, 1200, 4]
    assert [(fault.kind, fault.line) for fault in account.faults] == [("too-large", 2001)]
    assert account.lines == 2002


def test_a_broken_document_is_not_blamed_for_its_end(tmp_path: Path) -> None:
    items = [{"key": f"HeartbeatInterval{n}", "value": os.urandom(6).hex()} for n in range(9000)]
    path = tmp_path / "cp7.json.gz"
    path.write_bytes(gzip.compress(json.dumps(items, indent=1).encode())[:-2000])
    assert [problem[0] for problem in heard(path).troubles] == ["unreadable"]


def test_an_archive_is_named(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("csms.log", LOG)
    path = tmp_path / "diagnostics.log"
    path.write_bytes(stream.getvalue())
    result = CliRunner().invoke(
        ocpplint, ["audit", "--output-format", "concise", str(path)], standalone_mode=False
    )
    assert "error INP002 this is a zip archive, which is not unpacked" in result.output
    assert result.return_value == 3


@pytest.mark.parametrize("packing", ["plain", "gzip", "zstd"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_standard_input_may_be_packed_too(packing: str, encoding: str) -> None:
    frame = [2, "a1", "ChangeConfiguration", {"key": "ConnectorPhaseRotation_3", "value": "RST"}]
    boot = {"chargePointVendor": "Bender GmbH Co. KG", "chargePointModel": "CC612"}
    text = log_line("10:00:00", "receive message", [2, "b1", "BootNotification", boot]) + "\n"
    text += log_line("10:00:01", "send", frame) + "\n"
    command = [sys.executable, "-m", "ocpplint", "check", "-", "--stdin-filename", "csms.log"]
    data = PACKINGS[packing](text.encode(encoding))
    done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=60)
    output = done.stdout.decode()
    assert output.startswith("csms.log:2:")
    assert "ConnectorPhaseRotation_3" in output.splitlines()[1], "the code frame shows the line"
    assert done.returncode == 1
