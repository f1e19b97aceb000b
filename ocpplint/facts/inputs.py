"""What could be understood of an input, and what could not."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from ocpplint.facts.fact import Fact, Place, Redactor

_LOSSES: Final = frozenset(("truncated", "malformed", "framing", "too-deep"))
"""The kinds with which a message is lost."""
_ANY_NUMBER_IN_LOGS: Final = frozenset(("framing", "malformed", "truncated", "unrecognised", "clock", "soap"))
"""The kinds of problem that a log of any length may have any number of."""


@dataclass(slots=True, eq=False, repr=False)
class InputProblem(Fact):
    """The fact ``input``: something in an input that could not be understood, and why.

    ``kind`` is ``syntax`` (a document that is not well-formed), ``truncated``, ``malformed`` (a frame that is not
    JSON), ``framing`` (JSON that should be a frame and breaks the rules of framing), ``unrecognised`` (the first line
    of a shape that looks like OCPP), ``soap``, ``clock`` (time goes back), ``encoding``, ``too-deep``, ``too-large``,
    ``unreadable``, ``unread`` (known keys where settings could stand, and no shape is known) or ``rule-crashed``.
    """

    fact_name = "input"

    kind: str
    message: str
    place: Place
    station: str | None = None

    clock_event = "loss"

    def is_loss(self) -> bool:
        """Return whether a message was lost with it: one cut off, shortened or garbled, with unknown id."""
        return self.kind in _LOSSES

    @property
    def loses(self) -> Literal["", "station", "trace"]:
        """Whose message is lost with it, if one is: most logs do not state it."""
        if not self.is_loss():
            return ""
        return "trace" if self.station is None else "station"

    @property
    def subject(self) -> tuple[Any, ...]:
        """The problem; the clock of one station is one subject, however often it goes back."""
        return "InputProblem", self.station, self.kind if self.kind == "clock" else self.message

    @property
    def is_repeatable(self) -> bool:
        """Whether a log may have any number of the kind."""
        return self.kind in _ANY_NUMBER_IN_LOGS

    def identity(self, redacted: Redactor) -> tuple[str, ...]:
        """Return its kind, and of a syntax error what is wrong, which quotes the input."""
        if self.kind == "syntax":
            return self.kind, redacted(self.message, None)
        return Fact.identity(self, redacted)


@dataclass(slots=True, repr=False)
class LineShape:
    """A kind of lines that were not understood: how many, and the first of them."""

    line: int
    example: str
    count: int = 1


@dataclass(slots=True, eq=False, repr=False)
class InputReport:
    """How much of one input was understood: a row of the JSON output's ``inputs``."""

    path: str
    kind: Literal["settings", "trace", "log", "other"] = "other"
    dialects: dict[str, int] = field(default_factory=dict)
    """Frames found by each dialect."""
    lines: int = 0
    frames: int = 0
    settings: int = 0
    truncated: int = 0
    unrecognised: int = 0
    shapes: dict[str, LineShape] = field(default_factory=dict)
    """The lines that look like OCPP and were not understood, by shape; the first of each is a ``InputProblem``."""
    elided: int = 0
    """Of the truncated frames, those whose middle the log left out."""
    joined: int = 0
    """Frames put together from several lines that a terminal wrapped or a program split."""
    versions: dict[str, None] = field(default_factory=dict)
    """The OCPP versions that the input names."""
    unknown_senders: int = 0
    """Frames of which nothing tells who sent them."""
    first_time: float | None = None
    last_time: float | None = None
    steps_back: int = 0
    """How often the log's clock goes back from one message to the next of the same station."""
    problems: dict[str, int] = field(default_factory=dict)
    """How often each kind of ``InputProblem`` occurred in it (``syntax``, ``malformed``, …)."""
    stations: dict[str, None] = field(default_factory=dict)
    """The named stations, in order of appearance (a dict for its order)."""
    keys_seen: int = 0
    """Places with a known key where a setting could stand."""
    keys_read: int = 0
    """Of these, those that were read as settings."""

    @property
    def dialect(self) -> str:
        """The dialect that found most frames, or an empty string."""
        return max(self.dialects, key=self.dialects.__getitem__, default="")

    @property
    def unread(self) -> bool:
        """Whether settings stand in it that were not read."""
        return "unread" in self.problems

    def note(self, problem: InputProblem) -> None:
        """Count something that was not understood."""
        self.problems[problem.kind] = self.problems.get(problem.kind, 0) + 1
