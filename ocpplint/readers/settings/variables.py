"""OCPP 2.x variables: ``setVariableData``, ``getVariableResult`` and ``reportData`` as settings.

The data types are in OCPP 2.0.1 part 2 section 2 (2.26 GetVariableResultType, 2.38 ReportDataType, 2.44
SetVariableDataType).
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ocpplint.facts import Origin

VARIABLE_LISTS: Mapping[str, Origin] = {
    "setVariableData": "desired",
    "getVariableResult": "reported",
    "reportData": "reported",
}


class Variable(NamedTuple):
    """One variable of one item of such a list: ``evse`` is its component's EVSE, None for the whole station."""

    key: str
    value: Any
    evse: int | None
    readonly: bool | None


def variables_of(item: Any) -> Iterator[Variable]:
    """Yield the variables in one item, given as plain JSON data; nothing if it does not have the shape."""
    if not isinstance(item, dict):
        return
    component, variable = item.get("component"), item.get("variable")
    if not isinstance(component, dict) or not isinstance(variable, dict):
        return
    key = f"{component.get('name', '')}.{variable.get('name', '')}"
    if variable.get("instance"):
        key = f"{key}[{variable['instance']}]"
    evse = component.get("evse")
    number = _whole(evse.get("id")) if isinstance(evse, dict) else None
    if isinstance(item.get("variableAttribute"), list):
        for attribute in item["variableAttribute"]:
            if isinstance(attribute, dict) and attribute.get("type", "Actual") == "Actual":
                yield Variable(key, attribute.get("value"), number, attribute.get("mutability") == "ReadOnly")
    elif item.get("attributeType", "Actual") == "Actual":
        yield Variable(key, item.get("attributeValue"), number, None)


def _whole(value: Any) -> int | None:
    return int(value) if str(value).isascii() and str(value).isdigit() else None
