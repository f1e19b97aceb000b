"""From the events of a YAML parser to the tree and its positions.

Aliases share the node of their anchor, so they use no memory; their expanded size is counted, and limited.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from ocpplint.documents.limits import MAX_ALIASED_NODES, MAX_DEPTH, MAX_PROBLEMS, TOO_DEEP, TOO_LARGE
from ocpplint.documents.positions import MARKS_PER_CHILD, NO_KEY, PositionTable
from ocpplint.documents.tree import Node, Object, Span, SyntaxProblem
from ocpplint.documents.yaml_scalars import plain_scalar, tagged_scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, Event, ScalarEvent

TEMPLATE = "expected YAML, found a template expression `{{ … }}`: check the rendered file instead"


class TooDeepError(ValueError):
    """A document is nested too deeply. ``args`` are the message and the offset."""


class ComposedTree(NamedTuple):
    """A complete node with its positions; ``size`` and ``height`` are those after expansion."""

    node: Node
    start: int
    end: int
    table: PositionTable | None = None
    size: int = 1
    height: int = 0


class YamlContainer:
    """An open mapping or sequence; the top level is a sequence of documents."""

    __slots__ = (
        "anchor",
        "children",
        "flow",
        "height",
        "is_mapping",
        "key",
        "merges",
        "node",
        "size",
        "start",
        "table",
    )

    def __init__(self, node: Node, children: list[Any], start: int) -> None:
        self.node = node
        self.children = children
        self.is_mapping = isinstance(node, Object)
        self.start = start
        self.table = PositionTable()
        self.key: tuple[str, int, int, bool] | None = None
        self.merges: list[ComposedTree] = []
        self.anchor: str | None = None
        self.flow: bool | None = False
        self.size = 1
        self.height = 1


class Composer:
    """Builds the documents of a stream. ``base`` is the offset of the parsed stretch in the whole text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.base = 0
        self.roots: list[Node] = []
        self.table = PositionTable()
        self.problems: list[SyntaxProblem] = []
        self.opaque: list[Span] = []
        """Where a ``#`` starts no comment: the scalars, in order."""
        self.stack: list[YamlContainer] = []
        self.document_start: int | None = None
        self.content_end = 0
        """Where the last scalar, alias or bracket ended."""
        self._anchors: dict[str, ComposedTree | None] = {}
        self._aliased = 0
        self._transitions = self._make_transitions()
        self._restart()

    def _make_transitions(self) -> "dict[type[Event], Callable[[Any], None]]":
        from yaml import events

        return {
            events.DocumentStartEvent: self._start_document,
            events.ScalarEvent: self._scalar,
            events.AliasEvent: self._alias,
            events.SequenceStartEvent: self._start_sequence,
            events.MappingStartEvent: self._start_mapping,
            events.SequenceEndEvent: self._end_collection,
            events.MappingEndEvent: self._end_collection,
        }

    def compose(self, events: "Iterable[Event]", base: int) -> None:
        """Take the events of the text from ``base`` on. Raises ``TooDeepError``, and what the parser raises."""
        self.base = base
        self._restart()
        for event in events:
            transition = self._transitions.get(type(event))
            if transition is not None:
                transition(event)

    def abandon(self) -> None:
        """Keep what is complete of a document that cannot be read to its end."""
        while len(self.stack) > 1:
            frame = self.stack[-1]
            frame.key = None
            if frame.children or frame.merges:
                self._finish(frame, self.content_end)
            else:
                self.stack.pop()

    def report(self, message: str, start: int, end: int) -> None:
        """Keep a problem, unless there are enough of them."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(SyntaxProblem(message, Span(start, end)))

    def report_once(self, message: str, start: int, end: int) -> None:
        """Report what is wrong throughout a stream at its first occurrence, which stands for all."""
        if all(problem.message != message for problem in self.problems):
            self.report(message, start, end)

    def _restart(self) -> None:
        self.document_start = None
        top = YamlContainer(self.roots, self.roots, 0)
        top.table = self.table
        self.stack = [top]
        self._anchors = {}

    def _span(self, event: "Event") -> tuple[int, int]:
        """Return where an event stands in the whole text. PyYAML counts code points, as ``str`` does."""
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return self.content_end, self.content_end
        return self.base + start.index, self.base + end.index

    def _start_document(self, event: "Event") -> None:
        _, self.document_start = self._span(event)
        self._anchors = {}

    def _scalar(self, event: "ScalarEvent") -> None:
        start, end = self._span(event)
        self.opaque.append(Span(start, end))
        self.content_end = end
        text = event.value
        if event.tag is not None:
            node = tagged_scalar(text, event.tag)
        else:
            node = plain_scalar(text) if event.implicit[0] and not event.style else text
        composed = ComposedTree(node, start, end)
        if event.anchor is not None:
            self._anchors[event.anchor] = composed
        frame = self.stack[-1]
        if frame.is_mapping and frame.key is None:
            is_merge = text == "<<" and not event.style and event.tag is None
            frame.key = (text, start, end, is_merge)
            return
        self._add(composed)

    def _alias(self, event: "AliasEvent") -> None:
        start, end = self._span(event)
        self.content_end = end
        target = self._anchors.get(event.anchor or "")
        if target is None:
            found = "of itself" if event.anchor in self._anchors else "without one"
            self.report(f"expected an alias of an anchor before it, found `*{event.anchor}` {found}", start, end)
        elif self._unfolds_too_far(target):
            self.report_once(TOO_LARGE, start, end)
            target = None
        self._add(ComposedTree(None, start, end) if target is None else target._replace(start=start, end=end))

    def _unfolds_too_far(self, target: ComposedTree) -> bool:
        self._aliased += target.size
        return self._aliased > MAX_ALIASED_NODES or len(self.stack) + target.height > MAX_DEPTH

    def _start_sequence(self, event: "CollectionStartEvent") -> None:
        items: list[Node] = []
        self._open(items, items, event)

    def _start_mapping(self, event: "CollectionStartEvent") -> None:
        members: list[tuple[str, Node]] = []
        self._open(Object(members), members, event)

    def _open(self, node: Node, children: list[Any], event: "CollectionStartEvent") -> None:
        start, _ = self._span(event)
        if len(self.stack) > MAX_DEPTH:
            raise TooDeepError(TOO_DEEP, start)
        frame = YamlContainer(node, children, start)
        frame.flow = event.flow_style
        frame.anchor = event.anchor
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self.stack.append(frame)

    def _end_collection(self, event: "CollectionEndEvent") -> None:
        frame = self.stack[-1]
        if frame.flow:
            _, self.content_end = self._span(event)
        self._finish(frame, self.content_end)

    def _finish(self, frame: YamlContainer, end: int) -> None:
        """Complete the innermost collection: one without brackets ends with its last content."""
        self.stack.pop()
        for merge in frame.merges:
            _merge_into(frame, merge)
        composed = ComposedTree(frame.node, frame.start, end, frame.table, frame.size, frame.height)
        if frame.is_mapping and frame.flow and self.text.startswith("{{", frame.start):
            self.report_once(TEMPLATE, frame.start, end)
            composed = ComposedTree(self.text[frame.start : end], frame.start, end)
        if frame.anchor is not None:
            self._anchors[frame.anchor] = composed
        self._add(composed)

    def _add(self, composed: ComposedTree) -> None:
        """Put a node into the innermost collection: as a key, a merge, a member's value or an item."""
        frame = self.stack[-1]
        if not frame.is_mapping:
            self._append(frame, composed.node, (NO_KEY, NO_KEY), composed)
        elif frame.key is None:
            frame.key = (self._key_text(composed), composed.start, composed.end, False)
        else:
            text, start, end, is_merge = frame.key
            frame.key = None
            if is_merge and _is_mergeable(composed.node):
                frame.merges.append(composed)
            else:
                self._append(frame, (text, composed.node), (start, end), composed)

    def _key_text(self, composed: ComposedTree) -> str:
        """Return a key that is no plain scalar as text: what an alias stands for, or a collection as written."""
        return composed.node if isinstance(composed.node, str) else self.text[composed.start : composed.end]

    def _append(self, frame: YamlContainer, child: Any, key: tuple[int, int], composed: ComposedTree) -> None:
        if composed.table is not None:
            frame.table.inner[len(frame.children)] = composed.table
        frame.children.append(child)
        frame.table.marks += (*key, composed.start, composed.end)
        frame.size += composed.size
        frame.height = max(frame.height, composed.height + 1)


