"""Rule selection by code, name, prefix of codes, category, or ``ALL``."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from ocpplint.conditions.durations import seconds
from ocpplint.engine.rule import Rule
from ocpplint.resources.quoting import UsageError, shortened, shown_value


class UnknownRuleError(UsageError, ValueError):
    """A ``word`` that selects no rule; the text names the nearest."""

    def __init__(self, text: str, word: str) -> None:
        super().__init__(text)
        self.word = word


def select_rules(rules: Sequence[Rule], select: Iterable[str], ignore: Iterable[str]) -> list[Rule]:
    """Return the rules that ``select`` selects and ``ignore`` does not; a more specific word wins.

    Raises ``UnknownRuleError`` for a word that selects nothing.
    """
    wanted, unwanted = _ranks(rules, select), _ranks(rules, ignore)
    return [rule for rule in rules if wanted.get(rule.code, 0) > unwanted.get(rule.code, 0)]


def codes_of(rules: Sequence[Rule], word: str) -> frozenset[str]:
    """Return the codes of all rules that ``word`` selects. Raises ``UnknownRuleError`` if there are none."""
    return frozenset(_ranks(rules, [word]))


def words_of(rules: Sequence[Rule]) -> list[tuple[str, str]]:
    """Return every word that selects rules and what it means, those for many rules before those for one."""
    words = [("ALL", "all rules")]
    words += [(category, f"all rules on {category}") for category in sorted({rule.category for rule in rules})]
    words += [(prefix, f"all rules {prefix}…") for prefix in sorted({rule.code[:3] for rule in rules})]
    return words + [(word, rule.summary) for rule in rules for word in (rule.code, rule.name)]


def code_of(rules: Sequence[Rule], word: str) -> str:
    """Return the code of the rule with this code or name. Raises ``UnknownRuleError``."""
    for rule in rules:
        if word.upper() == rule.code or word.lower() == rule.name:
            return rule.code
    raise UnknownRuleError(_unknown(rules, word), word)


def _ranks(rules: Sequence[Rule], words: Iterable[str]) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for word in words:
        chosen = {rule.code: rank for rule in rules if (rank := _rank(rule, word))}
        if not chosen:
            raise UnknownRuleError(_unknown(rules, word), word)
        for code, rank in chosen.items():
            ranks[code] = max(rank, ranks.get(code, 0))
    return ranks


def _rank(rule: Rule, word: str) -> int:
    """Return how specifically ``word`` selects the rule: 0 not at all, 100 by code or name."""
    if word.upper() == rule.code or word.lower() == rule.name:
        return 100
    if word.upper() == "ALL":
        return 1
    if word.lower() == rule.category:
        return 2
    return len(word) + 2 if rule.code.startswith(word.upper()) and len(word) < len(rule.code) else 0


def _unknown(rules: Sequence[Rule], word: str) -> str:
    import difflib

    known = [name for rule in rules for name in (rule.code, rule.name)] + sorted({rule.category for rule in rules})
    near = difflib.get_close_matches(word, known, 1) or difflib.get_close_matches(word.upper(), known, 1)
    return f"no rule {shown_value(word)}" + (f"; did you mean {near[0]!r}?" if near else "")


DURATION: Final = "duration"
COUNT: Final = "count"
_BEYOND: Final = 1e15
"""Above any option's bounds; infinity and NaN are not below it."""
Option = Mapping[str, Any]
"""A declared option: ``type``, ``default``, ``description``, and mostly ``min``, ``max`` and ``unit``."""


def value_of(option: Option, written: Any) -> float:
    """Return the value of an option as a number: durations in seconds, counts as int.

    Raises ``ValueError`` for another type or unit, and for a value out of bounds.
    """
    value = _number_of(option, written)
    least, most = (option.get(bound) for bound in ("min", "max"))
    if least is not None and not value >= _number_of(option, least):
        raise ValueError(f"{shortened(shown(option, written))} is below the minimum of {shown(option, least)}")
    if most is not None and not value <= _number_of(option, most):
        raise ValueError(f"{shortened(shown(option, written))} is above the maximum of {shown(option, most)}")
    return value


def shown(option: Option, written: Any) -> str:
    """Write a value with its unit: ``10s``, ``1000 Wh``, ``3 boots``."""
    if isinstance(written, str):
        return written
    unit = "s" if option["type"] == DURATION else option.get("unit")
    return f"{written} {unit}" if unit else str(written)


def bounds(option: Option) -> str:
    """Return the bounds of an option in words: ``from 100ms to 1h``; empty where there are none."""
    parts = [
        f"{word} {shown(option, option[bound])}"
        for word, bound in (("from", "min"), ("to", "max"))
        if bound in option
    ]
    return " ".join(parts)


def _number_of(option: Option, written: Any) -> float:
    if option["type"] == DURATION and isinstance(written, str):
        return seconds(written)
    is_number = isinstance(written, int | float) and not isinstance(written, bool) and abs(written) < _BEYOND
    if not is_number or (option["type"] == COUNT and written % 1 != 0):
        raise ValueError(f"{shown_value(written)} is not {_wanted(option)}")
    return int(written) if option["type"] == COUNT else float(written)


def _wanted(option: Option) -> str:
    if option["type"] == DURATION:
        return "a duration such as 60s, 5m or 1h30m"
    unit = f" of {option['unit']}, without the unit" if option.get("unit") else ""
    return ("a whole number" if option["type"] == COUNT else "a number") + unit
