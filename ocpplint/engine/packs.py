"""Rule packs: folders of rule files, read, checked and compiled into rules.

The result of reading is plain JSON (conditions as syntax trees) that the cache keeps; what a run needs on top are
closures, made when a rule meets its first fact.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ocpplint import SITE, data
from ocpplint.compiled import compiled
from ocpplint.datafiles import DataFile, DataFileError, data_files
from ocpplint.engine.conditions import Ast, compile_condition, compile_template

if TYPE_CHECKING:
    from ocpplint.findings.severity import Severity

_SCHEMA = os.path.join(os.path.dirname(__file__), "rule.schema.json")
_OVERRIDABLE = (
    "severity",
    "confidence",
    "at",
    "message",
    "label",
    "help",
    "related",
    "fix",
    "yields_to",
    "shows_evidence",
)
_TEMPLATES = ("message", "label", "help", "related")

Evaluate = Callable[[Any, Sequence[Any]], Any]


class Fix(NamedTuple):
    """A rule's fix: what it replaces, by what, and when that is safe."""

    replace: str
    content: Evaluate
    title: Evaluate
    safe: Evaluate | None


class Check:
    """One operator of a rule with what it says when it fires. ``data`` is the compiled form from the pack."""

    def __init__(self, rule: "Rule", data: dict[str, Any]) -> None:
        self.rule = rule
        self.is_group: bool = "group" in data
        operator = data["group"] if self.is_group else data["match"]
        self.fact: str = operator["fact"]
        self.severity: Severity = data["severity"]
        self.confidence: str = data.get("confidence", "high")
        self.at: str = data.get("at", "key")
        self.by: tuple[str, ...] = tuple(operator.get("by", ()))
        self.latest: str | None = operator.get("latest")
        self.within: str | None = operator.get("within")
        self.yields_to: tuple[str, ...] = tuple(data.get("yields_to", ()))
        self.shows_evidence: bool = data.get("shows_evidence", False)
        self._data = data
        self._operator = operator
        self._texts: dict[str, Evaluate] = {}

    @property
    def gate(self) -> Ast | None:
        """The tree of the condition a single fact must meet to concern this check; None if every fact does."""
        tree: Ast | None = self._operator.get("where") if self.is_group else self._operator["when"]
        return tree

    def asks_for(self, field: str) -> bool:
        """Tell whether the condition on a single fact names this field."""
        return self.gate is not None and _names(self.gate, field)

    @cached_property
    def when(self) -> Evaluate:
        """The condition on a single fact, or on a group."""
        return compile_condition(self._operator["when"])

    def text(self, part: str) -> Evaluate:
        """Return the template ``message``, ``label``, ``help`` or ``related``, compiled."""
        if part not in self._texts:
            self._texts[part] = compile_template(self._data[part])
        return self._texts[part]

    @cached_property
    def has_related(self) -> bool:
        """Whether the rule says something at the other members of a group."""
        return "related" in self._data

    @cached_property
    def fix(self) -> Fix | None:
        """The fix, if the check has one."""
        fix = self._data.get("fix")
        if not fix:
            return None
        safe = compile_condition(fix["safe"]) if "safe" in fix else None
        return Fix(fix.get("replace", "key"), compile_template(fix["with"]), compile_template(fix["title"]), safe)


class Rule:
    """A rule as loaded: its words, its checks, its examples."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.code: str = data["code"]
        self.name: str = data["name"]
        self.category: str = data["category"]
        self.severity: Severity = data["severity"]
        self.mandatory: bool = data.get("mandatory", False)
        self.summary: str = data["summary"]
        self.why: str = data["why"]
        self.source: str = data["source"]
        self.path: str = data["path"]
        self.options: Mapping[str, Mapping[str, Any]] = data.get("options", {})
        self.examples: Mapping[str, list[dict[str, Any]]] = data["examples"]
        self._data = data

    @cached_property
    def checks(self) -> list[Check]:
        """The operators of the rule: it fires when any of them does."""
        return [Check(self, check) for check in self._data["checks"]]

    @property
    def help(self) -> str:
        """The help text as the file has it, with its expressions."""
        text: str = self._data["help"]
        return text

    @cached_property
    def url(self) -> str:
        """Where the rule is documented: what its file says, or its page if it is a shipped one; else empty."""
        said: str = self._data.get("url", "")
        shipped = os.path.abspath(self.path).startswith(os.path.join(data.path("rules"), ""))
        return said or (f"{SITE}/{page_of(self.code)}" if shipped else "")


def page_of(code: str) -> str:
    """Return the address of a shipped rule's page within the documentation."""
    return f"rules/{code}.html"


