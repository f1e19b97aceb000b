"""Comments that assign the settings near them to a connector.

Such a comment is a heading: ``// Connector 2`` is above one setting or above all that follow. A comment is a
heading only if it begins with the connector or ends with it in brackets; a sentence that mentions a connector
("was connector 2 before") is not. A heading has no end mark, so the confidence is medium, and low after a blank
line, where often the settings of the station begin.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from ocpplint.documents.tree import Comment, Document, Route, Span
from ocpplint.facts.fact import Confidence, Place
from ocpplint.facts.setting import Evidence

_NOUN = r"(?:connector|conn|evse|outlet|socket|plug|anschluss|ladepunkt|stecker)"
_NUMBER = r"(?:no\.?|nr\.?|number)?\s*[#:=_-]?\s*"
_LEAD = r"[\W_]*(?:(?:settings?|config(?:uration)?|values?|keys?)\s+)?(?:(?:for|of|für|on)\s+)?(?:the\s+)?"
_HEADING = re.compile(
    rf"{_LEAD}(?:{_NOUN}\s*{_NUMBER}(?P<number>[1-9]\d?)\b|(?P<word>first|second|1st|2nd)\s+{_NOUN}\b)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_CLOSING = re.compile(rf".*[(\[]\s*{_NOUN}\s*{_NUMBER}(?P<number>[1-9]\d?)\s*[)\]]\W*", re.IGNORECASE | re.DOTALL)
_STATION_WIDE = re.compile(
    rf"{_LEAD}(?:whole\s+)?(?:station|common|shared|global|general|both|backend|master|gemeinsam|allgemein)"
    rf"|.*\b(?:both|all)\s+{_NOUN}s\b",
    re.IGNORECASE | re.DOTALL,
)
_OTHER_CONNECTOR = re.compile(rf"\b{_NOUN}s?\s*{_NUMBER}\d|\b(?:and|und)\s+\d|[&,/+-]\s*\d+\b", re.IGNORECASE)
_WORDS = {"first": 1, "1st": 1, "second": 2, "2nd": 2}


class _Heading(NamedTuple):
    before: int
    connector: int | None
    comment: Comment


def connector_in(comment: str) -> int | None:
    """Return the connector a comment heads settings for; None if it is no such heading."""
    match = _HEADING.fullmatch(comment)
    if match and not _OTHER_CONNECTOR.search(match["rest"]) and not _is_prose(match["rest"]):
        return int(match["number"]) if match["number"] else _WORDS[match["word"].lower()]
    closing = _CLOSING.fullmatch(comment)
    return int(closing["number"]) if closing and len(comment) < 80 else None


def _is_prose(rest: str) -> bool:
    """A heading may go on after a colon, dash or bracket; a sentence goes on with a word."""
    rest = rest.strip()
    return (
        bool(rest)
        and rest[0].isalnum()
        and rest.lower() not in ("settings", "only", "config", "configuration", "keys")
    )


class CommentEvidence:
    """The evidence of the comments of one document, looked up by position in the tree."""

    def __init__(
        self, document: Document, line_of: Callable[[Span], int], place_of: Callable[[Span], Place]
    ) -> None:
        self._document, self._line_of, self._place_of = document, line_of, place_of
        self._paragraphs: dict[Span, tuple[int | None, int]] = {}
        self._headings: dict[Route, list[_Heading]] = {}
        self._beside: dict[tuple[Route, int], _Heading] = {}
        for comment in document.comments:
            # What is said to ocpplint is no heading, whatever its reason mentions.
            if not comment.text.startswith("ocpplint:"):
                self._sort_in(comment)

    def for_setting(self, container: Route, index: int) -> tuple[Evidence, ...]:
        """Return what comments say of the setting that is child ``index`` of ``container``."""
        heading = self._beside.get((container, index))
        if heading is not None:
            return self._evidence(heading)
        above = [h for h in self._headings.get(container, ()) if h.before <= index]
        if not above:
            return ()
        loose = self._is_past_blank_line(above[-1], index)
        return self._evidence(above[-1], "low" if loose else "medium")

    def for_section(self, container: Route, index: int) -> tuple[Evidence, ...]:
        """Return what a comment directly above or beside a section says of all in it."""
        heading = self._beside.get((container, index))
        if heading is None:
            above = [h for h in self._headings.get(container, ()) if h.before == index]
            heading = above[-1] if above else None
        return self._evidence(heading)

    def _sort_in(self, comment: Comment) -> None:
        connector = connector_in(comment.text)
        heading = _Heading(comment.before, connector, comment)
        if comment.trailing and comment.before > 0:
            if connector is not None:
                self._beside[comment.container, comment.before - 1] = heading
        elif connector is not None or _STATION_WIDE.match(comment.text):
            self._headings.setdefault(comment.container, []).append(heading)

    def _is_past_blank_line(self, heading: _Heading, index: int) -> bool:
        """Return whether a blank line stands between the heading's first setting and this one: a new paragraph."""
        first_loose, seen = self._paragraphs.get(heading.comment.span, (None, heading.before))
        for child in range(seen + 1, index + 1):
            if first_loose is None and self._follows_blank_line((*heading.comment.container, child)):
                first_loose = child
        self._paragraphs[heading.comment.span] = (first_loose, max(seen, index))
        return first_loose is not None and index >= first_loose

    def _follows_blank_line(self, route: Route) -> bool:
        spans = self._document.spans(route)
        start = spans.key.start if spans.key is not None else spans.value.start
        above = self._document.text[max(0, start - 1000) : start].split("\n")[:-1]
        return bool(above) and not above[-1].strip()

    def _evidence(self, heading: _Heading | None, confidence: Confidence = "medium") -> tuple[Evidence, ...]:
        if heading is None or heading.connector is None:
            return ()
        span = heading.comment.span
        text = f"comment on line {self._line_of(span)}"
        return (Evidence("comment", heading.connector, text, confidence, self._place_of(span)),)
