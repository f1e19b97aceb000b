"""Rule packs: folders of rule files, read, checked and compiled into rules.

The result is plain JSON (conditions as syntax trees), which the cache keeps; a run compiles it to closures at a rule's
first fact.
"""

import os
from collections.abc import Iterable
from functools import partial
from typing import Any

from ocpplint.engine.rule import Rule
from ocpplint.resources import bundled
from ocpplint.resources.cache import compiled_with_signature
from ocpplint.resources.datafile import DataFileError, check_file, data_files
from ocpplint.resources.quoting import word
from ocpplint.resources.regular import Within

_SCHEMA = os.path.join(os.path.dirname(__file__), "rule.schema.json")


def load_rules(
    folders: Iterable[str] = (),
    confined: Iterable[str] = (),
    within: Within | None = None,
    docs_url: str = "",
) -> list[Rule]:
    """Load the shipped rules, those in ``folders`` and those in folders ``confined``, by code.

    The files of the latter have to stand ``within`` some folders, links resolved. ``docs_url`` is the address that the
    documentation is published at, if it is. Raises ``DataFileError`` with file,
    line and column for an invalid rule, and for a code or a name used by two rules.
    """
    rules: dict[str, Rule] = {}
    places = [(folder, within) for folder in confined] + [(folder, None) for folder in folders]
    for folder, limits in ((bundled.path("rules"), None), *places):
        for rule in load_pack(folder, limits, docs_url):
            for other in rules.values():
                if rule.code == other.code or rule.name == other.name:
                    taken = rule.code if rule.code == other.code else rule.name
                    raise DataFileError(rule.path, f"`{word(taken)}` is taken by {other.path}")
            rules[rule.code] = rule
    return sorted(rules.values(), key=lambda rule: rule.code)


def load_pack(folder: str, within: Within | None = None, docs_url: str = "") -> list[Rule]:
    """Load the rules of one folder. Raises ``DataFileError`` as ``load_rules`` does."""
    paths = data_files(folder)
    if not paths:
        raise DataFileError(folder, "holds no rule files (*.yaml)")
    for path in paths if folder != bundled.path("rules") else ():
        check_file(path, within)
    grammar = bundled.path("grammars", "condition.lark")
    build = partial(_compile, paths, within)
    pack, signature = compiled_with_signature("rules", [*paths, _SCHEMA, grammar], build)
    return [Rule(rule, signature, within, docs_url) for rule in pack]


def _compile(paths: Iterable[str], within: Within | None) -> list[dict[str, Any]]:
    from ocpplint.engine.rule_compile import compile_rule

    return [compile_rule(path, _SCHEMA, within) for path in paths]
