"""The evaluator: each fact goes to the checks for its type, and a check that fires makes a finding."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ocpplint.conditions.api import Ast, Evaluate, EvaluationError, compile_condition
from ocpplint.conditions.durations import seconds
from ocpplint.engine.dispatch import Dispatch, remainder
from ocpplint.engine.groups import Group, Groups
from ocpplint.engine.options import value_of
from ocpplint.engine.rule import NEVER, OPTIONS, Check, Inlet, Rule
from ocpplint.facts.fact import TELLS_TIME, Fact
from ocpplint.facts.inputs import InputProblem
from ocpplint.findings.collector import Collector

if TYPE_CHECKING:
    from ocpplint.engine.event_clock import EventClock
    from ocpplint.engine.pending_matches import PendingMatch, Suspicion, Verdict
    from ocpplint.engine.sequences import Sequences
    from ocpplint.facts.message import Exchange, Message


class CrossDocumentLink(NamedTuple):
    """A subject or group that spans documents: documents with a link in common are checked together.

    ``what`` is None where ``whose`` alone links, with any value of the other document.
    """

    whose: str
    what: str | None


class _Question:
    """A check as applied to single facts. ``groups`` are the groups it forms, if it is a group check.

    ``options`` are the values of its rule's options, which conditions of ``match`` may name.
    """

    __slots__ = ("_options", "ask", "check", "groups", "inlet")

    def __init__(
        self, check: Check, inlet: Inlet, groups: Groups | None, options: Mapping[str, float] | None
    ) -> None:
        self.check, self.inlet, self.groups = check, inlet, groups
        self._options = options
        self.ask: Evaluate = self._build

    def _build(self, fact: Any, members: Sequence[Any]) -> Any:
        """Compile the condition at its first use: most are never used."""
        tree = remainder(self.inlet.gate, self.inlet.fact)
        self.ask = _yes if tree is None else self._compiled(tree)
        return self.ask(fact, members)

    def _compiled(self, tree: Ast) -> Evaluate:
        options = self._options
        if not options or self.check.kind != "match":
            return compile_condition(tree)
        holds = compile_condition(tree, (OPTIONS,))
        return lambda fact, members: holds((options, fact), members)


class Evaluator:
    """Applies rules to facts as they arrive and passes findings to the collector.

    ``options`` maps rule codes to the options that the configuration sets.
    """

    def __init__(
        self, rules: Iterable[Rule], collector: Collector, options: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        self._collector = collector
        self._options = options or {}
        self._crashed: set[str] = set()
        self._rules = list(rules)
        checks = [check for rule in self._rules for check in rule.checks]
        # A finding on a setting yields only within its document; any other may yield to one of another document.
        self._yielded = {code for check in checks if set(check.facts) != {"setting"} for code in check.yields_to}
        self._groups = [Groups(check, self._window(check)) for check in checks if check.kind == "group"]
        self._sequences: dict[Check, Sequences] = {}
        self._course: EventClock | None = None
        self._follow: Mapping[str, Callable[[Any], None]] = {}
        if any(check.kind == "sequence" for check in checks):
            self._follow = {"time": self._tick, "restart": self._restart, "loss": self._mark_gap}
        forming = {groups.check: groups for groups in self._groups}
        questions = [
            _Question(check, inlet, forming.get(check), self._options_of(check.rule))
            for check in checks
            for inlet in check.inlets
        ]
        # Facts of a type that no rule uses, such as messages, are many; they cost one look-up here.
        self._asked = _dispatched(questions)
        # ``never`` steps are subscribed only while a sequence is open.
        self._calm = _dispatched([question for question in questions if question.inlet.step != NEVER])
        self._asked_now = dict(self._calm)
        self._alert: dict[str, set[Check]] = {}

    def accepts(self, kind: type[Fact]) -> bool:
        """Return whether any rule uses facts of this type."""
        return kind.fact_name in self._asked or kind.clock_event in self._follow

    def asks(self, fact: "Message | Exchange") -> bool:
        """Return whether any rule may use facts of the same type, action and sender."""
        if self._follow and getattr(fact, "type", None) == TELLS_TIME:
            return True
        asked = self._asked.get(fact.fact_name)
        return asked is not None and bool(asked.for_fact(fact))

    def parameters(self) -> Iterator[tuple[str, Mapping[str, float]]]:
        """Yield the detectors that rules name, each with the values of the rule's options."""
        for rule in self._rules:
            if rule.detector is not None:
                yield rule.detector, self._options_of(rule)

    def on_fact(self, fact: Fact) -> None:
        """Evaluate the rules on one fact."""
        if fact.clock_event in self._follow:
            self._follow[fact.clock_event](fact)
        asked = self._asked_now.get(fact.fact_name)
        if asked is None:
            return
        members = (fact,)
        for question in asked.for_fact(fact):
            try:
                if question.ask(fact, members) is True:
                    self._answer(question, fact, members)
            except EvaluationError as error:
                self._crash(question.check, fact, error)

    def _answer(self, question: _Question, fact: Fact, members: Sequence[Fact]) -> None:
        if question.inlet.step:
            sequences = self._sequences_of(question.check)
            self._emit(question.check, sequences.take(question.inlet.step, fact))
            self._subscribe(sequences)
        elif question.groups is not None:
            for closed in question.groups.add(fact):
                self._judge_group(question.check, closed)
        elif getattr(fact, "named", True):
            self._find(question.check, fact, members)

    def close(self, document: str | None = None) -> None:
        """Evaluate the groups of ``document``, which has ended; all groups, if None."""
        for groups in self._groups:
            for closed in groups.close(document):
                self._judge_group(groups.check, closed)
        for check, sequences in self._sequences.items():
            self._emit(check, sequences.close())
            self._subscribe(sequences)
        if self._course is not None:
            self._course.clear()

    def _tick(self, message: "Message") -> None:
        """Advance the clock of sequences."""
        if message.type == TELLS_TIME:
            course = self._course or self._begin_course()
            if due := course.tick(message):
                self._decide(due)

    def _decide(self, due: "Iterable[tuple[Sequences, PendingMatch | Suspicion]]") -> None:
        for sequences, item in due:
            self._emit(sequences.check, sequences.decide(item))
            self._subscribe(sequences)

    def _subscribe(self, sequences: "Sequences") -> None:
        """Subscribe to the ``never`` step of a sequence while one is open, and unsubscribe when none is."""
        if not sequences.forbidden:
            return
        is_open = len(sequences) > 0
        if is_open == sequences.is_subscribed:
            return
        sequences.is_subscribed = is_open
        for kind in sequences.forbidden:
            alert = self._alert.setdefault(kind, set())
            (alert.add if is_open else alert.discard)(sequences.check)
            asked = self._asked if alert else self._calm
            self._asked_now.pop(kind, None)
            if kind in asked:
                self._asked_now[kind] = asked[kind]

    def _restart(self, fact: Fact) -> None:
        """Record for sequences whether an identity is one station or several."""
        if self._course is not None:
            self._course.restart(fact)

    def _mark_gap(self, fact: Fact) -> None:
        """Record for sequences a gap in the log."""
        if self._course is not None:
            self._course.mark_gap(fact)

    def _begin_course(self) -> "EventClock":
        """Import the event clock, which only traces need."""
        from ocpplint.engine.event_clock import EventClock

        self._course = EventClock()
        return self._course

    def _sequences_of(self, check: Check) -> "Sequences":
        sequences = self._sequences.get(check)
        if sequences is None:
            from ocpplint.engine.sequences import Sequences

            course = self._course or self._begin_course()
            sequences = self._sequences[check] = Sequences(check, self._window(check), course)
        return sequences

    def _emit(self, check: Check, verdicts: "Iterable[Verdict]") -> None:
        for verdict in verdicts:
            if getattr(verdict.fact, "named", True):
                from ocpplint.engine.finding_builder import find_broken

                self._collector.add(find_broken(check, verdict))

    def begin(self, collector: Collector) -> None:
        """Forget all facts, and take another collector."""
        self._collector = collector
        self._crashed.clear()
        for groups in self._groups:
            groups.clear()
        self._sequences.clear()
        self._alert.clear()
        self._asked_now = dict(self._calm)
        if self._course is not None:
            self._course.clear()

    @property
    def crashed(self) -> bool:
        """Whether a rule has failed; that is reported once, at its first location."""
        return bool(self._crashed)

    def ties(self) -> list[CrossDocumentLink]:
        """Return the links of the documents checked so far to others. Call it before ``close()``."""
        ties = [CrossDocumentLink("yields", subject) for subject in self._collector.subjects(self._yielded)]
        for number, groups in enumerate(self._groups):
            ties += [CrossDocumentLink(f"{groups.check.rule.code} {number}", key) for key in groups.left_open()]
        return ties

    def _window(self, check: Check) -> float | None:
        within = check.within
        if within is not None and within in check.rule.options:
            return self._options_of(check.rule)[within]
        return None if within is None else seconds(within)

    def _options_of(self, rule: Rule) -> dict[str, float]:
        """Return the options of a rule as the configuration sets them, durations in seconds."""
        chosen = self._options.get(rule.code, {})
        return {
            name: value_of(option, chosen.get(name, option["default"])) for name, option in rule.options.items()
        }

    def _judge_group(self, check: Check, group: Group) -> None:
        anchor = group.members[-1]
        try:
            if check.when(anchor, group.members) is True:
                anchored = _anchor(_in_reading_order(group.members))
                if anchored is not None:
                    self._find(check, anchored, group.members)
        except EvaluationError as error:
            self._crash(check, anchor, error)

    def _find(self, check: Check, fact: Any, members: Sequence[Any]) -> None:
        from ocpplint.engine.finding_builder import find

        self._collector.add(find(check, fact, members))

    def _crash(self, check: Check, fact: Fact, error: EvaluationError) -> None:
        """Report a failing rule once, as a fact of its own. The run continues."""
        code = check.rule.code
        if code not in self._crashed:
            self._crashed.add(code)
            self.on_fact(InputProblem("rule-crashed", f"rule {code} failed here: {error}", fact.place))


