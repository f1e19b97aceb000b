"""Choosing rules, severities, inputs and outputs: on the command line, in ocpplint.toml, in pyproject.toml."""

import json
from pathlib import Path

import pytest

from tests.support.command import write
from tests.support.in_process import run

PAIR = """\
[
  {"key": "RCMBDelta_2", "value": "30"},
  // Connector 2
  {"key": "ConnectorPhaseRotation", "value": "RTS"}
]
"""
CONFIGURATIONS = ("ocpplint.toml", "pyproject.toml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, {"pair.jsonc": PAIR})
    return tmp_path


def configure(folder: Path, name: str, settings: str) -> None:
    """Write a configuration; in pyproject.toml everything stands below ``[tool.ocpplint]``."""
    if name == "pyproject.toml":
        settings = "[tool.ocpplint]\n" + settings.replace("\n[", "\n[tool.ocpplint.")
    write(folder, {name: settings})


def codes(folder: Path, *arguments: str) -> list[str]:
    return run("check", "--output-format", "concise", *arguments, "pair.jsonc", cwd=folder).codes


def test_all_rules_apply_unless_told_otherwise(folder: Path) -> None:
    assert codes(folder) == ["SCP001", "SCP004"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--select", "SCP004"), ["SCP004"]),
        (("--select", "missing-connector-2-suffix"), ["SCP004"]),
        (("--select", "SCP001,SCP004"), ["SCP001", "SCP004"]),
        (("--select", "SCP001", "--select", "SCP004"), ["SCP001", "SCP004"]),
        (("--select", "scope"), ["SCP001", "SCP004"]),
        (("--select", "INP"), []),
        (("--select", "INP", "--extend-select", "SCP001"), ["SCP001"]),
        (("--ignore", "SCP001"), ["SCP004"]),
        (("--ignore", "suffix-on-shared-key"), ["SCP004"]),
        (("--ignore", "ALL"), []),
        (("--select", "SCP001", "--ignore", "SCP"), ["SCP001"]),
    ],
    ids=" ".join,
)
def test_rules_are_chosen_on_the_command_line(
    folder: Path, arguments: tuple[str, ...], expected: list[str]
) -> None:
    assert codes(folder, *arguments) == expected


@pytest.mark.parametrize("name", CONFIGURATIONS)
@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('select = ["SCP004"]', ["SCP004"]),
        ('select = ["INP"]\nextend-select = ["SCP001"]', ["SCP001"]),
        ('ignore = ["missing-connector-2-suffix"]', ["SCP001"]),
        ('profile = "generic"', ["VAL007"]),
    ],
)
def test_rules_are_chosen_in_a_configuration(folder: Path, name: str, settings: str, expected: list[str]) -> None:
    configure(folder, name, settings)
    assert codes(folder) == expected


def test_the_command_line_wins_over_the_configuration(folder: Path) -> None:
    configure(folder, "ocpplint.toml", 'select = ["SCP004"]\nfail-on = "never"')
    assert codes(folder, "--select", "SCP001") == ["SCP001"]
    assert run("check", "pair.jsonc", cwd=folder).code == 0
    assert run("check", "--fail-on", "error", "pair.jsonc", cwd=folder).code == 1


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_severity_and_fail_on_in_a_configuration(folder: Path, name: str) -> None:
    configure(
        folder, name, 'fail-on = "warning"\n[severity]\nSCP001 = "info"\nmissing-connector-2-suffix = "info"'
    )
    outcome = run("check", "pair.jsonc", cwd=folder)
    assert outcome.code == 0
    assert "2 infos" in outcome.out


def test_severity_on_the_command_line(folder: Path) -> None:
    outcome = run("check", "--severity", "SCP001=info,SCP004=warning", "pair.jsonc", cwd=folder)
    assert outcome.code == 0
    assert "1 warning, 1 info" in outcome.out


def test_the_nearest_configuration_above_counts(folder: Path) -> None:
    configure(folder, "ocpplint.toml", 'ignore = ["SCP001"]')
    write(folder, {"depot/north/pair.jsonc": PAIR, "depot/pyproject.toml": "[tool.other]\nx = 1\n"})
    assert codes(folder / "depot" / "north") == ["SCP004"]
    configure(folder / "depot", "pyproject.toml", 'ignore = ["SCP004"]')
    assert codes(folder / "depot" / "north") == ["SCP001"]


def test_a_configuration_can_be_named(folder: Path) -> None:
    configure(folder, "ocpplint.toml", 'ignore = ["SCP001"]')
    write(folder, {"strict.toml": 'ignore = ["SCP004"]'})
    assert codes(folder, "--config", "strict.toml") == ["SCP001"]


