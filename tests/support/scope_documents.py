"""Whole documents: stations in their wrappers, unrelated data among them, written in one of the formats."""

from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.support.scope_plans import MISTAKES, Item, Plan, add_pair, fill, plant_suffix_without_connector
from tests.support.scope_shapes import SHAPES, Body, Shape
from tests.support.written_documents import Arr, Entry, Node, Obj, Style, Written, has_comments, write

Findings = list[tuple[str, str, int, int]]

STATION_NAMES = [
    "CP7",
    "CP7_2",
    "Ladestation-2",
    "DE*ABC*E1",
    "connector hall 4",
    "depot-north-01",
    "17",
    "säule 3",
]
STATION_MAPS = ["stations", "chargingStations", "charge_points", "chargers", "Wallboxes"]
STATION_FIELDS = ["identity", "chargePointId", "chargeBoxId", "station_id", "ocppIdentity", "chargingStationId"]
PAIRS = [
    ("CP7/connector-1", "CP7/connector-2"),
    ("stations/CP7/connector1", "stations/CP7/connector2"),
    ("CP7/Connector 01", "CP7/Connector 02"),
    ("CP7-connector_1", "CP7-connector_2"),
    ("CP7.connector1", "CP7.connector2"),
    ("CP7/master", "CP7/slave"),
    ("CP7/connector-1/station", "CP7/connector-2/station"),
]
WRAPPERS: list[list[str]] = [[], ["ocpp"], ["depot", "north"], ["spec"], ["data", "station"], ["template"]]

UNRELATED: list[tuple[str, Node]] = [
    ("version", 3),
    ("title", "Konfiguration für die Säule 😀 am Tor"),
    ("connectorCount", 2),
    ("connector_types", Arr.of("Type2", "CCS")),
    ("notes", "Connector 2 is the one at the wall"),
    ("labels", Arr.of(Obj.of(("key", "team"), ("value", "charging")), Obj.of(("key", "tier_2"), ("value", "b")))),
    (
        "tolerations",
        Arr.of(Obj.of(("key", "spot"), ("operator", "Equal"), ("value", "x"), ("effect", "NoSchedule"))),
    ),
    ("owner", Obj.of(("id", "42"), ("mail", "depot@example.com"))),
    ("network", Obj.of(("interface_2", Obj.of(("ip", "10.0.0.2"))), ("ports", Arr.of(9000, 9001)))),
    ("enabled", True),
    ("empty", Obj()),
    ("nothing", None),
    ("price", 0.49),
]


class Case(NamedTuple):
    """A document, or the files of one station, and all that must be found: code, path, line and column."""

    files: dict[str, str]
    expected: Findings


class _Station(NamedTuple):
    plan: Plan
    shape: Shape
    node: Node


def styles(*, comments: bool) -> st.SearchStrategy[Style]:
    """Draw how a document is written; with comments it can't be plain JSON."""
    kinds = ["jsonc", "yaml"] if comments else ["json", "jsonc", "yaml"]
    return st.sampled_from(kinds).flatmap(_styles_of)


def _styles_of(kind: str) -> st.SearchStrategy[Style]:
    quotes = {"json": [""], "jsonc": ["", "block"], "yaml": ["", "single", "double"]}[kind]
    return st.builds(
        Style,
        kind=st.just(kind),
        indent=st.sampled_from([2, 4] if kind == "yaml" else [0, 2, 4]),
        tabs=st.just(False) if kind == "yaml" else st.booleans(),
        compact=st.booleans(),
        inline_pairs=st.booleans(),
        trailing_commas=st.booleans() if kind == "jsonc" else st.just(False),
        newline=st.sampled_from(["\n", "\n", "\r\n"]),
        quotes=st.sampled_from(quotes),
        flow_depth=st.sampled_from([0, 1, 2, 3, 99]),
        dash_indent=st.booleans(),
    )


@st.composite
def correct(draw: DrawFn) -> Case:
    """Draw a document without a mistake."""
    count = draw(st.sampled_from([1, 1, 2, 3]))
    return _document(draw, [_correct_station(draw, index) for index in range(count)])


@st.composite
def mistaken(draw: DrawFn, shape: str, mistake: str) -> Case:
    """Draw a document in ``shape`` with one ``mistake``, perhaps among correct stations."""
    chosen = SHAPES[shape]
    plan = _plan(draw, chosen, both=True)
    fill(plan, most=3)
    MISTAKES[mistake].plant(plan)
    stations = [_written(draw, plan, chosen, 0)]
    if draw(st.booleans()):
        stations.append(_correct_station(draw, 1))
    return _document(draw, draw(st.permutations(stations)))


@st.composite
def with_several_mistakes(draw: DrawFn) -> Case:
    """Draw a document with mistakes that have nothing to do with each other."""
    return _document(draw, [_mistaken_station(draw, index) for index in range(draw(st.integers(1, 3)))])


@st.composite
def in_two_files(draw: DrawFn, mistake: str | None) -> Case:
    """Draw a station with one file for each connector, which name no connector themselves."""
    plan = Plan(draw, frozenset({1, 2}), reported=False, both=True)
    fill(plan, most=4)
    add_pair(plan)
    if mistake is not None:
        MISTAKES[mistake].plant(plan)
    body, style = Body(draw), draw(styles(comments=False))
    names = [f"{name}.{'yaml' if style.kind == 'yaml' else 'json'}" for name in draw(st.sampled_from(PAIRS))]
    items: Sequence[Item] = draw(st.permutations(plan.items))
    nodes = [Obj(body.members([item for item in items if item.part == part])) for part in (1, 2)]
    written = [write([_with_unrelated(draw, node)], style) for node in nodes]
    return _case(dict(zip(names, written, strict=True)), [plan])


