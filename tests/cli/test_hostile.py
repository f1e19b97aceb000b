"""Inputs that try to break it: there is a message or a finding, never a traceback, never a wait without end."""

import os
from pathlib import Path

import pytest

from tests.support.command import Outcome, run, write

pytestmark = pytest.mark.slow

MISTAKE = '{"key": "RCMBDelta_2", "value": "30"}'


def check(folder: Path, *arguments: str) -> Outcome:
    outcome = run("check", "--output-format", "concise", *arguments, cwd=folder)
    assert "Traceback" not in outcome.err
    assert "internal error" not in outcome.err
    return outcome


def aliases(levels: int) -> str:
    """Return YAML of a few hundred bytes that unfolds into 9 to the power of ``levels`` texts."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, levels):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]")
    return "\n".join(lines)


HOSTILE = {
    "empty.json": b"",
    "empty.yaml": b"",
    "blank.json": b" \n\n\t\n",
    "bytes.json": bytes(range(256)) * 40,
    "bytes.yaml": bytes(range(256)) * 40,
    "bytes.log": bytes(range(256)) * 40,
    "zeros.json": b"\0" * 65_536,
    "utf16.json": MISTAKE.encode("utf-16"),
    "surrogate.json": b'{"key": "RCMBDelta\\ud800", "value": "\\udfff"}',
    "deep-lists.json": b"[" * 200_000,
    "deep-maps.json": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep-flow.yaml": b"[" * 50_000 + b"]" * 50_000,
    "deep-blocks.yaml": b"".join(b" " * n + b"a:\n" for n in range(2_000)),
    "deep-frame.log": b'[2,"a","DataTransfer",' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"]\n",
    "open-frames.log": b'[2,"a","Heartbeat",{' * 20_000,
    "quotes.json": b'"' * 100_001,
    "comments.json": b"/*" * 100_000,
    "one-line.log": b"x" * 8_000_000,
    "one-line.json": b'{"HeartbeatInterval": "' + b"9" * 8_000_000 + b'"}',
    "digits.json": b'{"HeartbeatInterval": ' + b"9" * 100_000 + b"}",
    "exponent.json": b'{"HeartbeatInterval": 1e999999999}',
    "self.yaml": b"a: &a [*a]\nconfiguration: {HeartbeatInterval: 300}\n",
    "merge.yaml": b"a: &a\n  <<: *a\n  HeartbeatInterval: 300\n",
    "python.yaml": b"!!python/object/apply:os.system ['touch owned']\n",
    "anchor.yaml": b"configuration:\n  HeartbeatInterval: *nowhere\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_comes_to_an_end_in_order(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name])
    outcome = check(tmp_path, name)
    assert outcome.code in (0, 1)
    assert "Checked 1 file " in outcome.out
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


@pytest.mark.parametrize("name", HOSTILE)
def test_others_are_checked_beside_it(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name])
    write(tmp_path, {"station.json": MISTAKE})
    outcome = check(tmp_path)
    assert outcome.code == 1
    assert "station.json:1:10: error SCP001 " in outcome.out


def test_an_alias_bomb_is_reported_where_it_grows(tmp_path: Path) -> None:
    write(tmp_path, {"station.yaml": aliases(30) + "\nconfiguration: {RCMBDelta_2: 30}\n"})
    outcome = check(tmp_path, "station.yaml")
    assert "INP" in "".join(outcome.codes)
    assert "SCP001" in outcome.codes


def test_a_pipe_in_a_folder_is_passed_by(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    write(tmp_path, {"station.json": MISTAKE})
    outcome = check(tmp_path)
    assert outcome.codes == ["SCP001"]
    assert "Checked 1 file " in outcome.out


def test_links_that_lead_in_a_circle(tmp_path: Path) -> None:
    write(tmp_path, {"depot/station.json": MISTAKE})
    (tmp_path / "depot" / "again").symlink_to(tmp_path / "depot")
    (tmp_path / "depot" / "loop.json").symlink_to("loop.json")
    outcome = check(tmp_path)
    assert outcome.codes == ["INP002", "SCP001"]
    assert "depot/loop.json:1:1: error INP002 this input can't be read: " in outcome.out


def test_a_link_to_nowhere_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "gone.json").symlink_to("nowhere.json")
    outcome = check(tmp_path, "gone.json")
    assert outcome.codes == ["INP002"]
    assert outcome.out.endswith("Not understood: 1 file that can't be read.\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    write(tmp_path, {"secret.json": MISTAKE})
    (tmp_path / "secret.json").chmod(0)
    assert check(tmp_path).codes == ["INP002"]


def test_a_rule_may_be_ignored_for_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "gone.json").symlink_to("nowhere.json")
    assert check(tmp_path, "--ignore", "unreadable-input", "gone.json").code == 0


def test_names_with_line_breaks(tmp_path: Path) -> None:
    write(tmp_path, {"a\n::error::b.json": MISTAKE})
    for form in ("full", "concise", "github"):
        outcome = run("check", "--output-format", form, cwd=tmp_path)
        assert outcome.code == 1
        assert not any(line.startswith("::error::b") for line in outcome.out.splitlines())


def test_a_huge_number_of_mistakes_is_reported_in_reasonable_time(tmp_path: Path) -> None:
    settings = ",\n".join(f'{{"key": "RCMBDelta_2", "value": "{n}", "connectorId": 0}}' for n in range(5_000))
    write(tmp_path, {"station.json": f"[{settings}]"})
    outcome = check(tmp_path, "station.json")
    assert outcome.code == 1
    assert "SCP001" in outcome.codes
