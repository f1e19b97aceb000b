"""Deduplication: one message per frame, also if two loggers write the same frame.

Programs log a frame in several layers (``websockets`` and ``ocpp``), or an object contains it decoded and raw.
Repeats are adjacent, so one message is held back until the next one is read. If a log has two loggers, messages of
other connections may be in between, and a few more messages are held back.
"""

from collections import deque

from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputProblem, InputReport, LineShape
from ocpplint.facts.log_time import OTHER_LOG, STEP_BACK
from ocpplint.facts.message import Message

_MOST_SHAPES = 32
_EXAMPLE_LENGTH = 160
_MOST_REFUSED = 64
_BETWEEN = 32
"""Messages that may stand between what two loggers write of one: as many as a busy server logs in one turn."""


class Elided:
    """A frame that is not whole in the log: shortened, or (``text``) shown as a program shows its data.

    It is no problem if the frame is also logged in full.
    """

    __slots__ = ("id", "location", "text", "type")

    def __init__(self, kind: int, identity: str, location: Location, text: str = "") -> None:
        self.type, self.id, self.location, self.text = kind, identity, location, text

    def is_of(self, message: Message | None) -> bool:
        """Return whether ``message`` is the frame as it was before."""
        return message is not None and message.type == self.type and message.id == self.id


