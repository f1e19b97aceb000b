"""Suppressions: what comments and the configuration keep back, and what is said of those that are out of date."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ocpplint.analysis.rule_examples import run_example
from ocpplint.documents.positions import line_starts
from ocpplint.engine.packs import load_rules
from ocpplint.facts.fact import Location
from ocpplint.facts.suppression import SuppressionDirective
from ocpplint.findings.finding import Finding
from ocpplint.findings.suppressions import Suppressions
from ocpplint.resources.globs import path_matches
from tests.support.command import ROOT, Outcome, write
from tests.support.in_process import run

RULES = load_rules()
HERE = Location("ocpplint.toml", 1, 1, 1, 1)
CALL = '[2,"{id}","ChangeConfiguration",{{"key":"{key}","value":"30"}}]\n[3,"{id}",{{"status":"Accepted"}}]\n'
MANDATORY = """\
code: ACM001
name: no-debug
summary: Debugging is switched on.
severity: error
mandatory: true
match: {fact: setting, when: key == "Debug"}
message: "`{key}` is set"
label: set
help: take it out
why: It is slow.
source: Acme handbook
examples:
  bad: [{title: On, text: '{"<<Debug>>": "1", "RCMBDelta": "30"}'}]
  good: [{title: Off, text: '{"RCMBDelta": "30"}'}]
"""


def check(folder: Path, *arguments: str) -> Outcome:
    return run("check", "--output-format", "concise", *arguments, cwd=folder)


def codes(folder: Path, text: str, name: str = "cp7.jsonc", *arguments: str) -> list[str]:
    write(folder, {name: text})
    return check(folder, *arguments, name).codes


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cp7.jsonc", '{"RCMBDelta_2": "30"} // ocpplint: ignore[SCP001] why'),
        ("cp7.jsonc", '{"RCMBDelta_2": "30" /* ocpplint: ignore[SCP001] why */}'),
        ("cp7.jsonc", '{\n  # ocpplint:ignore[suffix-on-shared-key]: why\n  "RCMBDelta_2": "30"\n}'),
        (
            "cp7.jsonc",
            '{\n  "a": 1, // ocpplint: ignored by others\n  "RCMBDelta_2": "30" // ocpplint: ignore[SCP] why\n}',
        ),
        (
            "cp7.jsonc",
            '[\n  // ocpplint: ignore[scope] - why\n\n  {\n    "value": "30",\n    "key": "RCMBDelta_2"\n  }\n]',
        ),
        (
            "cp7.jsonc",
            '{\n  // ocpplint: ignore[KEY001, SCP001] why\n  // and more of it\n  "RCMBDelta_2": "30"\n}',
        ),
        (
            "cp7.jsonc",
            '[\n  // Connector 2 // ocpplint: ignore[SCP] why\n  {"key": "RCMBDelta_2", "value": "30"}\n]',
        ),
        ("cp7.yaml", "RCMBDelta_2: 30 # ocpplint: ignore[SCP001] why"),
        ("cp7.yaml", "# ocpplint: ignore[SCP001] why\nRCMBDelta_2: 30\n"),
        ("cp7.yaml", "cp7:\n  # ocpplint: ignore[SCP001] why\n  - value: 30\n    key: RCMBDelta_2\n"),
        (
            "cp7.yaml",
            "# ocpplint: ignore-start[SCP001] why\nRCMBDelta: 30\nRCMBDelta_2: 30\n# ocpplint: ignore-end\n",
        ),
        ("cp7.yaml", "RCMBDelta: 30\r\nRCMBDelta_2: 30 # ocpplint: ignore[SCP001] why\r\n"),
    ],
)
def test_a_comment_suppresses(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, {name: text})
    outcome = check(tmp_path, "--ignore", "SUP001", "--fail-on", "info", name)
    assert (outcome.codes, outcome.code) == ([], 0), outcome.out
    assert "1 suppressed" in outcome.out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{\n  // ocpplint: ignore[SCP004] why\n  "RCMBDelta_2": "30"\n}', ["SUP001", "SCP001"]),
        ('{\n  "RCMBDelta_2": "30"\n  // ocpplint: ignore[SCP001] why\n}', ["SCP001", "SUP001"]),
        ('{ // ocpplint: ignore[SCP001] why\n  "RCMBDelta_2": "30"\n}', ["SUP001", "SCP001"]),
        ('{\n  // ocpplint: ignore[SCP001] why\n  "a": 1,\n  "RCMBDelta_2": "30"\n}', ["SUP001", "SCP001"]),
        (
            '{\n  // ocpplint: ignore[SCP001] why\n  "cp7": {\n    "RCMBDelta_2": "30"\n  }\n}',
            ["SUP001", "SCP001"],
        ),
        ('{\n  // ocpplint: ignore\n  "RCMBDelta_2": "30"\n}', ["SUP004", "SCP001"]),
        ('{\n  // ocpplint: ignore[] why\n  "RCMBDelta_2": "30"\n}', ["SUP004", "SCP001"]),
        ('{\n  // ocpplint: ignore[SUP001] why\n  "RCMBDelta_2": "30"\n}', ["SUP004", "SCP001"]),
        ('{\n  // ocpplint: ignore-end[SCP001]\n  "RCMBDelta_2": "30"\n}', ["SUP004", "SCP001"]),
        ('{\n  "RCMBDelta_2": "// ocpplint: ignore[SCP001] why"\n}', ["SCP001", "VAL001"]),
    ],
)
def test_a_comment_that_does_not_is_told(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert codes(tmp_path, text) == expected


def test_blocks_are_told_apart_by_their_rules(tmp_path: Path) -> None:
    text = """\
