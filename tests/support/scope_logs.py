"""Logs: the sessions of several stations interleaved and written the way programs write them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.support import scope_keys as keys
from tests.support.scope_sessions import MISTAKES, REFUSALS, Expected, Frame, Session, healthy_step

STATIONS = ["CP7", "CP8", "Ladestation-2", "Ladestation", "wallbox_1", "DE*ABC*E1", "10.0.0.2:9000"]
SECOND = ["_2", "-2", "-connector2", "_slave"]
START = datetime(2026, 3, 1, 10, tzinfo=UTC)
SESSION_ID = "5863aadf-4995-59e9-1bda-f2c9e09c9e78"


class Log(NamedTuple):
    """A program's way to write a frame, ``timed`` if it writes the time and ``named`` if it writes the station."""

    name: str
    before: Callable[[Frame, datetime], str]
    ending: str = "log"
    after: str = ""
    timed: bool = True
    named: bool = True
    noise: tuple[str, ...] = ("INFO:root:Connection open", "", "Setup of domain sun took 0.1 seconds")


class Logged(NamedTuple):
    """A log, and all that must be found in it: code, line, column and how often."""

    files: dict[str, str]
    expected: list[tuple[str, int, int, int]]


def _words(frame: Frame, sent: str, received: str) -> str:
    return received if frame.by_station else sent


def _home_assistant(frame: Frame, now: datetime) -> str:
    direction = _words(frame, "send", "receive message")
    stamp = f"{now:%Y-%m-%d %H:%M:%S}.{now.microsecond // 1000:03}"
    return f"{stamp} INFO (MainThread) [ocpp] {frame.station}: {direction} "


def _evcc(frame: Frame, now: datetime) -> str:
    return f"[ocpp  ] TRACE {now:%Y/%m/%d %H:%M:%S} {_words(frame, 'send', 'recv')} {frame.station}: "


def _steve(frame: Frame, now: datetime) -> str:
    stamp = f"{now:%Y-%m-%d %H:%M:%S},{now.microsecond // 1000:03}"
    session = f"[chargeBoxId={frame.station}, sessionId={SESSION_ID}]"
    direction = _words(frame, "Sending", "Received")
    return f"[INFO ] {stamp} de.rwth.idsg.steve.ocpp.ws.WebSocketLogger - {session} {direction}: "


def _mobilityhouse(frame: Frame, _: datetime) -> str:
    return f"INFO:ocpp:{frame.station}: {_words(frame, 'send', 'receive message')} "


def _prefixed(frame: Frame, _: datetime) -> str:
    return f"{frame.station}: {_words(frame, 'send', 'receive message')} "


def _wrapped(frame: Frame, now: datetime) -> str:
    row = {
        "timestamp": now.isoformat(),
        "chargePointId": frame.station,
        "direction": _words(frame, "csms-to-cp", "cp-to-csms"),
    }
    return json.dumps(row)[:-1] + ', "message": '


def _nothing(_frame: Frame, _now: datetime) -> str:
    return ""


LOGS = {
    log.name: log
    for log in (
        Log("Home Assistant", _home_assistant),
        Log("evcc", _evcc),
        Log("SteVe", _steve),
        Log("mobilityhouse", _mobilityhouse, timed=False),
        Log("prefixed", _prefixed, timed=False),
        Log("JSON lines", _wrapped, "jsonl", "}", noise=('{"level": "info", "event": "connected"}',)),
        Log("bare", _nothing, "txt", timed=False, named=False, noise=("",)),
    )
}


@st.composite
def healthy(draw: DrawFn, log: Log) -> Logged:
    """Draw the log of healthy stations."""
    return _write(draw, log, _sessions(draw, log, unhurried=log.timed and draw(st.booleans())))


@st.composite
def mistaken(draw: DrawFn, log: Log, mistake: str) -> Logged:
    """Draw a log in which one station has one mistake."""
    sessions = _sessions(draw, log, unhurried=log.timed and mistake != "SCP003 commanded")
    MISTAKES[mistake](sessions[0])
    _go_on(draw, sessions[0])
    return _write(draw, log, sessions)


