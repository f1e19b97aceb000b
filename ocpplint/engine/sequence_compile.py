"""From a sequence as a rule file declares it to plain JSON: each step a condition, in two parts.

A step's predicates on its fact alone (``when``) are separate from those that compare it with the first fact (``link``):
a fact that fails ``when`` is never compared with open sequences.
"""

from collections.abc import Mapping
from typing import Any

from ocpplint.conditions.ast import Ast, Node, children
from ocpplint.conditions.vocabulary import Vocabulary, simple
from ocpplint.engine.rule import FIRST, STEPS, WAITED
from ocpplint.engine.rule_check import Route, RuleFile, about


def compile_sequence(source: RuleFile, route: Route, operator: dict[str, Any]) -> dict[str, Any]:
    """Return the declaration with its conditions and joined values as syntax trees. Raises ``DataFileError``."""
    if "then" in operator and not ("within" in operator or "until" in operator):
        raise source.error([*route, "then"], "in `sequence`: `then` needs `within` or `until`: by when?")
    result = dict(operator)
    for name in STEPS:
        if name in operator:
            result[name] = _compile_step(source, [*route, name], operator[name], _beside_first(operator, name))
    result["by"] = [
        _compile_joined(source, [*route, "by", index], operator, entry)
        for index, entry in enumerate(operator["by"])
    ]
    return result


def vocabularies(operator: dict[str, Any]) -> Mapping[str, Vocabulary]:
    """Return the vocabularies of a sequence's texts: at the finding and at its related locations.

    The names in a text are those of the fact it is shown at. ``never`` is reported at the forbidden fact and refers to
    the first fact; ``then`` at the first fact, and refers to the fact that ended the wait, if there is one.
    """
    here, there = ("never", FIRST) if "never" in operator else (FIRST, "until" if "until" in operator else FIRST)
    waited = simple("string", "null")
    return {
        "here": _beside_first(operator, here).beside(WAITED, waited),
        "there": _beside_first(operator, there).beside(WAITED, waited),
    }


def _beside_first(operator: dict[str, Any], name: str) -> Vocabulary:
    """Return the vocabulary of a later step: the fields of its fact, and ``first``."""
    return about(operator[name]["fact"]).beside(FIRST, about(operator[FIRST]["fact"]).as_kind())


def _compile_step(
    source: RuleFile, route: Route, step: dict[str, str], vocabulary: Vocabulary
) -> dict[str, str | Ast]:
    if route[-1] == FIRST:
        vocabulary = about(step["fact"])
    tree = source.condition([*route, "when"], step["when"], vocabulary)
    alone, linked = _apart(tree)
    result: dict[str, str | Ast] = {"fact": step["fact"]}
    result.update((name, part) for name, part in (("when", alone), ("link", linked)) if part is not None)
    return result


def _apart(tree: Ast) -> tuple[Ast | None, Ast | None]:
    """Separate the conjuncts about the fact alone from those that name the first one."""
    kind, text, root = tree
    alone: list[Node] = []
    linked: list[Node] = []
    for part in root[2] if root[0] == "and" else [root]:
        (linked if _names_first(part) else alone).append(part)
    return tuple(  # type: ignore[return-value]  # there are two
        [kind, text, parts[0] if len(parts) == 1 else ["and", root[1], parts]] if parts else None
        for parts in (alone, linked)
    )


def _names_first(node: Node) -> bool:
    return (node[0] == "name" and node[2] == FIRST) or any(map(_names_first, children(node)))


def _compile_joined(
    source: RuleFile, route: Route, operator: dict[str, Any], entry: str | dict[str, str]
) -> dict[str, Ast]:
    """Return for each step the value that must be the same in all of them."""
    steps = [name for name in STEPS if name in operator]
    if isinstance(entry, str):
        return {name: source.value(route, entry, about(operator[name]["fact"])) for name in steps}
    for name in steps:
        if name not in entry:
            raise source.error(route, f"in `by`: what is joined must be told of `{name}`, too")
    for name in entry:
        if name not in steps:
            raise source.error([*route, name], f"in `by`: this sequence has no `{name}`")
    return {name: source.value([*route, name], entry[name], about(operator[name]["fact"])) for name in steps}
