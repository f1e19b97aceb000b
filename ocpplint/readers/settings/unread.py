"""What of a document speaks of settings and yielded none: known keys at places that no shape accounts for.

The tree is visited once more after its settings are read. A key counts where a setting could stand: as a member's name
above a value, as a value beside a value, in a list before a value, and in an assignment inside a text. Where a key is
only spoken of (``prose``), it does not count.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple, Protocol

from ocpplint.documents.tree import Node, Number, Object, Route
from ocpplint.facts.fact import KeySighting, Place
from ocpplint.facts.setting import Setting
from ocpplint.readers.settings.assignments import SETTING_MARKS, assignments
from ocpplint.readers.settings.names import UNKNOWN_FIELD, is_numbered, plain, wraps_settings
from ocpplint.readers.settings.node_location import EndPlace, NodePlace, PlacedDocument
from ocpplint.readers.settings.prose import (
    DESCRIBING,
    are_labels,
    is_description,
    is_prose,
    is_translation,
    is_type_word,
    speaks_of_ocpp,
)

_VALUE_NAMES = frozenset(
    {"value", "val", "setting", "setpoint", "wert", "valeur", "valor", "valore", "waarde", "data"}
)
_MOST_NAMED = 3
_FEW_IN_OTHER_CASE = 3
_MOST_SIGHTINGS = 10_000
ENOUGH: frozenset[KeySighting] = frozenset(("distinctive", "in-sections", "misspelt"))
"""What tells by itself that a document is about a charging station."""
_SHAPES = {
    "member": "keys of a map",
    "pair": "pairs under other names",
    "row": "rows of a list",
    "column": "columns of values",
    "text": "text inside the document",
}

Form = Literal["member", "pair", "row", "column", "text"]


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


def unread_keys(placed: PlacedDocument, settings: list[Setting], index: KeyIndex) -> Unread | None:
    """Return the keys that stand in a document outside the places that its ``settings`` were read from."""
    if _is_of_linter(placed) or is_translation(placed.path):
        return None
    places = (setting.place for setting in settings)
    read = {place.file_route for place in places if isinstance(place, NodePlace | EndPlace)}
    found = [each for each in _Search(placed, index).sightings() if not _is_read(each, read)]
    if not found or not _is_sure(found, placed, has_settings=bool(read)):
        return None
    first = found[0]
    return Unread(NodePlace(placed, first.route, first.part), [each.key for each in found], _SHAPES[first.form])


def _is_sure(found: list[Sighting], placed: PlacedDocument, *, has_settings: bool) -> bool:
    """Tell whether keys that other software has, too, have company: a second one, or a word of OCPP."""
    kinds = {each.kind for each in found}
    if not kinds.isdisjoint(ENOUGH):
        return True
    common = {each.key for each in found if each.kind == "common"}
    if len(common) > 1 or (common and has_settings):
        return True
    # In another case they may be the fields of a message or of a program.
    needed = _FEW_IN_OTHER_CASE if not common else 1
    return not has_settings and len(found) >= needed and speaks_of_ocpp(placed.document.text)


def _is_read(seen: Sighting, read: set[Route]) -> bool:
    """Tell whether a key is part of a setting: its own place, a place around it, below it, or beside it."""
    route = seen.route
    if route in read:
        return True
    above = route[:-1]
    return any(
        other[: len(route)] == route
        or route[: len(other)] == other
        or (seen.part == "value" and other[:-1] == above)
        for other in read
    )


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
                    kind = "common"
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
            return [Sighting(value, kind, route, "value", "pair")] if is_pair else []
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
                    found.append(Sighting(item, kind, (*route, number), "value", "row"))
        return found

    def _text(self, text: str, route: Route) -> list[Sighting]:
        """Find assignments in a text: an embedded document, a line such as ``Key=value``."""
        if len(text) < 10 or not any(mark in text for mark in SETTING_MARKS):
            return []
        return [Sighting(each.key, each.kind, route, "value", "text") for each in assignments(text, self._index)]


_LISTS_OF_KEYS = frozenset({UNKNOWN_FIELD, "key", "required", "enum", "keys"})
"""Members with lists of keys that are asked for, not known, or allowed."""


def _name_at(node: Node, route: Route) -> str | None:
    """Return the nearest member name above the end of a route."""
    name: str | None = None
    for step in route:
        if isinstance(node, Object):
            name, node = node.members[step]
        elif isinstance(node, list):
            node = node[step]
    return name


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


def _has_value_beside(node: Object, number: int) -> bool:
    """Tell whether an object with a key among its values has the key's value, too."""
    others = [member for place, member in enumerate(node.members) if place != number]
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


_TEXTS = frozenset({"title", "label", "text", "message", "description", "summary", "default", "example"})


def _is_of_linter(placed: PlacedDocument) -> bool:
    """Tell the files of ocpplint itself, and documents that describe interfaces: what they name nobody sets."""
    names = [{name for name, _ in root.members} for root in placed.document.roots if isinstance(root, Object)]
    return any(members >= parts for members in names for parts in _NO_SETTINGS)


_NO_SETTINGS = (
    frozenset({"code", "message", "why", "examples"}),
    frozenset({"name", "title", "source", "keys"}),
    frozenset({"version", "findings"}),
    frozenset({"version", "inputs"}),
    frozenset({"openapi", "paths"}),
    frozenset({"swagger", "paths"}),
    frozenset({"asyncapi", "channels"}),
    frozenset({"$schema", "runs"}),
    frozenset({"$schema", "properties"}),
    frozenset({"$schema", "$defs"}),
    frozenset({"$schema", "definitions"}),
)
"""The members that tell of rules, profiles and reports of ocpplint, descriptions of APIs, SARIF and schemas."""
