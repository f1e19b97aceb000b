"""Phase rotations: without a number if the key names the connector, with the connector number in the standard."""

from typing import Final

from ocpplint.schemas.words import quoted
from ocpplint.stations.keyspec import KeySpec
from ocpplint.values.fault import ValueFault
from ocpplint.values.lists import items_of
from ocpplint.values.syntaxes import fits

_ROTATIONS: Final = ("RST", "RTS", "SRT", "STR", "TRS", "TSR", "NotApplicable", "Unknown")
_NONE: Final = ("NotApplicable", "Unknown")
_SPELLED: Final = {word.lower(): word for word in _ROTATIONS}


def judge_rotation(_spec: KeySpec, value: str) -> ValueFault | None:
    """Check the rotation of the one connector that the key names."""
    if fits("phase-rotation", value):
        return None
    items = items_of(value)
    if items and all(fits("indexed-rotation", item) for item in items):
        reason = (
            f"is {quoted(value)}, and should be the bare rotation: on these stations the key names the connector"
        )
        return ValueFault("form", reason, items[0].partition(".")[2] if len(items) == 1 else None)
    reason = f"is {quoted(value)}, and should be one of {', '.join(_ROTATIONS)}"
    return ValueFault("choice", reason, _SPELLED.get(value.strip().lower()))


def judge_rotations(_spec: KeySpec, value: str) -> ValueFault | None:
    """Check the list of the rotations of all connectors (OCPP 1.6, 9.1.7)."""
    items = items_of(value)
    if len(items) == 1 and items[0] in _NONE:
        # Nothing is said of any connector, so none needs a number.
        return None
    if fits("phase-rotations", value.strip()):
        return _repeated(items)
    if all(_is_rotation(item) for item in items):
        reason = (
            f"is {quoted(value)}, and should be a list such as `1.RST,2.RTS`, with the number of each connector"
        )
        return ValueFault("form", reason, _numbered(items))
    spelled = [_spelled(item) for item in items]
    wrong = next((item for item in items if not fits("indexed-rotation", item)), value)
    words = ", ".join(_ROTATIONS)
    reason = f"holds {quoted(wrong)}, and its items should be a connector's number, a dot and one of {words}"
    return ValueFault("item", reason, None if None in spelled else ",".join(map(str, spelled)))


def highest_connector(items: list[str]) -> int:
    """Return the highest connector number in a list of rotations; 0 if there is none."""
    numbers = (item.partition(".")[0] for item in items)
    return max((int(number) for number in numbers if number.isdecimal() and len(number) <= 2), default=0)


def _repeated(items: list[str]) -> ValueFault | None:
    numbers = [int(item.partition(".")[0]) for item in items]
    twice = next((number for number in numbers if numbers.count(number) > 1), None)
    return None if twice is None else ValueFault("item", f"gives connector {twice} two rotations")


def _is_rotation(item: str) -> bool:
    return fits("phase-rotation", item) or fits("indexed-rotation", item)


def _numbered(items: list[str]) -> str | None:
    """Number bare rotations from 1; None where some have a number and some have none."""
    if not all(fits("phase-rotation", item) for item in items):
        return None
    return ",".join(f"{number}.{item}" for number, item in enumerate(items, 1))


def _spelled(item: str) -> str | None:
    """Write `1-rst` as `1.RST`."""
    number = "".join(letter for letter in item[:2] if letter.isascii() and letter.isdigit())
    word = _SPELLED.get(item[len(number) :].strip(" .:-_=").lower())
    return f"{int(number)}.{word}" if number and word else None
