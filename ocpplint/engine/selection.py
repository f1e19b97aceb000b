"""Rule selection by code, name, prefix of codes, category, or ``ALL``."""

from collections.abc import Iterable, Sequence

from ocpplint.engine.rule import Rule
from ocpplint.resources.quoting import UsageError, shown_value


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
