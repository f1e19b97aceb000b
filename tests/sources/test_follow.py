"""Logs followed as they are written: the waiting is the test's, which writes on meanwhile."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from ocpplint.analysis import interrupt
from ocpplint.analysis.pipeline import Linter
from ocpplint.cli import ocpplint
from ocpplint.facts.inputs import InputReport
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.setting import Setting
from ocpplint.sources.growing import GrowingFile
from ocpplint.sources.source import Source
from ocpplint.stations.registry import Profiles
from tests.support.containers_sample import Recorder, log_line

Step = Callable[[], object]


class Script:
    """A pause that uses the time: each wait takes the next step, and after the last one it has ended."""

    def __init__(self, *steps: Step) -> None:
        self._steps: Iterator[Step] = iter(steps)
        self.ended = False

    def wait(self) -> None:
        step = next(self._steps, None)
        if step is None:
            self.ended = True
        else:
            step()


def nothing() -> None:
    """Let time pass."""


def heartbeat(number: int) -> str:
    return log_line("10:00:00", "receive message", [2, f"h{number}", "Heartbeat", {}]) + "\n"


class Log:
    """A log as its writer sees it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("ab", buffering=0)

    def write(self, text: str, encoding: str = "utf-8") -> Step:
        return lambda: self._file.write(text.encode(encoding))

    def rename(self) -> None:
        self.path.rename(self.path.with_suffix(".log.1"))

    def reopen(self) -> None:
        self._file.close()
        self._file = self.path.open("ab", buffering=0)

    def close(self) -> None:
        self._file.close()

    def create(self) -> None:
        self.path.touch()

    def truncate(self) -> None:
        os.truncate(self.path, 0)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    log = Log(tmp_path / "csms.log")
    yield log
    log.close()


def follow(log: Log, *steps: Step) -> tuple[Recorder, InputReport]:
    recorder = Recorder()
    linter = Linter(Profiles(), [recorder])
    linter.follow(Source(str(log.path)), Script(*steps))
    return recorder, linter.reports[0]


def places(recorder: Recorder) -> list[tuple[str, int]]:
    return [(message.id, message.location.line) for message in recorder.of(Message)]


def test_what_is_there_and_what_comes(log: Log) -> None:
    log.write(heartbeat(1))()
    recorder, report = follow(log, nothing, log.write(heartbeat(2)), log.write(heartbeat(3) + heartbeat(4)))
    assert places(recorder) == [("h1", 1), ("h2", 2), ("h3", 3), ("h4", 4)]
    assert (report.lines, report.frames, report.kind) == (4, 4, "log")


def test_a_line_is_read_when_it_is_whole(log: Log) -> None:
    text = heartbeat(1)
    recorder, _ = follow(log, *(log.write(character) for character in text), nothing, nothing)
    assert places(recorder) == [("h1", 1)]


def test_the_last_line_needs_no_end(log: Log) -> None:
    recorder, _ = follow(log, log.write(heartbeat(1).rstrip()))
    assert places(recorder) == [("h1", 1)]


def test_a_message_is_told_in_the_first_pause_after_it(log: Log) -> None:
    told: list[int] = []
    recorder = Recorder()
    steps = [log.write(heartbeat(1)), nothing, nothing, lambda: told.append(len(recorder.of(Message)))]
    Linter(Profiles(), [recorder]).follow(Source(str(log.path)), Script(*steps))
    assert told == [1]


def test_renamed_and_created(log: Log) -> None:
    """As logrotate does with ``create``: for a while the writer goes on in the old file."""
    steps = [
        log.write(heartbeat(1)),
        log.rename,
        log.write(heartbeat(2)),
        log.create,
        log.write(heartbeat(3)),
        log.reopen,
        log.write(heartbeat(4)),
        log.write(heartbeat(5)),
    ]
    recorder, report = follow(log, *steps)
    assert places(recorder) == [("h1", 1), ("h2", 2), ("h3", 3), ("h4", 1), ("h5", 2)]
    assert report.lines == 5


def test_the_rest_of_a_renamed_file_is_read(log: Log) -> None:
    def rotate() -> None:
        log.write(heartbeat(2))()
        log.rename()
        log.reopen()
        log.write(heartbeat(3))()

    recorder, _ = follow(log, log.write(heartbeat(1)), rotate, nothing)
    assert places(recorder) == [("h1", 1), ("h2", 2), ("h3", 1)]


def test_copied_and_truncated(log: Log) -> None:
    steps = [log.write(heartbeat(1) + heartbeat(2)), nothing, log.truncate, log.write(heartbeat(3)), nothing]
    recorder, _ = follow(log, *steps)
    assert places(recorder) == [("h1", 1), ("h2", 2), ("h3", 1)]


def test_what_is_known_survives_rotation(log: Log) -> None:
    call = [2, "a1", "ChangeConfiguration", {"key": "HeartbeatInterval", "value": "30"}]
    steps = [
        log.write(log_line("10:00:00", "send", call) + "\n"),
        log.rename,
        log.reopen,
        log.write(log_line("10:00:01", "receive message", [3, "a1", {"status": "Accepted"}]) + "\n"),
        nothing,
    ]
    recorder, _ = follow(log, *steps)
    (exchange,) = recorder.of(Exchange)
    assert (exchange.call.id, exchange.answer.id) == ("a1", "a1")
    assert [setting.outcome for setting in recorder.of(Setting)] == ["Accepted"]


