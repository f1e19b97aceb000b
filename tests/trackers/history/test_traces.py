"""What happened to a setting, told from traces: found where it is proven, and silence where anything may explain it."""

import json
from pathlib import Path
from typing import Any

import pytest

from ocpplint.analysis.pipeline import Linter
from ocpplint.analysis.rule_examples import run_example
from ocpplint.engine.packs import load_rules
from ocpplint.facts.fact import Fact
from ocpplint.facts.station_state import StationState
from ocpplint.sources.discover import discover
from ocpplint.sources.layout import Layout
from ocpplint.stations.registry import Profiles

RULES = load_rules()
OURS = ("SEQ002", "SEQ003", "SEQ005", "SEQ006", "SEQ007", "SEQ008", "SEQ010")
BOOT = {"chargePointVendor": "Acme", "chargePointModel": "One"}


class Trace:
    """A log of one second a message, of the backend's view."""

    def __init__(self, station: str = "CP7", *, timed: bool = True) -> None:
        self.station = station
        self.lines: list[str] = []
        self.time = 36_000
        self._timed = timed
        self._calls = 0

    def line(self, direction: str, frame: list[Any]) -> None:
        self.time += 1
        day, rest = divmod(self.time, 86_400)
        clock = f"{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"
        stamp = f"2026-03-{day + 1:02d} {clock}.000 INFO (MainThread) [ocpp] " if self._timed else ""
        self.lines.append(f"{stamp}{self.station}: {direction} {json.dumps(frame)}\n")

    def call(self, action: str, payload: Any, *, by_station: bool = False) -> str:
        self._calls += 1
        name = f"{self.station}-{self._calls}"
        self.line("receive message" if by_station else "send", [2, name, action, payload])
        return name

    def answer(self, name: str, payload: Any, *, by_station: bool = True) -> "Trace":
        self.line("receive message" if by_station else "send", [3, name, payload])
        return self

    def write(self, key: str, value: str, status: str = "Accepted") -> "Trace":
        return self.answer(self.call("ChangeConfiguration", {"key": key, "value": value}), {"status": status})

    def read(self, *keys: str, unknown: tuple[str, ...] = (), **values: str) -> "Trace":
        """Ask for keys, by default those of ``values``, or for all (``*``)."""
        rows = [{"key": key, "readonly": False, "value": value} for key, value in values.items()]
        name = self.call("GetConfiguration", {"key": [*(keys or values)]} if keys != ("*",) else {})
        return self.answer(name, {"configurationKey": rows, "unknownKey": [*unknown]})

    def boot(self, **said: str) -> "Trace":
        name = self.call("BootNotification", {**BOOT, **said}, by_station=True)
        accepted = {"status": "Accepted", "currentTime": "2026-03-01T10:00:00Z", "interval": 300}
        return self.answer(name, accepted, by_station=False)

    def reset(self) -> "Trace":
        return self.answer(self.call("Reset", {"type": "Soft"}), {"status": "Accepted"})

    def wait(self, seconds: int) -> "Trace":
        self.time += seconds
        return self

    def garbled(self) -> "Trace":
        self.lines.append(f'{self.station}: send [2,"lost","ChangeConfiguration",{{"key":"Heartbeat\n')
        return self

    def found(self) -> list[str]:
        return codes("".join(self.lines))


def codes(text: str) -> list[str]:
    return [found.code for found in run_example({"csms.log": text}, RULES) if found.code in OURS]


@pytest.mark.parametrize("timed", [True, False])
def test_a_report_of_another_value_contradicts_the_answer(*, timed: bool) -> None:
    trace = Trace(timed=timed).write("HeartbeatInterval", "60").read(HeartbeatInterval="300")
    assert trace.found() == ["SEQ003"]


@pytest.mark.parametrize(
    "explained",
    [
        lambda trace: trace.boot(),
        lambda trace: trace.wait(3601),
        lambda trace: trace.write("HeartbeatInterval", "300", "RebootRequired"),
        lambda trace: trace.write("HeartbeatInterval", "90", "Sometimes"),
        lambda trace: trace.garbled(),
        lambda trace: trace.call("ChangeConfiguration", {"key": "heartbeatinterval", "value": "300"}) and trace,
        lambda trace: trace.read(HeartbeatInterval="60"),
    ],
    ids=["boot", "an hour", "pending", "unknown answer", "loss", "open", "confirmed before"],
)
def test_whatever_may_explain_the_difference_is_heeded(explained: Any) -> None:
    trace: Trace = explained(Trace().write("HeartbeatInterval", "60"))
    assert trace.read(HeartbeatInterval="300").found() == []


