"""The JSON Schema for editors: that of the configuration, with the words that rules and profiles add to it.

An editor offers them while the file is written. It takes words that it does not know, too: a repository may have rules
of its own.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from ocpplint.conditions.durations import PATTERN
from ocpplint.config.configuration import schema_text
from ocpplint.engine.options import COUNT, DURATION, Option, bounds, value_of
from ocpplint.engine.rule import Rule
from ocpplint.engine.selection import words_of
from ocpplint.stations.profile import Profile

_LEVELS = ["error", "warning", "info"]
_TYPES: Final = {DURATION: ["string", "number"], "number": "number", COUNT: "integer"}


def editor_schema(rules: Sequence[Rule], profiles: Iterable[Profile]) -> dict[str, Any]:
    """Return the schema of configurations that know these rules and profiles."""
    schema: dict[str, Any] = json.loads(schema_text())
    selector, definitions = _selector(rules), schema["$defs"]
    definitions["selectors"]["items"] = selector
    definitions["suppression"]["properties"]["rule"] |= selector
    severities = {word: _severity(rule) for rule in rules for word in (rule.code, rule.name)}
    named = _offered([(profile.name, profile.title) for profile in profiles])
    for place in (schema, definitions["stations"]):
        place["properties"]["severity"]["properties"] = severities
        place["properties"]["profile"] |= named
    schema["properties"]["options"]["properties"] = {rule.code: _options(rule) for rule in rules if rule.options}
    return schema


def _selector(rules: Sequence[Rule]) -> dict[str, Any]:
    return _offered(words_of(rules))


def _offered(words: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Offer words with what they mean, and take any other."""
    return {
        "anyOf": [*({"const": word, "description": meaning} for word, meaning in words), {"type": "string"}],
        "minLength": 1,
    }


def _severity(rule: Rule) -> dict[str, Any]:
    return {"enum": _LEVELS, "default": rule.severity, "description": rule.summary}


def _options(rule: Rule) -> dict[str, Any]:
    properties = {name: _option(option) for name, option in rule.options.items()}
    return {"type": "object", "description": rule.summary, "properties": properties, "additionalProperties": False}


def _option(option: Option) -> dict[str, Any]:
    """Describe an option with its bounds. A schema can't compare durations that are written with units."""
    limits = bounds(option)
    said = {
        "type": _TYPES[option["type"]],
        "default": option["default"],
        "description": f"{option['description']} Allowed: {limits}." if limits else option["description"],
    }
    said |= {
        word: value_of({"type": option["type"]}, option[bound])
        for word, bound in (("minimum", "min"), ("maximum", "max"))
        if bound in option
    }
    return said | ({"pattern": PATTERN} if option["type"] == DURATION else {})
