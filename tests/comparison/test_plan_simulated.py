"""Plans carried out by a simulated station: they lead to what is wanted, and no shorter way does."""

import heapq
import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ocpplint.analysis.pipeline import Linter
from ocpplint.comparison.desired import Desired
from ocpplint.comparison.drift import StationDrift, compare
from ocpplint.comparison.gathering import Gathering
from ocpplint.comparison.plan import Plan, plan
from ocpplint.reporters.plan import frames
from ocpplint.sources.discover import discover
from ocpplint.sources.layout import Layout
from ocpplint.stations.registry import Profiles
from tests.support.simulated_sessions import Action, Read, Recording, Restart, Session, Write, actions, recorded
from tests.support.simulated_station import Station, right_values
from tests.support.traffic_peers import Pair, raw

REBOOTING = ("ConnectorPhaseRotation", "MeterValueSampleInterval", "LocalPreAuthorize")
FIXED = ("UnlockConnectorOnEVSideDisconnect",)
SMALL = ("ConnectorPhaseRotation", "ConnectorPhaseRotation_2", "HeartbeatInterval", "LocalPreAuthorize")
"""Keys few enough to try every way: of both scopes, with and without a reboot."""

Wishes = dict[str, str]

sessions = settings(
    max_examples=12,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def profiles(tmp_path_factory: pytest.TempPathFactory) -> Profiles:
    """The shipped profile with what this firmware's documentation would say of reboots."""
    path = tmp_path_factory.mktemp("profile") / "quay.yaml"
    keys = "".join(f"  {key}: {{reboot: true}}\n" for key in REBOOTING)
    path.write_text(
        f"name: quay\ntitle: Quay stations\nextends: bender\nsource: simulated\nkeys:\n{keys}", "utf-8"
    )
    return Profiles(str(path))


def simulated() -> Station:
    return Station(Profiles().default, REBOOTING, FIXED)


def wishes_for(keys: list[str]) -> st.SearchStrategy[Wishes]:
    """Generate what is wanted of some keys: values that the station takes."""
    station = simulated()
    wished = {key: st.sampled_from(right_values(station.specs[station.base_of[key]])) for key in keys}
    return st.fixed_dictionaries({}, optional=wished).filter(bool)


def typed() -> list[str]:
    station = simulated()
    return [key for key in station.writable() if right_values(station.specs[station.base_of[key]])]


def written(folder: Path, wishes: Wishes) -> Path:
    """Write wishes as people do: by connector, and then without a suffix."""
    station = simulated()
    configuration: dict[str, Any] = {"connectors": {"1": {}, "2": {}}}
    for key, value in wishes.items():
        base = station.base_of[key]
        if station.specs[base].scope == "Individual":
            configuration["connectors"]["2" if key != base else "1"][base] = value
        else:
            configuration[key] = value
    path = folder / "desired.json"
    path.write_text(json.dumps(configuration), "utf-8")
    return path


def drift_of(profiles: Profiles, desired: Path, log: Path) -> StationDrift:
    wanted, known = Desired(), Gathering(profiles)
    Linter(profiles, [wanted]).run(discover([str(desired)], Layout()))
    Linter(profiles, [known]).run(discover([str(log)], Layout()))
    stations = known.stations()
    (share,) = wanted.share(stations).wishes
    return compare(stations[0], share)


def carried_out(station: Station, folder: Path, planned: Plan) -> Recording:
    """Send a plan to the station, and read all that it has then."""

    async def steps(session: Session, pair: Pair) -> None:
        for frame in frames(planned):
            await raw(pair.csms, frame)
            if frame[2] == "Reset":
                await session.act(pair, Restart(is_asked_for=False))
        await session.act(pair, Read())

    return Session(station, folder).record(steps)


def costs(planned: Plan) -> tuple[int, int]:
    return len(planned.steps), int(planned.needs_reset)


@sessions
@given(script=actions(simulated()), wishes=wishes_for(typed()))
def test_a_plan_leads_to_what_is_wanted(
    profiles: Profiles, tmp_path_factory: pytest.TempPathFactory, script: list[Action], wishes: Wishes
) -> None:
    folder, after = tmp_path_factory.mktemp("before"), tmp_path_factory.mktemp("after")
    station, desired = simulated(), written(folder, wishes)
    recording = recorded(station, folder, script)
    before = dict(station.values)
    planned = plan(drift_of(profiles, desired, recording.log))
    later = carried_out(station, after, planned)
    assert not later.refusals
    assert {key: station.values[key] for key in wishes} == wishes
    assert {key: value for key, value in station.values.items() if key not in wishes} == {
        key: value for key, value in {**before, **_applied(recording, planned)}.items() if key not in wishes
    }
    drift = drift_of(profiles, desired, later.log)
    assert {each.status for each in drift.comparisons if each.wanted is not None} == {"in-sync"}
    assert costs(plan(drift)) == (0, 0)


def _applied(recording: Recording, planned: Plan) -> dict[str, str]:
    """Return what a reset brings into force that somebody wrote before."""
    return recording.snapshots[-1].pending if planned.needs_reset else {}


@sessions
@given(data=st.data(), wishes=wishes_for(list(SMALL)))
def test_no_way_is_shorter(
    profiles: Profiles, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, wishes: Wishes
) -> None:
    folder = tmp_path_factory.mktemp("small")
    station = simulated()
    choices = [Write(key, value) for key in SMALL for value in right_values(station.specs[station.base_of[key]])]
    script = data.draw(
        st.lists(st.one_of(st.sampled_from(choices), st.builds(Restart, st.booleans())), max_size=8)
    )
    recording = recorded(station, folder, script)
    planned = plan(drift_of(profiles, written(folder, wishes), recording.log))
    assert costs(planned) == cheapest(station, wishes)


def cheapest(station: Station, wishes: Wishes) -> tuple[int, int]:
    """Return the fewest writes and resets that lead to what is wanted, of all ways that there are."""
    order = count()
    waiting = [((0, 0), next(order), station)]
    seen: set[tuple[Any, ...]] = set()
    while waiting:
        cost, _, here = heapq.heappop(waiting)
        place = (tuple(sorted(here.values.items())), tuple(sorted(here.pending.items())))
        if all(here.values[key] == here.pending.get(key, value) == value for key, value in wishes.items()):
            return cost
        if place not in seen:
            seen.add(place)
            for further, there in ways(here, wishes):
                heapq.heappush(waiting, ((cost[0] + further[0], cost[1] + further[1]), next(order), there))
    raise AssertionError("there is no way")


def ways(station: Station, wishes: Wishes) -> Iterator[tuple[tuple[int, int], Station]]:
    """Yield what can be done next, with its cost in writes and resets."""
    for key in wishes:
        for value in right_values(station.specs[station.base_of[key]]):
            there = station.copy()
            there.change(key, value)
            yield (1, 0), there
    there = station.copy()
    there.reboot()
    yield (0, 1), there


def test_what_cannot_be_reached_is_left_out_with_the_reason(profiles: Profiles, tmp_path: Path) -> None:
    station = simulated()
    recording = recorded(station, tmp_path, [Write("CableWarmth", "40"), Write("BlinkRepeat", "often")])
    desired = tmp_path / "desired.json"
    wishes = {
        "HeartbeatInterval": "240",
        "NumberOfConnectors": "4",
        "CableWarmth": "40",
        "RCMBDelta": "5000",
        "BlinkRepeat": "often",
        "ResetRetries": "${RETRIES}",
    }
    desired.write_text(json.dumps(wishes), "utf-8")
    planned = plan(drift_of(profiles, desired, recording.log))
    assert [step.setting.key for step in planned.steps] == ["HeartbeatInterval"]
    reasons = {each.comparison.name: each.reason for each in planned.skipped}
    assert reasons == {
        "NumberOfConnectors": "it can't be changed from outside",
        "CableWarmth": "the station answered NotSupported",
        "RCMBDelta": "the value is 5000, and 999 is the greatest allowed (in 0.1 mA)",
        "BlinkRepeat": "the station answered Rejected to this value",
        "ResetRetries": "the desired configuration does not tell the value",
    }
    assert not planned.is_whole


def test_a_reboot_that_no_document_tells_of_takes_a_second_plan(tmp_path: Path) -> None:
    """The shipped profile does not say which keys need one; the station's answer does."""
    shipped, station = Profiles(), simulated()
    desired = written(tmp_path, {"ConnectorPhaseRotation_2": "STR"})
    first = plan(drift_of(shipped, desired, recorded(station, tmp_path, []).log))
    assert (costs(first), first.steps[0].needs_reboot) == ((1, 0), None)
    (tmp_path / "after").mkdir()
    later = recorded(station, tmp_path / "after", [Write("ConnectorPhaseRotation_2", "STR")])
    assert costs(plan(drift_of(shipped, desired, later.log))) == (0, 1)


def test_what_waits_for_a_reboot_comes_last(profiles: Profiles, tmp_path: Path) -> None:
    wishes = {
        "LocalPreAuthorize": "true",
        "HeartbeatInterval": "1",
        "ConnectorPhaseRotation_2": "STR",
        "RCMBDelta": "3",
    }
    recording = recorded(simulated(), tmp_path, [])
    planned = plan(drift_of(profiles, written(tmp_path, wishes), recording.log))
    sent = [frame[2:] for frame in frames(planned)]
    assert [payload.get("key", action) for action, payload in sent] == [
        "HeartbeatInterval",
        "RCMBDelta",
        "ConnectorPhaseRotation_2",
        "LocalPreAuthorize",
        "Reset",
    ]
