"""A rule as loaded: its operators, texts and fix."""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ocpplint.conditions.api import Ast, compile_condition, compile_template
from ocpplint.resources import bundled
from ocpplint.resources.datafile import DataFile
from ocpplint.resources.regular import Within

if TYPE_CHECKING:
    from ocpplint.findings.finding import Severity


OPERATORS = ("match", "group", "sequence")


STEPS = ("then", "until", "never", "first")
"""The steps of a sequence in the order in which a fact is matched against them: no fact follows itself, and a fact that
is both the end and the forbidden one counts as the end."""


FIRST, NEVER, WAITED = "first", "never", "waited"


OPTIONS = "options"
"""The name of the rule's options in conditions on a single fact: ``options.limit``."""


VARIABLES = (WAITED, FIRST)
"""The variables of a sequence's texts besides the fact, the innermost first."""


Evaluate = Callable[[Any, Sequence[Any]], Any]


class FixTemplate(NamedTuple):
    """A rule's fix: what it replaces, the replacement, and when that is safe."""

    replace: str
    content: Evaluate
    title: Evaluate
    safe: Evaluate | None


class Inlet(NamedTuple):
    """Where facts of a type enter a check: those that meet ``gate``, or all. ``step`` is the step of a sequence."""

    step: str
    fact: str
    gate: Ast | None


class Check:
    """One operator of a rule with the texts of its finding. ``data`` is the compiled form from the pack."""

    def __init__(self, rule: "Rule", bundled: dict[str, Any]) -> None:
        self.rule = rule
        self.kind: str = next(name for name in OPERATORS if name in bundled)
        self.operator: Mapping[str, Any] = bundled[self.kind]
        operator = self.operator
        self.severity: Severity = bundled["severity"]
        self.confidence: str = bundled.get("confidence", "high")
        self.at: str = bundled.get("at", "key")
        self.by: tuple[Any, ...] = tuple(operator.get("by", ()))
        self.latest: str | None = operator.get("latest")
        self.within: str | None = operator.get("within")
        self.yields_to: tuple[str, ...] = tuple(bundled.get("yields_to", ()))
        self.shows_evidence: bool = bundled.get("shows_evidence", False)
        self._data = bundled
        self._texts: dict[str, Evaluate] = {}

    @property
    def inlets(self) -> list[Inlet]:
        """The conditions that single facts must meet to concern this check."""
        operator = self.operator
        if self.kind == "sequence":
            steps = [(name, operator[name]) for name in STEPS if name in operator]
            return [Inlet(name, step["fact"], step.get("when")) for name, step in steps]
        return [Inlet("", operator["fact"], operator.get("where") if self.kind == "group" else operator["when"])]

    @property
    def facts(self) -> list[str]:
        """The types of the facts that it uses."""
        return list(dict.fromkeys(inlet.fact for inlet in reversed(self.inlets)))

    def asks_for(self, field: str) -> bool:
        """Return whether a condition on a single fact names this field."""
        return any(inlet.gate is not None and _names(inlet.gate, field) for inlet in self.inlets)

    @cached_property
    def when(self) -> Evaluate:
        """The condition on a group."""
        return compile_condition(self.operator["when"])

    def text(self, part: str) -> Evaluate:
        """Return the template ``message``, ``label``, ``help`` or ``related``, compiled.

        That of a sequence takes ``(waited, (first fact, fact))`` in place of the fact.
        """
        if part not in self._texts:
            variables = VARIABLES if self.kind == "sequence" else ()
            self._texts[part] = compile_template(self._data[part], variables)
        return self._texts[part]

    @cached_property
    def has_related(self) -> bool:
        """Whether the rule has a text for the other members of a group, or the other facts of a sequence."""
        return "related" in self._data

    @cached_property
    def fix(self) -> FixTemplate | None:
        """The fix, if the check has one."""
        fix = self._data.get("fix")
        if not fix:
            return None
        safe = compile_condition(fix["safe"]) if "safe" in fix else None
        return FixTemplate(
            fix.get("replace", "key"), compile_template(fix["with"]), compile_template(fix["title"]), safe
        )


class Rule:
    """A rule as loaded: its texts, checks and examples.

    ``pack`` is the signature of the files it came with, ``within`` the folders that its own file must be in.
    ``docs_url`` is the
    address that the documentation of the shipped rules is published at; empty where it is not.
    """

    def __init__(
        self, bundled: dict[str, Any], pack: str = "", within: Within | None = None, docs_url: str = ""
    ) -> None:
        self.pack = pack
        self.code: str = bundled["code"]
        self.name: str = bundled["name"]
        self.category: str = bundled["category"]
        self.severity: Severity = bundled["severity"]
        self.mandatory: bool = bundled.get("mandatory", False)
        self.summary: str = bundled["summary"]
        self.why: str = bundled["why"]
        self.source: str = bundled["source"]
        self.path: str = bundled["path"]
        self.detector: str | None = bundled.get("detector")
        self.options: Mapping[str, Mapping[str, Any]] = bundled.get("options", {})
        self._data, self._within, self._docs_url = bundled, within, docs_url

    @cached_property
    def checks(self) -> list[Check]:
        """The operators of the rule: it fires if any of them does."""
        return [Check(self, check) for check in self._data["checks"]]

    @cached_property
    def examples(self) -> Mapping[str, list[dict[str, Any]]]:
        """Its ``bad`` and ``good`` inputs, read from its file only when needed."""
        said: Mapping[str, list[dict[str, Any]]] = DataFile(self.path, self._within).data["examples"]
        return said

    @property
    def help(self) -> str:
        """The help text as written in the file, with its expressions."""
        text: str = self._data["help"]
        return text

    @cached_property
    def url(self) -> str:
        """The address of its documentation: as its file says, else the published page of a shipped rule, else empty."""
        said: str = self._data.get("url", "")
        if said or not self._docs_url:
            return said
        shipped = os.path.abspath(self.path).startswith(os.path.join(bundled.path("rules"), ""))
        return f"{self._docs_url.rstrip('/')}/{page_of(self.code)}" if shipped else ""


def page_of(code: str) -> str:
    """Return the address of a shipped rule's page within the documentation."""
    return f"rules/{code}.html"


def _names(node: Any, field: str) -> bool:
    """Return whether a syntax tree names a field."""
    if not isinstance(node, list):
        return False
    return (len(node) == 3 and node[0] == "name" and node[2] == field) or any(_names(part, field) for part in node)
