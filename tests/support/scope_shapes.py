"""The shapes in which people write a station's settings down, and the strategies that choose among them.

A shape turns the settings of a plan into one node of a document. It has parts for the connectors or has none; where
it has, the part says which connector a setting is meant for, by one kind of evidence.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.support.scope_keys import PROFILE
from tests.support.scope_plans import ALL_PARTS, STATION, Item
from tests.support.written_documents import Arr, Entry, Node, Obj

CONTAINERS = ["configuration", "config", "settings", "parameters", "keys", "ocpp", "Configuration"]
LISTS = [*CONTAINERS, "changes", "desired_values", "requests"]
FEATURE_PROFILES = ["Core", "SmartCharging", "LocalAuthListManagement", "Custom", "core", "Security"]
CONNECTOR_LISTS = ["connectors", "evses", "outlets", "Sockets"]
CONNECTOR_FIELDS = ["connectorId", "connector", "evseId", "connector_id", "evse"]
SECTIONS = [
    "connector{}",
    "connector_{}",
    "Connector {}",
    "connector-{}",
    "evse{}",
    "outlet_{}",
    "socket{}",
    "connector0{}",
]
HEADINGS = [
    "Connector {}",
    "connector {}:",
    "--- Connector {} ---",
    "Connector #{}",
    "Settings for connector {}",
    "EVSE {}",
    "Connector {} (the left one)",
    "connector {} settings",
    "Anschluss {}",
    "phase rotation (connector {})",
]
STATION_HEADINGS = ["Both connectors", "Station", "common settings", "shared by both"]
REMARKS = [
    "was connector 2 before the sockets were swapped",
    "agreed with the grid operator, see page 2",
    "Connector 2 is the one at the wall",
    "connectors 1 and 2 were measured in May",
    "16 A fuse",
]


class Shape(NamedTuple):
    """A way to write settings down. ``parts`` are those it can tell apart, ``reports`` whether it is a report's."""

    write: Callable[[DrawFn, Sequence[Item]], Node]
    parts: frozenset[int]
    commented: bool = False
    reports: bool = False


class Body:
    """One way to write a handful of settings, the same wherever it occurs in a document."""

    def __init__(self, draw: DrawFn, *, reported: bool = False) -> None:
        self._draw = draw
        forms = (
            [self.as_report]
            if reported
            else [self.flat, self.boxed, self.listed, self.structured, self.by_feature]
        )
        self.members: Callable[[Sequence[Item]], list[Entry]] = draw(st.sampled_from(forms))
        self._list_name = draw(st.sampled_from(LISTS))
        self._extra = draw(st.booleans())
        self._value_first = draw(st.integers(0, 3)) == 0
        self._reported = reported

    def flat(self, items: Sequence[Item]) -> list[Entry]:
        return [Entry(item.value, item.key) for item in items]

    def boxed(self, items: Sequence[Item]) -> list[Entry]:
        return [Entry(Obj(self.flat(items)), self._draw(st.sampled_from(CONTAINERS)))]

    def listed(self, items: Sequence[Item]) -> list[Entry]:
        return [Entry(Arr.of(*map(self.pair, items)), self._list_name)]

    def structured(self, items: Sequence[Item]) -> list[Entry]:
        return [Entry(Obj.of(("value", item.value), ("readonly", False)), item.key) for item in items]

    def by_feature(self, items: Sequence[Item]) -> list[Entry]:
        cut = self._draw(st.integers(0, len(items)))
        if not (_speak_of_a_station(items[:cut]) and _speak_of_a_station(items[cut:])):
            cut = 0
        one, two = self._draw(st.lists(st.sampled_from(FEATURE_PROFILES), min_size=2, max_size=2, unique=True))
        return [Entry(Obj(self.flat(items[:cut])), one), Entry(Obj(self.flat(items[cut:])), two)]

    def as_report(self, items: Sequence[Item]) -> list[Entry]:
        return [Entry(Arr.of(*map(self.pair, items)), "configurationKey"), Entry(Arr(), "unknownKey")]

    def pair(self, item: Item, *more: tuple[str, Node]) -> Obj:
        """Write a key and its value as two members, others among them."""
        members: list[tuple[str, Node]] = [("key", item.key), ("value", item.value)]
        if self._value_first:
            members.reverse()
        if self._extra or self._reported:
            members.insert(1, ("readonly", False))
        return Obj.of(*more, *members)