# ocpplint: ignore-start[KEY] keys
# ocpplint: ignore-start[SCP001] suffixes
RCMBDelta_2: 30
# ocpplint: ignore-end[KEY]
StopTxnSampledData_2: Voltage
# ocpplint: ignore-end[SCP001]
MeterValuesSampledData_2: Voltage
"""
    write(tmp_path, {"cp7.yaml": text})
    outcome = check(tmp_path, "cp7.yaml", "--select", "SCP001")
    assert outcome.codes == ["SCP001"]
    assert "cp7.yaml:7:1" in outcome.out


def test_only_what_is_unused_is_taken_out(tmp_path: Path) -> None:
    write(tmp_path, {"cp7.yaml": "RCMBDelta_2: 30  # ocpplint: ignore[SCP001, KEY001] why\n"})
    outcome = run("check", "--output-format", "json", "cp7.yaml", cwd=tmp_path)
    (finding,) = json.loads(outcome.out)["findings"]
    assert finding["code"] == "SUP001"
    assert [(edit["column"], edit["content"]) for edit in finding["fix"]["edits"]] == [(37, "SCP001")]


def test_a_rule_that_is_not_applied_leaves_nothing_unused(tmp_path: Path) -> None:
    text = '{\n  // ocpplint: ignore[SCP001] why\n  "RCMBDelta": "30"\n}'
    assert codes(tmp_path, text, "cp7.jsonc", "--ignore", "SCP001") == []


def test_a_reason_that_names_a_connector_is_no_heading(tmp_path: Path) -> None:
    text = """[
  // ocpplint: ignore[SCP001] so (connector 2)
  {"key": "RCMBDelta_2", "value": "30"},
  {"key": "ConnectorPhaseRotation", "value": "RTS"}
]"""
    assert codes(tmp_path, text) == []


@pytest.mark.parametrize(
    ("entry", "remaining"),
    [
        ('rule = "SCP001"', []),
        ('rule = "suffix-on-shared-key"\npath = "depot/*.json"', []),
        ('rule = "SCP"\npath = "depot"', []),
        ('rule = "SCP"\npath = "**/cp7.json"', []),
        ('rule = "SCP"\npath = "*.json"', ["SCP001", "SCP001"]),
        ('rule = "SCP001"\nkey = "RCMBDelta_2"', ["SCP001"]),
        ('rule = "SCP001"\nkey = "RCMB*"\nstation = "CP7"', ["SCP001"]),
        ('rule = "SCP001"\nstation = "CP8"', ["SCP001", "SCP001"]),
        ('rule = "SCP001"\npointer = "/keys/1"', ["SCP001"]),
        ('rule = "SCP001"\npointer = "/keys"', []),
        ('rule = "SCP001"\npointer = ""', []),
        ('rule = "SCP001"\npointer = "/key"', ["SCP001", "SCP001"]),
        ('rule = "SCP001"\nexpires = 9999-12-31', []),
        ('rule = "SCP001"\nexpires = "2020-01-01"', ["SCP001", "SCP001"]),
    ],
)
def test_an_entry_of_the_configuration_suppresses(tmp_path: Path, entry: str, remaining: list[str]) -> None:
    keys = [{"key": "RCMBDelta_2", "value": "30"}, {"key": "MeterValuesSampledData_2", "value": "Voltage"}]
    text = json.dumps({"chargePointId": "CP7", "keys": keys})
    write(tmp_path, {"depot/cp7.json": text, "ocpplint.toml": f'[[suppress]]\n{entry}\nreason = "why"\n'})
    found = check(tmp_path, "--select", "SCP001").codes
    write(tmp_path, {"pyproject.toml": f'[[tool.ocpplint.suppress]]\n{entry}\nreason = "why"\n'})
    (tmp_path / "ocpplint.toml").unlink()
    again = check(tmp_path, "--select", "SCP001").codes
    assert found == again == remaining


def test_a_message_is_suppressed_by_its_id(tmp_path: Path) -> None:
    bad = '[2,"{id}","Heartbeat",{{"x":1}}]\n[3,"{id}",{{"currentTime":"2026-03-01T10:00:00Z"}}]\n'
    trace = "".join(bad.format(id=name) for name in ("a", "b", "c"))
    entry = '[[suppress]]\nrule = "MSG003"\nmessage = "a"\nreason = "why"\n'
    write(tmp_path, {"trace.log": trace, "ocpplint.toml": entry})
    outcome = run("check", "--select", "MSG003", "--output-format", "json", cwd=tmp_path)
    report = json.loads(outcome.out)
    (finding,) = report["findings"]
    assert (finding["line"], finding["count"], report["summary"]["suppressed"]) == (3, 2, 1)


def test_what_is_wrong_with_entries_is_told_where_they_stand(tmp_path: Path) -> None:
    entries = """\