def test_paths_in_a_configuration_start_at_its_folder(folder: Path) -> None:
    write(
        folder,
        {
            "ocpplint.toml": 'profile = "profiles/acme.yaml"',
            "profiles/acme.yaml": "name: acme\ntitle: Acme\nsource: Acme\nkeys: {}\n",
            "depot/pair.jsonc": PAIR,
        },
    )
    assert codes(folder / "depot") == []


def test_a_layout_tells_station_and_connector(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "ocpplint.toml": 'layout = "sites/{station}/c{connector}.json"',
            "sites/CP7/c1.json": '{"ConnectorPhaseRotation": "RST"}',
            "sites/CP7/c2.json": '{"ConnectorPhaseRotation": "RTS"}',
        },
    )
    outcome = run("check", "--output-format", "json", cwd=tmp_path)
    (finding,) = json.loads(outcome.out)["findings"]
    assert (finding["code"], finding["station"], finding["connector"]) == ("SCP004", "CP7", 2)
    assert (finding["path"], finding["line"], finding["column"]) == ("sites/CP7/c2.json", 1, 3)


def test_a_rule_option_is_set_in_a_configuration(tmp_path: Path) -> None:
    call = '[2,"{id}","ChangeConfiguration",{{"key":"RCMBDelta","value":"{value}"}}]'
    frames = [
        {
            "timestamp": f"2026-03-01T10:0{minute}:00Z",
            "station": "CP7",
            "message": json.loads(call.format(**given)),
        }
        for minute, given in enumerate([{"id": "a", "value": "10"}, {"id": "b", "value": "30"}])
    ]
    write(tmp_path, {"trace.jsonl": "".join(json.dumps(frame) + "\n" for frame in frames)})
    found = run("check", "--output-format", "concise", cwd=tmp_path).codes
    write(tmp_path, {"ocpplint.toml": '[options.SCP003]\nwindow = "30s"'})
    assert (found, run("check", "--output-format", "concise", cwd=tmp_path).codes) == (["SCP003"], [])


def test_standard_input_goes_by_a_name(folder: Path) -> None:
    outcome = run(
        "check", "-", "--stdin-filename", "depot/cp7.jsonc", "--output-format", "concise", cwd=folder, stdin=PAIR
    )
    assert outcome.code == 1
    assert outcome.out.startswith("depot/cp7.jsonc:2:12: error SCP001 ")


def test_the_name_of_standard_input_tells_its_format(folder: Path) -> None:
    text = "connectors:\n  2:\n    ConnectorPhaseRotation: RTS\n"
    outcome = run(
        "check", "-", "--stdin-filename", "cp7.yaml", "--output-format", "concise", cwd=folder, stdin=text
    )
    assert outcome.codes == ["SCP004"]


def test_several_formats_at_once(folder: Path) -> None:
    outcome = run("check", "pair.jsonc", "--output", "json=out.json", "--output", "sarif=out.sarif", cwd=folder)
    assert outcome.out.startswith("pair.jsonc:2:12: error SCP001 suffix-on-shared-key\n")
    report = json.loads((folder / "out.json").read_text())
    assert report["version"] == 1
    assert [finding["code"] for finding in report["findings"]] == ["SCP001", "SCP004"]
    sarif = json.loads((folder / "out.sarif").read_text())
    assert [result["ruleId"] for result in sarif["runs"][0]["results"]] == ["SCP001", "SCP004"]


def test_a_file_named_twice_is_checked_once(folder: Path) -> None:
    outcome = run("check", "pair.jsonc", "./pair.jsonc", ".", "*.jsonc", cwd=folder)
    assert "Checked 1 file " in outcome.out


def test_rules_of_ones_own(folder: Path) -> None:
    rule = (Path(__file__).parents[2] / "rules" / "scope" / "SCP004-missing-connector-2-suffix.yaml").read_text()
    own = rule.replace("SCP004", "ACM004").replace("missing-connector-2-suffix", "acme-suffix")
    write(folder, {"house/acme/ACM004-acme-suffix.yaml": own})
    assert codes(folder, "--rules", "house", "--select", "ACM004") == ["ACM004"]
    assert codes(folder, "--rules", "house", "--select", "acme") == ["ACM004"]
    configure(folder, "ocpplint.toml", 'rules = ["house"]\nselect = ["acme-suffix"]')
    assert codes(folder) == ["ACM004"]


@pytest.mark.parametrize(
    "text",
    [
        '{"left": {"MaxCurrentLeft": 16}, "right": {"MaxCurrentRight": 16}}',
        '{"NumberOfConnectors": 1, "MaxCurrentLeft": 16}',
    ],
)
def test_a_profile_may_give_connector_1_a_suffix_too(tmp_path: Path, text: str) -> None:
    profile = (
        "name: acme\ntitle: Acme\nsource: Acme\nextends: generic\n"
        'addressing: {"1": "{key}Left", "2": "{key}Right"}\nsections: {left: 1, right: 2}\n'
        "keys: {MaxCurrent: {scope: Individual}}\n"
    )
    write(tmp_path, {"acme.yaml": profile, "station.json": text})
    outcome = run("check", "--profile", "acme.yaml", "--output-format", "concise", "station.json", cwd=tmp_path)
    assert outcome.codes == []


