"""Sessions of the simulated station with a careless backend, over a real WebSocket, both sides logging."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st
from ocpp.v16 import call, call_result

from tests.support.simulated_station import Answer, Station, right_values, wrong_values
from tests.support.traffic_peers import Answers, Depot, Logs, Pair
from tests.support.traffic_sessions import KNOWN

IDENTITY = "QUAY-1"
MAKE = {"charge_point_vendor": "Bender GmbH Co. KG", "charge_point_model": "CC612_2S0R"}
FIRMWARE = "5.33.5-21148"


class Write(NamedTuple):
    """The backend writes a key."""

    key: str
    value: str


class Read(NamedTuple):
    """The backend reads keys; none for all."""

    keys: tuple[str, ...] = ()


class Restart(NamedTuple):
    """The station boots: since it was reset, or by itself."""

    is_asked_for: bool


class Announce(NamedTuple):
    """The station is asked for a BootNotification, and does not boot."""


class Beat(NamedTuple):
    """The station sends a heartbeat."""


Action = Write | Read | Restart | Announce | Beat


class Snapshot(NamedTuple):
    """What the station has at a moment of the logs' clock, in seconds since the epoch."""

    time: float
    values: dict[str, str]
    pending: dict[str, str]


class Recording(NamedTuple):
    """A session that took place: the log of the backend, snapshots after each action, and what was refused."""

    log: Path
    snapshots: list[Snapshot]
    refusals: list[tuple[Write, Answer]]


def actions(station: Station) -> st.SearchStrategy[list[Action]]:
    """Generate what a careless backend does: it guesses suffixes, mistakes types, and writes what nobody can write."""
    typed = [key for key in station.writable() if right_values(station.specs[station.base_of[key]])]
    # What is known of a key on thin evidence is not held against a value.
    judged = [key for key in typed if station.specs[station.base_of[key]].confidence != "low"]

    def valued(keys: Sequence[str], values: Callable[[Any], list[str]]) -> st.SearchStrategy[Write]:
        return st.sampled_from([Write(k, v) for k in keys for v in values(station.specs[station.base_of[k]])])

    fixed = [key for key in station.base_of if station.is_readonly(key)]
    shared = [base for base, spec in station.specs.items() if spec.scope == "Both" and spec.syntax]
    return st.lists(
        st.one_of(
            valued(typed, right_values),
            valued(typed, right_values),
            valued(judged, wrong_values),
            st.builds(Write, st.sampled_from(fixed), st.just("7")),
            st.builds(Write, st.sampled_from([f"{key}_2" for key in shared]), st.just("30")),
            st.builds(Write, st.sampled_from(["HeartbeatIntervall", "CableWarmth", "Script7"]), st.just("30")),
            st.just(Read()),
            st.builds(
                lambda keys: Read(tuple(keys)), st.lists(st.sampled_from([*typed, "CableWarmth"]), min_size=1)
            ),
            st.builds(Restart, st.booleans()),
            st.just(Announce()),
            st.just(Beat()),
        ),
        min_size=12,
        max_size=25,
    )


class Session:
    """One station and its backend while they talk."""

    def __init__(self, station: Station, folder: Path) -> None:
        self.station = station
        self.logs = Logs(folder)
        self.snapshots: list[Snapshot] = []
        self.refusals: list[tuple[Write, Answer]] = []
        self._depot = Depot(self.logs, {"ocpp1.6": {"csms": KNOWN["ocpp1.6"]["csms"], "station": self._answers()}})
        self._last = Answer("")

    def record(self, steps: Callable[["Session", Pair], Awaitable[None]]) -> Recording:
        """Let the station boot and tell all it has, go through the steps, and return what was recorded."""

        async def session() -> None:
            async with asyncio.timeout(60), self._depot.open(), self._depot.station(IDENTITY, "1.6") as pair:
                await self._boot(pair)
                await self.act(pair, Read())
                await steps(self, pair)

        try:
            asyncio.run(session())
        finally:
            self.logs.close()
        return Recording(self.logs.path("csms", "dashes"), self.snapshots, self.refusals)

    async def act(self, pair: Pair, action: Action) -> None:
        """Do one thing, and take a snapshot."""
        if isinstance(action, Write):
            await pair.csms.call(call.ChangeConfiguration(action.key, action.value))
            if self._last.cause:
                self.refusals.append((action, self._last))
        elif isinstance(action, Read):
            await pair.csms.call(call.GetConfiguration(list(action.keys) or None))
        elif isinstance(action, Restart):
            await self._restart(pair, is_asked_for=action.is_asked_for)
        elif isinstance(action, Announce):
            await pair.csms.call(call.TriggerMessage("BootNotification"))
            await self._boot(pair)
        else:
            await pair.station.call(call.Heartbeat())
        self.snapshots.append(Snapshot(self.logs.written, dict(self.station.values), dict(self.station.pending)))

    async def _restart(self, pair: Pair, *, is_asked_for: bool) -> None:
        if is_asked_for:
            await pair.csms.call(call.Reset("Soft"))
        self.station.reboot()
        await self._boot(pair)

    async def _boot(self, pair: Pair) -> None:
        await pair.station.call(call.BootNotification(**MAKE, firmware_version=FIRMWARE))

    def _answers(self) -> Answers:
        return {
            **KNOWN["ocpp1.6"]["station"],
            "Reset": call_result.Reset("Accepted"),
            "ChangeConfiguration": self._changed,
            "GetConfiguration": self._told,
        }

    def _changed(self, key: str, value: str) -> Any:
        self._last = self.station.change(key, value)
        return call_result.ChangeConfiguration(self._last.status)

    def _told(self, key: list[str] | None = None) -> Any:
        known, unknown = self.station.report(key or ())
        return call_result.GetConfiguration(configuration_key=known or None, unknown_key=unknown or None)


def recorded(station: Station, folder: Path, script: Sequence[Action]) -> Recording:
    """Record a session in which these things happen in turn."""

    async def steps(session: Session, pair: Pair) -> None:
        for action in script:
            await session.act(pair, action)

    return Session(station, folder).record(steps)
