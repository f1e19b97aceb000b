"""What a writer of one shape declares and returns."""

from collections.abc import Callable
from random import Random
from typing import Final, NamedTuple

from tests.support.shapes.plans import CONNECTORS, MISTAKES, STATIONS, WRAPPERS, Plan

UNWRAPPED: Final = ("none",)
PATHS: Final = ("nobody", "folder", "file name")
"""The ways to name a station that leave the content alone."""


class Written(NamedTuple):
    """A document. ``ending`` is that of its name; ``path`` is its whole name, where the shape has one.

    ``hidden`` says that keys and values don't stand in the text as they are: in base64, in the cells of a workbook.
    """

    ending: str
    content: bytes
    hidden: bool = False
    path: str = ""


Write = Callable[[Plan, Random], Written]


class Shape(NamedTuple):
    """One shape: its writer, and the choices on each axis that it can express."""

    write: Write
    wrappers: tuple[str, ...] = WRAPPERS
    stations: tuple[str, ...] = STATIONS
    connectors: tuple[str, ...] = CONNECTORS
    mistakes: tuple[str, ...] = MISTAKES
    most_stations: int = 1
    fewest_keys: int = 1
    key_prefix: str = ""
    """What stands before a key in its word: ``OCPP_`` of a variable of an environment."""
    adapted: Callable[[Plan], Plan] | None = None
    """What makes the plan one of this shape: of the variables of OCPP 2.x, of the connectors of its columns."""


def text(ending: str, content: str, *, hidden: bool = False) -> Written:
    """Return a document of text."""
    return Written(ending, content.encode(), hidden)
