"""What a simulated station has, by its own word and by what its trace tells: at any time they are the same."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from ocpplint.analysis.pipeline import Linter
from ocpplint.comparison.gathering import Gathering
from ocpplint.comparison.known import KnownStation
from ocpplint.facts.fact import Fact
from ocpplint.facts.setting import Setting
from ocpplint.sources.discover import discover
from ocpplint.sources.layout import Layout
from ocpplint.stations.registry import Profiles
from tests.support.in_process import run
from tests.support.simulated_sessions import Action, Read, Snapshot, Write, actions, recorded
from tests.support.simulated_station import Station

PROFILES = Profiles()
REBOOTING = ("ConnectorPhaseRotation", "MeterValueSampleInterval", "RCMBDelta", "LocalPreAuthorize")
FIXED = ("UnlockConnectorOnEVSideDisconnect",)

sessions = settings(
    max_examples=12,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def simulated() -> Station:
    return Station(PROFILES.default, REBOOTING, FIXED)


def known_at(log: Path, moment: float | None) -> KnownStation:
    gathering = Gathering(PROFILES)
    Linter(PROFILES, [gathering], until=moment).run(discover([str(log)], Layout()))
    (station,) = gathering.stations()
    return station


def told(station: KnownStation) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """Return the values in force and those that wait, by the key that is sent."""
    standings = [(value.setting.key, value.standing) for value in station.values.values()]
    held = {key: standing.held.value for key, standing in standings if standing.held is not None}
    pending = {key: standing.pending.value for key, standing in standings if standing.pending is not None}
    return held, pending


def check(log: Path, snapshot: Snapshot) -> None:
    held, pending = told(known_at(log, snapshot.time))
    assert held == snapshot.values
    assert pending == snapshot.pending


@sessions
@given(script=actions(simulated()))
def test_a_trace_tells_what_the_station_has_at_any_time(
    tmp_path_factory: pytest.TempPathFactory, script: list[Action]
) -> None:
    recording = recorded(simulated(), tmp_path_factory.mktemp("session"), script)
    for snapshot in recording.snapshots:
        check(recording.log, snapshot)


TRUE_CAUSES = {
    "suffix": {"suffix"},
    "no-such-key": {"absent", "denied", "near-key", "unknown-key"},
    "read-only": {"read-only"},
    "value": {"value"},
}


class Refused:
    """Keeps the causes of what was refused, in the order of the trace."""

    def __init__(self) -> None:
        self.first: list[tuple[str, str | None, str]] = []

    def accepts(self, kind: type[Fact]) -> bool:
        return kind is Setting

    def on_fact(self, fact: Fact) -> None:
        if isinstance(fact, Setting) and fact.origin == "commanded" and fact.causes:
            self.first.append((fact.key, fact.value, fact.causes[0].kind))

    def close(self, document: str | None = None) -> None:
        pass


@sessions
@given(script=actions(simulated()))
def test_every_refusal_has_its_true_cause_first(
    tmp_path_factory: pytest.TempPathFactory, script: list[Action]
) -> None:
    recording = recorded(simulated(), tmp_path_factory.mktemp("session"), script)
    refused = Refused()
    Linter(PROFILES, [refused]).run(discover([str(recording.log)], Layout()))
    assert [(key, value) for key, value, _ in refused.first] == [write for write, _ in recording.refusals]
    for (key, value, kind), (_, answer) in zip(refused.first, recording.refusals, strict=True):
        assert kind in TRUE_CAUSES[answer.cause], (key, value, answer)


def test_an_audit_tells_every_refusal_with_its_cause(tmp_path: Path) -> None:
    script = [
        Write("RCMBDelta_2", "30"),
        Write("NumberOfConnectors", "7"),
        Write("ConnectorPhaseRotation_2", "RSTU"),
        Write("HeartbeatIntervall", "300"),
        Write("HeartbeatInterval", "300"),
    ]
    recording = recorded(simulated(), tmp_path, [*script, Read()])
    done = run("audit", "--output-format", "json", recording.log, cwd=tmp_path)
    told = {each["key"]: each["message"] for each in json.loads(done.out)["findings"] if each["code"] == "SEQ001"}
    assert list(told) == [write.key for write, _ in recording.refusals] == [write.key for write in script[:-1]]
    for words, message in zip(("one value", "read-only", "RSTU", "HeartbeatInterval"), told.values(), strict=True):
        assert words in message