def test_a_report_asked_for_before_the_write_was_answered_may_show_the_old_value() -> None:
    trace = Trace()
    write = trace.call("ChangeConfiguration", {"key": "HeartbeatInterval", "value": "60"})
    read = trace.call("GetConfiguration", {"key": ["HeartbeatInterval"]})
    trace.answer(write, {"status": "Accepted"})
    row = {"key": "HeartbeatInterval", "readonly": False, "value": "300"}
    assert trace.answer(read, {"configurationKey": [row]}).found() == []


def test_a_shared_value_may_have_been_overruled_by_another_form_of_its_key() -> None:
    trace = Trace().write("RCMBDelta", "10").write("RCMBDelta_2", "30")
    assert trace.read(RCMBDelta="30").found() == []


def test_what_needed_a_reboot_must_be_there_after_the_reset() -> None:
    trace = Trace().write("MeterValueSampleInterval", "60", "RebootRequired").read(MeterValueSampleInterval="300")
    assert trace.found() == []
    trace.reset().boot().read(MeterValueSampleInterval="300")
    assert trace.found() == ["SEQ003"]


def test_a_boot_that_nobody_asked_for_proves_no_reboot() -> None:
    """Some stations send a BootNotification whenever they connect."""
    trace = Trace().write("MeterValueSampleInterval", "60", "RebootRequired").wait(7200).boot()
    assert trace.read(MeterValueSampleInterval="300").found() == []


def test_two_stations_are_two_histories() -> None:
    one, two = Trace("CP1"), Trace("CP2")
    one.write("HeartbeatInterval", "60")
    two.read(HeartbeatInterval="300").write("HeartbeatInterval", "300")
    assert codes("".join(one.lines + two.lines)) == ["SEQ006"]


def test_stations_without_names_are_not_taken_for_one() -> None:
    trace = Trace("")
    trace.boot(chargePointSerialNumber="A-1").boot(chargePointSerialNumber="B-2")
    trace.write("HeartbeatInterval", "60").read(HeartbeatInterval="300").write("HeartbeatInterval", "60")
    assert trace.found() == []
    alone = Trace("").boot().write("HeartbeatInterval", "60").read(HeartbeatInterval="300")
    assert alone.found() == ["SEQ003"]


def test_another_controller_under_the_same_name_begins_anew() -> None:
    trace = Trace().boot(chargePointSerialNumber="A-1")
    trace.write("MeterValueSampleInterval", "60", "RebootRequired").reset()
    trace.boot(chargePointSerialNumber="B-2").read(MeterValueSampleInterval="300")
    assert trace.found() == []


def test_the_rounds_of_a_loop_are_counted() -> None:
    trace = Trace()
    for _ in range(4):
        trace.boot().write("VendorMode", "LTE", "RebootRequired").reset()
    (found,) = (f for f in run_example({"csms.log": "".join(trace.lines)}, RULES) if f.code == "SEQ005")
    assert found.count == 3
    assert "2 times in a row" in found.message
    assert found.key == "VendorMode"


@pytest.mark.parametrize("key", ["AuthorizationKey", "VendorThing", "INVOKECUSTOMSCRIPT1"])
def test_writing_once_more_may_be_an_order_or_a_secret(key: str) -> None:
    assert Trace().write(key, "aa").write(key, "aa").found() == []


def test_after_a_doubtful_write_nobody_knows_what_is_in_force() -> None:
    trace = Trace().write("HeartbeatInterval", "60").write("HeartbeatInterval", "90", "Perhaps")
    assert trace.write("HeartbeatInterval", "60").found() == []


@pytest.mark.parametrize(("size", "found"), [(3, []), (4, ["SEQ007"]), (20, ["SEQ007"])])
def test_a_burst_is_found_once(size: int, found: list[str]) -> None:
    trace = Trace()
    writes = [trace.call("ChangeConfiguration", {"key": f"Vendor{n}", "value": "1"}) for n in range(size)]
    for write in writes:
        trace.answer(write, {"status": "Accepted"})
    assert trace.found() == found


def test_two_connections_of_one_station_fight_over_a_shared_value() -> None:
    serial = {"chargePointVendor": "Bender", "chargePointModel": "CC613", "chargeBoxSerialNumber": "SN-7751-4482"}
    one, two = Trace("CP7"), Trace("CP7_2")
    lines: list[str] = []
    for trace in (one, two):
        trace.boot(**serial)
    for _ in range(2):
        for trace, value in ((one, "10"), (two, "30")):
            trace.write("RCMBDelta", value)
            lines += trace.lines
            trace.lines = []
    found = [f for f in run_example({"csms.log": "".join(lines)}, RULES) if f.code == "SEQ008"]
    assert [f.station for f in found] == ["CP7_2"]
    assert "connection `CP7_2`" in found[0].message
    assert "(line " in found[0].message