def _names(node: Any, field: str) -> bool:
    """Tell whether a syntax tree names a field."""
    if not isinstance(node, list):
        return False
    return (len(node) == 3 and node[0] == "name" and node[2] == field) or any(_names(part, field) for part in node)


def load_rules(folders: Iterable[str] = ()) -> list[Rule]:
    """Load the shipped rules and those in ``folders``, by code.

    Raises ``DataFileError`` with file, line and column for a rule that is not valid, and for a code or a name
    that two rules claim.
    """
    rules: dict[str, Rule] = {}
    for folder in (data.path("rules"), *folders):
        for rule in load_pack(folder):
            for other in rules.values():
                if rule.code == other.code or rule.name == other.name:
                    taken = rule.code if rule.code == other.code else rule.name
                    raise DataFileError(rule.path, f"`{taken}` is taken by {other.path}")
            rules[rule.code] = rule
    return sorted(rules.values(), key=lambda rule: rule.code)


def load_pack(folder: str) -> list[Rule]:
    """Load the rules of one folder. Raises ``DataFileError`` as ``load_rules`` does."""
    paths = data_files(folder)
    if not paths:
        raise DataFileError(folder, "holds no rule files (*.yaml)")
    grammar = data.path("grammars", "condition.lark")
    pack = compiled("rules", [*paths, _SCHEMA, grammar], lambda: [_compile(path) for path in paths])
    return [Rule(rule) for rule in pack]


def _compile(path: str) -> dict[str, Any]:
    """Read one rule file: validate it, parse and check its conditions and templates."""
    from ocpplint.engine.rule_check import RuleFile

    file = DataFile(path)
    file.validate(_SCHEMA)
    rule: dict[str, Any] = dict(file.data)
    rule["path"] = path
    rule["category"] = os.path.basename(os.path.dirname(os.path.abspath(path)))
    source = RuleFile(file)
    raw = rule.get("any_of") or [{name: rule[name] for name in ("match", "group") if name in rule}]
    rule["checks"] = [_compile_check(source, rule, check, index) for index, check in enumerate(raw)]
    return rule


def _compile_check(source: Any, rule: dict[str, Any], check: dict[str, Any], index: int) -> dict[str, Any]:
    within = ["any_of", index] if "any_of" in rule else []
    kind = "group" if "group" in check else "match"
    operator = dict(check[kind])
    fact = operator["fact"]
    for part in ("where", "when"):
        if part in operator:
            in_group = kind == "group" and part == "when"
            operator[part] = source.condition([*within, kind, part], operator[part], fact, in_group=in_group)
    source.check_fields([*within, kind], operator, fact, rule)
    result: dict[str, Any] = {kind: operator}
    for part in _OVERRIDABLE:
        where = within if part in check else []
        value = check.get(part, rule.get(part))
        if part in _TEMPLATES and value is not None:
            value = source.template([*where, part], value, fact, in_group=kind == "group")
        elif part == "fix" and value is not None:
            value = _compile_fix(source, [*where, "fix"], value, fact, in_group=kind == "group")
        if value is not None:
            result[part] = value
    return result


def _compile_fix(
    source: Any, where: list[Any], fix: dict[str, Any], fact: str, *, in_group: bool
) -> dict[str, Any]:
    result = dict(fix)
    for part in ("with", "title"):
        result[part] = source.template([*where, part], fix[part], fact, in_group=in_group)
    if "safe" in fix:
        result["safe"] = source.condition([*where, "safe"], fix["safe"], fact, in_group=in_group)
    return result
