"""Files are read, about other things, or unread: what holds known keys where settings stand is never passed in silence."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.support.command import Outcome, write
from tests.support.in_process import run


class Read(NamedTuple):
    """What was made of one file: the codes found and its entry in the JSON output."""

    codes: list[str]
    entry: Mapping[str, Any]
    findings: list[dict[str, Any]]


def read(folder: Path, name: str, text: str, *options: str) -> Read:
    write(folder, {name: text})
    said = json.loads(run("check", "--output-format", "json", *options, name, cwd=folder).out)
    findings = said["findings"]
    return Read([finding["code"] for finding in findings], said["inputs"][0], findings)


UNREAD: dict[str, tuple[str, str, tuple[int, int]]] = {
    "a map in a form of its own": (
        "cp.json",
        '{"CP-1": {"ConnectorPhaseRotation": {"order": [{"side": "north", "is": "RST"}]}}}',
        (1, 12),
    ),
    "keys among the components of another version": (
        "model.json",
        '[{"name": "OCPPCommCtrlr", "list": {"HeartbeatInterval": {"attributes": {"Actual": "sixty"}}}}]',
        (1, 38),
    ),
    "commands of a program": (
        "cp.conf",
        'station CP-1 {\n  set HeartbeatInterval 300;\n  set ConnectorPhaseRotation "RST";\n}\n',
        (2, 7),
    ),
    "elements of XML that declares entities": (
        "cp.xml",
        '<!DOCTYPE a [<!ENTITY x "y">]><cp><HeartbeatInterval>30</HeartbeatInterval></cp>',
        (1, 36),
    ),
    "rows for a database": (
        "keys.sql",
        "INSERT INTO config VALUES\n (1, 'HeartbeatInterval', '300'),\n (2, 'ConnectionTimeOut', '60');\n",
        (2, 7),
    ),
    "two in one line": (
        "depot.hcl",
        'station "CP-1" { HeartbeatInterval = 300, ConnectionTimeOut = 60 }\n',
        (1, 18),
    ),
    "a command for a key that nobody knows": (
        "csms.log",
        "10:00:00 ChangeConfiguration to CP-1: key=LedBrightnessLevel value=40\n",
        (1, 43),
    ),
    "a log of what was done": (
        "boot.log",
        "10:00:00 applied HeartbeatInterval=300 MeterValueSampleInterval=60 to CP-1\n",
        (1, 18),
    ),
}


@pytest.mark.parametrize("name", UNREAD)
def test_settings_that_were_not_read_are_told(name: str, tmp_path: Path) -> None:
    path, text, place = UNREAD[name]
    found = read(tmp_path, path, text)
    assert found.codes == ["INP010"]
    assert (found.findings[0]["line"], found.findings[0]["column"]) == place
    assert found.findings[0]["severity"] == "warning"
    assert found.entry["unread"] is True
    assert found.entry["keys_seen"] > found.entry["keys_read"] == found.entry["settings"] == 0


READ_OR_UNREAD = {
    "the table of a program": (
        "stations.lua",
        "return {\n  HeartbeatInterval = 300,\n  ConnectionTimeOut = 60,\n}\n",
    ),
    "the list of a program": (
        "cp.py",
        'ALL = {\n    "HeartbeatInterval": 300,\n    "ConnectionTimeOut": 60,\n}\n',
    ),
    "assignments of a language": ("depot.hcl", 'HeartbeatInterval = 300\nConnectorPhaseRotation = "RST"\n'),
    "a misspelt key alone": ("cp.hcl", "ConnectorPhaseRotaton = RST\n"),
    "a log of commands without the messages": (
        "csms.log",
        '10:00:00 [CP-1] sending ChangeConfiguration (id 17): {"key": "MeterValuesSampledData", "value": "Voltage"}\n',
    ),
    "a log of payloads in JSON lines": (
        "flow.jsonl",
        (
            '{"ocpp": {"msgType": 2}, "data": {"key": "MeterValueSampleInterval", "value": "60"}, "n": 1}\n'
            '{"ocpp": {"msgType": 2}, "data": {"key": "ConnectionTimeOut", "value": "60"}, "n": 2}\n'
        ),
    ),
    "what a program prints of its objects": (
        "client.log",
        (
            "DEBUG ocpp: answer GetConfigurationPayload(configuration_key=[{'key': 'HeartbeatInterval', "
            "'readonly': True, 'value': '300'}])\n"
        ),
    ),
}


@pytest.mark.parametrize("name", READ_OR_UNREAD)
def test_what_may_be_read_one_day_is_never_passed_in_silence(name: str, tmp_path: Path) -> None:
    found = read(tmp_path, *READ_OR_UNREAD[name])
    assert found.entry["settings"] or found.entry["unread"]


PARTS = {
    "a second station in another form": (
        "values.json",
        (
            '{"stations": {"CP-1": {"configuration": {"ConnectionTimeOut": "60"}},\n'
            '              "CP-2": {"ConnectorPhaseRotation": {"order": [{"side": "north", "is": "RST"}]}}}}'
        ),
        (1, 1, 2),
    ),
    "a text beside the settings": (
        "values.yaml",
        "configuration:\n  ConnectionTimeOut: 60\nextra: >-\n  on boot HeartbeatInterval=300, MeterValueSampleInterval=60\n",
        (1, 2, 4),
    ),
    "a secret in base64 that is not one document": (
        "secret.yaml",
        (
            "kind: Secret\nstringData:\n  ConnectionTimeOut: '60'\n  notes: 'first: HeartbeatInterval=300; "
            "MeterValueSampleInterval=60; end'\n"
        ),
        (1, 2, 4),
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_a_document_that_was_not_read_is_told(name: str, tmp_path: Path) -> None:
    path, text, (settings, at_least, line) = PARTS[name]
    found = read(tmp_path, path, text)
    assert found.codes == ["INP010"]
    assert found.findings[0]["line"] in (line, line - 1)
    assert found.entry["kind"] == "settings"
    assert found.entry["settings"] == found.entry["keys_read"] == settings
    assert found.entry["keys_seen"] >= at_least


SPOKEN_OF = {
    "a sentence in a page": (
        "README.md",
        "# Stations\n\nSet `HeartbeatInterval` to 300, or HeartbeatInterval=60 in the lab.\n",
    ),
    "an example in a page": (
        "GUIDE.md",
        "Write:\n\n```ini\nHeartbeatInterval = 300\nConnectionTimeOut = 60\n```\n",
    ),
    "a table of keys in a page": (
        "keys.md",
        (
            "| Key | Type | Default | Description |\n|---|---|---|---|\n"
            "| HeartbeatInterval | integer | 300 | seconds between heartbeats |\n"
            "| ConnectionTimeOut | integer | 60 | seconds until a session without plug ends |\n"
        ),
    ),
    "a list of keys in words": (
        "keys.txt",
        "HeartbeatInterval: the time between heartbeats of the station\nConnectionTimeOut: integer\n",
    ),
    "a table of keys as data": (
        "keys.json",
        (
            '[{"name": "HeartbeatInterval", "type": "integer", "unit": "s", "description": "between heartbeats"},'
            ' {"name": "ConnectorPhaseRotation", "type": "CSL", "required": true, "description": "phases"}]'
        ),
    ),
    "keys with their descriptions": (
        "help.json",
        '{"HeartbeatInterval": {"description": "seconds", "default": 300}, "RCMBDelta": {"description": "mA", "min": 0}}',
    ),
    "a JSON Schema": (
        "schema.json",
        (
            '{"$schema": "https://json-schema.org/draft/2020-12/schema", "required": ["HeartbeatInterval"],'
            ' "properties": {"HeartbeatInterval": {"type": "integer", "default": 300}, "RCMBDelta": {"enum": [0, 30]}}}'
        ),
    ),
    "a schema in YAML without its name": (
        "values.schema.yaml",
        "type: object\nproperties:\n  HeartbeatInterval: {type: integer, minimum: 0}\n  RCMBDelta: {$ref: '#/x'}\n",
    ),
    "an interface": (
        "openapi.yaml",
        "openapi: 3.1.0\npaths: {}\ncomponents:\n  examples:\n    set: {value: {key: ConnectionTimeOut, v: 3}}\n",
    ),
    "keys that are asked for": (
        "ask.json",
        '{"chargePointId": "CP-1", "key": ["HeartbeatInterval", "ConnectorPhaseRotation"]}',
    ),
    "keys that are not known": (
        "answer.json",
        '{"configurationKey": [], "unknownKey": ["RCMBDelta", "WeldCheck"]}',
    ),
    "keys that are watched": ("watch.yaml", "watch: [HeartbeatInterval, RCMBDelta]\nevery: 60\n"),
    "what is required": ("policy.json", '{"required": ["ConnectorPhaseRotation", "RCMBDelta"], "version": 2}'),
    "labels in English": (
        "labels.json",
        (
            '{"HeartbeatInterval": "Heartbeat interval", "ConnectionTimeOut": "Connection time-out (s)",'
            ' "ConnectorPhaseRotation": "Connector phase rotation"}'
        ),
    ),
    "labels in another language": (
        "locales/de.json",
        '{"settings": {"HeartbeatInterval": "Herzschlag", "ConnectionTimeOut": "Zeit bis zum Stecken"}}',
    ),
    "labels with an id": (
        "messages.json",
        '[{"id": "HeartbeatInterval", "defaultMessage": "Heartbeat"}, {"id": "RCMBDelta", "defaultMessage": "Delta"}]',
    ),
    "a catalogue of texts": ("de.po", 'msgid "HeartbeatInterval"\nmsgstr "Herzschlag"\nHeartbeatInterval = 3\n'),
    "names as constants": (
        "keys.ts",
        "export enum Key {\n  HeartbeatInterval = 'HeartbeatInterval',\n  ConnectionTimeOut = 'ConnectionTimeOut',\n}\n",
    ),
    "code that asks": (
        "station.py",
        'if config["HeartbeatInterval"] == "300":\n    station.set("ConnectionTimeOut", 60)\n    x = HeartbeatInterval\n',
    ),
    "code inside a document": (
        "flow.json",
        json.dumps([{"type": "function", "func": "let config = {\n    HeartbeatInterval: 20,\n};\nreturn msg;"}]),
    ),
    "a comment": ("values.yaml", "# HeartbeatInterval: 300\n# RCMBDelta: 30\nreplicas: 2\n"),
    "a question of a finding": (
        "found.jsonl",
        '{"finding": {"code": "SCP001", "key": "RCMBDelta_2", "connector": null, "message": "no `_2` form"}}\n',
    ),
    "the report of a linter": (
        "report.json",
        '{"version": 1, "findings": [{"code": "SCP001", "path": "a.json", "key": "RCMBDelta_2", "count": 3}], "n": 1}',
    ),
    "a profile": (
        "mine.yaml",
        "name: mine\ntitle: Mine\nsource: here\nkeys:\n  RCMBDelta: {scope: Both}\n  HeartbeatInterval: {minimum: 10}\n",
    ),
}


@pytest.mark.parametrize("name", SPOKEN_OF)
def test_what_speaks_of_keys_and_sets_none_is_silent(name: str, tmp_path: Path) -> None:
    found = read(tmp_path, *SPOKEN_OF[name])
    assert (found.codes, found.entry["kind"], found.entry["unread"]) == ([], "other", False)
    assert run("check", "--strict-input", SPOKEN_OF[name][0], cwd=tmp_path).code == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cp.xml", "<cp><HeartbeatInterval>abc</Heartbeat><RCMBDelta_2>3</RCMBDelta_2></cp>"),
        ("cp.yaml", "cp: [{\n  HeartbeatInterval: 300\n  RCMBDelta_2: 3\n"),
    ],
)
def test_of_a_document_that_breaks_off_the_mistake_and_what_may_be_lost_are_told(
    name: str, text: str, tmp_path: Path
) -> None:
    found = read(tmp_path, name, text)
    assert "INP001" in found.codes
    assert found.entry["settings"] or "INP010" in found.codes


def test_a_map_in_the_code_of_a_program_is_read_and_not_called_unread(tmp_path: Path) -> None:
    text = 'module.exports = {\n  stations: { "CP-1": { HeartbeatInterval: 300, RCMBDelta_2: 30 } },\n};\n'
    found = read(tmp_path, "stations.js", text)
    assert (found.codes, found.entry["settings"], found.entry["unread"]) == (["SCP001"], 2, False)
    beside = text + "\n// and by hand:\nset('MeterValueSampleInterval', 60); set('ConnectionTimeOut', 60);\n"
    found = read(tmp_path, "more.js", beside)
    assert (found.codes, found.entry["settings"]) == (["SCP001", "INP010"], 2)


OTHERS = {
    "a library's options": (
        "config.json",
        '{"heartbeatInterval": 30000, "connectionTimeout": 5000, "retries": 3}',
    ),
    "two libraries' options": (
        "app.yaml",
        "socket: {heartbeatInterval: 25000, messageTimeout: 10}\nsession: {sessionTimeout: 30, resetRetries: 1}\n",
    ),
    "a backend's options": (
        "appsettings.json",
        '{"Ocpp": {"Port": 9000}, "RabbitMq": {"HeartbeatInterval": 60}, "Db": {"ConnectionTimeout": 15}}',
    ),
    "a user interface": ("settings.json", '{"Language": "de", "Model": "dark", "Enabled": true, "zoom": 1.5}'),
    "a user interface's sections": ("ui.toml", '[ui]\nLanguage = "de"\nEnabled = true\n\n[device]\nModel = "X"\n'),
    "environment of a service": (
        "compose.yaml",
        "services:\n  api:\n    image: ocpp-backend\n    environment:\n      - HEARTBEAT_INTERVAL=30\n      - LANGUAGE=de\n",
    ),
    "environment of a pod": (
        "pod.yaml",
        "kind: Pod\nspec:\n  containers:\n    - name: ocpp\n      env: [{name: HeartbeatInterval, value: '30'}]\n",
    ),
    "tags of a cloud": (
        "stack.json",
        '{"Tags": [{"Key": "Name", "Value": "ocpp"}, {"Key": "Language", "Value": "go"}]}',
    ),
    "labels of a station": (
        "db.json",
        '{"chargePointId": "CP-1", "labels": [{"key": "CostCenter", "value": "7"}], "settings": [{"key": "a", "value": 1}]}',
    ),
    "services with an id": (
        "services.json",
        '{"services": [{"id": "bus-1", "name": "b", "rabbit": {"HeartbeatInterval": 30}}], "hostname": "web-1"}',
    ),
    "a package": (
        "package.json",
        '{"name": "ocpp-rpc", "keywords": ["ocpp", "HeartbeatInterval"], "config": {"heartbeatInterval": 300}}',
    ),
    "a table of people": ("people.csv", "Name,Language,Model\nAda,en,X1\nBen,de,X2\n"),
    "values of a chart": (
        "values.yaml",
        "config:\n  heartbeatInterval: 300\n  language: de\nservice:\n  port: 80\n",
    ),
    "a message bus": ("bus.ini", "[bus]\nHeartbeatInterval = 30\nPort = 5672\n"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_configurations_of_other_software_are_other(name: str, tmp_path: Path) -> None:
    found = read(tmp_path, *OTHERS[name])
    assert (found.codes, found.entry["kind"], found.entry["unread"]) == ([], "other", False)


COMPANY = {
    "a second common key": '{"device": {"Language": "de", "SupportedLanguages": "de,en"}}',
    "a word of OCPP above": '{"ocpp": {"Language": "de"}}',
    "the station beside": '{"chargePointId": "CP-1", "Language": "de"}',
    "a section that is numbered": '{"CP1": {"HeartbeatInterval": 300}}',
    "a misspelt key beside": '{"left": {"HeartbeatInterval": 300, "ConnectorPhaseRotaton": "RST"}}',
    "the top of the document": '{"HeartbeatInterval": 300}',
    "a misspelt key at the top": '{"HearbeatInterval": "300"}',
    "a misspelt key in pairs": '[{"key": "HearbeatInterval", "value": "300"}]',
    "keys nobody knows among the settings of a station": (
        '{"chargePointId": "CP-1", "settings": [{"key": "LedBrightnessLevel", "value": "40"}]}'
    ),
    "a command with a key nobody knows": '[{"action": "ChangeConfiguration", "key": "LedBrightness", "value": "4"}]',
    "a key of a station nobody assumed": '{"chg_Ch1Options": "Y"}',
}


@pytest.mark.parametrize("name", COMPANY)
def test_one_key_is_enough_with_company_or_if_hardly_anybody_else_has_it(name: str, tmp_path: Path) -> None:
    found = read(tmp_path, "c.json", COMPANY[name])
    assert found.entry["kind"] == "settings"
    assert found.entry["unread"] is False


def test_beside_one_key_that_is_known_the_others_are_settings_mistakes_included(tmp_path: Path) -> None:
    found = read(tmp_path, "c.json", '{"CP1": {"HeartbeatInterval": "abc", "ConnectorPhaseRotaton_2": "RTS"}}')
    assert found.codes == ["VAL001", "KEY001"]
    assert [finding["severity"] for finding in found.findings] == ["error", "warning"]


@pytest.mark.parametrize(
    ("key", "severity"),
    [("ConnectionTimeout", "warning"), ("connectiontimeout", "info")],
)
def test_another_case_of_one_letter_is_a_slip(key: str, severity: str, tmp_path: Path) -> None:
    found = read(tmp_path, "c.json", json.dumps({"configuration": {key: "60", "HeartbeatInterval": "300"}}))
    assert [(each["code"], each["severity"]) for each in found.findings] == [("KEY002", severity)]


def closing(outcome: Outcome) -> str:
    return outcome.out.splitlines()[-1]


def test_the_closing_line_names_what_was_not_read(tmp_path: Path) -> None:
    _, text, _ = UNREAD["a map in a form of its own"]
    write(tmp_path, {f"depot/{name}.json": text for name in ("a", "b", "c", "d", "e")} | {"x.json": "{}"})
    assert closing(run("check", ".", cwd=tmp_path)).endswith(
        "5 warnings. Not understood: settings in depot/a.json, depot/b.json, depot/c.json and 2 more files; "
        "1 file without OCPP content."
    )
    assert closing(run("audit", "depot/a.json", cwd=tmp_path)).endswith(
        "Not understood: settings in depot/a.json."
    )


def test_state_drift_and_plan_name_it_too(tmp_path: Path) -> None:
    _, text, _ = UNREAD["a map in a form of its own"]
    frame = (
        '[2,"a","ChangeConfiguration",{"key":"HeartbeatInterval","value":"300"}]\n[3,"a",{"status":"Accepted"}]\n'
    )
    wanted = '{"HeartbeatInterval": "300"}'
    write(tmp_path, {"wanted/a.json": wanted, "wanted/b.json": text, "t.log": frame, "u.json": text})
    ending = "Not understood: settings in {}."
    assert ending.format("u.json") in run("state", "t.log", "u.json", cwd=tmp_path).out
    for command in ("drift", "plan"):
        said = run(command, "wanted", "--against", "t.log", cwd=tmp_path)
        assert ending.format("wanted/b.json") in said.out + said.err


def test_the_gate_stays_shut_for_what_was_not_read(tmp_path: Path) -> None:
    path, text, _ = UNREAD["a log of what was done"]
    write(tmp_path, {path: text})
    assert run("check", path, cwd=tmp_path).code == 0
    assert run("check", "--strict-input", path, cwd=tmp_path).code == 1
    assert run("check", "--strict-input", "--ignore", "INP010", path, cwd=tmp_path).code == 0


def test_a_secret_is_searched_behind_its_base64(tmp_path: Path) -> None:
    inner = base64.b64encode(b'{"ConnectorPhaseRotation": {"order": [{"side": "north", "is": "RST"}]}}').decode()
    found = read(tmp_path, "s.yaml", f"kind: Secret\ndata:\n  cp.json: {inner}\n")
    assert found.codes == ["INP010"]
    assert found.findings[0]["line"] == 3


def test_no_value_of_an_unread_setting_is_shown(tmp_path: Path) -> None:
    write(tmp_path, {"cp.hcl": 'a { AuthorizationKey = "s3cr3t-k3y-0815", HeartbeatInterval = 300 }\n'})
    said = run("check", "cp.hcl", cwd=tmp_path)
    assert "INP010" in said.out
    assert "s3cr3t" not in said.out


def test_a_long_log_of_something_else_is_looked_at_to_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocpplint.readers.classification.MOST_KEPT", 1000)
    line = "10:00:00 all is well\n"
    assert read(tmp_path, "a.log", line * 100 + UNREAD["a log of what was done"][1]).codes == []
    assert read(tmp_path, "b.log", line * 10 + UNREAD["a log of what was done"][1]).codes == ["INP010"]
