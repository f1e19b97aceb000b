"""What of a document speaks of settings and yielded none: known keys at places that no shape accounts for.

The tree is visited once more after its settings are read. A key counts where a setting could stand: as a member's name
above a value, as a value beside a value, in a list before a value, and in an assignment inside a text. Where a key is
only spoken of (``prose``), it does not count.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

from ocpplint.documents.tree import Node, Number, Object, Route
from ocpplint.facts.fact import KeySighting, Place
from ocpplint.facts.setting import Setting
from ocpplint.readers.settings.context import TELLING
from ocpplint.readers.settings.names import UNKNOWN_FIELD, is_numbered, plain, wraps_settings
from ocpplint.readers.settings.node_location import EndPlace, NodePlace, PlacedDocument
from ocpplint.readers.settings.prose import (
    DESCRIBING,
    are_labels,
    is_description,
    is_prose,
    is_translation,
    is_type_word,
    names_ocpp,
)
from ocpplint.readers.settings.sightings import MARKS, SHORTEST_TEXT

_VALUE_NAMES = frozenset(
    {"value", "val", "v", "setting", "setpoint", "wert", "valeur", "valor", "valore", "waarde", "data"}
)
_MOST_NAMED = 3
_MOST_SIGHTINGS = 10_000
_SHAPES = {
    "member": "keys of a map",
    "pair": "pairs under other names",
    "row": "rows of a list",
    "text": "text inside the document",
}

_LISTS_OF_KEYS = frozenset({UNKNOWN_FIELD, "key", "required", "enum", "keys"})
"""Members with lists of keys that are asked for, not known, or allowed."""


def _elsewhere(kind: KeySighting) -> KeySighting:
    """Return what a key is where it may be one of other software."""
    return "common" if kind == "in-sections" else kind


def _name_at(node: Node, route: Route) -> str | None:
    """Return the nearest member name above the end of a route."""
    name: str | None = None
    for step in route:
        if isinstance(node, Object):
            name, node = node.members[step]
        elif isinstance(node, list):
            node = node[step]
    return name


_TEXTS = frozenset({"title", "label", "text", "message", "description", "summary", "default", "example"})

Form = Literal["member", "pair", "row", "text"]


class KeyIndex(Protocol):
    """Tells known keys by name alone."""

    def sighting(self, word: str) -> KeySighting | None:
        """Tell whether a word is a known key, and how sure that is."""
        ...


class Sighting(NamedTuple):
    """A known key at a place where a setting could stand, with what form it has there."""

    key: str
    kind: KeySighting
    route: Route
    part: Literal["key", "value"]
    form: Form

    @property
    def container(self) -> Route:
        """The route of what holds this key and the others beside it."""
        return self.route[:-2] if self.form in ("pair", "row") else self.route[:-1]


class Unread(NamedTuple):
    """The keys of an input that were seen and not read. ``shape`` says how they are written."""

    place: Place
    keys: list[str]
    shape: str

    @property
    def message(self) -> str:
        """What is said of them: how many there are, and the first few."""
        names = list(dict.fromkeys(self.keys))
        shown = ", ".join(f"`{name}`" for name in names[:_MOST_NAMED])
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        return f"settings were not read: {shown}{more} ({self.shape})"


class DocumentReader(Protocol):
    """What reads the settings of a document, when it has done so."""

    source: PlacedDocument
    references: list[Route]

    @property
    def inside(self) -> "Sequence[DocumentReader]":
        """What has read the documents in its strings."""
        ...


def unread_keys(reader: DocumentReader, settings: list[Setting], index: KeyIndex) -> Unread | None:
    """Return the keys that stand in a document outside the places that its ``settings`` were read from."""
    placed = reader.source
    if is_translation(placed.path):
        return None
    read = _routes_read(settings)
    found = [each for inner in _with_inside(reader) for each in _unread_in(inner, read, index)]
    if not found:
        return None
    source, first = found[0]
    keys = [each.key for _, each in found]
    return Unread(NodePlace(source, first.route, first.part), keys, _SHAPES[first.form])


def _routes_read(settings: list[Setting]) -> "dict[PlacedDocument, _Routes]":
    """Return the routes of the settings by document; that a document was read is told to the one around it."""
    read: dict[PlacedDocument, _Routes] = {}
    for setting in settings:
        place = setting.place
        if isinstance(place, NodePlace | EndPlace):
            source, route = place.source, place.route
            in_pair = isinstance(place, NodePlace) and place.part == "value"
            while read.setdefault(source, _Routes()).add(route, in_pair=in_pair):
                outside = source.outside
                if outside is None:
                    break
                (source, route), in_pair = outside, False
    return read


def _with_inside(reader: DocumentReader) -> Iterator[DocumentReader]:
    yield reader
    for inner in reader.inside:
        yield from _with_inside(inner)


def _unread_in(
    reader: DocumentReader, read: "dict[PlacedDocument, _Routes]", index: KeyIndex
) -> list[tuple[PlacedDocument, Sighting]]:
    """Search one document, without those in its strings, which are searched by themselves."""
    placed = reader.source
    here = read.get(placed) or _Routes()
    entered = {place[1] for inner in reader.inside if (place := inner.source.outside) is not None}
    left_out = {*entered, *reader.references}
    seen = (each for each in _Search(placed, index).sightings() if not here.hold(each))
    found = [each for each in seen if not any(each.route[: len(route)] == route for route in left_out)]
    return [(placed, each) for each in _with_company(found, placed, here.read)]


def _with_company(found: list[Sighting], placed: PlacedDocument, read: set[Route]) -> list[Sighting]:
    """Leave out the keys that other software has, too, and that stand alone: without another key or a word of OCPP."""
    beside: dict[Route, set[str]] = {}
    for route in read:
        beside.setdefault(route[:-1], set()).add("")
        beside.setdefault(route[:-2], set()).add("")
    for each in found:
        if each.kind != "other-case":
            beside.setdefault(each.container, set()).add(each.key)
    return [
        each
        for each in found
        if each.kind in TELLING
        or (each.kind != "other-case" and len(beside[each.container]) > 1)
        or (each.kind != "other-case" and _is_near_ocpp(placed.document.roots, each.route))
    ]


def _is_near_ocpp(roots: list[Node], route: Route) -> bool:
    """Tell whether a name above a place, or beside it, is of the charging station's world."""
    found: list[str] = []
    beside: list[str] = []
    node: Node = roots
    for step in route:
        if isinstance(node, Object):
            beside = [name for name, _ in node.members]
            found += [value for _, value in node.members if isinstance(value, str) and value.endswith("Ctrlr")]
            name, node = node.members[step]
            found.append(name)
        elif isinstance(node, list):
            node, beside = node[step], []
    return names_ocpp([*found, *beside])


