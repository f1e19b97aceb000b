"""The JSON Schema for editors: that of the configuration, with the words that rules and profiles add to it.

An editor offers them while the file is written. It takes words that it does not know, too: a repository may have rules
of its own.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from ocpplint.config.configuration import schema_text
from ocpplint.engine.rule import Rule
from ocpplint.engine.selection import words_of
from ocpplint.stations.profile import Profile

_LEVELS = ["error", "warning", "info"]


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
    properties = {
        name: {
            "type": "number" if said["type"] == "number" else ["string", "number"],
            "default": said["default"],
            "description": said["description"],
        }
        for name, said in rule.options.items()
    }
    return {"type": "object", "description": rule.summary, "properties": properties, "additionalProperties": False}
