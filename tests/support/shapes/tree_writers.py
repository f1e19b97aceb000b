"""Writers of JSON, YAML and TOML: the libraries that people write these with, given a tree of settings."""

import json
import pprint
import re
import subprocess
from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final

import tomli_w
import yaml

from tests.support.shapes.plans import Item, Plan
from tests.support.shapes.trees import (
    MAP,
    MARK,
    PAIRS,
    REPORTED_VALUES,
    VALUES,
    Form,
    Node,
    named,
    pairs_under,
    placed,
    tree_of,
    with_connectors,
    wrapped_in,
)
from tests.support.shapes.writer import Write, Written, text

Dump = Callable[[Node, Random], str]

_MARKER: Final = rf"{MARK}(?P<text>[^@]*){MARK}"
_NODE_PROGRAM: Final = "process.stdout.write(JSON.stringify(JSON.parse(require('fs').readFileSync(0)), null, 2))"
_IDENTIFIER: Final = re.compile(r'^(\s*)"([A-Za-z_$][\w$]*)":', re.MULTILINE)
_NUMBER: Final = re.compile(r"(?<=: )(\d+)(?=,?$)", re.MULTILINE)


def tree_in(form: Form, dump: Dump, ending: str) -> Write:
    """Return what writes a tree of this form."""
    return lambda plan, chance: text(ending, dump(tree_of(plan, form, chance), chance))


# JSON


def map_of_values(plan: Plan, chance: Random) -> Written:
    """Write a value and what else is known of it under each key."""
    # What says whether a key can be written was reported by a station, which knows its own keys.
    is_reported = plan.axes.mistake not in ("misspelt key", "wrong value") and chance.random() < 0.5
    return text(".json", json_text(tree_of(plan, REPORTED_VALUES if is_reported else VALUES, chance), chance))


def json_text(node: Node, chance: Random) -> str:
    """Write JSON as ``json.dump`` does, on one line or on many."""
    indent = chance.choice((None, 2, 4, "\\t"))
    if indent == "\\t":
        indent = "\t"
    separators = (",", ":") if indent is None and chance.random() < 0.5 else None
    return json.dumps(node, indent=indent, separators=separators) + chance.choice(("", "\n"))


def jsonc_text(node: Node, chance: Random) -> str:
    """Write JSON with comments, as editors keep their own settings."""
    text = json.dumps(node, indent=chance.choice((2, 4)))
    text = re.sub(rf'^(\s*)"{_MARKER}"(?:: "")?,?$', r"\1// \g<text>", text, flags=re.MULTILINE)
    return "// Charging stations\n" + text + "\n"


def json5_text(node: Node, chance: Random) -> str:
    """Write JSON5: names without quotes, strings in single ones, hexadecimal numbers, a comma behind the last."""
    text = jsonc_text(node, chance)
    text = _IDENTIFIER.sub(r"\1\2:", text)
    text = re.sub(r'"([^"\n]*)"', r"'\1'", text)
    text = re.sub(r"([\w'\]}])(\n\s*[\]}])", r"\1,\2", text)
    return _NUMBER.sub(lambda found: hex(int(found[1])), text) if chance.random() < 0.3 else text


def node_text(node: Node, _: Random) -> str:
    """Write JSON as ``JSON.stringify`` does, by Node itself."""
    run = subprocess.run(
        ["node", "-e", _NODE_PROGRAM], input=json.dumps(node), capture_output=True, text=True, check=True
    )
    return run.stdout


def json_lines(plan: Plan, chance: Random) -> Written:
    """Write one object a line: a station, or one setting of it."""
    field = chance.choice(("station", "stationId", "chargePointId"))
    rows: list[Node] = []
    for charger in plan.chargers:
        named = {field: charger.name} if plan.axes.station == "field" else {}
        if chance.random() < 0.5 and plan.axes.connector != "field beside it":
            rows.append({**named, **MAP.join(charger.items, {})})
        else:
            rows += [{**named, **row} for row in PAIRS.join(charger.items, _beside(plan))]
    return text(".jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))


def _beside(plan: Plan) -> Mapping[int | None, Mapping[str, Any]]:
    beside = plan.axes.connector == "field beside it"
    return {1: {"connectorId": 1}, 2: {"connectorId": 2}} if beside else {}


def json_in_string(plan: Plan, chance: Random) -> Written:
    """Write JSON into a string of JSON."""
    nodes = [with_connectors(each, plan.axes.connector, MAP, chance, "connectorId") for each in plan.chargers]
    name = chance.choice(("config", "settings", "content", "body", "station.json"))
    inner = [{name: json.dumps(node, indent=chance.choice((None, 2)))} for node in nodes]
    return text(".json", json_text(placed(plan, inner, chance), chance))


def report(plan: Plan, chance: Random) -> Written:
    """Write the answer to GetConfiguration."""
    form = pairs_under("key", "value", readonly=False)
    nodes = [
        {"configurationKey": _as_strings(form.join(each.items, _beside(plan))), "unknownKey": []}
        for each in plan.chargers
    ]
    return text(".json", json_text(placed(plan, nodes, chance), chance))


def _as_strings(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "value": _string(row["value"])} for row in rows]


