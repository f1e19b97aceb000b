"""Ctrl-C ends a run that follows a log."""

import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, Self

_LOOK_AGAIN = 0.25
"""Seconds between two polls of a file that has not grown."""


class UntilInterrupted:
    """Waits between two polls of a growing file until Ctrl-C is pressed. A second Ctrl-C interrupts as usual."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self.ended = False
        self._sleep = sleep
        self._before: Any = None

    def __enter__(self) -> Self:
        """Install the signal handler."""
        self._before = signal.signal(signal.SIGINT, self._end)
        return self

    def __exit__(self, *_: object) -> None:
        """Restore the previous signal handler."""
        signal.signal(signal.SIGINT, self._before)

    def wait(self) -> None:
        """Wait a moment."""
        self._sleep(_LOOK_AGAIN)

    def _end(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  the signature of signal
        self.ended = True
        signal.signal(signal.SIGINT, self._before)
