"""Turns scanned frames into facts and counters."""

from typing import TYPE_CHECKING, Any

from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputProblem, InputReport
from ocpplint.readers.traces.dedup import Dedup, Elided
from ocpplint.readers.traces.dialects import BARE, LineContext
from ocpplint.readers.traces.frame_scanner import ScannedPiece
from ocpplint.readers.traces.frames import message_of, missing_elements
from ocpplint.readers.traces.prefixes import Prefixes
from ocpplint.readers.traces.senders import Senders

if TYPE_CHECKING:
    from ocpplint.facts.message import Message


class FrameSink:
    """Turns the frames and errors of one input into facts, in ``released``, and keeps its report."""

    __slots__ = ("_report", "_sender_of", "_succession", "joined", "path", "released")

    def __init__(self, path: str, report: InputReport, prefixes: Prefixes) -> None:
        self.path, self._report = path, report
        self._sender_of = Senders(prefixes.writers).sender
        self._succession = Dedup(report)
        self.joined = 0
        self.released: list[Message | InputProblem] = self._succession.released

    def accept(
        self, value: Any, location: Location, context: LineContext, line: str | None, text: str | None = None
    ) -> bool:
        """Take a decoded value that stands in ``line``, None where a repeat of it is a message of its own.

        ``text`` is what was decoded, if it stands so in the log. Returns False if the value is no frame.
        """
        message = message_of(value, location, context, text)
        if message is None:
            return False
        message.sender = self._sender_of(message)
        self._succession.message(message, line)
        if message.error_code is not None and (lacking := missing_elements(value)) is not None:
            self._succession.problem(InputProblem("framing", lacking, location, message.station))
        return True

    def refuse(self, piece: ScannedPiece, location: Location, at: Location, text: str) -> None:
        """Count what is no frame, and say so ``at`` the fault where it should have been one."""
        if piece.kind in ("elided", "repr"):
            kind, identity = piece.value
            self._succession.elided(Elided(kind, identity, location, text if piece.kind == "repr" else ""))
        elif piece.kind == "unrecognised" and not self._is_among_frames(piece):
            self._succession.unrecognised(text, location)
        elif piece.kind == "truncated":
            self._report.truncated += 1
            self._succession.problem(InputProblem("truncated", piece.reason, location))
        else:
            kind = "framing" if piece.kind == "unrecognised" else piece.kind
            problem = InputProblem(kind, piece.reason, at, piece.context.station)
            self._succession.refused(problem, _within(text, location), piece.context.dialect)

    def _is_among_frames(self, piece: ScannedPiece) -> bool:
        """Return whether an array with a line of its own stands where frames do: then it was meant to be one."""
        return bool(piece.reason) and self._report.dialects.get(BARE, 0) > 0

    def problem(self, problem: InputProblem) -> None:
        """Take something else that could not be understood."""
        self._succession.problem(problem)

    def soap(self, location: Location) -> None:
        """Say once that an input holds OCPP over SOAP (OCPP-S), which is another protocol than OCPP-J."""
        if "soap" not in self._report.problems:
            self._succession.problem(InputProblem("soap", "this is OCPP over SOAP, which is not read", location))

    def end(self) -> None:
        """Release what is held back."""
        self._succession.end()
        self._report.joined = self.joined


def _within(text: str, location: Location) -> str:
    """Return what stands at a location in its line; of several lines, ``text`` is what was put together of them."""
    return text[location.column - 1 : location.end_column - 1] if location.line == location.end_line else text