def _string(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def calls(plan: Plan, chance: Random) -> Written:
    """Write the commands that set each key."""
    style = chance.choice(
        (("action", "payload"), ("Action", "Payload"), ("command", "data"), ("action", "request"))
    )
    nodes = [
        [{style[0]: "ChangeConfiguration", style[1]: row} for row in _as_strings(PAIRS.join(each.items, {}))]
        for each in plan.chargers
    ]
    return text(".json", json_text(placed(plan, nodes, chance), chance))


def columns_rows(plan: Plan, chance: Random) -> Written:
    """Write a table as a map of its columns and its rows."""
    columns, rows = chance.choice(
        (("columns", "rows"), ("header", "data"), ("columns", "data"), ("fields", "values"))
    )
    nodes = [
        {columns: ["key", "value"], rows: [[item.key, item.value] for item in each.items]}
        for each in plan.chargers
    ]
    return text(".json", json_text(placed(plan, nodes, chance), chance))


def columns_of_values(plan: Plan, chance: Random) -> Written:
    """Write a table as ``DataFrame.to_json`` does: each column a map of values by row."""
    rows = [(each, item) for each in plan.chargers for item in each.items]
    columns: dict[str, dict[str, Any]] = {}
    if plan.axes.station == "field":
        columns["station"] = {str(row): each.name for row, (each, _) in enumerate(rows)}
    columns["key"] = {str(row): item.key for row, (_, item) in enumerate(rows)}
    columns["value"] = {str(row): item.value for row, (_, item) in enumerate(rows)}
    return text(".json", json.dumps(wrapped_in(plan.axes.wrapper, columns, chance), separators=(",", ":")))


def collection(plan: Plan, chance: Random) -> Written:
    """Write requests as clients of APIs keep them, each with a body that is text."""
    indent = chance.choice((None, 2))
    items = []
    for item in plan.chargers[0].items:
        body = json.dumps(
            {"key": item.key, "value": item.text, **_beside(plan).get(item.connector, {})}, indent=indent
        )
        request = {
            "method": "POST",
            "header": [{"key": "Content-Type", "value": "application/json"}],
            "body": {"mode": "raw", "raw": body, "options": {"raw": {"language": "json"}}},
            "url": {"raw": "https://csms.example/configuration", "path": ["configuration"]},
        }
        items.append({"name": "Set it", "request": request, "response": []})
    variables = [{"key": "baseUrl", "value": "https://csms.example", "type": "string"}]
    whole = {"info": {"name": "Stations"}, "item": items, "variable": variables}
    return text(".json", json.dumps(whole, indent=chance.choice((2, "\t"))))


def python_repr(plan: Plan, chance: Random) -> Written:
    """Write what Python prints of a list or a map of settings."""
    # A station knows its own keys, and nobody has set what it reports.
    is_reported = plan.axes.mistake not in ("misspelt key", "wrong value") and chance.random() < 0.5
    form = pairs_under("key", "value", readonly=False) if is_reported else chance.choice((MAP, PAIRS))
    tree = named(plan, [form.join(each.items, _beside(plan)) for each in plan.chargers], chance)
    return text(".txt", (pprint.pformat(tree, sort_dicts=False) if chance.random() < 0.5 else repr(tree)) + "\n")


# YAML


def yaml_text(node: Node, chance: Random) -> str:
    """Write YAML as PyYAML does, in one of its styles."""
    marked = MARK in json.dumps(node)
    flow = False if marked else chance.choice((False, False, False, None, True))
    quote = None if marked else chance.choice((None, None, None, '"', "'"))
    return yaml_with_comments(
        yaml.safe_dump(node, sort_keys=False, default_flow_style=flow, default_style=quote, allow_unicode=True)
    )


def yaml_with_comments(text: str) -> str:
    """Return the text of YAML with comments in the place of their markers."""
    return re.sub(rf"^(\s*(?:- (?=- ))*)(?:- )?'{_MARKER}'(?:: '')?$", r"\1# \g<text>", text, flags=re.MULTILINE)


def yaml_documents(plan: Plan, chance: Random) -> Written:
    """Write several documents into one file, one for each station."""
    field = chance.choice(("station", "stationId", "id"))
    nodes = []
    for charger in plan.chargers:
        node = with_connectors(charger, plan.axes.connector, MAP, chance, "connectorId")
        fields: dict[str, Any] = {field: charger.name, "settings": node}
        if plan.axes.station == "metadata.name":
            fields = {"metadata": {"name": charger.name}, "spec": {"ocpp": node}}
        nodes.append(fields)
    first: dict[str, Any] = {"description": "what the stations of the depot are set to"}
    return text(".yaml", yaml_with_comments(yaml.safe_dump_all([first, *nodes], sort_keys=False)))


def yaml_anchors(plan: Plan, chance: Random) -> Written:
    """Write defaults under an anchor, and what takes them in by a merge."""
    defaults = {"LocalAuthorizeOffline": True, "ResetRetries": 3}
    nodes = [
        {"<<": defaults, **with_connectors(each, plan.axes.connector, MAP, chance, "connectorId")}
        for each in plan.chargers
    ]
    whole: dict[str, Any] = {
        "defaults": defaults,
        "stations": {each.name: node for each, node in zip(plan.chargers, nodes, strict=True)},
    }
    return text(".yaml", yaml_with_comments(yaml.safe_dump(whole, sort_keys=False).replace("'<<':", "<<:")))


class Literal(str):
    """A text that PyYAML writes in the style ``|``."""

    __slots__ = ()


def literal_yaml(node: Node) -> str:
    """Write YAML with texts of several lines as people write them."""
    return yaml.dump(node, Dumper=_LiteralDumper, sort_keys=False, allow_unicode=True)


class _LiteralDumper(yaml.SafeDumper):
    """PyYAML's dumper, told of texts in the style ``|``."""


def _literal(dumper: yaml.SafeDumper, value: Literal) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style="|")


