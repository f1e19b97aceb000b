"""Settings as trees of maps and lists, for the libraries that write JSON, YAML and TOML.

A *form* makes the node that holds some settings: a map, a list of pairs. Around it come the connectors, the name of
the station and the wrappers, each as the axes say. A comment is a marker among the settings, which whoever writes the
tree as text replaces.
"""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, Final, NamedTuple

from tests.support.shapes.plans import Charger, Item, Plan

Node = Any

CONTAINERS: Final = ("settings", "configuration", "config", "parameters", "ocpp")
STATION_FIELDS: Final = (
    *("station", "stationId", "chargePointId", "chargeBoxId", "identity", "cpId", "chargerId", "charge_point_id"),
    *("id", "name", "hostname"),
)
CONNECTOR_FIELDS: Final = ("connectorId", "connector", "evseId", "connector_id")
MARK: Final = "@@"


class Comment(NamedTuple):
    """A comment between two settings."""

    text: str

    @property
    def marker(self) -> str:
        """What stands for it in the tree."""
        return f"{MARK}{self.text}{MARK}"


Entry = Item | Comment


class Form(NamedTuple):
    """How a handful of settings is written. ``beside`` adds a field to a setting, where the form has room for it."""

    join: Callable[[Sequence[Entry], Mapping[int | None, Mapping[str, Any]]], Node]
    has_fields: bool = False


def map_of(entries: Sequence[Entry], _: Mapping[int | None, Mapping[str, Any]]) -> Node:
    """``{"HeartbeatInterval": 300}``."""
    return dict(_member(entry) for entry in entries)


def values_with(**more: Any) -> Form:
    """``{"HeartbeatInterval": {"value": 300}}``."""

    def join(entries: Sequence[Entry], fields: Mapping[int | None, Mapping[str, Any]]) -> Node:
        return {
            entry.key: {"value": entry.value, **more, **fields.get(entry.connector, {})}
            for entry in entries
            if isinstance(entry, Item)
        }

    return Form(join, has_fields=True)


def pairs_under(key: str, value: str, **more: Any) -> Form:
    """``[{"key": "HeartbeatInterval", "value": "300"}]``."""

    def join(entries: Sequence[Entry], fields: Mapping[int | None, Mapping[str, Any]]) -> Node:
        return [
            entry.marker
            if isinstance(entry, Comment)
            else {key: entry.key, value: entry.value, **more, **fields.get(entry.connector, {})}
            for entry in entries
        ]

    return Form(join, has_fields=True)


def lists_of_two(entries: Sequence[Entry], _: Mapping[int | None, Mapping[str, Any]]) -> Node:
    """``[["HeartbeatInterval", "300"]]``."""
    return [entry.marker if isinstance(entry, Comment) else [entry.key, entry.value] for entry in entries]


MAP: Final = Form(map_of)
VALUES: Final = values_with()
REPORTED_VALUES: Final = values_with(readonly=False)
PAIRS: Final = pairs_under("key", "value")
LISTS: Final = Form(lists_of_two)


def _member(entry: Entry) -> tuple[str, Any]:
    return (entry.marker, "") if isinstance(entry, Comment) else (entry.key, entry.value)


def tree_of(plan: Plan, form: Form, chance: Random) -> Node:
    """Return the tree of a plan."""
    field = chance.choice(CONNECTOR_FIELDS)
    settings = [with_connectors(charger, plan.axes.connector, form, chance, field) for charger in plan.chargers]
    return placed(plan, settings, chance)


def placed(plan: Plan, settings: Sequence[Node], chance: Random) -> Node:
    """Return the settings of some stations with the names of those, in the wrapper of the plan."""
    axes = plan.axes
    if axes.station != "metadata.name":
        return wrapped_in(axes.wrapper, named(plan, settings, chance), chance)
    metadata = {"metadata": {"name": plan.chargers[0].name}}
    wrapped = wrapped_in(axes.wrapper, settings[0], chance)
    if axes.wrapper in ("none", "list of one"):
        return {**metadata, chance.choice(("data", "spec", *CONTAINERS)): wrapped}
    return {**metadata, **wrapped}


def named(plan: Plan, settings: Sequence[Node], chance: Random) -> Node:
    """Return the settings of some stations with the names of those."""
    if plan.axes.station == "key of a map":
        return {charger.name: node for charger, node in zip(plan.chargers, settings, strict=True)}
    if plan.axes.station != "field":
        return settings[0]
    field = chance.choice(STATION_FIELDS)
    container = chance.choice(CONTAINERS)
    flat = chance.random() < 0.5
    chargers = [
        {field: charger.name, **node}
        if flat and isinstance(node, dict)
        else {field: charger.name, container: node}
        for charger, node in zip(plan.chargers, settings, strict=True)
    ]
    return chargers if len(chargers) > 1 else chargers[0]


def wrapped_in(wrapper: str, node: Node, chance: Random) -> Node:
    """Return a node under the names of a wrapper."""
    if wrapper == "list of one":
        return [node]
    if wrapper == "data.attributes":
        kind = {"type": "station"} if chance.random() < 0.5 else {}
        return {"data": {**kind, "attributes": node}}
    return {"none": node, "desired": {"desired": node}, "spec.ocpp": {"spec": {"ocpp": node}}}[wrapper]


def with_connectors(charger: Charger, context: str, form: Form, chance: Random, field: str) -> Node:
    """Return the settings of one station with what says of them which connector they are meant for."""
    if context == "comment":
        return form.join(commented(charger), {})
    if context == "field beside it" and form.has_fields:
        return form.join(charger.items, {1: {field: 1}, 2: {field: 2}})
    if context in ("none", "suffix"):
        return form.join(charger.items, {})
    sections = {number: form.join(charger.of(number), {}) for number in (1, 2) if charger.of(number)}
    return _around(charger, form, _sections(sections, context, chance, field))


def commented(charger: Charger) -> list[Entry]:
    """Return the settings under a comment for each connector."""
    entries: list[Entry] = [*charger.of(None)]
    for number in (1, 2):
        if charger.of(number):
            entries += [Comment(f"Connector {number}"), *charger.of(number)]
    return entries


def _sections(sections: Mapping[int, Node], context: str, chance: Random, field: str) -> dict[str, Node]:
    """Return the members that hold the settings of the connectors."""
    if not sections:
        return {}
    if context == "field beside it":
        items = [_item(field, number, node, chance) for number, node in sections.items()]
        return {chance.choice(("connectors", "evses", "outlets")): items}
    style = chance.choice(("connector{}", "connector_{}", "Connector {}", "connectors"))
    if style == "connectors":
        return {"connectors": {str(number): node for number, node in sections.items()}}
    return {style.format(number): node for number, node in sections.items()}


def _item(field: str, number: int, node: Node, chance: Random) -> Node:
    if isinstance(node, dict) and chance.random() < 0.5:
        return {field: number, **node}
    return {field: number, chance.choice(CONTAINERS): node}


def _around(charger: Charger, form: Form, sections: Mapping[str, Node]) -> Node:
    common = charger.of(None)
    if not common:
        return dict(sections)
    node = form.join(common, {})
    return {**node, **sections} if isinstance(node, dict) else {"settings": node, **sections}
