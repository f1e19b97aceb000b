"""Writers of documents inside documents: manifests, values, inventories and compositions, by PyYAML."""

import base64
import json
from random import Random
from typing import Any

from tests.support.shapes.plans import Charger, Plan
from tests.support.shapes.tree_writers import (
    Literal,
    jsonc_text,
    literal_yaml,
    toml_text,
    yaml_text,
    yaml_with_comments,
)
from tests.support.shapes.trees import MAP, Node, named, pairs_under, placed, with_connectors
from tests.support.shapes.writer import Written, text

_NAMES = {".json": "station.json", ".yaml": "station.yaml", ".toml": "station.toml"}


def yaml_in_string(plan: Plan, chance: Random) -> Written:
    """Write YAML into a text of YAML."""
    nodes = [
        {chance.choice(("config", "settings", "content")): Literal(_inner(each, plan, chance, ".yaml"))}
        for each in plan.chargers
    ]
    return text(".yaml", literal_yaml(placed(plan, nodes, chance)))


def configmap(plan: Plan, chance: Random) -> Written:
    """Write a file into a ConfigMap, in the style ``|`` or in PyYAML's own."""
    data = _files(plan, chance)
    if chance.random() < 0.7:
        data = {name: Literal(content) for name, content in data.items()}
    return text(".yaml", literal_yaml(_manifest("ConfigMap", plan, "data", data)))


def secret_string(plan: Plan, chance: Random) -> Written:
    """Write a file into the ``stringData`` of a Secret."""
    data = {name: Literal(content) for name, content in _files(plan, chance).items()}
    return text(".yaml", literal_yaml(_manifest("Secret", plan, "stringData", data)))


def secret(plan: Plan, chance: Random) -> Written:
    """Write a file into the ``data`` of a Secret."""
    data = {name: base64.b64encode(content.encode()).decode() for name, content in _files(plan, chance).items()}
    return text(".yaml", literal_yaml(_manifest("Secret", plan, "data", data)), hidden=True)


def configmap_env(plan: Plan, _: Random) -> Written:
    """Write the settings themselves as the data of a ConfigMap."""
    data = {item.key: item.text for item in plan.chargers[0].items}
    return text(".yaml", literal_yaml(_manifest("ConfigMap", plan, "data", data)))


def custom_resource(plan: Plan, chance: Random) -> Written:
    """Write a resource of its own kind."""
    node = _settings(plan.chargers[0], plan, chance)
    manifest = {
        "apiVersion": "charging.example/v1",
        "kind": "ChargingStation",
        "metadata": {"name": plan.chargers[0].name, "labels": {"depot": "north"}},
        "spec": {"model": "dual", "ocpp": node},
    }
    return text(".yaml", yaml_with_comments(literal_yaml(manifest)))


def helm_values(plan: Plan, chance: Random) -> Written:
    """Write the values of a chart, beside what a chart has."""
    nodes = [_settings(each, plan, chance) for each in plan.chargers]
    stations: Node
    if plan.axes.station == "key of a map":
        stations = {each.name: node for each, node in zip(plan.chargers, nodes, strict=True)}
    else:
        field = chance.choice(("id", "name", "stationId"))
        stations = [{field: each.name, "config": node} for each, node in zip(plan.chargers, nodes, strict=True)]
    values = {
        "replicaCount": 1,
        "image": {"repository": "registry.example/csms", "tag": "1.2.0"},
        "stations": stations,
        "resources": {"limits": {"cpu": "100m"}},
    }
    return text(".yaml", yaml_with_comments(literal_yaml(values)))


def host_vars(plan: Plan, chance: Random) -> Written:
    """Write the variables of a host."""
    node = _settings(plan.chargers[0], plan, chance)
    name = chance.choice(("ocpp_config", "ocpp_settings", "ocpp", "charger_configuration"))
    variables: dict[str, Any] = {"ansible_host": "192.0.2.7", "ansible_user": "admin", name: node}
    content = yaml_with_comments(literal_yaml(variables)).encode()
    return Written(".yml", content, path=f"host_vars/{plan.chargers[0].name}.yml")


def group_vars(plan: Plan, chance: Random) -> Written:
    """Write the variables of a group of hosts."""
    nodes = [_settings(each, plan, chance) for each in plan.chargers]
    variables: dict[str, Any] = {"ansible_user": "admin", "ntp_servers": ["ntp.example"]}
    name = chance.choice(("ocpp_config", "ocpp_settings", "ocpp"))
    variables[name] = named(plan, nodes, chance)
    content = yaml_with_comments(literal_yaml(variables)).encode()
    return Written(".yml", content, path="group_vars/depot.yml")


def compose_list(plan: Plan, _: Random) -> Written:
    """Write the environment of a service as a list of assignments."""
    lines = [f"{item.key}={item.text}" for item in plan.chargers[0].items]
    return _composition(plan, ["PATH=/usr/bin", *lines])


def compose_map(plan: Plan, _: Random) -> Written:
    """Write the environment of a service as a map."""
    return _composition(plan, {"PATH": "/usr/bin", **{item.key: item.text for item in plan.chargers[0].items}})


def _composition(plan: Plan, environment: Any) -> Written:
    charger = plan.chargers[0]
    name = charger.name if plan.axes.station == "key of a map" else "app"
    service: dict[str, Any] = {
        "image": "registry.example/station:2",
        "environment": environment,
        "ports": ["8080:80"],
    }
    if plan.axes.station == "field":
        service["hostname"] = charger.name
    return text(".yml", literal_yaml({"services": {name: service}}))


def _manifest(kind: str, plan: Plan, member: str, data: dict[str, Any]) -> Node:
    name = plan.chargers[0].name if plan.axes.station == "metadata.name" else "settings"
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name}, member: data}


def _files(plan: Plan, chance: Random) -> dict[str, str]:
    """Return the files of a manifest by name; one for each station where the names tell those."""
    are_lists = plan.axes.connector == "field beside it"
    ending = chance.choice((".json", ".yaml") if are_lists else (".json", ".yaml", ".toml"))
    if plan.axes.station == "key of a map":
        return {f"{each.name}{ending}": _inner(each, plan, chance, ending) for each in plan.chargers}
    charger = plan.chargers[0]
    inner = _inner(charger, plan, chance, ending, named_inside=plan.axes.station == "field")
    return {_NAMES[ending]: inner}


def _inner(charger: Charger, plan: Plan, chance: Random, ending: str, *, named_inside: bool = False) -> str:
    node = _settings(charger, plan, chance)
    if named_inside:
        node = {"stationId": charger.name, "settings" if isinstance(node, list) else "configuration": node}
    if ending == ".yaml":
        return yaml_text(node, chance)
    if ending == ".toml":
        return toml_text(node, chance)
    if plan.axes.connector == "comment":
        return jsonc_text(node, chance)
    return json.dumps(node, indent=chance.choice((2, 4))) + "\n"


def _settings(charger: Charger, plan: Plan, chance: Random) -> Node:
    form = MAP
    if plan.axes.connector == "field beside it":
        form = pairs_under("key", "value")
    return with_connectors(charger, plan.axes.connector, form, chance, "connectorId")
