"""Suppressions in comments: ``// ocpplint: ignore[SCP001] reason``.

After other text, such a comment applies to its line; alone on its line, to the next setting, on any number of lines, or
to the line that opens a section. ``ignore-start`` and ``ignore-end`` enclose a block.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ocpplint.documents.tree import Comment, Node, Object, Route, Span
from ocpplint.facts.suppression import SuppressionDirective
from ocpplint.readers.settings.component_nodes import is_component
from ocpplint.readers.settings.node_location import PlacedDocument, SpanPlace

MARK = "ocpplint:"

_DIRECTIVE = re.compile(
    r"(?:^(?://|/\*|[#;!])[\s*/#;!]*|(?<=[/#])\s*)ocpplint:\s*(?P<word>[\w-]*)"
    r"(?:\s*\[(?P<rules>[^\]\n]*)\])?(?P<reason>[^\n]*)"
)
_WORDS = ("ignore", "ignore-start", "ignore-end")
_BLANK = re.compile(r"[ \t\ufeff]*")
_REST_OF_LINE = re.compile(r"[ \t]*(?:\r\n?|\n|\Z)")


class _Directive(NamedTuple):
    """A comment for ocpplint."""

    comment: Comment
    word: str
    rules: tuple[str, ...]
    reason: str
    listed: Span | None


def directives_of(placed: PlacedDocument, *, named: bool) -> list[SuppressionDirective]:
    """Return the suppression directives in the comments of a document, invalid ones included."""
    directives = _directives(placed.document.text, placed.document.comments)
    suppressions = list(_Reader(placed, named=named).read(directives))
    return sorted(suppressions, key=lambda suppression: suppression.place.locate())


def _directives(text: str, comments: list[Comment]) -> Iterator[_Directive]:
    for comment in comments:
        written = text[comment.span.start : comment.span.end]
        match = _DIRECTIVE.search(written) if MARK in written else None
        if match is None or (match["word"] not in _WORDS and match["rules"] is None):
            # A sentence about ocpplint.
            continue
        listed = None
        if match["rules"] is not None:
            listed = Span(*(comment.span.start + offset for offset in match.span("rules")))
        rules = tuple(filter(None, (rule.strip() for rule in (match["rules"] or "").split(","))))
        reason = match["reason"].removesuffix("*/").strip(" \t\r:–—-")
        yield _Directive(comment, match["word"], rules, reason, listed)


class _Reader:
    def __init__(self, placed: PlacedDocument, *, named: bool) -> None:
        self._placed, self._named = placed, named
        self._open: list[_Directive] = []

    def read(self, directives: Iterator[_Directive]) -> Iterator[SuppressionDirective]:
        for directive in directives:
            flaw = _flaw(directive)
            if flaw:
                yield self._directive(directive, range(0), flaw=flaw)
            elif directive.word == "ignore":
                yield self._directive(directive, self._lines_meant(directive.comment))
            elif directive.word == "ignore-start":
                self._open.append(directive)
            else:
                yield self._close(directive)
        for directive in self._open:
            flaw = "no `ignore-end` follows this `ignore-start`"
            yield self._directive(directive, range(0), flaw=flaw)

    def _close(self, end: _Directive) -> SuppressionDirective:
        """Take the block that an end belongs to: the latest with its rules, or the latest if it names none."""
        for start in reversed(self._open):
            if not end.rules or set(start.rules) == set(end.rules):
                self._open.remove(start)
                lines = range(self._line(start.comment.span.start), self._line(end.comment.span.end) + 1)
                return self._directive(start, lines, end)
        return self._directive(
            end, range(0), flaw="no `ignore-start` with these rules stands before this `ignore-end`"
        )

    def _directive(
        self, it: _Directive, lines: range, end: _Directive | None = None, flaw: str = ""
    ) -> SuppressionDirective:
        parts = [it] if end is None else [it, end]
        listed = [SpanPlace(self._placed, part.listed) for part in parts if part.listed is not None and part.rules]
        return SuppressionDirective(
            it.rules,
            it.reason,
            SpanPlace(self._placed, it.comment.span),
            tuple(SpanPlace(self._placed, self._whole(part.comment.span)) for part in parts),
            tuple(listed),
            flaw,
            named=self._named,
            path=self._placed.path,
            lines=lines,
        )

    def _lines_meant(self, comment: Comment) -> range:
        start = self._line(comment.span.start)
        if not self._is_alone(comment.span):
            return range(start, start + 1)
        first = self._line(comment.span.end) + 1
        following = (*comment.container, comment.before)
        try:
            spans = self._placed.document.spans(following)
        except KeyError:
            return range(first, first + 1)
        begin = spans.value.start if spans.key is None else spans.key.start
        end = spans.value.end if _is_setting(self._node(following)) else begin
        return range(first, max(self._line(begin), self._line(end)) + 1)

    def _node(self, route: Route) -> Node:
        node: Node = self._placed.document.roots
        for step in route:
            node = node.members[step][1] if isinstance(node, Object) else node[step]  # type: ignore[index]
        return node

    def _is_alone(self, span: Span) -> bool:
        return self._is_first(span) and _REST_OF_LINE.match(self._placed.document.text, span.end) is not None

    def _is_first(self, span: Span) -> bool:
        """Return whether nothing stands before a comment on its line."""
        line = self._line_start(span)
        return _BLANK.fullmatch(self._placed.document.text, line, span.start) is not None

    def _line_start(self, span: Span) -> int:
        return span.start - self._placed.lines.position(span.start)[1] + 1

    def _whole(self, span: Span) -> Span:
        """Return what goes with a comment: its line, if it has one to itself, else the space before it."""
        text = self._placed.document.text
        rest = _REST_OF_LINE.match(text, span.end)
        if rest and self._is_first(span):
            return Span(self._line_start(span), rest.end())
        return Span(len(text[: span.start].rstrip(" \t")), span.end) if rest else span

    def _line(self, offset: int) -> int:
        return self._placed.lines.position(offset)[0]


def _flaw(directive: _Directive) -> str:
    if directive.word not in _WORDS:
        return f"`{directive.word}` is none of {', '.join(f'`{word}`' for word in _WORDS)}"
    if directive.word != "ignore-end" and not directive.rules:
        return f"`{directive.word}` names no rule: write `{directive.word}[CODE] reason`"
    return ""


def _is_setting(node: Node) -> bool:
    """Return whether a node is one setting, and not a section of several."""
    if not isinstance(node, Object):
        return True
    return is_component(node) or any(name.lower() in ("key", "value") for name, _ in node.members)
