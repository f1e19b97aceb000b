"""The calls of a plan: ChangeConfiguration and Reset of OCPP 1.6, SetVariables and Reset of 2.x."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

from ocpplint.comparison.known import KnownStation
from ocpplint.comparison.plan import Plan, Step
from ocpplint.facts.setting import Setting

_ITEMS: Final = "DeviceDataCtrlr.ItemsPerMessage[SetVariables]"
"""How many variables one SetVariables may hold (OCPP 2.0.1 part 2, referenced components and variables)."""
_CALL: Final = 2


class Call(NamedTuple):
    """One call with the steps it executes; a reset executes none."""

    action: str
    payload: dict[str, Any]
    steps: list[Step]

    def frame(self, id_: str) -> list[Any]:
        """Return the call as an OCPP-J frame (OCPP-J 1.6, section 4.2.1)."""
        return [_CALL, id_, self.action, self.payload]


def calls(plan: Plan) -> list[Call]:
    """Return the calls of a plan in their order."""
    modern = [step for step in plan.steps if step.setting.component is not None]
    found = [_change(step) for step in plan.steps if step.setting.component is None]
    found += _set_variables(modern, items_per_message(plan.station) or 1)
    if plan.needs_reset:
        found.append(Call("Reset", {"type": "OnIdle" if _is_modern(plan) else "Soft"}, []))
    return found


def message_id(station: KnownStation, number: int, call: Call) -> str:
    """Return a message id: the same for the same plan, and different for each call (OCPP-J 1.6, section 4.1.4)."""
    import json
    from uuid import NAMESPACE_URL, uuid5

    text = json.dumps([station.label, number, call.action, call.payload], sort_keys=True)
    return str(uuid5(NAMESPACE_URL, text))


def items_per_message(station: KnownStation) -> int | None:
    """Return how many variables the station accepts per message; None where it has not reported that."""
    known = station.find(_ITEMS)
    text = known.value if known is not None else None
    return int(text) if text is not None and text.isascii() and text.isdigit() and int(text) else None


def variable_data(setting: Setting) -> dict[str, Any]:
    """Return component and variable of a setting of OCPP 2.x (OCPP 2.0.1 part 2, ComponentType and VariableType)."""
    component: dict[str, Any] = {"name": setting.component}
    if setting.component_instance is not None:
        component["instance"] = setting.component_instance
    if setting.evse is not None:
        component["evse"] = {"id": setting.evse}
        if setting.evse_connector is not None:
            component["evse"]["connectorId"] = setting.evse_connector
    variable = {"name": setting.variable}
    if setting.variable_instance is not None:
        variable["instance"] = setting.variable_instance
    return {"component": component, "variable": variable}


def _change(step: Step) -> Call:
    return Call("ChangeConfiguration", {"key": step.setting.key, "value": step.value}, [step])


def _set_variables(steps: list[Step], limit: int) -> Iterator[Call]:
    left = iter(steps)
    while batch := list(islice(left, limit)):
        yield Call("SetVariables", {"setVariableData": [_item(step) for step in batch]}, batch)


def _item(step: Step) -> dict[str, Any]:
    attribute = step.setting.attribute
    named = {} if attribute in (None, "Actual") else {"attributeType": attribute}
    return {**variable_data(step.setting), **named, "attributeValue": step.value}


def _is_modern(plan: Plan) -> bool:
    return plan.station.is_modern or any(step.setting.component is not None for step in plan.steps)
