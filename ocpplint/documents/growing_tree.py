"""A tree that grows anywhere: for formats in which a line far below may add to a table that stands far above.

Used by the readers of TOML, INI, ``.env`` and ``.properties``. What they have in common is here: containers with the
positions of their children, dotted keys, comments and where they belong, problems.
"""

import re
from typing import Any, NamedTuple

from ocpplint.documents.limits import MAX_DEPTH, MAX_PROBLEMS, TOO_DEEP
from ocpplint.documents.positions import MARKS_PER_CHILD, NO_KEY, PositionTable
from ocpplint.documents.tree import Comment, Document, Node, Object, Route, Span, SyntaxProblem

_LONGEST_QUOTE = 24
_CONTROLLER = "Ctrlr"
_ADDRESS = re.compile(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![^.])")


class Part(NamedTuple):
    """One part of a dotted key: what it says and where it stands, quotes included."""

    text: str
    start: int
    end: int


class Branch:
    """A container of the tree: its node, the positions of its children, and those of them that are containers, by key.

    ``named`` has every key that was set, with None for scalars; that of a list has its last container, under ``""``.
    ``section`` numbers the part of the text that declared the container, ``is_closed`` says that nothing may be added
    to it; both matter only where a format forbids to declare something twice.
    """

    __slots__ = ("above", "children", "is_closed", "named", "node", "positions", "route", "section")

    def __init__(self, node: "Object | list[Node]", route: Route, above: "Branch | None" = None) -> None:
        self.node = node
        self.children: list[Any] = node.members if isinstance(node, Object) else node
        self.positions = PositionTable()
        self.route = route
        self.above = above
        self.named: dict[str, Branch | None] = {}
        self.section: int | None = None
        self.is_closed = False

    def add(self, key: Part | None, node: Node, start: int, end: int) -> None:
        """Append a child that stands from ``start`` to ``end``; ``key`` is None for the item of a list."""
        if key is None:
            self.children.append(node)
            self.positions.marks += (NO_KEY, NO_KEY, start, end)
            return
        self.children.append((key.text, node))
        self.positions.marks += (key.start, key.end, start, end)
        self.named.setdefault(key.text, None)

    def open(self, key: Part | None, node: "Object | list[Node]", start: int, end: int) -> "Branch":
        """Append a container and return its branch."""
        index = len(self.children)
        branch = Branch(node, (*self.route, index), self)
        self.add(key, node, start, end)
        self.positions.inner[index] = branch.positions
        self.named["" if key is None else key.text] = branch
        return branch

    def stretch(self, end: int, stop: "Branch | None" = None) -> None:
        """Let this container and those around it, up to ``stop``, end no sooner than at ``end``."""
        branch = self
        while branch is not stop and branch.above is not None:
            marks = branch.above.positions.marks
            last = (branch.route[-1] + 1) * MARKS_PER_CHILD - 1
            marks[last] = max(marks[last], end)
            branch = branch.above