@st.composite
def of_one_connector(draw: DrawFn, *, mistaken: bool) -> Case:
    """Draw the configuration of a station that has one connector."""
    chosen = SHAPES[draw(st.sampled_from([name for name in SHAPES if not SHAPES[name].reports]))]
    plan = _plan(draw, chosen, both=False)
    fill(plan, most=4)
    if mistaken:
        plant_suffix_without_connector(plan)
    return _document(draw, [_written(draw, plan, chosen, 0)])


def _correct_station(draw: DrawFn, index: int) -> _Station:
    chosen = SHAPES[draw(st.sampled_from(sorted(SHAPES)))]
    plan = _plan(draw, chosen, both=draw(st.booleans()))
    fill(plan, most=6)
    return _written(draw, plan, chosen, index)


def _mistaken_station(draw: DrawFn, index: int) -> _Station:
    chosen = SHAPES[draw(st.sampled_from(sorted(SHAPES)))]
    plan = _plan(draw, chosen, both=True)
    for name in draw(st.lists(st.sampled_from(sorted(MISTAKES)), max_size=4, unique=True)):
        if MISTAKES[name].fits(plan):
            MISTAKES[name].plant(plan)
    fill(plan, most=3)
    return _written(draw, plan, chosen, index)


def _plan(draw: DrawFn, shape: Shape, *, both: bool) -> Plan:
    return Plan(draw, shape.parts, shape.reports, both)


def _written(draw: DrawFn, plan: Plan, shape: Shape, index: int) -> _Station:
    """Write a station's settings in any order; the marks of several stations must not be mixed up."""
    for item in plan.items:
        if hasattr(item.key, "mark"):
            item.key.mark = f"{index}/{item.key.mark}"
    plan.expected = [found._replace(marks=tuple(f"{index}/{m}" for m in found.marks)) for found in plan.expected]
    items: Sequence[Item] = draw(st.permutations(plan.items))
    return _Station(plan, shape, shape.write(draw, items))


def _document(draw: DrawFn, stations: Sequence[_Station]) -> Case:
    style = draw(styles(comments=any(has_comments(station.node) for station in stations)))
    written = write(_roots(draw, [station.node for station in stations], style), style)
    ending = "yml" if style.kind == "yaml" else draw(st.sampled_from(["json", style.ending]))
    path = draw(st.sampled_from(["station.", "depot/cp.", "config/2/settings."])) + ending
    return _case({path: written}, [station.plan for station in stations])


def _case(written: dict[str, Written], plans: Sequence[Plan]) -> Case:
    """Look up where the marks of what is expected have come to stand."""
    places = {mark: (path, *place) for path, page in written.items() for mark, place in page.places.items()}
    expected = [
        (found.code, *max(places[mark] for mark in found.marks)) for plan in plans for found in plan.expected
    ]
    return Case({path: page.text for path, page in written.items()}, sorted(expected))


def _roots(draw: DrawFn, nodes: list[Node], style: Style) -> list[Node]:
    if len(nodes) == 1 and draw(st.booleans()):
        return [_wrapped(draw, _with_unrelated(draw, nodes[0]))]
    names = draw(st.lists(st.sampled_from(STATION_NAMES), min_size=len(nodes), max_size=len(nodes), unique=True))
    if draw(st.booleans()):
        members = zip(names, (_with_unrelated(draw, node) for node in nodes), strict=True)
        return [_wrapped(draw, Obj.of((draw(st.sampled_from(STATION_MAPS)), Obj.of(*members))))]
    field = draw(st.sampled_from(STATION_FIELDS))
    rows = [_named(draw, node, field, name) for node, name in zip(nodes, names, strict=True)]
    if style.kind != "json" and draw(st.booleans()):
        return [*rows]
    if draw(st.booleans()):
        return [Arr.of(*rows)]
    return [_wrapped(draw, Obj.of((draw(st.sampled_from(STATION_MAPS)), Arr.of(*rows))))]


def _named(draw: DrawFn, node: Node, field: str, name: str) -> Node:
    """Write a station as an object that says which one it is."""
    whole = _with_unrelated(draw, node)
    if not isinstance(whole, Obj):
        whole = Obj.of(("configuration", whole))
    whole.entries.insert(draw(st.integers(0, len(whole.entries))), Entry(name, field))
    return whole


def _wrapped(draw: DrawFn, node: Node) -> Node:
    for name in draw(st.sampled_from(WRAPPERS)):
        node = _with_unrelated(draw, Obj.of((name, node)))
    return node


def _with_unrelated(draw: DrawFn, node: Node) -> Node:
    """Put data that has nothing to do with settings among an object's members."""
    if isinstance(node, Obj):
        for name, value in draw(
            st.lists(st.sampled_from(UNRELATED), max_size=2, unique_by=lambda member: member[0])
        ):
            node.entries.insert(draw(st.integers(0, len(node.entries))), Entry(value, name))
    return node
