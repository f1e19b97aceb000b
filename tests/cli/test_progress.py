"""Progress: only on a terminal that can, only when it takes long, and gone without a trace."""

import io
import sys
from pathlib import Path

import pytest

from ocpplint.analysis.progress import Progress, terminal_for_progress
from tests.cli.test_terminal import on_terminal
from tests.support.command import run, write

MISTAKE = '{"key": "RCMBDelta_2", "value": "30"}\n'


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Screen(io.StringIO):
    """A terminal of one line, which shows what was written last."""

    def isatty(self) -> bool:
        return True

    @property
    def line(self) -> str:
        cells = [" "] * 300
        column = 0
        for character in self.getvalue():
            assert character.isprintable() or character == "\r"
            column = 0 if character == "\r" else column + 1
            if column:
                cells[column - 1] = character
        return "".join(cells).rstrip()


def progress(files: int = 4, total: int = 200, width: int = 80) -> tuple[Progress, Clock, Screen]:
    clock, screen = Clock(), Screen()
    return Progress(screen, files, total, clock, lambda: width), clock, screen


def test_nothing_is_shown_in_the_first_second() -> None:
    shown, clock, screen = progress()
    shown.begin("a.json")
    clock.now += 0.99
    shown.read(10)
    shown.finish(1, 50)
    shown.end()
    assert screen.getvalue() == ""


def test_after_a_second_it_says_how_far_it_is() -> None:
    shown, clock, screen = progress()
    shown.begin("a.json")
    shown.finish(1, 50)
    shown.begin("depot/b.json")
    clock.now += 1
    shown.read(30)
    assert screen.line == "Checking: 1 of 4 files, 40 %, depot/b.json"


def test_it_is_not_written_more_often_than_anybody_can_read() -> None:
    shown, clock, screen = progress()
    clock.now += 1
    for _ in range(50):
        shown.read(1)
        clock.now += 0.01
    assert screen.getvalue().count("\r") in range(4, 7)


def test_a_shorter_line_covers_the_longer_one_before() -> None:
    shown, clock, screen = progress()
    clock.now += 1
    for path in ("a/very/long/name/of/a/file.json", "b.json"):
        shown.begin(path)
        shown.read(1)
        clock.now += 1
    assert screen.line.endswith("%, b.json")


def test_in_the_end_nothing_is_left() -> None:
    shown, clock, screen = progress()
    clock.now += 1
    shown.read(1)
    assert screen.line != ""
    shown.end()
    assert screen.line == ""
    clock.now += 1
    shown.read(1)
    assert screen.line == ""


@pytest.mark.parametrize("width", [1, 3, 4, 10, 40, 200])
def test_the_line_never_fills_the_terminal(width: int) -> None:
    shown, clock, screen = progress(width=width)
    shown.begin("depot/" + "x" * 100)
    clock.now += 1
    shown.read(1)
    assert len(screen.line) < width


def test_a_name_cannot_drive_the_terminal() -> None:
    shown, clock, screen = progress()
    shown.begin("a\x1b[2J\n\u202e漢.json")
    clock.now += 1
    shown.read(1)
    assert screen.line.endswith("a?[2J???.json")


def test_it_is_never_done_before_it_is() -> None:
    shown, clock, screen = progress(total=10)
    clock.now += 1
    shown.read(1000)
    assert ", 99 %" in screen.line


def test_of_an_unknown_size_it_tells_what_was_read() -> None:
    shown, clock, screen = progress(files=1, total=0)
    clock.now += 1
    shown.over("<stdin>")(2_500_000)
    assert screen.line == "Checking: 0 of 1 files, 2 MB, <stdin>"


def test_files_that_come_one_after_the_other_are_counted() -> None:
    shown, clock, screen = progress()
    clock.now += 1
    for path in ("a", "a", "b", "c"):
        shown.over(path)(40)
        clock.now += 1
    assert screen.line == "Checking: 2 of 4 files, 80 %, c"


def test_only_a_terminal_that_can_write_over_a_line_gets_it() -> None:
    assert terminal_for_progress(Screen(), {"TERM": "xterm"}) is not None
    assert terminal_for_progress(Screen(), {"TERM": "dumb"}) is None
    assert terminal_for_progress(Screen(), {}) is None
    assert terminal_for_progress(io.StringIO(), {"TERM": "xterm"}) is None


IMPATIENT = """
import sys
from ocpplint.analysis import progress
progress._PATIENCE = progress._AGAIN = 0.0
sys.argv = ["ocpplint", *sys.argv[1:]]
from ocpplint.__main__ import main
main()
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_terminal_sees_it_come_and_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: str) -> None:
    write(tmp_path, {**{f"s{number}.json": MISTAKE for number in range(5)}, "impatient.py": IMPATIENT})
    monkeypatch.setattr("tests.cli.test_terminal.program", lambda: [sys.executable, "impatient.py"])
    arguments = ("check", "--no-cache", "--jobs", jobs, "--output-format", "concise", ".")
    arrived = on_terminal(tmp_path, *arguments, NO_COLOR="1")
    assert "\rChecking: 5 of 5 files, 99 %, s" in arrived
    last = arrived[arrived.rindex("Checking: ") :]
    assert last.index("\r ") < last.index("s0.json:1:")
    assert "Checking" not in on_terminal(tmp_path, *arguments, TERM="dumb")


def test_an_audit_shows_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.log": 'CP1: receive message [2,"1","Heartbeat",{}]\n', "impatient.py": IMPATIENT})
    monkeypatch.setattr("tests.cli.test_terminal.program", lambda: [sys.executable, "impatient.py"])
    arrived = on_terminal(tmp_path, "audit", "a.log")
    assert arrived.startswith("\rChecking: 0 of 1 files, 99 %, a.log\r ")
    assert arrived.index("\r ") < arrived.index("Station CP1")


def test_a_pipe_gets_none(tmp_path: Path) -> None:
    write(tmp_path, {"s.json": MISTAKE, "impatient.py": IMPATIENT})
    outcome = run("check", "--no-cache", ".", cwd=tmp_path, command=[sys.executable, "impatient.py"])
    assert outcome.code == 1
    assert outcome.err == ""
