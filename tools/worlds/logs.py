"""Logs: stations of OCPP 1.6 and 2.0.1 at work, written the way programs write them."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Final, NamedTuple

from tools.worlds.settings import save
from tools.worlds.traffic import Frame, Station16
from tools.worlds.traffic201 import Station201

ROUNDS: Final = 4
"""Logs of each dialect."""


class Dialect(NamedTuple):
    """A program's way to write a frame."""

    before: Callable[[Frame, datetime], str]
    ending: str = "log"
    after: str = ""
    is_named: bool = True


def write(folder: str, random: Random) -> None:
    """Write the world: logs of several stations in each dialect, half of them cared for better."""
    for number in range(ROUNDS):
        for name, dialect in DIALECTS.items():
            care = random.choice((0.98, 0.9, 0.75, 0.6))
            frames = _frames(random, f"{name[:2].upper()}{number}", 3 if dialect.is_named else 1, care)
            save(os.path.join(folder, f"{name}-{number}.{dialect.ending}"), lines_of(frames, dialect))


def _frames(random: Random, prefix: str, stations: int, care: float) -> list[Frame]:
    """Let stations be at work for a while, and return what the log has of them, in its order."""
    frames: list[Frame] = []
    for number in range(stations):
        made = Station201 if random.random() < 0.25 else Station16
        station = made(f"{prefix}-{number}", random, care)
        if random.random() < 0.85:
            station.boot()
        for _ in range(random.randrange(8, 20)):
            station.act()
        # The steps of a station's clock show in its own frames; the log keeps the order in which they came.
        frames += station.frames
    return sorted(frames, key=lambda frame: frame.time) if random.random() < 0.8 else frames


def lines_of(frames: Sequence[Frame], dialect: Dialect) -> str:
    """Write frames in a dialect."""
    lines = [_line(frame, dialect) for frame in frames]
    return "\n".join(lines) + "\n"


def _line(frame: Frame, dialect: Dialect) -> str:
    now = datetime.fromtimestamp(frame.time, UTC)
    if frame.remark:
        return json.dumps({"level": "info", "event": frame.remark}) if dialect.after else f"{now} {frame.remark}"
    return dialect.before(frame, now) + frame.text + dialect.after


def _direction(frame: Frame, sent: str, received: str) -> str:
    return received if frame.by_station else sent


def _home_assistant(frame: Frame, now: datetime) -> str:
    direction = _direction(frame, "send", "receive message")
    time = f"{now:%Y-%m-%d %H:%M:%S}.{now.microsecond // 1000:03}"
    return f"{time} INFO (MainThread) [ocpp] {frame.station}: {direction} "


def _evcc(frame: Frame, now: datetime) -> str:
    return f"[ocpp  ] TRACE {now:%Y/%m/%d %H:%M:%S} {_direction(frame, 'send', 'recv')} {frame.station}: "


def _steve(frame: Frame, now: datetime) -> str:
    time = f"{now:%Y-%m-%d %H:%M:%S},{now.microsecond // 1000:03}"
    session = f"[chargeBoxId={frame.station}, sessionId=5863aadf-4995-59e9-1bda-f2c9e09c9e78]"
    direction = _direction(frame, "Sending", "Received")
    return f"[INFO ] {time} de.rwth.idsg.steve.ocpp.ws.WebSocketLogger - {session} {direction}: "


def _mobilityhouse(frame: Frame, _: datetime) -> str:
    return f"INFO:ocpp:{frame.station}: {_direction(frame, 'send', 'receive message')} "


def _dashes(frame: Frame, now: datetime) -> str:
    time = f"{now:%Y-%m-%d %H:%M:%S},{now.microsecond // 1000:03}"
    return f"{time} - ocpp - INFO - {frame.station}: {_direction(frame, 'send', 'receive message')} "


def _micro_ocpp(frame: Frame, _: datetime) -> str:
    return f"[MO] {'Send' if frame.by_station else 'Recv'}: "


def _docker(frame: Frame, now: datetime) -> str:
    return f"csms_1  | {_home_assistant(frame, now)}"


def _inferred(frame: Frame, now: datetime) -> str:
    return f"{now.isoformat()} station={frame.station} {'->' if frame.by_station else '<-'} csms "


def _json_lines(frame: Frame, now: datetime) -> str:
    row = {
        "timestamp": now.isoformat(),
        "chargePointId": frame.station,
        "direction": _direction(frame, "csms-to-cp", "cp-to-csms"),
    }
    return json.dumps(row)[:-1] + ', "message": '


def _bare(_: Frame, __: datetime) -> str:
    return ""


JSON_LINES: Final = Dialect(_json_lines, "jsonl", "}")
DIALECTS: Final[Mapping[str, Dialect]] = {
    "home-assistant": Dialect(_home_assistant),
    "evcc": Dialect(_evcc),
    "steve": Dialect(_steve),
    "mobilityhouse": Dialect(_mobilityhouse),
    "dashes": Dialect(_dashes),
    "micro-ocpp": Dialect(_micro_ocpp, is_named=False),
    "docker": Dialect(_docker),
    "inferred": Dialect(_inferred),
    "json-lines": JSON_LINES,
    "bare": Dialect(_bare, "txt", is_named=False),
}
