"""EVerest's component configuration: a JSON Schema of one component, whose properties are its variables.

The file has ``name``, ``evse_id`` and ``connector_id`` of the component and for each variable its name,
its attributes with values and a default.
"""

from collections.abc import Iterator
from typing import Any

from ocpplint.documents.tree import Node
from ocpplint.facts.fact import Origin
from ocpplint.readers.settings.component_nodes import plain_json
from ocpplint.readers.settings.variables import ACTUAL, Variable, origin_of, variables_of, whole


def variables_within(node: Node) -> tuple[Origin, list[Variable]]:
    """Return the variables of an object that speaks of a component, and whether they are set or told."""
    data = plain_json(node)
    found = list(variables_of(data))
    if found:
        return origin_of(data), found
    return "reported", list(variables_in(data))


def variables_in(data: dict[str, Any]) -> Iterator[Variable]:
    """Yield the variables of a component, each with the path from ``data`` to its value."""
    if not isinstance(data.get("name"), str) or not isinstance(data.get("properties"), dict):
        return
    evse, connector = whole(data.get("evse_id")), whole(data.get("connector_id"))
    for name, described in data["properties"].items():
        if not isinstance(described, dict) or not isinstance(described.get("variable_name"), str):
            continue
        instance = described.get("instance")
        component = Variable(
            component=data["name"],
            component_instance=data["instance"] if isinstance(data.get("instance"), str) else None,
            variable=described["variable_name"],
            instance=instance if isinstance(instance, str) and instance else None,
            evse=evse,
            connector=connector,
        )
        yield from _values(component, described, ("properties", name))


def _values(variable: Variable, described: dict[str, Any], path: tuple[str | int, ...]) -> Iterator[Variable]:
    attributes = described.get("attributes")
    for index, attribute in enumerate(attributes if isinstance(attributes, list) else ()):
        if not isinstance(attribute, dict):
            continue
        kind = attribute.get("type", ACTUAL)
        found = variable._replace(
            attribute=kind if isinstance(kind, str) else ACTUAL,
            readonly=attribute.get("mutability") == "ReadOnly",
            is_set=attribute.get("mutability") == "WriteOnly",
        )
        if "value" in attribute:
            yield found._replace(value=attribute["value"], path=(*path, "attributes", index, "value"))
        else:
            default = described.get("default") if kind == ACTUAL else None
            yield found._replace(value=default, path=(*path, "default"))
