"""A central system and charging stations of the package ``ocpp``, talking over real WebSockets, both sides logging.

Nothing here depends on a clock: the logs have one of their own, which counts a quarter of a second for each record.
"""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import ocpp.v16
import ocpp.v201
from ocpp.routing import on
from websockets.asyncio.client import connect
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from ocpplint.facts.fact import Sender

SUBPROTOCOLS = {"1.6": Subprotocol("ocpp1.6"), "2.0.1": Subprotocol("ocpp2.0.1")}
_SIDES = {"ocpp1.6": ocpp.v16.ChargePoint, "ocpp2.0.1": ocpp.v201.ChargePoint}

FORMATS = {
    "home-assistant": "%(asctime)s.%(msecs)03d %(levelname)s (%(threadName)s) [%(name)s] %(message)s",
    "dashes": "%(asctime)s,%(msecs)03d - %(name)s - %(levelname)s - %(message)s",
    "basic": "%(levelname)s:%(name)s:%(message)s",
    "plain": "%(message)s",
}
"""Usual formats of Python's logging; the last two have no times."""

Answers = dict[str, Any]
"""What a side answers to each action it knows: a ``call_result``, or what makes one of the fields of the call."""


class Sent(NamedTuple):
    """A frame as it went over the wire."""

    station: str
    sender: Sender
    text: str


class Logs:
    """The log files of one session: every logger's in all of ``FORMATS``, by one clock that counts quarters of seconds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._quarters = count(4 * 1_772_000_000)
        self.written = 0.0
        """When the last line of any log was written."""
        self._handlers: list[logging.Handler] = []

    def logger(self, *views: str, name: str = "ocpp", level: int = logging.INFO) -> logging.Logger:
        """Make a logger, which writes into the files of each of ``views``."""
        logger = logging.Logger(name, level)
        logger.addFilter(self._stamp)
        for view in views:
            for style, layout in FORMATS.items():
                handler = logging.FileHandler(self.path(view, style), encoding="utf-8")
                handler.setFormatter(_Utc(layout, "%Y-%m-%d %H:%M:%S"))
                logger.addHandler(handler)
                self._handlers.append(handler)
        return logger

    def path(self, view: str, style: str) -> Path:
        """Return the file of a view in a format."""
        return self._folder / f"{view}-{style}.log"

    def elapse(self, seconds: int) -> None:
        """Let time pass in which nothing is logged."""
        self._quarters = count(next(self._quarters) + 4 * seconds)

    def now(self, ago: float = 0) -> str:
        """Return the time as OCPP writes it, or that of some seconds ago."""
        quarters = next(self._quarters)
        return datetime.fromtimestamp(quarters / 4 - ago, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def close(self) -> None:
        """Close all files."""
        for handler in self._handlers:
            handler.close()

    def _stamp(self, record: logging.LogRecord) -> bool:
        seconds, quarters = divmod(next(self._quarters), 4)
        record.created, record.msecs = seconds, 250.0 * quarters
        self.written = seconds + quarters / 4
        return True


class _Utc(logging.Formatter):
    converter = staticmethod(time.gmtime)


class Wire:
    """One side's end of a connection, which keeps what it sends."""

    def __init__(self, socket: Any, station: str, sender: Sender, sent: list[Sent]) -> None:
        self._socket, self._station, self._sender, self._sent = socket, station, sender, sent

    async def recv(self) -> Any:
        return await self._socket.recv()

    async def send(self, text: str) -> None:
        self._sent.append(Sent(self._station, self._sender, text))
        await self._socket.send(text)


class Pair(NamedTuple):
    """The two ends of one connection, each the ``ChargePoint`` of the package ``ocpp``."""

    station: Any
    csms: Any


class Depot:
    """A central system on loopback, and the stations that connect to it.

    ``sent`` is every frame in the order it went out. ``known`` says, by subprotocol and side, what is answered.
    """

    def __init__(self, logs: Logs, known: dict[str, dict[Sender, Answers]]) -> None:
        self.sent: list[Sent] = []
        self._logs, self._known = logs, known
        self._loggers = {"csms": logs.logger("csms", "server")}
        self._accepted: dict[str, asyncio.Future[Any]] = {}
        self._ids = count(1)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Listen on a free port until left; what the WebSocket server logs goes into the view ``server``, too."""
        below = self._logs.logger("server", name="websockets.server", level=logging.DEBUG)
        async with serve(
            self._accept,
            "127.0.0.1",
            0,
            subprotocols=list(SUBPROTOCOLS.values()),
            logger=below,
            ping_interval=None,
        ) as server:
            self._port = _port(server)
            yield

    @asynccontextmanager
    async def station(self, identity: str, ocpp_version: str) -> AsyncIterator[Pair]:
        """Connect a station, and wait until both ends are there."""
        self._accepted[identity] = asyncio.get_running_loop().create_future()
        logger = self._logs.logger(identity, "stations")
        url = f"ws://127.0.0.1:{self._port}/ocpp/{identity}"
        async with connect(
            url, subprotocols=[SUBPROTOCOLS[ocpp_version]], proxy=None, ping_interval=None
        ) as socket:
            point = self._side(socket, identity, "station", logger)
            reading = asyncio.create_task(_read(point))
            yield Pair(point, await self._accepted[identity])
            await socket.close()
            await reading

    async def _accept(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        identity = socket.request.path.rpartition("/")[2]
        point = self._side(socket, identity, "csms", self._loggers["csms"])
        self._accepted[identity].set_result(point)
        await _read(point)

    def _side(self, socket: Any, identity: str, sender: Sender, logger: logging.Logger) -> Any:
        answers = self._known[socket.subprotocol][sender]
        side = answering(_SIDES[socket.subprotocol], answers)
        point = side(identity, Wire(socket, identity, sender, self.sent), logger=logger)
        point._unique_id_generator = lambda: UUID(int=next(self._ids), version=4)
        return point


def answering(side: type, answers: Answers) -> type:
    """Make a ``ChargePoint`` that gives these answers."""
    return type(side.__name__, (side,), {f"on_{action}": _route(action, said) for action, said in answers.items()})


def _route(action: str, said: Any) -> Callable[..., Any]:
    def answer(_: Any, **asked: Any) -> Any:
        return said(**asked) if callable(said) else said

    answer.__name__ = f"on_{action}"
    route: Callable[..., Any] = on(action)(answer)
    return route


async def raw(side: Any, frame: list[Any] | str, *, answered: bool = True) -> None:
    """Send a frame as it is, and wait for the answer."""
    text = frame if isinstance(frame, str) else json.dumps(frame, separators=(",", ":"))
    await side._send(text)
    if answered:
        await side._get_specific_response(json.loads(text)[1], 30)


async def _read(point: Any) -> None:
    with suppress(ConnectionClosed):
        await point.start()


def _port(server: Server) -> int:
    port: int = next(iter(server.sockets)).getsockname()[1]
    return port
