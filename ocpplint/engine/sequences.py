"""The ``sequence`` operator: a first fact, and what must, or must not, come after it.

On ambiguous order nothing is reported. A ``then`` counts if position or time allow it, and a missing join field matches
any value; a ``never`` counts only if position, time and the whole key agree. Where the log has gaps, nothing is
reported. Memory is bounded: of too many open sequences the oldest are dropped, and a dropped one is reported only if
its deadline had passed.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from ocpplint.conditions.api import Evaluate, compile_condition
from ocpplint.engine.event_clock import EventClock
from ocpplint.engine.join_index import Join, Key
from ocpplint.engine.lookback import Earlier
from ocpplint.engine.pending_matches import (
    PendingMatch,
    Suspicion,
    Told,
    Verdict,
    follows,
    is_stamped_after,
    may_follow,
    may_precede,
)
from ocpplint.engine.rule import FIRST, NEVER, Check
from ocpplint.facts.log_time import ANSWER_TIMEOUT

_MOST_CASES: Final = 20_000
"""Open sequences of one check."""
_MOST_ALIKE: Final = 32
"""Open sequences of one check with the same key."""
_MOST_SUSPICIONS: Final = 1_000
_JOINABLE: Final = (str, int, float)


class Sequences:
    """The open sequences of one check. ``within`` is their length in seconds; None where only a fact ends them."""

    def __init__(self, check: Check, within: float | None, course: EventClock) -> None:
        self.check = check
        self._within = within
        self._course = course
        self._wanted = "then" in check.operator
        self._keys = {step: _key_of(check, step) for step in _steps(check)}
        self._links = {step: _link_of(check, step) for step in _steps(check)}
        self._open: Join[PendingMatch] = Join()
        self._suspicions: dict[Suspicion, None] = {}
        self._earlier: dict[str, Earlier] = {step: Earlier() for step in ("then", "until") if step in self._keys}
        """A fact a few lines before a first fact may belong after it."""
        self.forbidden: tuple[str, ...] = (check.operator[NEVER]["fact"],) if NEVER in check.operator else ()
        """The names of the facts that are forbidden while a sequence is open."""
        self.is_subscribed = False
        """Whether these facts are subscribed to at present."""
        self._take: dict[str, Callable[[Any, Key], Iterable[Verdict]]] = {
            "first": self._begin,
            "then": self._fulfil,
            "until": self._end,
            "never": self._suspect,
        }

    def __len__(self) -> int:
        return len(self._open)

    def take(self, step: str, fact: Any) -> Iterable[Verdict]:
        """Process a fact that meets a step's own condition, and return the sequences it breaks."""
        if step == "never" and not len(self._open):
            return ()
        return self._take[step](fact, self._keys[step](fact))

    def decide(self, item: PendingMatch | Suspicion) -> Iterator[Verdict]:
        """Decide an item whose time is over."""
        if isinstance(item, Suspicion):
            if item in self._suspicions:
                del self._suspicions[item]
                yield from self._accuse(item)
        elif item in self._open:
            self._open.discard(item)
            if self._wanted:
                yield from self._miss(item)

    def close(self) -> Iterator[Verdict]:
        """Decide everything at the end of the trace."""
        for suspicion in tuple(self._suspicions):
            yield from self.decide(suspicion)
        for case in tuple(self._open):
            yield from self.decide(case)
        for earlier in self._earlier.values():
            earlier.clear()

    def _begin(self, fact: Any, key: Key) -> Iterator[Verdict]:
        case = PendingMatch(fact, self._course, self._within)
        if self._is_fulfilled_already(case, key):
            return
        alike = self._open.exact(key)
        if len(alike) >= _MOST_ALIKE:
            yield from self._give_up(alike[0])
        elif len(self._open) >= _MOST_CASES:
            yield from self._give_up(self._open.oldest())
        self._open.add(key, case)
        if case.deadline is not None:
            case.clock.wait((self, case), case.deadline + ANSWER_TIMEOUT)

    def _is_fulfilled_already(self, case: PendingMatch, key: Key) -> bool:
        """Return whether a fact a few lines before the first one already fulfils the sequence."""
        for step, earlier in self._earlier.items():
            if not (earlier.may_follow(case.span) if step == "then" else earlier.is_stamped_after(case.span)):
                continue
            comes_after = self._fulfils if step == "then" else _is_stamped_after
            for told in earlier.loose(key):
                # The link excludes most.
                if told.fact is case.first or not self._links[step](case, told.fact):
                    continue
                if comes_after(told, case):
                    return True
        return False

    def _told(self, fact: Any) -> Told:
        return Told(fact, self._course.span(fact))

    def _fulfil(self, fact: Any, key: Key) -> Iterable[Verdict]:
        told = self._told(fact)
        for case in self._open.loose(key):
            if self._links["then"](case, fact) and self._fulfils(told, case):
                self._forget(case)
        self._earlier["then"].add(key, told)
        return ()

    def _fulfils(self, told: Told, case: PendingMatch) -> bool:
        span = told.span
        if case.deadline is not None and span.begin is not None and span.begin > case.deadline:
            return False
        if case.ended is not None and not may_precede(span, case.ended.span):
            return False
        return may_follow(span, case.span)

    def _end(self, fact: Any, key: Key) -> Iterable[Verdict]:
        # The end of a wait leads to a finding, so it must be certain; the end of a ban prevents one, so it need not.
        cases, comes_after = (self._open.exact, follows) if self._wanted else (self._open.loose, may_follow)
        told = self._told(fact)
        for case in cases(key):
            if case.ended is None and comes_after(told.span, case.span) and self._links["until"](case, fact):
                case.ended = told
                if not self._wanted:
                    self._forget(case)
                elif told.span.end is not None:
                    case.clock.wait((self, case), told.span.end + ANSWER_TIMEOUT)
        self._earlier["until"].add(key, told)
        return ()

    def _suspect(self, fact: Any, key: Key) -> Iterable[Verdict]:
        told = self._told(fact)
        cases = [case for case in self._open.exact(key) if self._is_broken(case, told)]
        if not cases:
            return
        suspicion = Suspicion(told, cases)
        self._suspicions[suspicion] = None
        if told.span.end is not None:
            cases[-1].clock.wait((self, suspicion), told.span.end + ANSWER_TIMEOUT)
        if len(self._suspicions) > _MOST_SUSPICIONS:
            yield from self.decide(next(iter(self._suspicions)))

    def _is_broken(self, case: PendingMatch, told: Told) -> bool:
        if not (case.is_watched(self._course) and follows(told.span, case.span)) or case.clock.is_crowd:
            return False
        if self._within is not None and (
            case.deadline is None or told.span.end is None or told.span.end > case.deadline
        ):
            return False
        return self._links["never"](case, told.fact)

    def _accuse(self, suspicion: Suspicion) -> Iterator[Verdict]:
        cases = suspicion.holds()
        if cases:
            told, latest = suspicion.told, cases[-1]
            firsts = [case.first for case in reversed(cases)]
            yield Verdict(told.fact, latest.first, firsts, latest.waited(told.span.begin))

    def _miss(self, case: PendingMatch) -> Iterator[Verdict]:
        """Report a sequence that was not fulfilled, if the trace proves it."""
        if not (case.clock.shows_both_sides and case.is_whole(self._course)):
            return
        if case.is_overdue():
            yield Verdict(case.first, case.first, (), case.waited(case.clock.time))
        elif case.ended is not None and case.is_watched(self._course):
            end = case.ended
            yield Verdict(case.first, case.first, (end.fact,), case.waited(end.span.begin))

    def _give_up(self, case: PendingMatch) -> Iterator[Verdict]:
        yield from self.decide(case)
        case.clock.waiting.pop((self, case), None)

    def _forget(self, case: PendingMatch) -> None:
        self._open.discard(case)
        case.clock.waiting.pop((self, case), None)


def _is_stamped_after(told: Told, case: PendingMatch) -> bool:
    return is_stamped_after(told.span, case.span)


def _steps(check: Check) -> list[str]:
    return [inlet.step for inlet in check.inlets]


def _key_of(check: Check, step: str) -> Callable[[Any], Key]:
    """Return a function from a fact to the values it is joined on."""
    values: list[Evaluate] = [compile_condition(entry[step]) for entry in check.by]
    if len(values) > 1:
        return lambda fact: tuple([_joinable(value(fact, ())) for value in values])
    only = values[0]
    return lambda fact: (_joinable(only(fact, ())),)


def _joinable(value: Any) -> Any:
    """Return a hashable value: lists and maps, which payloads may have anywhere, as text."""
    return value if type(value) is str or value is None or isinstance(value, _JOINABLE) else repr(value)


def _link_of(check: Check, step: str) -> Callable[[PendingMatch, Any], bool]:
    """Return the condition that a fact and the first one must meet together."""
    tree = check.operator[step].get("link")
    if tree is None:
        return lambda _case, _fact: True
    holds = compile_condition(tree, (FIRST,))
    return lambda case, fact: holds((case.first, fact), (fact,)) is True