class GrowingTree:
    """The one object that a text makes up, while it is read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.top = Branch(Object([]), (0,))
        self.comments: list[Comment] = []
        self.problems: list[SyntaxProblem] = []
        self._waiting: list[Span] = []

    def document(self) -> Document:
        """Return what was read. A text with nothing but comments has no top-level value."""
        if self._waiting:
            self.settle_comments(self.top, len(self.top.children))
        self.comments.sort(key=lambda comment: comment.span)
        self.problems.sort(key=lambda problem: problem.span)
        top = PositionTable()
        top.marks = [NO_KEY, NO_KEY, 0, len(self.text)]
        top.inner[0] = self.top.positions
        roots: list[Node] = [self.top.node] if self.top.children else []
        return Document(self.text, roots, top.spans, self.comments, self.problems)

    def below(self, branch: Branch, parts: list[Part], start: int, end: int) -> Branch | None:
        """Return the object that the parts of a key lead to, made where it is missing; None where that is too deep."""
        if len(branch.route) + len(parts) >= MAX_DEPTH:
            self.report_once(TOO_DEEP, start, end)
            return None
        for part in parts:
            known = branch.named.get(part.text)
            if known is None or not isinstance(known.node, Object):
                known = branch.open(part, Object([]), start, end)
            branch = known
        return branch

    def put(self, section: Branch, parts: list[Part], value: Node, start: int, end: int) -> Branch | None:
        """Set a dotted key in a section, and give the comments before it their place; return the object it is in."""
        branch = self.below(section, parts[:-1], start, end) if len(parts) > 1 else section
        if branch is not None:
            self.settle_comments(branch, len(branch.children))
            branch.add(parts[-1], value, start, end)
            if branch is not section:
                branch.stretch(end, section)
        return branch

    def wait(self, start: int, end: int) -> None:
        """Note a comment that has its line to itself: it belongs to what comes next."""
        self._waiting.append(Span(start, end))

    def settle_comments(self, branch: Branch, index: int) -> None:
        """Give the comments that wait their place: before the child ``index`` of ``branch``."""
        for span in self._waiting:
            self.comment(span.start, span.end, branch.route, index, trailing=False)
        self._waiting.clear()

    def comment(self, start: int, end: int, route: Route, before: int, *, trailing: bool) -> None:
        """Keep a comment with its place in the tree."""
        text = self.text[start:end].lstrip("#;!").strip()
        self.comments.append(Comment(text, Span(start, end), route, before, trailing))

    def beside(self, start: int, end: int, branch: Branch) -> None:
        """Keep a comment behind the last child of ``branch``, on its line."""
        self.comment(start, end, branch.route, len(branch.children), trailing=bool(branch.children))

    def report(self, message: str, start: int, end: int) -> None:
        """Keep a problem, unless there are enough of them."""
        if not self.is_full:
            self.problems.append(SyntaxProblem(message, Span(start, end)))

    @property
    def is_full(self) -> bool:
        """Whether no more problems are kept."""
        return len(self.problems) >= MAX_PROBLEMS

    def report_once(self, message: str, start: int, end: int) -> None:
        """Keep a problem of the whole document at its first place only."""
        if all(problem.message != message for problem in self.problems):
            self.report(message, start, end)

    def expected(self, what: str, start: int, end: int) -> None:
        """Report that something else stands between the offsets than what is expected there."""
        if self.is_full:
            return
        found = self.text[start:end]
        shown = f"`{found}`" if len(found) <= _LONGEST_QUOTE else f"`{found[:_LONGEST_QUOTE]}…`"
        self.report(f"expected {what}, found {shown if found.strip() else 'the end of the line'}", start, end)


def dotted_parts(key: str, start: int) -> list[Part]:
    """Take a key without escapes apart at its dots.

    A variable of OCPP 2.x stays one key (``OCPPCommCtrlr.HeartbeatInterval``), an IPv4 address one name. Where a part
    would be empty, nothing is taken apart.
    """
    if "." not in key:
        return [Part(key, start, start + len(key))]
    parts: list[Part] = []
    at = 0
    while at <= len(key):
        address = _ADDRESS.match(key, at)
        end = address.end() if address else key.find(".", at)
        if end < 0 or key.startswith(_CONTROLLER, max(at, end - len(_CONTROLLER)), end):
            end = len(key)
        if end == at:
            return [Part(key, start, start + len(key))]
        parts.append(Part(key[at:end], start + at, start + end))
        at = end + 1
    return parts


def joined_parts(parts: list[Part], text: str) -> list[Part]:
    """Return the parts of a dotted key with a variable of OCPP 2.x made one key again, where it stands in one piece."""
    for index, part in enumerate(parts[:-1]):
        if part.text.endswith(_CONTROLLER):
            name = ".".join(each.text for each in parts[index:])
            if text[part.start : parts[-1].end] == name:
                return [*parts[:index], Part(name, part.start, parts[-1].end)]
    return parts
