"""Rotated logs: which files make up one, in which order, and what carries over from part to part."""

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner

from ocpplint.cli import ocpplint
from ocpplint.facts.events import Boot
from ocpplint.facts.message import Exchange
from ocpplint.facts.setting import Setting
from ocpplint.sources.discover import discover
from ocpplint.sources.layout import Layout
from tests.support.containers_sample import heard, log_line

BOOT = {"chargePointVendor": "Bender GmbH Co. KG", "chargePointModel": "CC612", "firmwareVersion": "5.33"}
COMMAND = {"key": "RCMBDelta_2", "value": "30"}


def series_of(folder: Path, *names: str) -> list[list[str]]:
    """The names in reading order, those of one log together."""
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text("")
    logs: dict[str, list[str]] = {}
    for source in discover([str(folder / "**" / "*")], Layout()):
        logs.setdefault(source.document, []).append(str(Path(source.path).relative_to(folder)))
    return list(logs.values())


@pytest.mark.parametrize(
    "parts",
    [
        ["csms.log.10.gz", "csms.log.9.gz", "csms.log.8", *(f"csms.log.{n}" for n in range(7, 0, -1)), "csms.log"],
        ["csms.log.1", "csms.log.0", "csms.log"],
        ["csms.log-20260228.gz", "csms.log-20260301", "csms.log"],
        ["csms.log-20260301", "csms.log.1", "csms.log"],
        ["csms.log-1772323200.zst", "csms.log-1772409600", "csms.log"],
        ["csms.log.2026-02-28", "csms.log.2026-03-01.xz", "csms.log"],
        ["csms-2026-02-28.log", "csms-2026-03-01.log"],
        ["csms_20260228.jsonl.bz2", "csms_20260301.jsonl"],
        ["csms.2026-02-28.0.log.gz", "csms.2026-02-28.1.log.gz", "csms.2026-03-01.0.log", "csms.log"],
        ["csms-2026-02-28T23-59-59.999.log.gz", "csms-2026-03-01T12-00-00.000.log", "csms.log"],
        ["csms.log.2026-02-28_23", "csms.log.2026-03-01_00"],
        ["2026-02-28.log", "2026-03-01.log"],
        ["syslog.2.gz", "syslog.1", "syslog"],
    ],
)
def test_the_parts_of_a_log_in_the_order_of_writing(tmp_path: Path, parts: list[str]) -> None:
    assert series_of(tmp_path, *parts) == [parts]


@pytest.mark.parametrize(
    "names",
    [
        ["station-1.log", "station-2.log"],
        ["config-2026-02-28.json", "config-2026-03-01.json"],
        ["config.json", "config.json.1"],
        ["a/csms.log", "b/csms.log.1"],
        ["CP7-2026-03-01.log", "CP8-2026-02-28.log"],
        ["CP-2026-99-01.log", "CP-2026-98-01.log"],
        ["5.32", "5.33"],
        ["csms.jsonl", "csms.log.1"],
        ["csms.log.1", "csms.log.1.gz"],
    ],
)
def test_what_is_not_one_log(tmp_path: Path, names: list[str]) -> None:
    assert sorted(series_of(tmp_path, *names)) == [[name] for name in sorted(names)]


def test_a_missing_part_ends_a_log(tmp_path: Path) -> None:
    names = ["csms.log.5", "csms.log.4", "csms.log.1", "csms.log"]
    assert series_of(tmp_path, *names) == [names[:2], names[2:]]


def test_a_folder_holds_the_older_parts_too(tmp_path: Path) -> None:
    for name in (
        "csms.log",
        "csms.log.1",
        "csms.log.2.gz",
        "csms.log-20260301.zst",
        "app.json.gz",
        "x.tar.gz",
        "y.gz",
    ):
        (tmp_path / name).write_text("")
    found = {Path(source.path).name for source in discover([str(tmp_path)], Layout())}
    assert found == {"csms.log", "csms.log.1", "csms.log.2.gz", "csms.log-20260301.zst", "app.json.gz"}


@pytest.fixture
def rotated(tmp_path: Path) -> Path:
    parts = {
        "csms.log.2.gz": [
            log_line("10:00:00", "receive message", [2, "b1", "BootNotification", BOOT]),
            log_line("10:00:01", "send", [3, "b1", {"status": "Accepted"}]),
        ],
        "csms.log.1": [log_line("11:00:00", "send", [2, "a1", "ChangeConfiguration", COMMAND])],
        "csms.log": ["", log_line("12:00:00", "receive message", [3, "a1", {"status": "NotSupported"}])],
    }
    for name, lines in parts.items():
        data = "".join(f"{line}\n" for line in lines).encode()
        (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return tmp_path


def test_what_is_known_carries_over(rotated: Path) -> None:
    recorder = heard(rotated)
    assert [(exchange.call.id, exchange.answer.id) for exchange in recorder.of(Exchange)] == [
        ("b1", "b1"),
        ("a1", "a1"),
    ]
    (setting,) = recorder.of(Setting)
    assert (setting.outcome, setting.profile, setting.batch) == ("NotSupported", "bender", 1)
    assert setting.place.locate()[:2] == (str(rotated / "csms.log.1"), 1)
    assert recorder.closed == [str(rotated / "csms.log")]


def test_named_parts_in_any_order_are_one_log(rotated: Path) -> None:
    names = [rotated / "csms.log", rotated / "csms.log.2.gz", rotated / "csms.log.1"]
    assert len(heard(*names).of(Exchange)) == 2


def test_one_part_alone_is_a_log_of_its_own(rotated: Path) -> None:
    (exchange,) = heard(rotated / "csms.log.1").of(Exchange)
    assert exchange.answer is None
    assert heard(rotated / "csms.log").of(Boot) == []


def test_findings_stand_in_the_part_they_are_in(rotated: Path) -> None:
    command = ["check", "--output-format", "full", str(rotated)]
    output = CliRunner().invoke(ocpplint, command).output
    assert "csms.log.1:1:60: error SCP001" in output
    assert '{"key":"RCMBDelta_2","value":"30"}' in output


def test_settings_in_parts_do_not_contradict_each_other(tmp_path: Path) -> None:
    for day, value in (("2026-02-28", "30"), ("2026-03-01", "40")):
        text = '{"HeartbeatInterval": "' + value + '", "ConnectionTimeOut": "30"}'
        (tmp_path / f"settings-{day}.txt").write_text(text)
    recorder = heard(tmp_path)
    documents = {setting.document for setting in recorder.of(Setting)}
    assert documents == {str(tmp_path / f"settings-{day}.txt") for day in ("2026-02-28", "2026-03-01")}
    assert documents <= set(recorder.closed)
