"""Comma-separated lists: format and allowed items."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from ocpplint.schemas.words import one_of, quoted
from ocpplint.stations.keyspec import KeySpec
from ocpplint.values.fault import ValueFault
from ocpplint.values.syntaxes import fits

_OTHER_SEPARATORS: Final = re.compile(r"[;|\n\t]")
_LOCATIONS: Final = ("Body", "Cable", "EV", "Inlet", "Outlet")
"""OCPP 1.6, 7.30 Location."""
_PHASE: Final = re.compile(r"[lL][1-3](?:-[lL][1-3]|-[nN])?")
_WORDS: Final = {"soc": "SoC", "rpm": "RPM", "n": "N"}


def items_of(value: str) -> list[str]:
    """Return the items of a list, without the blanks around them."""
    return [item.strip() for item in value.split(",")] if value.strip() else []


def judge_list(spec: KeySpec, value: str) -> ValueFault | None:
    """Check a list whose items may be anything, or those that the key allows."""
    allowed = spec.items
    if not allowed:
        # Makers have lists in which a place means something, and may be empty.
        return None
    spelled = {_folded(item): item for item in allowed}
    fault = _malformed(value, lambda item: spelled.get(_folded(item)))
    if fault is not None:
        return fault
    wrong = next((item for item in items_of(value) if item not in allowed), None)
    if wrong is None:
        return None
    reason = f"holds {quoted(wrong)}, and its items should be of {one_of(allowed)}"
    return ValueFault("item", reason, _respelled(items_of(value), lambda item: spelled.get(_folded(item))))


def judge_measurands(spec: KeySpec, value: str) -> ValueFault | None:
    """Check a list of measurands, each perhaps with a phase (OCPP 1.6, 9.1.17)."""
    modern = "." in spec.key
    if fits("measurands-2" if modern else "measurands", value):
        return None
    name = "measurand-2" if modern else "measurand"

    def right(item: str) -> str | None:
        spelled = _measurand_spelled(item)
        return spelled if fits(name, spelled) else None

    fault = _malformed(value, right)
    if fault is not None:
        return fault
    wrong = next((item for item in items_of(value) if not fits(name, item)), None)
    if wrong is None:
        return None
    return ValueFault("item", _why_no_measurand(wrong, name, modern=modern), _respelled(items_of(value), right))


def _why_no_measurand(item: str, name: str, *, modern: bool) -> str:
    before, _, last = item.rpartition(".")
    if last in _LOCATIONS and fits(name, before):
        return f"holds {quoted(item)}: a phase may follow a measurand, as in `Voltage.L1`, and a location may not"
    version = "2.x" if modern else "1.6"
    return f"holds {quoted(item)}, which is no measurand of OCPP {version}"


def _malformed(value: str, right: Callable[[str], str | None]) -> ValueFault | None:
    """Check the commas. ``right`` returns an item as it should be written, or None if it is none."""
    if not fits("csl", value.strip()):
        items = [item for item in items_of(value) if item]
        return ValueFault("item", f"has an empty item: {quoted(value)}", _respelled(items, right) if items else "")
    parted = [item.strip() for item in _OTHER_SEPARATORS.split(value)]
    if len(parted) > 1 and "," not in value:
        repaired = _respelled(parted, right)
        if repaired is not None:
            return ValueFault("item", f"is {quoted(value)}, and commas should part its items", repaired)
    return None


def _respelled(items: Iterable[str], right: Callable[[str], str | None]) -> str | None:
    """Join the items as they should be written; None if one is none."""
    spelled = [right(item) for item in items]
    return None if None in spelled else ",".join(item for item in spelled if item is not None)


def _measurand_spelled(item: str) -> str:
    """Write `energy.active.import.register` as `Energy.Active.Import.Register`, `voltage.l1-n` as `Voltage.L1-N`."""
    return ".".join(_word_spelled(part) for part in item.strip().split("."))


def _word_spelled(word: str) -> str:
    if _PHASE.fullmatch(word):
        return word.upper()
    return _WORDS.get(word.lower()) or word[:1].upper() + word[1:].lower()


def _folded(item: str) -> str:
    """Fold what is no difference to a reader: case and blanks (`Local Auth List Management`)."""
    return "".join(item.split()).lower()