def _speak_of_a_station(items: Sequence[Item]) -> bool:
    """Addresses and other makers' keys alone are anybody's; beside a known key they are a station's settings."""
    return any(PROFILE.knows(item.key) for item in items)


def _of(items: Sequence[Item], part: int) -> list[Item]:
    return [item for item in items if item.part == part]


def _parts(items: Sequence[Item]) -> list[int]:
    return [part for part in (1, 2) if _of(items, part)]


def _plain(draw: DrawFn, items: Sequence[Item]) -> Node:
    return Obj(Body(draw).members(items))


def _report(draw: DrawFn, items: Sequence[Item]) -> Node:
    report = Body(draw, reported=True).members(items)
    return Obj([Entry(Obj(report), "Configuration")]) if draw(st.booleans()) else Obj(report)


def _pair_list(draw: DrawFn, items: Sequence[Item]) -> Node:
    return Arr.of(*map(Body(draw).pair, items))


def _connector_map(draw: DrawFn, items: Sequence[Item], *, reported: bool = False) -> Node:
    body = Body(draw, reported=reported)
    sections = [Entry(Obj(body.members(_of(items, part))), str(part)) for part in _order(draw, items)]
    connectors = Entry(Obj(sections), draw(st.sampled_from(CONNECTOR_LISTS)))
    return Obj(_around(draw, body.members(_of(items, STATION)), [connectors]))


def _connector_list(draw: DrawFn, items: Sequence[Item], *, reported: bool = False) -> Node:
    body = Body(draw, reported=reported)
    name = draw(st.sampled_from([*CONNECTOR_FIELDS, "id", "number"]))
    rows = []
    for part in _order(draw, items):
        number: Node = Obj.of(("id", part)) if name == "evse" and draw(st.booleans()) else _number(draw, part)
        rows.append(Obj([Entry(number, name), *body.members(_of(items, part))]))
    connectors = Entry(Arr.of(*rows), draw(st.sampled_from(CONNECTOR_LISTS)))
    return Obj(_around(draw, body.members(_of(items, STATION)), [connectors]))


def _named_sections(draw: DrawFn, items: Sequence[Item], *, reported: bool = False) -> Node:
    body, name = Body(draw, reported=reported), draw(st.sampled_from(SECTIONS))
    sections = [Entry(Obj(body.members(_of(items, part))), name.format(part)) for part in _order(draw, items)]
    return Obj(_around(draw, body.members(_of(items, STATION)), sections))


def _field_beside(draw: DrawFn, items: Sequence[Item]) -> Node:
    body, name = Body(draw), draw(st.sampled_from(CONNECTOR_FIELDS))
    says_zero = draw(st.booleans())
    rows = []
    for item in items:
        more: list[tuple[str, Node]] = [(name, _number(draw, item.part))] if item.part or says_zero else []
        rows.append(Entry(body.pair(item, *more)))
    return Obj([Entry(Arr(rows), draw(st.sampled_from(LISTS)))])


def _field_inside(draw: DrawFn, items: Sequence[Item]) -> Node:
    """A map from keys to values and their connector; where a key occurs for both, a map can't hold it."""
    name = draw(st.sampled_from(CONNECTOR_FIELDS))
    rows = []
    for item in items:
        more: list[tuple[str, Node]] = [(name, item.part)] if item.part else []
        rows.append(Entry(Obj.of(("value", item.value), *more), item.key))
    return Obj([Entry(Obj(rows), draw(st.sampled_from(CONTAINERS)))])


def _field_around(draw: DrawFn, items: Sequence[Item]) -> Node:
    body, name = Body(draw), draw(st.sampled_from(CONNECTOR_FIELDS))
    parts = [part for part in (STATION, *_order(draw, items)) if _of(items, part)]
    rows = [Obj([Entry(_number(draw, part), name), *body.members(_of(items, part))]) for part in parts]
    return Obj([Entry(Arr.of(*rows), draw(st.sampled_from(LISTS)))])


