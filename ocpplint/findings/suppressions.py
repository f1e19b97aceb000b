"""Suppressions: which findings are suppressed, and which directives are unused, expired or wrong."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ocpplint.facts.fact import Location, Place

if TYPE_CHECKING:
    from ocpplint.facts.suppression import Suppression, SuppressionDirective
    from ocpplint.findings.finding import Finding

Uses = Mapping[int, tuple[Sequence[str], Sequence[str]]]
"""By the number of a directive: the words that matched a finding, and the codes that can't be suppressed."""


class _Held:
    """A directive with the codes that its words select, and its uses."""

    __slots__ = ("codes", "directive", "refused", "used")

    def __init__(self, directive: "SuppressionDirective", codes: dict[str, frozenset[str]]) -> None:
        self.directive, self.codes = directive, codes
        self.used: set[str] = set()
        self.refused: set[str] = set()

    def words_for(self, code: str) -> list[str]:
        return [word for word, codes in self.codes.items() if code in codes]


class Suppressions:
    """Decides which findings are suppressed and, in the end, which directives are flawed.

    ``codes_of`` returns the codes that a word selects and raises ``ValueError`` for a word that selects none.
    ``applied`` are the codes of the rules that the run applies, ``mandatory`` those that can't be suppressed. A
    directive that expires before ``today``, a day as ``YYYY-MM-DD``, suppresses nothing.
    """

    def __init__(
        self,
        codes_of: Callable[[str], frozenset[str]],
        applied: Iterable[str],
        mandatory: Iterable[str] = (),
        today: str = "",
    ) -> None:
        self._codes_of, self._today = codes_of, today
        self._applied, self._mandatory = frozenset(applied), frozenset(mandatory)
        self._in_files: dict[str, list[_Held]] = {}
        self._everywhere: list[_Held] = []
        self._flawed: list[Suppression] = []
        self._flawed_everywhere: list[Suppression] = []

    def begin(self) -> None:
        """Drop the directives of inputs, and the uses of all others."""
        self._in_files.clear()
        self._flawed.clear()
        for held in self._everywhere:
            held.used, held.refused = set(), set()

    def uses(self) -> Uses:
        """Return the uses of the directives that are in no input, by their number."""
        return {
            number: (sorted(held.used), sorted(held.refused))
            for number, held in enumerate(self._everywhere)
            if held.used
        }

    def use(self, uses: Uses) -> None:
        """Add the uses of these directives elsewhere."""
        for number, (used, refused) in uses.items():
            self._everywhere[number].used.update(used)
            self._everywhere[number].refused.update(refused)

    def add_directive(self, directive: "SuppressionDirective") -> None:
        """Add a directive. Its findings must not have been evaluated yet."""
        codes: dict[str, frozenset[str]] = {}
        flaw = directive.flaw
        for word in directive.words:
            try:
                codes[word] = self._codes_of(word)
            except ValueError as error:
                flaw = flaw or str(error)
        if flaw and (directive.named or directive.path is None):
            flawed = self._flawed_everywhere if directive.path is None else self._flawed
            flawed.append(_plain_flaw("malformed", flaw, directive))
        if directive.flaw:
            return
        held = _Held(directive, codes)
        if directive.path is None:
            self._everywhere.append(held)
        else:
            self._in_files.setdefault(directive.path, []).append(held)

    def covers(self, finding: "Finding") -> bool:
        """Return whether a finding is suppressed; a conflict is, if it is at one of its locations."""
        if not self._in_files and not self._everywhere:
            return False
        conflicts = (related.location for related in finding.related if related.role == "conflict")
        places = (finding.location, *conflicts)
        is_suppressed = False
        for held in self._about(finding, places):
            words = held.words_for(finding.code)
            if not words or self._is_expired(held.directive):
                continue
            held.used.update(words)
            if finding.code in self._mandatory:
                held.refused.add(finding.code)
            else:
                is_suppressed = True
        return is_suppressed

    def _about(self, finding: "Finding", places: Sequence[Location]) -> Iterator[_Held]:
        for place in places:
            yield from (held for held in self._in_files.get(place.path, ()) if place.line in held.directive.lines)
        paths = {place.path for place in places}
        yield from (held for held in self._everywhere if _is_about(held.directive, finding, paths))

    def flaws(self, *, everywhere: bool = True) -> "Iterator[Suppression]":
        """Yield the flaws of the directives, after everything was evaluated.

        Without ``everywhere`` only those in the inputs are reported: not everything that the others apply to was read.
        """
        yield from (*self._flawed, *(self._flawed_everywhere if everywhere else ()))
        held_in_files = (held for some in self._in_files.values() for held in some)
        for held in (*held_in_files, *(self._everywhere if everywhere else ())):
            if self._is_expired(held.directive):
                yield _flaw("expired", f"this suppression expired on {held.directive.expires}", held.directive)
            elif held.directive.named:
                yield from self._flaws_of(held)

    def _flaws_of(self, held: _Held) -> "Iterator[Suppression]":
        directive = held.directive
        unused = [word for word, codes in held.codes.items() if word not in held.used and codes & self._applied]
        if unused:
            kept = [word for word in directive.words if word not in unused]
            yield _flaw("unused", f"nothing is suppressed here of {_listed(unused)}", directive, kept)
        elif not directive.reason:
            yield _plain_flaw("unexplained", "this suppression gives no reason", directive)
        if held.refused:
            codes = _listed(sorted(held.refused))
            yield _plain_flaw("mandatory", f"{codes} is mandatory and can't be suppressed", directive)

    def _is_expired(self, directive: "SuppressionDirective") -> bool:
        return directive.expires is not None and directive.expires < self._today


def _plain_flaw(kind: str, message: str, directive: "SuppressionDirective") -> "Suppression":
    # Most runs have no suppressions.
    from ocpplint.facts.suppression import Suppression

    return Suppression(kind, message, directive.place)


def _flaw(kind: str, message: str, directive: "SuppressionDirective", kept: Iterable[str] = ()) -> "Suppression":
    """Make a flaw whose fix leaves only the ``kept`` words of a directive, or nothing of it."""
    from ocpplint.facts.suppression import Suppression

    remaining = ", ".join(kept)
    surplus: tuple[Place, ...] = directive.listed if remaining else directive.whole
    return Suppression(kind, message, directive.place, remaining, surplus)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _is_about(directive: "SuppressionDirective", finding: "Finding", paths: Iterable[str]) -> bool:
    """Return whether a directive matches a finding in these inputs in every given part."""
    from ocpplint.resources.globs import path_matches

    return (
        _is_like(directive.station, finding.station)
        and _is_like(directive.key, finding.key)
        and directive.message_id in (None, finding.message_id)
        and (directive.pointer is None or _is_in(finding.pointer, directive.pointer))
        and (directive.glob is None or any(path_matches(directive.glob, path, directive.folder) for path in paths))
    )


def _is_like(pattern: str | None, value: str | None) -> bool:
    from ocpplint.resources.globs import name_matches

    return pattern is None or name_matches(pattern, value)


def _is_in(pointer: str | None, part: str) -> bool:
    part = part.rstrip("/")
    return pointer is not None and (pointer == part or pointer.startswith(part + "/"))
