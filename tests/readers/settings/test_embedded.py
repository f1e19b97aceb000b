"""Settings in documents inside strings are read, and located in the file that holds them."""

import base64
import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.documents.jsonc import parse_json
from ocpplint.documents.limits import MAX_EMBEDDING_DEPTH
from ocpplint.documents.yaml import parse_yaml
from ocpplint.facts.fact import Place
from ocpplint.facts.setting import Setting
from ocpplint.readers.settings.context import SettingContext
from ocpplint.readers.settings.node_location import PlacedDocument
from ocpplint.readers.settings.walk import SettingsReader
from ocpplint.stations.registry import Profiles

BENDER = Profiles().load("bender")
A, A2, B = "ConnectorPhaseRotation", "ConnectorPhaseRotation_2", "RCMBDelta"
STATION = {A: "RST", A2: "RTS", B: "30"}


def settings_in(text: str, parse: Any = parse_yaml) -> list[Setting]:
    placed = PlacedDocument(parse(text), "test")
    return SettingsReader(placed, BENDER).read(SettingContext(document="test", editable=True))


def at(text: str, place: Place | None) -> str:
    """Return what stands at a place that lies within one line."""
    assert place is not None
    found = place.locate()
    assert found.line == found.end_line
    return text.split("\n")[found.line - 1][found.column - 1 : found.end_column - 1]


def read_exactly(text: str, parse: Any = parse_yaml) -> dict[str, str]:
    """Return the settings in a text, each of which stands where it says."""
    settings = settings_in(text, parse)
    for setting in settings:
        assert at(text, setting.place) == setting.key
        assert at(text, setting.value_place) == setting.value
    return {setting.key: str(setting.value) for setting in settings}


def configmap(name: str, content: str, **style: Any) -> str:
    manifest = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "cp"}, "data": {name: content}}
    return str(yaml.safe_dump(manifest, **style))


@pytest.mark.parametrize("name", ["station.json", "station.yaml", "config"])
@pytest.mark.parametrize("style", ["|", ">", "'", '"'])
@pytest.mark.parametrize("indent", [None, 2])
def test_a_file_in_a_configmap(name: str, style: str, indent: int | None) -> None:
    for content in (json.dumps(STATION, indent=indent), json.dumps([STATION], indent=indent)):
        assert read_exactly(configmap(name, content, default_style=style)) == STATION


def test_yaml_in_a_configmap() -> None:
    text = configmap(
        "station.yaml", "# of the north\nocpp:\n" + "".join(f"  {k}: {v}\n" for k, v in STATION.items())
    )
    assert read_exactly(text) == STATION


@pytest.mark.parametrize("line", [f"{B}: 30", f"'{B}': 30", f"{{{B}: 30}}"])
def test_a_text_of_one_line(line: str) -> None:
    for name in ("station.yaml", "content"):
        assert read_exactly(f"data:\n  {name}: |\n    {line}\n") == {B: "30"}
    assert read_exactly(f"data:\n  station.toml: |\n    {B} = 30\n") == {B: "30"}


def test_a_text_whose_first_name_has_two_words() -> None:
    text = f"content: |\n  Connector 2:\n    {A2}: RTS\n"
    assert read_exactly(text) == {A2: "RTS"}
    assert settings_in(text)[0].evidence[0].connector == 2


def test_a_comment_inside_the_text_heads_what_follows() -> None:
    text = f"data:\n  station.yaml: |\n    # Connector 2\n    - key: {A}\n      value: RTS\n"
    (setting,) = settings_in(text)
    (evidence,) = setting.evidence
    assert (evidence.connector, evidence.text) == (2, "comment on line 3")
    assert at(text, evidence.place) == "# Connector 2"


def test_json_in_a_string_of_json() -> None:
    inner = json.dumps({"configuration": STATION})
    assert read_exactly(json.dumps({"config": inner}), parse_json) == STATION
    assert read_exactly(json.dumps([inner]), parse_json) == STATION