@st.composite
def with_several_mistakes(draw: DrawFn, log: Log) -> Logged:
    """Draw a log in which any station may have several mistakes."""
    sessions = _sessions(draw, log, unhurried=False)
    for session in sessions:
        for mistake in draw(st.lists(st.sampled_from(sorted(MISTAKES)), max_size=3, unique=True)):
            MISTAKES[mistake](session)
            _go_on(draw, session)
    return _write(draw, log, sessions)


@st.composite
def second_connection(draw: DrawFn, log: Log) -> Logged:
    """Draw a log in which connector 2 of a station has a connection of its own, over which it is configured."""
    sessions = _sessions(draw, log, unhurried=False)
    first, taken = sessions[0], [session.station for session in sessions]
    names = [name for suffix in SECOND if (name := sessions[0].station + suffix) not in taken]
    second = Session(draw, draw(st.sampled_from(names)), first.serial, unhurried=False)
    second.expect("SCP008", second.boot())
    if draw(st.booleans()):
        second.boot()
    bare, master = second.unused(keys.INDIVIDUAL), second.unused(keys.MASTER)
    second.expect("SCP004", second.command(bare, second.value(bare)))
    second.expect("SCP002", second.command(master, second.value(master), draw(st.sampled_from(REFUSALS))))
    shared = second.unused(keys.BOTH)
    second.command(shared, second.value(shared))
    return _write(draw, log, [*sessions, second], first_frames=[first])


@st.composite
def one_connector(draw: DrawFn, log: Log) -> Logged:
    """Draw a log of a station that says it has one connector and is configured for two."""
    session = Session(draw, "CP7", "S-4711-0815", unhurried=False)
    session.boot()
    session.report(("NumberOfConnectors", "1"), ("HeartbeatInterval", "300"))
    key = session.unused([*keys.INDIVIDUAL, *keys.UNKNOWN_SCOPE])
    first, second = session.two_values(key)
    session.command(key, first)
    session.expect("SCP009", session.command(f"{key}_2", second, draw(st.sampled_from(REFUSALS))))
    return _write(draw, log, [session])


def _sessions(draw: DrawFn, log: Log, *, unhurried: bool) -> list[Session]:
    """Draw stations at work; where the log does not name them, there is one."""
    count = draw(st.integers(1, 3)) if log.named else 1
    names = draw(st.lists(st.sampled_from(STATIONS), min_size=count, max_size=count, unique=True))
    sessions = [Session(draw, name, f"S-4711-{index}815", unhurried) for index, name in enumerate(names)]
    for session in sessions:
        session.boot()
        _go_on(draw, session)
    return sessions


def _go_on(draw: DrawFn, session: Session) -> None:
    for _ in range(draw(st.integers(0, 3))):
        healthy_step(session)


def _write(draw: DrawFn, log: Log, sessions: list[Session], first_frames: list[Session] | None = None) -> Logged:
    """Write the frames of all sessions, each session's in its order; what ``first_frames`` begin with goes first."""
    order = [number for number, session in enumerate(sessions) for _ in session.frames]
    order = draw(st.permutations(order))
    if first_frames:
        order.remove(0)
        order.insert(0, 0)
    waiting = [iter(session.frames) for session in sessions]
    lines: list[str] = []
    places: dict[str, tuple[int, int]] = {}
    now = START
    for number in order:
        frame = next(waiting[number])
        if draw(st.integers(0, 7)) == 0:
            lines.append(draw(st.sampled_from(log.noise)))
        now += timedelta(seconds=frame.wait)
        before = log.before(frame, now)
        lines.append(before + frame.text + log.after)
        places[frame.mark] = (len(lines), len(before) + 1)
    expected = [found for session in sessions for found in session.expected]
    return Logged({f"csms.{log.ending}": "\n".join(lines) + "\n"}, _placed(log, expected, places))


def _placed(
    log: Log, expected: list[Expected], places: dict[str, tuple[int, int]]
) -> list[tuple[str, int, int, int]]:
    # Who the controller behind a connection is, is a question only where the connection has a name.
    asked = [found for found in expected if log.named or found.code != "SCP011"]
    return sorted((found.code, *places[found.mark], found.times) for found in asked)
