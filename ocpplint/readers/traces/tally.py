"""What becomes of a piece found: a message, a trouble, or a count in the input's report."""

from typing import Any

from ocpplint.facts import InputReport, Location, Message, Trouble
from ocpplint.readers.traces.dialects import BARE, JSON, TEXT, Context
from ocpplint.readers.traces.envelopes import Envelope
from ocpplint.readers.traces.flat import read_flat
from ocpplint.readers.traces.frames import message_of, missing_elements
from ocpplint.readers.traces.pieces import Piece, find_pieces, lost
from ocpplint.readers.traces.prefixes import Prefixes
from ocpplint.readers.traces.senders import Senders
from ocpplint.readers.traces.spans import FrameSpans
from ocpplint.readers.traces.succession import Elided, Succession
from ocpplint.readers.traces.wrapped import Wrapped, read_wrapped


class Tally:
    """Turns what is found in one input into facts, in ``released``, and keeps its report."""

    __slots__ = ("_prefixes", "_report", "_senders", "_succession", "joined", "path", "released")

    def __init__(self, path: str, report: InputReport, prefixes: Prefixes) -> None:
        self.path, self._report = path, report
        self._prefixes = prefixes
        self._senders = Senders(prefixes.writers)
        self._succession = Succession(report)
        self.joined = 0
        self.released: list[Message | Trouble] = self._succession.released

    def accept(self, value: list[Any], location: Location, context: Context, text: str | None) -> None:
        """Take a frame that stands in the line ``text``; None where a repeat of it is a message of its own."""
        message = message_of(value, location)
        message.dialect, message.station, message.time, direction, message.ocpp = context
        message.sender = self._senders.sender(message, direction)
        message.direction = direction
        self._succession.message(message, text)
        if message.error_code is not None and (lacking := missing_elements(value)) is not None:
            self._succession.trouble(Trouble("framing", lacking, location, message.station))

    def refuse(self, piece: Piece, location: Location, at: Location, text: str) -> None:
        """Count what is no frame, and say so ``at`` the fault where it should have been one."""
        if piece.kind in ("elided", "repr"):
            kind, identity = piece.value
            self._succession.elided(Elided(kind, identity, location, text if piece.kind == "repr" else ""))
        elif piece.kind == "unrecognised" and not self._is_among_frames(piece):
            self._succession.unrecognised(text, location)
        elif piece.kind == "truncated":
            self._report.truncated += 1
            self._succession.trouble(Trouble("truncated", piece.reason, location))
        else:
            kind = "framing" if piece.kind == "unrecognised" else piece.kind
            self._succession.trouble(Trouble(kind, piece.reason, at, piece.context.station))

    def _is_among_frames(self, piece: Piece) -> bool:
        """Say whether an array with a line of its own stands where frames do: then it was meant to be one."""
        return bool(piece.reason) and self._report.dialects.get(BARE, 0) > 0

    def soap(self, location: Location) -> None:
        """Say once that an input holds OCPP over SOAP (OCPP-S), which is another protocol than OCPP-J."""
        if "soap" not in self._report.troubles:
            self._succession.trouble(Trouble("soap", "this is OCPP over SOAP, which is not read", location))

    def within(self, value: object, number: int, line: str, dialect: str, around: Context | None) -> bool:
        """Take the frames inside the JSON value of a line; False if there are none."""
        if around is None and type(value) is dict:
            flat = read_flat(value)
            if flat is not None:
                frame, envelope = flat
                start, end = FrameSpans(line).span(frame)
                location = Location(self.path, number, start + 1, number, end + 1)
                self.accept(frame, location, Context(dialect, *envelope), line)
                return True
        spans = FrameSpans(line)
        envelope = Envelope(*around[1:]) if around is not None else Envelope()
        nothing = True
        for wrapped in read_wrapped(value, (), envelope):
            array = wrapped.frame
            start, end = spans.span(None if wrapped.whole or isinstance(array, str) or len(array) < 2 else array)
            location = Location(self.path, number, start + 1, number, end + 1)
            self.wrapped(wrapped, location, line, dialect)
            nothing = False
        return not nothing

    def wrapped(self, wrapped: Wrapped, location: Location, text: str | None, dialect: str = JSON) -> None:
        """Take what was found inside JSON."""
        if isinstance(wrapped.frame, str):
            for line in wrapped.frame.splitlines():
                self._embedded(line, location, wrapped.envelope, text)
        elif wrapped.fault is None:
            self.accept(wrapped.frame, location, Context(dialect, *wrapped.envelope), text)
        else:
            # What is too deep to be read comes without a frame.
            kind = "framing" if wrapped.frame else "malformed"
            self._succession.trouble(Trouble(kind, wrapped.fault, location, wrapped.envelope.station))

    def end(self) -> None:
        """Release what is held back."""
        self._succession.end()
        self._report.joined = self.joined

    def _embedded(self, line: str, location: Location, envelope: Envelope, text: str | None) -> None:
        """Read a field that holds a log line, as container runtimes and log shippers write them."""
        for piece in find_pieces(line, self._prefixes):
            if piece.kind == "frame":
                self.accept(piece.value, location, _enclosed(piece.context, envelope), text)
            elif piece.kind == "open":
                self.refuse(lost(line[piece.start :], 0, 0, piece.context), location, location, line)
            else:
                self.refuse(piece, location, location, line)


def _enclosed(context: Context, envelope: Envelope) -> Context:
    """Complete what the text around a frame says by what the objects around that text say."""
    return Context(
        JSON if context.dialect == TEXT else context.dialect,
        context.station or envelope.station,
        envelope.time if context.time is None else context.time,
        context.direction or envelope.direction,
        envelope.ocpp,
    )
