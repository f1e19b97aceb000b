"""A page for each rule, made of its file, and the list of all rules."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from docgen.example_runs import findings_of, shown
from docgen.markdown import code, fence, indented, prose, table
from docgen.rule_remedies import fix_kind, what_to_do
from docgen.rule_waivers import how_to_suppress
from ocpplint.analysis.rule_examples import unmark
from ocpplint.engine.options import bounds
from ocpplint.engine.options import shown as written
from ocpplint.engine.packs import load_rules
from ocpplint.engine.rule import Rule, page_of
from ocpplint.findings.finding import Finding

CATEGORIES: Mapping[str, tuple[str, str]] = {
    "scope": (
        "Scope",
        "Which connector a setting is for, and whether its key says so: see [the station model](../station-model.md).",
    ),
    "key": ("Keys", "Configuration keys by themselves: unknown, misspelt, set twice, read-only."),
    "value": (
        "Values",
        "Values that a station rejects, or takes and does something else: see [values](../values.md).",
    ),
    "reboot": ("Reboots", "Changes that have no effect before the station has rebooted."),
    "message": ("Messages", "Framing, schemas and turns of OCPP-J: see [messages](../messages.md)."),
    "sequence": ("Sequences", "What a station and its backend do in the course of time."),
    "security": ("Security", "What gives a station, or its backend, into other hands."),
    "input": ("Inputs", "What could not be read or understood, so that nobody takes silence for health."),
    "suppression": (
        "Suppressions",
        "Suppressions that no longer do what they are there for: see [suppressions](../suppressions.md).",
    ),
}
"""Heading and introduction of each category, in the order of the list of rules."""

_CONFIDENCE = {
    "fact": "as sure as the fact is",
    "scope": "as sure as the key's scope is",
}


def pages() -> dict[str, str]:
    """Return the pages of all shipped rules and their list, as Markdown, by their paths in the site."""
    rules = load_rules()
    made = {source_of(rule): "\n".join(_page(rule, rules)) for rule in rules}
    return {"rules/index.md": "\n".join(_index(rules)), **made}


def source_of(rule: Rule) -> str:
    """Return the path of a rule's page as MkDocs takes it, of the address that findings give."""
    return page_of(rule.code).removesuffix("html") + "md"


@cache
def sources() -> dict[str, str]:
    """Return the paths of the rules' pages, as MkDocs takes them, by code."""
    return {rule.code: source_of(rule) for rule in load_rules()}


def by_category() -> list[tuple[str, list[Rule]]]:
    """Return the shipped rules by the heading of their category; a category without words of its own comes last."""
    order = list(CATEGORIES)
    rules = sorted(load_rules(), key=lambda rule: (_place(order, rule.category), rule.category, rule.code))
    groups = groupby(rules, key=lambda rule: rule.category)
    return [(CATEGORIES.get(name, (name.capitalize(), ""))[0], list(group)) for name, group in groups]


def _place(order: Sequence[str], category: str) -> int:
    return order.index(category) if category in order else len(order)


def _index(rules: Sequence[Rule]) -> Iterator[str]:
    yield "# Rules\n"
    yield f"There are {len(rules)} rules. Code and name are accepted wherever a rule is asked for, and so are the"
    yield "beginning of a code (`SCP`) and a category (`scope`). [A tutorial](../tutorial.md) shows how to add your"
    yield "own.\n"
    yield "A severity in brackets is one that the rule has in certain cases. *Fix* tells whether `--fix` mends it:"
    yield "*safe*, *unsafe* (only with `--unsafe-fixes`), or either, by the case.\n"
    for heading, members in by_category():
        yield f"## {heading}\n"
        introduction = CATEGORIES.get(members[0].category, ("", ""))[1]
        yield f"Category `{members[0].category}`. {introduction}\n"
        yield from table(["rule", "severity", "fix", "finds"], map(_index_row, members))


def _index_row(rule: Rule) -> list[str]:
    severities = _severities(rule)
    others = f" ({', '.join(severities[1:])})" if severities[1:] else ""
    link = f"[{rule.code}]({rule.code}.md) {rule.name}"
    return [link, severities[0] + others, fix_kind(rule), prose(rule.summary)]


