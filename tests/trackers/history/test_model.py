"""The history of stations against a replay of all that ever happened, and what it keeps in memory."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ocpplint.facts.fact import Location
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.setting import Setting
from ocpplint.stations.registry import Profiles
from ocpplint.trackers.history.histories import Histories
from ocpplint.trackers.settings.enrich import enrich_one

PROFILE = Profiles().load("bender")
KEYS = ("HeartbeatInterval", "RCMBDelta", "ConnectorPhaseRotation", "ConnectorPhaseRotation_2", "VendorMode")
BOOT = {"chargePointVendor": "Acme", "chargePointModel": "One"}


class Event(NamedTuple):
    """One thing that happened to one station: a write with its answer, a report, a boot, a trigger or a reset."""

    station: str
    kind: str
    key: str = ""
    value: str = ""
    answer: str = "Accepted"


stations = st.sampled_from(("CP1", "CP2"))
values = st.sampled_from(("1", "2", "3"))
keys = st.sampled_from(KEYS)
outcomes = st.sampled_from(("Accepted", "Accepted", "RebootRequired", "Rejected", "NotSupported"))
events = st.one_of(
    st.builds(Event, stations, st.just("write"), keys, values, outcomes),
    st.builds(Event, stations, st.just("report"), keys, values),
    st.builds(Event, stations, st.just("boot"), answer=st.sampled_from(("Accepted", "Pending"))),
    st.builds(Event, stations, st.sampled_from(("trigger", "reset"))),
)


class Player:
    """Tells a history what happens, line by line of one trace."""

    def __init__(self, histories: Histories) -> None:
        self.histories = histories
        self._line = 0

    def exchange(self, event: Event, action: str, payload: Any) -> Exchange:
        self._line += 2
        places = [Location("csms.log", self._line + part, 1, self._line + part, 2) for part in (0, 1)]
        call = Message(2, str(self._line), action, payload, places[0], event.station, time=float(self._line))
        answer = Message(*(3, call.id, None, {"status": event.answer}, places[1], event.station), time=call.time)
        return Exchange(call, answer)

    def play(self, event: Event) -> Setting | None:
        if event.kind == "boot":
            self.histories.track(self.exchange(event, "BootNotification", BOOT))
        elif event.kind == "trigger":
            self.histories.track(self.exchange(event, "TriggerMessage", {"requestedMessage": "BootNotification"}))
        elif event.kind == "reset":
            self.histories.track(self.exchange(event, "Reset", {"type": "Soft"}))
        else:
            return self._setting(event)
        return None

    def _setting(self, event: Event) -> Setting:
        action = "ChangeConfiguration" if event.kind == "write" else "GetConfiguration"
        exchange = self.exchange(event, action, {})
        is_write = event.kind == "write"
        setting = Setting(
            *(event.key, event.value, "commanded" if is_write else "reported", exchange.call.location),
            station=event.station,
            outcome=event.answer if is_write else None,
        )
        enrich_one(setting, PROFILE)
        moment = self.histories.now(exchange)
        if is_write:
            self.histories.commanded(setting, exchange, moment)
            self.histories.answered(exchange)
        else:
            self.histories.reported([setting], moment, event.station)
        return setting


class State(NamedTuple):
    value: str | None = None
    pending: str | None = None


def replay(past: Sequence[Event], station: str, key: str) -> State:
    """Work out a value from all that happened to its station, one event after the other."""
    state, is_asked_for, is_reset = State(), False, False
    for event in past:
        if event.station != station:
            continue
        if event.kind in ("trigger", "reset"):
            is_asked_for, is_reset = is_asked_for or event.kind == "trigger", is_reset or event.kind == "reset"
        elif event.kind == "boot" and event.answer == "Accepted":
            if state.pending is not None and (is_reset or not is_asked_for):
                state = State(state.pending)
            is_reset = is_asked_for = False
        elif event.kind == "report" and event.key == key:
            state = state._replace(value=event.value)
        elif event.kind == "write" and event.key == key:
            state = written(state, event)
    return state


def written(state: State, event: Event) -> State:
    if event.answer == "Accepted":
        return State(event.value)
    return state._replace(pending=event.value) if event.answer == "RebootRequired" else state


@settings(
    max_examples=150,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(past=st.lists(events, max_size=40))
def test_the_effective_configuration_is_that_of_a_replay(past: list[Event]) -> None:
    histories = Histories()
    player = Player(histories)
    for count, event in enumerate(past, 1):
        player.play(event)
        history = histories.of(event.station)
        for state in history.states():
            value = state.held.value if state.held is not None else None
            pending = state.pending.value if state.pending is not None else None
            assert State(value, pending) == replay(past[:count], event.station, state.name)


@settings(max_examples=100, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(past=st.lists(events, max_size=40))
def test_the_past_of_a_write_is_that_of_a_replay(past: list[Event]) -> None:
    player = Player(Histories())
    for count, event in enumerate(past):
        setting = player.play(event)
        if setting is None or event.kind != "write":
            continue
        known = setting.history
        assert known is not None
        before = replay(past[:count], event.station, event.key)
        assert (known.held.value if known.held is not None else None) == before.value
        assert known.reboot_pending == (before.pending is not None)
        mine = [e for e in past[:count] if (e.station, e.key, e.kind) == (event.station, event.key, "write")]
        taken = [e.value for e in mine if e.answer in ("Accepted", "RebootRequired")]
        refused = [e.value for e in mine if e.answer not in ("Accepted", "RebootRequired")]
        assert (known.written.value if known.written is not None else None) == (taken[-1] if taken else None)
        assert (known.refused.value if known.refused is not None else None) == (refused[-1] if refused else None)


def test_who_wrote_last_when_and_where() -> None:
    player = Player(Histories())
    player.play(Event("CP1", "write", "RCMBDelta", "10"))
    player.play(Event("CP1", "report", "RCMBDelta", "10"))
    last = player.play(Event("CP1", "write", "RCMBDelta_2", "30"))
    setting = player.play(Event("CP1", "write", "RCMBDelta", "30"))
    assert last is not None
    assert setting is not None
    assert last.history is not None
    assert setting.history is not None
    assert last.history.writer == "as `RCMBDelta_2`"
    assert setting.history.held is not None
    assert setting.history.written is not None
    assert (setting.history.held.by, setting.history.held.value, setting.history.held.place.line) == (
        "report",
        "10",
        5,
    )
    assert (setting.history.written.place.line, setting.history.written.age) == (2, 6.0)
    assert setting.history.confirmed
    assert setting.history.other is not None
    assert setting.history.other.value == "10"


def test_memory_does_not_grow_with_the_trace() -> None:
    histories = Histories(most_values=2_000)
    player = Player(histories)
    for number in range(6_000):
        player.play(Event(f"CP{number % 2_500}", "report", f"Vendor{number % 7}", str(number)))
        player.play(Event(f"CP{number % 2_500}", "write", f"Vendor{number % 7}", str(number)))
    assert sum(len(history) for _, history in histories.known()) <= 3_000
    one = Histories()
    player = Player(one)
    for number in range(9_000):
        player.play(Event("CP1", "report", f"Vendor{number}", "1"))
        player.play(Event("CP1", "write", f"Vendor{number}", "1"))
    assert len(one.of("CP1")) == 4_000


def test_a_station_that_was_forgotten_is_one_of_which_nothing_is_known() -> None:
    histories = Histories(most_values=1)
    player = Player(histories)
    player.play(Event("CP1", "write", "HeartbeatInterval", "60"))
    for number in range(1_000):
        player.play(Event("CP2", "report", f"Vendor{number}", "1"))
    setting = player.play(Event("CP1", "report", "HeartbeatInterval", "300"))
    assert setting is not None
    assert setting.history is None
    assert not setting.contradicted
