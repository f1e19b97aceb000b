"""Faults of values."""

from typing import NamedTuple

from ocpplint.facts.setting import ValueFaultKind


class ValueFault(NamedTuple):
    """The most severe fault of a value.

    ``kind`` is ``type`` (not written as values of its type are), ``encoding`` (not the hexadecimal digits that
    a station is sent), ``range``, ``choice`` (none of the allowed values), ``item`` (a list is malformed or
    holds what it must not), ``list-length``, ``length`` (in characters), ``form`` (a phase rotation in the form
    of other stations), ``unit`` (a number that looks as if it were in another unit), ``limit`` (more than what
    feeds it may carry) or ``sum`` (the same of all connectors together). ``reason`` is the end of a sentence
    that begins with the key. ``right_value`` says the same as it should be written; None where nobody can know.
    """

    kind: ValueFaultKind
    reason: str
    right_value: str | None = None
