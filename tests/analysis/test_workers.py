"""Work shared out to processes: all of it is done, and none of them outlives or holds up the run."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ocpplint.analysis import incremental, session
from ocpplint.analysis.incremental import DocumentChecker
from ocpplint.analysis.workers import Crew, Done, LostError
from ocpplint.cli import run as run_command
from tests.support.command import run, write

pytestmark = pytest.mark.slow

MISTAKE = '{"key": "RCMBDelta_2", "value": "30"}\n'


def double(item: int, read: Callable[[int], None]) -> int:
    read(5_000_000)
    return item * 2


def interrupt_itself(item: int, _read: Callable[[int], None]) -> int:
    os.kill(os.getpid(), signal.SIGINT)
    return item


def fail_at_three(item: int, _read: Callable[[int], None]) -> int:
    if item == 3:
        raise ValueError("three")
    return item


def die_at_three(item: int, _read: Callable[[int], None]) -> int:
    if item == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def never_end(_item: int, _read: Callable[[int], None]) -> int:
    while True:
        signal.pause()


def done_by(crew: Crew, count: int) -> list[Any]:
    batches = [[(number, number)] for number in range(count)]
    return sorted(news.result for news in crew.do(batches) if isinstance(news, Done))


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_all_work_is_done(method: Any) -> None:
    with Crew(double, 2, method) as crew:
        batches = [[(0, 0), (1, 1)], [(2, 2)], [(3, 3), (4, 4), (5, 5)]]
        news = list(crew.do(batches))
    assert sorted(each for each in news if isinstance(each, Done)) == [Done(n, 2 * n) for n in range(6)]
    assert [each for each in news if not isinstance(each, Done)] == [5_000_000] * 6
    assert crew.left == []


def test_what_a_process_failed_at_is_left() -> None:
    with Crew(fail_at_three, 2, "fork") as crew:
        found = done_by(crew, 9)
    assert sorted([*found, *(item for _, item in crew.left)]) == list(range(9))
    assert 3 in [item for _, item in crew.left]


def test_all_is_left_when_all_processes_have_failed() -> None:
    with Crew(fail_at_three, 1, "fork") as crew:
        assert done_by(crew, 6) == [0, 1, 2]
    assert [item for _, item in crew.left] == [3, 4, 5]


def test_a_process_that_was_ended_from_outside_is_an_error() -> None:
    with pytest.raises(LostError, match="SIGKILL"), Crew(die_at_three, 2, "fork") as crew:
        done_by(crew, 6)
    assert multiprocessing.active_children() == []


def test_an_interrupt_ends_all_processes() -> None:
    def interrupted() -> None:
        with Crew(never_end, 2, "fork") as crew:
            crew._give(crew._members[0].connection, [[(0, 0)]])
            assert len(multiprocessing.active_children()) == 2
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert multiprocessing.active_children() == []


def test_an_interrupt_is_for_the_first_process() -> None:
    with Crew(interrupt_itself, 1, "fork") as crew:
        assert done_by(crew, 3) == [0, 1, 2]


ORPHANED = """
import os, signal
from ocpplint.analysis.workers import Crew
with Crew(lambda item, read: item, 3, "fork") as crew:
    for _ in crew.do([[(0, 0)], [(1, 1)], [(2, 2)]]):
        pass
    print("done", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("after", ["idle", "busy"])
def test_no_process_outlives_the_first(tmp_path: Path, after: str) -> None:
    """Each has a copy of the end that standard output is read from: it is read to its end when all have ended."""
    script = ORPHANED if after == "idle" else ORPHANED.replace("        pass", "        break")
    done = run(cwd=tmp_path, command=[sys.executable, "-c", script])
    assert (done.code, done.out) == (-signal.SIGKILL, "done\n")


def command(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the command in this process, whose children are copies of what it is at the time."""
    write(folder, {f"s{number}.json": MISTAKE for number in range(5)})
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["ocpplint", "check", "--no-cache", "--output-format", "concise", *arguments])
    with pytest.raises(SystemExit) as end:
        run_command()
    assert isinstance(end.value.code, int)
    return end.value.code


def test_a_killed_process_ends_the_run_with_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(DocumentChecker, "__call__", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    assert command(tmp_path, monkeypatch, "--jobs", "2") == 4
    out, err = capfd.readouterr()
    assert out == ""
    assert err == ("ocpplint: can't go on: one of its processes was ended by SIGKILL; `jobs` 1 starts no others\n")


def test_what_fails_in_a_process_is_told_as_if_there_were_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("so it is")

    monkeypatch.setattr(DocumentChecker, "_outcome", fail)
    assert command(tmp_path, monkeypatch, "--jobs", "2") == 4
    err = capfd.readouterr().err
    assert err.startswith("ocpplint: internal error: ZeroDivisionError: so it is\n")
    assert "Traceback" not in err


def test_what_only_failed_in_a_process_is_done_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(DocumentChecker, "__call__", lambda *_: 1 / 0)
    assert command(tmp_path, monkeypatch, "--jobs", "2") == 1
    assert capfd.readouterr().out.count("SCP001") == 5


def test_a_small_run_starts_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DocumentChecker, "__call__", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    monkeypatch.setattr(incremental, "processors", lambda: 2)
    assert command(tmp_path, monkeypatch) == 1


def test_a_large_run_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DocumentChecker, "__call__", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    monkeypatch.setattr(incremental, "processors", lambda: 2)
    monkeypatch.setattr(incremental, "_LARGE", 10)
    monkeypatch.setattr(session, "_LITTLE", 0)
    assert command(tmp_path, monkeypatch) == 4
    assert command(tmp_path, monkeypatch, "--jobs", "1") == 1


def test_a_run_that_takes_long_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DocumentChecker, "__call__", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    monkeypatch.setattr(incremental, "processors", lambda: 2)
    monkeypatch.setattr(incremental, "_ALONE", 0.0)
    monkeypatch.setattr(session, "_LITTLE", 0)
    monkeypatch.setattr(incremental, "_WORTH_HELP", 0.0)
    assert command(tmp_path, monkeypatch) == 4


@pytest.mark.parametrize("jobs", ["-1", "two", "257", "", "1.5"])
def test_a_number_of_processes_is_checked(tmp_path: Path, jobs: str) -> None:
    outcome = run("check", "--jobs", jobs, cwd=tmp_path)
    assert outcome.code == 2
    assert "is no number from 0 to 256" in outcome.err


def test_nought_stands_for_all_processors(tmp_path: Path) -> None:
    write(tmp_path, {f"s{number}.json": MISTAKE for number in range(5)})
    assert run("check", "--jobs", "0", cwd=tmp_path) == run("check", "--jobs", "1", cwd=tmp_path)
