"""Comparing two recordings, and telling apart what was declared to change and what was not."""

import json
import os
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from fnmatch import fnmatchcase
from typing import Any, Final, NamedTuple

WORDING: Final = frozenset({"message", "help", "url"})
"""Members whose values may change without being declared: they are words for people, and where to read more."""
EXACT: Final = ("profiles learn", "profiles import", "completion", "check --no-cache --diff", "dialects test")
"""The beginnings of commands whose text is for programs; all other text is for people, and words."""
_ABSENT: Final = "(absent)"


class Difference(NamedTuple):
    """A place at which two recordings differ. ``path`` leads to it, such as ``stdout.findings[3].line``."""

    case: str
    command: str
    path: str
    before: Any
    after: Any

    @property
    def is_wording(self) -> bool:
        """Tell whether it is in a member that may change, or in text for people."""
        names = self.path.replace("[", ".[").split(".")
        return names[0] in ("text", "stderr") or not WORDING.isdisjoint(names)


@dataclass
class Declared:
    """Differences that somebody has given a reason for, by patterns of case and path (``*`` and ``?``)."""

    case: str
    path: str
    reason: str
    before: Any = None
    after: Any = None
    count: int = 0

    def covers(self, difference: Difference) -> bool:
        """Tell whether a difference is meant. ``before`` and ``after`` are patterns of the values, if given."""
        texts = ((self.before, difference.before), (self.after, difference.after))
        return (
            fnmatchcase(difference.case, self.case)
            and fnmatchcase(difference.path, self.path.replace("[", "[[]"))
            and all(pattern is None or fnmatchcase(_text(value), pattern) for pattern, value in texts)
        )


@dataclass
class Comparison:
    """What two recordings have in common and not."""

    declared: list[Declared]
    undeclared: list[Difference] = field(default_factory=list)
    wording: list[Difference] = field(default_factory=list)
    compared: int = 0

    @property
    def unused(self) -> list[Declared]:
        """Return the declarations that no difference needs."""
        return [each for each in self.declared if not each.count]

    def add(self, difference: Difference) -> None:
        """Put a difference where it belongs; a declaration counts before wording does."""
        for each in self.declared:
            if each.covers(difference):
                each.count += 1
                return
        (self.wording if difference.is_wording else self.undeclared).append(difference)


def load_declared(path: str) -> list[Declared]:
    """Read ``[[difference]]`` entries with ``case``, ``path``, ``reason``, and perhaps ``before`` and ``after``."""
    with open(path, "rb") as file:
        return [Declared(**entry) for entry in tomllib.load(file)["difference"]]


def compare(before: str, after: str, declared: list[Declared]) -> Comparison:
    """Compare the recordings in two folders."""
    comparison = Comparison(declared)
    for name in sorted({*os.listdir(before), *os.listdir(after)}):
        one, other = (_load(os.path.join(folder, name)) for folder in (before, after))
        comparison.compared += 1
        for difference in _of_case(name.removesuffix(".json"), one, other):
            comparison.add(difference)
    return comparison


def _load(path: str) -> Any:
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return None


def _of_case(case: str, before: Any, after: Any) -> Iterator[Difference]:
    if not isinstance(before, list) or not isinstance(after, list):
        yield from (Difference(case, "", *each) for each in _of_values("", before, after))
        return
    for number in range(max(len(before), len(after))):
        one, other = (runs[number] if number < len(runs) else {} for runs in (before, after))
        command = one.get("command") or other.get("command")
        yield from (Difference(case, command, *each) for each in _of_values("", _named(one), _named(other)))


def _named(run: dict[str, Any]) -> dict[str, Any]:
    """Name output ``text`` that is for people: how it says a thing can't be told from what it says."""
    if run.get("command", "").startswith(EXACT):
        return run
    content = run.get("stdout")
    if isinstance(content, list) and all(isinstance(line, str) for line in content):
        return {"text" if name == "stdout" else name: value for name, value in run.items()}
    return run


def _of_values(path: str, before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            further = f"{path}.{name}" if path else name
            yield from _of_values(further, before.get(name, _ABSENT), after.get(name, _ABSENT))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(path, before, after)
    elif before != after or type(before) is not type(after):
        yield path, before, after


def _of_lists(path: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[tuple[str, Any, Any]]:
    """Compare lists: what is alike but for wording belongs together, and what is between is taken in turn."""
    matcher = SequenceMatcher(None, [*map(_key, before)], [*map(_key, after)], autojunk=False)
    for _, start, end, other_start, other_end in matcher.get_opcodes():
        for offset in range(max(end - start, other_end - other_start)):
            one = before[start + offset] if start + offset < end else _ABSENT
            other = after[other_start + offset] if other_start + offset < other_end else _ABSENT
            number = start + offset if one is not _ABSENT else other_start + offset
            yield from _of_values(f"{path}[{number}]", one, other)


def _key(value: Any) -> str:
    return json.dumps(_without_wording(value), sort_keys=True)


def _without_wording(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_wording(each) for name, each in value.items() if name not in WORDING}
    return [_without_wording(each) for each in value] if isinstance(value, list) else value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def report(comparison: Comparison, *, wording: bool, most: int) -> Iterator[str]:
    """Yield the lines of a report: what was not declared, then what was, then the numbers."""
    for difference in comparison.undeclared[:most]:
        yield from _shown(difference)
    if len(comparison.undeclared) > most:
        yield f"… and {len(comparison.undeclared) - most} more"
    if wording:
        for difference in comparison.wording:
            yield from _shown(difference)
    for each in comparison.declared:
        yield f"declared: {each.count} at {each.case} {each.path}: {each.reason}"
    yield from (f"no longer needed: {each.case} {each.path}" for each in comparison.unused)
    yield from _counts("undeclared", comparison.undeclared)
    yield from _counts("wording", comparison.wording)
    declared = sum(each.count for each in comparison.declared)
    yield (
        f"{comparison.compared} files compared: {len(comparison.undeclared)} undeclared differences, "
        f"{declared} declared, {len(comparison.wording)} of wording"
    )


def _counts(kind: str, differences: Sequence[Difference]) -> Iterator[str]:
    """Count differences by the case and the last name on their path."""
    counts = Counter((each.case, each.path.rpartition(".")[2].split("[")[0]) for each in differences)
    for (case, name), count in sorted(counts.items()):
        yield f"{kind}: {count:5} × {name} in {case}"


def _shown(difference: Difference) -> Iterator[str]:
    yield f"{difference.case}: ocpplint {difference.command}"
    yield f"  {difference.path}"
    yield f"    - {_text(difference.before)}"
    yield f"    + {_text(difference.after)}"