def _commented_settings(draw: DrawFn, items: Sequence[Item]) -> Node:
    """One list or map in which comments head what follows."""
    body, as_list = Body(draw), draw(st.booleans())
    entries: list[Entry] = []
    for part in _headed_order(draw, items):
        found = _of(items, part)
        rows = [Entry(body.pair(item)) for item in found] if as_list else body.flat(found)
        heading = draw(st.sampled_from(HEADINGS)).format(part)
        if part == STATION:
            heading = draw(st.sampled_from(STATION_HEADINGS if entries else REMARKS))
        rows[0].above = (*rows[0].above, heading)
        entries += rows
    container: Node = Arr(entries) if as_list else Obj(entries)
    return Obj([Entry(container, draw(st.sampled_from(LISTS if as_list else CONTAINERS)))])


def _commented_beside(draw: DrawFn, items: Sequence[Item]) -> Node:
    body, as_list = Body(draw), draw(st.booleans())
    entries = [Entry(body.pair(item)) if as_list else body.flat([item])[0] for item in items]
    for item, entry in zip(items, entries, strict=True):
        if item.part != STATION:
            entry.beside = draw(st.sampled_from(HEADINGS)).format(item.part)
        elif draw(st.booleans()):
            entry.beside = draw(st.sampled_from(REMARKS))
    container: Node = Arr(entries) if as_list else Obj(entries)
    return Obj([Entry(container, draw(st.sampled_from(LISTS if as_list else CONTAINERS)))])


def _commented_sections(draw: DrawFn, items: Sequence[Item]) -> Node:
    """A comment above each section, whose names say nothing of connectors."""
    body = Body(draw)
    sections = []
    for part in _order(draw, items):
        name = ("left", "right")[part - 1]
        heading = draw(st.sampled_from(HEADINGS)).format(part)
        sections.append(Entry(Obj(body.members(_of(items, part))), name, above=(heading,)))
    return Obj([*body.members(_of(items, STATION)), *sections])


def _headed_order(draw: DrawFn, items: Sequence[Item]) -> list[int]:
    return [part for part in draw(st.permutations((STATION, 1, 2))) if _of(items, part)]


def _order(draw: DrawFn, items: Sequence[Item]) -> list[int]:
    return draw(st.permutations(_parts(items)))


def _number(draw: DrawFn, number: int) -> int | str:
    return str(number) if draw(st.booleans()) else number


def _around(draw: DrawFn, station: list[Entry], sections: list[Entry]) -> list[Entry]:
    return [*station, *sections] if draw(st.booleans()) else [*sections, *station]


def _reporting(
    shape: Callable[..., Node],
) -> Callable[[DrawFn, Sequence[Item]], Node]:
    return lambda draw, items: shape(draw, items, reported=True)


_NO_PARTS = frozenset({STATION})

SHAPES: dict[str, Shape] = {
    "settings": Shape(_plain, _NO_PARTS),
    "pair list": Shape(_pair_list, _NO_PARTS),
    "report": Shape(_report, _NO_PARTS, reports=True),
    "connector map": Shape(_connector_map, ALL_PARTS),
    "connector list": Shape(_connector_list, ALL_PARTS),
    "named sections": Shape(_named_sections, ALL_PARTS),
    "reports in a connector map": Shape(_reporting(_connector_map), ALL_PARTS, reports=True),
    "reports in a connector list": Shape(_reporting(_connector_list), ALL_PARTS, reports=True),
    "reports in named sections": Shape(_reporting(_named_sections), ALL_PARTS, reports=True),
    "a section for connector 2 only": Shape(_named_sections, frozenset({STATION, 2})),
    "field beside": Shape(_field_beside, ALL_PARTS),
    "field inside": Shape(_field_inside, ALL_PARTS),
    "field around": Shape(_field_around, ALL_PARTS),
    "comments above settings": Shape(_commented_settings, ALL_PARTS, commented=True),
    "comments beside settings": Shape(_commented_beside, ALL_PARTS, commented=True),
    "comments above sections": Shape(_commented_sections, ALL_PARTS, commented=True),
}
