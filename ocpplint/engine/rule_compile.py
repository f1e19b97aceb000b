"""From a rule file to plain JSON: validated, its conditions and templates parsed and checked."""

import os
from collections.abc import Mapping
from typing import Any

from ocpplint.conditions.vocabulary import Kind, Vocabulary, simple
from ocpplint.engine.detector_check import check_conditions, check_detector, check_options
from ocpplint.engine.rule import OPERATORS, OPTIONS
from ocpplint.engine.rule_check import Route, RuleFile, about
from ocpplint.engine.sequence_compile import compile_sequence, vocabularies
from ocpplint.resources.datafile import DataFile
from ocpplint.resources.regular import Within

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

Texts = Mapping[str, Vocabulary]
"""The vocabularies of a check's texts: ``here`` at the finding, ``there`` at the related locations."""


_NOT_KEPT = frozenset(("examples", "any_of", *OPERATORS))
"""Not kept, since a run does not use it: half of what it would load."""


def compile_rule(path: str, schema: str, within: Within | None = None) -> dict[str, Any]:
    """Read one rule file, which must be ``within`` some folders.

    Raises ``DataFileError`` with file, line and column for an error in it.
    """
    file = DataFile(path, within)
    file.validate(schema)
    rule: dict[str, Any] = dict(file.data)
    rule["path"] = path
    rule["category"] = os.path.basename(os.path.dirname(os.path.abspath(path)))
    source = RuleFile(file)
    check_options(source, rule.get(OPTIONS, {}))
    check_detector(source, rule)
    _check_example_names(source, rule["examples"])
    raw = rule.get("any_of") or [{name: rule[name] for name in OPERATORS if name in rule}]
    rule["checks"] = [_compile_check(source, rule, check, index) for index, check in enumerate(raw)]
    check_conditions(source, rule)
    return {name: part for name, part in rule.items() if name not in _NOT_KEPT}


def _check_example_names(source: RuleFile, examples: Mapping[str, list[dict[str, Any]]]) -> None:
    """Reject an example file that would be written outside the folder of the example."""
    for kind, listed in examples.items():
        for number, example in enumerate(listed):
            routes: list[tuple[str, ...]] = [("files", name) for name in example.get("files", ())]
            for route in (("path",), *routes):
                if not _stays_inside(example.get("path", "") if route == ("path",) else route[-1]):
                    reason = "the file of an example has a relative path without `..`"
                    raise source.error(["examples", kind, number, *route], reason)


def _stays_inside(name: str) -> bool:
    is_plain = name.isprintable() and "\\" not in name and ":" not in name
    return is_plain and not name.startswith("/") and ".." not in name.split("/")


def _compile_check(source: RuleFile, rule: dict[str, Any], check: dict[str, Any], index: int) -> dict[str, Any]:
    within: list[str | int] = ["any_of", index] if "any_of" in rule else []
    kind = next(name for name in OPERATORS if name in check)
    operator = dict(check[kind])
    source.check_duration([*within, kind, "within"], operator.get("within"), rule)
    if kind == "sequence":
        operator, texts = compile_sequence(source, [*within, kind], operator), vocabularies(operator)
    else:
        texts = _compile_operator(source, [*within, kind], operator, rule.get(OPTIONS, {}))
    result: dict[str, Any] = {kind: operator}
    for part in _OVERRIDABLE:
        value = check.get(part, rule.get(part))
        if value is not None:
            where = within if part in check else []
            result[part] = _compile_part(source, [*where, part], value, texts)
    return result


def _compile_operator(
    source: RuleFile, route: Route, operator: dict[str, Any], options: Mapping[str, Any]
) -> Texts:
    """Replace the conditions of ``match`` or ``group`` by their trees."""
    fact, in_group = operator["fact"], route[-1] == "group"
    texts = about(fact, group=in_group)
    if "where" in operator:
        operator["where"] = source.condition([*route, "where"], operator["where"], about(fact))
    named = texts if in_group or not options else texts.beside(OPTIONS, _kind_of(options))
    operator["when"] = source.condition([*route, "when"], operator["when"], named)
    source.check_fields(route, operator, fact)
    return {"here": texts, "there": texts}


def _kind_of(options: Mapping[str, Any]) -> Kind:
    """Return the type of the options in conditions: a number for each name."""
    return Kind(frozenset({"record"}), fields={name: simple("double") for name in options})


def _compile_part(source: RuleFile, route: Route, value: Any, texts: Texts) -> Any:
    if route[-1] in _TEMPLATES:
        return source.template(route, value, texts["there" if route[-1] == "related" else "here"])
    if route[-1] == "fix":
        if "first" in texts["here"].variables:
            raise source.error(route, "in `fix`: a sequence has none, as what happened can't be edited")
        return _compile_fix(source, route, value, texts["here"])
    return value


def _compile_fix(source: RuleFile, route: Route, fix: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    result = dict(fix)
    for part in ("with", "title"):
        result[part] = source.template([*route, part], fix[part], vocabulary)
    if "safe" in fix:
        result["safe"] = source.condition([*route, "safe"], fix["safe"], vocabulary)
    return result
