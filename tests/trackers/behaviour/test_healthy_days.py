"""On healthy days of simulated stations nothing is found, from wherever and however much of them a log shows."""

import json
import os
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from random import Random

import pytest

from ocpplint.analysis.pipeline import Linter
from ocpplint.engine.evaluator import Evaluator
from ocpplint.engine.packs import load_rules
from ocpplint.engine.rule import Rule
from ocpplint.engine.selection import select_rules
from ocpplint.findings.collector import Collector
from ocpplint.findings.finding import Finding
from ocpplint.sources.discover import discover
from ocpplint.sources.layout import Layout
from ocpplint.stations.registry import Profiles
from tests.support.station_days import Frame, day

SEEDS = range(12)


@cache
def rules() -> list[Rule]:
    """Return all rules but the one on calls without answer: a station repeats a call only because it has none."""
    return select_rules(load_rules(), ["ALL"], ["MSG007"])


def line(frame: Frame, *, by_csms: bool = True, zone: float = 0.0) -> str:
    """Write a frame as Home Assistant does, or a station that uses the same package; ``zone`` is the log's."""
    moment = datetime.fromtimestamp(frame.time + zone, UTC)
    word = "receive message" if frame.by_station == by_csms else "send"
    clock = f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03}"
    text = json.dumps(frame.frame, separators=(",", ":"))
    return f"{clock} INFO (MainThread) [ocpp] {frame.station}: {word} {text}"


def judged(lines: Iterable[str]) -> list[Finding]:
    collector = Collector()
    judge = Evaluator(rules(), collector)
    with tempfile.TemporaryDirectory(prefix="ocpplint-") as folder:
        path = os.path.join(folder, "csms.log")
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        Linter(Profiles(), [judge]).run(discover([path], Layout()))
    judge.close()
    return collector.findings()


def told(lines: Iterable[str]) -> list[tuple[str, str]]:
    return [(finding.code, finding.message) for finding in judged(lines)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_day_of_three_stations(seed: int) -> None:
    frames = day(seed)
    assert len(frames) > 500
    assert told(map(line, frames)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_day_in_local_time_logged_by_a_station(seed: int) -> None:
    frames = [frame for frame in day(seed) if frame.station.endswith("-0")]
    assert told(line(frame, by_csms=False, zone=9.5 * 3600) for frame in frames) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_piece_of_a_day(seed: int) -> None:
    frames = day(seed)
    random = Random(seed)  # noqa: S311  # a simulation
    first = random.randrange(len(frames) // 2)
    last = random.randrange(first + 20, len(frames))
    assert told(map(line, frames[first:last])) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_day_without_times(seed: int) -> None:
    assert told(line(frame)[24:] for frame in day(seed)) == []


def nameless(frame: Frame) -> str:
    """Write a frame as programs do that do not name the station."""
    return line(frame).replace(f"[ocpp] {frame.station}:", "[ocpp]", 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_day_without_names(seed: int) -> None:
    frames = day(seed)
    assert told(map(nameless, frames)) == []
    assert told(nameless(frame) for frame in frames if frame.station.endswith("-0")) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_piece_of_a_day_without_names(seed: int) -> None:
    frames = day(seed)
    random = Random(seed)  # noqa: S311  # a simulation
    first = random.randrange(len(frames) // 2)
    assert told(map(nameless, frames[first : first + 400])) == []


@pytest.mark.parametrize("left_out", ["Heartbeat", "StatusNotification", "BootNotification", "StartTransaction"])
def test_a_day_that_is_filtered(left_out: str) -> None:
    for seed in SEEDS[:4]:
        frames = day(seed)
        out = {(frame.station, frame.frame[1]) for frame in frames if frame.frame[2] == left_out}
        kept = [frame for frame in frames if (frame.station, frame.frame[1]) not in out]
        assert len(kept) < len(frames)
        assert told(map(line, kept)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_being_offline_while_cars_charge_is_told_and_nothing_else(seed: int) -> None:
    assert {code for code, _ in told(map(line, day(seed, offline_charging=True)))} <= {"SEQ015"}


def test_some_stations_are_offline_while_cars_charge() -> None:
    found = [code for seed in SEEDS for code, _ in told(map(line, day(seed, offline_charging=True)))]
    assert "SEQ015" in found
