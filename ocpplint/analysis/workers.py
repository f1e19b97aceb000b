"""Worker processes: an idle one gets the next batch, and a dead one blocks nobody."""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, Self

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, SpawnContext
    from multiprocessing.process import BaseProcess

StartMethod = Literal["fork", "spawn"]

_TOLD = 4_194_304
"""Bytes that a process reads between two progress reports."""


class Work(Protocol):
    """The function that a process applies to each item; under ``spawn`` it is pickled, as items and results always are.

    It is given a callback for the number of bytes it has read.
    """

    def __call__(self, item: Any, read: Callable[[int], None], /) -> Any:
        """Return the result of an item."""
        ...


class LostError(OSError):
    """A process was killed from outside, most likely for lack of memory."""


class Done(NamedTuple):
    """The result of the item with this number."""

    number: int
    result: Any


class _Member(NamedTuple):
    process: "BaseProcess"
    connection: "Connection[Any, Any]"


Batch = Sequence[tuple[int, Any]]
"""Items, each with its number."""


def start_method() -> StartMethod:
    """Return how processes are started: by fork where that is safe, which is ten times as fast as spawn."""
    return "fork" if sys.platform == "linux" else "spawn"


class Crew:
    """Some processes that do ``work``, for the time of a ``with`` block.

    ``left`` are, when all is done, the items of a process that failed: doing them here shows why.
    """

    def __init__(self, work: Work, size: int, method: StartMethod) -> None:
        self._work, self._size, self._method = work, size, method
        self._context: ForkContext | SpawnContext = (
            get_context("fork") if method == "fork" else get_context("spawn")
        )
        self._members: list[_Member] = []
        self._busy: dict[Any, list[tuple[int, Any]]] = {}
        self.left: list[tuple[int, Any]] = []

    def __enter__(self) -> Self:
        """Start the processes."""
        for _ in range(self._size):
            ours, theirs = self._context.Pipe()
            copied = (*(member.connection for member in self._members), ours) if self._method == "fork" else ()
            process = self._context.Process(target=_serve, args=(theirs, self._work, copied), daemon=True)
            process.start()
            theirs.close()  # Closed here, so that the connection ends with the process.
            self._members.append(_Member(process, ours))
        return self

    def __exit__(self, *_: object) -> None:
        """Terminate the processes."""
        for member in self._members:
            member.connection.close()
            member.process.terminate()
        for member in self._members:
            member.process.join()

    def do(self, batches: Sequence[Batch]) -> Iterator[Done | int]:
        """Process the batches; yield results as they arrive, and numbers of bytes read. Raises ``LostError``."""
        waiting = list(reversed(batches))
        for member in self._members:
            self._give(member.connection, waiting)
        while self._busy:
            ready: list[Any] = wait(list(self._busy))
            for connection in ready:
                try:
                    message = connection.recv()
                except (EOFError, ConnectionResetError):
                    self._lose(connection)
                    continue
                yield message
                if isinstance(message, Done):
                    self._tick_off(connection, message.number, waiting)
        self.left += [item for batch in reversed(waiting) for item in batch]

    def _give(self, connection: Any, waiting: list[Batch]) -> None:
        self._busy.pop(connection, None)
        if not waiting:
            return
        batch = self._busy[connection] = list(waiting.pop())
        try:
            connection.send(batch)
        except (BrokenPipeError, ConnectionResetError):
            self._lose(connection)

    def _tick_off(self, connection: Any, number: int, waiting: list[Batch]) -> None:
        rest = self._busy[connection] = [item for item in self._busy[connection] if item[0] != number]
        if not rest:
            self._give(connection, waiting)

    def _lose(self, connection: Any) -> None:
        """Take back the unfinished items of a process. Raises ``LostError`` if the process was killed from outside."""
        self.left += self._busy.pop(connection)
        process = next(member.process for member in self._members if member.connection is connection)
        process.join()
        code = process.exitcode or 0
        if code < 0:
            reason = f"one of its processes was ended by {_signal(-code)}; `jobs` 1 starts no others"
            raise LostError(reason)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _serve(connection: "Connection[Any, Any]", work: Work, copied: Sequence["Connection[Any, Any]"]) -> None:
    """Process items until the connection ends. Ctrl-C is left to the parent process.

    ``copied`` are its ends of connections: while one is open here, no connection ends with that process.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for theirs in copied:
        theirs.close()
    told = _Told(connection)
    code = 1
    try:
        while True:
            for number, item in connection.recv():
                connection.send(Done(number, work(item, told)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        code = 0
    finally:
        # Exit at once and silently: the parent repeats the failed item and reports the error.
        os._exit(code)


class _Told:
    """Sends the number of bytes read through a connection, in large steps."""

    def __init__(self, connection: "Connection[Any, Any]") -> None:
        self._connection = connection
        self._untold = 0

    def __call__(self, size: int) -> None:
        self._untold += size
        if self._untold >= _TOLD:
            self._connection.send(self._untold)
            self._untold = 0
