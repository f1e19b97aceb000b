"""Frames in JSON: frames of an object become messages, and log lines in its fields are read as lines."""

from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputProblem
from ocpplint.readers.traces.dialects import JSON, TEXT, LineContext
from ocpplint.readers.traces.envelopes import Envelope
from ocpplint.readers.traces.frame_scanner import find_pieces, lost
from ocpplint.readers.traces.frame_sink import FrameSink
from ocpplint.readers.traces.json_line import read_flat
from ocpplint.readers.traces.prefixes import Prefixes
from ocpplint.readers.traces.spans import FrameSpans
from ocpplint.readers.traces.wrapped import Wrapped, read_wrapped


class Nested:
    """Passes the frames of JSON values to a ``FrameSink``."""

    __slots__ = ("_prefixes", "_sink")

    def __init__(self, sink: FrameSink, prefixes: Prefixes) -> None:
        self._sink, self._prefixes = sink, prefixes

    def within(self, value: object, number: int, line: str, dialect: str, around: LineContext | None) -> bool:
        """Take the frames inside the JSON value of a line; False if there are none."""
        if around is None and type(value) is dict:
            flat = read_flat(value)
            if flat is not None:
                frame, envelope = flat
                start, end = FrameSpans(line).span(frame)
                location = Location(self._sink.path, number, start + 1, number, end + 1)
                self._sink.accept(frame, location, LineContext(dialect, *envelope), line)
                return True
        spans = FrameSpans(line)
        envelope = Envelope(*around[1:]) if around is not None else Envelope()
        nothing = True
        for wrapped in read_wrapped(value, (), envelope):
            array = wrapped.frame
            start, end = spans.span(None if wrapped.whole or isinstance(array, str) or len(array) < 2 else array)
            location = Location(self._sink.path, number, start + 1, number, end + 1)
            self.wrapped(wrapped, location, line, dialect)
            nothing = False
        return not nothing

    def wrapped(self, wrapped: Wrapped, location: Location, text: str | None, dialect: str = JSON) -> None:
        """Take what was found inside JSON."""
        if isinstance(wrapped.frame, str):
            for line in wrapped.frame.splitlines():
                self._embedded(line, location, wrapped.envelope, text)
        elif wrapped.fault is None:
            self._sink.accept(wrapped.frame, location, LineContext(dialect, *wrapped.envelope), text)
        else:
            # What is too deep to be read comes without a frame.
            kind = "framing" if wrapped.frame else "malformed"
            self._sink.problem(InputProblem(kind, wrapped.fault, location, wrapped.envelope.station))

    def _embedded(self, line: str, location: Location, envelope: Envelope, text: str | None) -> None:
        """Read a field that holds a log line, as container runtimes and log shippers write them."""
        for piece in find_pieces(line, self._prefixes):
            if piece.kind == "frame":
                self._sink.accept(piece.value, location, _enclosed(piece.context, envelope), text)
            elif piece.kind == "open":
                self._sink.refuse(lost(line[piece.start :], 0, 0, piece.context), location, location, line)
            else:
                self._sink.refuse(piece, location, location, line)


def _enclosed(context: LineContext, envelope: Envelope) -> LineContext:
    """Complete what the text around a frame says by what the objects around that text say."""
    return LineContext(
        JSON if context.dialect == TEXT else context.dialect,
        context.station or envelope.station,
        envelope.time if context.time is None else context.time,
        context.direction or envelope.direction,
        envelope.ocpp,
    )
