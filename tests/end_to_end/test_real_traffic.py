"""Traffic of the package ``ocpp`` over real WebSockets, audited from the logs that its two sides write."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ocpplint.analysis.pipeline import Linter
from ocpplint.facts.fact import Fact
from ocpplint.facts.fact_types import FACT_TYPES
from ocpplint.facts.message import Exchange, Message
from ocpplint.sources.discover import discover
from ocpplint.sources.layout import Layout
from ocpplint.stations.registry import Profiles
from tests.support.in_process import run
from tests.support.traffic_peers import FORMATS, Depot, Logs, Sent
from tests.support.traffic_sessions import EXPECTED, KNOWN, MODERN, OLD, VERSIONS, Script, faulty, healthy

VIEWS = {"csms": (OLD, MODERN), "server": (OLD, MODERN), "stations": (OLD, MODERN), OLD: (OLD,), MODERN: (MODERN,)}
"""Whose frames stand in which log. ``server`` is the CSMS's with what its WebSocket server logs of the same frames."""
LOGS = [(view, style) for view in VIEWS for style in FORMATS]
SPOKEN = {OLD: ["1.6"], MODERN: ["2.x"]}

each_log = pytest.mark.parametrize(("view", "style"), LOGS)


class Traffic(NamedTuple):
    """A session that took place: its logs, and what really went over the wire."""

    logs: Logs
    sent: list[Sent]

    def of(self, view: str) -> list[tuple[Any, ...]]:
        """Return station, sender, type and id of the messages that a log should have."""
        return [
            (frame.station, frame.sender, *head(frame.text)) for frame in self.sent if frame.station in VIEWS[view]
        ]


class Facts:
    """Keeps all facts of a log."""

    def __init__(self, path: Path) -> None:
        self.all: list[Fact] = []
        Linter(Profiles(), [self]).run(discover([str(path)], Layout()))

    def accepts(self, kind: type[Fact]) -> bool:
        return kind in FACT_TYPES.values()

    def on_fact(self, fact: Fact) -> None:
        self.all.append(fact)

    def close(self, document: str | None = None) -> None:
        pass


def head(text: str) -> tuple[int, str]:
    """Return type and id of the frame in a text, or in what should be one."""
    found = re.search(r'\[(\d), ?"?([^",]+)"?, ?["{]', text)
    assert found is not None, text
    return int(found[1]), found[2]


def traffic(folder: Path, script: Script) -> Traffic:
    logs = Logs(folder)
    depot = Depot(logs, KNOWN)

    async def session() -> None:
        async with (
            asyncio.timeout(60),
            depot.open(),
            depot.station(OLD, VERSIONS[OLD]) as old,
            depot.station(MODERN, VERSIONS[MODERN]) as modern,
        ):
            await script(old, modern)

    try:
        asyncio.run(session())
    finally:
        logs.close()
    return Traffic(logs, depot.sent)


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Traffic:
    return traffic(tmp_path_factory.mktemp("ordinary"), healthy)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Traffic:
    return traffic(tmp_path_factory.mktemp("planted"), faulty)


def audit(path: Path) -> dict[str, Any]:
    done = run("audit", "--output-format", "json", path, cwd=path.parent)
    assert done.err == ""
    report: dict[str, Any] = json.loads(done.out)
    return report


@each_log
def test_every_frame_is_read_as_it_was_sent(ordinary: Traffic, view: str, style: str) -> None:
    messages = [fact for fact in Facts(ordinary.logs.path(view, style)).all if isinstance(fact, Message)]
    read = [(message.station, message.sender, message.type, message.id) for message in messages]
    assert sorted(read) == sorted(ordinary.of(view))


@each_log
def test_every_call_is_matched_with_its_answer(ordinary: Traffic, view: str, style: str) -> None:
    exchanges = [fact for fact in Facts(ordinary.logs.path(view, style)).all if isinstance(fact, Exchange)]
    calls = [(station, sender, id_) for station, sender, kind, id_ in ordinary.of(view) if kind == 2]
    matched = [
        (exchange.call.station, exchange.call.sender, exchange.answer.id)
        for exchange in exchanges
        if exchange.answer is not None
    ]
    assert sorted(matched) == sorted(calls)


@pytest.mark.parametrize("view", VIEWS)
def test_an_audit_understands_everything_and_finds_nothing(ordinary: Traffic, view: str) -> None:
    for style in FORMATS:
        report = audit(ordinary.logs.path(view, style))
        (entry,) = report["inputs"]
        assert report["findings"] == []
        assert entry["frames"] == len(ordinary.of(view))
        assert not any(entry[lack] for lack in ("truncated", "unrecognised", "malformed", "unknown_direction"))
        assert {station["station"]: station["ocpp"] for station in report["stations"]} == {
            name: SPOKEN[name] for name in VIEWS[view]
        }


@pytest.mark.parametrize("view", VIEWS)
def test_exactly_the_planted_mistakes_are_found(planted: Traffic, view: str) -> None:
    expected = sorted((code, kind, id_) for station, code, kind, id_ in EXPECTED if station in VIEWS[view])
    for style in FORMATS:
        path = planted.logs.path(view, style)
        lines = path.read_text("utf-8").splitlines()
        findings = audit(path)["findings"]
        assert sorted((found["code"], *head(lines[found["line"] - 1])) for found in findings) == expected, style
        assert all(found["count"] == 1 for found in findings)


def test_the_audit_of_mistakes_counts_what_is_a_message(planted: Traffic) -> None:
    (entry,) = audit(planted.logs.path("csms", "dashes"))["inputs"]
    broken = sum(id_ in ("17", "no-json") for _, _, _, id_ in planted.of("csms"))
    assert entry["frames"] == len(planted.of("csms")) - broken
    assert entry["malformed"] == broken