class _Routes:
    """The routes that the settings of one document were read from."""

    def __init__(self) -> None:
        self.read: set[Route] = set()
        self._pairs: set[Route] = set()

    def add(self, route: Route, *, in_pair: bool) -> bool:
        """Add the route of a key, the value in an object that is a pair or a member; False if it was known."""
        if route in self.read:
            return False
        self.read.add(route)
        if in_pair:
            self._pairs.add(route[:-1])
        return True

    def hold(self, seen: Sighting) -> bool:
        """Tell whether a key is part of a setting: its own place, a place around it, below it, or beside it."""
        route = seen.route
        if route in self.read or route in self._above:
            return True
        return any(route[:length] in self.read or route[:length] in self._pairs for length in range(1, len(route)))

    @cached_property
    def _above(self) -> set[Route]:
        return {route[:length] for route in self.read for length in range(1, len(route))}


class _Search:
    """Searches one document for known keys where settings could stand."""

    def __init__(self, placed: PlacedDocument, index: KeyIndex) -> None:
        self._path = placed.path
        self._roots = placed.document.roots
        self._sighting = index.sighting
        self._index = index

    def sightings(self) -> Iterator[Sighting]:
        """Yield them in the order of the document, the first of each list at least."""
        nodes: list[tuple[Node, Route]] = [(root, (number,)) for number, root in enumerate(self._roots)]
        nodes.reverse()
        left = _MOST_SIGHTINGS
        while nodes and left > 0:
            node, route = nodes.pop()
            below = len(nodes)
            found = (
                self._object(node, route, nodes) if isinstance(node, Object) else self._list(node, route, nodes)
            )
            nodes[below:] = reversed(nodes[below:])
            for each in found:
                left -= 1
                yield each

    def _object(self, node: Object, route: Route, nodes: list[tuple[Node, Route]]) -> list[Sighting]:
        found: list[Sighting] = []
        sighting = self._sighting
        for number, (name, value) in enumerate(node.members):
            kind = sighting(name)
            if kind is not None and _may_be_value(value):
                if kind == "in-sections" and self._is_in_section(route):
                    kind = _elsewhere(kind)
                found.append(Sighting(name, kind, (*route, number), "key", "member"))
            if isinstance(value, Object):
                nodes.append((value, (*route, number)))
            elif isinstance(value, list):
                if plain(name) not in _LISTS_OF_KEYS:
                    nodes.append((value, (*route, number)))
            elif isinstance(value, str) and not isinstance(value, Number):
                found += self._scalar(node, number, value, (*route, number))
        if found and self._are_labels(node, found):
            return [each for each in found if each.form != "member"]
        return found

    def _is_in_section(self, route: Route) -> bool:
        """Tell whether an object stands under a name that may be that of other software."""
        name = _name_at(self._roots, route)
        return name is not None and not (wraps_settings(name) or is_numbered(name))

    def _are_labels(self, node: Object, found: list[Sighting]) -> bool:
        members = [node.members[each.route[-1]] for each in found if each.form == "member"]
        return bool(members) and are_labels(members, self._path)

    def _scalar(self, node: Object, number: int, value: str, route: Route) -> list[Sighting]:
        kind = self._sighting(value)
        if kind is not None:
            is_pair = _has_value_beside(node, number)
            return [Sighting(value, _elsewhere(kind), route, "value", "pair")] if is_pair else []
        return self._text(value, route)

    def _list(self, node: Node, route: Route, nodes: list[tuple[Node, Route]]) -> list[Sighting]:
        if not isinstance(node, list):
            return self._text(node, route) if isinstance(node, str) else []
        found: list[Sighting] = []
        for number, item in enumerate(node):
            if isinstance(item, (Object, list)):
                nodes.append((item, (*route, number)))
            elif isinstance(item, str) and not isinstance(item, Number):
                kind = self._sighting(item)
                if kind is None:
                    found += self._text(item, (*route, number))
                elif any(map(_is_plain_value, node[number + 1 :])):
                    found.append(Sighting(item, _elsewhere(kind), (*route, number), "value", "row"))
        return found

    def _text(self, text: str, route: Route) -> list[Sighting]:
        """Find assignments in a text: an embedded document, a line such as ``Key=value``."""
        if len(text) < SHORTEST_TEXT or not any(mark in text for mark in MARKS):
            return []
        from ocpplint.readers.settings.assignments import likely_settings

        return [
            Sighting(each.key, each.kind, route, "value", "text") for each in likely_settings(text, self._index)
        ]


