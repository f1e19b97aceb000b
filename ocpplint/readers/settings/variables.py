"""OCPP 2.x variables: ``setVariableData``, ``getVariableResult``, ``reportData`` and monitors as settings.

The data types are in OCPP 2.0.1 part 2 section 2 (2.26 GetVariableResultType, 2.34 MonitoringDataType, 2.38
ReportDataType, 2.43 SetMonitoringDataType, 2.44 SetVariableDataType). CSMS keep their device models in the same shapes.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypedDict

from ocpplint.facts.fact import Origin

VARIABLE_LISTS: Mapping[str, Origin] = {
    "setVariableData": "desired",
    "getVariableResult": "reported",
    "reportData": "reported",
    "setMonitoringData": "desired",
    "monitor": "reported",
}

ACTUAL = "Actual"
VALUE_ATTRIBUTES = (ACTUAL, "Target", "MinSet", "MaxSet")
"""The attributes that hold values of the variable (AttributeEnumType); any other one is a kind of monitor."""

_ATTRIBUTE_LISTS = ("variableAttribute", "variableAttributes")

Path = tuple[str | int, ...]


class VariableFields(TypedDict, total=False):
    """The fields of a setting that name a variable of OCPP 2.x."""

    component: str
    component_instance: str | None
    variable: str
    variable_instance: str | None
    evse: int | None
    evse_connector: int | None
    attribute: str


class Variable(NamedTuple):
    """One value for one variable. ``evse`` and ``connector`` are its component's, None for the whole station.

    ``attribute`` is ``Actual``, ``Target``, ``MinSet`` or ``MaxSet``, or for a monitor its type
    (``UpperThreshold``). ``path`` leads from the item to the value. ``is_set`` marks a value that nobody can read, so
    that a description of the station which holds it sets it.
    """

    component: str
    component_instance: str | None
    variable: str
    instance: str | None
    evse: int | None
    connector: int | None
    attribute: str = ACTUAL
    value: Any = None
    readonly: bool | None = None
    path: Path = ()
    is_set: bool = False

    @property
    def key(self) -> str:
        """The variable as one text: ``Component.Variable`` or ``Component.Variable[instance]``."""
        return f"{self.component}.{self.variable}" + (f"[{self.instance}]" if self.instance else "")


def variables_of(item: Any) -> Iterator[Variable]:
    """Yield the values in one item, given as plain JSON data; nothing if it does not have the shape."""
    named = _named(item)
    if named is None:
        return
    for name in _ATTRIBUTE_LISTS:
        if isinstance(item.get(name), list):
            yield from _attributes(named, item[name], name)
            return
    if isinstance(item.get("variableMonitoring"), list):
        for index, monitor in enumerate(item["variableMonitoring"]):
            yield from _monitor(named, monitor, ("variableMonitoring", index))
    elif "severity" in item:
        yield from _monitor(named, item, ())
    elif "attributeValue" in item or "attributeStatus" in item:
        attribute = _text(item.get("attributeType")) or ACTUAL
        yield named._replace(attribute=attribute, value=item.get("attributeValue"), path=("attributeValue",))
    elif "value" in item and "mutability" in item:
        # A row of a CSMS's table of attributes, with what it is an attribute of.
        yield from _attributes(named, [item], None)


def variable_fields(variable: Variable | None) -> VariableFields:
    """Return the fields of a setting that say which variable it is the value of; none for a key of OCPP 1.6."""
    if variable is None:
        return {}
    return {
        "component": variable.component,
        "component_instance": variable.component_instance,
        "variable": variable.variable,
        "variable_instance": variable.instance,
        "evse": variable.evse,
        "evse_connector": variable.connector,
        "attribute": variable.attribute,
    }


def named_variable(name: tuple[str, str, str | None] | None) -> Variable | None:
    """Return the actual value of the variable that a key names, as ``KeyVocabulary.variable`` takes it apart."""
    return None if name is None else Variable(name[0], None, name[1], name[2], None, None)


def origin_of(item: Any) -> Origin:
    """Return whether an item that stands by itself is to be set or tells what a station has."""
    return "desired" if "attributeValue" in item and "attributeStatus" not in item else "reported"


def _named(item: Any) -> Variable | None:
    if not isinstance(item, dict):
        return None
    component, variable = item.get("component"), item.get("variable")
    if not isinstance(component, dict) or not isinstance(variable, dict):
        return None
    names = _text(component.get("name")), _text(variable.get("name"))
    if names[0] is None or names[1] is None:
        return None
    place = component.get("evse")
    evse = place if isinstance(place, dict) else {}
    # In a table of a CSMS `id` is the row's number, and the EVSE's is beside it.
    number = whole(evse.get("evseTypeId", evse.get("id")))
    return Variable(
        names[0],
        _text(component.get("instance")),
        names[1],
        _text(variable.get("instance")),
        number,
        whole(evse.get("connectorId")),
    )


def _attributes(named: Variable, attributes: list[Any], within: str | None) -> Iterator[Variable]:
    for index, attribute in enumerate(attributes):
        if isinstance(attribute, dict):
            yield named._replace(
                attribute=_text(attribute.get("type")) or ACTUAL,
                value=attribute.get("value"),
                readonly=attribute.get("mutability") == "ReadOnly",
                path=("value",) if within is None else (within, index, "value"),
            )


def _monitor(named: Variable, monitor: Any, path: Path) -> Iterator[Variable]:
    if isinstance(monitor, dict) and isinstance(monitor.get("type"), str):
        yield named._replace(attribute=monitor["type"], value=monitor.get("value"), path=(*path, "value"))


def whole(value: Any) -> int | None:
    """Read a number that counts something; None if ``value`` is no whole number."""
    return int(value) if str(value).isascii() and str(value).isdigit() else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