def test_the_bodies_of_a_collection_of_requests() -> None:
    body = {"mode": "raw", "raw": '{\n  "key": "RCMBDelta",\n  "value": "30"\n}'}
    item = {
        "name": "Set it",
        "request": {"method": "POST", "header": [], "body": body, "url": "https://csms.example"},
    }
    collection = {"info": {"name": "Stations"}, "item": [{"name": "Folder", "item": [item]}]}
    for data in (collection, {"resources": [{"body": {"mimeType": "application/json", "text": body["raw"]}}]}):
        text = json.dumps(data, indent=2)
        (setting,) = settings_in(text, parse_json)
        assert (setting.key, setting.value, setting.origin) == (B, "30", "desired")
        assert at(text, setting.place) == B


def test_an_environment_list() -> None:
    text = f"services:\n  station:\n    environment:\n      - PATH=/bin\n      - {A}=RST\n      - {B}=30  # mA\n"
    assert read_exactly(text) == {A: "RST", B: "30"}
    assert read_exactly(json.dumps({"environment": [f"{A}=RST", f"{B}=30"]}), parse_json) == {A: "RST", B: "30"}
    assert settings_in("environment:\n  - PATH=/bin\n  - Language=de\n") == []


def test_an_environment_map() -> None:
    assert read_exactly(f"services:\n  station:\n    environment:\n      {A}: RST\n      {B}: '30'\n") == {
        A: "RST",
        B: "30",
    }


def secret(data: dict[str, str]) -> str:
    encoded = {name: base64.b64encode(text.encode()).decode() for name, text in data.items()}
    return str(yaml.safe_dump({"apiVersion": "v1", "kind": "Secret", "data": encoded}))


def test_a_secret_is_decoded_and_its_settings_stand_at_the_value() -> None:
    text = secret({"station.json": json.dumps(STATION)})
    settings = settings_in(text)
    assert {setting.key: setting.value for setting in settings} == STATION
    encoded = base64.b64encode(json.dumps(STATION).encode()).decode()
    assert {at(text, setting.place) for setting in settings} == {encoded}
    assert not any(setting.replaceable("key", A2) or setting.replaceable("value", "30") for setting in settings)


def test_a_key_of_a_secret_stands_in_the_file_and_its_value_does_not() -> None:
    text = secret({A: "RST", B: "30"})
    settings = settings_in(text)
    assert {setting.key: setting.value for setting in settings} == {A: "RST", B: "30"}
    assert [at(text, setting.place) for setting in settings] == [A, B]
    assert [len(setting.replaceable("key", A2)) for setting in settings] == [1, 1]
    assert not any(setting.replaceable("value", "3") for setting in settings)


def test_string_data_of_a_secret() -> None:
    manifest = {"kind": "Secret", "stringData": {"station.json": json.dumps(STATION, indent=1)}}
    assert read_exactly(yaml.safe_dump(manifest, default_style="|")) == STATION


@pytest.mark.parametrize("value", ["!!!!", "/w==", "x", "AAAA"])
def test_what_is_no_base64_of_text_yields_nothing(value: str) -> None:
    assert settings_in(yaml.safe_dump({"kind": "Secret", "data": {"a": value, "b": 3}})) == []


def test_documents_are_read_to_a_depth() -> None:
    text = json.dumps(STATION)
    for depth in range(1, MAX_EMBEDDING_DEPTH + 3):
        text = json.dumps({"config": text})
        found = read_exactly(text, parse_json)
        assert found == (STATION if depth <= MAX_EMBEDDING_DEPTH else {})


@pytest.mark.parametrize(
    "text",
    [
        "description: |\n  Note: the following\n  holds: true\n",
        "script: |\n  set -e\n  HEARTBEAT=300 ./run\n",
        'config: "{not json"\n',
        "config: '{}'\n",
        "config: '[1, 2]'\n",
    ],
)
def test_other_strings_yield_nothing(text: str) -> None:
    assert settings_in(text) == []


