"""The grammar of JSON with comments, for valid text.

A pushdown automaton over the tokens: a ``State`` has a transition per token, a ``JsonContainer`` is an object or
list that is still open. No recursion, so no text is too deep for the interpreter. Other
tokens go to ``unexpected``, where ``jsonc_recovery`` takes over.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, TypeAlias

from ocpplint.documents import jsonc_tokens as tokens
from ocpplint.documents.limits import MAX_DEPTH, MAX_PROBLEMS
from ocpplint.documents.positions import NO_KEY, PositionTable
from ocpplint.documents.tree import Comment, Node, Number, Object, Route, Span, SyntaxProblem

Transition: TypeAlias = Callable[[int, int], int | None]
"""Takes the span of a token; returns where to read on if that is not the token's end."""


class State:
    """A state of the grammar: the expected tokens, and the transition for each kind of token."""

    __slots__ = ("expected", "on")

    def __init__(self, expected: str, otherwise: Transition, on: dict[int, Transition]) -> None:
        self.expected = expected
        self.on = [otherwise, *(on.get(kind, otherwise) for kind in tokens.KINDS)]


class JsonContainer:
    """An object or list that is not closed yet; the top level is a list that nothing closes."""

    __slots__ = ("children", "closer", "implied", "start", "table")

    def __init__(self, children: list[Any], closer: str, start: int) -> None:
        self.children = children
        self.closer = closer
        self.start = start
        self.table = PositionTable()
        self.implied = False


class Grammar(ABC):
    """The valid transitions over one text, and what they build."""

    token: re.Pattern[str] = tokens.TOKEN
    state: State
    at_top: State
    before_member: State
    after_key: State
    before_value: State
    after_member: State
    before_item: State
    after_item: State

    def __init__(self, text: str) -> None:
        self.text = text
        self.roots: list[Node] = []
        self.comments: list[Comment] = []
        self.problems: list[SyntaxProblem] = []
        self.top = JsonContainer(self.roots, "", 0)
        self.stack = [self.top]
        self.children: list[Any] = self.roots
        self.marks = self.top.table.marks
        self.position = 0
        self.key = ""
        self.key_start = self.key_end = NO_KEY
        self.panic = False
        self.problem_end = -1
        self.repaired = False
        self.reported_once: set[str] = set()
        self.comment_gap = (0, 0)

    @abstractmethod
    def skip_container(self, start: int, end: int) -> int:
        """Pass over a container that is too deep; return where it ends."""

    @abstractmethod
    def finish(self) -> None:
        """Settle what the end of the text leaves open."""

    def parse(self) -> None:
        """Read the text to its end. Raises nothing: what is wrong becomes ``problems``."""
        scan = self.token.match
        text = self.text
        position = 1 if text.startswith("\ufeff") else 0
        while (token := scan(text, position)) is not None:
            self.position = position
            kind = token.lastindex or 0
            start, end = token.span(kind)
            position = self.state.on[kind](start, end) or end
        self.finish()
        self.problems.sort(key=lambda problem: problem.span)

    def add(self, node: Node, start: int, end: int) -> None:
        """Append a value to the innermost container."""
        if self.state is self.before_value:
            self.children.append((self.key, node))
            self.marks += (self.key_start, self.key_end, start, end)
            self.state = self.after_member
            return
        self.children.append(node)
        self.marks += (NO_KEY, NO_KEY, start, end)
        if self.state is not self.at_top:
            self.state = self.after_item

    def string(self, start: int, end: int) -> int | None:
        """Take a string that has neither escapes nor flaws."""
        self.add(self.text[start + 1 : end - 1], start, end)
        return None

    def number(self, start: int, end: int) -> int | None:
        """Take a number as written."""
        self.add(Number(self.text[start:end]), start, end)
        return None

    def literal(self, start: int, end: int) -> int | None:
        """Take ``true``, ``false`` or ``null``."""
        self.add(tokens.LITERALS[self.text[start:end]], start, end)
        return None

    def member_key(self, start: int, end: int) -> int | None:
        """Take a key that has neither escapes nor flaws."""
        self.key = self.text[start + 1 : end - 1]
        self.key_start = start
        self.key_end = end
        self.state = self.after_key
        return None

    def member_colon(self, _start: int, _end: int) -> int | None:
        """Go from the key to its value."""
        self.panic = False
        self.state = self.before_value
        return None

    def member_comma(self, _start: int, _end: int) -> int | None:
        """Go to the next member, or to the end of the object: a trailing comma is no problem."""
        if self.position > self.problem_end:
            self.panic = False
        self.state = self.before_member
        return None

    def item_comma(self, _start: int, _end: int) -> int | None:
        """Go to the next item, or to the end of the list."""
        if self.position > self.problem_end:
            self.panic = False
        self.state = self.before_item
        return None

    def open_object(self, start: int, end: int) -> int | None:
        """Open an object."""
        members: list[tuple[str, Node]] = []
        return self.open(Object(members), JsonContainer(members, "}", start), end)

    def open_list(self, start: int, end: int) -> int | None:
        """Open a list."""
        items: list[Node] = []
        return self.open(items, JsonContainer(items, "]", start), end)

    def open(self, node: Node, frame: JsonContainer, end: int) -> int | None:
        """Append a container to the innermost one and go inside, unless it would be too deep there."""
        if len(self.stack) > MAX_DEPTH:
            return self.skip_container(frame.start, end)
        self.stack[-1].table.inner[len(self.children)] = frame.table
        self.add(node, frame.start, frame.start)
        self.stack.append(frame)
        self.children, self.marks = frame.children, frame.table.marks
        self.state = self.before_member if frame.closer == "}" else self.before_item
        return None

    def close(self, _start: int, end: int) -> int | None:
        """Close the innermost container and go on in the one around it."""
        self.stack.pop()
        self.panic = False
        self.resume(self.stack[-1], end)
        return None

    def resume(self, frame: JsonContainer, end: int) -> None:
        """Go on after the last child of ``frame``, a container that ended at ``end``."""
        self.children, self.marks = frame.children, frame.table.marks
        self.marks[-1] = end
        self.state = {"": self.at_top, "}": self.after_member, "]": self.after_item}[frame.closer]

    def comment(self, start: int, end: int) -> int | None:
        """Keep a comment with its place in the tree."""
        text = self.text
        if text.startswith("/*", start) and not text.endswith("*/", start + 2, end):
            self.report("expected `*/`, found the end of the text inside the comment", start, start + 2)
        trailing = self._is_trailing(start, end)
        inside_member = self.state is self.after_key or self.state is self.before_value
        before = len(self.children) + (inside_member and trailing)
        comment = tokens.comment_text(text[start:end])
        self.comments.append(Comment(comment, Span(start, end), self.route(), before, trailing and before > 0))
        return None

    def _is_trailing(self, start: int, end: int) -> bool:
        """Return whether something of the document stands before the comment on its line.

        ``position`` is where the token before ended; after another comment, that one's answer is still known.
        """
        content_end = self.comment_gap[0] if self.comment_gap[1] == self.position else self.position
        gap = self.text[content_end:start]
        self.comment_gap = (content_end, end)
        return content_end > self.text.startswith("\ufeff") and "\n" not in gap and "\r" not in gap

    def route(self) -> Route:
        """Return the route of the innermost open container."""
        return tuple(len(frame.children) - 1 for frame in self.stack[:-1])

    def report(self, message: str, start: int, end: int) -> None:
        """Keep a problem, unless there are enough of them."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(SyntaxProblem(message, Span(start, end)))