class Dedup:
    """Holds the last message back, drops repeats of it, and counts the messages put into ``released``."""

    __slots__ = (
        *("_after", "_delayed", "_dialect", "_elided", "_frames", "_held", "_is_doubled", "_is_watchful", "_ocpp"),
        *("_refused", "_report", "_station", "_text", "_time", "released"),
    )

    def __init__(self, report: InputReport) -> None:
        self.released: list[Message | InputProblem] = []
        self._report = report
        self._held: Message | None = None
        self._text: str | None = None
        self._elided: Elided | None = None
        self._frames = 0
        """Frames released that the report does not count yet."""
        self._after: list[InputProblem] = []
        """The troubles after the message held."""
        self._delayed: deque[Message | Elided | InputProblem] = deque()
        """What came before the message held, where two loggers write; nothing elsewhere."""
        self._is_doubled = False
        """Whether two loggers have written of the same frame."""
        self._is_watchful = False
        """Whether anything but the message held waits for the next one."""
        self._refused: dict[str, tuple[str, int]] = {}
        """The texts that were no frames, with the dialect of the first and the number of messages before it."""
        self._dialect = ""
        self._station: str | None = None
        self._ocpp: str | None = None
        self._time: float | None = None

    def message(self, message: Message, text: str | None) -> None:
        """Take a message that stands in the line ``text``; None where nothing is written twice."""
        held = self._held
        if (
            held is not None
            and held.id == message.id
            and held.type == message.type
            and text is not None
            and self._is_repeat(held, message, text)
        ):
            if held.dialect != message.dialect:
                self._is_doubled = self._is_watchful = True
            self._held, self._text = _better(held, message), text
            return
        if self._is_watchful:
            if self._settles(message, text):
                return
        elif held is not None:
            self._release(held)
        self._held, self._text = message, text

    def _settles(self, message: Message, text: str | None) -> bool:
        """Let go what waited for the next message; say whether it is one that was delayed and needs no more."""
        if self._is_doubled and text is not None and self._was_delayed(message):
            return True
        self._make_way()
        if self._elided is not None:
            self._resolve_elided(message)
        self._is_watchful = self._is_doubled
        return False

    def elided(self, elided: Elided) -> None:
        """Take a frame that was not logged as it is."""
        self._is_watchful = True
        if elided.is_of(self._held):
            self._is_doubled = True
        elif not self._is_doubled:
            self.end()
            self._elided = elided
        elif not any(isinstance(known, Message) and elided.is_of(known) for known in self._delayed):
            self._make_way()
            self._delay(elided)

    def refused(self, problem: InputProblem, frame: str, dialect: str) -> None:
        """Take the text of what should have been a frame. What else a program says of it may quote it again."""
        frame = frame.replace("\\", "")
        seen = self._report.frames + self._frames + len(self._delayed)
        first = self._refused.get(frame)
        if first is not None and first[0] != dialect and seen - first[1] <= _BETWEEN:
            return
        if len(self._refused) >= _MOST_REFUSED:
            self._refused.clear()
        self._refused[frame] = dialect, seen
        self.problem(problem)

    def problem(self, problem: InputProblem) -> None:
        """Take something that could not be understood; it keeps its place among the messages."""
        if self._elided is not None or len(self._after) >= _BETWEEN:
            self.end()
        self._after.append(problem)
        self._is_watchful = True

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
            report.shapes[shape] = LineShape(location.line, text[:_EXAMPLE_LENGTH].strip())
            reason = f"this looks like OCPP and was not understood: {shape}"
            self.released.append(InputProblem("unrecognised", reason, location))

    def end(self) -> None:
        """Release what is held."""
        self._make_way()
        while self._delayed:
            self._emit(self._delayed.popleft())
        if self._elided is not None:
            self._resolve_elided(None)
        self._count()

    def _make_way(self) -> None:
        """Let what is held go, or wait for what another logger writes of it."""
        go = self._delay if self._is_doubled else self._emit
        if self._held is not None:
            go(self._held)
            self._held = None
        for problem in self._after:
            go(problem)
        self._after.clear()

    def _delay(self, item: Message | Elided | InputProblem) -> None:
        self._delayed.append(item)
        if len(self._delayed) > _BETWEEN:
            self._emit(self._delayed.popleft())

    def _emit(self, item: Message | Elided | InputProblem) -> None:
        if isinstance(item, Message):
            self._release(item)
        elif isinstance(item, Elided):
            self._lost(item)
        else:
            self.released.append(item)

    def _was_delayed(self, message: Message) -> bool:
        """Return whether the other logger has written of a message before, and put the two together where it did."""
        for index, known in enumerate(self._delayed):
            if isinstance(known, InputProblem) or known.id != message.id:
                continue
            if isinstance(known, Message):
                if known.dialect != message.dialect and _is_same(known, message):
                    self._delayed[index] = _better(known, message)
                    return True
            elif known.is_of(message):
                del self._delayed[index]
                return False
        return False

    def _resolve_elided(self, following: Message | None) -> None:
        elided, self._elided = self._elided, None
        if elided is None:
            return
        if elided.is_of(following):
            self._is_doubled = True
        else:
            self._lost(elided)

    def _lost(self, elided: Elided) -> None:
        """Say that a frame is nowhere logged as it was."""
        if elided.text:
            self._unrecognised(elided.text, elided.location)
            return
        self._report.truncated += 1
        self._report.elided += 1
        reason = "the log left out the middle of this frame"
        self.released.append(InputProblem("truncated", reason, elided.location))

    def _is_repeat(self, held: Message, message: Message, text: str) -> bool:
        """Return whether two successive messages are one: on one line, by two loggers, or in two equal lines."""
        if not _is_same(held, message):
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
            if STEP_BACK < last - time < OTHER_LOG and report.frames + self._frames > 2 * report.steps_back:
                reason = f"the log's clock goes back by {last - time:.0f} s here"
                self.released.append(InputProblem("clock", reason, message.location))


def _is_same(one: Message, other: Message) -> bool:
    """Return whether two messages with the same id have the same content, and may be of the same station."""
    if one.type != other.type or one.action != other.action or one.payload != other.payload:
        return False
    return not (one.station and other.station and one.station != other.station)


def _better(held: Message, repeat: Message) -> Message:
    """Return the one of two reports of a message that names its station, completed from the other."""
    chosen, other = (repeat, held) if held.station is None and repeat.station is not None else (held, repeat)
    chosen.sender = chosen.sender or other.sender
    chosen.time = repeat.time if held.time is None else held.time
    chosen.ocpp = chosen.ocpp or other.ocpp
    return chosen
