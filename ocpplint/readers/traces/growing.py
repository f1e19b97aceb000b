"""Traces read up to a moment, and logs that are read while they are written."""

from collections.abc import Iterable, Iterator

from ocpplint.facts.inputs import InputProblem, InputReport
from ocpplint.facts.message import Message
from ocpplint.readers.traces.dialects import Dialects
from ocpplint.readers.traces.lines import LineReader


def read_growing_lines(
    lines: Iterable[str | None], path: str, report: InputReport, dialects: Dialects
) -> Iterator[Message | InputProblem]:
    """Find the frames in the lines of a log as they are written; None stands for a pause in the writing.

    What is held back in case the same frame is logged once more is given out in a pause. ``report`` adds up what
    is in all the files that take each other's place.
    """
    reader = LineReader(path, report, dialects)
    released = reader.released
    for line in lines:
        if line is None:
            reader.pause()
        else:
            reader.number += 1
            report.lines += 1
            reader.read(line)
        yield from released
        released.clear()
    reader.end()
    yield from released


def until(messages: Iterable[Message | InputProblem], moment: float) -> Iterator[Message | InputProblem]:
    """Yield what a trace held at a moment of its own clock, in seconds since the epoch.

    Lines may be out of order, so all are looked at. A message without a time has that of the one before it; what was
    not understood is passed on while the messages around it are.
    """
    time: float | None = None
    for message in messages:
        if isinstance(message, Message) and message.time is not None:
            time = message.time
        if time is None or time <= moment:
            yield message