ignore = ["KEY"]

[[suppress]]  # gone
rule = "SCP002"
reason = "why"

[[suppress]]
rule = "SCP001"

[[suppress]]
rule = "SCP004"
reason = "why"
expires = 2020-01-01

# Less than an error.
[severity]
SCP001 = "info"
"""
    write(tmp_path, {"cp7.json": '{"RCMBDelta_2": "30"}', "ocpplint.toml": entries})
    outcome = run("check", "--output-format", "json", cwd=tmp_path)
    found = json.loads(outcome.out)["findings"]
    assert [(f["code"], f["path"], f["line"]) for f in found] == [
        ("SUP001", "ocpplint.toml", 3),
        ("SUP002", "ocpplint.toml", 7),
        ("SUP003", "ocpplint.toml", 10),
    ]
    edits = [edit for finding in found if finding["fix"] for edit in finding["fix"]["edits"]]
    assert [(edit["line"], edit["end_line"], edit["content"]) for edit in edits] == [(3, 7, ""), (10, 15, "")]
    assert "[[suppress]]  # gone" in run("check", cwd=tmp_path).out


def test_an_entry_for_files_not_looked_at_is_not_unused(tmp_path: Path) -> None:
    entry = '[[suppress]]\nrule = "SCP001"\npath = "{}"\nreason = "why"\n'
    write(tmp_path, {"a.json": '{"RCMBDelta": "30"}', "b/b.json": '{"RCMBDelta": "30"}'})
    for path, named in (("b/b.json", []), ("*/*.json", []), ("a.json", ["SUP001"])):
        write(tmp_path, {"ocpplint.toml": entry.format(path)})
        assert check(tmp_path, "a.json").codes == named
        assert check(tmp_path, ".").codes == ["SUP001"]


def test_entries_of_an_extended_configuration_hold_from_its_folder(tmp_path: Path) -> None:
    entry = '[[suppress]]\nrule = "SCP001"\npath = "{}"\nreason = "why"\n'.format
    write(
        tmp_path,
        {
            ".git/HEAD": "",  # the repository, which a configuration does not lead out of
            "shared.toml": entry("depot/a.json") + "\n" + entry("elsewhere"),
            "depot/ocpplint.toml": 'extend = "../shared.toml"\n\n' + entry("b.json"),
            **{f"depot/{name}.json": '{"RCMBDelta_2": "30"}' for name in "abc"},
        },
    )
    outcome = check(tmp_path / "depot")
    assert outcome.codes == ["SCP001"]
    assert outcome.out.startswith("c.json:1:3")
    shown = run("config", "show", "--output-format", "json", cwd=tmp_path / "depot")
    origins = [one["origin"] for one in json.loads(shown.out)["settings"]["suppress"]]
    assert origins == ["../shared.toml:1", "../shared.toml:6", "ocpplint.toml:3"]


def test_an_entry_for_an_unknown_rule_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"a.json": "{}", "ocpplint.toml": 'suppress = [{rule = "SCP9", reason = "why"}]\n'})
    outcome = check(tmp_path, "a.json")
    assert outcome.codes == ["SUP004"]
    assert outcome.out.startswith("ocpplint.toml:1:1: warning SUP004 no rule 'SCP9'")


def test_an_unknown_part_of_an_entry_is_an_error_of_the_configuration(tmp_path: Path) -> None:
    write(tmp_path, {"a.json": "{}", "ocpplint.toml": '[[suppress]]\nrule = "SCP001"\nkeys = "x"\n'})
    outcome = check(tmp_path)
    assert outcome.code == 2
    assert "ocpplint.toml:3" in outcome.err


@pytest.mark.parametrize(
    ("allowed", "expected"), [((), ["ACM001", "SUP005"]), (("--allow-mandatory",), [])], ids=["refused", "allowed"]
)
def test_a_mandatory_rule(tmp_path: Path, allowed: tuple[str, ...], expected: list[str]) -> None:
    text = '{"RCMBDelta": "30", "Debug": "1"} // ocpplint: ignore[ACM001] why'
    write(tmp_path, {"house/acme/ACM001-no-debug.yaml": MANDATORY})
    assert run("rules", "test", "house", cwd=tmp_path).code == 0
    arguments = ("--rules", "house", "--select", "ACM,SUP", *allowed)
    assert codes(tmp_path, text, "cp7.jsonc", *arguments) == expected
    write(tmp_path, {"cp7.jsonc": text.partition("//")[0]})
    run("baseline", "create", "cp7.jsonc", *arguments, cwd=tmp_path)
    assert check(tmp_path, *arguments, "cp7.jsonc").codes == expected[:1]


def test_what_is_suppressed_still_makes_others_superfluous(tmp_path: Path) -> None:
    text = '{{"ConnectorPhaseRotation_3": "RST"}} {}'
    write(tmp_path, {"cp7.jsonc": text.format("")})
    (found,) = check(tmp_path, "cp7.jsonc").codes
    assert codes(tmp_path, text.format(f"// ocpplint: ignore[{found}] why")) == []


@pytest.mark.parametrize("named", [["a"], ["a/connector-1.jsonc"], ["a/connector-2.jsonc"]], ids=str)
@pytest.mark.parametrize("where", [1, 2])
def test_a_conflict_is_suppressed_at_either_place(tmp_path: Path, where: int, named: list[str]) -> None:
    comment = " // ocpplint: ignore[SCP003] two makes"
    for number, value in ((1, "10"), (2, "30")):
        text = f'{{"RCMBDelta": "{value}"}}{comment if number == where else ""}\n'
        write(tmp_path, {f"a/connector-{number}.jsonc": text})
    outcome = check(tmp_path, *named)
    assert outcome.codes == []
    assert "1 suppressed" in outcome.out


def finding(**given: object) -> Finding:
    usual = {"code": "SCP001", "name": "x", "severity": "error", "confidence": "high", "location": HERE}
    texts = dict.fromkeys(("message", "label", "help", "source", "url"), "")
    return Finding(**{**usual, **texts, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(("today", "covered"), [("2026-03-01", True), ("2026-03-02", False)])
def test_the_day_of_expiry_is_the_last(today: str, *, covered: bool) -> None:
    suppressions = Suppressions(lambda _: frozenset(["SCP001"]), ["SCP001"], (), today)
    suppressions.add_directive(SuppressionDirective(("SCP001",), "why", HERE, expires="2026-03-01"))
    assert suppressions.covers(finding()) is covered
    assert [flaw.kind for flaw in suppressions.flaws()] == ([] if covered else ["expired"])


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("a/*.json", "a/b.json", True),
        ("a/*.json", "a/b/c.json", False),
        ("a/**/*.json", "a/b.json", True),
        ("a/**/*.json", "a/b/c/d.json", True),
        ("./a", "a/b/c.json", True),
        ("a/", "ab/c.json", False),
        ("cp?.json", "cp7.json", True),
        ("cp[7].json", "cp[7].json", True),
        ("cp[7].json", "cp7.json", False),
    ],
)
def test_path_patterns(glob: str, path: str, *, expected: bool) -> None:
    assert path_matches(glob, path, "") is expected


def test_the_page_on_suppressions_is_true(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "suppressions.md").read_text(encoding="utf-8")
    (comments,) = re.findall(r"```jsonc\n(.*?)```", text, re.DOTALL)
    (entries,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    write(tmp_path, {"cp7.jsonc": comments})
    outcome = check(tmp_path, "cp7.jsonc")
    assert outcome.codes == []
    assert "4 suppressed" in outcome.out
    write(tmp_path, {"ocpplint.toml": entries})
    assert check(tmp_path, "cp7.jsonc").code == 0
    (listed,) = re.findall(r"\| part \| meaning \|\n\|---\|---\|\n((?:\|.*\n)+)", text)
    schema = json.loads((ROOT / "ocpplint" / "config" / "config.schema.json").read_text())
    assert re.findall(r"^\| `(\w+)`", listed, re.MULTILINE) == list(schema["$defs"]["suppression"]["properties"])


def test_every_kind_of_flaw_is_described() -> None:
    rules = [rule for rule in RULES if rule.category == "suppression"]
    text = (ROOT / "docs" / "suppressions.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (SUP\d+) \|", text, re.MULTILINE) == [rule.code for rule in rules]
    assert [rule.code for rule in RULES if rule.mandatory] == ["INP900"]


DIRECTIVES = (
    "ocpplint: ignore[SCP001] why",
    "ocpplint: ignore[SCP001, KEY002] why",
    "ocpplint: ignore-start[KEY002] why",
    "ocpplint: ignore-start[SCP, KEY] why",
    "ocpplint: ignore-end",
    "another comment",
)
LINES = {
    "cp7.jsonc": (
        "{",
        '  "chargePointId": "CP7",',
        '  "settings": [',
        '    {"key": "RCMBDelta_2", "value": "30"},',
        "    {",
        '      "key": "heartbeatinterval",',
        '      "value": "30"',
        "    }",
        "  ]",
        "}",
    ),
    "cp7.yaml": (
        "chargePointId: CP7",
        "settings:",
        "- key: RCMBDelta_2",
        "  value: 30",
        "- {key: heartbeatinterval, value: 30}",
    ),
}
PLACED = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from(DIRECTIVES), st.sampled_from(["above", "behind"])), max_size=5
)


@settings(max_examples=40, phases=[Phase.generate])
@given(name=st.sampled_from(sorted(LINES)), placed=PLACED)
def test_mending_what_is_unused_leaves_what_is_found_as_it_is(
    name: str, placed: list[tuple[int, str, str]]
) -> None:
    lines = list(LINES[name])
    for index, directive, where in placed:
        number = index % len(lines)
        lines[number] = f"# {directive}\n{lines[number]}" if where == "above" else f"{lines[number]} # {directive}"
    before = run_example({name: "\n".join(lines) + "\n"}, RULES)
    text = repaired("\n".join(lines) + "\n", before)
    after = run_example({name: text}, RULES)
    others = [found.code for found in before if found.code != "SUP001"]
    assert [found.code for found in after] == others, text
    assert [line for line in text.splitlines() if "#" not in line and not line.strip()] == []


def repaired(text: str, found: list[Finding]) -> str:
    starts = line_starts(text)
    edits = {edit for one in found if one.code == "SUP001" and one.fix for edit in one.fix.edits}
    for place, content in sorted(edits, reverse=True):
        start = starts[place.line - 1] + place.column - 1
        text = text[:start] + content + text[starts[place.end_line - 1] + place.end_column - 1 :]
    return text