@pytest.mark.parametrize(
    ("text", "part", "content", "can"),
    [
        (json.dumps({"config": json.dumps({B: "30"})}), "value", "31", True),
        (json.dumps({"config": json.dumps({B: 30})}), "value", "31", True),
        (json.dumps({"config": json.dumps({B: 30})}), "value", "RST", False),
        (json.dumps({"config": json.dumps({B: "30"})}), "value", 'a"b', False),
        (json.dumps({"config": json.dumps({B: "30"})}), "key", A2, True),
        (configmap("a.yaml", f"{B}: 30\n{A}: RST\n"), "key", A2, True),
        (configmap("a.yaml", f"{B}: 30\n{A}: RST\n"), "value", "RST", False),
    ],
)
def test_inside_a_string_only_what_needs_no_escape_is_edited(
    text: str, part: str, content: str, can: bool
) -> None:
    setting = settings_in(text)[0]
    assert bool(setting.replaceable(part, content)) is can


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8)
WRAPPERS = st.lists(
    st.sampled_from(["desired", "spec", "ocpp", "data", "attributes", "[]", "json", "yaml", "json-indented"]),
    max_size=5,
)


@given(WRAPPERS, st.sampled_from(["json", "yaml", "|", '"', "'"]), WORDS)
def test_whatever_wraps_settings_they_are_read_where_they_stand(
    wrappers: list[str], outer: str, word: str
) -> None:
    data: Any = dict(STATION)
    depth = 0
    for wrapper in wrappers:
        if wrapper == "[]":
            data = [data]
        elif wrapper in ("json", "json-indented", "yaml") and depth < MAX_EMBEDDING_DEPTH:
            depth += 1
            text = yaml.safe_dump(data) if wrapper == "yaml" else json.dumps(data, indent=2 * (len(wrapper) > 4))
            data = {"note": word, "config.yaml" if wrapper == "yaml" else "config.json": text}
        else:
            data = {"note": word, wrapper: data}
    style = None if outer in ("json", "yaml") else outer
    text = json.dumps(data) if outer == "json" else yaml.safe_dump(data, default_style=style)
    settings = settings_in(text, parse_json if outer == "json" else parse_yaml)
    assert {setting.key: setting.value for setting in settings} == STATION
    for setting in settings:
        found = setting.place.locate()
        if found.line == found.end_line and "\\" not in at(text, setting.place):
            assert at(text, setting.place) == setting.key


def test_an_error_in_a_document_with_settings_is_a_problem_of_the_file() -> None:
    text = f'data:\n  station.json: |\n    {{"{A}": "RST" "{B}": "30"}}\n'
    reader = SettingsReader(PlacedDocument(parse_yaml(text), "test"), BENDER)
    assert [setting.key for setting in reader.read(SettingContext())] == [A, B]
    ((problem,),) = [list(inner.problems()) for inner in reader.broken]
    assert (problem.kind, at(text, problem.place)) == ("syntax", '"RCMBDelta"')


def test_no_more_text_is_read_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocpplint.readers.settings.embedded.MAX_EMBEDDED_CHARACTERS", 100)
    text = json.dumps([json.dumps({A: "RST"}), json.dumps({B: "30", "note": "x" * 100}), json.dumps({B: "31"})])
    placed = PlacedDocument(parse_json(text), "test")
    found = SettingsReader(placed, BENDER).read(SettingContext())
    assert [setting.value for setting in found] == ["RST", "31"]
    (problem,) = placed.problems()
    assert problem.kind == "too-large"


@pytest.mark.parametrize("prefix", ["OCPP_", "OCPP__", "CP_OCPP_", "ocpp."])
def test_a_prefix_of_environment_variables_is_none_of_their_keys(prefix: str) -> None:
    pairs = {f"{prefix}{A}": "RST", f"{prefix}{B}": "30", "PATH": "/bin"}
    for data in ({"environment": pairs}, {"environment": [f"{name}={value}" for name, value in pairs.items()]}):
        assert read_exactly(json.dumps(data), parse_json) == {A: "RST", B: "30"}
