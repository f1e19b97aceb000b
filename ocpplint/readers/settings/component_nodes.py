"""Nodes of OCPP 2.x components in a document, and the positions of a variable's name and value."""

from typing import Any, Literal

from ocpplint.documents.tree import Node, Object, Route
from ocpplint.readers.settings.variables import Path, Variable


def is_component(node: Object) -> bool:
    """Return whether an object names a component with a variable, or lists the variables of one, as EVerest does."""
    for name, value in node.members:
        if name == "component" and isinstance(value, Object):
            return _holds_a_value(node)
        if name == "properties" and isinstance(value, Object):
            return any(
                isinstance(described, Object) and any(field == "variable_name" for field, _ in described.members)
                for _, described in value.members
            )
    return False


_VALUE_FIELDS = {
    *("attributeValue", "attributeStatus", "variableAttribute", "variableAttributes"),
    *("variableMonitoring", "severity", "mutability"),
}


def _holds_a_value(node: Object) -> bool:
    names = {name for name, value in node.members if name != "variable" or isinstance(value, Object)}
    return "variable" in names and not names.isdisjoint(_VALUE_FIELDS)


def place_of_name(item: Node, route: Route, variable: Variable) -> tuple[Route, Literal["key", "value"]]:
    """Return where the variable is named: its ``name``, or the property that describes it."""
    if variable.path[:1] == ("properties",):
        return route_to(item, route, variable.path[:2]), "key"
    return route_to(item, route, ("variable", "name")), "value"


def route_to(node: Node, route: Route, path: Path) -> Route:
    """Follow names and indices down from ``node``, which stands at ``route``, as far as they lead."""
    for step in path:
        if isinstance(node, Object):
            index = next((i for i, (name, _) in enumerate(node.members) if name == step), None)
            if index is None:
                break
            node = node.members[index][1]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            index, node = step, node[step]
        else:
            break
        route = (*route, index)
    return route


def plain_json(node: Node) -> Any:
    """Return a node as plain JSON data; numbers keep their text."""
    if isinstance(node, Object):
        return {name: plain_json(value) for name, value in node.members}
    if isinstance(node, list):
        return [plain_json(item) for item in node]
    return node