_LiteralDumper.add_representer(Literal, _literal)


# TOML


def toml_text(node: Node, _: Random) -> str:
    """Write TOML as tomli-w does."""
    return re.sub(rf'^"{_MARKER}" = ""$', r"# \g<text>", tomli_w.dumps(node), flags=re.MULTILINE)


def toml_tables(plan: Plan, chance: Random) -> Written:
    """Write an array of tables, one for each station."""
    form = MAP
    nodes = [with_connectors(each, plan.axes.connector, form, chance, "connectorId") for each in plan.chargers]
    field = chance.choice(("id", "name", "stationId", "identity"))
    stations = [{field: each.name, **node} for each, node in zip(plan.chargers, nodes, strict=True)]
    return text(".toml", toml_text({chance.choice(("station", "stations", "chargers")): stations}, chance))


def toml_dotted(plan: Plan, chance: Random) -> Written:
    """Write dotted keys: ``CP-1.HeartbeatInterval = 300``."""
    spaces = chance.choice((" ", ""))
    lines = []
    for charger in plan.chargers:
        start = f"{charger.name}." if plan.axes.station == "key of a map" else chance.choice(("", "ocpp."))
        lines += [
            f"{start}{_section(item, plan)}{item.key}{spaces}={spaces}{_toml_value(item)}"
            for item in charger.items
        ]
    return text(".toml", "\n".join(lines) + "\n")


def _section(item: Item, plan: Plan) -> str:
    meant = plan.axes.connector == "section" and item.connector is not None
    return f"connector{item.connector}." if meant else ""


def _toml_value(item: Item) -> str:
    return f'"{item.value}"' if isinstance(item.value, str) else str(item.value).lower()


# OCPP 2.x


VARIABLES: Final = {
    "HeartbeatInterval": "OCPPCommCtrlr.HeartbeatInterval",
    "MeterValueSampleInterval": "SampledDataCtrlr.TxUpdatedInterval",
    "WebSocketPingInterval": "OCPPCommCtrlr.WebSocketPingInterval",
    "TransactionMessageAttempts": "OCPPCommCtrlr.MessageAttempts",
    "AuthorizationCacheEnabled": "AuthCacheCtrlr.Enabled",
}


def of_variables(plan: Plan) -> Plan:
    """Return a plan in the variables of OCPP 2.x; what has none is left out."""

    def renamed(item: Item) -> Item:
        return item._replace(key=VARIABLES[item.key])

    chargers = tuple(
        each._replace(items=tuple(renamed(item) for item in each.items if item.key in VARIABLES))
        for each in plan.chargers
    )
    planted = plan.planted and plan.planted._replace(item=renamed(plan.planted.item))
    return plan._replace(chargers=chargers, planted=planted)


def variables(plan: Plan, chance: Random) -> Written:
    """Write the items of a SetVariables request (OCPP 2.0.1 part 2, SetVariablesRequest)."""
    nodes = [{"setVariableData": [_variable(item) for item in each.items]} for each in plan.chargers]
    return text(".json", json_text(placed(plan, nodes, chance), chance))


def _variable(item: Item) -> Node:
    component, _, variable = item.key.partition(".")
    return {"component": {"name": component}, "variable": {"name": variable}, "attributeValue": item.text}