def test_a_third_value_ends_the_fight() -> None:
    trace = Trace()
    for value in ("10", "30", "10", "20", "30", "10", "20"):
        trace.write("RCMBDelta", value)
    assert trace.found() == []


def test_a_report_of_all_keys_that_lacks_some_it_told_of_before_was_cut() -> None:
    trace = Trace().read(GetConfigurationMaxKeys="2").read("*", Vendor0="1", Vendor1="1")
    assert trace.found() == ["SEQ010"]
    assert Trace().read("*", GetConfigurationMaxKeys="2", Vendor1="1").found() == []


def test_keys_that_nobody_asked_for_are_not_missed() -> None:
    assert Trace().read("*", HeartbeatInterval="300", unknown=("Nonesuch",)).found() == []
    assert Trace().read("HeartbeatInterval", "X", HeartbeatInterval="300", unknown=("X",)).found() == ["SEQ010"]


def test_a_long_healthy_session_says_nothing() -> None:
    lines: list[str] = []
    stations = [Trace(f"CP{n}") for n in range(3)]
    for day in range(5):
        for trace in stations:
            trace.boot().read("*", HeartbeatInterval="300" if day == 0 else "60", RCMBDelta="30")
            if day == 0:
                trace.write("HeartbeatInterval", "60").read(HeartbeatInterval="60")
            trace.write("ConnectorPhaseRotation", "RST").write("ConnectorPhaseRotation_2", "RTS")
            trace.write("VendorMode", "LTE", "RebootRequired" if day == 0 else "Accepted").reset()
            trace.wait(20_000)
            lines += trace.lines
            trace.lines = []
    assert codes("".join(lines)) == []


def notice(trace: Trace, number: int, *, more: bool) -> Trace:
    row = {
        "component": {"name": "Fan"},
        "variable": {"name": f"Speed{number}"},
        "variableAttribute": [{"value": "1"}],
    }
    payload = {
        "requestId": 7,
        "generatedAt": "2026-03-01T10:00:00Z",
        "seqNo": number,
        "tbc": more,
        "reportData": [row],
    }
    return trace.answer(trace.call("NotifyReport", payload, by_station=True), {}, by_station=False)


@pytest.mark.parametrize(
    ("numbers", "found"),
    [((0, 1, 2), []), ((0, 2), ["SEQ010"]), ((1, 2), []), ((0, 1, 1, 2), []), ((2,), []), ((0, 5), ["SEQ010"])],
)
def test_a_report_in_parts_lacks_what_never_came(numbers: tuple[int, ...], found: list[str]) -> None:
    trace = Trace()
    for number in numbers:
        notice(trace, number, more=number != numbers[-1])
    assert trace.found() == found


def test_a_part_that_the_log_lacks_may_have_come() -> None:
    trace = notice(Trace(), 0, more=True).garbled()
    assert notice(trace, 2, more=False).found() == []


class Standings:
    """Keeps what is known of each station in the end."""

    def __init__(self) -> None:
        self.stations: list[StationState] = []

    def accepts(self, kind: type[Fact]) -> bool:
        return kind is StationState

    def on_fact(self, fact: Fact) -> None:
        assert isinstance(fact, StationState)
        self.stations.append(fact)

    def close(self, document: str | None = None) -> None:
        pass


def test_what_a_station_is_in_the_end_can_be_asked_for(tmp_path: Path) -> None:
    trace = Trace().read(HeartbeatInterval="300", RCMBDelta="30")
    trace.write("HeartbeatInterval", "60").write("RCMBDelta", "10", "RebootRequired")
    path = tmp_path / "csms.log"
    path.write_text("".join(trace.lines), encoding="utf-8")
    heard = Standings()
    Linter(Profiles(), [heard]).run(discover([str(path)], Layout()))
    (told,) = heard.stations
    state = {standing.name: standing for standing in told.standings}
    assert told.station == "CP7"
    heartbeat, delta = state["HeartbeatInterval"], state["RCMBDelta"]
    assert heartbeat.held is not None
    assert delta.held is not None
    assert delta.pending is not None
    assert (heartbeat.held.value, heartbeat.held.place.locate().line, heartbeat.is_confirmed) == ("60", 3, False)
    assert (delta.held.value, delta.held.by, delta.pending.value) == ("30", "report", "10")
    assert delta.readonly is False
