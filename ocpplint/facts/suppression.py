"""Suppression directives: comments, and entries of the configuration, that suppress findings."""

from dataclasses import dataclass
from typing import Any

from ocpplint.facts.fact import Fact, Place, Redactor


@dataclass(slots=True, eq=False, repr=False)
class SuppressionDirective:
    """The findings of some rules that somebody has decided to live with.

    All given parts must match: a directive with a path and a key is for that key in that file.
    """

    words: tuple[str, ...]
    """The rules by code, name, beginning of a code, or category, as written."""
    reason: str
    place: Place
    """Where it is written."""
    whole: tuple[Place, ...] = ()
    """What goes when it is taken out."""
    listed: tuple[Place, ...] = ()
    """Where its rules are listed; nowhere if it names only one."""
    flaw: str = ""
    """Why it can't be understood."""
    named: bool = True
    """Whether the run can decide that it is unused, since all inputs it may apply to were checked."""

    path: str | None = None
    """The input that it stands in, and that it is about."""
    lines: range = range(0)
    """The lines of that input that it is about."""

    folder: str = ""
    """The folder that ``glob`` starts at."""
    glob: str | None = None
    """The inputs it is about: ``*`` and ``?`` stop at a slash, ``**`` does not, and a folder means all in it."""
    pointer: str | None = None
    """The part of the document it is about, with all in it (RFC 6901)."""
    station: str | None = None
    key: str | None = None
    message_id: str | None = None
    expires: str | None = None
    """The last day it holds on, as ``YYYY-MM-DD``."""


@dataclass(slots=True, eq=False, repr=False)
class Suppression(Fact):
    """A suppression that does not do what it is there for, derived when everything has been judged.

    ``kind`` is ``unused`` (there is nothing to suppress), ``expired``, ``unexplained`` (it gives no reason),
    ``mandatory`` (the rule can't be suppressed) or ``malformed`` (it can't be understood).
    """

    fact_name = "suppression"

    station = None

    kind: str
    message: str
    place: Place
    remaining: str = ""
    """The rules that should remain in it; empty if it should be removed."""
    surplus: tuple[Place, ...] = ()
    """The text that ``remaining`` would replace; empty, where only its author can fix it."""

    @property
    def subject(self) -> tuple[Any, ...]:
        """The suppression where it stands."""
        return "Suppression", self.kind, self.place.locate()

    @property
    def is_repeatable(self) -> bool:
        """Each stands for itself."""
        return False

    def identity(self, redacted: Redactor) -> tuple[str, ...]:
        """Return what is wrong with it, which quotes the input."""
        return self.kind, redacted(self.message, None)

    def replaceable(self, part: str, content: str) -> tuple[Place, ...]:
        """Return what a fix takes out."""
        return self.surplus