def _page(rule: Rule, rules: Sequence[Rule]) -> Iterator[str]:
    yield f"---\ntitle: {rule.code} {rule.name}\ndescription: {json.dumps(rule.summary, ensure_ascii=False)}\n---\n"
    yield f"# {rule.code} {rule.name}\n"
    yield f"{prose(rule.summary)}\n"
    yield from _card(rule)
    yield "## Why it matters\n"
    for paragraph in rule.why.strip().split("\n\n"):
        yield f"{prose(paragraph)}\n"
    first = next(iter(rule.examples["bad"]), None)
    findings = findings_of(rule, first, rules) if first else []
    yield from _bad(rule, findings)
    yield from _good(rule)
    yield "## What to do\n"
    yield from what_to_do(rule, findings)
    yield from _options(rule)
    yield "## Suppress it\n"
    yield from how_to_suppress(rule)
    yield from _definition(rule)
    yield "## Source\n"
    yield f"{prose(rule.source)}\n"


def _card(rule: Rule) -> list[str]:
    confidences = list(dict.fromkeys(_CONFIDENCE.get(check.confidence, check.confidence) for check in rule.checks))
    facts = dict.fromkeys(f"[{fact}](../facts.md#{fact})" for check in rule.checks for fact in check.facts)
    return table(
        ["severity", "confidence", "category", "asks about", "fix"],
        [
            [
                ", ".join(_severities(rule)),
                ", ".join(confidences),
                code(rule.category),
                ", ".join(facts),
                fix_kind(rule),
            ]
        ],
    )


def _severities(rule: Rule) -> list[str]:
    """Return the severities a rule has, that of its file first."""
    return list(dict.fromkeys([rule.severity, *(check.severity for check in rule.checks)]))


def _bad(rule: Rule, findings: Sequence[Finding]) -> Iterator[str]:
    examples = rule.examples["bad"]
    if not examples:
        return
    yield "## It fires\n"
    for number, example in enumerate(examples):
        yield f"**{prose(example['title'])}**\n"
        marked = unmark(example)
        for path, text in marked.files.items():
            lines = [line for place, line, _ in marked.places if place == path]
            yield from fence(text, path, lines, title=_title(example, path))
        if number == 0:
            yield "ocpplint says:\n"
            yield from fence(shown(findings, example))
        if "fixed" in example:
            yield "The fix makes of it:\n"
            yield from fence(example["fixed"], next(iter(marked.files)))


def _good(rule: Rule) -> Iterator[str]:
    yield "## It stays silent\n"
    for example in rule.examples["good"]:
        yield f"**{prose(example['title'])}**\n"
        for path, text in unmark(example).files.items():
            yield from fence(text, path, title=_title(example, path))


def _title(example: Mapping[str, Any], path: str) -> str:
    """Return what heads a file of an example: its name, where the example gives it one."""
    return path if "files" in example or "path" in example else ""


def _options(rule: Rule) -> Iterator[str]:
    if not rule.options:
        return
    yield "## Options\n"
    if rule.detector is not None:
        yield f"The rule rests on the detector {code(rule.detector)} ([Incidents](../incidents.md)).\n"
    rows = (
        [code(name), code(written(said, said["default"])), bounds(said), prose(said["description"])]
        for name, said in rule.options.items()
    )
    yield from table(["option", "default", "bounds", "meaning"], rows)
    name, said = next(iter(rule.options.items()))
    default = f'"{said["default"]}"' if isinstance(said["default"], str) else said["default"]
    yield from fence(f"[options.{rule.code}]\n{name} = {default}", "toml")


def _definition(rule: Rule) -> Iterator[str]:
    """Show the rule's file without what the page says in words."""
    with open(rule.path, encoding="utf-8") as file:
        text = file.read().partition("\nwhy:")[0]
    yield '??? note "The rule itself"\n'
    yield from indented(["How to read it is told in [rule files](../rules.md).", "", *fence(text, "yaml")])
