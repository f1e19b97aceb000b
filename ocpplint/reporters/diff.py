"""Differences as text and as JSON data, with the schema ``diff.schema.json``."""

from collections.abc import Iterable
from typing import Any, Final, TextIO

from ocpplint.comparison.difference import ComparedSide, Difference, Pair
from ocpplint.comparison.known import KnownValue
from ocpplint.facts.inputs import InputReport
from ocpplint.reporters.report import posix_path
from ocpplint.reporters.safe_text import redact, safe
from ocpplint.reporters.state_text import input_data, key_of, known_data, owner, setting_data, shown_value, where
from ocpplint.reporters.streaming import stream
from ocpplint.reporters.tables import write_hanging
from ocpplint.reporters.text_output import TextOutput

VERSION: Final = 1
_MARKS: Final[dict[str, str]] = {"differs": "~", "only-left": "-", "only-right": "+"}


def write_diff(page: TextOutput, pairs: Iterable[Pair]) -> None:
    """Write the differences of each pair: - only on the left, + only on the right, ~ on both with different values."""
    for pair in pairs:
        page.line(f"--- {_side(pair.left)}")
        page.line(f"+++ {_side(pair.right)}")
        for each in pair.of("differs", "only-left", "only-right"):
            write_hanging(page, f"{_MARKS[each.kind]} ", _line(each))
        page.line(_closing(pair))
        page.line()


def write_diff_json(out: TextIO, pairs: Iterable[Pair], inputs: Iterable[InputReport]) -> None:
    """Write the differences as JSON."""
    stream(out, {"version": VERSION}, "pairs", map(_pair, pairs), {"inputs": list(map(input_data, inputs))})


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "left": _side_data(pair.left),
        "right": _side_data(pair.right),
        "settings": [_difference(each) for each in pair.differences if each.kind != "same"],
        "same": len(pair.of("same")),
    }


def _line(each: Difference) -> str:
    sides = " → ".join(_value(known) for known in (each.left, each.right) if known is not None)
    readonly = ", read-only" if _is_readonly(each) else ""
    return f"{key_of(each.setting)} ({owner(each.setting)}{readonly}): {sides}"


def _is_readonly(each: Difference) -> bool:
    return all(known is None or known.is_readonly for known in (each.left, each.right))


def _value(known: KnownValue) -> str:
    text = shown_value(known.setting, known.value)
    held = known.standing.held
    return (
        f"{'no value' if text is None else text or '(empty)'} ({where(held.place if held is not None else None)})"
    )


def _side(side: ComparedSide) -> str:
    label, path = safe(redact(side.label)), safe(posix_path(side.path))
    return label if side.label == side.path else f"{label} in {path}"


def _closing(pair: Pair) -> str:
    counts = (
        (len(pair.of("differs")), "differ"),
        (len(pair.of("only-left")), "only on the left"),
        (len(pair.of("only-right")), "only on the right"),
        (len(pair.of("not-comparable")), "not comparable"),
        (len(pair.of("not-seen")), "told by one side, and the other has not told all its keys"),
    )
    told = [f"{count} {words}" for count, words in counts if count]
    return ", ".join([*told, f"{len(pair.of('same'))} the same"])


def _side_data(side: ComparedSide) -> dict[str, Any]:
    return {"label": redact(side.label), "path": posix_path(side.path), "complete": side.is_complete}


def _difference(each: Difference) -> dict[str, Any]:
    return {
        **setting_data(each.setting),
        "kind": each.kind,
        "left": None if each.left is None else known_data(each.left),
        "right": None if each.right is None else known_data(each.right),
    }
