"""Settings in the shapes that a configuration declares (``[[shapes]]``)."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from ocpplint.documents.tree import Node, Object, Route
from ocpplint.facts.setting import Evidence, Setting, StationEvidence
from ocpplint.readers.settings import names
from ocpplint.readers.settings.context import KeyVocabulary, SettingContext, setting_of_key
from ocpplint.readers.settings.conventions import DeclaredShape
from ocpplint.readers.settings.node_location import NodePlace, PlacedDocument
from ocpplint.readers.settings.values import text_of

ANY_MEMBER, ANY_ITEM = "*", "[]"


class _Found(NamedTuple):
    """What a path leads to: a text, where it stands, and as key of a member or as value."""

    text: str
    route: Route
    part: Literal["key", "value"]


class DeclaredReading(NamedTuple):
    """The settings of a document in declared shapes, and the shape of each."""

    settings: list[Setting]
    shapes: list[DeclaredShape]


def read_declared(
    shapes: Sequence[DeclaredShape], source: PlacedDocument, vocabulary: KeyVocabulary, context: SettingContext
) -> DeclaredReading:
    """Return what a document holds in the shapes that are meant for it."""
    reading = DeclaredReading([], [])
    for shape in shapes:
        if shape.holds_for(source.path):
            found = list(_settings(shape, source, vocabulary, context))
            if shape.globs or any(vocabulary.knows(setting.key) for setting in found):
                reading.settings.extend(found)
                reading.shapes.extend([shape] * len(found))
    return reading


def without(settings: list[Setting], declared: list[Setting]) -> list[Setting]:
    """Return the settings that do not stand where declared ones do: a declared shape overrides every other."""
    taken = {place.route for setting in declared for place in _places(setting)}
    return [setting for setting in settings if taken.isdisjoint(place.route for place in _places(setting))]


def _places(setting: Setting) -> Iterator[NodePlace]:
    for place in (setting.place, setting.value_place):
        # What stands inside a string has a route of its own.
        if isinstance(place, NodePlace) and place.source.inner is None:
            yield place


def _settings(
    shape: DeclaredShape, source: PlacedDocument, vocabulary: KeyVocabulary, context: SettingContext
) -> Iterator[Setting]:
    roots = source.document.roots
    for index, root in enumerate(roots):
        for route, value in _values(root, shape.value, (index,)):
            key = _at(roots, shape.key, shape.value, route)
            text = _value_text(value)
            if key is None or not key.text or text is _NO_VALUE:
                continue
            place = NodePlace(source, key.route, key.part)
            around = _context(shape, source, route, context)
            yield setting_of_key(
                *(key.text, text, around, place, NodePlace(source, route, "value"), vocabulary), readonly=None
            )


_NO_VALUE = object()


def _value_text(value: Node) -> object:
    """Return a scalar as it is, a list of words as one text; anything else is no value."""
    if isinstance(value, list):
        words = [text_of(item) for item in value if not isinstance(item, (Object, list))]
        return ",".join(word or "" for word in words) if len(words) == len(value) else _NO_VALUE
    return _NO_VALUE if isinstance(value, Object) else value


def _values(node: Node, steps: tuple[str, ...], route: Route) -> Iterator[tuple[Route, Node]]:
    """Yield every node that a path leads to, with its route."""
    if not steps:
        yield route, node
        return
    for index, child in _children(node, steps[0]):
        yield from _values(child, steps[1:], (*route, index))


def _children(node: Node, step: str) -> Iterator[tuple[int, Node]]:
    if isinstance(node, Object) and step != ANY_ITEM:
        yield from ((i, value) for i, (name, value) in enumerate(node.members) if step in (ANY_MEMBER, name))
    elif isinstance(node, list) and step == ANY_ITEM:
        yield from enumerate(node)


def _at(
    roots: list[Node], path: tuple[str, ...], value_path: tuple[str, ...], value_route: Route
) -> _Found | None:
    """Follow ``path`` from where it leaves the path of the value; the same wildcards stand for the same children."""
    common = _common(path, value_path)
    route = value_route[: 1 + common]
    chosen = [index for step, index in zip(value_path, value_route[1:], strict=True) if _is_wild(step)]
    seen = sum(map(_is_wild, path[:common]))
    for step in path[common:]:
        children = list(_children(_node(roots, route), step))
        if _is_wild(step):
            # Lists beside each other: the item with the number of the value's.
            number = chosen[seen] if seen < len(chosen) else 0
            children = [child for child in children if child[0] == number]
            seen += 1
        if not children:
            return None
        route = (*route, children[0][0])
    node = _node(roots, route)
    if common == len(path) == len(value_path) or isinstance(node, Object | list):
        return _name_of(roots, route)
    text = text_of(node)
    return None if text is None else _Found(text, route, "value")


def _name_of(roots: list[Node], route: Route) -> _Found | None:
    """Return the name of the member at a route."""
    parent = _node(roots, route[:-1])
    return _Found(parent.members[route[-1]][0], route, "key") if isinstance(parent, Object) else None


def _node(roots: list[Node], route: Route) -> Node:
    node: Node = roots
    for step in route:
        if isinstance(node, Object):
            node = node.members[step][1]
        elif isinstance(node, list):
            node = node[step]
    return node


def _context(
    shape: DeclaredShape, source: PlacedDocument, route: Route, context: SettingContext
) -> SettingContext:
    roots = source.document.roots
    station = _at(roots, shape.station, shape.value, route) if shape.station else None
    if station is not None and station.text:
        said = f"`{'.'.join(shape.station).replace('.[]', '[]')}` of the shape `{shape.name}`"
        place = NodePlace(source, station.route, station.part)
        context = context.of_station(station.text, StationEvidence("field", said, "high", place))
    connector = _at(roots, shape.connector, shape.value, route) if shape.connector else None
    number = None if connector is None else _number(connector.text)
    if connector is not None and number is not None:
        text = f"`{'.'.join(shape.connector).replace('.[]', '[]')}` of the shape `{shape.name}`"
        place = NodePlace(source, connector.route, connector.part)
        context = context.with_evidence(Evidence("field", number, text, "high", place))
    return context._replace(group=_group(shape, roots, route))


def _number(text: str) -> int | None:
    """Read a connector: a number, or a name that ends with one."""
    return names.connector_number(text) if text.isdigit() else names.connector_of_name(text, {})


def _group(shape: DeclaredShape, roots: list[Node], route: Route) -> str:
    """Return the path of the configuration that a value belongs to: what holds the values, or the connectors."""
    steps = shape.value[: _common(shape.value, shape.connector)] if shape.connector else shape.value
    last = max((index for index, step in enumerate(steps) if _is_wild(step)), default=0)
    path = ""
    for depth in range(1, last + 1):
        found = _name_of(roots, route[: depth + 1])
        path += f"#{route[depth]}" if found is None else f"/{found.text}"
    return path


def _common(path: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Return how many steps two paths have in common."""
    pairs = zip(path, other, strict=False)
    return next((index for index, (one, two) in enumerate(pairs) if one != two), min(len(path), len(other)))


def _is_wild(step: str) -> bool:
    return step in (ANY_MEMBER, ANY_ITEM)