def _is_mergeable(node: Node) -> bool:
    """Return whether ``<<`` may have this value: a mapping or a sequence of mappings (YAML 1.1, type "merge")."""
    return isinstance(node, Object) or (isinstance(node, list) and all(isinstance(item, Object) for item in node))


def _merge_into(frame: YamlContainer, merge: ComposedTree) -> None:
    """Append the members that ``<<`` brings in and the mapping does not have itself; they keep their positions.

    They come last, so that the members written keep their indices; of several sources the first wins.
    """
    table = merge.table or PositionTable()
    if isinstance(merge.node, list):
        sources = [(item, table.inner[index]) for index, item in enumerate(merge.node)]
    else:
        sources = [(merge.node, table)]
    for source, positions in sources:
        if isinstance(source, Object):
            _append_missing(frame, source, positions)
    frame.size += merge.size
    frame.height = max(frame.height, merge.height)


def _append_missing(frame: YamlContainer, source: Object, positions: PositionTable) -> None:
    present = {key for key, _ in frame.children}
    for index, member in enumerate(source.members):
        if member[0] in present:
            continue
        if index in positions.inner:
            frame.table.inner[len(frame.children)] = positions.inner[index]
        frame.children.append(member)
        frame.table.marks += positions.marks[index * MARKS_PER_CHILD : (index + 1) * MARKS_PER_CHILD]