def _may_be_value(value: Node) -> bool:
    """Tell whether what stands under a key may be its value, or its values by connector or station."""
    if value is None:
        return False
    if isinstance(value, Object):
        return bool(value.members) and not is_description(value)
    if isinstance(value, list):
        return bool(value) and not isinstance(value[0], (Object, list))
    return not isinstance(value, str) or isinstance(value, Number) or not (is_type_word(value) or is_prose(value))


def _is_plain_value(value: Node) -> bool:
    """Tell a value that is no word: words beside a key may be other keys."""
    if isinstance(value, (bool, Number)):
        return True
    if not isinstance(value, str) or not value.strip():
        return False
    return (
        value.lower() in ("true", "false")
        or not value.replace("_", "").replace("-", "").isalnum()
        or value.isdigit()
    )


def _says_key(value: Node) -> bool:
    """Tell whether a member says that the value beside it is a key: ``{"name": "key", "value": "…Interval"}``."""
    return isinstance(value, str) and plain(value) in ("key", "configkey", "configurationkey", "ocppkey")


def _has_value_beside(node: Object, number: int) -> bool:
    """Tell whether an object with a key among its values has the key's value, too."""
    others = [member for place, member in enumerate(node.members) if place != number]
    if any(
        plain(name) in _VALUE_NAMES and isinstance(value, Object) and not is_description(value)
        for name, value in others
    ):
        return True
    if plain(node.members[number][0]) in _VALUE_NAMES and any(_says_key(value) for _, value in others):
        return True
    scalars = [(plain(name), value) for name, value in others if not isinstance(value, (Object, list))]
    for name, value in scalars:
        if value is None or (isinstance(value, str) and (is_prose(value) or is_type_word(value))):
            continue
        named_so = name in _VALUE_NAMES or name.endswith("value")
        if named_so or (
            len(scalars) == 1 and name not in DESCRIBING and plain(node.members[number][0]) not in _TEXTS
        ):
            return True
    return False
