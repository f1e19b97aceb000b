"""How the findings of a rule are suppressed: that depends on what it asks about."""

from collections.abc import Iterator

from docgen.markdown import fence
from ocpplint.engine.rule import Rule

_MESSAGES = frozenset(("message", "exchange", "violation", "boot", "transaction", "connection"))


def how_to_suppress(rule: Rule) -> Iterator[str]:
    """Yield what the page of a rule says about suppressing its findings."""
    if rule.category == "suppression":
        yield "Findings about suppressions can't be suppressed. A configuration can do without the rule:\n"
        yield from fence(f'ignore = ["{rule.code}"]', "toml", title="ocpplint.toml")
        return
    if rule.mandatory:
        yield "The rule is [mandatory](../suppressions.md#mandatory-rules): its findings can be suppressed only by"
        yield "whoever runs ocpplint, with `--allow-mandatory`. Then these hold:\n"
    # What happens in a sequence stands in a trace, also where it is about settings.
    alone = {fact for check in rule.checks if check.kind != "sequence" for fact in check.facts}
    yield from _ways(rule, alone or set(_MESSAGES))
    yield "[Suppressions and the baseline](../suppressions.md) has the other ways.\n"


def _ways(rule: Rule, facts: set[str]) -> Iterator[str]:
    if "setting" in facts:
        yield "In JSON with comments and in YAML, behind the setting or on the line above it:\n"
        yield from fence(f"// ocpplint: ignore[{rule.code}] why it is right to be there", "json")
        yield "For plain JSON, traces and logs, in the configuration:\n"
        yield from _entry(rule, 'key = "TheKey"')
    elif facts & _MESSAGES:
        yield "Traces and logs have no comments, so the configuration says it:\n"
        yield from _entry(rule, 'station = "CP-7"')
    else:
        yield "By the input, in the configuration:\n"
        yield from _entry(rule, 'path = "logs/old/**"')


def _entry(rule: Rule, narrowed: str) -> list[str]:
    lines = ("[[suppress]]", f'rule = "{rule.code}"', narrowed, 'reason = "why it is right to be there"')
    return fence("\n".join(lines), "toml", title="ocpplint.toml")
