"""OCPP 1.6 sessions of several stations, as they would stand in a log, with mistakes planted in some.

A session is a list of frames in the order in which one station's connection carries them. The mark of a frame is the
name under which the place it is written at is remembered.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.support import scope_keys as keys

REFUSALS = ["Rejected", "NotSupported"]
CHANGE_OF_MIND = 90.0
"""Seconds after which a second value is no longer part of the same provisioning run."""


class Frame(NamedTuple):
    """One frame on a station's connection; ``wait`` is how long the log is silent before it."""

    station: str
    by_station: bool
    text: str
    mark: str = ""
    wait: float = 0.2


class Expected(NamedTuple):
    """A finding: ``code`` at the frame with this mark, occurring so many ``times``."""

    code: str
    mark: str
    times: int = 1


@dataclass
class Session:
    """What happens on the connection of one station.

    ``unhurried`` tells that the log says when, and that nothing happens for a while now and then. Such a pause takes
    the values of one provisioning run apart, so a run is either unhurried or full of quick changes.
    """

    draw: DrawFn
    station: str
    serial: str
    unhurried: bool
    frames: list[Frame] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def unused(self, names: Sequence[str]) -> str:
        """Draw a key that nothing in the session uses so far."""
        left = [name for name in names if name not in self.used]
        assume(left)
        key = self.draw(st.sampled_from(left))
        self.used.add(key)
        return key

    def flip(self) -> bool:
        return self.draw(st.booleans())

    def value(self, key: str) -> str:
        return keys.text(self.draw(keys.values_of(key)))

    def two_values(self, key: str) -> tuple[str, str]:
        one, two = self.draw(keys.two_values_of(key))
        return keys.text(one), keys.text(two)

    def call(self, action: str, payload: Any, answer: Any, *, by_station: bool = False, wait: float = 0.2) -> str:
        """Add a call and its answer; return the mark of the call."""
        mark = f"{self.station}#{len(self.frames)}"
        number = f"{self.serial}-{len(self.frames)}"
        self._add(by_station, [2, number, action, payload], mark, wait)
        self._add(not by_station, [3, number, answer], f"{mark}/answer", 0.2)
        return mark

    def boot(self, serial: str | None = None) -> str:
        """The station's controller names itself."""
        self.serial = serial or self.serial
        payload = {
            "chargePointVendor": "Bender GmbH Co. KG",
            "chargePointModel": "CC612",
            "firmwareVersion": "5.33.5",
            "chargePointSerialNumber": self.serial,
        }
        answer = {"status": "Accepted", "currentTime": "2026-03-01T10:00:00Z", "interval": 300}
        return self.call("BootNotification", payload, answer, by_station=True)

    def command(self, key: str, value: str, status: str = "Accepted", *, wait: float = 0.2) -> str:
        return self.call("ChangeConfiguration", {"key": key, "value": value}, {"status": status}, wait=wait)

    def transfer(self, connector: int, key: str, value: str) -> str:
        """Command what ChangeConfiguration can't say: the connector."""
        data: Any = {"connectorId": connector, "key": key, "value": value}
        if self.flip():
            data = {"connectorId": connector, "configuration": {key: value}}
        return self.call(
            "DataTransfer", {"vendorId": "com.example", "data": json.dumps(data)}, {"status": "Accepted"}
        )

    def report(self, *settings: tuple[str, str]) -> str:
        """The station reports its configuration; return the mark of the report."""
        rows = [{"key": key, "readonly": False, "value": value} for key, value in settings]
        if not any(key == "GetConfigurationMaxKeys" for key, _ in settings):
            rows.insert(self.draw(st.integers(0, len(rows))), {"key": "GetConfigurationMaxKeys", "readonly": True})
        return self.call("GetConfiguration", {}, {"configurationKey": rows, "unknownKey": []}) + "/answer"

    def expect(self, code: str, mark: str, times: int = 1) -> None:
        self.expected.append(Expected(code, mark, times))

    def _add(self, by_station: bool, frame: list[Any], mark: str, wait: float) -> None:
        separators = (",", ":") if self.draw(st.integers(0, 3)) else (", ", ": ")
        text = json.dumps(frame, separators=separators, ensure_ascii=self.draw(st.booleans()))
        self.frames.append(Frame(self.station, by_station, text, mark, wait))


def healthy_step(session: Session) -> None:
    """Add something that is as it should be."""
    session.draw(st.sampled_from(_HEALTHY if session.unhurried else [*_HEALTHY, _trying_out]))(session)


def _reboot(session: Session) -> None:
    session.boot()


def _status(session: Session) -> None:
    connector = session.draw(st.integers(0, 2))
    payload = {"connectorId": connector, "errorCode": "NoError", "status": "Available"}
    session.call("StatusNotification", payload, {}, by_station=True)


def _configured_pair(session: Session) -> None:
    key = session.unused(keys.INDIVIDUAL)
    first, second = session.two_values(key)
    session.command(key, first, session.draw(st.sampled_from(["Accepted", "RebootRequired"])))
    session.command(f"{key}_2", second)


def _configured_others(session: Session) -> None:
    key = session.unused([*keys.SHARED, *keys.UNKNOWN_SCOPE])
    session.command(key, value := session.value(key))
    if session.flip():
        session.command(key, value)
    vendor = session.draw(st.sampled_from([*keys.VENDOR, "HeartbeatInterval_2"]))
    session.command(vendor, session.value(vendor.removesuffix("_2")), session.draw(st.sampled_from(REFUSALS)))


