"""One message a frame: what two loggers wrote of the same frame is put together.

Programs log a frame in several layers (``websockets`` and ``ocpp``), or an object gives it decoded and raw.
Repeats stand next to each other, so one message is held back until the next one is seen.
"""

from ocpplint.facts import InputReport, Location, Message, Shape, Trouble

_MOST_SHAPES = 32
_EXAMPLE_LENGTH = 160
_STEP_BACK = (60.0, 80_000.0)
"""A log that goes back by less is written by several threads, one that goes back by more is several logs."""


class Elided:
    """A frame that is not whole in the log: shortened, or (``text``) shown as a program shows its data.

    It is no trouble where it is also logged as it is.
    """

    __slots__ = ("id", "location", "text", "type")

    def __init__(self, kind: int, identity: str, location: Location, text: str = "") -> None:
        self.type, self.id, self.location, self.text = kind, identity, location, text

    def is_of(self, message: Message | None) -> bool:
        """Say whether ``message`` is the frame as it was before."""
        return message is not None and message.type == self.type and message.id == self.id


class Succession:
    """Holds the last message back, drops repeats of it, and counts what goes on its way into ``released``."""

    __slots__ = (
        "_dialect",
        "_elided",
        "_frames",
        "_held",
        "_ocpp",
        "_report",
        "_station",
        "_text",
        "_time",
        "released",
    )

    def __init__(self, report: InputReport) -> None:
        self.released: list[Message | Trouble] = []
        self._report = report
        self._held: Message | None = None
        self._text: str | None = None
        self._elided: Elided | None = None
        self._frames = 0
        """Frames released that the report does not count yet."""
        self._dialect = ""
        self._station: str | None = None
        self._ocpp: str | None = None
        self._time: float | None = None

    def message(self, message: Message, text: str | None) -> None:
        """Take a message that stands in the line ``text``; None where nothing is written twice."""
        held = self._held
        if held is not None:
            if (
                held.id == message.id
                and held.type == message.type
                and text is not None
                and self._is_repeat(held, message, text)
            ):
                self._held, self._text = _better(held, message), text
                return
            self._release(held)
        if self._elided is not None:
            self._settle(message)
        self._held, self._text = message, text

    def elided(self, elided: Elided) -> None:
        """Take a frame that was not logged as it is."""
        if not elided.is_of(self._held):
            self.end()
            self._elided = elided

    def trouble(self, trouble: Trouble) -> None:
        """Take something that could not be understood; it keeps its place among the messages."""
        self.end()
        self.released.append(trouble)

    def unrecognised(self, text: str, location: Location) -> None:
        """Count a line that looks like OCPP and was not understood; the first of each shape is told of."""
        self.end()
        self._unrecognised(text, location)

    def _unrecognised(self, text: str, location: Location) -> None:
        from ocpplint.readers.traces.shapes import shape_of

        report = self._report
        report.unrecognised += 1
        shape = shape_of(text[location.column - 1 :] if location.line == location.end_line else text)
        known = report.shapes.get(shape)
        if known is not None:
            known.count += 1
        elif len(report.shapes) < _MOST_SHAPES:
            report.shapes[shape] = Shape(location.line, text[:_EXAMPLE_LENGTH].strip())
            reason = f"this looks like OCPP and was not understood: {shape}"
            self.released.append(Trouble("unrecognised", reason, location))

    def end(self) -> None:
        """Release what is held."""
        if self._held is not None:
            self._release(self._held)
            self._held = None
        if self._elided is not None:
            self._settle(None)
        self._count()

    def _settle(self, following: Message | None) -> None:
        elided, self._elided = self._elided, None
        if elided is None or elided.is_of(following):
            return
        if elided.text:
            self._unrecognised(elided.text, elided.location)
            return
        self._report.truncated += 1
        self._report.elided += 1
        reason = "the log left out the middle of this frame"
        self.released.append(Trouble("truncated", reason, elided.location))

    def _is_repeat(self, held: Message, message: Message, text: str) -> bool:
        """Say whether two successive messages are one: on one line, by two loggers, or in two equal lines."""
        if held.action != message.action or held.payload != message.payload:
            return False
        if held.station and message.station and held.station != message.station:
            return False
        if held.location.line == message.location.line or held.dialect != message.dialect:
            return True
        return message.time is not None and self._text == text

    def _release(self, message: Message) -> None:
        dialect, station, time = message.dialect, message.station, message.time
        same_writer = dialect == self._dialect and station == self._station
        if not same_writer:
            self._count()
            self._dialect, self._station = dialect, station
            if station is not None:
                self._report.stations[station] = None
        self._frames += 1
        if message.sender is None:
            self._report.unknown_senders += 1
        if message.ocpp is not None and message.ocpp != self._ocpp:
            self._ocpp = message.ocpp
            self._report.versions[message.ocpp] = None
        if time is not None:
            self._clock(time, message, same_writer=same_writer)
        self.released.append(message)

    def _count(self) -> None:
        """Enter the frames that were released since the log last changed its dialect or station."""
        report, frames = self._report, self._frames
        if frames:
            report.frames += frames
            report.dialects[self._dialect] = report.dialects.get(self._dialect, 0) + frames
            self._frames = 0

    def _clock(self, time: float, message: Message, *, same_writer: bool) -> None:
        """Follow the log's clock; say where it goes back."""
        report, last = self._report, self._time
        self._time = time
        if last is None or report.first_time is None or report.last_time is None:
            report.first_time = report.last_time = time
        elif time > report.last_time:
            report.last_time = time
        elif time < report.first_time:
            report.first_time = time
        if last is not None and time < last and same_writer:
            report.steps_back += 1
            least, most = _STEP_BACK
            if least < last - time < most and report.frames + self._frames > 2 * report.steps_back:
                reason = f"the log's clock goes back by {last - time:.0f} s here"
                self.released.append(Trouble("clock", reason, message.location))


def _better(held: Message, repeat: Message) -> Message:
    """Return the one of two reports of a message that names its station, completed from the other."""
    chosen, other = (repeat, held) if held.station is None and repeat.station is not None else (held, repeat)
    chosen.sender = chosen.sender or other.sender
    chosen.time = other.time if chosen.time is None else chosen.time
    chosen.ocpp = chosen.ocpp or other.ocpp
    return chosen
