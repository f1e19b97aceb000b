"""The scope rules on the device model, by the specification itself: every variable rightly addressed, and each slip."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ocpplint.analysis.rule_examples import run_example
from ocpplint.engine.packs import load_rules
from ocpplint.stations.device_model import Name, device_model, split_name

RULES = [rule for rule in load_rules() if rule.category == "scope"]
MODEL = device_model()
NAMES = [name for text in MODEL.names() if (name := split_name(text)) is not None]
GENERATED = settings(max_examples=30, phases=[Phase.generate])


def addressed(name: Name, evse: int | None) -> dict[str, Any]:
    component: dict[str, Any] = {"name": name.component}
    if evse is not None:
        component["evse"] = (
            {"id": evse, "connectorId": 1} if MODEL.level(name.component) == "connector" else {"id": evse}
        )
    variable = {"name": name.variable} | ({"instance": name.instance} if name.instance else {})
    return {"component": component, "variable": variable}


def evses(name: Name) -> tuple[int | None, ...]:
    """Return the EVSEs a variable of a station with two may rightly be addressed with."""
    level = MODEL.level(name.component)
    return (None,) if level == "station" else (1, 2) if level else (None, 1, 2)


def codes(files: dict[str, str]) -> list[str]:
    return [finding.code for finding in run_example(files, RULES)]


def call(identity: str, action: str, payload: Any, answer: Any, sender: str = "csms") -> Iterator[str]:
    there, back = ("send", "receive message") if sender == "csms" else ("receive message", "send")
    yield f"CP7: {there} {json.dumps([2, identity, action, payload])}"
    yield f"CP7: {back} {json.dumps([3, identity, answer])}"


some_names = st.lists(st.sampled_from(NAMES), min_size=1, max_size=12, unique=True)
values = st.sampled_from(["1", "true", "60", "x", ""])


@GENERATED
@given(names=some_names, value=values)
def test_variables_rightly_addressed_are_silent_in_a_file(names: list[Name], value: str) -> None:
    items = [
        {**addressed(name, evse), "attributeValue": value + str(evse or "")}
        for name in names
        for evse in evses(name)
    ]
    assert codes({"a.json": json.dumps({"setVariableData": items})}) == []
    rows = [
        {
            **addressed(name, evse),
            "variableAttribute": [{"type": "Actual", "value": value, "mutability": "ReadOnly"}],
        }
        for name in names
        for evse in evses(name)
    ]
    assert codes({"model.json": json.dumps(rows)}) == []


@GENERATED
@given(names=some_names, value=values)
def test_variables_rightly_addressed_are_silent_in_a_trace(names: list[Name], value: str) -> None:
    items = [addressed(name, evse) for name in names for evse in evses(name)]
    written = [{**item, "attributeValue": value} for item in items]
    results = [{**item, "attributeStatus": "Accepted"} for item in items]
    reported = [{**item, "variableAttribute": [{"value": value}]} for item in items]
    report = {"requestId": 1, "generatedAt": "2026-03-01T10:00:00Z", "seqNo": 0, "reportData": reported}
    lines = [
        *call("a1", "SetVariables", {"setVariableData": written}, {"setVariableResult": results}),
        *call(
            "a2",
            "GetVariables",
            {"getVariableData": items},
            {"getVariableResult": [r | {"attributeValue": value} for r in results]},
        ),
        *call("n1", "NotifyReport", report, {}, sender="station"),
    ]
    assert codes({"csms.log": "\n".join(lines)}) == []


@GENERATED
@given(name=st.sampled_from(NAMES), mark=st.sampled_from(["_2", "-2", "[2]", "_02", "_Connector2"]), value=values)
def test_a_suffix_is_always_found_and_nothing_else(name: Name, mark: str, value: str) -> None:
    suffixed = name._replace(variable=name.variable + mark)
    item = {**addressed(suffixed, evses(name)[-1]), "attributeValue": value}
    assert codes({"a.json": json.dumps({"setVariableData": [item]})}) == ["SCP013"]
    result = {key: part for key, part in item.items() if key != "attributeValue"} | {
        "attributeStatus": "UnknownVariable"
    }
    lines = call("a1", "SetVariables", {"setVariableData": [item]}, {"setVariableResult": [result]})
    assert codes({"csms.log": "\n".join(lines)}) == ["SCP013"]


@GENERATED
@given(name=st.sampled_from([n for n in NAMES if MODEL.level(n.component) == "station"]), value=values)
def test_a_component_of_the_station_on_an_evse_is_always_found_and_nothing_else(name: Name, value: str) -> None:
    item = {**addressed(name, 2), "attributeValue": value}
    assert codes({"a.json": json.dumps({"setVariableData": [item]})}) == ["SCP014"]


@GENERATED
@given(name=st.sampled_from([n for n in NAMES if MODEL.level(n.component) == "station"]))
def test_two_values_for_one_variable_of_the_station_contradict_each_other(name: Name) -> None:
    items = [{**addressed(name, None), "attributeValue": value} for value in ("1", "2")]
    assert codes({"a.json": json.dumps({"setVariableData": items})}) == ["SCP003"]
    different = [items[0], {**items[1], "attributeType": "Target"}]
    assert codes({"a.json": json.dumps({"setVariableData": different})}) == []