def test_rules_and_profiles_of_ones_own_are_no_inputs(tmp_path: Path) -> None:
    """The examples in a rule's file are mistakes on purpose."""
    rule = (Path(__file__).parents[2] / "rules" / "scope" / "SCP001-suffix-on-shared-key.yaml").read_text()
    profile = "name: own\ntitle: Own\nsource: us\nextends: bender\nkeys: {RCMBDelta_2: {scope: Both}}\n"
    write(
        tmp_path,
        {
            "own/scope/OWN001.yaml": rule.replace("SCP001", "OWN001").replace("name: s", "name: own-s"),
            "own.yaml": profile,
        },
    )
    write(
        tmp_path, {"ocpplint.toml": 'rules = ["own"]\nprofile = "./own.yaml"\n', "cp.json": '{"RCMBDelta": "30"}'}
    )
    outcome = run("check", "--output-format", "json", cwd=tmp_path)
    assert [entry["path"] for entry in json.loads(outcome.out)["inputs"]] == ["cp.json"]
    named = json.loads(run("check", "--output-format", "json", "own/scope/OWN001.yaml", cwd=tmp_path).out)
    assert [entry["path"] for entry in named["inputs"]] == ["own/scope/OWN001.yaml"]


DOCS = "https://docs.example.com/ocpplint"


def urls(folder: Path, *arguments: str) -> list[str]:
    """Return the addresses of the findings in JSON."""
    said = json.loads(run("check", "--output-format", "json", *arguments, "pair.jsonc", cwd=folder).out)
    return [finding["url"] for finding in said["findings"]]


def help_uris(folder: Path, *arguments: str) -> set[object]:
    """Return the addresses of the rules in SARIF."""
    said = json.loads(run("check", "--output-format", "sarif", *arguments, "pair.jsonc", cwd=folder).out)
    return {rule.get("helpUri") for rule in said["runs"][0]["tool"]["driver"]["rules"]}


def test_findings_lead_nowhere_unless_told_where_the_documentation_is(folder: Path) -> None:
    assert urls(folder) == ["", ""]
    assert help_uris(folder) == {None}


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_findings_lead_to_the_pages_of_a_published_documentation(folder: Path, name: str) -> None:
    configure(folder, name, f'docs-url = "{DOCS}/"')
    pages = [f"{DOCS}/rules/SCP001.html", f"{DOCS}/rules/SCP004.html"]
    assert urls(folder) == pages
    assert set(pages) <= help_uris(folder)
    assert urls(folder, "--docs-url", "http://docs.example.org:8080") == [
        "http://docs.example.org:8080/rules/SCP001.html",
        "http://docs.example.org:8080/rules/SCP004.html",
    ]
    assert urls(folder, "--docs-url", "") == ["", ""]


def test_results_in_the_cache_are_those_of_one_address(folder: Path) -> None:
    for address in ("", DOCS, ""):
        arguments = ("--cache-dir", "cache", "--docs-url", address)
        assert urls(folder, *arguments)[0] == (address and f"{address}/rules/SCP001.html")


def test_other_formats_show_no_address(folder: Path) -> None:
    for form in ("full", "concise", "github", "gitlab", "junit", "checkstyle", "markdown"):
        said = run("check", "--output-format", form, "--docs-url", DOCS, "pair.jsonc", cwd=folder).out
        assert "SCP001" in said
        assert DOCS not in said


NO_ADDRESSES = [
    "ftp://docs.example.com",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "docs.example.com",
    "https://",
    "https://user:secret@docs.example.com/",
    "https://docs.example.com/?page=",
    "https://docs.example.com/#rules",
    "https://docs.example.com/a b",
    "https://docs.example.com/\n",
    "https://docs.example.com/\u001b[31m",
    "https://docs.example.com/\u202e",
    "https://docs.example.com/<b>",
]


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_only_plain_http_addresses_are_taken(folder: Path, address: str) -> None:
    configure(folder, "ocpplint.toml", f"docs-url = {json.dumps(address)}")
    configured = run("check", "pair.jsonc", cwd=folder)
    asked = run("check", "--docs-url", address, "--config", "pair.jsonc", "pair.jsonc", cwd=folder)
    for outcome in (configured, asked):
        assert outcome.code == 2
        assert "docs-url" in outcome.err
        assert outcome.err.replace("\n", "").isprintable()
        assert "secret" not in outcome.err
