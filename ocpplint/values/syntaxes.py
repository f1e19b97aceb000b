"""The syntaxes of ``grammars/values.lark``: composed once and cached, compiled when the first value asks for one."""

import re
from functools import cache

from ocpplint.resources import bundled
from ocpplint.resources.cache import compiled

_RULES = ("syntax", "part")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return the regular expression of a syntax or part, by its name in a profile (``phase-rotation``).

    Raises ``KeyError`` for a name that the grammar does not list.
    """
    return re.compile(_patterns()[name])


def syntax_names() -> frozenset[str]:
    """Return the names of all syntaxes and parts."""
    return frozenset(_patterns())


def fits(name: str, text: str) -> bool:
    """Return whether the whole text is written in a syntax."""
    return pattern(name).fullmatch(text) is not None


@cache
def _patterns() -> dict[str, str]:
    path = bundled.path("grammars", "values.lark")
    found: dict[str, str] = compiled("values", [path], lambda: _compose(path))
    return found


def _compose(path: str) -> dict[str, str]:
    from ocpplint.resources.grammar_terminals import compose

    with open(path, encoding="utf-8") as file:
        composed = compose(file.read(), _RULES)
    return {name.lower().replace("_", "-"): found for rule in _RULES for name, found in composed[rule]}
