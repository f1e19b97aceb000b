"""One message a frame: what two loggers wrote of the same frame is put together.

Programs log a frame in several layers (``websockets`` and ``ocpp``), or an object gives it decoded and raw.
Repeats stand next to each other, so one message is held back until the next one is seen.
"""

from ocpplint.facts import InputReport, Location, Message, Trouble


class Elided:
    """A frame whose middle the log left out: no trouble where it is also logged whole."""

    __slots__ = ("id", "location", "type")

    def __init__(self, kind: int, identity: str, location: Location) -> None:
        self.type, self.id, self.location = kind, identity, location

    def is_of(self, message: Message | None) -> bool:
        """Say whether ``message`` is the frame as it was before the log shortened it."""
        return message is not None and message.type == self.type and message.id == self.id


class Succession:
    """Holds the last message back, drops repeats of it, and counts what goes on its way into ``released``."""

    __slots__ = ("_elided", "_held", "_report", "_text", "released")

    def __init__(self, report: InputReport) -> None:
        self.released: list[Message | Trouble] = []
        self._report = report
        self._held: Message | None = None
        self._text: str | None = None
        self._elided: Elided | None = None

    def message(self, message: Message, text: str | None) -> None:
        """Take a message that stands in the line ``text``; None where nothing is written twice."""
        held = self._held
        if held is not None:
            if held.id == message.id and text is not None and self._is_repeat(held, message, text):
                self._held, self._text = _better(held, message), text
                return
            self._release(held)
        if self._elided is not None:
            self._settle(message)
        self._held, self._text = message, text

    def elided(self, elided: Elided) -> None:
        """Take a frame that was logged with its middle left out."""
        if not elided.is_of(self._held):
            self.end()
            self._elided = elided

    def trouble(self, trouble: Trouble) -> None:
        """Take something that could not be understood; it keeps its place among the messages."""
        self.end()
        self.released.append(trouble)

    def end(self) -> None:
        """Release what is held."""
        if self._held is not None:
            self._release(self._held)
            self._held = None
        if self._elided is not None:
            self._settle(None)

    def _settle(self, following: Message | None) -> None:
        elided, self._elided = self._elided, None
        if elided is not None and not elided.is_of(following):
            self._report.truncated += 1
            reason = "the log left out the middle of this frame"
            self.released.append(Trouble("truncated", reason, elided.location))

    def _is_repeat(self, held: Message, message: Message, text: str) -> bool:
        """Say whether two successive messages are one: on one line, by two loggers, or in two equal lines."""
        if held.type != message.type or held.action != message.action or held.payload != message.payload:
            return False
        if held.station and message.station and held.station != message.station:
            return False
        if held.location.line == message.location.line or held.dialect != message.dialect:
            return True
        return message.time is not None and self._text == text

    def _release(self, message: Message) -> None:
        report = self._report
        report.frames += 1
        dialect = message.dialect
        report.dialects[dialect] = report.dialects.get(dialect, 0) + 1
        if message.station is not None:
            report.stations[message.station] = None
        self.released.append(message)


def _better(held: Message, repeat: Message) -> Message:
    """Return the one of two reports of a message that names its station, completed from the other."""
    chosen, other = (repeat, held) if held.station is None and repeat.station is not None else (held, repeat)
    chosen.sender = chosen.sender or other.sender
    chosen.time = other.time if chosen.time is None else chosen.time
    chosen.ocpp = chosen.ocpp or other.ocpp
    return chosen
