"""Excerpts of the inputs, credentials masked: for code frames, and for the redaction of messages."""

from collections.abc import Iterable
from typing import NamedTuple

from ocpplint.credentials.redaction import mask, secret_spans
from ocpplint.facts.fact import Location
from ocpplint.reporters.report import LineSource

_REACH = 16
"""How many lines before and after can belong to the same setting in a pretty-printed document."""
_LONG = 1000
"""A neighbour longer than this is no part of a pretty-printed document."""
_CONTEXT = 8192
"""How many characters of a very long line are looked at on either side of a place."""


class Excerpt(NamedTuple):
    """A line, or a part of a very long one: ``text`` begins at the character with index ``offset``."""

    text: str
    offset: int
    cut: bool
    """Whether more of the line follows."""


class Excerpts:
    """Reads lines through the source and masks the credentials in them.

    In a pretty-printed document the name of a credential may be on another line than its value, so adjacent lines are
    also read. The last locations are cached: the frame and the messages of a finding need the same ones.
    """

    __slots__ = ("_seen", "_source")

    def __init__(self, source: LineSource) -> None:
        self._source = source
        self._seen: dict[tuple[str, int, int], tuple[Excerpt | None, tuple[str, ...]]] = {}

    def at(self, place: Location) -> Excerpt | None:
        """Return the masked line of a place, or None where the source does not have it."""
        return self._look(place)[0]

    def secrets_near(self, place: Location) -> tuple[str, ...]:
        """Return the credentials that stand on the line of a place and around it."""
        return self._look(place)[1]

    def _look(self, place: Location) -> tuple[Excerpt | None, tuple[str, ...]]:
        key = (place.path, place.line, max(0, place.column - 1) // _CONTEXT)
        if key not in self._seen:
            if len(self._seen) >= 64:
                self._seen.clear()
            self._seen[key] = self._read(place)
        return self._seen[key]

    def _read(self, place: Location) -> tuple[Excerpt | None, tuple[str, ...]]:
        line = self._source.line(place.path, place.line)
        if line is None:
            return None, ()
        excerpt = _around(line, max(0, place.column - 1) // _CONTEXT * _CONTEXT)
        before = self._neighbours(place, -1) if len(line) <= _LONG else []
        after = self._neighbours(place, 1) if len(line) <= _LONG else []
        text = "\n".join((*reversed(before), excerpt.text, *after))
        spans = secret_spans(text)
        masked = mask(text, spans).split("\n")[len(before)]
        return excerpt._replace(text=masked), _variants(text[start:end] for start, end in spans)

    def _neighbours(self, place: Location, step: int) -> list[str]:
        lines = []
        for distance in range(1, _REACH + 1):
            number = place.line + step * distance
            line = self._source.line(place.path, number) if number > 0 else None
            if line is None or len(line) > _LONG:
                break
            lines.append(_one_line(line))
        return lines


def _around(line: str, position: int) -> Excerpt:
    """Take the line, or of a very long one the stretch around a position."""
    start = max(0, position - _CONTEXT)
    end = position + 2 * _CONTEXT
    return Excerpt(_one_line(line[start:end]), start, end < len(line))


def _one_line(text: str) -> str:
    """Keep a line one line whatever its source takes for a line end."""
    return text.replace("\n", " ")


def _variants(secrets: Iterable[str]) -> tuple[str, ...]:
    """List the forms in which secrets may turn up in a sentence: line by line, and with escapes resolved."""
    forms: dict[str, None] = {}
    for secret in secrets:
        forms |= dict.fromkeys(line.strip() for line in secret.split("\n"))
        if "\\" in secret:
            forms[_unescaped(secret)] = None
    return tuple(form for form in forms if form)


def _unescaped(text: str) -> str:
    """Resolve JSON's escapes, or leave the text as it is where they are none."""
    import json

    try:
        return str(json.loads(f'"{text}"', strict=False))
    except json.JSONDecodeError:
        return text
