"""The check of the values of one key, from its specification.

A valid value costs a lookup, and a few string methods the first time. Only invalid values are analysed.
"""

from collections.abc import Callable
from typing import Final

from ocpplint.stations.keyspec import KeySpec
from ocpplint.values.fault import ValueFault

Judge = Callable[[KeySpec, str], ValueFault | None]

LISTS: Final = frozenset(("csl", "phase-rotations", "measurands", "hosts", "languages"))
"""The syntaxes of lists."""

LONGEST: Final = 500
"""Characters of a value that ChangeConfiguration can carry (OCPP 1.6, 6.9 and 7.19 CiString500Type)."""

_BY_GRAMMAR: Final = frozenset(
    ("measurands", "phase-rotation", "url", "hex", "datetime", "time-offset", "language")
)
"""The syntaxes of OCPP 1.6 in which a value is right if the grammar says so."""

_USUAL_MEASURANDS: Final = frozenset(
    (
        *("Energy.Active.Import.Register", "Power.Active.Import", "Current.Import", "Voltage", "SoC"),
        *("Current.Offered", "Power.Offered", "Temperature", "Frequency"),
    )
)
"""What most lists consist of (OCPP 1.6, 7.31): for these the grammar need not be loaded."""

_MOST_REMEMBERED: Final = 1_000
_MOST_DIGITS: Final = 18
_TRUSTED: Final = ("high", "medium")


class ValueCheck:
    """Checks the values of the key that ``spec`` describes. Specifications of low confidence are not used."""

    __slots__ = ("_is_needed", "_known", "_spec")

    def __init__(self, spec: KeySpec) -> None:
        self._spec = spec
        self._known: dict[str, ValueFault | None] = {}
        self._is_needed = spec.confidence in _TRUSTED and (spec.syntax is not None or spec.max_length is not None)

    def fault(self, value: str) -> ValueFault | None:
        """Return what is wrong with a value, or None."""
        if not self._is_needed:
            return None
        try:
            return self._known[value]
        except KeyError:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            found = self._known[value] = self._judge(value)
            return found

    def _judge(self, value: str) -> ValueFault | None:
        spec = self._spec
        if _is_plainly_right(spec, value):
            return None
        from ocpplint.values.judging import judge

        return judge(spec, value)


def _is_plainly_right(spec: KeySpec, value: str) -> bool:
    """Tell what most values are without what it takes to look into a wrong one."""
    if spec.syntax == "boolean":
        return value in ("true", "false")
    if (
        spec.syntax in ("integer", "decimal")
        and value.isascii()
        and value.isdigit()
        and len(value) <= _MOST_DIGITS
    ):
        from ocpplint.values.numbers import number_fault

        return number_fault(spec, int(value), value) is None
    if spec.syntax == "enum":
        return spec.values is None or value in spec.values
    if spec.max_length is not None:
        return False
    if spec.syntax == "phase-rotation" and spec.values is not None and value in spec.values:
        return True
    if spec.syntax == "measurands" and _USUAL_MEASURANDS.issuperset(value.split(",")):
        return True
    return spec.syntax == "string" or (spec.syntax in _BY_GRAMMAR and _fits(spec.syntax, value))


def _fits(syntax: str, value: str) -> bool:
    from ocpplint.values.syntaxes import fits

    return fits(syntax, value)
