"""What is to be done about a rule's findings, and what ocpplint does about them itself."""

from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from docgen.markdown import prose
from ocpplint.engine.rule import Rule
from ocpplint.findings.finding import Finding

_IN_WORDS = {
    "safe": "The fix is safe, for it is plain what was meant: `ocpplint check --fix` makes it.",
    "unsafe": "The fix is unsafe, for something else may have been meant. Look at"
    " `ocpplint check --diff --unsafe-fixes`; `ocpplint check --fix --unsafe-fixes` makes it.",
    "safe or unsafe": "The fix is safe where it is plain what was meant: there `ocpplint check --fix` makes it."
    " Elsewhere it is unsafe, and `--unsafe-fixes` has to be said, too; look at the `--diff` first. The finding tells"
    " which it is.",
}


def fix_kind(rule: Rule) -> str:
    """Return ``none``, ``safe``, ``unsafe`` or ``safe or unsafe``: a fix with a condition may be either."""
    kinds = {fix.get("safe", "unsafe") for fix in _fixes(rule)}
    if not kinds:
        return "none"
    return "safe" if kinds == {"true"} else "unsafe" if kinds == {"unsafe"} else "safe or unsafe"


def what_to_do(rule: Rule, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the remedy, in the words of the first example's findings where it depends on them, and what fixes it."""
    depends = "{" in rule.help
    remedy = findings[0].help if depends and findings else rule.help
    yield f"{'In the first example: ' if depends else ''}{_sentence(remedy, begins=not depends)}\n"
    kind = fix_kind(rule)
    if kind == "none":
        yield "There is no fix that ocpplint could make itself.\n"
    else:
        yield f"{_IN_WORDS[kind]} [Fixes](../fixes.md) tells what is never changed.\n"


def _sentence(text: str, *, begins: bool) -> str:
    first = text[:1].upper() if begins else text[:1]
    return prose(f"{first}{text[1:]}") + "."


def _fixes(rule: Rule) -> list[dict[str, Any]]:
    """Return the fixes of a rule's file: its own and those of the entries in ``any_of``."""
    with open(rule.path, encoding="utf-8") as file:
        data: dict[str, Any] = yaml.safe_load(file)
    own = [entry.get("fix", data.get("fix")) for entry in data.get("any_of", [data])]
    return [fix for fix in own if fix]