def test_another_encoding_after_rotation(log: Log) -> None:
    steps = [
        log.write("\ufeff" + heartbeat(1), "utf-16-le"),
        nothing,
        log.truncate,
        log.write(heartbeat(2).replace("CP7", "Café"), "latin-1"),
        nothing,
    ]
    recorder, report = follow(log, *steps)
    assert places(recorder) == [("h1", 1), ("h2", 1)]
    assert list(report.stations) == ["CP7", "Café"]
    assert report.problems == {"encoding": 1}


def test_an_empty_file_is_waited_for(log: Log) -> None:
    recorder, _ = follow(log, *[nothing] * 5, log.write(heartbeat(1)), nothing)
    assert places(recorder) == [("h1", 1)]


def test_a_file_that_cannot_be_opened_is_a_trouble(tmp_path: Path) -> None:
    recorder = Recorder()
    Linter(Profiles(), [recorder]).follow(Source(str(tmp_path / "gone.log")), Script())
    assert recorder.troubles == [("unreadable", 1, 1)]


def test_an_ended_pause_ends_reading_at_once(log: Log) -> None:
    log.write(heartbeat(1) * 10_000)()
    script = Script()
    growing = GrowingFile(str(log.path), script)
    for chunks in growing.files():
        assert next(chunks)
        script.ended = True
        assert list(chunks) == []
    growing.close()


BOOT = {"chargePointVendor": "Bender GmbH Co. KG", "chargePointModel": "CC612", "firmwareVersion": "5.33"}


def mistake(key: str) -> str:
    call = [2, f"a{key}", "ChangeConfiguration", {"key": f"{key}_2", "value": "30"}]
    answer = [3, f"a{key}", {"status": "NotSupported"}]
    return log_line("10:00:01", "send", call) + "\n" + log_line("10:00:02", "receive message", answer) + "\n"


def printed() -> str:
    """What click's runner has caught so far."""
    caught: bytes = sys.stdout.buffer.getvalue()  # type: ignore[union-attr]
    return caught.decode()


@pytest.mark.parametrize(
    ("command", "output_format"), [("check", "full"), ("audit", "full"), ("check", "concise")]
)
def test_findings_are_printed_as_they_happen(
    log: Log, monkeypatch: pytest.MonkeyPatch, command: str, output_format: str
) -> None:
    log.write(log_line("10:00:00", "receive message", [2, "b1", "BootNotification", BOOT]) + "\n")()
    seen: list[int] = []
    steps: Iterator[Step] = iter(
        [
            log.write(mistake("RCMBDelta")),
            nothing,
            nothing,
            lambda: seen.append(printed().count("SCP001")),
            log.rename,
            log.reopen,
            log.write(mistake("OPKGInstallExtraOption")),
            nothing,
            nothing,
            lambda: seen.append(printed().count("SCP001")),
            lambda: signal.raise_signal(signal.SIGINT),
        ]
    )
    monkeypatch.setattr(interrupt.UntilInterrupted, "wait", lambda _: next(steps)())
    arguments = [command, "--follow", "--output-format", output_format, str(log.path)]
    result = CliRunner().invoke(ocpplint, arguments, standalone_mode=False)
    assert result.exception is None
    assert seen == [1, 2]
    lines = result.output.splitlines()
    assert [line.split(" ")[0].rpartition("csms.log")[2] for line in lines if " SCP001 " in line] == [
        ":2:60:",
        ":1:60:",
    ]
    assert lines[-1].startswith("Checked 1 file (1 station, 2 settings, 5 frames): 2 errors, 2 warnings.")
    assert result.output.count("SCP001") == 2
    assert result.return_value == 1
    if output_format == "full":
        assert '{"key":"OPKGInstallExtraOption_2","value":"30"}' in result.output


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["."], "name one file"),
        (["a.log", "b.log"], "name one file"),
        (["--output-format", "json", "a.log"], "full or concise"),
        (["--output", "json=x.json", "a.log"], "to no file"),
    ],
)
def test_what_cannot_be_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.log", "b.log"):
        Path(name).write_text("")
    result = CliRunner().invoke(ocpplint, ["check", "--follow", *arguments])
    assert result.exit_code == 2
    assert reason in result.output


def test_standard_input_is_followed_to_its_end() -> None:
    text = (
        log_line("10:00:00", "receive message", [2, "b1", "BootNotification", BOOT]) + "\n" + mistake("RCMBDelta")
    )
    command = [sys.executable, "-m", "ocpplint", "check", "--follow", "--stdin-filename", "csms.log", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(text + heartbeat(1))
        process.stdin.flush()
        assert process.stdout.readline().startswith("csms.log:2:60: error SCP001"), "before the input has ended"
        process.stdin.close()
        assert process.stdout.read().splitlines()[-1].startswith("Checked 1 file (1 station, 1 setting, 4 frames)")
    assert process.returncode == 1