def _change_of_mind(session: Session) -> None:
    """Another value much later, after a boot, or after the first was refused, is no conflict."""
    key = session.unused(keys.BOTH)
    first, second = session.two_values(key)
    why = session.draw(st.sampled_from(["late" if session.unhurried else "boot", "boot", "refused"]))
    session.command(key, first, session.draw(st.sampled_from(REFUSALS)) if why == "refused" else "Accepted")
    if why == "boot":
        session.boot()
    session.command(key, second, wait=CHANGE_OF_MIND if why == "late" else 0.2)


def _trying_out(session: Session) -> None:
    key = session.unused(keys.BOTH)
    for value in session.draw(st.lists(keys.values_of("x"), min_size=3, max_size=5, unique_by=keys.text)):
        session.command(key, keys.text(value))


def _correct_report(session: Session) -> None:
    pair, shared = session.unused(keys.INDIVIDUAL), session.unused(keys.SHARED)
    first, second = session.two_values(pair)
    rows = [(pair, first), (f"{pair}_2", second), (shared, session.value(shared)), ("NumberOfConnectors", "2")]
    for _ in range(session.draw(st.integers(1, 2))):
        session.report(*session.draw(st.permutations(rows)))


def _correct_transfer(session: Session) -> None:
    key = session.unused(keys.INDIVIDUAL)
    first, second = session.two_values(key)
    session.transfer(1, key, first)
    session.transfer(2, f"{key}_2", second)


_HEALTHY: list[Callable[[Session], None]] = [
    _reboot,
    _status,
    _configured_pair,
    _configured_others,
    _change_of_mind,
    _correct_report,
    _correct_transfer,
]


def _suffix_commanded(session: Session) -> None:
    key, times = session.unused(keys.SHARED), session.draw(st.integers(1, 14))
    suffix = session.draw(st.sampled_from(["_2", "_3", "[2]"]))
    value = session.value(key)
    # A suffixed key that a station accepts exists on that station.
    marks = [session.command(key + suffix, value, session.draw(st.sampled_from(REFUSALS))) for _ in range(times)]
    session.expect("SCP001", marks[0], times)


def _suffix_reported(session: Session) -> None:
    key, times = session.unused(keys.SHARED), session.draw(st.integers(1, 3))
    value = session.value(key)
    marks = [session.report((key, value), (f"{key}_2", value)) for _ in range(times)]
    session.expect("SCP001", marks[0], times)


def _two_values_commanded(session: Session) -> None:
    key = session.unused(keys.BOTH)
    first, second = session.two_values(key)
    session.command(key, first)
    session.expect("SCP003", session.command(key, second))


def _two_values_reported(session: Session) -> None:
    key, times = session.unused(keys.BOTH), session.draw(st.integers(1, 3))
    first, second = session.two_values(key)
    marks = [session.report((key, first), (f"{key}_2", second)) for _ in range(times)]
    session.expect("SCP003", marks[0], times)


def _bare_key_transferred(session: Session) -> None:
    key = session.unused(keys.INDIVIDUAL)
    session.expect("SCP004", session.transfer(2, key, session.value(key)))


def _master_key_transferred(session: Session) -> None:
    key = session.unused(keys.MASTER)
    session.expect("SCP002", session.transfer(2, key, session.value(key)))


def _suffixed_key_transferred(session: Session) -> None:
    key = session.unused(keys.INDIVIDUAL)
    session.expect("SCP005", session.transfer(1, f"{key}_2", session.value(key)))


def _unknown_suffix(session: Session) -> None:
    key, times = session.unused(keys.INDIVIDUAL), session.draw(st.integers(1, 3))
    wrong, value = key + session.draw(st.sampled_from(keys.OTHER_SUFFIXES)), session.value(key)
    marks = [session.command(wrong, value, session.draw(st.sampled_from(REFUSALS))) for _ in range(times)]
    session.expect("SCP007", marks[0], times)


def _backend_with_suffix(session: Session) -> None:
    key = session.unused(keys.BACKEND_URLS)
    session.expect("SCP008", session.command(f"{key}_2", session.value(key)))


def _another_controller(session: Session) -> None:
    session.expect("SCP011", session.boot(session.serial + "-B"))


def _identical_values(session: Session) -> None:
    key, times = session.unused(keys.PER_CONTROLLER), session.draw(st.integers(1, 3))
    value = session.value(key)
    marks = [session.report((key, value), (f"{key}_2", value)) for _ in range(times)]
    session.expect("SCP012", marks[0], times)


def _identical_values_commanded(session: Session) -> None:
    key = session.unused(keys.PER_CONTROLLER)
    value = session.value(key)
    session.command(key, value)
    session.expect("SCP012", session.command(f"{key}_2", value))


MISTAKES: dict[str, Callable[[Session], None]] = {
    "SCP001 commanded": _suffix_commanded,
    "SCP001 reported": _suffix_reported,
    "SCP002 transferred": _master_key_transferred,
    "SCP003 commanded": _two_values_commanded,
    "SCP003 reported": _two_values_reported,
    "SCP004 transferred": _bare_key_transferred,
    "SCP005 transferred": _suffixed_key_transferred,
    "SCP007 commanded": _unknown_suffix,
    "SCP008 commanded": _backend_with_suffix,
    "SCP011": _another_controller,
    "SCP012 reported": _identical_values,
    "SCP012 commanded": _identical_values_commanded,
}
"""The mistakes on the connection of one station with two connectors."""