def _by_fact(questions: Iterable[_Question]) -> dict[str, list[_Question]]:
    found: dict[str, list[_Question]] = {}
    for question in questions:
        found.setdefault(question.inlet.fact, []).append(question)
    return found


def _dispatched(questions: Iterable[_Question]) -> dict[str, Dispatch[_Question]]:
    return {
        name: Dispatch(name, [(asked, asked.inlet.gate) for asked in about])
        for name, about in _by_fact(questions).items()
    }


def _yes(_fact: Any, _members: Sequence[Any]) -> bool:
    return True


def _in_reading_order(members: list[Any]) -> list[Any]:
    """Sort the members by position: a command is complete only with its answer, possibly after the next command."""
    places = [member.place.locate() for member in members]
    if len({place.path for place in places}) > 1:
        return members
    return [member for _, member in sorted(zip(places, members, strict=True), key=lambda pair: pair[0])]


def _anchor(members: list[Any]) -> Any:
    """Return the member at which a group's finding is reported: the last that differs, in a requested file.

    If its file was read for context only, the finding is reported at a member in a requested file.
    """
    first = getattr(members[0], "value", None)
    last_first = [member for member in reversed(members) if getattr(member, "value", None) != first]
    for member in (*last_first, *reversed(members)):
        if getattr(member, "named", True):
            return member
    return None
