"""The judge: every fact goes to the checks that ask for its type, and a check that fires makes a finding."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ocpplint.engine.conditions import EvaluationError
from ocpplint.engine.dispatch import Dispatch
from ocpplint.engine.durations import seconds
from ocpplint.engine.groups import Group, Groups
from ocpplint.engine.packs import Check, Rule
from ocpplint.facts import FACT_TYPES, Fact, Trouble
from ocpplint.findings.collector import Collector


class _Asked(NamedTuple):
    """What is asked of the facts of one type."""

    matches: Dispatch[Check]
    groups: Dispatch[Groups]


class Judge:
    """Applies rules to facts as they come and hands what they find to the collector.

    ``options`` maps rule codes to the options a configuration sets for them.
    """

    def __init__(
        self, rules: Iterable[Rule], collector: Collector, options: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        self._collector = collector
        self._options = options or {}
        self._crashed: set[str] = set()
        checks = [check for rule in rules for check in rule.checks]
        self._groups = {name: self._groups_of(name, checks) for name in FACT_TYPES}
        # Facts of a type that no rule asks for are many, such as messages; they cost one look into this.
        self._asked = {
            FACT_TYPES[name]: _Asked(_matches(name, checks), _by_gate(name, groups))
            for name, groups in self._groups.items()
            if any(check.fact == name for check in checks)
        }

    def hears(self, kind: type[Fact]) -> bool:
        """Tell whether any rule asks for facts of this type."""
        return kind in self._asked

    def hear(self, fact: Fact) -> None:
        """Let the rules judge one fact."""
        asked = self._asked.get(type(fact))
        if asked is None:
            return
        checks = asked.matches.for_fact(fact)
        if checks and getattr(fact, "named", True):
            self._match(checks, fact)
        for groups in asked.groups.for_fact(fact):
            try:
                for closed in groups.add(fact):
                    self._judge_group(groups.check, closed)
            except EvaluationError as error:
                self._crash(groups.check, fact, error)

    def _match(self, checks: Iterable[Check], fact: Fact) -> None:
        members = (fact,)
        for check in checks:
            try:
                if check.when(fact, members) is True:
                    self._find(check, fact, members)
            except EvaluationError as error:
                self._crash(check, fact, error)

    def close(self, document: str | None = None) -> None:
        """Judge the groups of ``document``, which has ended; of everything, if None."""
        for kinds in self._groups.values():
            for groups in kinds:
                for closed in groups.close(document):
                    self._judge_group(groups.check, closed)

    def _groups_of(self, name: str, checks: Iterable[Check]) -> list[Groups]:
        return [Groups(check, self._window(check)) for check in checks if check.is_group and check.fact == name]

    def _window(self, check: Check) -> float | None:
        within = check.within
        if within is not None and within in check.rule.options:
            chosen = self._options.get(check.rule.code, {})
            within = chosen.get(within, check.rule.options[within]["default"])
        return None if within is None else seconds(within)

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
        from ocpplint.engine.verdict import find

        self._collector.add(find(check, fact, members))

    def _crash(self, check: Check, fact: Fact, error: EvaluationError) -> None:
        """Report a rule that fails, once, as a fact of its own. The run goes on."""
        code = check.rule.code
        if code not in self._crashed:
            self._crashed.add(code)
            self.hear(Trouble("rule-crashed", f"rule {code} failed here: {error}", fact_place(fact)))


def _matches(name: str, checks: Iterable[Check]) -> Dispatch[Check]:
    return Dispatch(name, [(check, check.gate) for check in checks if not check.is_group and check.fact == name])


def _by_gate(name: str, groups: Iterable[Groups]) -> Dispatch[Groups]:
    return Dispatch(name, [(kind, kind.check.gate) for kind in groups])


def fact_place(fact: Fact) -> Any:
    """Return where a fact stands."""
    from ocpplint.facts import Exchange, Message

    if isinstance(fact, Exchange):
        return fact.call.location
    return fact.location if isinstance(fact, Message) else fact.place


def _in_reading_order(members: list[Any]) -> list[Any]:
    """Put the members in the order of the text: a command is known when it is answered, later than the next one."""
    places = [fact_place(member).locate() for member in members]
    if len({place.path for place in places}) > 1:
        return members
    return [member for _, member in sorted(zip(places, members, strict=True), key=lambda pair: pair[0])]


def _anchor(members: list[Any]) -> Any:
    """Pick the member a group's finding stands at: the last that differs from the first, in a file asked for.

    If the file of that one was read for context only, the finding stands at the member that was asked for.
    """
    first = getattr(members[0], "value", None)
    last_first = [member for member in reversed(members) if getattr(member, "value", None) != first]
    for member in (*last_first, *reversed(members)):
        if getattr(member, "named", True):
            return member
    return None
