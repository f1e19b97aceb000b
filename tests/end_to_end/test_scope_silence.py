"""What must not trip the scope rules: others' data, others' conventions, and what is correct but looks odd."""

import os
from pathlib import Path

import pytest

from ocpplint.analysis.pipeline import Linter
from ocpplint.analysis.rule_examples import run_example
from ocpplint.engine.packs import load_rules
from ocpplint.sources.discover import discover
from ocpplint.sources.layout import Layout
from ocpplint.stations.registry import Profiles

RULES = load_rules()

OTHERS = {
    "package.json": """
        {"name": "csms", "version": "2.0.0", "config": {"port": 8887}, "scripts": {"start": "node ."},
         "keywords": ["ocpp", "ev"], "dependencies": {"ocpp-rpc": "^2.0.0"}, "settings": {"key": "x", "value": "y"}}
        """,
    "tsconfig.json": """
        // Connector 2
        {"compilerOptions": {"target": "es2022", "paths": {"@connector/2": ["src/connector2"]},},}
        """,
    ".vscode-settings.json": """
        {"editor.tabSize": 2, "files.exclude": {"**/connector-2.json": true}, "ocpp.heartbeatInterval": 30,
         "settingsSync.keybindingsPerPlatform": false}
        """,
    "appsettings.json": """
        {"Logging": {"LogLevel": {"Default": "Information", "Microsoft.AspNetCore": "Warning"}},
         "Ocpp": {"Urls": ["ws://*:8081/"]}, "ConnectionStrings": {"SqlServer": "Server=.;Database=OCPP.Core"},
         "MessageBus": {"HeartbeatInterval": 30, "BackendUrl": "amqp://x", "Retries": 3}, "Connector2": {"Port": 2},
         "AllowedHosts": "*"}
        """,
    "deployment.yaml": """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: csms, labels: {connector: "2"}}
        spec:
          template:
            spec:
              tolerations:
                - {key: dedicated, operator: Equal, value: charging, effect: NoSchedule}
                - {key: connector_2, operator: Exists, value: "", effect: NoExecute}
              containers:
                - name: connector2
                  env: [{name: HeartbeatInterval, value: "300"}, {name: BACKEND_URL_2, value: "wss://x"}]
              nodeSelector: {key: zone, value: b}
        """,
    "values.yaml": """
        # Connector 2
        replicaCount: 2
        config:
          heartbeatInterval: 300
          backendUrl: wss://csms.example.com
          backendUrl_2: wss://csms2.example.com
        connectors:
          - {id: 1, host: broker-1}
          - {id: 2, host: broker-2}
        """,
    "connectors.json": """
        {"name": "sink-2", "config": {"connector.class": "io.example.JdbcSink", "tasks.max": "2",
         "key.converter": "StringConverter", "value.converter": "JsonConverter", "connection.url": "jdbc:x"},
         "tasks": [{"connector": "sink-2", "task": 0}, {"connector": 2, "task": 1}]}
        """,
    "docker-compose.yml": """
        services:
          connector2:
            image: csms
            environment: [BACKEND_URL=wss://csms.example.com, CONNECTOR_2=on]
            labels: [{key: traefik, value: "true"}]
        configs: {stations: {file: ./stations.json}}
        """,
    "postman.json": """
        {"info": {"name": "OCPP", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
         "variable": [{"key": "chargePointId", "value": "CP7"}, {"key": "connectorId", "value": "2"}],
         "item": [{"name": "Start", "request": {"method": "POST",
           "header": [{"key": "Authorization", "value": "Bearer x"}, {"key": "Content-Type", "value": "json"}],
           "url": {"raw": "https://csms.example.com/2", "query": [{"key": "connectorId", "value": "2"}]}}}]}
        """,
    "dashboard.json": """
        {"title": "Chargers", "panels": [{"id": 2, "title": "Connector 2", "type": "stat",
         "options": {"key": "connector_2", "value": "mean"}, "targets": [{"expr": "power{connector=\\"2\\"}"}]}],
         "templating": {"list": [{"name": "station", "current": {"text": "CP7", "value": "CP7"}}]}}
        """,
    "en.json": """
        {"connector1": {"title": "Connector 1"}, "connector2": {"title": "Connector 2", "state": "State"},
         "settings": {"title": "Settings", "HeartbeatLabel": "Heartbeat", "keys": {"save": "Save"}}}
        """,
    "openapi.yaml": """
        openapi: 3.1.0
        components:
          schemas:
            KeyValue: {type: object, properties: {key: {type: string}, value: {type: string}}, required: [key, value]}
            ChangeConfiguration: {type: object, properties: {connectorId: {type: integer}, key: {maxLength: 50}}}
        paths:
          /stations/{id}/connectors/2: {get: {parameters: [{name: connectorId, in: path}]}}
        """,
    "terraform.tfstate.json": """
        {"version": 4, "resources": [{"mode": "managed", "type": "aws_instance", "name": "connector_2",
         "instances": [{"index_key": 2, "attributes": {"id": "i-1", "tags": {"key": "stage", "value": "prod"}}}]}]}
        """,
    "translations.yml": """
        de:
          connector: {one: Anschluss 1, two: Anschluss 2}
          # Connector 2
          meter: {key: Zähler, value: Stand}
        """,
    "schema.json": """
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {
         "ConnectorPhaseRotation": {"type": "string"}, "HeartbeatInterval": {"type": "integer"}}}
        """,
    "inventory.json": """
        {"stations": [{"id": "CP7", "model": "CC612", "connectors": [{"id": 1, "type": "Type2"}, {"id": 2}]}]}
        """,
    "prices.yaml": """
        connectors: {"1": {price: 0.49}, "2": {price: 0.59}}
        chargers: {CP7: {connector2: {price: 0.61}}}
        """,
    "ci.yml": """
        on: [push]
        jobs: {connector-2: {runs-on: x, steps: [{name: a, with: {key: cache-2, value: b}}]}}
        """,
}

