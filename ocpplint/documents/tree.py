"""The tree that every settings document becomes, whatever its syntax.

A node is an ``Object``, a list, or a scalar: ``str``, ``Number``, ``bool`` or ``None``. Objects keep every
member, duplicates included, in the order written. A *route* names a node by the index of the member or item
at each depth, so that it stays exact where keys repeat; its first step is the index of the top-level value.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

Route: TypeAlias = tuple[int, ...]


class Number(str):
    """A number as its text was written (``30``, ``2e+01``, ``21.40``): not rounded to a float."""

    __slots__ = ()


class Object:
    """A mapping as written: ``members`` are ``(key, value)`` pairs in order, duplicates included."""

    __slots__ = ("members",)

    def __init__(self, members: "list[tuple[str, Node]]") -> None:
        self.members = members


Node: TypeAlias = "Object | list[Node] | Number | str | bool | None"


class Span(NamedTuple):
    """Character offsets into the document's text, the end exclusive."""

    start: int
    end: int


class NodeSpans(NamedTuple):
    """The position of a node. ``key`` is the member's key (quotes included), None for items and top-level values."""

    key: Span | None
    value: Span


class Comment(NamedTuple):
    """A comment with its position in the tree.

    ``container`` is the route of the innermost object or list it stands in (``()`` for the top level) and
    ``before`` the index of the child that comes next there (the number of children if none does).
    ``trailing`` is True where something of the document stands before it on its line: it then belongs to the
    child ``before - 1`` (between a key and its value, to that member). Right after what opens a container
    (``{``, ``key:``, ``-``) it is not trailing: it heads the container. ``text`` has the comment marks stripped.
    """

    text: str
    span: Span
    container: Route
    before: int
    trailing: bool


class SyntaxProblem(NamedTuple):
    """A syntax error; ``message`` says what was expected and found."""

    message: str
    span: Span


@dataclass(slots=True, eq=False, repr=False)
class Document:
    """A parsed document: its top-level values, comments, syntax problems, and the position of each node.

    ``spans(route)`` may parse the text a second time on first use; it raises ``KeyError`` for a route that is
    not in the tree. ``problems`` may be non-empty beside a usable tree: the parser recovers and goes on.
    """

    text: str
    roots: list[Node]
    spans: Callable[[Route], NodeSpans]
    comments: list[Comment] = field(default_factory=list)
    problems: list[SyntaxProblem] = field(default_factory=list)
