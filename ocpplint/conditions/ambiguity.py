"""Rejects patterns with exponential matching time in a backtracking engine.

Such an engine tries every way to match a text that finally fails. The ways grow exponentially with the text
exactly if the pattern's automaton has a state that reads some word in two ways and is back in itself: the
criterion "EDA" of Weber and Seidl, On the degree of ambiguity of finite automata (1991). The automaton is
Glushkov's: one state for each character of the pattern, entered by reading it. Edges carry the number of ways they
arise in (1, or 2 for "several"), since ``(a*)*`` reads the same characters in many ways through the same states.
"""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from ocpplint.conditions.patterns import Characters, Choice, PatternError, Repeat, Sequence, Tree, parse_pattern

Ways: TypeAlias = dict[int, int]
"""States, with the number of ways to come by each: 1, or 2 for several."""

MOST_STATES = 2000
MOST_STEPS = 50_000
COUNTED_AS_LOOP = 10
"""From this many repeats on, a counted repeat of something that varies is as bad as an unlimited one."""


class Fragment(NamedTuple):
    """A part of the automaton: the ways to read nothing, and the states to begin and end in."""

    empty: int
    first: Ways
    last: Ways


class _Automaton:
    def __init__(self) -> None:
        self.allowed: list[frozenset[int]] = []
        self.follow: list[Ways] = []
        self.entries: set[int] = set()
        """The states that loops return to: every cycle of the automaton runs through one of them."""

    def build(self, tree: Tree) -> Fragment:
        if isinstance(tree, Characters):
            return self._state(tree)
        if isinstance(tree, Sequence):
            return self._sequence([self.build(part) for part in tree.parts])
        if isinstance(tree, Choice):
            return _either([self.build(branch) for branch in tree.branches])
        return self._repeat(tree)

    def _state(self, characters: Characters) -> Fragment:
        state = len(self.allowed)
        if state == MOST_STATES:
            raise PatternError("the pattern is too large")
        self.allowed.append(characters.allowed)
        self.follow.append({})
        return Fragment(0, {state: 1}, {state: 1})

    def _sequence(self, parts: list[Fragment]) -> Fragment:
        whole = Fragment(1, {}, {})
        for part in parts:
            self._link(whole.last, part.first)
            first = _merged(whole.first, _times(part.first, whole.empty))
            last = _merged(part.last, _times(whole.last, part.empty))
            whole = Fragment(min(whole.empty * part.empty, 2), first, last)
        return whole

    def _repeat(self, tree: Repeat) -> Fragment:
        if tree.most is None or (tree.most >= COUNTED_AS_LOOP and not _is_fixed(tree)):
            return self._loop(tree)
        copies = [self._counted(tree) for _ in range(tree.most)]
        optional = Fragment(1, {}, {})
        for copy in reversed(copies[tree.least :]):
            optional = _either([Fragment(1, {}, {}), self._sequence([copy, optional])])
        return self._sequence([*copies[: tree.least], optional])

    def _counted(self, tree: Repeat) -> Fragment:
        """Build the body of a repeat with a limit; one that may match nothing is as bad as a nested repeat."""
        body = self.build(tree.body)
        if body.empty and tree.most not in (None, 0, 1):
            raise PatternError(
                f"what is repeated {tree.most} times may match nothing, which takes exponential time"
            )
        return body

    def _loop(self, tree: Repeat) -> Fragment:
        body = self._counted(tree)
        self.entries |= body.first.keys()
        self._link(body.last, body.first)
        return body if tree.least else _either([Fragment(1, {}, {}), body])

    def _link(self, sources: Ways, targets: Ways) -> None:
        for source, ways in sources.items():
            self.follow[source] = _merged(self.follow[source], _times(targets, ways))

    def steps(self, one: int, two: int) -> list[tuple[int, int, int]]:
        """Return the pairs of states reached from a pair by one character, with the ways to get there."""
        return [
            (after_one, after_two, ways_one * ways_two)
            for after_one, ways_one in self.follow[one].items()
            for after_two, ways_two in self.follow[two].items()
            if self.allowed[after_one] & self.allowed[after_two]
        ]


def require_tame(source: str) -> None:
    """Raise ``PatternError`` if matching the pattern can take exponential time, or if it is not one."""
    automaton = _Automaton()
    automaton.build(parse_pattern(source)[0])
    budget = iter(range(MOST_STEPS))
    if any(_is_ambiguous_from(automaton, entry, budget) for entry in automaton.entries):
        raise PatternError(
            f"the pattern `{source}` can take exponential time: a repeat can match one text in several ways"
        )


def _is_ambiguous_from(automaton: _Automaton, origin: int, budget: Iterator[int]) -> bool:
    """Return whether some word leads from a state back to itself in two ways."""
    seen: set[tuple[int, int, bool]] = {(origin, origin, False)}
    waiting = list(seen)
    while waiting:
        one, two, parted = waiting.pop()
        for after_one, after_two, ways in automaton.steps(one, two):
            state = (after_one, after_two, parted or ways > 1 or after_one != after_two)
            if state == (origin, origin, True):
                return True
            if state not in seen:
                seen.add(state)
                waiting.append(state)
                if next(budget, None) is None:
                    raise PatternError("the pattern is too large")
    return False


def _is_fixed(tree: Repeat) -> bool:
    """Return whether a repeat reads one character a fixed number of times."""
    return tree.least == tree.most and isinstance(tree.body, Characters)


def _either(branches: list[Fragment]) -> Fragment:
    whole = Fragment(0, {}, {})
    for branch in branches:
        first, last = _merged(whole.first, branch.first), _merged(whole.last, branch.last)
        whole = Fragment(min(whole.empty + branch.empty, 2), first, last)
    return whole


def _merged(some: Ways, others: Ways) -> Ways:
    return some | {state: min(some.get(state, 0) + ways, 2) for state, ways in others.items()}


def _times(states: Ways, factor: int) -> Ways:
    return {state: min(ways * factor, 2) for state, ways in states.items()} if factor else {}