CORRECT = {
    "keys of makers who name the connector otherwise": """
        {"configuration": {"Connector2-MaxCurrent": "16", "chg_Ch1Options": "a", "chg_Ch2Options": "b",
         "chg_MaxCurrents": "32,32", "GridRoleLeft": "x", "GridRoleRight": "y", "HeartbeatInterval": 300}}
        """,
    "a station whose name ends like a key for connector 2": """
        {"stations": {"Ladestation-2": {"RCMBDelta": 30, "ConnectorPhaseRotation": "RST"},
                      "Ladestation_2": {"RCMBDelta": 10}, "connector hall 2": {"RCMBDelta": 6}}}
        """,
    "a station named by a number": """
        {"stations": {"1": {"RCMBDelta": 30}, "2": {"RCMBDelta": 10, "ChargePointSerialNumber": "S-4711-0815"}}}
        """,
    "values that say connector 2": """
        [{"key": "OPKGInstallExtraOption", "value": "RCMBDelta_2"}, {"key": "CpoName", "value": "2.RTS"},
         {"key": "INVOKECUSTOMSCRIPT1", "value": "connectorId: 2"}]
        """,
    "the same key for two stations told apart by an identity beside it": """
        [{"chargePointId": "CP1", "key": "RCMBDelta", "value": 10},
         {"chargePointId": "CP2", "key": "RCMBDelta", "value": 30}]
        """,
    "several reports of one station, each of its own time": """
        [{"taken": "2026-03-01", "configurationKey": [{"key": "RCMBDelta", "readonly": false, "value": "10"}]},
         {"taken": "2026-04-01", "configurationKey": [{"key": "RCMBDelta", "readonly": false, "value": "30"}]}]
        """,
    "what was and what shall be": """
        {"before": {"settings": {"RCMBDelta": 10}}, "after": {"settings": {"RCMBDelta": 30}}}
        """,
    "what is desired and what is reported": """
        {"desired": [{"key": "RCMBDelta", "value": "30"}],
         "reported": {"configurationKey": [{"key": "RCMBDelta", "readonly": false, "value": "10"}]}}
        """,
    "a comment that says where connector 2's settings are": """
        {
          // connector 2 has its own file
          "ConnectorPhaseRotation": "RST",
          // see connector 2 below
          "OperatorCurrentLimit": 16
        }
        """,
    "connector 2 commented out": """
        [
          {"key": "ConnectorPhaseRotation", "value": "RST"},
          // {"key": "ConnectorPhaseRotation_2", "value": "RTS", "connectorId": 2}
          {"key": "OperatorCurrentLimit", "value": "16"}
        ]
        """,
    "comments for both connectors and then for the station": """
        [
          // Connector 2
          {"key": "ConnectorPhaseRotation_2", "value": "RTS"},
          // Connector 1
          {"key": "ConnectorPhaseRotation", "value": "RST"},
          // Both connectors
          {"key": "RCMBDelta", "value": "30"},
          // Connectors 1 and 2
          {"key": "StopTxnSampledData", "value": "Voltage"}
        ]
        """,
    "a meter value with a connector beside a setting": """
        {"connectorId": 0, "RCMBDelta": 30, "ConnectorPhaseRotation": "RST", "ConnectorPhaseRotation_2": "RTS"}
        """,
    "no value yet for what belongs to each controller": """
        {"stations": {"CP1": {"ChargeBoxSerialNumber": "", "ChargeBoxSerialNumber_2": ""},
                      "CP2": {"ChargeBoxSerialNumber": "XXXX", "ChargeBoxSerialNumber_2": "XXXX"}}}
        """,
    "another maker's station": """
        {"ChargePointVendor": "Alfen BV", "ChargePointModel": "NG910", "HeartbeatInterval": 30,
         "RCMBDelta_2": 6, "ConnectorPhaseRotation_3": "RST"}
        """,
    "another maker's station beside one of these": """
        {"stations": {"A": {"ChargePointVendor": "ABB", "RCMBDelta_2": 6},
                      "B": {"ChargePointVendor": "Bender GmbH Co. KG", "RCMBDelta": 6}}}
        """,
    "a station of the device model": """
        {"setVariableData": [
          {"component": {"name": "EVSE", "evse": {"id": 2}}, "variable": {"name": "Phases"}, "attributeValue": "3"},
          {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "RetryBackOff"}, "attributeValue": "9"}]}
        """,
    "an OCPP frame beside settings": """
        {"RCMBDelta": "30", "frames": [[2, "a", "Heartbeat", {}]]}
        """,
    "a transaction of connector 2 beside the station's configuration": """
        {"transactions": [{"connectorId": 2, "idTag": "A"}], "configuration": {"RCMBDelta": 30},
         "connectorStatus": {"connector2": {"status": "Available"}}}
        """,
    "settings for every station, for models and for one station": """
        {"defaults": {"configuration": {"RCMBDelta": 10}}, "models": {"CC612": {"configuration": {"RCMBDelta": 20}}},
         "stations": {"CP1": {"configuration": {"RCMBDelta": 30}}}}
        """,
    "the identity in the configuration": """
        {"stations": {"left-hall": {"configuration": {"ChargeBoxId": "CP7", "ConnectorPhaseRotation": "RST",
         "ConnectorPhaseRotation_2": "RTS"}}}}
        """,
    "the same file for several sites, each with a backend": """
        {"sites": [{"BackendUrl": "wss://a.example.com", "RCMBDelta": 10},
                   {"BackendUrl": "wss://b.example.com", "RCMBDelta": 30}]}
        """,
}


def kinds_of(folder: Path, name: str, text: str) -> list[tuple[str, int]]:
    """Return kind and number of settings of each input."""
    (folder / name).write_text(text, encoding="utf-8")
    linter = Linter(Profiles(), [])
    linter.run(discover([os.fspath(folder / name)], Layout()))
    return [(report.kind, report.settings) for report in linter.reports]


@pytest.mark.parametrize("name", OTHERS)
def test_a_document_without_settings_is_none_of_our_business(name: str, tmp_path: Path) -> None:
    assert run_example({name: OTHERS[name]}, RULES) == []
    assert kinds_of(tmp_path, name, OTHERS[name]) == [("other", 0)]


@pytest.mark.parametrize("name", CORRECT)
def test_a_correct_configuration_that_looks_odd(name: str) -> None:
    assert [(f.code, f.message) for f in run_example({"a.json": CORRECT[name]}, RULES)] == []
