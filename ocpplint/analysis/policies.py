"""Which rules apply to which station, with which severity: groups of stations may differ."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ocpplint.analysis.options import RunOptions
from ocpplint.engine.rule import Rule
from ocpplint.engine.selection import code_of, select_rules
from ocpplint.findings.finding import Severity

if TYPE_CHECKING:
    from ocpplint.findings.finding import Finding
    from ocpplint.stations.fleet import Fleet, StationGroup


class Policy(NamedTuple):
    """The codes of the rules that apply, and overridden severities."""

    codes: frozenset[str]
    severities: Mapping[str, Severity]


class Policies:
    """The policy of a plan, and those of the groups of its ``fleet``, if it has any.

    Raises ``UnknownRuleError`` where the plan or a group names an unknown rule.
    """

    def __init__(self, rules: Sequence[Rule], plan: RunOptions, fleet: "Fleet | None") -> None:
        self._rules, self._plan, self._fleet = rules, plan, fleet
        self._known: dict[tuple[int, ...], Policy] = {}
        self._base = self._policy(())
        groups = () if fleet is None else fleet.groups
        self._applies = self._base.codes.union(*(self._policy((group,)).codes for group in groups))

    def applied(self) -> list[Rule]:
        """Return the rules that apply to any station."""
        return [rule for rule in self._rules if rule.code in self._applies]

    def severity_of(self, finding: "Finding") -> Severity | None:
        """Return the severity that a finding gets; None where its rule does not apply."""
        policy = self._base
        if self._fleet is not None:
            policy = self._policy(self._fleet.groups_of(finding.station, finding.location.path))
        if finding.code not in policy.codes:
            return None
        return policy.severities.get(finding.code, finding.severity)

    def _policy(self, groups: "tuple[StationGroup, ...]") -> Policy:
        numbers = tuple(group.number for group in groups)
        if numbers not in self._known:
            self._known[numbers] = Policy(self._codes(groups), self._severities(groups))
        return self._known[numbers]

    def _codes(self, groups: "tuple[StationGroup, ...]") -> frozenset[str]:
        """Apply the selection; a group adds nothing to what the command line selects."""
        plan = self._plan
        added = [] if plan.says_select else [word for group in groups for word in group.extend_select]
        ignored = [word for group in groups for word in group.ignore]
        chosen = select_rules(self._rules, [*plan.select, *added], [*plan.ignore, *ignored])
        return frozenset(rule.code for rule in chosen)

    def _severities(self, groups: "tuple[StationGroup, ...]") -> dict[str, Severity]:
        """Merge the overrides; later ones win: configuration, its groups, command line."""
        severities = _strict(self._rules) if self._plan.strict_input else {}
        for said in (self._plan.severity, *(group.severity for group in groups), self._plan.said_severity):
            severities |= {code_of(self._rules, word): level for word, level in said.items()}
        return severities


def _strict(rules: Sequence[Rule]) -> dict[str, Severity]:
    """Raise the severity of input problems to error (``--strict-input``)."""
    return {rule.code: "error" for rule in rules if rule.category == "input"}
