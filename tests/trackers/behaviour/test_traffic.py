"""Sessions of real peers over real WebSockets: both connectors, lost connections, and what was kept meanwhile."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ocpp.v16 import call as call16
from ocpp.v16 import call_result as result16
from ocpp.v201 import call as call201
from ocpp.v201 import call_result as result201

from tests.support.in_process import run
from tests.support.traffic_peers import Depot, Logs, Pair
from tests.support.traffic_sessions import KNOWN, MODERN, OLD, TAG, VERSIONS

VIEWS = ("csms", "stations", OLD, MODERN)
TIMED = ("home-assistant", "dashes")
TAG_ID = "04A2B3C4"


class Scene(NamedTuple):
    """The two stations of a depot, each of which connects as it wants to."""

    depot: Depot
    logs: Logs

    @asynccontextmanager
    async def both(self) -> AsyncIterator[tuple[Pair, Pair]]:
        async with (
            self.depot.station(OLD, VERSIONS[OLD]) as old,
            self.depot.station(MODERN, VERSIONS[MODERN]) as new,
        ):
            yield old, new


Story = Callable[[Scene], Awaitable[None]]


def answers(logs: Logs) -> dict[str, dict[Any, dict[str, Any]]]:
    """Return what the sides answer: as in an ordinary session, with the time and with ids of their own."""
    ids = count(4711)
    csms = {
        "BootNotification": lambda **_: result16.BootNotification(logs.now(), 300, "Accepted"),
        "Heartbeat": lambda **_: result16.Heartbeat(logs.now()),
        "StartTransaction": lambda **_: result16.StartTransaction(next(ids), TAG),
    }
    modern = {
        "BootNotification": lambda **_: result201.BootNotification(logs.now(), 300, "Accepted"),
        "Heartbeat": lambda **_: result201.Heartbeat(logs.now()),
    }
    old_station = {"Reset": result16.Reset("Accepted")}
    return {
        "ocpp1.6": {
            "csms": {**KNOWN["ocpp1.6"]["csms"], **csms},
            "station": {**KNOWN["ocpp1.6"]["station"], **old_station},
        },
        "ocpp2.0.1": {
            "csms": {**KNOWN["ocpp2.0.1"]["csms"], **modern},
            "station": KNOWN["ocpp2.0.1"]["station"],
        },
    }


def told(folder: Path, story: Story) -> dict[tuple[str, str], list[str]]:
    """Let a story happen, and return the codes of what an audit finds in each log."""
    logs = Logs(folder)
    scene = Scene(Depot(logs, answers(logs)), logs)

    async def session() -> None:
        async with asyncio.timeout(60), scene.depot.open():
            await story(scene)

    try:
        asyncio.run(session())
    finally:
        logs.close()
    return {(view, style): codes(logs.path(view, style)) for view in VIEWS for style in TIMED}


def codes(path: Path) -> list[str]:
    done = run("audit", "--output-format", "json", path, cwd=path.parent)
    return [found["code"] for found in json.loads(done.out)["findings"]]


async def show(old: Pair, connector: int, status: str) -> None:
    await old.station.call(call16.StatusNotification(connector, error_code="NoError", status=status))


async def arrive(scene: Scene, old: Pair, new: Pair) -> None:
    await old.station.call(call16.BootNotification("CC612_2S0R", "Bender GmbH Co. KG"))
    await new.station.call(call201.BootNotification({"vendor_name": "Acme", "model": "Two"}, "PowerUp"))
    for connector in (0, 1, 2):
        await show(old, connector, "Available")
    for evse in (1, 2):
        await new.station.call(call201.StatusNotification(scene.logs.now(), "Available", evse, 1))
    await old.csms.call(call16.GetLocalListVersion())


async def begin(scene: Scene, old: Pair, connector: int, register: int) -> int:
    await show(old, connector, "Preparing")
    await old.station.call(call16.Authorize(TAG_ID))
    started = await old.station.call(call16.StartTransaction(connector, TAG_ID, register, scene.logs.now()))
    await show(old, connector, "Charging")
    identity: int = started.transaction_id
    return identity


async def sample(scene: Scene, old: Pair, connector: int, identity: int, energy: int, ago: float = 0) -> None:
    reading = {"value": str(energy), "measurand": "Energy.Active.Import.Register", "unit": "Wh"}
    value = {"timestamp": scene.logs.now(ago), "sampled_value": [reading]}
    await old.station.call(call16.MeterValues(connector, [value], transaction_id=identity))


async def end(scene: Scene, old: Pair, connector: int, identity: int, energy: int, ago: float = 0) -> None:
    await old.station.call(call16.StopTransaction(energy, scene.logs.now(ago), identity, "Local", TAG_ID))
    await show(old, connector, "Finishing")
    await show(old, connector, "Available")


async def happen(scene: Scene, new: Pair, evse: int, kind: str, number: int, energy: float, **more: Any) -> None:
    now = scene.logs.now(more.pop("ago", 0))
    value = {"timestamp": now, "sampled_value": [{"value": energy, "measurand": "Energy.Active.Import.Register"}]}
    info = {"transaction_id": f"tx-{evse}", "charging_state": "Charging"}
    why = {"Started": "CablePluggedIn", "Updated": "MeterValuePeriodic", "Ended": "EVCommunicationLost"}[kind]
    await new.station.call(
        call201.TransactionEvent(
            kind, now, why, number, info, meter_value=[value], evse={"id": evse, "connector_id": 1}, **more
        )
    )


async def both_connectors(scene: Scene) -> None:
    """Both connectors of both stations charge at once, and the CSMS asks for this and that meanwhile."""
    async with scene.both() as (old, new):
        await arrive(scene, old, new)
        first = await begin(scene, old, 1, 1000)
        await happen(scene, new, 1, "Started", 0, 0)
        second = await begin(scene, old, 2, 90_000)
        for minute in range(1, 20):
            scene.logs.elapse(60)
            await sample(scene, old, 1, first, 1000 + 90 * minute)
            await sample(scene, old, 2, second, 90_000 + 170 * minute)
            await happen(scene, new, 1, "Updated", minute, 100.5 * minute)
            if minute == 10:
                await old.csms.call(call16.TriggerMessage("StatusNotification", connector_id=1))
                await show(old, 1, "Charging")
                await happen(scene, new, 2, "Started", 0, 7000)
        await end(scene, old, 2, second, 93_300)
        await end(scene, old, 1, first, 2800)
        await happen(scene, new, 1, "Ended", 20, 2000)
        await happen(scene, new, 2, "Ended", 1, 8000)


async def reconnecting(scene: Scene) -> None:
    """The connection is lost while nobody charges; then the station is reset, and charges as if nothing were."""
    async with scene.both() as (old, new):
        await arrive(scene, old, new)
        identity = await begin(scene, old, 1, 1000)
        scene.logs.elapse(120)
        await sample(scene, old, 1, identity, 1500)
        await end(scene, old, 1, identity, 1600)
    scene.logs.elapse(3000)
    async with scene.both() as (old, new):
        await old.station.call(call16.Heartbeat())
        await new.station.call(call201.Heartbeat())
        await old.csms.call(call16.Reset("Soft"))
    scene.logs.elapse(40)
    async with scene.both() as (old, new):
        await arrive(scene, old, new)
        identity = await begin(scene, old, 1, 1600)
        scene.logs.elapse(240)
        await sample(scene, old, 1, identity, 2500)
        await end(scene, old, 1, identity, 2600)


async def offline_while_charging(scene: Scene) -> None:
    """The connection is lost while both stations charge; what they kept comes an hour later, in its order."""
    async with scene.both() as (old, new):
        await arrive(scene, old, new)
        identity = await begin(scene, old, 1, 1000)
        await happen(scene, new, 1, "Started", 0, 0)
        scene.logs.elapse(60)
        await sample(scene, old, 1, identity, 1200)
        await happen(scene, new, 1, "Updated", 1, 200)
    scene.logs.elapse(3600)
    async with scene.both() as (old, new):
        for minute in range(50, 10, -10):
            await sample(scene, old, 1, identity, 9000 - 100 * minute, ago=60 * minute)
            await happen(
                scene, new, 1, "Updated", 7 - minute // 10, 9000 - 100 * minute, ago=60 * minute, offline=True
            )
        await end(scene, old, 1, identity, 9000, ago=300)
        await happen(scene, new, 1, "Ended", 7, 9000, ago=300, offline=True)


@pytest.mark.parametrize("story", [both_connectors, reconnecting])
def test_healthy_sessions_have_no_findings(tmp_path: Path, story: Story) -> None:
    assert {log: found for log, found in told(tmp_path, story).items() if found} == {}


def test_an_offline_period_is_told_once_for_each_station(tmp_path: Path) -> None:
    found = told(tmp_path, offline_while_charging)
    for (view, style), names in found.items():
        assert names == ["SEQ015"] * (1 if view in VERSIONS else 2), (view, style)
